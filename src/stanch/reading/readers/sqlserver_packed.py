"""Rows that SQL Server keeps compressed (by row, or by page): what stands where, and values as they would stand uncompressed.

Microsoft describes what is done, not every byte; the places are those that files have (versions 2008 and later).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from stanch.reading.readers.scsu import expanded
from stanch.reading.readers.sqlserver_values import (
    BIGINT,
    BINARY,
    BIT,
    DATE,
    DATETIME,
    DATETIME2,
    DECIMAL,
    FLOAT,
    GUID,
    INT,
    LATIN,
    MONEY,
    NCHAR,
    NUMERIC,
    NVARCHAR,
    OFFSET,
    REAL,
    SIZES,
    SMALLDATETIME,
    SMALLINT,
    SMALLMONEY,
    TIME,
    TINYINT,
    said,
)

COLUMNAR = 1  # bit of a record's first byte: a compressed record
HAS_LONG = 0x20
NULL, NOTHING, LONG, TRUE, SYMBOL = 0, 1, 10, 11, 12  # what four bits say of a column; 2 to 9: so many bytes less one stand here
CLUSTER = 30  # columns between which the lengths of what stands here are told
ANCHOR, DICTIONARY = 2, 4  # bits of the first byte of what a page tells of its records
BIASED = frozenset((SMALLINT, INT, BIGINT, MONEY, SMALLMONEY, DATETIME))
AT_END, AT_START = frozenset((DATE, TIME, DATETIME2, OFFSET, BINARY, GUID, TINYINT)), frozenset((REAL, FLOAT, SMALLDATETIME))
HEAD = 96
PRIMARY, GHOST = 0, 6  # kinds, as of records that are not compressed
KINDS = {0: PRIMARY, 4: PRIMARY, 3: GHOST, 5: GHOST}  # a row, one that was moved here, and both deleted; other kinds hold none


@dataclass(frozen=True, slots=True)
class Packed:
    """A compressed record: its kind, and each column's bytes in its order (None is NULL), `far`: the bytes say where the value is kept."""

    kind: int
    values: tuple[bytes | None, ...]
    far: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a page keeps once for its records: what values of a column begin with, and values that return."""

    anchor: tuple[bytes | None, ...] = ()
    symbols: tuple[bytes, ...] = ()


def packed_records(page: bytes, begins: Iterable[int]) -> Iterator[Packed]:
    """The compressed records of a page that begin at these places; those that do not hold together are left out."""
    places = sorted(begins)
    shared = _shared(page, places[0]) if places else _Shared()
    for place in places:
        try:
            record = _record(page, place)
            values = tuple(_whole(value, far, shared, at) for at, (value, far) in enumerate(zip(record.values, record.far, strict=True)))
        except (IndexError, struct.error):
            continue
        if record.kind in KINDS:
            yield Packed(KINDS[record.kind], tuple(None if one is None else one[0] for one in values), record.far)


Cell = tuple[bytes, int] | None  # the bytes, and what the record said of them


def _whole(value: Cell, far: bool, shared: _Shared, column: int) -> Cell:
    """A value with what the page keeps of it put before it."""
    if value is None or far:
        return value
    raw, told = value
    begin = shared.anchor[column] if column < len(shared.anchor) else None
    if told == SYMBOL:
        raw = shared.symbols[raw[0]]
    elif begin is not None and told == NOTHING:
        return begin, told
    if begin is None or told == TRUE or not raw:
        return raw, told
    many, rest = (raw[1], raw[2:]) if raw[0] == 0x80 and len(raw) > 1 else (raw[0], raw[1:])
    return begin[:many] + rest, told


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    values: tuple[Cell, ...]
    far: tuple[bool, ...]


def _record(page: bytes, begin: int) -> _Record:
    """A record as it stands. Raises `IndexError` or `struct.error` where it goes past the page."""
    first, many, at = page[begin], page[begin + 1], begin + 2
    if not first & COLUMNAR:
        raise IndexError("not a compressed record")
    if many & 0x80:
        many, at = struct.unpack_from(">H", page, begin + 1)[0] & 0x7FFF, begin + 3
    told = [page[at + (one >> 1)] >> 4 * (one & 1) & 15 for one in range(many)]
    at += (many + 1) // 2 + (many - 1) // CLUSTER
    values: list[Cell] = []
    for one in told:
        size = 1 if one == SYMBOL else one - 1 if NOTHING < one < LONG else 0
        values.append(None if one == NULL else (page[at : at + size] if one != TRUE else b"\1", one))
        at += size
    far = [False] * many
    if first & HAS_LONG:
        ends = struct.unpack_from(f"<{struct.unpack_from('<H', page, at + 1)[0]}H", page, at + 3)
        start = at + 3 + 2 * len(ends) + (many - 1) // CLUSTER
        stop, long = start, iter(ends)
        for place, one in enumerate(told):
            if one == LONG and (end := next(long, None)) is not None:
                begins, stop = stop, start + (end & 0x7FFF)
                values[place], far[place] = (page[begins:stop], LONG), bool(end & 0x8000)
    if at > len(page):
        raise IndexError("past the page")
    return _Record(first >> 2 & 7, tuple(values), tuple(far))


def _shared(page: bytes, first: int) -> _Shared:
    """What stands before the first record of a page that was compressed as a whole."""
    told = page[HEAD]
    if first <= HEAD or told & COLUMNAR or not told & ANCHOR:
        return _Shared()
    try:
        begin = HEAD + (7 if told & DICTIONARY else 5)
        anchor = tuple(None if one is None else one[0] for one in _record(page, begin).values)
        if not told & DICTIONARY:
            return _Shared(anchor)
        start = HEAD + struct.unpack_from("<H", page, HEAD + 3)[0]
        ends = struct.unpack_from(f"<{struct.unpack_from('<H', page, start)[0]}H", page, start + 2)
        bounds: Sequence[int] = (2 + 2 * len(ends), *ends)
        return _Shared(anchor, tuple(page[start + one : start + two] for one, two in pairwise(bounds)))
    except (IndexError, struct.error):
        return _Shared()


def unpacked(kind: int, raw: bytes, size: int = 0, scale: int = 0, page: str = LATIN) -> str | None:
    """What a value of a compressed record says (`size`: bytes it has uncompressed); None where it says nothing of this type."""
    if kind in BIASED:
        value = int.from_bytes(raw, "big") - (1 << 8 * len(raw) - 1) if raw else 0
        if kind == DATETIME:
            days, ticks = value >> 32, value & 0xFFFFFFFF
            return said(kind, struct.pack("<Ii", ticks, days)) if -(2**31) <= days < 2**31 else None
        width = SIZES[kind]
        return said(kind, value.to_bytes(width, "little", signed=True)) if len(raw) <= width else None
    if kind in (DECIMAL, NUMERIC):
        return str(_exact(raw, scale))
    if kind in (NVARCHAR, NCHAR):
        return _wide(raw)
    width = SIZES.get(kind, size)
    if kind == BIT:
        return str(int(raw == b"\1"))
    if kind in AT_END or kind in AT_START:
        raw = raw.ljust(width, b"\0") if kind in AT_END else raw.rjust(width, b"\0")
    return said(kind, raw, scale, page)


def _wide(raw: bytes) -> str | None:
    """UTF-16 where two bytes are a letter; otherwise squeezed, which has an odd number of bytes."""
    if len(raw) % 2 == 0:
        return raw.decode("utf-16-le", "replace").rstrip(" ")
    try:
        return expanded(raw).rstrip(" ")
    except ValueError:
        return None


def _exact(raw: bytes, scale: int) -> Decimal:
    """An exact number: sign and power of ten in the first byte, then three digits in ten bits each."""
    if not raw:
        return Decimal(0).scaleb(-scale)
    bits = 8 * (len(raw) - 1)
    told = int.from_bytes(raw[1:], "big") << -bits % 10
    digits = "".join(f"{told >> at & 0x3FF:03d}" for at in range(bits + -bits % 10 - 10, -1, -10)).lstrip("0")
    power = (raw[0] & 0x7F) - 64 - len(digits) + 1
    exact = Decimal(int(digits or 0)).scaleb(power).quantize(Decimal(1).scaleb(-scale))
    return exact if raw[0] & 0x80 else -exact
