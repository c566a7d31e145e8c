"""Sheets of Excel 2, 3 and 4: a row of records, without the compound form of later ones. Dates stay the numbers that are stored."""

from __future__ import annotations

import codecs
import struct
from collections import defaultdict
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import headed, tables
from stanch.reading.readers.binary_sheets import plain_number, small_number
from stanch.reading.readers.codepages import codepage_of
from stanch.reading.readers.legacy import biff
from stanch.reading.source import Source
from stanch.records import Unit

INTEGER, REAL_2, LABEL_2 = 0x0002, 0x0003, 0x0004  # of Excel 2: three bytes of attributes behind row and column
REAL, LABEL, RK, PAGE = 0x0203, 0x0204, 0x027E, 0x0042
RESULTS = {0x0006: 7, 0x0206: 6, 0x0406: 6}  # formulas: where their result stands
TEXT_RESULTS = (0x0007, 0x0207)


def sheet(source: Source) -> Iterator[Unit]:
    """The one sheet of such a file. Raises `EvidenceError` where no cell says anything."""
    source.media_type = "application/vnd.ms-excel"
    rows: dict[int, dict[int, bytes | str]] = defaultdict(dict)
    waiting: tuple[int, int] | None = None
    said = ""
    for kind, raw in biff(source.whole()):
        place = struct.unpack_from("<HH", raw) if len(raw) >= 4 else None
        if kind in TEXT_RESULTS and waiting:
            rows[waiting[0]][waiting[1]] = raw[1 : 1 + raw[0]] if kind == TEXT_RESULTS[0] else raw[2:]
        elif place and (cell := _cell(kind, raw)):
            rows[place[0]][place[1]] = cell
        elif kind == PAGE and len(raw) >= 2:
            said = _page(struct.unpack_from("<H", raw)[0])
        waiting = place if kind in RESULTS else None
    if not rows:
        raise EvidenceError("damaged", "an early sheet without cells")
    name = said or codepage_of(b"\n".join(cell for row in rows.values() for cell in row.values() if isinstance(cell, bytes))) or "cp1252"
    told = ((at + 1, [_shown(cells.get(place), name) for place in range(min(max(cells), 255) + 1)]) for at, cells in sorted(rows.items()))
    names, first, below = headed(told)
    yield from tables(source, names, below, first=first)


def _page(number: int) -> str:
    """The code page as the sheet names it; empty where Python knows none of that name."""
    try:
        return codecs.lookup({0x8000: "mac_roman", 0x8001: "cp1252"}.get(number, f"cp{number}")).name
    except LookupError:
        return ""


def _shown(cell: bytes | str | None, name: str) -> str | None:
    return cell.decode(name, "replace") if isinstance(cell, bytes) else cell


def _cell(kind: int, raw: bytes) -> bytes | str:
    """What a record puts into its cell; empty for any other record."""
    if kind == INTEGER and len(raw) >= 9:
        return str(struct.unpack_from("<H", raw, 7)[0])
    if kind == LABEL_2 and len(raw) > 8:
        return raw[8 : 8 + raw[7]]
    if kind == LABEL and len(raw) > 8:
        return raw[8 : 8 + struct.unpack_from("<H", raw, 6)[0]]
    if kind == RK and len(raw) >= 10:
        return small_number(struct.unpack_from("<I", raw, 6)[0])
    at = {REAL_2: 7, REAL: 6, **RESULTS}.get(kind, 0)
    if at and len(raw) >= at + 8 and raw[at + 6 : at + 8] != b"\xff\xff":  # that mark says that a text follows
        return plain_number(struct.unpack_from("<d", raw, at)[0])
    return ""
