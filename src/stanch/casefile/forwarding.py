"""Sends the journal's entries on to another system as they are written: whoever comes to rule this machine cannot take them back there.

Only where the operator's file says, and only what it says: the number, moment, actor, action and codes of each entry, and with `whole`
what it was about and its details too, which may name people. An entry may arrive twice (its number and code tell), and none is left out.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import stat
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from stanch import datafile
from stanch.casefile.case import Case
from stanch.casefile.journal import Entry
from stanch.errors import BrokenDataFile, Fault, StanchError, WrongCall
from stanch.notices.mail_server import LOOPBACK
from stanch.notices.team_post import signed
from stanch.vault import write_whole

FILE = "journal.forwarded"  # in the case's folder: the last entry that each place has
ACTION = "forward journal"
LOT = 200  # entries of one connection
TIMEOUT = 20  # seconds
EVERY_SECONDS, LONGEST_WAIT = 5.0, 300.0
# Log audit, informational: facility 13 and severity 6 (RFC 5424, section 6.2.1).
PRIORITY = 13 * 8 + 6
PORTS = {"syslog+tls": 6514, "syslog": 601, "https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Destination:
    """The file: where entries go (`syslog+tls://host:6514`, `https://host/path`; without TLS on this machine alone).

    `roots`: a file of certificates to trust in the place of the system's; `secret` signs what goes by https, as webhooks are signed.
    """

    address: str = field(repr=False)
    whole: bool = False
    roots: str = ""
    secret: str = field(default="", repr=False)


def read_destination(path: Path) -> Destination:
    """The destination of a YAML file of mode 600. Raises `WrongCall`, `BrokenDataFile`."""
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongCall("this file can be read by others", where=str(path), do=f"Make it yours alone: chmod 600 {path}")
    found = datafile.read(path, Destination)
    fault = _fault(found)
    if fault:
        raise BrokenDataFile([Fault(str(path), 1, 1, fault)])
    return found


def _fault(told: Destination) -> str:
    try:
        parts = urlsplit(told.address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "address is none"
    if any(char.isspace() or not char.isprintable() for char in told.address):
        return "address holds a blank or a control character"
    if parts.username or parts.password:
        return "address holds a name or password; use `secret`, which signs"
    if not host or parts.scheme not in PORTS:
        return "address must begin with syslog+tls:// or https:// and name a host"
    if parts.scheme in ("syslog", "http") and host not in LOOPBACK:
        return "beyond this machine entries travel by syslog+tls:// or https:// alone"
    if told.roots and not Path(told.roots).is_file():
        return f"there is no file of certificates at {told.roots}"
    return ""


def forward(case: Case, to: Destination) -> int:
    """Send on what was written since the last time; how many entries. Raises `StanchError` where they are not taken."""
    done, sent = _last(case, to), 0
    while True:
        lot = case.journal.entries(start=done, count=LOT)
        if not lot:
            return sent
        _send(to, [_told(case, entry, whole=to.whole) for entry in lot])
        done = lot[-1].sequence
        _remember(case, to, done)
        sent += len(lot)


def begin(case: Case, to: Destination, *, by: str) -> None:
    """Write down that entries are sent on from here, and where to."""
    parts = urlsplit(to.address)
    case.journal.append(ACTION, f"{parts.scheme}://{parts.hostname}", by=by, details={"whole": to.whole, "after entry": _last(case, to)})


def _told(case: Case, entry: Entry, *, whole: bool) -> dict[str, Any]:
    told = entry.contract_form()
    if not whole:
        del told["object"], told["details"]
    return {"case": case.journal.head().case, **told}


def _send(to: Destination, entries: Sequence[dict[str, Any]]) -> None:
    parts = urlsplit(to.address)
    try:
        if parts.scheme.startswith("syslog"):
            _by_syslog(to, parts, entries)
        else:
            _by_http(to, parts, entries)
    except (OSError, http.client.HTTPException) as error:
        raise StanchError(
            f"the journal could not be sent on ({type(error).__name__})", where=f"{parts.scheme}://{parts.hostname}",
            do="See whether that system answers and its certificate is trusted; entries wait here until it does.",
        ) from None  # fmt: skip


def _by_syslog(to: Destination, parts: SplitResult, entries: Sequence[dict[str, Any]]) -> None:
    """Each entry a message of RFC 5424, framed by its length (RFC 5425, section 4.3; RFC 6587, section 3.4.1)."""
    link: socket.socket = socket.create_connection((parts.hostname or "", parts.port or PORTS[parts.scheme]), TIMEOUT)
    with closing(link):
        if parts.scheme == "syslog+tls":
            link = _context(to).wrap_socket(link, server_hostname=parts.hostname)
        with closing(link):
            for one in entries:
                message = f"<{PRIORITY}>1 {one['time']} - stanch - journal - ".encode() + json.dumps(one, sort_keys=True).encode("ascii")
                link.sendall(f"{len(message)} ".encode() + message)
            _finish(link)


def _finish(link: socket.socket) -> None:
    """Say that this was all, and wait until the other side has seen it: what it refused is told then. Some never say, and are believed."""
    link.settimeout(TIMEOUT / 4)
    if isinstance(link, ssl.SSLSocket):
        # `unwrap` reads what TLS 1.3 says late of a certificate, too.
        with suppress(TimeoutError, ssl.SSLEOFError, ssl.SSLSyscallError):
            link.unwrap()
        return
    link.shutdown(socket.SHUT_WR)
    with suppress(TimeoutError):
        while link.recv(1024):
            pass


def _by_http(to: Destination, parts: SplitResult, entries: Sequence[dict[str, Any]]) -> None:
    """All entries as lines of JSON in one request. Anything but a 2xx is a refusal, a redirect too: it could lead elsewhere."""
    body = b"".join(json.dumps(one, sort_keys=True).encode("ascii") + b"\n" for one in entries)
    headers = {"Content-Type": "application/x-ndjson", "User-Agent": "stanch"}
    if to.secret:
        headers |= signed(to.secret, body, at=int(time.time()))
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    link: http.client.HTTPConnection
    if parts.scheme == "https":
        link = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=_context(to))
    else:
        link = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    with closing(link):
        link.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = link.getresponse()
        answer.read(10_000)
    if not 200 <= answer.status < 300:
        raise http.client.HTTPException(f"answered {answer.status}")


def _context(to: Destination) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=to.roots or None)


def _last(case: Case, to: Destination) -> int:
    """The last entry that this place has; never more than there are."""
    return min(_known(case).get(_name(to), 0), len(case.journal))


def _known(case: Case) -> dict[str, int]:
    try:
        found = json.loads((case.folder / FILE).read_text(encoding="utf-8"))
        return {str(name): int(number) for name, number in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # everything goes once more, and is known there by its number


def _remember(case: Case, to: Destination, sequence: int) -> None:
    write_whole(case.folder / FILE, json.dumps({**_known(case), _name(to): sequence}, sort_keys=True).encode())


def _name(to: Destination) -> str:
    # The address may hold a secret; what went there masked is not there in full.
    return sha256(f"{to.address} {to.whole}".encode()).hexdigest()[:24]


class Forwarding:
    """Sends on every few seconds while the portal runs, in a thread of its own; less often while nobody answers there."""

    def __init__(self, case: Case, to: Destination) -> None:
        self._case, self._to, self._ended = case, to, threading.Event()
        self._thread = threading.Thread(target=self._run, name="forwarding", daemon=True)

    def start(self) -> None:
        """Begin; that it has stands in the journal."""
        begin(self._case, self._to, by="portal")
        self._thread.start()

    def stop(self) -> None:
        """End, before the case is closed; what was written last is sent on by the next one."""
        self._ended.set()
        self._thread.join(TIMEOUT * 2)

    def _run(self) -> None:
        from django.db import DatabaseError, connections

        wait = EVERY_SECONDS
        try:
            while True:
                ending = self._ended.is_set()
                try:
                    forward(self._case, self._to)
                    wait = EVERY_SECONDS
                except (StanchError, DatabaseError) as error:
                    if wait == EVERY_SECONDS:
                        sys.stderr.write(
                            f"stanch: {error.what if isinstance(error, StanchError) else type(error).__name__}; it is tried again\n"
                        )
                    wait = min(wait * 2, LONGEST_WAIT)
                if ending:
                    return
                self._ended.wait(wait)
        finally:
            if self._case.alias in connections.databases:
                connections[self._case.alias].close()
