"""Whoever a row names by a given name alone has the family name of the row's own person: a spouse, a child, a beneficiary.

That surname stands in a column of its own, or in the whole name where its order is known: `Doe, Jane`, `DOE JANE Q`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import cells as cellwise
from stanch.extent import names_turned
from stanch.extent.detector import Detector
from stanch.extent.names_lexicon import look_up
from stanch.extent.table_column import Column

FAMILY = ("spouse", "dependent", "beneficiary", "guardian")
_ALONE = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?(?: [^\W\d_]\.?)?")


def columns_of(columns: Sequence[Column]) -> Iterator[tuple[int, Column, int, Column, Detector]]:
    """Where a relative's given name stands in a column of its own: its place and column, and those of the row's surname."""
    own = next(((n, one) for n, one in enumerate(columns) if one.detector and one.detector.kind == "family_name" and not one.role), None)
    whole = {one.role for one in columns if one.detector and one.detector.kind in ("name", "family_name")}
    for place, column in enumerate(columns) if own is not None else ():
        if column.detector and column.detector.kind == "given_name" and _is_family(column) and column.role not in whole:
            yield place, column, own[0], own[1], own[1].detector  # type: ignore[index,misc]


def completed(table: pa.Table, columns: Sequence[Column], column: Column, texts: pa.Array) -> pa.Array:
    """The cells of a relative's whole name, given names that stand alone with the row's surname: `Mary` beside `Doe, John`."""
    if not _is_family(column):
        return texts
    whole = next((at for at, one in enumerate(columns) if one.detector and one.detector.kind == "name" and not one.role), None)
    alone = pc.fill_null(pc.match_substring_regex(texts, r"^\pL+(?:-\pL+)?(?: \pL\.?)?$"), fill_value=False)
    rows = pc.indices_nonzero(alone).to_pylist()
    if whole is None or not rows:
        return texts
    own = cellwise.trimmed(table.column(whole))
    order = names_turned.order_of(columns[whole].name, own.drop_null().slice(0, names_turned.SAMPLE).to_pylist())
    said = texts.to_pylist()
    for row, name in zip(rows, own.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
        surname, comma, _ = (names_turned.turned(name, order) if name and order else name or "").partition(",")
        if comma and _is_given(said[row]):
            said[row] = f"{said[row]} {surname.strip()}"
    return pa.array(said, texts.type)


def _is_family(column: Column) -> bool:
    return column.role.partition("/")[0] in FAMILY


def _is_given(cell: str) -> bool:
    """Whether a cell is a given name, with or without an initial; `None` and `Divorced` are none."""
    entry = look_up(cell.split(maxsplit=1)[0].split("-", maxsplit=1)[0])
    return bool(_ALONE.fullmatch(cell)) and entry.given > max(entry.ordinary, entry.surname - names_turned.LEANING)
