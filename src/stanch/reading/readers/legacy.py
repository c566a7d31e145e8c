"""What the second reader leaves out of old Office files: comments, text boxes, links, headers, hidden rows; embedded objects of slides."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from stanch.reading.readers.blips import art, pictures
from stanch.reading.source import MEMBER

# Records of a BIFF8 stream ([MS-XLS] 2.3).
HEADER, FOOTER, NOTE, ROW, COLUMNS, CONTINUE, TEXT_BOX, LINK, SERIES_TEXT = 0x14, 0x15, 0x1C, 0x208, 0x7D, 0x3C, 0x1B6, 0x1B8, 0x100D
VALIDATION, FORMULA, NAME, DRAWN = 0x1BE, 0x06, 0x18, 0xEB
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x01


def biff(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of each record."""
    at = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        yield kind, content[at + 4 : at + 4 + size]
        at += 4 + size


def _flagged(raw: bytes) -> str:
    """Text behind a byte that says whether its letters are wide."""
    return raw[1:].decode("utf-16-le" if raw[:1] == b"\x01" else "cp1252", "replace")


def _prompts(raw: bytes) -> list[str]:
    """What is said to whoever types into a cell: titles and texts, each with its length before it."""
    found, at = [], 4
    for _ in range(4):
        if at + 3 > len(raw):
            break
        size = struct.unpack_from("<H", raw, at)[0]
        width = 2 if raw[at + 2] & 1 else 1
        found.append(_flagged(raw[at + 2 : at + 3 + size * width]).strip("\x00 "))
        at += 3 + size * width
    return [one for one in found if len(one) > 2]


def _literals(raw: bytes) -> list[str]:
    """Words in quotes within a formula's tokens: 0x17, length, width, letters ([MS-XLS] 2.5.198.89)."""
    found = []
    for one in re.finditer(rb"\x17([\x03-\xff])([\x00\x01])", raw):
        size = one[1][0] * (2 if one[2] == b"\x01" else 1)
        text = _flagged(raw[one.start(2) : one.end() + size])
        if len(text) == one[1][0] and all(char.isprintable() for char in text) and any(map(str.isalpha, text)):
            found.append(text)
    return found


def workbook_words(content: bytes) -> tuple[list[str], str]:
    """(what stands beside the cells, a phrase for what is hidden)."""
    said: list[str] = []
    rows: set[int] = set()
    columns: set[int] = set()
    wanted = 0
    for kind, raw in biff(content):
        if kind == TEXT_BOX and len(raw) >= 12:
            wanted = struct.unpack_from("<H", raw, 10)[0]
        elif kind == CONTINUE and wanted and raw:
            said.append(_flagged(raw)[:wanted])
            wanted = 0
        elif kind in (HEADER, FOOTER) and len(raw) > 3:
            said.append(re.sub(r"&[LCR]|&\"[^\"]*\"", " ", _flagged(raw[2:])).strip())
        elif kind == NOTE and len(raw) > 11:
            said.append(f"comment by {_flagged(raw[10:]).rstrip(chr(0))}")
        elif kind == LINK:
            said += [one.decode("utf-16-le", "replace") for one in re.findall(rb"(?:[\x20-\x7e\xa0-\xff]\x00){5,}", raw)]
        elif kind in (VALIDATION, FORMULA, NAME):
            said += _literals(raw) + (_prompts(raw) if kind == VALIDATION else [])
        elif kind == SERIES_TEXT and len(raw) > 4:
            said.append(_flagged(raw[3:]))
        elif kind == ROW and len(raw) >= 16 and raw[12] & HIDDEN_ROW:
            rows.add(struct.unpack_from("<H", raw)[0] + 1)
        elif kind == COLUMNS and len(raw) >= 10 and raw[8] & HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", raw)
            columns |= set(range(first, min(last, first + 300, 255) + 1))
    said += art(content)
    return [one for one in dict.fromkeys(said) if one.strip()], _hidden(sorted(rows), sorted(columns))


def drawn(content: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of the pictures of a workbook: they lie in one record, which goes on in others."""
    parts, within = list[bytes](), False
    for kind, raw in biff(content):
        within = kind == DRAWN or (within and kind == CONTINUE)
        parts += [raw] if within else []
    yield from pictures(b"".join(parts))


def _hidden(rows: list[int], columns: list[int]) -> str:
    from stanch.reading.readers.unseen import SHOWN, letters

    phrases = [f"rows {', '.join(map(str, rows[:SHOWN]))}"] if rows else []
    phrases += [f"columns {', '.join(letters(one + 1) for one in columns[:SHOWN])}"] if columns else []
    return "; ".join(phrases)


# Atoms of a PowerPoint stream ([MS-PPT] 2.13.24).
_TEXT_ATOM = re.compile(rb"\x00\x00[\xa0\xa8]\x0f")
WIDE_TEXT, NARROW_TEXT, STRING, OBJECT = 4000, 4008, 4026, 4113


def slide_words(content: bytes) -> tuple[list[str], list[bytes]]:
    """(every text in a presentation's stream, embedded objects). Walked flat: a container's atoms stand behind its header."""
    said: list[str] = []
    objects: list[bytes] = []
    at = 0
    while at + 8 <= len(content):
        version, kind, size = struct.unpack_from("<HHI", content, at)
        if version & 0xF == 0xF:
            at += 8
            continue
        if at + 8 + size > len(content):  # torn, or no record: whatever was saved since stands further on
            following = _TEXT_ATOM.search(content, at + 8)
            at = following.start() if following else len(content)
            continue
        raw = content[at + 8 : at + 8 + size]
        if kind in (WIDE_TEXT, STRING):
            said.append(raw.decode("utf-16-le", "replace").replace("\r", "\n"))
        elif kind == NARROW_TEXT:
            said.append(raw.decode("cp1252", "replace").replace("\r", "\n"))
        elif kind == OBJECT and version >> 4 == 1:
            objects += [inner] if (inner := _unpacked(raw[4:])) else []
        elif kind == OBJECT:
            objects.append(raw)
        at += 8 + size
    said += art(content)
    return [one for one in dict.fromkeys(said) if one.strip() and not one.startswith("___PPT")], objects


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MEMBER)
    except zlib.error:
        return b""
