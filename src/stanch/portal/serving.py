"""Serves the portal to a browser on this machine, a thread a request."""

from __future__ import annotations

from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from stanch.casefile import Case
from stanch.errors import WrongCall

HOST = "127.0.0.1"


class Server(ThreadingMixIn, WSGIServer):
    """A thread a request; an open page does not hold up the end."""

    daemon_threads = True
    allow_reuse_address = True


class Quiet(WSGIRequestHandler):
    """No line on the console for each request: addresses of pages hold names of people."""

    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is wsgiref's
        """Say nothing."""


def server(case: Case, *, port: int) -> tuple[Server, str]:
    """A server for a case, and the one-time link to it. Raises `WrongCall` where the port is taken."""
    from django.core.handlers.wsgi import WSGIHandler

    from stanch.portal import desk
    from stanch.portal.gate import door

    desk.show(case)
    try:
        made = make_server(HOST, port, WSGIHandler(), server_class=Server, handler_class=Quiet)
    except OSError as error:
        raise WrongCall(f"port {port} cannot be used ({error.strerror})", do="Choose another with --port.") from None
    return made, f"http://{HOST}:{made.server_port}{door.new_link()}"
