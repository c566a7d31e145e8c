"""XLSB by its records ([MS-XLSB]), for workbooks at which the usual reader panics. Dates stay the numbers that are stored."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import headed, tables
from stanch.reading.readers.office import Package
from stanch.reading.source import Source
from stanch.records import Unit

ROW, RK, REAL, INLINE, SHARED, FORMULA_TEXT, FORMULA_NUMBER, STRING, SHEET = 0, 2, 5, 6, 7, 8, 9, 19, 156


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body): both numbers are written in sevens of bits."""
    at = 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80 and at < len(content):
            kind = kind & 0x7F | (content[at] & 0x7F) << 7
            at += 1
        size, shift = 0, 0
        for _ in range(4):
            if at >= len(content):
                return
            size |= (content[at] & 0x7F) << shift
            shift += 7
            at += 1
            if content[at - 1] < 0x80:
                break
        yield kind, content[at : at + size]
        at += size


def _text(body: bytes, at: int) -> str:
    size = int.from_bytes(body[at : at + 4], "little")
    return body[at + 4 : at + 4 + size * 2].decode("utf-16-le", "replace")


def plain_number(value: float) -> str:
    """A number as it is read: whole where it is whole."""
    return str(int(value)) if math.isfinite(value) and value.is_integer() and abs(value) < 1e15 else format(value, ".15g")


def small_number(raw: int) -> str:
    """A number in 30 bits: whole or the upper part of a double, perhaps in hundredths."""
    value = float((raw >> 2) - (1 << 30 if raw >> 31 else 0)) if raw & 2 else struct.unpack("<d", struct.pack("<Q", (raw & ~3) << 32))[0]
    return plain_number(value / 100 if raw & 1 else value)


def _rows(content: bytes, shared: list[str]) -> Iterator[tuple[int, list[str | None]]]:
    number, cells = 0, dict[int, str]()
    for kind, body in _records(content):
        if kind == ROW and len(body) >= 4:
            if cells:
                yield number, [cells.get(place) for place in range(max(cells) + 1)]
            number, cells = int.from_bytes(body[:4], "little") + 1, {}
        elif kind in (RK, REAL, INLINE, SHARED, FORMULA_TEXT, FORMULA_NUMBER) and len(body) >= 12:
            column = min(int.from_bytes(body[:4], "little"), 2_000)
            if kind == SHARED:
                place = int.from_bytes(body[8:12], "little")
                cells[column] = shared[place] if place < len(shared) else ""
            elif kind in (INLINE, FORMULA_TEXT):
                cells[column] = _text(body, 8)
            elif kind == RK:
                cells[column] = small_number(int.from_bytes(body[8:12], "little"))
            elif len(body) >= 16:
                cells[column] = plain_number(struct.unpack_from("<d", body, 8)[0])
    if cells:
        yield number, [cells.get(place) for place in range(max(cells) + 1)]


def sheets(source: Source) -> Iterator[Unit]:
    """Each sheet a table, named as the workbook names it."""
    source.media_type = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    package = Package(source)
    book = package.part("xl/workbook.bin")
    titles = [_title(body) for kind, body in _records(book) if kind == SHEET and len(body) > 16]
    strings = package.part("xl/sharedStrings.bin") if "xl/sharedStrings.bin" in package.names else b""
    shared = [_text(body, 1) for kind, body in _records(strings) if kind == STRING]
    parts = package.matching(r"xl/worksheets/sheet\d+\.bin")
    if not parts:
        raise EvidenceError("damaged", "a binary workbook without sheets")
    for place, name in enumerate(parts):
        names, first, rows = headed(_rows(package.part(name), shared))
        title = titles[place] if place < len(titles) and titles[place].isprintable() else f"sheet{place + 1}"
        yield from tables(source, names, rows, part=f"#{title}", first=first, properties={"reader": "records"})


def _title(body: bytes) -> str:
    """Behind the state and the number stands the relation's name, then the sheet's."""
    size = int.from_bytes(body[8:12], "little")
    return _text(body, 12 + size * 2)
