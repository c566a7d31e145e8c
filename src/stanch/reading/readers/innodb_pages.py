"""Pages and records of InnoDB's table files: which pages are a table's rows, and where in them each value stands.

As the sources of MySQL and MariaDB describe them (records of the formats REDUNDANT, COMPACT and DYNAMIC).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

INDEX, SDI, INSTANT, COMPRESSED, ENCRYPTED, PACKED = 17855, 17853, 18, 14, 15, 0x8000  # kinds of pages
LOB_FIRST = 24  # the same, of a long value of MySQL 8
HEAD, BODY = 38, 94  # bytes of a page's head; where what an index says of its page ends
INFIMUM, SUPREMUM, OLD_INFIMUM, OLD_SUPREMUM = 99, 112, 101, 116  # where the first and the last record of a page stand
DELETED, SMALLEST, VERSIONED, GROWN = 0x20, 0x10, 0x40, 0x80  # bits of what is said of a record
ORDINARY, ADDED = 0, 4  # kinds of records: a row; one with columns that came later (MariaDB)
REFERENCE = 20  # bytes that say where the rest of a value is
LARGEST = 64 << 20  # bytes of one value
AT_ONCE = 4 << 20  # bytes of pages looked at together
NONE = 0xFFFFFFFF
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record: `size` where its bytes are always as many, else 0; may its length take two bytes; may it be NULL."""

    column: int  # among the table's; -1: the server's own
    size: int
    is_long: bool
    is_nullable: bool
    since: int = 0  # version of the table from which on records have it
    until: int = 1 << 30  # from which on they have it no more


@dataclass(frozen=True, slots=True)
class Found:
    """A record: its values in the order of the fields (None is NULL; those it does not have are left out), and which are kept elsewhere."""

    is_deleted: bool
    values: dict[int, bytes | None]
    far: frozenset[int]


@dataclass(slots=True)
class Space:
    """A file of one table: pages of `size` bytes."""

    stream: BinaryIO
    size: int
    flags: int
    _kinds: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    _indexes: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    _levels: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))

    def look(self) -> None:
        """Look at the head of every page."""
        heads = np.dtype(
            {"names": ["kind", "level", "index"], "formats": [">u2", ">u2", ">u8"], "offsets": [24, 64, 66], "itemsize": self.size}
        )
        self.stream.seek(0)
        parts = []
        while block := self.stream.read(AT_ONCE):
            parts.append(np.frombuffer(block[: len(block) // self.size * self.size], heads))
        every = np.concatenate(parts) if parts else np.zeros(0, heads)
        self._kinds, self._levels = every["kind"].astype(np.int64), every["level"].astype(np.int64)
        self._indexes = every["index"].astype(np.int64)

    def kind(self, number: int) -> int:
        """Of a page; -1 where there is none."""
        return int(self._kinds[number]) if number < len(self._kinds) else -1

    def is_packed(self) -> bool:
        """Whether pages are compressed or encrypted."""
        return bool(np.isin(self._kinds, (COMPRESSED, ENCRYPTED)).any() or (self._kinds & PACKED).any())

    def first_index(self) -> tuple[int, int] | None:
        """Root and number of the index that came first, which holds the rows."""
        some = np.flatnonzero(np.isin(self._kinds, (INDEX, INSTANT)))
        return (int(some[0]), int(self._indexes[some[0]])) if len(some) else None

    def leaves(self, index: int) -> list[int]:
        """The pages of an index that hold records, not the way to them."""
        return [int(one) for one in np.flatnonzero(np.isin(self._kinds, (INDEX, INSTANT)) & (self._indexes == index) & (self._levels == 0))]

    def told(self) -> list[int]:
        """The pages on which MySQL 8 tells of the table."""
        return [int(one) for one in np.flatnonzero((self._kinds == SDI) & (self._levels == 0))]

    def page(self, number: int) -> bytes:
        """One page; empty past the end."""
        if number >= len(self._kinds):
            return b""
        self.stream.seek(number * self.size)
        page = self.stream.read(self.size)
        return page if len(page) == self.size else b""

    def whole(self, raw: bytes) -> bytes:
        """A value of which the last bytes say where the rest is."""
        if len(raw) < REFERENCE:
            return raw
        _, number, _, _, size = struct.unpack(">IIIII", raw[-REFERENCE:])
        kept = raw[:-REFERENCE]
        if not size:
            return kept
        if self.kind(number) == LOB_FIRST:
            return kept + self._large(number, min(size, LARGEST))
        return kept + self._chained(number, min(size, LARGEST))

    def _chained(self, number: int, size: int) -> bytes:
        """The parts of a value, each of which says where the next one is."""
        found, seen = bytearray(), set()
        while number != NONE and number not in seen and len(found) < size and (page := self.page(number)):
            seen.add(number)
            many, number = struct.unpack_from(">II", page, HEAD)
            found += page[HEAD + 8 : HEAD + 8 + many]
        return bytes(found[:size])

    def _large(self, number: int, size: int) -> bytes:
        """The parts of a value whose first page lists the others (MySQL 8)."""
        first = self.page(number)
        found = bytearray(first[696 : 696 + struct.unpack_from(">I", first, 54)[0]])
        at, seen = struct.unpack_from(">IH", first, 64 + 4), set()
        while at[0] != NONE and at not in seen and len(found) < size:
            seen.add(at)
            page = first if at[0] == number else self.page(at[0])
            if at[1] + 60 > len(page):
                break
            part, many = struct.unpack_from(">IH", page, at[1] + 48)
            if part != number:
                found += self.page(part)[49 : 49 + many]
            at = struct.unpack_from(">IH", page, at[1] + 6)
        return bytes(found[:size])


def records(page: bytes, fields: Sequence[Field], *, core: int = 0) -> Iterator[Found]:
    """The records of a page, then what is left of deleted ones. `core`: fields that every record has, where some came later (MariaDB)."""
    if len(page) < BODY + 26:
        return
    is_old = not page[42] & 0x80
    heap, least = struct.unpack_from(">H", page, 40)[0], OLD_SUPREMUM if is_old else SUPREMUM
    for begin, is_gone in ((OLD_INFIMUM if is_old else INFIMUM, False), (struct.unpack_from(">H", page, 44)[0], True)):
        at, seen = begin if is_gone else _next(page, begin, is_old=is_old), set()
        while least < at < min(heap, len(page)) and at not in seen:
            seen.add(at)
            found = _old(page, at, len(fields)) if is_old else _record(page, at, fields, core)
            if found:
                yield replace(found, is_deleted=True) if is_gone else found
            at = _next(page, at, is_old=is_old)


def told_of(page: bytes) -> tuple[int, bool] | None:
    """Where the record stands that tells of columns that came or went while the table stayed (MariaDB), and whether any went."""
    if len(page) < BODY + 26 or not page[42] & 0x80:
        return None
    at = _next(page, INFIMUM)
    if not SUPREMUM < at < len(page) or not page[at - 5] & SMALLEST or page[at - 3] & 7 != ADDED:
        return None
    return at, bool(page[at - 5] & DELETED)


def record(page: bytes, at: int, fields: Sequence[Field], core: int) -> dict[int, bytes | None]:
    """The values of that record."""
    found = _record(page, at, fields, core, is_told=True)
    return found.values if found else {}


def _next(page: bytes, at: int, *, is_old: bool = False) -> int:
    """Where the next record stands: told from here on, or in the older format from the beginning of the page."""
    step = int(struct.unpack_from(">H" if is_old else ">h", page, at - 2)[0])
    return step if is_old else at + step if step else 0


def _old(page: bytes, at: int, most: int) -> Found | None:
    """A record of the format REDUNDANT: where each value ends stands before it."""
    many, is_short = min((page[at - 4] & 7) << 7 | page[at - 3] >> 1, most), page[at - 3] & 1
    values: dict[int, bytes | None] = {}
    far, begin = set(), 0
    for place in range(many):
        end = page[at - 7 - place] if is_short else struct.unpack_from(">H", page, at - 8 - 2 * place)[0]
        stop = end & (0x7F if is_short else 0x3FFF)
        if at + stop > len(page) or stop < begin:
            return None
        values[place] = None if end & (0x80 if is_short else 0x8000) else page[at + begin : at + stop]
        if not is_short and end & 0x4000:
            far.add(place)
        begin = stop
    return Found(bool(page[at - 6] & DELETED), values, frozenset(far))


def _record(page: bytes, at: int, fields: Sequence[Field], core: int, *, is_told: bool = False) -> Found | None:
    said, kind = page[at - 5], page[at - 3] & 7
    if kind not in (ORDINARY, ADDED) or bool(said & SMALLEST) != is_told:
        return None
    back = at - 6
    many, version = core or len(fields), 0
    if kind == ADDED or said & GROWN:
        more, back = _count(page, back)
        many = core + 1 + more if kind == ADDED else more
    elif said & VERSIONED:
        version, back = page[back], back - 1
    here = [(place, one) for place, one in enumerate(fields[:many]) if one.since <= version < one.until]
    nullable = [place for place, one in here if one.is_nullable]
    empty = {place for bit, place in enumerate(nullable) if page[back - (bit >> 3)] >> (bit & 7) & 1}
    back -= (len(nullable) + 7) // 8
    values: dict[int, bytes | None] = {}
    far = set()
    for place, one in here:
        if place in empty:
            values[place] = None
            continue
        size = one.size
        if not size:
            size, back = page[back], back - 1
            if one.is_long and size & 0x80:
                if size & 0x40:
                    far.add(place)
                size, back = (size & 0x3F) << 8 | page[back], back - 1
        if at + size > len(page) or back < BODY:
            return None
        values[place] = page[at : at + size]
        at += size
    return Found(bool(said & DELETED), values, frozenset(far))


def _count(page: bytes, back: int) -> tuple[int, int]:
    """A number of fields, in one byte or two."""
    if page[back] & 0x80:
        return (page[back] & 0x7F) << 8 | page[back - 1], back - 2
    return page[back], back - 1
