"""Numbers (since 2013): the tables of a document, cell by cell, and the texts beside them.

The package holds streams of archives: each says its own number and the kinds and lengths of its messages (protocol buffers).
A table (kind 6001) points at tiles of rows and at lists of strings; a row holds its cells one behind the other, with the
place of each. Cells have an old form and, since 2017, a new one; both are read.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from stanch.reading.pieces import below, headed, tables, texts
from stanch.reading.source import Source
from stanch.records import Unit

TABLE, TEXTS = 6001, (2001, 2005)
EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
WIDEST = 20_000  # columns
TALLEST = 2_000_000  # rows
BIAS = 0x1820  # of the exponent of a decimal of 128 bits
NO_CELL = 0xFFFF
Fields = dict[int, list["int | bytes"]]


@dataclass(slots=True)
class Objects:
    """The archives of a package by number, with the kind of each."""

    messages: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def add(self, stream: bytes) -> None:
        """The archives of one unpacked stream; what is broken ends it."""
        at = 0
        while at < len(stream):
            size, at = _varint(stream, at)
            if not 0 < size <= len(stream) - at:
                return
            head = fields(stream[at : at + size])
            at += size
            for place, one in enumerate(head.get(2, [])):
                said = fields(one) if isinstance(one, bytes) else {}
                length = _number(said, 3)
                if place == 0:
                    self.messages[_number(head, 1)] = (_number(said, 1), stream[at : at + length])
                at += length

    def of(self, reference: int | bytes | None) -> Fields:
        """The fields of what a reference points at."""
        number = _number(fields(reference), 1) if isinstance(reference, bytes) else 0
        return fields(self.messages.get(number, (0, b""))[1])


def fields(message: bytes) -> Fields:
    """Numbers and byte strings of a message, by number of field; what is broken ends it."""
    found: Fields = {}
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        value: int | bytes
        if kind == 0:
            value, at = _varint(message, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value, at = message[at : at + size], at + size
        elif kind == 2:
            size, at = _varint(message, at)
            value, at = message[at : at + size], at + size
        else:
            return found
        if key < 8 or at > len(message):
            return found
        found.setdefault(key >> 3, []).append(value)
    return found


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(content) and shift < 70:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    return 0, len(content) + 1


def _number(found: Fields, key: int) -> int:
    value = found.get(key, [0])[0]
    return value if isinstance(value, int) else 0


def _bytes(found: Fields, key: int) -> bytes:
    value = found.get(key, [b""])[0]
    return value if isinstance(value, bytes) else b""


def _text(found: Fields, key: int) -> str:
    return "".join(one.decode("utf-8", "replace") for one in found.get(key, []) if isinstance(one, bytes))


def sheets(source: Source, streams: Iterator[bytes]) -> Iterator[Unit]:
    """Each table that has rows, then the texts of shapes, notes and comments."""
    objects = Objects()
    for stream in streams:
        objects.add(stream)
    found = False
    for kind, message in list(objects.messages.values()):
        if kind == TABLE:
            table = fields(message)
            names, first, rows = _headed(objects, table)
            for unit in tables(source, names, rows, part=f"#{_text(table, 8)}", first=first):
                found = found or unit.kind == "table"
                yield unit
    if found:
        words = [_text(fields(message), 3).strip() for kind, message in objects.messages.values() if kind in TEXTS]
        beside = [word for word in dict.fromkeys(words) if any(map(str.isalnum, word))]
        yield from texts(source, "\n".join(beside) + "\n", part="#text") if beside else ()


def _headed(objects: Objects, table: Fields) -> tuple[Sequence[str | None], int, Iterator[list[str | None]]]:
    """Names, number of the first row below them, rows: a document knows whether its first row is a header."""
    found = _rows(objects, table)
    if _number(table, 9) != 1:
        return headed(found)
    head = next(found, None)
    if head is None or head[0] != 1:
        return headed(itertools.chain([head] if head else [], found))
    return head[1], 2, below(found, 2)


def _rows(objects: Objects, table: Fields) -> Iterator[tuple[int, list[str | None]]]:
    """Rows with their numbers, counted from 1; empty ones are left out."""
    store = fields(_bytes(table, 4))
    width, tiles = min(_number(table, 7), WIDEST), fields(_bytes(store, 3))
    strings, rich = _strings(objects, store), _rich(objects, store)
    tile_size = _number(tiles, 2) or 256
    for entry in tiles.get(1, []):
        said = fields(entry) if isinstance(entry, bytes) else {}
        tile = objects.of(_bytes(said, 2))
        wide_tile = bool(_number(tile, 8))
        for one in tile.get(5, []):
            row = fields(one) if isinstance(one, bytes) else {}
            number = _number(said, 1) * tile_size + _number(row, 1) + 1
            cells = [_cell(raw, strings, rich) for raw in _stored(row, width, is_wide=wide_tile or bool(_number(row, 8)))]
            if number <= TALLEST and any(cells):
                yield number, cells


def _entries(objects: Objects, listed: Fields) -> Iterator[Fields]:
    """The entries of a list, those in its segments too."""
    for part in (listed, *(objects.of(reference) for reference in listed.get(4, []))):
        yield from (fields(one) for one in part.get(3, []) if isinstance(one, bytes))


def _strings(objects: Objects, store: Fields) -> dict[int, str]:
    return {_number(entry, 1): _text(entry, 3) for entry in _entries(objects, objects.of(_bytes(store, 4)))}


def _rich(objects: Objects, store: Fields) -> dict[int, str]:
    """Texts with more than one style stand as texts of their own."""
    found = {}
    for entry in _entries(objects, objects.of(_bytes(store, 17))):
        payload = objects.of(_bytes(entry, 9))
        found[_number(entry, 1)] = _text(objects.of(_bytes(payload, 1)), 3)
    return found


def _stored(row: Fields, width: int, *, is_wide: bool) -> Iterator[bytes]:
    """The bytes of each cell of a row; none where it is empty."""
    new = _bytes(row, 6)
    content, places = (new, _bytes(row, 7)) if new else (_bytes(row, 3), _bytes(row, 4))
    starts = [place for (place,) in struct.iter_unpack("<H", places[: len(places) // 2 * 2])][:width]
    scale = 4 if new and is_wide else 1
    for start in starts:
        yield content[start * scale :] if start != NO_CELL else b""


def _cell(raw: bytes, strings: dict[int, str], rich: dict[int, str]) -> str | None:
    """What a cell says."""
    if len(raw) < 12:
        return None
    try:
        return _new(raw, strings, rich) if raw[0] == 5 else _old(raw, strings, rich)
    except (struct.error, IndexError, OverflowError, ValueError):
        return None


def _new(raw: bytes, strings: dict[int, str], rich: dict[int, str]) -> str | None:
    kind, flags, at = raw[1], struct.unpack_from("<I", raw, 8)[0], 12
    values: dict[int, bytes] = {}
    for flag, size in ((1, 16), (2, 8), (4, 8), (8, 4), (16, 4)):
        if flags & flag:
            values[flag] = raw[at : at + size]
            at += size
    if 8 in values and kind != 9:
        return strings.get(struct.unpack("<I", values[8])[0])
    if 16 in values:
        return rich.get(struct.unpack("<I", values[16])[0])
    if 4 in values:
        return _moment(struct.unpack("<d", values[4])[0])
    if 1 in values:
        return _decimal(values[1])
    return _plain(kind, struct.unpack("<d", values[2])[0]) if 2 in values else None


def _old(raw: bytes, strings: dict[int, str], rich: dict[int, str]) -> str | None:
    """Before 2017: keys of styles and formats come first, as many as bits say."""
    version, flags = raw[0], struct.unpack_from("<I", raw, 4)[0]
    at = 12 + 4 * (flags & (0x0D8E if version < 4 else 0x8E)).bit_count()
    if flags & 0x200:
        return rich.get(struct.unpack_from("<I", raw, at)[0])
    at += 4 * (flags & 0x3000).bit_count()
    if flags & 0x10:
        return strings.get(struct.unpack_from("<I", raw, at)[0])
    if flags & 0x20:
        return _plain(raw[2] if version < 5 else raw[1], struct.unpack_from("<d", raw, at)[0])
    return _moment(struct.unpack_from("<d", raw, at)[0]) if flags & 0x40 else None


def _plain(kind: int, value: float) -> str:
    if kind == 6:
        return "true" if value else "false"
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)


def _moment(seconds: float) -> str:
    moment = EPOCH + timedelta(seconds=seconds)
    return (
        moment.date().isoformat()
        if moment.hour == moment.minute == moment.second == 0
        else moment.replace(tzinfo=None).isoformat(" ", "seconds")
    )


def _decimal(raw: bytes) -> str:
    """A decimal of 128 bits: sign and exponent in the last two bytes, all digits in the others."""
    exponent = ((raw[15] & 0x7F) << 7 | raw[14] >> 1) - BIAS
    digits = (raw[14] & 1) << 112 | int.from_bytes(raw[:14], "little")
    if abs(exponent) > 400:
        return str(digits)
    sign = "-" if raw[15] & 0x80 else ""
    if exponent >= 0:
        return f"{sign}{digits * 10**exponent}"
    text = str(digits).rjust(1 - exponent, "0")
    return f"{sign}{text[:exponent]}.{text[exponent:]}".rstrip("0").rstrip(".")
