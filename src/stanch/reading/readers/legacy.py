"""What the second reader leaves out of old Office files: comments, text boxes, links, headers, hidden rows; embedded objects of slides."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from stanch.reading.source import MEMBER

# Records of a BIFF8 stream ([MS-XLS] 2.3).
HEADER, FOOTER, NOTE, ROW, COLUMNS, CONTINUE, TEXT_BOX, LINK, SERIES_TEXT = 0x14, 0x15, 0x1C, 0x208, 0x7D, 0x3C, 0x1B6, 0x1B8, 0x100D
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x01


def _biff(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        yield kind, content[at + 4 : at + 4 + size]
        at += 4 + size


def _flagged(raw: bytes) -> str:
    """Text behind a byte that says whether its letters are wide."""
    return raw[1:].decode("utf-16-le" if raw[:1] == b"\x01" else "cp1252", "replace")


def workbook_words(content: bytes) -> tuple[list[str], str]:
    """(what stands beside the cells, a phrase for what is hidden)."""
    said: list[str] = []
    rows: set[int] = set()
    columns: set[int] = set()
    wanted = 0
    for kind, raw in _biff(content):
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
        elif kind == SERIES_TEXT and len(raw) > 4:
            said.append(_flagged(raw[3:]))
        elif kind == ROW and len(raw) >= 16 and raw[12] & HIDDEN_ROW:
            rows.add(struct.unpack_from("<H", raw)[0] + 1)
        elif kind == COLUMNS and len(raw) >= 10 and raw[8] & HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", raw)
            columns |= set(range(first, min(last, first + 300, 255) + 1))
    return [one for one in dict.fromkeys(said) if one.strip()], _hidden(sorted(rows), sorted(columns))


def _hidden(rows: list[int], columns: list[int]) -> str:
    from stanch.reading.readers.unseen import SHOWN, letters

    phrases = [f"rows {', '.join(map(str, rows[:SHOWN]))}"] if rows else []
    phrases += [f"columns {', '.join(letters(one + 1) for one in columns[:SHOWN])}"] if columns else []
    return "; ".join(phrases)


# Atoms of a PowerPoint stream ([MS-PPT] 2.13.24).
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
    return [one for one in dict.fromkeys(said) if one.strip() and not one.startswith("___PPT")], objects


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MEMBER)
    except zlib.error:
        return b""
