"""Windows registry hives: what is written in their values, those of removed keys too as far as they still stand.

A value is a cell `vk`: length of its name, length of its content, place of it, type, flags, name; all places count from the
first block, 4096 bytes into the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import Source
from stanch.records import Unit

BLOCKS = 4096
VALUE = struct.Struct("<2sHIIIHH")
TEXTS = (1, 2, 6, 7)  # text, text with variables, link, several texts
RESIDENT = 0x80000000  # the content stands where its place would
ASCII_NAME = 1
LONGEST = 1 << 20


def hive(source: Source) -> Iterator[Unit]:
    """A line a value: its name and what it says."""
    source.media_type = "application/x-windows-registry"
    content = source.whole()
    lines = dict.fromkeys(_lines(content))
    if not lines:
        raise EvidenceError("empty", "a registry without texts")
    yield from texts(source, "\n".join(lines) + "\n")


def _lines(content: bytes) -> Iterator[str]:
    at = content.find(b"vk", BLOCKS)
    while at >= 0:
        if at % 8 == 4 and at + VALUE.size <= len(content):
            line = _line(content, at)
            if line:
                yield line
        at = content.find(b"vk", at + 2)


def _line(content: bytes, at: int) -> str:
    _, name_size, size, place, kind, flags, _ = VALUE.unpack_from(content, at)
    start = BLOCKS + place + 4
    if kind not in TEXTS or size & RESIDENT or not 2 < size <= LONGEST or start + size > len(content):
        return ""
    raw_name = content[at + VALUE.size : at + VALUE.size + name_size]
    name = raw_name.decode("cp1252" if flags & ASCII_NAME else "utf-16-le", "replace")
    said = "; ".join(part for part in content[start : start + size].decode("utf-16-le", "replace").split("\x00") if part)
    line = f"{name}: {said}" if name else said
    return line if said and all(char.isprintable() or char in "\r\n\t" for char in line) else ""
