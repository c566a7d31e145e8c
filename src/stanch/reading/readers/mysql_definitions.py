"""What columns a table of MySQL or MariaDB has: from its .frm file (up to MySQL 5.7, MariaDB), or from its own pages (MySQL 8)."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

# Kinds of columns, as .frm files number them.
OLD_DECIMAL, TINY, SHORT, LONG, FLOAT, DOUBLE, NULL, TIMESTAMP, LONGLONG, INT24, DATE, TIME, DATETIME, YEAR, NEWDATE = range(15)
VARCHAR, BIT, TIMESTAMP2, DATETIME2, TIME2 = range(15, 20)
JSON, DECIMAL, ENUM, SET, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, VAR_STRING, STRING, GEOMETRY = range(245, 256)
OWN = {b"uuid": 300, b"inet6": 301, b"inet4": 302}  # kinds that MariaDB tells by name
UUID, INET6, INET4 = OWN.values()
SERVERS = {"DB_ROW_ID": 6, "DB_TRX_ID": 6, "DB_ROLL_PTR": 7}  # the server's own values in a row, and their bytes
ALL = 0xFFFFFFFF  # bytes of a column that a key has whole
WHOLE = {TINY: 1, SHORT: 2, INT24: 3, LONG: 4, LONGLONG: 8}
BLOBS = frozenset((TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, JSON, GEOMETRY))
TEXTS = frozenset((VARCHAR, VAR_STRING, STRING)) | BLOBS
# The same, as the dictionary of MySQL 8 numbers them, from 1.
NUMBERED = (
    OLD_DECIMAL, TINY, SHORT, LONG, FLOAT, DOUBLE, NULL, TIMESTAMP, LONGLONG, INT24, DATE, TIME, DATETIME, YEAR, NEWDATE, VARCHAR, BIT,
    TIMESTAMP2, DATETIME2, TIME2, DECIMAL, ENUM, SET, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, VAR_STRING, STRING, GEOMETRY, JSON,
)  # fmt: skip
NAMED, WORKED_OUT = 130, 0  # of what a .frm file tells besides: kinds by name; of columns that are worked out: those that are not kept
MARIA = ("utf8", "utf8mb4", "ucs2", "utf16", "utf32")  # of collations from 2048 on, 256 each
PYTHON = {
    "utf8": "utf-8", "utf8mb3": "utf-8", "utf8mb4": "utf-8", "latin1": "cp1252", "ucs2": "utf-16-be", "utf16": "utf-16-be",
    "utf16le": "utf-16-le", "utf32": "utf-32-be", "latin2": "iso8859-2", "latin5": "iso8859-9", "latin7": "iso8859-13",
    "greek": "iso8859-7", "hebrew": "iso8859-8", "koi8r": "koi8-r", "koi8u": "koi8-u", "tis620": "tis-620", "euckr": "euc-kr",
    "ujis": "euc-jp", "eucjpms": "euc-jp", "sjis": "shift-jis", "macroman": "mac-roman", "macce": "mac-latin2", "binary": "latin-1",
    "dec8": "latin-1", "hp8": "hp-roman8", "swe7": "ascii", "armscii8": "latin-1", "geostd8": "latin-1", "keybcs2": "cp852",
}  # fmt: skip
# Encodings in which letters take several bytes: a value of a fixed number of letters has not always as many bytes.
WIDE = frozenset((
    "utf-8", "utf-16-be", "utf-16-le", "utf-32-be", "euc-jp", "gb18030", "big5", "shift-jis", "cp932", "gbk", "gb2312", "euc-kr",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind, its bytes at most (digits of an exact number), decimals, charset, the words of an enumeration."""

    name: str
    kind: int
    size: int
    scale: int = 0
    is_unsigned: bool = False
    is_nullable: bool = True
    charset: str = "utf-8"
    is_binary: bool = False
    words: tuple[str, ...] = ()
    is_stored: bool = True
    since: int = 0  # version of the table from which on rows have it (MySQL 8)
    until: int = 1 << 30
    is_hidden: bool = False
    default: bytes | None = None  # of rows that were written before the column came (MySQL 8)


@dataclass(frozen=True, slots=True)
class Definition:
    """A table: its columns, and in which `order` a row has them: place and 0, or -1 and the bytes of what is passed over.

    Of what is passed over (the server's own, the beginning of a column that comes whole later) bytes below 0 are the most that it may have.
    """

    columns: tuple[Column, ...]
    order: tuple[tuple[int, int], ...]


def charset(collation: int) -> str:
    """The encoding of a collation, by its number."""
    from pymysql.charset import charset_by_id

    if collation >= 2048:
        return PYTHON[MARIA[min(collation - 2048 >> 8, 4)]]
    try:
        name = str(charset_by_id(collation % 1024).name)
    except KeyError:
        return "utf-8"
    return PYTHON.get(name, name)


def from_frm(raw: bytes) -> Definition:
    """From a .frm file. Raises `ValueError` where it is none, or tells of no columns."""
    try:
        info = struct.unpack_from("<I", raw, 64 + struct.unpack_from("<H", raw, 4)[0])[0]
        many, screens = struct.unpack_from("<HH", raw, info + 258)
        (length,) = struct.unpack_from("<H", raw, info + 268)
        begin = info + 288 + screens
        rest = raw[begin + 17 * many :]
        names = [one.decode("utf-8", "replace") for one in rest[1 : length - 1].split(b"\xff")][:many]
        words = [tuple(one.decode("utf-8", "replace") for one in part.split(b"\xff")[1:-1]) for part in rest[length:].split(b"\0")]
        kinds, unkept = _own_kinds(raw), _unkept(raw, rest, length, info, begin)
        columns = tuple(_frm_column(raw, begin + 17 * at, one, words, kinds.get(at)) for at, one in enumerate(names))
        columns = tuple(replace(one, is_stored=at not in unkept) for at, one in enumerate(columns))
        return Definition(columns, _ordered(columns, _frm_key(raw, columns)))
    except (struct.error, IndexError) as error:
        raise ValueError("not the definition of a table") from error


def _own_kinds(raw: bytes) -> Mapping[int, int]:
    """Kinds that MariaDB tells by name: by the place of their columns."""
    at, end = 64, 64 + int(struct.unpack_from("<H", raw, 4)[0])
    found = {}
    while at + 2 < end:
        kind, size, at = raw[at], raw[at + 1], at + 2
        if not size:
            size, at = struct.unpack_from("<H", raw, at)[0], at + 2
        here, stop, at = at, at + size, at + size
        while kind == NAMED and here + 2 <= stop:
            name = raw[here + 2 : here + 2 + raw[here + 1]]
            found[raw[here]], here = OWN.get(name, STRING), here + 2 + len(name)
    return found


def _unkept(raw: bytes, rest: bytes, length: int, info: int, begin: int) -> frozenset[int]:
    """The places of columns that are worked out when they are asked for: rows do not have them."""
    words, remarks = struct.unpack_from("<H", raw, info + 274)[0], struct.unpack_from("<H", raw, info + 284)[0]
    told = rest[length + words + remarks :]
    marked = [at for at in range(struct.unpack_from("<H", raw, info + 258)[0]) if raw[begin + 17 * at + 10] & 0x80]
    found, at = set(), 0
    if marked:  # MySQL 5.7: one after another for those that are marked
        for place in marked:
            if not told[at + 3]:
                found.add(place)
            at += 4 + int(struct.unpack_from("<H", told, at + 1)[0])
        return frozenset(found)
    size, at = struct.unpack_from("<H", raw, info + 286)[0], 16
    while at + 6 <= min(size, len(told)):
        kind, place, many, name = struct.unpack_from("<BHHB", told, at)
        if kind == WORKED_OUT:
            found.add(place)
        at += 6 + many + name
    return frozenset(found)


def _frm_column(raw: bytes, at: int, name: str, words: Sequence[tuple[str, ...]], own: int | None) -> Column:
    size, flags = struct.unpack_from("<H", raw, at + 3)[0], struct.unpack_from("<H", raw, at + 8)[0]
    kind, collation = own or raw[at + 13], raw[at + 14] | raw[at + 11] << 8
    scale, is_unsigned = flags >> 8 & 31, not flags & 1
    if kind == DECIMAL:
        size -= (scale > 0) + (not is_unsigned)
    elif kind in (TIMESTAMP2, DATETIME2, TIME2):
        scale = max(0, size - (11 if kind == TIME2 else 20))
    said = words[raw[at + 12] - 1] if kind in (ENUM, SET) and 0 < raw[at + 12] <= len(words) else ()
    return Column(name, kind, size, scale, is_unsigned, bool(flags & 0x8000), charset(collation), collation == 63, said)


def _frm_key(raw: bytes, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The columns by which rows are ordered, and how many bytes of each; none where no key says it."""
    at = struct.unpack_from("<H", raw, 6)[0]
    many = raw[at + 1] << 7 | raw[at] & 0x7F if raw[at] & 0x80 else raw[at]
    if not many:
        return []
    flags, parts = struct.unpack_from("<H", raw, at + 6)[0], raw[at + 10]
    listed = [struct.unpack_from("<H5xH", raw, at + 14 + 9 * one) for one in range(parts)]
    key = [((place & 0x3FFF) - 1, size) for place, size in listed]
    is_unique = not flags & 1
    return key if is_unique and not any(columns[place].is_nullable for place, _ in key) else []


def _ordered(columns: Sequence[Column], key: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The key (a part of a column comes again whole), or the server's number of the row; two numbers of its own; the rest."""
    first = [_in_key(columns, *one) for one in key] or [(-1, 6)]
    whole = {place for place, _ in first}
    rest = [(place, 0) for place, one in enumerate(columns) if place not in whole and one.is_stored]
    return (*first, (-1, 6), (-1, 7), *rest)


def _in_key(columns: Sequence[Column], place: int, size: int) -> tuple[int, int]:
    one = columns[place]
    if size == ALL or one.kind not in TEXTS or (one.kind not in BLOBS and size >= one.size):
        return place, 0
    return -1, size if one.kind == STRING and one.charset not in WIDE else -size


def from_dictionary(told: Mapping[str, Any]) -> Definition:
    """From what MySQL 8 writes of a table in its own file. Raises `ValueError` where it is none."""
    try:
        table = told["dd_object"]
        columns = tuple(_told_column(one) for one in table["columns"])
        index = next(one for one in table["indexes"] if one["type"] in (1, 2) or one["name"] == "PRIMARY")
        order = [(int(one["column_opx"]), int(one["length"])) for one in index["elements"]]
        own = {place: SERVERS[one.name] for place, one in enumerate(columns) if one.is_hidden and one.name in SERVERS}
        return Definition(columns, tuple((-1, own[place]) if place in own else _in_key(columns, place, size) for place, size in order))
    except (KeyError, StopIteration, IndexError, TypeError) as error:
        raise ValueError("not the definition of a table") from error


def _told_column(one: Mapping[str, Any]) -> Column:
    kind = NUMBERED[int(one["type"]) - 1]
    size, scale = int(one.get("char_length", 0)), int(one.get("datetime_precision", 0) or 0)
    if kind == DECIMAL:
        size, scale = int(one["numeric_precision"]), int(one["numeric_scale"])
    own = dict(part.split("=", 1) for part in str(one.get("se_private_data", "")).split(";") if "=" in part)
    words = tuple(base64.b64decode(element["name"]).decode("utf-8", "replace") for element in one.get("elements", ()))
    collation = int(one.get("collation_id", 255))
    return Column(
        str(one["name"]), kind, size, scale, bool(one.get("is_unsigned")), bool(one.get("is_nullable")), charset(collation),
        collation == 63, words, is_stored=not one.get("is_virtual"), since=int(own.get("version_added", 0)),
        until=int(own.get("version_dropped", 1 << 30)),
        is_hidden=int(one.get("hidden", 1)) != 1, default=bytes.fromhex(own["default"]) if own.get("default") else None,
    )  # fmt: skip
