"""A title that stands in a table's first row, alone in it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stanch.extent.headed import has_headings
from stanch.extent.known_people import Known
from stanch.extent.notes import scan_cells
from stanch.records import Unit
from stanch.vault import Keys

LEAST = 3  # columns, and rows, of a table with a title


def without_title(unit: Unit, table: pa.Table, first: int, keys: Keys, known: Known | None) -> tuple[list[pa.Table], pa.Table, int]:
    """The findings in a title that stands as first row, alone in its row; the table below it; the number of its first row."""
    if table.num_columns < LEAST or table.num_rows < LEAST or any(column[0].as_py() for column in table.columns[1:]):
        return [], table, first
    title = table.column(0)[0].as_py()
    below = table.slice(1)
    if title and has_headings(below):  # it stands above the next rows only
        return [], table, first
    if not title:
        return [], below, first + 1
    notes = scan_cells(unit, table.column_names[0], [title], rows=np.array([first]), keys=keys, known=known)
    return ([] if notes is None else [notes]), below, first + 1
