"""Pages and records of SQL Server's data files: 8 kB each, with a head, records, and at the end where each record begins.

Microsoft describes pages and records in outline; the places of fields are those that its files have (versions 2005 and later).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

PAGE = 8192
HEAD = 96
DATA, TEXT, TREE = 1, 3, 4  # kinds of pages
FILE_HEADER, FREE_SPACE = 15, 11  # of the first and the second page of a file
GHOST, STUB, FORWARDED, PRIMARY = 6, 2, 1, 0  # kinds of records
AT_ONCE = 1024  # pages read together while they are listed
LARGEST = 64 << 20  # bytes of one value
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


@dataclass(slots=True)
class Pages:
    """The pages of a stream of which they begin at `start`: by whose they are, and by number."""

    stream: BinaryIO
    start: int = 0
    of: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)  # (kind, object, index): places in the stream
    at: dict[tuple[int, int], int] = field(default_factory=dict)  # (file, page) of texts: place

    def look(self) -> None:
        """Look at the head of every page."""
        self.stream.seek(self.start)
        place = self.start
        while block := self.stream.read(AT_ONCE * PAGE):
            whole = len(block) // PAGE
            heads = np.frombuffer(block[: whole * PAGE], _HEADS)
            is_page = (heads["version"] == 1) & (heads["slots"] <= PAGE // 4) & (heads["free"] >= HEAD) & (heads["free"] <= PAGE)
            for number in np.flatnonzero(is_page & np.isin(heads["kind"], (DATA, TEXT, TREE))).tolist():
                kind, index, owner, page, file = (int(heads[name][number]) for name in ("kind", "index", "object", "page", "file"))
                where = place + number * PAGE
                if kind == DATA:
                    self.of.setdefault((owner, index, 0), []).append(where)
                else:
                    self.at[file, page] = where
            place += len(block)

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
        """The records of an allocation unit, page by page as they lie in the file."""
        for place in self.of.get((owner, index, 0), ()):
            page = self.page(place)
            for begin in _slots(page):
                if record := record_at(page, begin):
                    yield record

    def long(self, file: int, page: int, slot: int, depth: int = 0) -> bytes:
        """A value that is kept on pages of its own, whole or in parts; what is not there any more is left out."""
        place = self.at.get((file, page))
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
