"""Several tables on one sheet: below an empty row a row of words only is the header of a further one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.joint_holders import accounts
from stanch.extent.table_column import NAMES
from stanch.records import FINDING_MADE

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


OWNER = "Account Holder Name"
Scan = Callable[[pa.Table, int], pa.Table]


def scanned(parts: Sequence[tuple[pa.Table, int]], scan: Scan) -> list[pa.Table]:
    """The findings of a sheet's tables, each scanned.

    Below a form of one person (`Estate of …`) the accounts of lists that name nobody are that person's: read as if he stood in their rows.
    """
    found = [scan(*part) for part in parts]
    owner = _owner(found[0]) if len(found) > 1 else None
    return found if owner is None else [found[0], *(_owned(one, part, owner, scan) for one, part in zip(found[1:], parts[1:], strict=True))]


def _owner(found: pa.Table) -> tuple[str, str] | None:
    """The record and the name of the one person of a form; None for a list, or several people."""
    records = {one for one in found.column("record").to_pylist() if one}
    told = zip(found.column("kind").to_pylist(), found.column("text").to_pylist(), strict=True)
    name = next((text for kind, text in told if kind == "name" and text), "")
    return (next(iter(records)), name) if len(records) == 1 and name and next(iter(records)).startswith("form/") else None


def _owned(found: pa.Table, part: tuple[pa.Table, int], owner: tuple[str, str], scan: Scan) -> pa.Table:
    table, start = part
    kinds = found.column("kind").cast(pa.string())
    if pc.any(pc.is_in(kinds, pa.array(sorted(NAMES)))).as_py() or OWNER in table.column_names:
        return found
    record, name = owner
    held = pa.array(sorted(accounts()))
    theirs = scan(table.append_column(OWNER, pa.array([name] * table.num_rows, pa.string())), start)
    theirs = theirs.filter(pc.is_in(theirs.column("kind").cast(pa.string()), held)).cast(FINDING_MADE)
    place = FINDING_MADE.get_field_index("record")
    theirs = theirs.set_column(place, FINDING_MADE.field("record"), pa.array([record] * theirs.num_rows, pa.string()))
    return pa.concat_tables([found.filter(pc.invert(pc.is_in(kinds, held))).cast(FINDING_MADE), theirs])
