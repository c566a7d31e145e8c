"""Sheets filled in like cards: labels with a colon, each with its value in the next cell, several side by side, person below person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.headings import claims
from stanch.extent.labels import bare
from stanch.extent.unfolded import Unfolded

MOST_ROWS, MOST_COLUMNS, LEAST_COLUMNS = 50_000, 24, 3
LEAST_LABELS, LABELLED = 3, 0.25
_NAMELESS = re.compile(r"column_\d+")
Cell = tuple[int, int, str]  # row, column, text


@dataclass
class _Cards:
    """Cards as they are read: each the value of every label, and where that stands."""

    cards: list[dict[str, str]] = field(default_factory=list)
    places: dict[tuple[int, str], Cell] = field(default_factory=dict)

    def put(self, label: str, cell: Cell) -> None:
        """The value of a label; one that is told already begins a new card."""
        if not self.cards or label in self.cards[-1]:
            self.cards.append({})
        self.cards[-1][label] = cell[2]
        self.places[len(self.cards) - 1, label] = cell

    def go_on(self, label: str, text: str) -> None:
        """A further line of a value."""
        if self.cards and label in self.cards[-1]:
            self.cards[-1][label] += f"\n{text}"


def of_pairs(table: pa.Table) -> Unfolded | None:
    """The sheet laid out with a column for each label; None where it is no stack of cards."""
    if not LEAST_COLUMNS <= table.num_columns <= MOST_COLUMNS or table.num_rows > MOST_ROWS or not _may_be(table):
        return None
    rows = [(-1, [None if _NAMELESS.fullmatch(name) else name for name in table.column_names])]
    rows += list(enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True)))  # type: ignore[arg-type]
    made = _read(rows)
    told = {label for card in made.cards for label in card if claims(label)[0]}
    if len(told) < LEAST_LABELS:
        return None
    names = list(dict.fromkeys(label for card in made.cards for label in card))
    laid = pa.table({name: pa.array([card.get(name) for card in made.cards], pa.string()) for name in names})
    places = {key: (row, table.column_names[at], 0) for key, (row, at, _) in made.places.items()}
    return Unfolded(laid, places, same_rows=False)


def stacked(table: pa.Table) -> Unfolded | None:
    """As `of_pairs`, where it is surely several cards: more than one, each with most labels, and in no row two of one label.

    A form names a contact in a few boxes of the same words, and one for two people has both in a row.
    """
    laid = of_pairs(table)
    if laid is None or laid.table.num_rows < SEVERAL:
        return None
    empty = sum(column.null_count for column in laid.table.columns)
    if empty > laid.table.num_rows * laid.table.num_columns * MOST_EMPTY:
        return None
    rows = [table.column_names, *zip(*(column.to_pylist() for column in table.columns), strict=True)]
    labels = ([label for label, _, _ in _pairs(row) if label] for row in rows)
    return laid if all(len(set(told)) == len(told) for told in labels) else None


SEVERAL, MOST_EMPTY = 2, 0.3


def apart(table: pa.Table) -> tuple[pa.Table, pa.Table] | None:
    """Cards with lists between them (a client, what was booked for him, the next client): the rows of labels, and all others; else None.

    Both have as many rows as the table, those that are not theirs empty.
    """
    if not LEAST_COLUMNS <= table.num_columns <= MOST_COLUMNS or not SEVERAL <= table.num_rows <= MOST_CARDS or _may_be(table):
        return None
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    labels = [[label for cell in row if (label := _label(cell))] for row in rows]
    told = Counter(label for one in labels for label in one)
    named = [label for label, many in told.items() if many >= SEVERAL and any(one.kind == "name" for one in claims(label)[0])]
    if not named or sum(many >= SEVERAL and bool(claims(label)[0]) for label, many in told.items()) < LEAST_LABELS - 1:
        return None
    cards = pa.array([bool(one) for one in labels])
    empty = pa.nulls(table.num_rows, pa.string())
    both = [
        pa.table({name: pc.if_else(chosen, table.column(at), empty) for at, name in enumerate(table.column_names)})
        for chosen in (cards, pc.invert(cards))
    ]
    return both[0], both[1]


def _label(cell: str | None) -> str:
    text = (cell or "").strip()
    return bare(text) if text.endswith(":") and len(text) > 1 else ""


MOST_CARDS = 5_000


def _may_be(table: pa.Table) -> bool:
    """Whether enough cells end with a colon."""
    cells = [*table.column_names, *(cell for column in table.columns for cell in column.slice(0, 100).to_pylist())]
    filled = [cell.strip() for cell in cells if cell and cell.strip() and not _NAMELESS.fullmatch(cell)]
    return bool(sum(cell.endswith(":") for cell in filled) >= max(LEAST_LABELS, LABELLED * len(filled)))


def _read(rows: Sequence[tuple[int, Sequence[str | None]]]) -> _Cards:
    made = _Cards()
    above: dict[int, str] = {}  # for each column of values the label whose value stands in it
    for number, row in rows:
        here: dict[int, str] = {}
        for label, at, text in _pairs(row):
            if label:
                made.put(label, (number, at, text))
                here[at] = label
            elif at in above:
                made.go_on(above[at], text)
                here[at] = above[at]
        above = here
    return made


def _pairs(row: Sequence[str | None]) -> Iterator[tuple[str, int, str]]:
    """For each value of a row the label before it ("" for none), the column and the text."""
    label = ""
    for at, cell in enumerate(row):
        text = (cell or "").strip()
        if text.endswith(":") and len(text) > 1:
            label = bare(text)
        elif text:
            yield label, at, text
            label = ""
