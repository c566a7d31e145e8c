"""Two lists beside each other on one sheet, an empty column without a header between them: the rows of the one are not those of the other.

Told only where each side names people of its own: a list with a legend or a sum beside it stays one table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.folding import listed
from stanch.extent.headings import claims, words_of
from stanch.extent.own_person import are_names
from stanch.extent.table_column import NAMES
from stanch.records import FINDING_MADE

LEAST_COLUMNS, MOST_COLUMNS, LEAST_ROWS, MOST_ROWS = 5, 60, 2, 100_000
EXAMPLES = 100
_NAMELESS = re.compile(r"column_\d+")
_AGAIN = re.compile(r"[_ ]\d+$")
# A second block of the same people repeats the first one's key, or goes on about them (`Spouse`, `Emergency contact`).
_FURTHER = listed("spouse emergency contact guardian parent mother father beneficiary dependent partner conyuge conjoint ehegatte coniuge")


def sides(table: pa.Table) -> list[pa.Table]:
    """The tables beside each other, from the left; none where it is one table. Headers that repeat lose the figure that told them apart."""
    if not LEAST_COLUMNS <= table.num_columns <= MOST_COLUMNS or not LEAST_ROWS <= table.num_rows <= MOST_ROWS:
        return []
    groups: list[list[int]] = [[]]
    for at, name in enumerate(table.column_names):
        if _NAMELESS.fullmatch(name) and not pc.any(pc.not_equal(pc.fill_null(table.column(at), ""), "")).as_py():
            groups.append([])
        else:
            groups[-1].append(at)
    groups = [group for group in groups if group]
    if len(groups) < len(("left", "right")) or any(len(group) < LEAST_ROWS for group in groups):
        return []
    found = [table.select(group) for group in groups]
    named = [_names(one) for one in found]
    if any(at is None for at in named) or _are_one(*(one.column(at or 0) for one, at in zip(found[:2], named, strict=False))):
        return []
    return [_bare(found[0], number=0), *(_bare(one, number=1) for one in found[1:])]


def _are_one(left: pa.ChunkedArray, right: pa.ChunkedArray) -> bool:
    """Whether both sides name the same people in the same rows: one list, with room within."""
    return bool((pc.sum(pc.equal(left, right)).as_py() or 0) * 2 >= len(left) - max(left.null_count, right.null_count))


def _names(side: pa.Table) -> int | None:
    """Which column of a side is of names, under a header that is nobody's who stands beside somebody; None for no such."""
    for at, name in enumerate(side.column_names):
        said = _AGAIN.sub("", name)
        told, _, role = claims(said)
        cells = [text for text in side.column(at).slice(0, EXAMPLES).to_pylist() if text and text.strip()]
        if (
            any(one.kind in NAMES for one in told)
            and not role
            and not set(words_of(said).split()) & _FURTHER
            and (are_names(cells, least=2) or any(one.kind != "name" for one in told))
        ):
            return at
    return None


def _bare(side: pa.Table, *, number: int) -> pa.Table:
    names = [_AGAIN.sub("", name) if number else name for name in side.column_names]
    return side.rename_columns(names) if len(set(names)) == len(names) else side


def all_of(found: Sequence[pa.Table]) -> pa.Table:
    """The findings of tables beside each other, the records of the further ones told apart from the first one's (`row/3/list/2`)."""
    told = [one.cast(FINDING_MADE) for one in found]
    return pa.concat_tables([told[0], *(_apart(one, number) for number, one in enumerate(told[1:], start=2))])


def _apart(found: pa.Table, number: int) -> pa.Table:
    said = [
        f"row/{row}/list/{number}" if not one and row is not None else one and re.sub(r"^(row/\d+)", rf"\1/list/{number}", one)
        for one, row in zip(found.column("record").to_pylist(), found.column("row").to_pylist(), strict=True)
    ]
    return found.set_column(FINDING_MADE.get_field_index("record"), FINDING_MADE.field("record"), pa.array(said, pa.string()))
