"""Data files of SQL Server made here, as far as a reader looks: pages, records, and the tables that tell of the others."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

PAGE = 8192
ROWSET, TABLE = 72_057_594_040_549_376, 245_575_913
UNIT = 256 << 48 | 39 << 16  # the allocation unit of the table's rows
GHOST = 6


def record(
    fixed: bytes, others: Sequence[bytes] = (), *, count: int = 0, empty: Iterable[int] = (), far: Iterable[int] = (), kind: int = 0
) -> bytes:
    """`fixed`: what follows the first four bytes; `count`: columns; `empty`: bits of those that are NULL; `far`: others kept elsewhere."""
    bitmap = bytearray((count + 7) // 8)
    for bit in empty:
        bitmap[bit >> 3] |= 1 << (bit & 7)
    status = kind << 1 | 0x10 | (0x20 if others else 0)
    made = struct.pack("<BBH", status, 0, 4 + len(fixed)) + fixed + struct.pack("<H", count) + bytes(bitmap)
    if others:
        at = len(made) + 2 + 2 * len(others)
        ends, far = [], set(far)
        for place, one in enumerate(others):
            at += len(one)
            ends.append(at | (0x8000 if place in far else 0))
        made += struct.pack(f"<H{len(others)}H", len(others), *ends) + b"".join(others)
    return made


def page(kind: int, number: int, records: Sequence[bytes] = (), *, owner: int = 99, index: int = 0) -> bytes:
    body, begins = b"", []
    for one in records:
        begins.append(96 + len(body))
        body += one
    head = bytearray(96)
    struct.pack_into("<BB", head, 0, 1, kind)
    struct.pack_into("<H", head, 6, index)
    struct.pack_into("<HI", head, 22, len(records), owner)
    struct.pack_into("<H", head, 30, 96 + len(body))
    struct.pack_into("<IH", head, 32, number, 1)
    slots = struct.pack(f"<{len(begins)}H", *reversed(begins))
    return (bytes(head) + body).ljust(PAGE - len(slots), b"\0") + slots


def free_space(freed: Iterable[int] = ()) -> bytes:
    """The page that tells which pages are in use."""
    made = bytearray(page(11, 1))
    made[100 : 100 + 8088] = b"\x40" * 8088
    for number in freed:
        made[100 + number] = 0
    return bytes(made)


def name(text: str) -> bytes:
    return text.encode("utf-16-le")


def table(number: int, called: str) -> bytes:
    """A row of sysschobjs."""
    return record(struct.pack("<iiBi2siBi8s8s", number, 1, 0, 0, b"U ", 0, 1, 0, bytes(8), bytes(8)), [name(called)], count=11)


def column(number: int, called: str, kind: int) -> bytes:
    """A row of syscolpars."""
    told = struct.pack("<ihiBihBBiihiii", TABLE, 0, number, kind, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return record(told, [name(called)], count=16)


def place(number: int, form: int, at: int, bit: int, within: int = 0, *, part: int = 0) -> bytes:
    """A row of sysrscols: `form` holds type, length or digits, and decimals; `at` is where it stands; `bit` counts from 1."""
    return record(struct.pack("<qiiqIihhiiih", ROWSET + part, number, number, 0, form, 0, 0, 0, 0, at & 0xFFFF, bit, within), count=12)


def rowset(compressed: int = 0, *, part: int = 0) -> bytes:
    return record(struct.pack("<qBiiiihqB", ROWSET + part, 1, TABLE, 1, 1 + part, 0, 0, 0, compressed), count=9)


def unit(part: int = 0) -> bytes:
    return record(struct.pack("<QBqih", UNIT + (part << 16), 1, ROWSET + part, 0, 1) + bytes(42), count=11)


def database(
    columns: Sequence[tuple[str, int, int, int, int]],
    rows: Sequence[bytes],
    more: Sequence[bytes] = (),
    *,
    compressed: int = 0,
    freed: Iterable[int] = (),
    second: Sequence[tuple[str, int, int, int, int]] = (),
) -> bytes:
    """A file with one table `People`. `columns`: name, form, place, bit, bit in a byte; `rows` are records; `more` are pages, from number 8; `freed` are no longer in use; `second`: columns of a second part of the table, whose rows stand on pages of owner 40."""
    numbered = list(enumerate(columns, start=1))
    numbers = {called: number for number, (called, *_) in numbered}
    placed = [*((0, one) for one in columns), *((1, one) for one in second)]
    pages = [
        page(15, 0),
        free_space(freed),
        page(1, 2, [place(numbers[name_], *rest, part=part) for part, (name_, *rest) in placed], owner=3),
        page(1, 3, [rowset(compressed), *([rowset(part=1)] if second else [])], owner=5),
        page(1, 4, [unit(), *([unit(1)] if second else [])], owner=7),
        page(1, 5, [table(TABLE, "People")], owner=34, index=1),
        page(1, 6, [column(number, called, form & 0xFF) for number, (called, form, *_) in numbered], owner=41, index=1),
        page(1, 7, rows, owner=39, index=256),
    ]
    return b"".join([*pages, *more])
