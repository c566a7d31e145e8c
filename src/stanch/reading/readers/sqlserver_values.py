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
LONG = frozenset((IMAGE, TEXT, NTEXT))  # kept on pages of their own, whatever their length
SHOWN = 64  # bytes of a value without letters that are shown
_TOLD = re.compile(rb"[\xf0\x11]([\x80-\xff]{0,4}[\x00-\x7f])")  # binary XML: a name, or a text; how many letters follow
_1900 = dt.datetime(1900, 1, 1)  # noqa: DTZ001 as stored


def said(kind: int, raw: bytes, scale: int = 0) -> str | None:
    """A value as text; None where it says nothing, or its bytes are none of this type."""
    try:
        return _said(kind, raw, scale)
    except (struct.error, OverflowError, ValueError, ArithmeticError):
        return None


def _said(kind: int, raw: bytes, scale: int) -> str | None:
    if kind in (NVARCHAR, NCHAR, NTEXT):
        return raw.decode("utf-16-le", "replace").rstrip(" " if kind == NCHAR else "")
    if kind in (VARCHAR, CHAR, TEXT):
        return _narrow(raw).rstrip(" " if kind == CHAR else "")
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


def _narrow(raw: bytes) -> str:
    """A text of one byte a letter, in the code page of most databases or, since 2019, in UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


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
