"""Messages of a mailbox, one after another, for those who read it and keep nothing: bounces, for instance.

The same guards as for evidence: TLS by default, folders opened to read only, nothing marked as seen, a server's announcements not believed.
"""

from __future__ import annotations

from collections.abc import Iterator

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.mailbox import open_source
from stanch.custody.live.source import Broken, Part, Refused, Session
from stanch.errors import StanchError, WrongCall


def messages(address: Address, secret: Secret, *, largest: int) -> Iterator[bytes]:
    """Each message of the folder that the address names (of all folders where it names none), cut after `largest` bytes.

    Raises `WrongCall` where it is no mailbox, or the password or folder is wrong, `StanchError` where the line breaks off.
    """
    if address.kind not in ("imap", "imaps"):
        raise WrongCall("this is no mailbox", where=address.plain, do="Write it as imaps://user@host/INBOX.")
    try:
        with open_source(address, secret) as session:
            for part in session.parts():
                if not part.trouble:
                    content = _content(session, part, largest)
                    if content is not None:
                        yield content
    except Broken as fault:
        kind = WrongCall if fault.is_lasting else StanchError
        raise kind(secret.hidden(fault.what), where=address.plain, do=secret.hidden(fault.do)) from None


def _content(session: Session, part: Part, largest: int) -> bytes | None:
    """The message's bytes; None where it went meanwhile."""
    held = bytearray()
    try:
        for block in session.content(part):
            held += block
            if len(held) >= largest:
                break
    except Refused:
        return None
    return bytes(held[:largest])
