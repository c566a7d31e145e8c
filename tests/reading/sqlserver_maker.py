"""Data files of SQL Server made here, as far as a reader looks: pages, records, and the tables that tell of the others."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from zlib import crc32

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


def page(kind: int, number: int, records: Sequence[bytes] = (), *, owner: int = 99, index: int = 0, before: bytes = b"") -> bytes:
    """`before`: what stands there before the first record."""
    body, begins = before, []
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


def column(number: int, called: str, kind: int, collation: int = 0) -> bytes:
    """A row of syscolpars."""
    told = struct.pack("<ihiBihBBIihiii", TABLE, 0, number, kind, kind, 0, 0, 0, collation, 0, 0, 0, 0, 0)
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
    before: bytes = b"",
    collation: int = 0,
) -> bytes:
    """A file with one table `People`. `columns`: name, form, place, bit, bit in a byte; `rows` are records; `more` are pages, from number 8; `freed` are no longer in use; `second`: columns of a second part of the table, whose rows stand on pages of owner 40; `before` stands before the rows."""
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
        page(1, 6, [column(number, called, form & 0xFF, collation) for number, (called, form, *_) in numbered], owner=41, index=1),
        page(1, 7, rows, owner=39, index=256, before=before),
    ]
    return b"".join([*pages, *more])


def packed(values: Sequence[bytes | str | None], *, far: Iterable[int] = (), kind: int = 0) -> bytes:
    """A compressed record. Of a value: its bytes, None for NULL, `anchor` for what the page keeps, `true`, or `symbol N`; of `far` the bytes say where."""
    told, short, long, ends, far = [], b"", b"", [], set(far)
    for place, value in enumerate(values):
        if value is None or value in (b"", "anchor"):
            told.append(0 if value is None else 1)
        elif isinstance(value, str):
            told.append(11 if value == "true" else 12)
            short += b"" if value == "true" else bytes([int(value.split()[1])])
        elif len(value) <= 8 and place not in far:
            told.append(1 + len(value))
            short += value
        else:
            told.append(10)
            long += value
            ends.append(len(long) | (0x8000 if place in far else 0))
    clusters = bytes((len(values) - 1) // 30)
    many = bytes([len(values)]) if len(values) < 128 else struct.pack(">H", len(values) | 0x8000)
    nibbles = bytes(one | two << 4 for one, two in zip(told[::2], [*told[1::2], 0], strict=False))
    made = bytes([1 | kind << 2 | (0x20 if ends else 0)]) + many + nibbles + clusters + short
    return made + (struct.pack(f"<BH{len(ends)}H", 1, len(ends), *ends) + clusters + long if ends else b"")


def kept_once(anchor: Sequence[bytes | None], symbols: Sequence[bytes] = ()) -> bytes:
    """What a page that was compressed as a whole keeps before its records."""
    record_, begin = packed(anchor), 7 if symbols else 5
    at, ends = 2 + 2 * len(symbols), []
    for one in symbols:
        at += len(one)
        ends.append(at)
    listed = struct.pack(f"<H{len(ends)}H", len(ends), *ends) + b"".join(symbols) if symbols else b""
    size = begin + len(record_) + len(listed)
    head = struct.pack("<BHHH", 6, 0, begin + len(record_), size) if symbols else struct.pack("<BHH", 2, 0, size)
    return head + record_ + listed


def squeezed(pages: bytes, *, version: int = 2) -> bytes:
    """A compressed backup of these pages, eight to a chunk; every byte stands for itself, nought in one bit and any other in nine."""
    made = b"MSSQLBAK" + struct.pack("<II", version, 1) + bytes(40)
    for at in range(0, len(pages), 8 * PAGE):
        chunk = _coded(pages[at : at + 8 * PAGE])
        made += (
            struct.pack("<I", len(chunk) << 16)
            + (b"\xff" * 16 + bytes(4) if version >= 2 else b"")
            + struct.pack("<I", crc32(chunk))
            + chunk
        )
    return made


def _coded(raw: bytes) -> bytes:
    bits = "".join(f"{0x100 | byte - 1:09b}" if byte else "0" for byte in raw)
    bits = bits.ljust(-(-len(bits) // 16) * 16, "0")
    lengths = bytes([0x91, *[0x99] * 127, 0x09, *bytes(127)])
    return lengths + b"".join(struct.pack("<H", int(bits[at : at + 16], 2)) for at in range(0, len(bits), 16))
