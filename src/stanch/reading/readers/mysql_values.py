"""What the bytes of a column say in a table file of MySQL or MariaDB (InnoDB), by the column's kind."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import struct
import uuid
from decimal import Decimal
from typing import Any

from stanch.reading.readers.cell_files import as_cell
from stanch.reading.readers.innodb_pages import Field
from stanch.reading.readers.kept_files import is_file
from stanch.reading.readers.mysql_definitions import (
    BIT,
    BLOBS,
    DATE,
    DATETIME,
    DATETIME2,
    DECIMAL,
    DOUBLE,
    ENUM,
    FLOAT,
    INET4,
    INET6,
    JSON,
    NEWDATE,
    SET,
    STRING,
    TEXTS,
    TIME,
    TIME2,
    TIMESTAMP,
    TIMESTAMP2,
    UUID,
    WHOLE,
    WIDE,
    YEAR,
    Column,
    Definition,
)

DIGITS = (0, 1, 1, 2, 2, 3, 3, 4, 4, 4)  # bytes of up to nine digits
SHOWN = 64  # bytes of a value without letters that are shown


def fields(definition: Definition) -> list[Field]:
    """How the values of a row stand in its record. Raises `ValueError` for a kind that is not known."""
    found = []
    for place, own in definition.order:
        if place < 0:
            found.append(Field(-1, max(own, 0), -own > 255, False))
            continue
        one = definition.columns[place]
        size = 0 if one.kind in BLOBS else _size(one)
        found.append(Field(place, size, one.kind in BLOBS or one.size > 255, one.is_nullable, one.since, one.until))
    return found


def _size(one: Column) -> int:
    """Bytes of a value that always has as many; 0 of one that has not. Raises `ValueError` for a kind that is not known."""
    fraction = (one.scale + 1) // 2
    if one.kind in TEXTS:
        return one.size if one.kind == STRING and one.charset not in WIDE else 0
    if one.kind == SET:
        return next(many for many in (1, 2, 3, 4, 8) if many * 8 >= min(len(one.words), 64))
    if one.kind == DECIMAL:
        return _room(one.size - one.scale) + _room(one.scale)
    sizes = {
        **WHOLE, FLOAT: 4, DOUBLE: 8, DATE: 3, NEWDATE: 3, TIME: 3, TIMESTAMP: 4, DATETIME: 8, YEAR: 1, TIMESTAMP2: 4 + fraction,
        DATETIME2: 5 + fraction, TIME2: 3 + fraction, BIT: (one.size + 7) // 8, ENUM: 1 + (len(one.words) > 255),
        UUID: 16, INET6: 16, INET4: 4,
    }  # fmt: skip
    if one.kind not in sizes:
        raise ValueError(f"a column of a kind that is not known ({one.kind})")
    return sizes[one.kind]


def _room(digits: int) -> int:
    return 4 * (digits // 9) + DIGITS[digits % 9]


def said(one: Column, raw: bytes) -> str | None:
    """A value as text; None where it says nothing, or its bytes are none of this kind."""
    try:
        return _said(one, raw)
    except (struct.error, OverflowError, ValueError, ArithmeticError, IndexError):
        return None


def _said(one: Column, raw: bytes) -> str | None:
    if one.kind == JSON:
        return json.dumps(_json(raw[0], raw[1:]), ensure_ascii=False) if raw else None
    if one.kind in TEXTS:
        return _bytes(raw) if one.is_binary else raw.decode(one.charset, "replace").rstrip(" " if one.kind == STRING else "")
    number = int.from_bytes(raw, "big")
    if one.kind in WHOLE:
        return str(number if one.is_unsigned else number - (1 << 8 * len(raw) - 1))
    if one.kind in (FLOAT, DOUBLE):
        real = struct.unpack("<f" if one.kind == FLOAT else "<d", raw)[0]
        return str(int(real)) if real.is_integer() and abs(real) < 1e15 else repr(real)
    if one.kind == DECIMAL:
        return str(_exact(raw, one.size - one.scale, one.scale))
    if one.kind == UUID:
        return str(uuid.UUID(bytes=raw[12:] + raw[10:12] + raw[8:10] + raw[6:8] + raw[:6]))
    if one.kind in (INET4, INET6):
        return str(ipaddress.ip_address(raw))
    if one.kind == YEAR:
        return str(1900 + number if number else 0)
    if one.kind == ENUM:
        return one.words[number - 1] if number else ""
    if one.kind == SET:
        return ",".join(word for place, word in enumerate(one.words) if number >> place & 1)
    return str(number) if one.kind == BIT else _moment(one, raw, number)


def _exact(raw: bytes, whole: int, decimals: int) -> Decimal:
    """Digits in groups of nine, from the point on; the first bit is set of numbers from nought up, and all bits are turned below it."""
    is_below = not raw[0] & 0x80
    raw = bytes((byte ^ 0xFF if is_below else byte) ^ (0x80 if not place else 0) for place, byte in enumerate(raw))
    digits, at = "", 0
    for many in (whole % 9, *[9] * (whole // 9), *[9] * (decimals // 9), decimals % 9):
        size = DIGITS[many] if many < 9 else 4
        if many:
            digits += f"{int.from_bytes(raw[at : at + size], 'big'):0{many}d}"
        at += size
    exact = Decimal(digits or 0).scaleb(-decimals)
    return -exact if is_below else exact


def _moment(one: Column, raw: bytes, number: int) -> str | None:
    if one.kind in (DATE, NEWDATE):
        number -= 1 << 23
        return f"{number >> 9:04d}-{number >> 5 & 15:02d}-{number & 31:02d}" if number > 0 else None
    if one.kind in (TIMESTAMP, TIMESTAMP2):
        seconds = int.from_bytes(raw[:4], "big") - (1 << 31 if one.kind == TIMESTAMP else 0)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M:%S") if seconds > 0 else None
    if one.kind == DATETIME2:
        packed = int.from_bytes(raw[:5], "big") - (1 << 39)
        return _clock(packed >> 17, packed & 0x1FFFF)
    if one.kind == TIME2:
        return _time(int.from_bytes(raw, "big") - (1 << 8 * len(raw) - 1) >> 8 * (len(raw) - 3))
    number -= 1 << 8 * len(raw) - 1
    if one.kind == TIME:
        return f"{'-' if number < 0 else ''}{abs(number) // 10000:02d}:{abs(number) // 100 % 100:02d}:{abs(number) % 100:02d}"
    digits = f"{number:014d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}" if number > 0 else None


def _clock(day: int, time: int) -> str | None:
    """A day of years times 13 months times 32 days, and hours, minutes and seconds in 5, 6 and 6 bits."""
    months, days = day >> 5, day & 31
    written = f"{months // 13:04d}-{months % 13:02d}-{days:02d}"
    return f"{written} {time >> 12:02d}:{time >> 6 & 63:02d}:{time & 63:02d}" if day > 0 else None


def _time(packed: int) -> str:
    size = abs(packed)
    return f"{'-' if packed < 0 else ''}{size >> 12 & 0x3FF:02d}:{size >> 6 & 63:02d}:{size & 63:02d}"


def _bytes(raw: bytes) -> str | None:
    if not raw:
        return None
    if is_file(raw):
        return as_cell(raw)
    text = raw.decode("utf-8", "replace")
    if "\ufffd" not in text and all(char.isprintable() or char in "\r\n\t" for char in text):
        return text
    return raw.hex() if len(raw) <= SHOWN else f"[{len(raw):,} bytes]"


def _json(kind: int, raw: bytes, depth: int = 0) -> Any:
    """A value of MySQL's binary JSON: objects and lists with places of 2 or 4 bytes, then names and values."""
    if kind > 3:
        return _plain(kind, raw)
    if depth > 100:
        raise ValueError("nested too deep")
    wide, is_list = 4 if kind & 1 else 2, kind > 1
    many = int.from_bytes(raw[:wide], "little")
    at = 2 * wide
    names = []
    for _ in range(0 if is_list else min(many, len(raw))):
        begin, size = int.from_bytes(raw[at : at + wide], "little"), int.from_bytes(raw[at + wide : at + wide + 2], "little")
        names.append(raw[begin : begin + size].decode("utf-8", "replace"))
        at += wide + 2
    values = []
    for _ in range(min(many, len(raw))):
        one = raw[at]
        is_here = one in (4, 5, 6) or (wide == 4 and one in (7, 8))
        held = raw[at + 1 : at + 1 + wide] if is_here else raw[int.from_bytes(raw[at + 1 : at + 1 + wide], "little") :]
        values.append(_json(one, held, depth + 1))
        at += 1 + wide
    return values if is_list else dict(zip(names, values, strict=False))


def _plain(kind: int, raw: bytes) -> Any:
    if kind == 4:
        return {0: None, 1: True, 2: False}.get(raw[0])
    if kind in (5, 6, 7, 8, 9, 10):
        return int.from_bytes(raw[: {5: 2, 6: 2, 7: 4, 8: 4}.get(kind, 8)], "little", signed=kind % 2 == 1)
    if kind == 11:
        return struct.unpack_from("<d", raw)[0]
    at = 0 if kind == 12 else 1
    size = shift = 0
    while True:
        byte = raw[at]
        size, shift, at = size | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80 or shift > 35:
            break
    held = raw[at : at + size]
    if kind == 12:
        return held.decode("utf-8", "replace")
    if raw[0] == DECIMAL:
        return str(_exact(held[2:], held[0] - held[1], held[1]))
    if raw[0] in (DATE, NEWDATE, DATETIME, TIMESTAMP, TIME) and len(held) == 8:
        packed = int.from_bytes(held, "little", signed=True) >> 24
        return _time(packed) if raw[0] == TIME else _clock(packed >> 17, packed & 0x1FFFF)
    return _bytes(held)
