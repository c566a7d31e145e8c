"""Which row names the columns of a table: none (the header is a row of values), or one below it that says more.

Programs that ask questions name their columns by codes, and in the next row by words: `Q3_1`, `What is your address? - Street`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.headings import claims
from stanch.extent.table_column import NAMES

LEAST_ROWS, LEAST_COLUMNS, LEAST_TOLD = 2, 4, 3
LONGEST = 300
_VALUE = re.compile(r"@|\d{5}|\d[-/.]\d|^\W*\d+\W*$")


def with_second_header(table: pa.Table) -> tuple[pa.Table, dict[str, str]] | None:
    """The table below its second header, named by it where the first says nothing, and the names that it has; None without one."""
    if table.num_rows < LEAST_ROWS or table.num_columns < LEAST_COLUMNS:
        return None
    cells = [(column[0].as_py() or "").strip() for column in table.columns]
    if any(_VALUE.search(cell) for cell in cells) or any(len(cell) > LONGEST for cell in cells):
        return None
    told = [_told(cell) for cell in cells]
    names = table.column_names
    below = sum(bool(_told((column[1].as_py() or "").strip())) for column in table.columns)
    if (grouped := _grouped(names, cells, told)) and below * 2 <= sum(map(bool, told)):
        made = dict(zip(_unique(grouped), names, strict=True))
        return table.slice(1).rename_columns(list(made)), made
    better = [at for at, said in enumerate(told) if said and not claims(names[at])[0]]
    if (
        len(better) < LEAST_TOLD
        or below * 2 > len(better)
        or not any(one.kind in NAMES for said in told if said for one in claims(said)[0])
    ):
        return None
    # What says no kind by itself may beside others: `Netto Sept.` below no name of the program's own.
    said = [told[at] if at in better else cells[at] if cells[at] and _NAMELESS.fullmatch(name) else name for at, name in enumerate(names)]
    made = dict(zip(_unique(said), names, strict=True))
    return table.slice(1).rename_columns(list(made)), made


_NAMELESS = re.compile(r"column_\d+")


def _grouped(names: Sequence[str], cells: Sequence[str], told: Sequence[str]) -> list[str]:
    """The names by two rows of headers, the first of which stands over several: `Tenant`, then `Name`, `Phone`; [] for one."""
    open_ = [bool(_NAMELESS.fullmatch(name)) for name in names]
    heads = [at for at, one in enumerate(open_) if not one]
    if sum(open_) * 3 < len(names) or not heads or sum(map(bool, told)) < max(LEAST_TOLD, sum(map(bool, cells)) * 0.5):
        return []
    over, found = "", list[str]()
    for at, (name, cell) in enumerate(zip(names, cells, strict=True)):
        over = re.sub(r"_\d$", "", name) if not open_[at] else over
        found.append(f"{over} {cell}".strip() if cell and over and over.casefold() not in cell.casefold() else cell or name)
    return found


def _told(cell: str) -> str:
    """What of a cell is a header: the whole, or its end behind a question."""
    ends = (cell, *(cell.rpartition(sign)[2].strip() for sign in (" - ", ": ", "? ") if sign in cell)) if cell else ()
    return next((end for end in ends if claims(end)[0]), "")


def _unique(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        unique, number = name, 2
        while unique in found:
            unique, number = f"{name} {number}", number + 1
        found.append(unique)
    return found


def known_as(found: pa.Table, names: dict[str, str]) -> pa.Table:
    """Findings with the names by which the table's columns are known."""
    column = found.column("column").combine_chunks()
    column = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    said = pa.array([names.get(name, name) for name in coded.dictionary.to_pylist()], pa.string())
    place = found.schema.get_field_index("column")
    return found.set_column(place, found.schema.field("column"), said.take(coded.indices).cast(found.schema.field("column").type))


def with_header_row(table: pa.Table, start: int) -> tuple[pa.Table, int]:
    """The table and its first row's number; a header that is itself a row of values becomes one again."""
    names = table.column_names
    if not _is_values(names):
        return table, start
    head = pa.table({name: pa.array([name], table.column(at).type) for at, name in enumerate(names)}, schema=table.schema)
    whole = pa.concat_tables([head, table])
    return whole.rename_columns([f"column_{at}" for at in range(1, len(names) + 1)]), start - 1


def _is_values(names: Sequence[str]) -> bool:
    telling = sum(
        1
        for name in names
        if re.fullmatch(
            r"\s*(?:\S+@\S+\.\w{2,}|\d{3}-\d\d-\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\d{9,19})\s*",
            name,
        )
    )
    return telling > 0 and not any(claims(name)[0] for name in names)
