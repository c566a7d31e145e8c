"""Mail: messages, mailboxes, Outlook's items and stores, with their attachments."""

from __future__ import annotations

import binascii
import contextlib
import email
import email.header
import email.policy
import email.utils
import quopri
import re
from collections import deque
from collections.abc import Iterator
from email.message import Message
from typing import Any, BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers import packed_rtf
from stanch.reading.readers.markup import plain
from stanch.reading.readers.text import decode
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit, Unread

Found = Iterator["Unit | Unread | Source"]
SHOWN = (
    *(
        "From",
        "To",
        "Cc",
        "Bcc",
        "Reply-To",
        "Date",
        "Subject",
        "Sender",
        "Organization",
        "Keywords",
        "Comments",
        "Path",
        "Newsgroups",
        "Lines",
    ),
    *("Return-Path", "Delivered-To", "Apparently-To", "Resent-From", "Resent-To", "Summary", "Followup-To", "Distribution"),
)


class _AsWritten(email.policy.Compat32):
    """Headers with letters that no old mail may hold, and many do (RFC 6532 allows them): decoded, not replaced by signs."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 as the library calls it
        """The value of a header as text."""
        return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"))[0]


_CODED_WORD = r"=\?[^?\s]{1,80}\?[bBqQ]\?[^\n]{0,1000}?\?="
_CODED = re.compile(rf"{_CODED_WORD}(?:\s{{0,80}}{_CODED_WORD})*")


def _header(value: object) -> str:
    """A header in one line, its encoded words (RFC 2047) decoded."""
    return " ".join(_CODED.sub(_words_of, str(value)).split())


def _words_of(coded: re.Match[str]) -> str:
    try:
        parts = email.header.decode_header(coded[0])
    except (ValueError, email.errors.HeaderParseError):
        return coded[0]
    return "".join(decode(part, charset or "")[0] if isinstance(part, bytes) else part for part, charset in parts)


def eml(source: Source) -> Found:
    """A message: header lines, every body, attachments as files within it."""
    source.media_type = "message/rfc822"
    message = email.message_from_bytes(
        re.sub(rb"\A(?:\s*\n)?>?From [^\n]*\n", b"", source.whole(), count=1).lstrip(b"\r\n"), policy=_AsWritten()
    )
    heads = [(name.title(), _header(value)) for name, value in message.items() if name.title() in SHOWN]
    known = {f"mail.{name.lower()}": value for name, value in heads if name in ("From", "To", "Cc", "Subject")}
    with contextlib.suppress(ValueError, TypeError, IndexError):
        known["mail.date"] = email.utils.parsedate_to_datetime(dict(heads).get("Date", "")).isoformat()
    lines = [f"{name}: {value}" for name, value in heads]
    others = [f"{name}: {_header(value)}" for name, value in message.items() if name.lower().startswith("x-")]
    bodies: list[str] = []
    others_of: list[str] = []
    inside: list[tuple[str, bytes]] = []
    for part, other in _leaves(message):
        _part(part, others_of if other else bodies, inside)
    if not bodies:
        bodies, others_of = others_of, []
    bodies = [_without_files(body, inside) for body in bodies]
    lines += [f"Attachment: {name}" for name, _ in inside if not re.fullmatch(r"(?:part|message)_\d+(?:\.eml)?", name)]
    yield from texts(
        source, "\n".join(lines) + "\n\n" + "\n\n".join(bodies) + ("\n\n" + "\n".join(others) if others else "") + "\n", properties=known
    )
    told = _words("\n".join(bodies))
    different = [body for body in others_of if not _words(body) <= told]  # most say the same once more
    if different:
        # Whose words they are stands in the header lines.
        heads_again = "\n".join(f"{name}: {value}" for name, value in heads if name in ("From", "To", "Cc", "Date", "Subject"))
        written = heads_again + "\n\n" + "\n\n".join(different) + "\n"
        yield from texts(source, written, part="#alternative", properties={**known, "hidden": "alternative body"})
    for name, content in inside:
        yield source.inner(name, content)


_UU = re.compile(r"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[ -`]{1,86}\r?\n)+?)(?:[ `]?\r?\n)?end\s*$")


def _without_files(body: str, inside: list[tuple[str, bytes]]) -> str:
    """A body without what was packed into it the old way (uuencode); that goes to the attachments."""

    def take(found: re.Match[str]) -> str:
        try:
            content = b"".join(binascii.a2b_uu(line) for line in found[2].splitlines() if line.strip())
        except (binascii.Error, ValueError):
            return found[0]
        inside.append((found[1].strip(), content))
        return f"{found[0].split(chr(10), 1)[0]}\n[attachment]\nend"

    return _UU.sub(take, body) if "begin " in body else body


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _leaves(message: Message) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, and whether each is another form of one before; a message within one is a part of its own."""
    waiting: deque[tuple[Message, bool]] = deque([(message, False)])
    while waiting:
        part, other = waiting.popleft()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if part.preamble and part.preamble.strip():
                yield _note(part.preamble), other
            either = part.get_content_subtype() == "alternative"
            waiting.extendleft(
                (one, other or (either and place > 0)) for place, one in reversed(list(enumerate(payload))) if isinstance(one, Message)
            )
            if part.epilogue and part.epilogue.strip():
                waiting.append((_note(part.epilogue), other))
        else:
            yield part, other


def _note(text: str) -> Message:
    note = Message()
    note.set_payload(text)
    return note


def _part(part: Message, bodies: list[str], inside: list[tuple[str, bytes]]) -> None:
    payload = part.get_payload()
    name = _header(part.get_filename() or part.get_param("name") or "") if part.get_content_type() != "message/rfc822" else ""
    if isinstance(payload, list):
        inside += [(name or f"message_{len(inside) + 1}.eml", _carried(part, one)) for one in payload if isinstance(one, Message)]
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        content = str(payload or "").encode("utf-8", "surrogateescape")
    attached = part.get_content_disposition() == "attachment" or (name and part.get_content_maintype() != "text")
    if attached or part.get_content_maintype() not in ("text", "message", "multipart"):
        inside.append((name or f"part_{len(inside) + 1}", content))
        return
    text = decode(content, part.get_content_charset() or "")[0]
    bodies.append(plain(text) if part.get_content_type() == "text/html" else text)


def _carried(part: Message, within: Message) -> bytes:
    """A message in a message. Gateways encode it as a whole, though RFC 2046 5.2.1 forbids that; then its lines were taken for a body."""
    content = within.as_bytes()
    said = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if said == "base64" and not within.keys():
        with contextlib.suppress(binascii.Error, ValueError):
            return binascii.a2b_base64(content)
    if said == "quoted-printable" and "Content-Transfer-Encoding" not in within and re.search(rb"=(?:3D|\r?\n)", content):
        return quopri.decodestring(content)
    return content


def mbox(source: Source) -> Found:
    """A mailbox file: messages numbered from 1."""
    with source.open() as stream:
        for number, content in enumerate(_messages(stream), start=1):
            yield source.inner(str(number), content)


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    held: list[bytes] = []
    size, blank = 0, True
    for line in stream:
        if blank and line.startswith(b"From ") and re.match(rb"From .*\d\d:\d\d", line):
            if held:
                yield b"".join(held)
            held, size = [], 0
        else:
            held.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
            if size > MEMBER:
                raise EvidenceError("too_large", f"a message of more than {MEMBER >> 20} MB")
        blank = not line.strip()
    if held:
        yield b"".join(held)


def msg(source: Source) -> Found:
    """An Outlook item, from its MAPI property streams ([MS-OXMSG])."""
    import olefile

    source.media_type = "application/vnd.ms-outlook"
    with source.open() as stream, olefile.OleFileIO(stream) as ole:
        yield from _item(source, ole, [])


def _item(source: Source, ole: Any, lead: list[str]) -> Found:
    def get(tag: str, folder: list[str] = lead) -> str:
        for kind, name in (("001F", "utf-16-le"), ("001E", "")):
            path = [*folder, f"__substg1.0_{tag}{kind}"]
            if ole.exists(path):
                content = ole.openstream(path).read()
                return (content.decode(name, "replace") if name else decode(content)[0]).strip("\x00")
        return ""

    sender = f"{get('0C1A')} <{get('5D01') or get('0C1F')}>"
    heads = [("Subject", get("0037")), ("From", sender), ("To", get("0E04")), ("Cc", get("0E03"))]
    body = get("1000")
    binary = [*lead, "__substg1.0_10130102"]
    if ole.exists(binary):
        body += "\n" + plain(decode(ole.openstream(binary).read())[0])
    rich = [*lead, "__substg1.0_10090102"]
    if not body.strip() and ole.exists(rich):
        body = packed_rtf.body(ole.openstream(rich).read())
    people, others, inside = [], [], []
    for entry in ole.listdir():
        if entry[: len(lead)] != lead or len(entry) <= len(lead):
            continue
        rest = entry[len(lead) :]
        if rest[0].startswith("__recip") and len(rest) == 2 and re.search(r"(3001|39FE|3003)001[EF]$", rest[1]):
            people.append(get(rest[1][12:16], [*lead, rest[0]]))
        elif (
            len(rest) == 1
            and re.search(r"001[EF]$", rest[0])
            and rest[0][12:16] not in ("1000", "0037", "0E04", "0E03", "0C1A", "5D01", "0C1F")
        ):
            value = get(rest[0][12:16])
            others += [value] if value.strip() else []
        elif rest[0].startswith("__attach") and rest[0] not in inside:
            inside.append(rest[0])
    lines = [f"{name}: {value}" for name, value in heads if value.strip(" <>")]
    known = {f"mail.{name.lower()}": value for name, value in heads}
    written = "\n".join(lines) + "\n\n" + body + "\n\n" + "; ".join(dict.fromkeys(people)) + "\n" + "\n".join(dict.fromkeys(others)) + "\n"
    yield from texts(source, written, properties=known)
    for number, folder in enumerate(inside, start=1):
        name = get("3707", [*lead, folder]) or get("3704", [*lead, folder]) or get("3001", [*lead, folder]) or f"attachment_{number}"
        if ole.exists([*lead, folder, "__substg1.0_37010102"]):
            yield source.inner(name, ole.openstream([*lead, folder, "__substg1.0_37010102"]).read())
        elif ole.exists([*lead, folder, "__substg1.0_3701000D"]):
            within = source.inner(name, b"")
            yield from _item(within, ole, [*lead, folder, "__substg1.0_3701000D"])
