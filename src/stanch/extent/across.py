"""Sheets with a person in each column: what is told of them stands in the first (`Name`, `Date of birth`, `SSN`), laid out as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.columns import share_valid
from stanch.extent.detector import Detector
from stanch.extent.folding import listed
from stanch.extent.headings import claims, words_of
from stanch.extent.owners import part_of
from stanch.extent.table_column import NAMES
from stanch.extent.unfolded import Unfolded

LEAST_COLUMNS, MOST_COLUMNS = 3, 300
LEAST_ROWS, MOST_ROWS = 3, 300
LEAST_LABELS, LABELLED = 4, 0.4
VALID = 0.6  # of what stands beside labels, in the column of each person
_NUMBERED = re.compile(r"[A-Za-z]{1,5}[-_ /.]?\d{2,}")  # `EXP-20` is a file's number, and no day of expiry
_NAMELESS = re.compile(r"column_\d+")
# Two states of one person are no two people.
_STATES = listed(
    "old new before after from to previous current prior original changed updated vorher nachher alt neu ancien nouveau antes despues"
)


def of_columns(table: pa.Table) -> Unfolded | None:
    """The sheet with a row for each person; None where it is none of these."""
    if not LEAST_COLUMNS <= table.num_columns <= MOST_COLUMNS or not LEAST_ROWS <= table.num_rows <= MOST_ROWS:
        return None
    labels = [cell or "" for cell in table.column(0).to_pylist()]
    told = [(claims(label)[0] or claims(part_of(label).rest)[0]) if label.strip() else () for label in labels]
    written = sum(bool(label.strip()) for label in labels)
    # A column that says `contact` in each row holds no labels.
    if len({label for label, found in zip(labels, told, strict=True) if found}) < max(LEAST_LABELS, written * LABELLED) or _speaks(
        table.column_names[1:]
    ):
        return None
    if any(_repeats(table.column(at).to_pylist(), labels) for at in range(1, table.num_columns)):
        return None  # forms side by side, each with labels of its own
    if not any(one.kind in NAMES for found in (*told, claims(table.column_names[0])[0]) for one in found):
        return None
    people = [at for at in range(1, table.num_columns) if _is_person(table.column(at).to_pylist(), told)]
    return _laid_out(table, labels, people) if len(people) > 1 else None


def _speaks(headers: Sequence[str]) -> bool:
    """Whether headers name columns as those of a table of rows do, or two states of one person."""
    said = [words_of(header) for header in headers]
    told = sum(
        any(one.kind not in NAMES for one in claims(header)[0])  # `Applicant 1` is a person
        for header in headers
        if not _NUMBERED.fullmatch(header)
    )
    return any(set(words.split()) & _STATES for words in said) or told * 2 > len(headers)


def _repeats(cells: Sequence[str | None], labels: Sequence[str]) -> bool:
    """Whether a column says the labels again."""
    written = [label for label in labels if label.strip()]
    return sum(cell == label for cell, label in zip(cells, labels, strict=True) if cell and cell.strip()) * 2 > len(written)


def _is_person(cells: Sequence[str | None], told: Sequence[tuple[Detector, ...]]) -> bool:
    """Whether most cells of a column are what the labels beside them say."""
    beside = [(cell.strip(), found) for cell, found in zip(cells, told, strict=True) if found and cell and cell.strip()]
    valid = sum(any(share_valid([cell], one.column.cell, one.column.check) for one in found) for cell, found in beside)
    return len(beside) >= LEAST_ROWS and valid >= len(beside) * VALID


def _laid_out(table: pa.Table, labels: Sequence[str], people: Sequence[int]) -> Unfolded:
    names = table.column_names
    columns: dict[str, list[str | None]] = {}
    places: dict[tuple[int, str], tuple[int, str, int]] = {}
    # The header is a line like the others where it has a label of its own: `Name`, then the people.
    lines = [(-1, names[0], [None if _NAMELESS.fullmatch(names[at]) else names[at] for at in people])] if claims(names[0])[0] else []
    lines += [(row, label, [table.column(at)[row].as_py() for at in people]) for row, label in enumerate(labels)]
    lead = ""
    for row, said, cells in lines:
        if not any(cells):
            lead = said if said.strip() and not claims(said)[0] else ""
            continue
        label = " ".join((said or f"column_{row + 2}").split())
        unique = label
        for further in (f"{lead} {label}" if lead else label, *(f"{label} {number}" for number in range(2, len(lines) + 2))):
            if unique not in columns:
                break
            unique = further
        columns[unique] = list(cells)
        places |= {(number, unique): (row, names[at], 0) for number, at in enumerate(people)}
    return Unfolded(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), places, same_rows=False)
