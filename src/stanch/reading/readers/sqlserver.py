"""SQL Server's own files: databases (.mdf) and backups (.bak), compressed or not, table by table, without a server.

What tables there are, and where in a record each column stands, the database says in tables of its own.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers.sqlserver_packed import Packed, unpacked
from stanch.reading.readers.sqlserver_pages import GHOST, PAGE, STUB, Pages, Record, begins, heads
from stanch.reading.readers.sqlserver_squeezed import MAGIC, Squeezed
from stanch.reading.readers.sqlserver_values import BIT, LONG, SIZES, letters, said
from stanch.reading.source import Source
from stanch.records import Unit, Unread

# Allocation units of the tables that tell of the others: object and index.
COLUMNS_AT, ROWSETS, UNITS, OBJECTS, COLUMNS = (3, 0), (5, 0), (7, 0), (34, 1), (41, 1)
IN_ROW = 1
COLUMN_STORE = 3  # how a table is kept: from here on not row by row
DELETED = 10_000  # rows of a table that were deleted and are still there
HEADER, POINTER = 12, 16  # bytes before the links of a long value; of the pointer to a text
SEARCHED = 64 << 20  # bytes of a backup in which the first page must stand
STEP, LEAST = 512, 4  # bytes between places where pages may begin; pages that make a backup


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its type, and where its value stands: at `place` of a record, or among the others as the `-place`th."""

    name: str
    page: str  # the code page of texts of one byte a letter
    kind: int
    size: int
    scale: int
    place: int
    bit: int  # of the bitmap of what is empty
    within: int  # of a byte that holds up to eight yes or no


def database(source: Source) -> Iterator[Unit | Unread]:
    """Every table of a data file, those of the system left out. Raises `EvidenceError` where there is no catalogue."""
    source.media_type = "application/x-sqlserver"
    with source.open() as stream:
        pages = Pages(stream)
        pages.look()
        yield from _tables(source, pages)


def backup(source: Source) -> Iterator[Unit | Unread]:
    """The same from a backup: the pages stand in it as they were, or squeezed. Raises `EvidenceError` where there are none."""
    source.media_type = "application/x-sqlserver"
    with source.open() as stream:
        pages = _backed_up(io.BufferedReader(Squeezed(stream), PAGE) if source.head().startswith(MAGIC) else stream)
        pages.look()
        yield from _tables(source, pages)


def _backed_up(stream: BinaryIO) -> Pages:
    """The pages of a backup: from the first of a data file on, or, where the server began with another, as most of them stand."""
    start, held = 0, stream.read(SEARCHED)
    while start < len(held) - 2 * PAGE and not begins(held[start : start + 2 * PAGE]):
        start += STEP
    if start >= len(held) - 2 * PAGE:
        start, many = max(((at, heads(held[at:])) for at in range(0, PAGE, STEP)), key=lambda one: one[1])
        if many < LEAST:
            raise EvidenceError("unsupported", "a backup without pages of a database of SQL Server, or of one that is encrypted")
    return Pages(stream, start)


def _tables(source: Source, pages: Pages) -> Iterator[Unit | Unread]:
    if missing := [table for table in (COLUMNS_AT, ROWSETS, UNITS, OBJECTS, COLUMNS) if not pages.has(*table)]:
        some = len(missing) < len((COLUMNS_AT, ROWSETS, UNITS, OBJECTS, COLUMNS))
        detail = (
            "its catalogue is in part elsewhere: a differential backup needs the full one"
            if some
            else "no catalogue: another file has it, or it is encrypted"
        )
        raise EvidenceError("unsupported", f"pages of SQL Server, {detail}")
    names = dict(_objects(pages))
    if not names:
        yield from texts(source, "(a database without tables)\n", properties={"reader": "sqlserver"})
    columns = {(one[0], one[1]): one[2:] for one in _named_columns(pages)}
    places, units = _places(pages), _units(pages)
    parts: dict[int, list[_Part]] = {}
    for owner, rowset, compressed in _rowsets(pages):
        if owner in names and compressed >= COLUMN_STORE:
            yield Unread(source.exhibit, f"{source.locator}#{names[owner]}", "unsupported", "a table kept by column (column store)")
        elif owner in names:
            known = ((columns.get((owner, number)), rest) for number, *rest in places.get(rowset, ()))
            listed = [_Column(one[0], letters(one[1]), *rest) for one, rest in known if one]
            parts.setdefault(owner, []).append(_Part(listed, units.get(rowset, ()), compressed > 0))
    for owner, held in parts.items():
        yield from _table(source, pages, names[owner], held)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a table: its columns there, the allocation units of its rows, whether they are compressed."""

    columns: list[_Column]
    units: Sequence[tuple[int, int]]
    is_packed: bool

    def records(self, pages: Pages) -> Iterator[Record | Packed]:
        """Its rows."""
        return chain.from_iterable((pages.packed if self.is_packed else pages.records)(*unit) for unit in self.units)


def _table(source: Source, pages: Pages, name: str, parts: Sequence[_Part]) -> Iterator[Unit]:
    """The rows of all parts under the columns of the first; another part may keep them at other places."""
    gone: list[list[str | None]] = []
    titles = [one.name for one in parts[0].columns]

    def present() -> Iterator[list[str | None]]:
        for part in parts:
            by_name = {one.name: one for one in part.columns}
            columns = [by_name.get(title) for title in titles]
            for record in part.records(pages):
                row = [_value(pages, record, one) if one else None for one in columns]
                if record.kind != GHOST:
                    yield row
                elif len(gone) < DELETED:
                    gone.append(row)

    yield from tables(source, titles, present(), part=f"#{name}")
    yield from tables(source, titles, gone, part=f"#{name}, deleted", properties={"hidden": "deleted"}) if gone else ()


def _value(pages: Pages, record: Record | Packed, column: _Column) -> str | None:
    if isinstance(record, Packed):
        return _packed_value(pages, record, column)
    if record.is_empty(column.bit):
        return None
    if column.place > 0:
        end = column.place + (1 if column.kind == BIT else SIZES.get(column.kind, column.size))
        raw = record.fixed[column.place : end]
        if len(raw) < end - column.place:
            return None
        return str(raw[0] >> column.within & 1) if column.kind == BIT else said(column.kind, raw, column.scale, column.page)
    at = -column.place - 1
    if at >= len(record.others):
        return ""
    return said(column.kind, _brought(pages, column.kind, record.others[at], record.far[at]), column.scale, column.page)


def _packed_value(pages: Pages, record: Packed, column: _Column) -> str | None:
    if column.bit >= len(record.values) or (raw := record.values[column.bit]) is None:
        return None
    if record.far[column.bit]:
        return said(column.kind, _brought(pages, column.kind, raw, True), column.scale, column.page)
    return unpacked(column.kind, raw, column.size, column.scale, column.page)


def _brought(pages: Pages, kind: int, raw: bytes, is_far: bool) -> bytes:
    """A value from where it is kept."""
    if kind in LONG and len(raw) >= POINTER:
        return pages.joined([raw[8:16]])
    if is_far:
        return pages.joined([raw[one + 4 : one + 12] for one in range(HEADER, len(raw) - 11, 12)])
    return raw


def _whole(pages: Pages, table: tuple[int, int], least: int) -> Iterator[Record]:
    """The records of a table of the system that have so many bytes of fixed places."""
    return (one for one in pages.records(*table) if one.kind not in (GHOST, STUB) and len(one.fixed) >= least)


def _objects(pages: Pages) -> Iterator[tuple[int, str]]:
    """Number and name of each table that is not the system's (sysschobjs)."""
    seen: set[str] = set()
    for one in _whole(pages, OBJECTS, 19):
        number, kind = struct.unpack_from("<i", one.fixed, 4)[0], one.fixed[17:19]
        if kind == b"U " and number > 0 and one.others:
            name = one.others[0].decode("utf-16-le", "replace")
            name = f"{name}_{number}" if name in seen else name
            seen.add(name)
            yield number, name


def _named_columns(pages: Pages) -> Iterator[tuple[int, int, str, int]]:
    """Table, number, name and collation of each column (syscolpars); those of number 0 are no function's parameters."""
    for one in _whole(pages, COLUMNS, 14):
        table, number, column = struct.unpack_from("<ihi", one.fixed, 4)
        if not number and one.others:
            yield table, column, one.others[0].decode("utf-16-le", "replace"), int.from_bytes(one.fixed[23:27], "little")


def _rowsets(pages: Pages) -> Iterator[tuple[int, int, int]]:
    """Table, number and compression of what holds rows (sysrowsets): a heap or the index by which the table is ordered, by partition."""
    for one in _whole(pages, ROWSETS, 21):
        rowset, _, table, index = struct.unpack_from("<qBii", one.fixed, 4)
        if index in (0, 1):
            yield table, rowset, one.fixed[39] if len(one.fixed) > 39 else 0


def _units(pages: Pages) -> Mapping[int, list[tuple[int, int]]]:
    """The allocation units of rows by what they are of (sysallocunits), as pages name them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for one in _whole(pages, UNITS, 21):
        unit, kind, owner = struct.unpack_from("<QBq", one.fixed, 4)
        if kind == IN_ROW:
            found.setdefault(owner, []).append((unit >> 16 & 0xFFFFFFFF, unit >> 48))
    return found


def _places(pages: Pages) -> Mapping[int, list[tuple[int, int, int, int, int, int, int]]]:
    """Where columns stand in the records of a rowset (sysrscols): number, type, length, scale, place, bit of the empty, bit in a byte."""
    found: dict[int, list[tuple[int, int, int, int, int, int, int]]] = {}
    for one in _whole(pages, COLUMNS_AT, 54):
        rowset, column = struct.unpack_from("<qi", one.fixed, 4)
        form = struct.unpack_from("<I", one.fixed, 28)[0]
        place, bit, within = struct.unpack_from("<iih", one.fixed, 44)
        kind = form & 0xFF
        exact = kind in (106, 108)
        scale = form >> 16 & 0xFF if exact else form >> 8 & 0xFF
        size = _room(form >> 8 & 0xFF) if exact else form >> 8 & 0xFFFF
        place = struct.unpack("<h", struct.pack("<H", place & 0xFFFF))[0]
        found.setdefault(rowset, []).append((column, kind, _sized(kind, size, scale), scale, place, (bit & 0xFFFF) - 1, within & 7))
    return found


def _sized(kind: int, size: int, scale: int) -> int:
    """Bytes of a time with so many decimals; otherwise as declared."""
    clock = 3 if scale <= 2 else 4 if scale <= 4 else 5
    return {41: clock, 42: clock + 3, 43: clock + 5}.get(kind, size)


def _room(digits: int) -> int:
    """Bytes of an exact number with so many digits."""
    return 5 if digits <= 9 else 9 if digits <= 19 else 13 if digits <= 28 else 17
