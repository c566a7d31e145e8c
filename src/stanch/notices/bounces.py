"""Reads bounces out of a mailbox: delivery status notifications (RFC 3464, RFC 6533), and what servers write that know neither.

A bounce is hostile input like any mail: sizes are bounded, nothing in it is run, and it only counts for a message that Stanch
sent (what names the returned message is looked up by the caller). An answer by a person or a machine on holiday is no bounce.
"""

from __future__ import annotations

import base64
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
MOST_RECIPIENTS = 20  # of one notification; ours have two, the person and the archive
MOST_TEXT = 40_000  # characters of a bounce's own words
PIECE = "X-Piece"  # bears the piece in each message: some servers put a Message-ID of their own over ours
_ID = re.compile(r"<\s*([^<>\s]{1,300})\s*>")
# Not inside a number or an IP address: 192.5.1.1 is no status.
_STATUS = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")
_REPLY = re.compile(r"(?<![\w.+-])(5[05]\d)(?![\w.]|-\d{2})[ -]")
_REPORTER = re.compile(r"mailer-daemon|postmaster|mail delivery|mail administrator|maildaemon|qmail-send|microsoftexchange")
# A status of 4 says "for now", unless the words say that it was the last try.
_GAVE_UP = re.compile(
    r"given up|giving up|not going to try again|in the queue too long|retry (?:time|timeout)[^.]{0,40}exceeded|permanent (?:fatal )?error"
)
_DELAYED = re.compile(
    r"(?:warning|delayed)[^.]{0,60}(?:only|delay|not yet)|do not need to (?:re)?send|will (?:be retried|(?:keep|continue) tr)"
)
_FIELD = re.compile(r"^(?:final-recipient|original-recipient|action|status|diagnostic-code):", re.IGNORECASE | re.MULTILINE)

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
ACTIONS: tuple[Action, ...] = ("failed", "delayed", "delivered", "relayed", "expanded")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of one message to one recipient: `message_id` and `piece` of ours (one may be empty), the action, the
    enhanced status (RFC 3463), its words, and `about` whom (in small letters; empty where it does not tell).
    """

    message_id: str
    action: Action
    status: str
    diagnostic: str
    about: tuple[str, ...] = ()
    piece: str = ""

    @property
    def is_final(self) -> bool:
        """Whether it will never arrive. Failed is final whatever the status says: 4.4.7 stands for a server that has stopped trying."""
        return self.action == "failed"


def read_bounces(path: Path) -> Iterator[Bounce]:
    """The bounces of an mbox file, a Maildir, or one message (.eml). Raises `WrongCall` where there is none of these."""
    for raw in _messages(path):
        yield from bounces_of(raw)


def bounces_of(raw: bytes) -> list[Bounce]:
    """What the message says, one for each recipient it tells of; none where it is no bounce of a message that can be named."""
    try:
        message = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
        parts = _parts(message)
    except RecursionError:  # parts in parts in parts: no mail server writes that
        return []
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return []  # a complaint of a reader: the message did arrive
    returned = _returned(parts)
    status = next((part for part in parts if part.get_content_type() in _STATUS_PARTS), None)
    words = _words(message)
    quoted = _quoted(words)
    named = returned or quoted
    referred = next((f"<{found[1]}>" for name in ("In-Reply-To", "References") if (found := _ID.search(str(message.get(name, ""))))), "")
    if status is not None:
        identity, piece = named or (referred, "")
        return _from_groups(_text_of(status), identity, piece) if identity or piece else []
    is_reporter = bool(_REPORTER.search(str(message.get("From", "")).casefold()))
    from_nobody = "<>" in str(message.get("Return-Path", ""))
    # Holiday replies have an empty sender too, and refer to what they answer; what they do not have is the message come back.
    identity, piece = named or ((referred, "") if is_reporter else ("", ""))
    if not (identity or piece) or not (is_reporter or from_nobody):
        return []
    if len(_FIELD.findall(words)) > 1:
        return _from_groups(words, identity, piece)
    return _in_words(words, identity, piece, str(message.get("X-Failed-Recipients", "")))


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


_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_HEADER_PARTS = ("text/rfc822-headers", "message/global-headers")


def _parts(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) == MOST_PARTS:
            break
    return found


def _text_of(part: Message) -> str:
    """The words of a part, whichever way the parser took it: a status part is read as messages without bodies."""
    payload = part.get_payload()
    if isinstance(payload, list):
        text = "\n\n".join(one.as_string() for one in payload if isinstance(one, Message))
        if _is_base64(part):  # against the rules for messages, and met all the same
            kept = re.sub("[^A-Za-z0-9+/]", "", text)
            return base64.b64decode(kept + "=" * (-len(kept) % 4) if len(kept) % 4 != 1 else kept[:-1]).decode("utf-8", "replace")
        return text
    found = part.get_payload(decode=True)
    return _decoded(found, part) if isinstance(found, bytes) else ""


def _is_base64(part: Message) -> bool:
    return str(part.get("Content-Transfer-Encoding", "")).strip().casefold() == "base64"


def _decoded(raw: bytes, part: Message) -> str:
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, UnicodeError):
        return raw.decode("utf-8", "replace")


def _from_groups(text: str, identity: str, piece: str) -> list[Bounce]:
    """Each recipient's group of a notification that says what was done. Groups are parted by empty lines."""
    found = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        if not _FIELD.search(block):
            continue
        group = email.message_from_string(block[_FIELD.search(block).start() :], policy=email.policy.compat32)  # type: ignore[union-attr]
        word = re.match(r"[a-z]+", str(group.get("Action", "")).strip().casefold())
        action = next((one for one in ACTIONS if word and word[0] == one), None)
        if action is None:
            continue
        status = _STATUS.search(str(group.get("Status", "")))
        about = (_address(str(group.get(name, ""))) for name in ("Original-Recipient", "Final-Recipient"))
        diagnostic = _short(str(group.get("Diagnostic-Code", "")))
        found.append(Bounce(identity, action, status[0] if status else "", diagnostic, tuple(filter(None, about)), piece))
        if len(found) == MOST_RECIPIENTS:
            break
    return found


def _address(text: str) -> str:
    """`rfc822; ann@example.com` without its kind."""
    return text.rpartition(";")[2].strip().strip("<>").casefold()


def _in_words(text: str, identity: str, piece: str, failed: str) -> list[Bounce]:
    """A bounce without fields, as qmail and others write it: by a status or an SMTP answer in its words."""
    folded = text.casefold()
    found, reply = _STATUS.search(text), _REPLY.search(text)
    if found and found[1] == "2":
        return []
    is_permanent = found[1] == "5" if found else bool(reply)
    if not found and not reply and not _GAVE_UP.search(folded):
        return []
    action: Action = "failed" if is_permanent or _GAVE_UP.search(folded) else "delayed"
    if not is_permanent and _DELAYED.search(folded) and "given up" not in folded:
        action = "delayed"
    mark = found or reply
    line = next((one for one in text.splitlines() if mark and mark[0].strip() in one), "")
    about = tuple(filter(None, (_address(one) for one in failed.split(",")[:MOST_RECIPIENTS])))
    return [Bounce(identity, action, found[0] if found else "", _short(line), about, piece)]


def _returned(parts: list[Message]) -> tuple[str, str] | None:
    """Message-ID and piece of the message that came back, whole or its headers alone."""
    for part in parts[1:]:
        headers: Message = part
        if part.get_content_type() in _HEADER_PARTS or _is_base64(part):
            text = _text_of(part)
            headers = email.message_from_string(text[:MOST_TEXT].lstrip(), policy=email.policy.compat32)
        if named := _named(str(headers.get("Message-ID", "")), str(headers.get(PIECE, ""))):
            return named
    return None


def _quoted(words: str) -> tuple[str, str] | None:
    """The same where a bounce quotes the returned message among its words."""
    identity = re.search(r"^\W{0,4}message-id:\s*(<[^<>\s]{1,300}>)", words, re.IGNORECASE | re.MULTILINE)
    piece = re.search(rf"^\W{{0,4}}{PIECE}:\s*(\w{{1,40}})", words, re.IGNORECASE | re.MULTILINE)
    return _named(identity[1] if identity else "", piece[1] if piece else "")


def _named(identity: str, piece: str) -> tuple[str, str] | None:
    found, mark = _ID.search(identity), re.fullmatch(r"\s*([0-9A-Z]{16})\s*", piece)
    return (f"<{found[1]}>" if found else "", mark[1] if mark else "") if found or mark else None


def _words(message: Message) -> str:
    """A bounce's own words: its text parts (HTML without its tags), none of the message that came back."""
    said: list[str] = []
    left = [message]
    while left and sum(map(len, said)) < MOST_TEXT and len(said) < MOST_PARTS:
        part = left.pop(0)
        if part.get_content_maintype() == "multipart":
            left[:0] = [one for one in part.get_payload() if isinstance(one, Message)] if part.is_multipart() else []
        elif part.get_content_type() in ("text/plain", "text/html"):
            text = _text_of(part)[:LARGEST]
            # An `<a@example.com>` of plain words stays; only what is HTML loses its tags.
            said.append(re.sub(r"<[^<>]{0,2000}>", " ", text) if part.get_content_type() == "text/html" else text)
    return "\n".join(said)[: MOST_TEXT * 2]


def _short(text: str) -> str:
    return " ".join(text.split())[:300]
