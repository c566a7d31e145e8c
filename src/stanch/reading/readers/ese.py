"""Databases of Microsoft's Extensible Storage Engine: Active Directory (ntds.dit), mail, search and usage stores of Windows.

Columns of a directory are called by the number of their attribute; the names that people know them by are put in their place. Its
hashes of passwords lie there sealed under a key of the machine's registry, which goes with whoever copies both: they are told as hashes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables
from stanch.reading.readers.databases import shown
from stanch.reading.source import Source
from stanch.records import Unit, Unread

OWN = ("MSys",)  # tables in which the engine describes itself
# [MS-DRSR] 5.16.4: attributes by prefix and last number of their identifier; [MS-ADA1] to [MS-ADA3] for their names.
PREFIXES = {"2.5.4": 0, "1.2.840.113556.1.2": 2, "1.2.840.113556.1.4": 9, "0.9.2342.19200300.100.1": 21}
ATTRIBUTES = {
    "2.5.4": {
        3: "cn", 4: "surname", 7: "city", 8: "state", 9: "street", 12: "job title", 13: "description", 17: "postal code",
        20: "telephone number", 42: "given name",
    },
    "1.2.840.113556.1.2": {
        13: "display name", 131: "country", 141: "department", 146: "company", 256: "street address", 610: "employee number",
        617: "home address",
    },
    "1.2.840.113556.1.4": {
        1: "name", 35: "employee id", 55: "lm hash", 90: "password hash", 125: "credentials", 221: "username", 656: "user principal name",
    },
    "0.9.2342.19200300.100.1": {1: "user id", 3: "mail", 20: "home phone", 41: "mobile"},
}  # fmt: skip
_ATTRIBUTE = re.compile(r"ATT([a-z])(\d+)")
BIT, BYTE, SHORT, LONG, CURRENCY, SINGLE, DOUBLE, DATE, BINARY, TEXT, MORE_BINARY, MORE_TEXT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
ULONG, LONGLONG, GUID, USHORT = 14, 15, 16, 17
WHOLE = frozenset((BYTE, SHORT, LONG, CURRENCY, ULONG, LONGLONG, USHORT))
MOST_UNREAD = 1_000
IN_TWO, OFFSET = 0x10, 0x7FFF  # a cell of several values: two behind a length, or some behind offsets
# Of a directory: which sort of account a row is, the sort that people have, and what of theirs contacts without an account have too.
SORT, PEOPLE = "ATTj590126", str(0x30000000)
REACHED = frozenset(("username", "mail", "telephone number", "given name", "mobile"))
NAMED = frozenset(("cn", "name", "display name"))
BYTES = 64  # of a value that is no file, as figures: a hash, a sealed one, an address


def database(source: Source) -> Iterator[Unit | Unread]:
    """Every table but those of the engine's own. Raises `EvidenceError` where the file is none, or is too damaged to be opened."""
    import pyesedb

    source.media_type = "application/x-ese"
    base = pyesedb.file()
    with source.open() as stream:
        try:
            base.open_file_object(stream)
            for table in base.tables:
                if table.name and not table.name.startswith(OWN):
                    yield from _table(source, table)
        except OSError as error:
            raise EvidenceError("damaged", f"a database of the Extensible Storage Engine: {str(error).splitlines()[0][:160]}") from error


def _table(source: Source, table: Any) -> Iterator[Unit | Unread]:
    """One table; the rows that cannot be told are counted."""
    given = [column.name or "" for column in table.columns]
    names, is_directory = list(map(_called, given)), SORT in given
    sort = given.index(SORT) if is_directory else -1
    reached = [at for at, name in enumerate(names) if name in REACHED]
    named = [at for at, name in enumerate(names) if name in NAMED]
    lost = 0

    def rows() -> Iterator[list[str | None]]:
        nonlocal lost
        for number in range(table.get_number_of_records()):
            try:
                record = table.get_record(number)
                row = [_value(record, place) for place in range(record.get_number_of_values())]
                # Of a directory's rows most are its own: kinds of things, machines, groups. Their names are nobody's.
                if is_directory and (row[sort] not in (None, PEOPLE) or not any(row[at] for at in reached)):
                    for at in named:
                        row[at] = None
                yield row
            except OSError:
                lost += 1
                if lost > MOST_UNREAD:
                    return

    yield from tables(source, names, rows(), part=f"#{table.name}")
    if lost:
        yield Unread(source.exhibit, source.locator, "damaged", f"{lost:,} rows of {table.name} cannot be told")


def _called(name: str) -> str:
    """The name that people know an attribute of a directory by."""
    match = _ATTRIBUTE.fullmatch(name)
    if match is None:
        return name
    prefix, last = divmod(int(match[2]), 1 << 16)
    told = next((one for one, number in PREFIXES.items() if number == prefix), "")
    return ATTRIBUTES.get(told, {}).get(last, name)


def _value(record: Any, place: int) -> str | None:
    kind = record.get_column_type(place)
    if record.is_multi_value(place):
        flags, data = record.get_value_data_flags(place), record.get_value_data(place) or b""
        return "; ".join(filter(None, (_one(one, kind) for one in _parted(data, in_two=bool(flags & IN_TWO))))) or None
    if record.is_long_value(place):
        long = record.get_value_data_as_long_value(place)
        return (long.get_data_as_string() if kind in (TEXT, MORE_TEXT) else _bytes(long.get_data())) or None
    if kind in (TEXT, MORE_TEXT):
        return record.get_value_data_as_string(place) or None
    return _one(record.get_value_data(place), kind)


def _parted(data: bytes, *, in_two: bool) -> Iterator[bytes]:
    """The values of a cell that holds several: behind their offsets, or two of which the first's length is told."""
    if in_two:
        yield from (data[1 : 1 + data[0]], data[1 + data[0] :]) if data else ()
        return
    many = (int.from_bytes(data[:2], "little") & OFFSET) // 2
    begins = [int.from_bytes(data[at * 2 : at * 2 + 2], "little") for at in range(min(many, len(data) // 2))]
    ends = [*(one & OFFSET for one in begins), len(data)][1:]
    for begin, end in zip(begins, ends, strict=True):
        if begin == begin & OFFSET:  # else it is kept elsewhere, and here stands its number
            yield data[begin:end]


def _one(data: bytes | None, kind: int) -> str | None:
    """A value by its kind: numbers and days as such, bytes as what they are."""
    if not data:
        return None
    if kind in WHOLE:
        return str(int.from_bytes(data, "little", signed=kind not in (BYTE, USHORT, ULONG)))
    if kind in (TEXT, MORE_TEXT):
        return data.decode("utf-16-le" if b"\0" in data else "cp1252", "replace").rstrip("\0")
    if kind == BIT:
        return "yes" if data != b"\0" else "no"
    if kind in (SINGLE, DOUBLE) and len(data) == (4 if kind == SINGLE else 8):
        return shown(struct.unpack("<f" if kind == SINGLE else "<d", data)[0])
    if kind == DATE and len(data) == 8:
        return _day(data)
    return str(UUID(bytes_le=data)) if kind == GUID and len(data) == 16 else _bytes(data)


def _day(data: bytes) -> str | None:
    """Ticks of a tenth of a microsecond since 1601, or days since 1899-12-30 as a number with a fraction."""
    ticks, days = struct.unpack("<Q", data)[0], struct.unpack("<d", data)[0]
    try:
        if 1 < days < 200_000:
            return (datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S")
        return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%dT%H:%M:%S")
    except (OverflowError, ValueError):
        return str(ticks)


def _bytes(data: bytes | None) -> str | None:
    """A file as a cell says it, letters as letters, an address as one; else figures."""
    if not data:
        return None
    if len(data) == 16 and not any(data[4:]):
        return str(ip_address(data[:4]))
    said = data.rstrip(b"\0")
    if len(data) > BYTES or (said.isascii() and said.decode("ascii").isprintable()):
        return shown(said)
    return data.hex()
