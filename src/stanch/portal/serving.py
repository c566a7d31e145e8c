"""Serves the portal: to a browser on this machine, or to a team, a thread a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stanch.casefile import Case, framework
from stanch.errors import WrongCall

if TYPE_CHECKING:
    from cheroot.wsgi import Server

HOST = "127.0.0.1"
THREADS = 16
# Bytes. What no page takes is refused at the door; the gate refuses what is larger than its page takes, before it is read, in words that
# somebody who chose too large a file can use.
LARGEST_BODY = 5_000_000_000


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the portal listens; with a certificate it speaks TLS."""

    host: str = HOST
    port: int = 8765
    certificate: Path | None = None
    certificate_key: Path | None = None


def server(case: Case | Mapping[str, Case], listening: Listening) -> tuple[Server, str]:
    """A server for a case, or for several by name, that is ready to serve, and its address.

    Raises `WrongCall` where the port or the certificate cannot be used.
    """
    import socket

    from cheroot.ssl.builtin import BuiltinSSLAdapter
    from django.core.handlers.wsgi import WSGIHandler

    from stanch.portal import desk
    from stanch.portal.doorstep import Portal

    if isinstance(case, Mapping):
        desk.show_several(case)
    else:
        desk.show(case)
    for one in case.values() if isinstance(case, Mapping) else (case,):
        framework.keep_open(one.alias)
    made = Portal((listening.host, listening.port), WSGIHandler(), numthreads=THREADS, server_name="", timeout=30, shutdown_timeout=5)
    made.max_request_body_size = LARGEST_BODY
    # Addresses of pages hold names of people: no line on the console for each request, nor with a fault.
    made.error_log = _quiet  # type: ignore[method-assign]
    try:
        if listening.certificate:
            made.ssl_adapter = BuiltinSSLAdapter(str(listening.certificate), str(listening.certificate_key or listening.certificate))
    except OSError as error:
        raise WrongCall(f"the certificate cannot be used ({error.strerror or error})", where=str(listening.certificate),
                        do="Name a PEM file with the certificate, and one with its key.") from None  # fmt: skip
    try:
        made.prepare()
    except OSError as error:
        told = error.strerror or str(error).splitlines()[0]
        raise WrongCall(f"port {listening.port} of {listening.host} cannot be used ({told})", do="Choose another with --port.") from None
    port = made.socket.getsockname()[1]
    shown = f"[{listening.host}]" if made.socket.family == socket.AF_INET6 else listening.host
    return made, f"{'https' if listening.certificate else 'http'}://{shown}:{port}"


def _quiet(*_given: object, **_named: object) -> None:
    """Say nothing."""
