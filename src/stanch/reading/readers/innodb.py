"""Table files of MySQL and MariaDB (.ibd), row by row, without a server.

MySQL 8 writes into the file itself what columns the table has; before, and in MariaDB, the .frm file that lies beside it tells.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers.innodb_pages import (
    INSTANT,
    LARGEST,
    REFERENCE,
    Field,
    Found,
    Space,
    record,
    records,
    told_of,
)
from stanch.reading.readers.mysql_definitions import Column, Definition, from_dictionary, from_frm
from stanch.reading.readers.mysql_values import fields, said
from stanch.reading.source import Source
from stanch.records import Unit, Unread

FLAGS, FULL_SUM, PLAIN = 54, 0x10, 16 << 10  # where a file says how it is kept; the bit of MariaDB's newer way; the usual size of a page
DEFINED = 16 << 20  # bytes of a definition
DELETED = 10_000  # rows that were deleted and are still there
DICTIONARY = (*(Field(-1, size, False, False) for size in (4, 8, 6, 7, 4, 4)), Field(0, 0, True, False))
INSTANT_AT, POINTER, WENT, MAPPED = 50, 7, 0x8000, 0x4000  # how many columns a table of MariaDB had at first, and what became of each


def table(source: Source) -> Iterator[Unit | Unread]:
    """The rows of the table. Raises `EvidenceError` where its columns are not told, or it is kept in a way that is not read."""
    source.media_type = "application/x-innodb"
    with source.open() as stream:
        head = stream.read(FLAGS + 4)
        flags = struct.unpack_from(">I", head, FLAGS)[0] if len(head) == FLAGS + 4 else 0
        space = Space(stream, _page_size(flags), flags)
        space.look()
        if not flags & FULL_SUM and flags & 0x1E:
            raise EvidenceError("unsupported", "a table of MySQL or MariaDB with compressed pages (ROW_FORMAT=COMPRESSED)")
        if space.is_packed():
            raise EvidenceError("unsupported", "a table of MySQL or MariaDB whose pages are compressed or encrypted")
        definition, root = _defined(source, space)
        yield from _rows(source, space, definition, root)


def definition(source: Source) -> Iterator[Unit]:
    """Which columns the table has whose rows lie in the file beside. Raises `EvidenceError` where it is no such definition."""
    source.media_type = "application/x-mysql-definition"
    with source.open() as stream:
        raw = stream.read(DEFINED)
    try:
        columns = from_frm(raw).columns
    except ValueError as error:
        raise EvidenceError("damaged", str(error)) from error
    lines = [f"{one.name}: {', '.join(one.words)}" if one.words else one.name for one in columns]
    yield from texts(source, "\n".join(lines) + "\n", properties={"reader": "innodb"})


def _page_size(flags: int) -> int:
    shift = flags & 15 if flags & FULL_SUM else flags >> 6 & 15
    return 512 << shift if 3 <= shift <= 7 else PLAIN


def _defined(source: Source, space: Space) -> tuple[Definition, tuple[int, int]]:
    """The table's columns, and root and number of the index that holds its rows."""
    first = space.first_index()
    if first is None:
        raise EvidenceError("unsupported", "a table file of MySQL or MariaDB without pages of rows")
    beside = source.path.with_name(re.split("#p#", source.path.stem, flags=re.IGNORECASE)[0] + ".frm") if source.path else Path()
    try:
        if told := _dictionary(space):
            return from_dictionary(told), first
        if beside.is_file():
            return from_frm(beside.read_bytes()), first
    except ValueError as error:
        raise EvidenceError("unsupported", f"a table of MySQL or MariaDB: {error}") from error
    raise EvidenceError("unsupported", "a table of MySQL or MariaDB: its columns are told by its .frm file, which does not lie beside it")


def _dictionary(space: Space) -> Any:
    """What MySQL 8 writes of the table in its file; None where it does not."""
    for number in space.told():
        for found in records(space.page(number), DICTIONARY):
            raw = found.values[6] or b""
            with suppress(zlib.error, ValueError):
                told = json.loads(zlib.decompressobj().decompress(space.whole(raw) if found.far else raw, LARGEST))
                if isinstance(told, dict) and told.get("dd_object_type") == "Table":
                    return told
    return None


def _rows(source: Source, space: Space, definition: Definition, root: tuple[int, int]) -> Iterator[Unit]:
    """The rows that are there, then those that were deleted."""
    defaults: dict[int, bytes | None] = {}
    layout, core = _layout(definition), 0
    leaves = space.leaves(root[1])
    if space.kind(root[0]) == INSTANT:
        core = struct.unpack_from(">H", space.page(root[0]), INSTANT_AT)[0] >> 3
        layout, defaults = _changed(space, layout, leaves, core)
    shown = [(place, one) for place, one in enumerate(definition.columns) if not one.is_hidden and one.is_stored]
    gone: dict[tuple[str | None, ...], None] = {}

    def each() -> Iterator[tuple[bool, list[str | None]]]:
        for number in leaves:
            for found in records(space.page(number), layout, core=core):
                if found.is_deleted and not any(map(any, filter(None, found.values.values()))):
                    continue  # the server wrote noughts over it
                yield found.is_deleted, _row(space, found, layout, defaults, shown)

    def present() -> Iterator[list[str | None]]:
        for is_deleted, row in each():
            if not is_deleted:
                yield row
            elif len(gone) < DELETED and any(row):
                gone[tuple(row)] = None

    titles = [one.name for _, one in shown]
    yield from tables(source, titles, present())
    # A row that moved to another page is still on the page that it left: it was not deleted.
    for is_deleted, row in each() if gone else ():
        if not is_deleted:
            gone.pop(tuple(row), None)
    if gone:
        yield from tables(source, titles, map(list, gone), part="#deleted", properties={"hidden": "deleted"})


def _layout(definition: Definition) -> list[Field]:
    try:
        return fields(definition)
    except ValueError as error:
        raise EvidenceError("unsupported", f"a table of MySQL or MariaDB: {error}") from error


def _row(
    space: Space, found: Found, layout: Sequence[Field], defaults: Mapping[int, bytes | None], shown: Sequence[tuple[int, Column]]
) -> list[str | None]:
    held = {place: one.default for place, one in shown} | dict(defaults)
    for place, raw in found.values.items():
        held[layout[place].column] = space.whole(raw) if raw and place in found.far else raw
    return [None if (raw := held[place]) is None else said(one, raw) for place, one in shown]


def _changed(space: Space, layout: list[Field], leaves: Sequence[int], core: int) -> tuple[list[Field], dict[int, bytes | None]]:
    """Layout and values of a table of MariaDB to which columns were added, or from which some were taken, without writing it anew.

    The first record of the first page tells of it: values of columns that came later and, where columns went, what is where.
    """
    own = next(place for place, one in enumerate(layout) if one.column < 0 and one.size == POINTER) + 1
    for page in map(space.page, leaves):
        if not (told := told_of(page)):
            continue
        at, is_apart = told
        if not is_apart:
            found = record(page, at, layout, core)
            return layout, {layout[place].column: value for place, value in found.items() if place >= core}
        begin = at + sum(one.size for one in layout[:own])
        layout = [*layout[:own], *_places(space.whole(page[begin : begin + REFERENCE]), layout)]
        found = record(page, at, [*layout[:own], Field(-1, REFERENCE, False, False), *layout[own:]], core)
        return layout, {layout[place - 1].column: value for place, value in found.items() if place > core}
    return layout, {}


def _places(told: bytes, layout: Sequence[Field]) -> Iterator[Field]:
    """What follows the server's own values in a row: by the number of the column, or a column that went."""
    by_column = {one.column: one for one in layout if one.column >= 0}
    many = struct.unpack_from(">I", told)[0] if len(told) >= 4 else 0
    for (one,) in struct.iter_unpack(">H", told[4 : 4 + 2 * many]):
        number = one & MAPPED - 1
        if one & WENT:
            yield Field(-1, number - 1 if number > 1 else 0, number == 1, not one & MAPPED)
        elif number in by_column:
            yield by_column[number]
        else:
            raise EvidenceError("unsupported", "a table of MariaDB whose columns were changed in a way that is not read")
