"""Rows whose cells hold several people, a line each: `Ann Lee / Ben Lee` beside `01.02.1970 / 03.04.1971`, laid out as a row each.

Lists of rooms, of tenants, of holders of one account. Read as one row, all of it would be the first's, or nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from stanch.extent.headings import claims
from stanch.extent.table_column import NAMES
from stanch.extent.unfolded import Unfolded
from stanch.vocabulary import elements

MOST_ROWS, MOST = 20_000, 8  # a printed list; people in a row
_SIGNS = ("\n", ";", " / ", ", ")  # readers of documents put commas between the lines of a cell
_OWN = frozenset({"dob", "email", "phone"})
# What is one value by itself, so that two of them are two people's: a day, a number, a mailbox.
_VALUE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\S+@\S+\.\w+|[A-Z]{0,3}[ -]?\d[\d /.-]{4,}[A-Z]{0,2}")
_NAME = re.compile(r"[^\W\d_][^\d\n;,@]*[ ][^\d\n;,@]*[^\W\d_]\.?")


def of_several(table: pa.Table) -> Unfolded | None:
    """The table with a row a person; None where no row holds several."""
    if not 0 < table.num_rows <= MOST_ROWS:
        return None
    own = [at for at, name in enumerate(table.column_names) if any(_is_own(one.kind) for one in claims(name)[0])]
    columns = [column.to_pylist() for column in table.columns] if own else []
    parts = {row: found for row in range(table.num_rows if own else 0) if (found := _several(table.column_names, columns, own, row))}
    return _laid_out(table, columns, parts) if parts else None


def _is_own(kind: str) -> bool:
    return kind in _OWN or (elements()[kind].identifies and kind not in NAMES)


def _several(
    headers: Sequence[str], columns: Sequence[Sequence[str | None]], own: Sequence[int], row: int
) -> dict[int, list[tuple[str, int]]]:
    """By column the parts of its cell with their places, where names and what is theirs are equally many; else nothing."""
    for sign in _SIGNS:
        first = next((cell for at in own if (cell := columns[at][row]) and sign in cell.strip() and _are_values(cell, sign)), None)
        if first is None:
            continue
        many = len(_parts(first, sign))
        cells = {at: _parts(cells[row] or "", sign) for at, cells in enumerate(columns)}
        named = [at for at, found in cells.items() if len(found) == many and all(_is_name(text, headers[at]) for text, _ in found)]
        if 1 < many <= MOST and named:
            apart = {
                at for at, found in cells.items() if len(found) == many and (sign == "\n" or _are_values(columns[at][row] or "", sign))
            }
            return {at: cells[at] for at in apart | {named[0]}}
    return {}


def _is_name(text: str, header: str) -> bool:
    from stanch.extent import names

    if not _NAME.fullmatch(text):
        return False
    return any(one.kind in NAMES for one in claims(header)[0]) or any(names.is_given_name(word) > 0 for word in text.split())


def _parts(cell: str, sign: str) -> list[tuple[str, int]]:
    return list(_cut(cell, sign))


def _cut(cell: str, sign: str) -> Iterator[tuple[str, int]]:
    at = 0
    for piece in cell.split(sign):
        if text := piece.strip():
            yield text, at + len(piece) - len(piece.lstrip())
        at += len(piece) + len(sign)


def _are_values(cell: str, sign: str) -> bool:
    return all(_VALUE.fullmatch(text) for text, _ in _cut(cell, sign))


def _laid_out(table: pa.Table, columns: Sequence[Sequence[str | None]], parts: dict[int, dict[int, list[tuple[str, int]]]]) -> Unfolded:
    laid: list[list[str | None]] = [[] for _ in columns]
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    for row in range(table.num_rows):
        apart = parts.get(row, {})
        for person in range(max(map(len, apart.values()), default=1)):
            for at, name in enumerate(table.column_names):
                text, offset = apart[at][person] if at in apart else (columns[at][row], -1)
                places[len(laid[at]), name] = (row, name, offset)
                laid[at].append(text)
    return Unfolded(
        pa.table({name: pa.array(cells, pa.string()) for name, cells in zip(table.column_names, laid, strict=True)}),
        places,
        same_rows=False,
    )
