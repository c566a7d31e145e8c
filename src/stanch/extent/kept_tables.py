"""Tables of one database as they were read, whole columns of them looked at after the scan (`row_chains`, `attribute_ids`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.extent import cells as cellwise
from stanch.extent import unfolded
from stanch.extent.blocks import blocks
from stanch.extent.columns import decide
from stanch.extent.detector import Detector
from stanch.extent.header_rows import with_header_row
from stanch.extent.headings import words_of
from stanch.extent.row_families import OWN_NUMBERS, container
from stanch.extent.row_keys import declared, meant, scoped
from stanch.extent.table_column import NAMES, Column
from stanch.records import Unit, unpack_cells
from stanch.vault import Keys, sealed_file

MOST_BYTES = 64 << 20  # of pieces that stay in memory
MOST_ROWS = 3_000_000  # of a table whose keys are looked up; a larger one is not followed


Piece = tuple[Unit, pa.Table]


class Pieces:
    """The pieces of a database's tables; those asked for last stay in memory, up to `most` bytes, as columns are asked for one by one."""

    def __init__(self, keys: Keys, most: int = MOST_BYTES) -> None:
        self.keys, self.most = keys, most
        self._kept: dict[tuple[str, int, int], tuple[int, Piece | None]] = {}
        self._size = 0
        self._group: tuple[str, int, pa.Table] | None = None  # the tables of a database lie one behind the other

    def at(self, path: str, group: int, unit: int) -> Piece | None:
        """A piece; None where it is no plain table."""
        place = (path, group, unit)
        if place in self._kept:
            self._kept[place] = kept = self._kept.pop(place)  # now the last
            return kept[1]
        found = self._read(path, group, unit)
        size = len(found[0].cells or b"") + found[1].nbytes if found else 0
        self._kept[place], self._size = (size, found), self._size + size
        while self._size > self.most:
            self._size -= self._kept.pop(next(iter(self._kept)))[0]
        return found

    def _read(self, path: str, group: int, unit: int) -> Piece | None:
        if self._group is None or self._group[:2] != (path, group):
            self._group = None  # before the next one is read
            self._group = path, group, sealed_file(Path(path), self.keys).read_row_group(group)
        row = self._group[2].slice(unit, 1).to_pylist()[0]
        one = Unit(**(row | {"properties": dict(row["properties"] or ())}))
        if not one.cells:
            return None
        table = unpack_cells(one.cells)
        return (one, table) if is_plain(table, one.start) else None


class KeptTable:
    """One table of a database, its pieces read when they are asked for."""

    def __init__(self, locator: str, where: Sequence[Sequence[Any]], kept: Pieces) -> None:
        self.locator, self.where, self.kept = locator, where, kept
        self.place, self.name = container(locator)

    def pieces(self) -> Iterator[Piece]:
        """Every piece that is a plain table."""
        found = (self.kept.at(str(path), int(group), int(unit)) for path, group, unit in self.where)
        yield from (one for one in found if one is not None)

    @cached_property
    def head(self) -> tuple[Unit, pa.Table] | None:
        """The first piece."""
        return next(self.pieces(), None)

    @cached_property
    def columns(self) -> list[Column]:
        """What its columns hold, by its first piece."""
        if self.head is None:
            return []
        unit, table = self.head
        return decide(table, self.name, among_others=True, told=declared(unit.properties))

    def numbers(self, detector: Detector, name: str) -> pa.Array | None:
        """A whole column of numbers of people as they are compared; None where the table is too large."""
        values = self.cells(name)
        if values is None:
            return None
        coded = values.dictionary_encode()
        meant = self.meant(name)
        compared = [
            one and scoped(one, detector.kind, *meant, self.place) for one in cellwise.normal(detector, coded.dictionary).to_pylist()
        ]
        return pa.array(compared, pa.string()).take(coded.indices)

    def meant(self, header: str) -> tuple[str, str]:
        """The column and table that a key speaks of."""
        return meant(header, self.name, declared(self.head[0].properties) if self.head else {})

    @property
    def names_somebody(self) -> bool:
        """Whether its rows have a person of their own."""
        return any(column.detector and column.detector.kind in NAMES and not column.role for column in self.columns)

    @cached_property
    def number(self) -> Column | None:
        """The column that bears a number of people."""
        return next((one for one in self.columns if one.detector and one.detector.kind in OWN_NUMBERS and not one.role), None)

    def names(self, table: pa.Table) -> list[str]:
        """For each row of a piece the words of its person's name, in an order of their own; "" where there is none."""
        named = [one.name for one in self.columns if one.detector and one.detector.kind in NAMES and not one.role]
        columns = [table.column(name).to_pylist() for name in named if name in table.column_names]
        rows = zip(*columns, strict=True) if columns else ([] for _ in range(table.num_rows))
        return [" ".join(sorted(words_of(" ".join(filter(None, row))).split())) for row in rows]

    def cells(self, name: str) -> pa.Array | None:
        """A whole column without white space around; None where the table is too large."""
        found, rows = [], 0
        for _, table in self.pieces():
            rows += table.num_rows
            if rows > MOST_ROWS:
                return None
            found.append(cellwise.trimmed(table.column(name)) if name in table.column_names else pa.nulls(table.num_rows, pa.string()))
        return pa.concat_arrays([one.cast(pa.string()) for one in found]) if found else None


def is_plain(table: pa.Table, start: int) -> bool:
    """Whether it is read as it stands: no second table below, no attributes a row, no row of values above."""
    return (
        table.num_columns > 1
        and table.num_rows > 0
        and len(list(blocks(table, start))) == 1
        and with_header_row(table, start)[1] == start
        and unfolded.of_attributes(table) is None
    )
