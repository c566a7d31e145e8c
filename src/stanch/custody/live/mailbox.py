"""Mailboxes by IMAP (RFC 9051): folders opened to read only, messages fetched without marking them as seen."""

from __future__ import annotations

import base64
import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.source import Broken, Part, Put, Refused, guarded, tls_context, told

BLOCK = 512 << 10  # a message comes in pieces of this size
LISTED = 500  # messages whose sizes are asked for at a time
MOST_LITERAL = 4 << 20  # what a server may send in one go beyond what was asked for
FOLDER = re.compile(rb'\((?P<flags>[^)]*)\) (?:NIL|"(?:\\.|[^"])*") (?P<name>.*)', re.DOTALL)
UID = re.compile(rb"UID (\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
PASSWORD = "Give it by STANCH_SOURCE_PASSWORD, or with its address in a file that only you can read: --credentials FILE."  # noqa: S105 advice


class _Bounded:
    """What both kinds of connection share: a server that announces a literal of any size is not believed."""

    def read(self, size: int) -> bytes:
        if size > BLOCK + MOST_LITERAL:
            raise imaplib.IMAP4.abort("a literal larger than what was asked for")
        return bytes(super().read(size))  # type: ignore[misc]


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Secure(_Bounded, imaplib.IMAP4_SSL):
    pass


@contextmanager
def open_source(address: Address, secret: Secret) -> Iterator[_Session]:
    """A session that is logged in."""
    context = tls_context(address)
    link: Any
    with guarded(address):
        try:
            if address.kind == "imaps":
                if context is None:
                    raise Broken("imaps:// is TLS from the first byte", "Write imap:// with ?tls=off for none.", is_lasting=True)
                link = _Secure(address.host, address.port, ssl_context=context, timeout=address.timeout)
            else:
                link = _Plain(address.host, address.port, timeout=address.timeout)
                if context is not None:
                    if "STARTTLS" not in link.capabilities:
                        raise Broken("the server offers no TLS", "Give ?tls=off where nobody listens in between.", is_lasting=True)
                    link.starttls(context)
        except imaplib.IMAP4.error as error:
            raise Broken(f"it does not answer as a mail server ({told(error)})", "Check host and port.") from None
        try:
            _log_in(link, address.user or secret.user, secret.password)
        except imaplib.IMAP4.abort:
            raise Broken("the connection broke off", "Check the server and the network, and run the same command again.") from None
        except imaplib.IMAP4.error as error:
            raise Broken(f"user or password is wrong ({told(_words(error))})", PASSWORD, is_lasting=True) from None
    try:
        yield _Session(link, address)
    finally:
        with suppress(Exception):
            link.sock.settimeout(2)
            link.logout()
        with suppress(Exception):
            link.shutdown()


def _log_in(link: Any, user: str, password: str) -> None:
    if "AUTH=PLAIN" in link.capabilities:  # takes any letters; LOGIN takes ASCII only in imaplib
        link.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
    else:
        link.login(user, password)


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


class _Session:
    def __init__(self, link: Any, address: Address) -> None:
        self._link, self._address, self._open = link, address, b""
        self.about = "IMAP4rev1, folders opened to read only"

    def parts(self) -> Iterator[Part]:
        """Messages by folder; the name of each is its UID, which stays."""
        folders = [coded(self._address.place)] if self._address.place else self._folders()
        for folder in folders:
            name = decoded(folder)
            with guarded(self._address):
                try:
                    count = self._select(folder)
                except imaplib.IMAP4.abort:
                    raise
                except imaplib.IMAP4.error as error:
                    if self._address.place:
                        raise Broken(
                            f"there is no such folder ({told(error)})", "Leave it out to take all folders.", is_lasting=True
                        ) from None
                    yield Part(f"{name}\0", name, "file", trouble=f"the server does not open it ({told(error)})")
                    continue
                validity = self._link.untagged_responses.get("UIDVALIDITY") or self._link.response("UIDVALIDITY")[1] or [b""]
            mark = (validity[0] or b"").decode("ascii", "replace")
            for first in range(1, count + 1, LISTED):
                yield from self._listed(folder, name, mark, first, min(first + LISTED - 1, count))

    def _listed(self, folder: bytes, name: str, mark: str, first: int, last: int) -> Iterator[Part]:
        with guarded(self._address):
            self._select(folder)
            lines = self._ask("FETCH", f"{first}:{last}", "(UID RFC822.SIZE INTERNALDATE)", direct=True)
        for line in lines:
            text = line if isinstance(line, bytes) else b" ".join(one for one in line if isinstance(one, bytes)) if line else b""
            uid, size, when = UID.search(text), SIZE.search(text), DATE.search(text)
            if uid:
                number = uid[1].decode()
                yield Part(f"{name}\0{mark}\0{number}", f"{name}/{number}.eml", "file", int(size[1]) if size else 0, _moment(when))

    def content(self, part: Part) -> Iterator[bytes]:
        """A message, a piece at a time."""
        name, _, uid = part.mark.split("\0")
        at = 0
        with guarded(self._address):
            self._select(coded(name))
            while True:
                answer = self._ask("FETCH", uid, f"(BODY.PEEK[]<{at}.{BLOCK}>)")
                pieces = [one[1] for one in answer if isinstance(one, tuple) and len(one) > 1]
                if not pieces:
                    if not at:
                        raise Refused("the message is no longer there, or the server does not give it")
                    return
                yield pieces[0]
                at += len(pieces[0])
                if len(pieces[0]) < BLOCK:
                    return

    def table(self, part: Part, _put: Put) -> str:
        """A mailbox holds no tables of its own."""
        raise Refused(f"{part.name} is no table")

    def _folders(self) -> list[bytes]:
        with guarded(self._address):
            kind, lines = self._link.list()
            if kind != "OK":
                raise Broken("the server lists no folders", "Name one: imaps://user@host/INBOX.")
        found = []
        for line in lines:
            whole = b" ".join(line) if isinstance(line, tuple) else line or b""
            said = FOLDER.match(whole)
            if said and b"\\noselect" not in said["flags"].lower() and b"\\nonexistent" not in said["flags"].lower():
                name = line[1] if isinstance(line, tuple) else said["name"]
                found.append(re.sub(rb"\\(.)", rb"\1", name[1:-1]) if name[:1] == b'"' else name)
        return found

    def _select(self, folder: bytes) -> int:
        if folder != self._open:
            quoted = b'"' + folder.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
            kind, answer = self._link.select(quoted.decode("ascii", "replace"), readonly=True)
            if kind != "OK":
                raise imaplib.IMAP4.error(told(answer[0].decode("utf-8", "replace") if answer and answer[0] else "refused"))
            self._open, self._count = folder, int(answer[0] or 0)
        return self._count

    def _ask(self, command: str, *words: str, direct: bool = False) -> list[Any]:
        kind, answer = self._link.fetch(*words) if direct else self._link.uid(command, *words)
        if kind != "OK":
            raise Refused(f"the server does not give it ({told(answer[0] if answer else kind)})")
        return list(answer)


def _moment(said: re.Match[bytes] | None) -> datetime | None:
    try:
        return parsedate_to_datetime(said[1].decode().strip().replace("-", " ", 2)) if said else None
    except (ValueError, UnicodeDecodeError):
        return None


def coded(name: str) -> bytes:
    """A folder's name in the modified UTF-7 of IMAP (RFC 3501, 5.1.3)."""
    out, held = bytearray(), ""
    for char in [*name, ""]:
        if char and not " " <= char <= "~":
            held += char
            continue
        if held:
            out += b"&" + base64.b64encode(held.encode("utf-16-be", "surrogatepass")).rstrip(b"=").replace(b"/", b",") + b"-"
            held = ""
        out += b"&-" if char == "&" else char.encode()
    return bytes(out)


def decoded(name: bytes) -> str:
    """The letters of a folder's name; what is no modified UTF-7 stays as it is written."""

    def letters(found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return b"&"
        packed = found[1].replace(b",", b"/")
        try:
            return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True).decode("utf-16-be").encode()
        except ValueError:
            return found[0]

    return re.sub(rb"&([^-]*)-", letters, name).decode("utf-8", "replace")
