"""The head of a request, read strictly before a thread is spent on it.

Where a proxy and a server read one stream differently, somebody's second request becomes another's (request smuggling). So whatever
can be read in two ways is refused and the connection closed: RFC 9112, sections 2.2, 5.1, 6.1, 6.3 and 11.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

END = b"\r\n\r\n"
LARGEST, MOST_LINES = 1 << 15, 100  # bytes of a head, its lines
LONGEST_LENGTH = 12  # digits of a Content-Length
_CALL = re.compile(rb"([A-Z]{1,20}) (/[!-~]*|\*) HTTP/1\.[01]")
# A field's name is a token (RFC 9110, 5.6.2); what follows holds no control character but the tabulator.
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_ONCE = frozenset((b"host", b"content-length", b"transfer-encoding", b"content-type", b"origin", b"authorization", b"expect"))


@dataclass(frozen=True, slots=True)
class Head:
    """A head that can be read in one way: its bytes, how many of a body follow, and whether the client waits to send them."""

    text: bytes
    length: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a head is not read any further."""

    status: HTTPStatus
    what: str

    def answer(self) -> bytes:
        """The whole answer, as it goes out."""
        told = self.what.encode("ascii") + b"\n"
        first = f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n".encode("ascii")
        rest = f"Content-Type: text/plain\r\nContent-Length: {len(told)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        return first + rest.encode("ascii") + told


def read(given: bytes | bytearray) -> Head | Refusal | None:
    """The head that these bytes begin with; None while its end is not there."""
    begin = 2 if given.startswith(b"\r\n") else 0  # RFC 9112, 2.2: one empty line before a request is passed over
    end = given.find(END, begin, LARGEST + len(END))
    if end < 0:
        # What can be no request is told at once, or a client that speaks something else waits for nothing.
        if len(given) > LARGEST:
            return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are larger than 32 KB.")
        return None
    return _read(bytes(given[begin:end]).split(b"\r\n"))


def _read(lines: list[bytes]) -> Head | Refusal:
    call, fields = lines[0], lines[1:]
    if not _CALL.fullmatch(call):
        return _bad("The first line is no request that is taken here.")
    if len(fields) > MOST_LINES:
        return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "There are more than 100 headers.")
    kept, known = [call], dict[bytes, bytes]()
    for line in fields:
        found = _FIELD.fullmatch(line)
        if found is None:
            return _bad("A header is not of the form `Name: value`.")
        name, value = found[1].lower(), found[2].rstrip(b" \t")
        if name in known and name in _ONCE:
            return _bad("A header that may stand once stands twice.")
        known[name] = value
        # `X_Real_Ip` and `X-Real-Ip` are one name to an application: only a proxy's own form comes through.
        if b"_" not in name and name != b"expect":
            kept.append(line)
    return _framed(b"\r\n".join(kept) + END, known, is_old=call.endswith(b"1.0"))


def _framed(text: bytes, known: dict[bytes, bytes], *, is_old: bool) -> Head | Refusal:
    """How long the body is: by one Content-Length in plain digits, and no other way."""
    if b"host" not in known and not is_old:
        return _bad("There is no Host.")
    if b"transfer-encoding" in known:
        return Refusal(HTTPStatus.LENGTH_REQUIRED, "A body comes with its Content-Length, not in chunks.")
    told = known.get(b"content-length", b"0")
    if not told.isdigit() or len(told) > LONGEST_LENGTH:
        return _bad("The Content-Length is no number.")
    return Head(text, int(told), waits=known.get(b"expect", b"").lower() == b"100-continue")


def _bad(what: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, what)
