"""What the bytes of a column of SQL Server say, by its type."""

from __future__ import annotations

import datetime as dt
import re
import struct
import uuid
from collections.abc import Iterator
from decimal import Decimal

from stanch.reading.readers.cell_files import as_cell
from stanch.reading.readers.kept_files import is_file

IMAGE, TEXT, GUID, DATE, TIME, DATETIME2, OFFSET = 34, 35, 36, 40, 41, 42, 43
TINYINT, SMALLINT, INT, SMALLDATETIME, REAL, MONEY, DATETIME, FLOAT = 48, 52, 56, 58, 59, 60, 61, 62
NTEXT, BIT, DECIMAL, NUMERIC, SMALLMONEY, BIGINT = 99, 104, 106, 108, 122, 127
VARBINARY, VARCHAR, BINARY, CHAR, ROWVERSION, NVARCHAR, NCHAR, XML = 165, 167, 173, 175, 189, 231, 239, 241
SIZES = {
    TINYINT: 1,
    SMALLINT: 2,
    INT: 4,
    BIGINT: 8,
    REAL: 4,
    FLOAT: 8,
    MONEY: 8,
    SMALLMONEY: 4,
    DATETIME: 8,
    SMALLDATETIME: 4,
    DATE: 3,
    GUID: 16,
}
VARIANT = 98  # a value that says its own type
# Code pages of texts of one byte a letter: by the first byte of a collation's number (one of Windows), or by the last (one of SQL Server).
UTF8, LATIN = 0x100, "cp1252"
WINDOWS = {
    0x01: "cp1256", 0x03: "cp950", 0x07: "cp1253", 0x0C: "cp1255", 0x10: "cp932", 0x11: "cp949", 0x13: "cp1250", 0x15: "cp1251",
    0x19: "cp874", 0x1A: "cp1254", 0x1F: "cp1257", 0x20: "cp1258", 0x24: "cp936",
}  # fmt: skip
SORTED = (
    (range(30, 35), "cp437"), (range(51, 55), LATIN), (range(40, 62), "cp850"), (range(80, 97), "cp1250"), (range(104, 109), "cp1251"),
    (range(112, 125), "cp1253"), (range(128, 131), "cp1254"), (range(136, 139), "cp1255"), (range(144, 147), "cp1256"),
    (range(152, 161), "cp1257"),
)  # fmt: skip
LONG = frozenset((IMAGE, TEXT, NTEXT))  # kept on pages of their own, whatever their length
SHOWN = 64  # bytes of a value without letters that are shown
_TOLD = re.compile(rb"[\xf0\x11]([\x80-\xff]{0,4}[\x00-\x7f])")  # binary XML: a name, or a text; how many letters follow
_1900 = dt.datetime(1900, 1, 1)  # noqa: DTZ001 as stored


def letters(collation: int) -> str:
    """The code page of a column, by the number of its collation."""
    if collation & UTF8:
        return "utf-8"
    if last := collation >> 24 & 0xFF:
        return next((page for some, page in SORTED if last in some), LATIN)
    return WINDOWS.get(collation & 0xFF, LATIN)


def said(kind: int, raw: bytes, scale: int = 0, page: str = LATIN) -> str | None:
    """A value as text (`page`: of one byte a letter); None where it says nothing, or its bytes are none of this type."""
    try:
        return _said(kind, raw, scale, page)
    except (struct.error, OverflowError, ValueError, ArithmeticError, IndexError):
        return None


def _said(kind: int, raw: bytes, scale: int, page: str) -> str | None:
    if kind == VARIANT:
        return _variant(raw)
    if kind in (NVARCHAR, NCHAR, NTEXT):
        return raw.decode("utf-16-le", "replace").rstrip(" " if kind == NCHAR else "")
    if kind in (VARCHAR, CHAR, TEXT):
        return _narrow(raw, page).rstrip(" " if kind == CHAR else "")
    if kind in (SMALLINT, INT, BIGINT, TINYINT):
        return str(int.from_bytes(raw, "little", signed=kind != TINYINT))
    if kind in (REAL, FLOAT):
        number = struct.unpack("<f" if kind == REAL else "<d", raw)[0]
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if kind in (MONEY, SMALLMONEY):
        return str(Decimal(int.from_bytes(raw, "little", signed=True)).scaleb(-4))
    if kind in (DECIMAL, NUMERIC):
        exact = Decimal(int.from_bytes(raw[1:], "little")).scaleb(-scale)
        return str(exact if raw[0] else -exact)
    if kind == GUID:
        return str(uuid.UUID(bytes_le=raw))
    if kind in (DATE, TIME, DATETIME, DATETIME2, OFFSET, SMALLDATETIME):
        return _moment(kind, raw, scale)
    return _bytes(kind, raw)


def _narrow(raw: bytes, page: str) -> str:
    """A text of one byte a letter, in UTF-8 (since 2019) or in its code page."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(page, "replace")


def _variant(raw: bytes) -> str | None:
    """A value that says its own type: first that, and what else there is to say of it ([MS-TDS] 2.2.5.5.4)."""
    kind = raw[0]
    if kind in (DECIMAL, NUMERIC):
        return said(kind, raw[4:], raw[3])
    if kind in (TIME, DATETIME2, OFFSET):
        return said(kind, raw[3:], raw[2])
    if kind in (VARCHAR, CHAR, NVARCHAR, NCHAR):
        return said(kind, raw[8:], page=letters(int.from_bytes(raw[4:8], "little")))
    if kind in (BINARY, VARBINARY):
        return said(kind, raw[4:])
    return said(kind, raw[2:]) if kind != VARIANT else None


def _moment(kind: int, raw: bytes, scale: int) -> str:
    if kind == DATETIME:
        ticks, days = struct.unpack("<Ii", raw)
        moment = _1900 + dt.timedelta(days=days, milliseconds=round(ticks * 10 / 3))
        return moment.date().isoformat() if not ticks else moment.isoformat(sep=" ", timespec="seconds")
    if kind == SMALLDATETIME:
        minutes, days = struct.unpack("<HH", raw)
        return (_1900 + dt.timedelta(days=days, minutes=minutes)).isoformat(sep=" ", timespec="minutes")
    if kind == DATE:
        return _day(raw).isoformat()
    tail = {TIME: 0, DATETIME2: 3, OFFSET: 5}[kind]
    clock = dt.timedelta(seconds=int.from_bytes(raw[: len(raw) - tail], "little") / 10**scale)
    if kind == TIME:
        return str(dt.timedelta(seconds=int(clock.total_seconds())))
    day = dt.datetime.combine(_day(raw[len(raw) - tail :][:3]), dt.time())
    return (day + clock).isoformat(sep=" ", timespec="seconds")


def _day(raw: bytes) -> dt.date:
    return dt.date(1, 1, 1) + dt.timedelta(days=int.from_bytes(raw, "little"))


def _words(raw: bytes) -> Iterator[str]:
    """Names and texts of XML as the server keeps it ([MS-BINXML]), in their order."""
    at = 0
    while told := _TOLD.search(raw, at):
        many = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(told[1]))
        text = raw[told.end() : told.end() + 2 * many].decode("utf-16-le", "replace")
        is_text = len(text) == many > 0 and all(char.isprintable() or char in "\r\n\t" for char in text) and "\ufffd" not in text
        at = told.end() + 2 * many if is_text else told.start() + 1
        if is_text:
            yield text


def _bytes(kind: int, raw: bytes) -> str | None:
    if kind == ROWVERSION or not raw:
        return None
    if is_file(raw):
        return as_cell(raw)
    if kind == XML or raw[:2] == b"\xdf\xff":
        return " ".join(_words(raw))
    text = raw.decode("utf-8", "replace")
    if "\ufffd" not in text and all(char.isprintable() or char in "\r\n\t" for char in text):
        return text
    return raw.hex() if len(raw) <= SHOWN else f"[{len(raw):,} bytes]"
