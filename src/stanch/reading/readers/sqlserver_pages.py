"""Pages and records of SQL Server's data files: 8 kB each, with a head, records, and at the end where each record begins.

Microsoft describes pages and records in outline; the places of fields are those that its files have (versions 2005 and later).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt

from stanch.reading.readers.sqlserver_packed import Packed, packed_records

PAGE = 8192
HEAD = 96
DATA, TEXT, TREE = 1, 3, 4  # kinds of pages
FILE_HEADER, FREE_SPACE = 15, 11  # of the first and the second page of a file
GHOST, STUB, FORWARDED, PRIMARY = 6, 2, 1, 0  # kinds of records
STRETCH, MAP, IN_USE = 8088, 100, 0x40  # pages that one page tells of, from where on it, and the bit of those that are in use
AT_ONCE = 1024  # pages read together while they are listed
LARGEST = 64 << 20  # bytes of one value
Numbers = npt.NDArray[np.int64]
_HEADS = np.dtype(
    {
        "names": ["version", "kind", "index", "slots", "object", "free", "page", "file"],
        "formats": ["u1", "u1", "<u2", "<u2", "<u4", "<u2", "<u4", "<u2"],
        "offsets": [0, 1, 6, 22, 24, 30, 32, 36],
        "itemsize": PAGE,
    }
)


def begins(head: bytes) -> bool:
    """Whether the bytes begin as a data file does: its own page, then the page of free space."""
    if len(head) < PAGE + HEAD or head[:2] != bytes((1, FILE_HEADER)) or head[PAGE : PAGE + 2] != bytes((1, FREE_SPACE)):
        return False
    return head[32:36] == bytes(4) and int.from_bytes(head[PAGE + 32 : PAGE + 36], "little") == 1


def heads(held: bytes) -> int:
    """How many heads of pages with rows, texts or trees stand every 8 kB."""
    some = np.frombuffer(held[: len(held) // PAGE * PAGE], _HEADS)
    return int((_are_pages(some) & np.isin(some["kind"], (DATA, TEXT, TREE))).sum())


def _are_pages(some: np.ndarray[Any, Any]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (some["version"] == 1) & (some["slots"] <= PAGE // 4) & (some["free"] <= PAGE) & (some["file"] > 0)
    return found


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its part of fixed places, its other values (`far`: kept elsewhere, the value says where), what is empty."""

    kind: int
    fixed: bytes
    count: int
    empty: bytes
    others: tuple[bytes, ...]
    far: tuple[bool, ...]

    def is_empty(self, bit: int) -> bool:
        """Whether the value of this bit (from 0) is NULL; one that came after the record was written is."""
        if bit >= self.count:
            return True
        return bool(self.empty[bit >> 3] >> (bit & 7) & 1) if self.empty else False


R = TypeVar("R", Record, Packed)


@dataclass(slots=True)
class Pages:
    """The pages of a stream in which they begin at `start`: by whose they are, and by number.

    A page that was freed keeps what stood on it until it is used again: `is_used` says which are in use.
    """

    stream: BinaryIO
    start: int = 0
    _numbers: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))  # file and page as one number, in order
    _places: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))  # where each stands in the stream
    _of: dict[tuple[int, int], Numbers] = field(default_factory=dict)  # (object, index): the places of data

    def look(self) -> None:
        """Look at the head of every page. Of one that stands there twice (a backup copies what changed meanwhile again) the last counts."""
        self.stream.seek(self.start)
        found, place = [], self.start
        while block := self.stream.read(AT_ONCE * PAGE):
            some = np.frombuffer(block[: len(block) // PAGE * PAGE], _HEADS)
            here = np.flatnonzero(_are_pages(some) & np.isin(some["kind"], (DATA, TEXT, TREE, FREE_SPACE)))
            some = some[here]
            numbers = some["file"].astype(np.int64) << 32 | some["page"]
            owners = some["object"].astype(np.int64) << 16 | some["index"]
            found.append(np.stack([numbers, place + here * PAGE, np.where(some["kind"] == DATA, owners, -1)]))
            place += len(block)
        numbers, places, owners = np.concatenate(found, axis=1) if found else np.zeros((3, 0), np.int64)
        self._numbers, last = np.unique(numbers[::-1], return_index=True)
        self._places, owners = places[::-1][last], owners[::-1][last]
        order = np.argsort(owners, kind="stable")
        bounds = np.flatnonzero(np.diff(owners[order])) + 1
        for group in np.split(order, bounds) if len(order) else ():
            if (owner := int(owners[group[0]])) >= 0:
                self._of[owner >> 16, owner & 0xFFFF] = group

    def has(self, owner: int, index: int) -> bool:
        """Whether there are data of this allocation unit."""
        return (owner, index) in self._of

    def at(self, file: int, page: int) -> int | None:
        """Where a page stands in the stream."""
        number = file << 32 | page
        found = int(np.searchsorted(self._numbers, number))
        return int(self._places[found]) if found < len(self._numbers) and self._numbers[found] == number else None

    def _is_used(self, number: int, maps: dict[int, bytes]) -> bool:
        """What the map of its stretch of the file says; of one that has none, all are."""
        file, page = number >> 32, number & 0xFFFFFFFF
        which = file << 32 | max(1, page // STRETCH * STRETCH)
        if which not in maps:
            place = self.at(file, which & 0xFFFFFFFF)
            said = self.page(place) if place is not None else b""
            maps[which] = said[MAP : MAP + STRETCH] if said[1:2] == bytes((FREE_SPACE,)) else b""
        return not maps[which] or bool(maps[which][page % STRETCH] & IN_USE)

    def page(self, place: int) -> bytes:
        """One page, the bits that guard its sectors (SQL Server 2000 and what was upgraded from it) put back."""
        self.stream.seek(place)
        page = self.stream.read(PAGE)
        if len(page) == PAGE and int.from_bytes(page[4:6], "little") & 0x100:
            kept, changed = int.from_bytes(page[60:64], "little"), bytearray(page)
            for sector in range(1, 16):
                end = (sector + 1) * 512 - 1
                changed[end] = changed[end] & 0xFC | kept >> 2 * sector & 3
            page = bytes(changed)
        return page

    def records(self, owner: int, index: int) -> Iterator[Record]:
        """The records of an allocation unit in the order of pages; those of pages that were freed are `GHOST`s."""
        return self._each(owner, index, lambda page: (one for begin in _slots(page) if (one := record_at(page, begin))))

    def packed(self, owner: int, index: int) -> Iterator[Packed]:
        """The same of a table that is kept compressed by row or by page."""
        return self._each(owner, index, lambda page: packed_records(page, _slots(page)))

    def _each(self, owner: int, index: int, records: Callable[[bytes], Iterator[R]]) -> Iterator[R]:
        maps: dict[int, bytes] = {}
        for one in self._of.get((owner, index), ()):
            page, is_used = self.page(int(self._places[one])), self._is_used(int(self._numbers[one]), maps)
            for record in records(page):
                yield record if is_used else replace(record, kind=GHOST)

    def long(self, file: int, page: int, slot: int, depth: int = 0) -> bytes:
        """A value that is kept on pages of its own, whole or in parts; what is not there any more is left out."""
        place = self.at(file, page)
        if place is None or depth > DEPTH:
            return b""
        held = self.page(place)
        slots = list(_slots(held))
        if slot >= len(slots):
            return b""
        begin = slots[slot]
        size = int.from_bytes(held[begin + 2 : begin + 4], "little")
        part = held[begin : begin + size]
        if len(part) < SHORTEST:
            return b""
        kind = int.from_bytes(part[12:14], "little")
        if kind == WHOLE:
            return part[20 : 20 + int.from_bytes(part[14:16], "little")]
        if kind == PIECE:
            return part[14:]
        many, first, step = int.from_bytes(part[16:18], "little"), *((24, 12) if kind == ROOT else (20, 16))
        if kind not in (ROOT, INNER):
            return b""
        links = (part[first + step * one : first + step * (one + 1)][-8:] for one in range(many))
        return self.joined([link for link in links if len(link) == LINK], depth)

    def joined(self, links: list[bytes], depth: int = 0) -> bytes:
        """The parts of a value, one after another: each by its page, file and slot."""
        found = bytearray()
        for link in links:
            page, file, slot = struct.unpack("<IHH", link)
            found += self.long(file, page, slot, depth + 1)
            if len(found) > LARGEST:
                break
        return bytes(found)


DEPTH, SHORTEST, LINK = 8, 14, 8
WHOLE, INNER, PIECE, ROOT = 0, 2, 3, 5  # kinds of parts of a long value


def _slots(page: bytes) -> Iterator[int]:
    """Where records begin, from the end of the page."""
    if len(page) < PAGE:
        return
    many = min(int.from_bytes(page[22:24], "little"), (PAGE - HEAD) // 2)
    for begin in struct.unpack(f"<{many}H", page[PAGE - 2 * many :])[::-1]:
        if HEAD <= begin < PAGE - 4:
            yield begin


def record_at(page: bytes, begin: int) -> Record | None:
    """The record that begins there; None where there is none that holds together."""
    status, end = page[begin], begin + int.from_bytes(page[begin + 2 : begin + 4], "little")
    kind = status >> 1 & 7
    if kind not in (PRIMARY, FORWARDED, GHOST) or not begin + 4 <= end <= PAGE - 2:
        return None
    fixed, count = page[begin:end], int.from_bytes(page[end : end + 2], "little")
    at = end + 2
    empty = page[at : at + (count + 7) // 8] if status & 0x10 else b""
    at += len(empty)
    if not status & 0x20:
        return Record(kind, fixed, count, empty, (), ())
    many = int.from_bytes(page[at : at + 2], "little")
    if at + 2 + 2 * many > PAGE:
        return None
    ends = struct.unpack(f"<{many}H", page[at + 2 : at + 2 + 2 * many])
    start = at + 2 + 2 * many
    others = []
    for one in ends:
        stop = begin + (one & 0x7FFF)
        if not start <= stop <= PAGE:
            return None
        others.append(page[start:stop])
        start = stop
    return Record(kind, fixed, count, empty, tuple(others), tuple(bool(one & 0x8000) for one in ends))
