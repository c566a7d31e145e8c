"""Outlook Express folders (DBX): messages out of their chained segments, deleted ones too as far as they still stand. And winmail.dat."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import MEMBER, MEMBERS, Source
from stanch.records import Unit

SEGMENT = 16  # bytes of its header: own place, length, length used, place of the next


def dbx(source: Source) -> Iterator[Source]:
    """Messages numbered from 1 in the order in which they stand."""
    source.media_type = "application/x-outlook-express"
    content = source.whole()
    segments = dict(_segments(content))
    followed = {after for _, after in segments.values() if after}
    number = 0
    for place in sorted(segments):
        if place in followed:
            continue
        message = _chain(content, segments, place)
        if b":" in message[:400]:
            number += 1
            yield source.inner(str(number), message)
    if not number:
        raise EvidenceError("empty", "an Outlook Express folder without messages")


def _segments(content: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """(place, (length used, place of the next)): a segment says where it stands, so it can be told anywhere."""
    for place in range(0, len(content) - SEGMENT, 4):
        own, length, used, after = struct.unpack_from("<IIII", content, place)
        used &= 0xFFFF
        if own == place and place and 0 < used <= length <= 0x10000 and after < len(content):
            yield place, (used, after)


def _chain(content: bytes, segments: dict[int, tuple[int, int]], place: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    size = 0
    while place in segments and place not in seen and len(seen) < MEMBERS:
        seen.add(place)
        used, after = segments[place]
        parts.append(content[place + SEGMENT : place + SEGMENT + used])
        size += used
        if size > MEMBER:
            raise EvidenceError("too_large", f"a message of more than {MEMBER >> 20} MB")
        place = after
    return b"".join(parts)


# Attributes of a TNEF stream ([MS-OXTNEF] 2.1.3.3): what Outlook sends as winmail.dat.
SUBJECT, BODY, SENDER, MAPI, BEGINS, BYTES, NAME = 0x8004, 0x800C, 0x8000, 0x9003, 0x9002, 0x800F, 0x8010


def tnef(source: Source) -> Iterator[Unit | Source]:
    """A winmail.dat: subject, body, attachments."""
    from stanch.reading.readers.text import decode, runs

    source.media_type = "application/ms-tnef"
    content = source.whole()
    lines: list[str] = []
    files: list[list[bytes]] = []
    at = 6
    while at + 9 <= len(content):
        attribute, size = content[at + 1] | content[at + 2] << 8, struct.unpack_from("<I", content, at + 5)[0]
        value = content[at + 9 : at + 9 + size]
        at += 11 + size
        if attribute in (SUBJECT, BODY):
            lines.append(decode(value.rstrip(b"\x00"))[0])
        elif attribute in {SENDER, MAPI}:
            lines += runs(value)
        elif attribute == BEGINS:
            files.append([b"", b""])
        elif attribute in (BYTES, NAME) and files:
            files[-1][attribute == BYTES] = value
    yield from texts(source, "\n".join(lines) + "\n") if any(line.strip() for line in lines) else ()
    for number, (name, held) in enumerate(files, start=1):
        if held:
            yield source.inner(decode(name.rstrip(b"\x00"))[0] or f"attachment_{number}", held)
