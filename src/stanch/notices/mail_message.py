"""An approved notice as an e-mail: text and HTML from the same filled letter, no picture, no link but those in the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from stanch.notices.bounces import PIECE
from stanch.notices.mail_address import mail_address
from stanch.notices.mail_server import MailServer
from stanch.notices.press import printable
from stanch.notices.rendering import email_html, refill
from stanch.records import Notice

# Seven bits a byte: every server takes it (8BITMIME need not be asked for), and none may change it on the way and break a signature.
POLICY = SMTP.clone(cte_type="7bit")
LONGEST_NAME = 120  # characters of a person's name in the header


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it leaves: envelope, bytes, and what it is known by."""

    message_id: str
    sender: str
    recipient: str
    content: bytes
    needs_utf8: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of what leaves."""
        return sha256(self.content).hexdigest()

    def __repr__(self) -> str:
        """Never the letter or the person."""
        return f"Outgoing({self.message_id})"


def message_id(piece: str, server: MailServer) -> str:
    """The same for every try of one piece, so that a mailbox, a log or a server can tell a second copy from a second letter."""
    return f"<{piece.lower()}@{server.domain}>"


def compose(notice: Notice, piece: str, address: str, server: MailServer, at: datetime) -> Outgoing:
    """The message of one piece. Raises `ValueError` where the address is none (such pieces are never queued)."""
    to = mail_address(address)
    if to is None:
        raise ValueError("no mail address")
    filled = refill(notice)
    message = EmailMessage(policy=POLICY)
    message["From"] = _mailbox(server.from_name or notice.fields.get("org_name", ""), server.from_address)
    message["To"] = _mailbox(notice.fields.get("name", ""), to)
    if server.reply_to:
        message["Reply-To"] = server.reply_to
    message["Subject"] = printable(filled.title)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(piece, server)
    message[PIECE] = piece  # a bounce is known by it where a server puts its own Message-ID over ours
    # Keeps holiday replies from coming back (RFC 3834). Nothing to unsubscribe from: a notice is owed once.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain_text(notice))
    message.add_alternative(email_html(notice, filled), subtype="html")
    message.set_boundary(f"=_{piece}")
    message["Content-Language"] = notice.language  # after the content, which brings headers of its own
    needs = not to.isascii()
    return Outgoing(message_id(piece, server), server.envelope_from, to, message.as_bytes(policy=POLICY.clone(utf8=needs)), needs)


def plain_text(notice: Notice) -> str:
    """The letter as plain text: greeting, then each section."""
    filled = refill(notice)
    return "\n".join([notice.fields.get("greeting", ""), "", *(f"{section.plain}\n" for section in filled.sections)])


def probe(server: MailServer, piece: str, at: datetime) -> Outgoing:
    """A message to the archive alone, that shows how far the archive is. It names nobody."""
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"] = server.from_address, server.archive
    message["Subject"] = "Stanch: a mark in the archive"
    message["Date"], message["Message-ID"] = format_datetime(at), message_id(piece, server)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("This message shows that mail sent before it has arrived here. It can be deleted.\n")
    return Outgoing(message_id(piece, server), server.envelope_from, server.archive, message.as_bytes())


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    # Brackets, commas and quotes of a name are quoted by the header's writer; what cannot be seen is dropped.
    return Address(printable(name)[:LONGEST_NAME], username=local, domain=domain)
