"""Reads bounces out of a mailbox: delivery status notifications as RFC 3464 has them, and older ones by the message they return.

A bounce is hostile input like any mail: sizes are bounded, nothing in it is run, and it only counts for a message that Stanch
sent (the Message-ID of the returned message is looked up by the caller).
"""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Literal

from stanch.errors import WrongCall

LARGEST = 5_000_000  # bytes of a message that are read; a bounce that returns a whole letter is far smaller
MOST_PARTS = 50
_ID = re.compile(r"<[^<>\s]{1,300}>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of one message: `message_id` of ours, the action, the enhanced status (RFC 3463), its words."""

    message_id: str
    action: Action
    status: str
    diagnostic: str

    @property
    def is_final(self) -> bool:
        """Whether it will never arrive."""
        return self.action == "failed" and not self.status.startswith("4")


def read_bounces(path: Path) -> Iterator[Bounce]:
    """The bounces of an mbox file, a Maildir, or one message (.eml). Raises `WrongCall` where there is none of these."""
    for raw in _messages(path):
        bounce = bounce_of(raw)
        if bounce:
            yield bounce


def bounce_of(raw: bytes) -> Bounce | None:
    """What the message says, or None where it is no bounce of a message with an identity."""
    message = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    parts = _parts(message)
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    identity = _returned_id(message, parts)
    if identity is None:
        return None
    if status is not None:
        return _from_status(status, identity)
    return _old_style(message, identity)


def _messages(path: Path) -> Iterator[bytes]:
    if path.is_dir() and (path / "cur").is_dir() | (path / "new").is_dir():
        for folder in ("new", "cur"):
            for file in sorted((path / folder).glob("*")):
                if file.is_file() and not file.is_symlink():
                    with file.open("rb") as stream:
                        yield stream.read(LARGEST)
    elif path.is_dir():
        for file in sorted(path.glob("*.eml")):
            with file.open("rb") as stream:
                yield stream.read(LARGEST)
    elif path.is_file():
        with path.open("rb") as stream:
            head = stream.read(5)
        if head != b"From ":
            yield path.read_bytes()[:LARGEST]
            return
        box = mailbox.mbox(path, create=False)
        try:
            yield from (box.get_bytes(key)[:LARGEST] for key in box.iterkeys())
        finally:
            box.close()
    else:
        raise WrongCall("no mailbox here", where=str(path), do="Name an mbox file, a Maildir, a folder of .eml files, or one message.")


def _parts(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) == MOST_PARTS:
            break
    return found


def _from_status(part: Message, identity: str) -> Bounce | None:
    """The first recipient's group of a delivery-status part that says what was done."""
    groups = part.get_payload() if isinstance(part.get_payload(), list) else []
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        action = str(group.get("Action", "")).strip().casefold()
        if action not in ("failed", "delayed", "delivered", "relayed", "expanded"):
            continue
        found = _STATUS.search(str(group.get("Status", "")))
        diagnostic = str(group.get("Diagnostic-Code", ""))
        return Bounce(identity, action, ".".join(found.groups()) if found else "", _short(diagnostic))  # type: ignore[arg-type]
    return None


def _old_style(message: Message, identity: str) -> Bounce | None:
    """A bounce without a status part: from the null sender or a postmaster, with a status in its words."""
    sender = f"{message.get('Return-Path', '')} {message.get('From', '')}".casefold()
    if "<>" not in sender and not re.search(r"mailer-daemon|postmaster|mail delivery", sender):
        return None
    first = next((part for part in message.walk() if part.get_content_type() == "text/plain"), None)
    payload = first.get_payload(decode=True) if first is not None else b""
    text = payload[:20_000].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    found = _STATUS.search(text)
    if not found or found[1] == "2":
        return None
    line = next((one for one in text.splitlines() if found[0] in one), "")
    return Bounce(identity, "failed" if found[1] == "5" else "delayed", found[0], _short(line))


def _returned_id(message: Message, parts: list[Message]) -> str | None:
    """The Message-ID of the message that came back: from its headers, returned whole or alone; else what the bounce refers to."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            headers = email.message_from_bytes(payload if isinstance(payload, bytes) else b"")
            if found := _ID.search(str(headers.get("Message-ID", ""))):
                return found[0]
        elif part.get("Message-ID") and (found := _ID.search(str(part["Message-ID"]))):
            return found[0]
    for name in ("In-Reply-To", "References"):
        if found := _ID.search(str(message.get(name, ""))):
            return found[0]
    # Old bounces quote the returned message as text.
    first = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    payload = first.get_payload(decode=True) if first is not None else b""
    text = payload[:LARGEST].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    quoted = re.search(r"^\W{0,4}message-id:\s*(<[^<>\s]{1,300}>)", text, re.IGNORECASE | re.MULTILINE)
    return quoted[1] if quoted else None


def _short(text: str) -> str:
    return " ".join(text.split())[:300]
