"""Several tables on one sheet: below an empty row a row of words only is the header of a further one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.joint_holders import accounts
from stanch.extent.table_column import NAMES

_VALUE = re.compile(r"\d{3}|\d[-/.:]\d|@|^\W*\d+\W*$")
# A sheet of more rows is a table, whatever is left out in it.
MOST_ROWS = 100_000


def blocks(table: pa.Table, start: int) -> Iterator[tuple[pa.Table, int]]:
    """Each table with the number of its first row below the header. One that holds no further header is given as it is."""
    heads = _heads(table)
    if not heads:
        yield table, start
        return
    # The empty row above a header belongs to no table.
    if heads[0] > 1:
        yield table.slice(0, heads[0] - 1), start
    for head, behind in zip(heads, [*heads[1:], table.num_rows + 1], strict=True):
        part = table.slice(head + 1, behind - head - 2)
        names = [column[head].as_py() for column in table.columns]
        kept = [place for place, name in enumerate(names) if name or pc.count(part.column(place)).as_py()]
        if part.num_rows and kept:
            # Arrow takes columns of one name; what reads them does not.
            unique: list[str] = []
            for place in kept:
                name = names[place] or f"column_{place + 1}"
                unique.append(name if name not in unique else f"{name}_{place + 1}")
            yield part.select(kept).rename_columns(unique), start + head + 1


def _heads(table: pa.Table) -> list[int]:
    """The rows that are headers of further tables."""
    if not 2 <= table.num_rows <= MOST_ROWS or not all(column.null_count for column in table.columns):
        return []
    empty = np.ones(table.num_rows, dtype=bool)
    for column in table.columns:
        empty &= pc.is_null(column).to_numpy()
    found = []
    for row in (np.flatnonzero(empty[:-2]) + 1).tolist():
        cells = [text.strip() for column in table.columns if (text := column[row].as_py()) and text.strip()]
        if len(cells) > 1 and len(set(cells)) == len(cells) and not any(_VALUE.search(cell) for cell in cells):
            found.append(row)
    return found


def with_owner(found: Sequence[pa.Table]) -> list[pa.Table]:
    """The findings of a sheet's tables: below a form of one person (`Estate of …`) accounts in lists that name nobody are that person's."""
    if len(found) < len(("form", "list")):
        return list(found)
    records = {one for one in found[0].column("record").to_pylist() if one}
    named = pc.is_in(found[0].column("kind").cast(pa.string()), pa.array(sorted(NAMES)))
    if len(records) != 1 or not (record := next(iter(records))).startswith("form/") or not pc.any(named).as_py():
        return list(found)
    held = pa.array(sorted(accounts()))
    made = [found[0]]
    for one in found[1:]:
        kinds = one.column("kind").cast(pa.string())
        if pc.any(pc.is_in(kinds, pa.array(sorted(NAMES)))).as_py():
            made.append(one)
            continue
        told = pc.if_else(pc.is_in(kinds, held), pa.scalar(record), one.column("record").cast(pa.string()))
        place = one.schema.get_field_index("record")
        made.append(one.set_column(place, one.schema.field("record"), told.cast(one.schema.field("record").type)))
    return made
