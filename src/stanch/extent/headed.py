"""Rows under a heading: a row with one cell that says where those live whose rows follow (a building in a list of tenants)."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.span import Span
from stanch.extent.table_column import NAMES, Column

ADDRESS = frozenset({"street", "postal_address", "city", "postcode"})
MOST_ROWS = 20_000
LEAST = 0.5  # of the heading that must be the address
LONGEST = 160


def homes(table: pa.Table, columns: Sequence[Column]) -> list[tuple[int, Span, range]]:
    """The headings that are addresses: their row, the address, and the rows below it; none where rows have addresses of their own."""
    own = {one.detector.kind for one in columns if one.detector is not None and not one.role}
    if own & ADDRESS or not own & NAMES or not 2 < table.num_rows <= MOST_ROWS or table.num_columns < LEAST_COLUMNS:
        return []
    alone = _alone(table)
    if not alone or len(alone) * 2 > table.num_rows:
        return []
    from stanch.extent.notes import find_in_cells

    rows = sorted(alone)
    # `Maple Court - 4410 Maple Court Denver, CO 80202`: what a house is called, then where it is.
    last = [alone[row].rpartition(" - ")[2] for row in rows]
    told: dict[int, Span] = {}
    for at, span in find_in_cells(last, table.column_names[0], None):
        if span.kind == "postal_address" and span.end - span.start >= len(last[at]) * LEAST:
            told[rows[at]] = span
    if not told:
        return []
    heads = sorted(told)
    ends = [*heads[1:], table.num_rows]
    return [(head, told[head], range(head + 1, end)) for head, end in zip(heads, ends, strict=True)]


LEAST_COLUMNS = 3


def _alone(table: pa.Table) -> dict[int, str]:
    """The cells that stand alone in their row, by row."""
    found: dict[int, str] = {}
    many = [0] * table.num_rows
    for column in table.columns:
        for row, cell in enumerate(column.to_pylist()):
            if cell and cell.strip():
                many[row] += 1
                found[row] = cell
    return {row: cell for row, cell in found.items() if many[row] == 1 and len(cell) <= LONGEST and any(map(str.isdigit, cell))}


def has_headings(table: pa.Table) -> bool:
    """Whether a cell of the first column stands alone in one of the next rows, with figures as an address has them."""
    rows = zip(*(column.slice(0, NEXT).to_pylist() for column in table.columns), strict=True)
    return any(row[0] and sum(map(bool, row)) == 1 and sum(map(str.isdigit, row[0])) >= LEAST_FIGURES for row in rows)


NEXT, LEAST_FIGURES = 200, 5
