"""Access databases (Jet 3 and 4, ACE): pages, definitions of tables, and rows, with those that were deleted.

The layout is not published by its maker. It is told here as mdbtools and Jackcess describe it, and was held against what mdbtools reads
from the same files. A row is read by what it says of itself, so that one that is broken costs itself and moves no other row's cells.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.readers.access_locked import encoding_of, unlocked

DATA, DEFINITION, MAP = 1, 2, 5
DELETED, ELSEWHERE, PLACE = 0x8000, 0x4000, 0x1FFF  # marks of a row's offset in its page
LONG = 400 << 20  # bytes of one memo or object
MOST_COLUMNS = 2_000
CATALOGUE = 2  # the page of the table of tables


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its table defines it."""

    name: str
    type: int
    number: int  # its bit in a row's mask
    variable: int  # its place among those of variable length
    fixed: int  # its offset among those of fixed length; -1 where its length varies
    size: int
    scale: int


@dataclass(slots=True)
class Table:
    """A table's definition, and the pages that hold its rows."""

    columns: list[Column]
    pages: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)  # pages it once had


class Store:
    """The pages of one file. Raises `EvidenceError` where it is no Access database."""

    def __init__(self, stream: BinaryIO, passwords: tuple[str, ...] = ()) -> None:
        """Finds the pages of rows by whose they say they are. `passwords` are tried where pages are encrypted."""
        self.stream = stream
        first = stream.read(4096)
        if len(first) < 2048:
            raise EvidenceError("damaged", "an Access database that is cut off in its first page")
        self.old = first[0x14] == 0  # Access 97 and before: pages of half the size, text in a code page
        self.size = 2048 if self.old else 4096
        self.encoding = encoding_of(first) if self.old else "utf-16-le"
        self.plain = unlocked(first, passwords)
        self.count = stream.seek(0, 2) // self.size
        self.kept: dict[int, bytes] = {}
        self.owned: dict[int, list[int]] = defaultdict(list)
        for number in range(1, self.count):
            head = self.page(number)
            if head[:1] == b"\x01":
                self.owned[int.from_bytes(head[4:8], "little")].append(number)

    def page(self, number: int) -> bytes:
        """A page, made plain; empty behind the end."""
        if number in self.kept:
            return self.kept[number]
        if not 0 < number < self.count:
            return b""
        self.stream.seek(number * self.size)
        content = self.stream.read(self.size)
        content = self.plain(number, content) if self.plain else content
        if len(self.kept) > 256:
            self.kept.clear()
        self.kept[number] = content
        return content

    def places(self, number: int) -> list[int]:
        """The offsets of a page's rows, with their marks."""
        page = self.page(number)
        at = 8 if self.old else 12
        if page[:1] != b"\x01" or len(page) < at + 2:
            return []
        count = int.from_bytes(page[at : at + 2], "little")
        if at + 2 + 2 * count > len(page):
            return []
        return list(struct.unpack_from(f"<{count}H", page, at + 2))

    def bytes_at(self, number: int, row: int, places: list[int]) -> bytes:
        """What stands in one row's place: it ends where the row before it begins."""
        start, end = places[row] & PLACE, (places[row - 1] & PLACE) if row else self.size
        return self.page(number)[start:end] if start < end else b""

    def pointed(self, pointer: int) -> bytes:
        """What a pointer (page in the upper three bytes, row in the lowest) names."""
        places = self.places(pointer >> 8)
        return self.bytes_at(pointer >> 8, pointer & 0xFF, places) if pointer & 0xFF < len(places) else b""

    def long(self, cell: bytes) -> bytes:
        """A memo or an object: in the row itself, in another place, or in a chain of places."""
        if len(cell) < 12:
            return b""
        size, pointer = struct.unpack_from("<II", cell)
        length = size & 0x3FFFFFFF
        if size & 0x80000000:
            return cell[12 : 12 + length]
        if size & 0x40000000:
            return self.pointed(pointer)[:length]
        out, seen, held = list[bytes](), set[int](), 0
        while pointer and pointer not in seen and held < min(length, LONG):
            seen.add(pointer)
            piece = self.pointed(pointer)
            pointer = int.from_bytes(piece[:4], "little")
            out.append(piece[4:])
            held += len(piece) - 4
        return b"".join(out)[:length]

    def table(self, number: int) -> Table:
        """The table whose definition begins on this page. Raises `EvidenceError` where none does."""
        content, seen = self.page(number), {number}
        if content[:1] != b"\x02":
            raise EvidenceError("damaged", f"an Access table without a definition on page {number}")
        following = int.from_bytes(content[4:8], "little")
        while following and following not in seen and len(seen) < 200:
            seen.add(following)
            page = self.page(following)
            content += page[8:]
            following = int.from_bytes(page[4:8], "little")
        try:
            table = Table(_columns(content, self.old, self.encoding))
            used = self._used(int.from_bytes(content[35:39] if self.old else content[55:59], "little"))
        except (struct.error, IndexError) as error:
            raise EvidenceError("damaged", f"an Access table whose definition on page {number} is cut off") from error
        if not table.columns:
            raise EvidenceError("damaged", f"an Access table without columns on page {number}")
        for page_number in self.owned.get(number, ()):
            (table.pages if not used or page_number in used else table.left).append(page_number)
        return table

    def _used(self, pointer: int) -> set[int]:
        """The pages that a table says are its own."""
        said = self.pointed(pointer)
        if said[:1] == b"\x00":
            return set(_marked(said[5:], int.from_bytes(said[1:5], "little")))
        found = set[int]()
        if said[:1] == b"\x01":
            per = (self.size - 4) * 8
            for place in range((len(said) - 1) // 4):
                page = self.page(int.from_bytes(said[1 + 4 * place : 5 + 4 * place], "little"))
                if page[:1] == b"\x05":
                    found.update(_marked(page[4:], place * per))
        return found

    def rows(self, table: Table) -> Iterator[tuple[bool, list[bytes | bool | None]]]:
        """(deleted, cells) of each row; cells as they are stored, in the order of `columns`; True or False where the type is yes or no."""
        elsewhere = {
            int.from_bytes(self.bytes_at(page, row, places)[:4], "little")
            for page in table.pages
            for places in [self.places(page)]
            for row, place in enumerate(places)
            if place & ELSEWHERE
        }
        for gone, pages in ((False, table.pages), (True, table.left)):
            for page in pages:
                places = self.places(page)
                for row, place in enumerate(places):
                    if place & DELETED and page << 8 | row in elsewhere:
                        continue  # read where it is pointed from
                    content = self.bytes_at(page, row, places)
                    if place & ELSEWHERE:
                        content = self.pointed(int.from_bytes(content[:4], "little"))
                    deleted = gone or bool(place & DELETED)
                    cells = self._cells(content, table.columns, whole=deleted)
                    if cells is not None:
                        yield deleted, cells

    def _cells(self, row: bytes, columns: list[Column], *, whole: bool) -> list[bytes | bool | None] | None:
        """What each column has in a row; None where the row contradicts itself.

        `whole`: it must know every column. What lies about may have been another table's, and would be read as nonsense.
        """
        head = 1 if self.old else 2
        if len(row) < head + 1:
            return None
        count = int.from_bytes(row[:head], "little")
        mask = row[len(row) - (count + 7) // 8 :]
        if not 0 < count <= MOST_COLUMNS or len(row) < head + len(mask) or (whole and count != columns[-1].number + 1):
            return None
        ends: list[int] = []
        if any(column.fixed < 0 for column in columns):
            ends = _ends_old(row, len(mask)) if self.old else _ends(row, len(mask))
            if not ends or ends[-1] > len(row) or any(after < before for before, after in pairwise(ends)):
                return None
        cells: list[bytes | bool | None] = []
        for column in columns:
            there = column.number < count and bool(mask[column.number // 8] >> column.number % 8 & 1)
            if column.type == 1:
                cells.append(there)
            elif not there:
                cells.append(None)
            elif column.fixed >= 0:
                cells.append(row[head + column.fixed : head + column.fixed + column.size])
            else:
                known = column.variable + 1 < len(ends)
                cells.append(row[ends[column.variable] : ends[column.variable + 1]] if known else None)
        return cells


def _ends(row: bytes, mask: int) -> list[int]:
    """Where each cell of variable length begins, and the last ends: behind them, backwards from the mask."""
    at = len(row) - mask - 2
    if at < 0:
        return []
    count = int.from_bytes(row[at : at + 2], "little")
    if count > MOST_COLUMNS or at - 2 * (count + 1) < 0:
        return []
    return [int.from_bytes(row[at - 2 * (place + 1) : at - 2 * place], "little") for place in range(count + 1)]


def _ends_old(row: bytes, mask: int) -> list[int]:
    """The same in a byte each; which of them stand 256 further on is told by a list of jumps."""
    at = len(row) - mask - 1
    if at < 0:
        return []
    count, jumps = row[at], (len(row) - 1) // 256
    begin = at - jumps - 1
    if (begin - count) // 256 < jumps:
        jumps -= 1
    if begin - count < 0:
        return []
    ends, used = [], 0
    for place in range(count + 1):
        while used < jumps and place == row[at - 1 - used]:
            used += 1
        ends.append(row[begin - place] + 256 * used)
    return ends


def _marked(bits: bytes, first: int) -> Iterator[int]:
    return (first + 8 * place + bit for place, byte in enumerate(bits) if byte for bit in range(8) if byte >> bit & 1)


def _columns(content: bytes, old: bool, encoding: str) -> list[Column]:
    count = int.from_bytes(content[25:27] if old else content[45:47], "little")
    indexes = int.from_bytes(content[31:35] if old else content[51:55], "little")
    at = 43 + 8 * indexes if old else 63 + 12 * indexes
    step = 18 if old else 25
    if count > MOST_COLUMNS:
        raise EvidenceError("damaged", "an Access table with more columns than one can have")
    names, place = [], at + step * count
    for _ in range(count):
        size = content[place] if old else int.from_bytes(content[place : place + 2], "little")
        place += 1 if old else 2
        names.append(content[place : place + size].decode(encoding, "replace"))
        place += size
    columns = []
    for name in names:
        told = content[at : at + step]
        number, variable = struct.unpack_from("<HH", told, 1 if old else 5)
        fixed, size = struct.unpack_from("<HH", told, 14 if old else 21)
        flags = told[13 if old else 15]
        columns.append(Column(name, told[0], number, variable, fixed if flags & 1 else -1, size, told[12]))
        at += step
    return sorted(columns, key=lambda column: column.number)
