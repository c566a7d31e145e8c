"""Several people in the rows of a table whose headers say nothing (`Field7`): what stands behind a name is of whom it names.

Read as one person's, the second's day of birth and telephone would be the first's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.birthdays import are_births
from stanch.extent.headings import words_of
from stanch.extent.names_differ import differ
from stanch.extent.own_person import are_names
from stanch.extent.table_column import NAMES, Column

# The last are answers called by the number of their question alone, or by a sign for it (`answers.01fd-…`).
NO_HEADER = re.compile(
    r"column ?\d+|unnamed.*|field ?\d+|col ?\d+|f\d+|\d*|"
    r"(?:answers?|responses?) (?:\d+ (?:text|value|answer)|(?:ref )?[a-z]?\d+|[0-9a-f]{8}(?: [0-9a-f]{4,12}){4})"
)
SILENT, MOSTLY = 0.8, 0.5
_WHERE = frozenset({"street", "postal_address", "city", "region", "postcode", "country"})
Rows = Callable[[int], Sequence[str]]
Block = tuple[int, list[int]]  # where somebody's block begins, and the columns of his name


def is_list(columns: Sequence[Column], cells: Rows) -> bool:
    """Whether a table without any header is of people all the same: whole names in one column, days of birth in another."""
    if not columns or not all(NO_HEADER.fullmatch(words_of(one.name)) for one in columns):
        return False
    open_ = [at for at, one in enumerate(columns) if one.detector is None and not one.use]
    return any(are_births(cells(at)[:100]) for at in open_) and any(are_names(cells(at)[:100]) for at in open_)


def parted(columns: Sequence[Column], rows: Rows) -> list[Column]:
    """The same columns, those behind the name of a second person said of him."""
    silent = sum(bool(NO_HEADER.fullmatch(words_of(one.name))) for one in columns)
    if silent < len(columns) * SILENT or any(one.role for one in columns):
        return list(columns)
    if any(_kind(one) == "name" for one in columns):  # words beside whole names are towns, or of whoever is named already
        columns = [replace(one, detector=None, confidence=0.0) if _kind(one) in NAMES - {"name"} else one for one in columns]
    first, *others = _blocks(columns, rows) or [(0, [])]
    found, taken = list(columns), {_kind(columns[at]) for at in range(others[0][0])} if others else set[str]()
    for number, (begin, named) in enumerate(others):
        if _is_staff(named, rows):
            role, end = f"other/{40 + number}", max(named) + 1
        else:
            role = "spouse" if not number and _are_kin(first[1], named, rows) else f"other/{30 + number}"
            end = others[number + 1][0] if number + 1 < len(others) else len(columns)
        # An address that the first has not told yet is his.
        own = {at for at in range(begin, end) if _kind(columns[at]) in _WHERE and not taken & _WHERE}
        for at in range(begin, end):
            found[at] = found[at] if at in own else replace(found[at], role=role)
    return found


def _kind(column: Column) -> str:
    return column.detector.kind if column.detector is not None else ""


def _blocks(columns: Sequence[Column], rows: Rows) -> list[Block]:
    """The names of different people, in order; the first's block begins the table."""
    named: list[list[int]] = []
    for at, one in enumerate(columns):
        kind = _kind(one)
        if kind not in NAMES:
            continue
        beside = named[-1] if named else []
        if beside and kind != "name" and at - beside[-1] == 1 and kind not in {_kind(columns[n]) for n in beside} | {"name"}:
            beside.append(at)
        else:
            named.append([at])
    whole = [one for one in named if {"name"} <= (kinds := {_kind(columns[at]) for at in one}) or len(kinds) > 1]
    if not whole:
        return []
    first = whole[0]
    others = [one for one in whole[1:] if differ(_texts(first, rows), _texts(one, rows))]
    return [(0, first), *((min(one), one) for one in others)]


def _texts(places: Sequence[int], rows: Rows) -> list[str]:
    return [" ".join(filter(None, words)) for words in zip(*map(rows, places), strict=True)]


def _is_staff(named: Sequence[int], rows: Rows) -> bool:
    """Whether a few names are said again and again: of who serves."""
    said = [text for text in _texts(named, rows) if text]
    return len(set(said)) * 2 < len(said)


def _are_kin(ones: Sequence[int], others: Sequence[int], rows: Rows) -> bool:
    """Whether most pairs have a word of their names in common."""
    pairs = zip(_texts(ones, rows), _texts(others, rows), strict=True)
    both = [(set(words_of(one).split()), set(words_of(other).split())) for one, other in pairs if one and other]
    return bool(both) and sum(bool(one & other) for one, other in both) > len(both) * MOSTLY
