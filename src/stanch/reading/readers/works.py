"""Microsoft Works documents (WPS, 2000 and later): the text that stands in a chunk of its own."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import Source
from stanch.records import Unit

MARKS = (b"CHNKWKS", b"CHNKINK")
ENTRY = struct.Struct("<H4sHHH4sII")  # size, name, number, two unknown, name again, place, length


def works(source: Source) -> Iterator[Unit]:
    """Paragraphs as they stand."""
    import olefile

    source.media_type = "application/vnd.ms-works"
    with source.open() as stream, olefile.OleFileIO(stream) as ole:
        if not ole.exists("CONTENTS"):
            raise EvidenceError("unsupported", "no chunks of Works in it")
        content: bytes = ole.openstream("CONTENTS").read()
    if not content.startswith(MARKS):
        raise EvidenceError("unsupported", "no chunks of Works in it")
    text = "\n".join(_text(content))
    if not text.strip():
        raise EvidenceError("empty", "no text in it")
    yield from texts(source, text + "\n")


def _text(content: bytes) -> Iterator[str]:
    seen: set[int] = set()
    at = content.find(b"TEXT")
    while 2 <= at < 1 << 16 and at - 2 + ENTRY.size <= len(content):
        _, _, _, _, _, again, place, length = ENTRY.unpack_from(content, at - 2)
        if again == b"TEXT" and place not in seen and 0 < length <= len(content) - place:
            seen.add(place)
            yield content[place : place + length].decode("utf-16-le", "replace").rstrip("\x00").replace("\r", "\n")
        at = content.find(b"TEXT", at + 4)
