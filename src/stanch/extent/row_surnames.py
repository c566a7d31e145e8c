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
from stanch.extent.names_lexicon import look_up
from stanch.extent.table_column import Column

FAMILY = ("spouse", "dependent", "beneficiary", "guardian")
_ALONE = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?(?: [^\W\d_]\.?)?")
FEW, MOSTLY = 200, 0.5  # rows that are looked at, and the share of them that tell it


def of_relatives(table: pa.Table, columns: Sequence[Column]) -> Iterator[tuple[Column, pa.Array]]:
    """The columns of relatives' given names, and for each the surnames of its rows ("" or null where it holds nobody)."""
    whole = {one.role for one in columns if one.detector and one.detector.kind in ("name", "family_name")}
    named = [
        (at, one)
        for at, one in enumerate(columns)
        if one.detector and one.detector.kind == "given_name" and _is_family(one) and one.role not in whole
    ]
    own = _of_rows(table, columns) if named else None
    for at, column in named if own is not None else ():
        filled = cellwise.filled(cellwise.trimmed(table.column(at)))
        yield column, pc.if_else(filled, own, pa.scalar(None, pa.string()))


def whose(table: pa.Table, columns: Sequence[Column]) -> tuple[str, ...] | None:
    """The roles of whose given name alone may stand in a row that tells its own person's surname, () for any; None where none does."""
    if any(one.detector and one.detector.kind == "family_name" and not one.role for one in columns):
        return ()
    surnames = _of_rows(table.slice(0, FEW), columns)
    return FAMILY if surnames is not None and len(surnames.drop_null()) > len(surnames) * MOSTLY else None


def _of_rows(table: pa.Table, columns: Sequence[Column]) -> pa.Array | None:
    at = next((n for n, one in enumerate(columns) if one.detector and one.detector.kind == "family_name" and not one.role), None)
    if at is not None:
        return cellwise.trimmed(table.column(at))
    whole = next((n for n, one in enumerate(columns) if one.detector and one.detector.kind == "name" and not one.role), None)
    return None if whole is None else _surnames(columns[whole].name, cellwise.trimmed(table.column(whole)))


def _surnames(header: str, names: pa.Array) -> pa.Array:
    """The surnames of whole names in an order that is known; null of others."""
    coded = names.dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    order = names_turned.order_of(header, distinct)
    parts = ((names_turned.turned(name, order) if order else name).partition(",") for name in distinct)
    return pa.array([surname.strip() if comma else None for surname, comma, _ in parts], pa.string()).take(coded.indices)


def completed(table: pa.Table, columns: Sequence[Column], column: Column, texts: pa.Array) -> pa.Array:
    """The cells of a relative's whole name, given names that stand alone with the row's surname: `Mary` beside `Doe, John`."""
    if not _is_family(column):
        return texts
    rows = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, r"^\pL+(?:-\pL+)?(?: \pL\.?)?$"), fill_value=False))
    surnames = _of_rows(table, columns) if len(rows) else None
    if surnames is None:
        return texts
    said = texts.to_pylist()
    for row, surname in zip(rows.to_pylist(), surnames.take(rows).to_pylist(), strict=True):
        if surname and _is_given(said[row]):
            said[row] = f"{said[row]} {surname}"
    return pa.array(said, texts.type)


def _is_family(column: Column) -> bool:
    return column.role.partition("/")[0] in FAMILY


def _is_given(cell: str) -> bool:
    """Whether a cell is a given name, with or without an initial; `None` and `Divorced` are none."""
    entry = look_up(re.split(r"[ -]", cell, maxsplit=1)[0])
    return bool(_ALONE.fullmatch(cell)) and entry.given > max(entry.ordinary, entry.surname - names_turned.LEANING)
