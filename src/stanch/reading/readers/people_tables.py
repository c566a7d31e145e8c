"""Tables of people in documents, lifted out of the text: one header may stand over several pages, or over several tables.

What has no header of its own, as many columns, and in most of them cells of the same sort goes on with the table before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from stanch.reading.readers.aligned import speak

LEAST_COLUMNS, LEAST_ROWS, MOST_TITLES = 3, 2, 3
LEAST_IN_LINES = 4  # columns of a table that is told by the gaps in lines alone
ALIKE = 0.7  # of the cells of a row: of the sort of their columns
MOST_ODD = 0.1  # of the lines below a header: no rows of as many cells
LOOKED_AT = 200  # rows that tell the sorts of cells
BETWEEN = 14  # lines of a foot and a head of pages
MOST_BAD = 20  # such lines behind which nothing more is looked for
MOST_TRIED = 5  # times in a row that a header has no table below it: a report with sums between its rows has a header on every page
MOST_LINES = 200_000
_LABELS = re.compile(
    r"(?i)[^\d@]*(?::|\b(?:names?|nom|nombre|nome|naam|vorname|nachname|phone|telephone|telefon|tel|mobile|address|adresse|anschrift|e-?mail|date|dob|"
    r"birth|geburtsdatum|ssn|iban|city|ort|street|zip|plz|signature|unterschrift)\b[^\d@]{0,12})"
)
_GAP = re.compile(r" {3,}")
_VALUE = re.compile(r"\d{3}|@|\d[-/.]\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands, each cell's text once for each column it spans; whether one spans several."""

    cells: list[str]
    spread: bool = False

    @property
    def said(self) -> list[str]:
        """What its cells say, each once."""
        return list(dict.fromkeys(filter(None, self.cells)))


@dataclass(slots=True)
class People:
    """A table of people: which of the document's it is, its header, its rows and the number of the first."""

    number: int
    names: list[str]
    rows: list[list[str]]
    first: int
    _told: tuple[int, list[str]] = field(default=(0, []), init=False, repr=False)

    @property
    def sorts(self) -> list[str]:
        """The sort of cell of each column, by the first rows."""
        many = min(len(self.rows), LOOKED_AT)
        if self._told[0] != many:
            self._told = many, _sorts(self.rows)
        return self._told[1]

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Further rows; a header that stands again is none."""
        again = [name.casefold() for name in self.names]
        self.rows += [list(row) for row in rows if [cell.casefold() for cell in row] != again]

    def is_alike(self, row: Sequence[str]) -> bool:
        """Whether most cells of a row are of the sort of the columns."""
        told = [(_sort(cell), sort) for cell, sort in zip(row, self.sorts, strict=True) if cell and sort]
        return bool(told) and sum(one == sort for one, sort in told) >= ALIKE * len(told)


class Lifted:
    """The tables of people of one document, as they come."""

    def __init__(self) -> None:
        self.tables: list[People] = []
        self.many = 0

    def takes(self, lines: Sequence[Line]) -> list[str] | None:
        """Take a table, if it is one of people or goes on with the last: the titles that stand in it, which stay text; None if not."""
        self.many += 1
        titles = _titles(lines)
        body = list(lines[len(titles) :])
        width = max((len(line.cells) for line in body), default=0)
        if width < LEAST_COLUMNS:
            return None
        rows = [_padded(line, width) for line in body]
        for heads in (2, 1):
            names = _names(body, rows, heads)
            if names and speak(list(filter(None, names))) and _are_people(rows[heads:]):
                self._begin(names, rows[heads:], len(titles) + heads + 1)
                return titles
        if self._goes_on(rows):
            self.tables[-1].add(rows)
            return titles
        return None

    def _begin(self, names: list[str], rows: list[list[str]], first: int) -> None:
        last = self.tables[-1] if self.tables else None
        if last is None or last.names != names:
            last = People(self.many, names, [], first)
            self.tables.append(last)
        last.add(rows)

    def _goes_on(self, rows: Sequence[Sequence[str]]) -> bool:
        last = self.tables[-1] if self.tables else None
        return last is not None and all(len(row) == len(last.names) and last.is_alike(row) for row in rows if any(row))


def _titles(lines: Sequence[Line]) -> list[str]:
    """What stands alone in the first rows."""
    found: list[str] = []
    for line in lines[:MOST_TITLES]:
        if len(line.said) > 1 or (len(line.cells) > 1 < len([cell for cell in line.cells if cell]) and not line.spread):
            break
        found.append(" ".join(line.said))
    return found


def _padded(line: Line, width: int) -> list[str]:
    """As wide as the table; what spans it whole stands in the first column."""
    if line.spread and len(line.cells) == width and len(line.said) == 1 and all(line.cells):
        return [line.cells[0], *[""] * (width - 1)]
    return [*line.cells, *[""] * (width - len(line.cells))]


def _names(lines: Sequence[Line], rows: Sequence[Sequence[str]], heads: int) -> list[str]:
    """The names of the columns by one row of headers, or by two where the first spans columns; [] where these are none."""
    if len(rows) < heads + LEAST_ROWS or any(_VALUE.search(cell) for row in rows[:heads] for cell in row):
        return []
    plain = [[" ".join(cell.replace(", ", " ").split()) for cell in row] for row in rows[:heads]]
    if heads == 1:
        return plain[0]
    if not lines[0].spread:
        return []
    return [below if above == below or not above else f"{above} {below}".strip() for above, below in zip(*plain, strict=True)]


def _are_people(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are no form's, with a label in the first column of most."""
    first = [row[0] for row in rows if row[0]]
    return sum(bool(_LABELS.fullmatch(cell)) for cell in first) * 3 < max(len(rows), 1)


def _sorts(rows: Sequence[Sequence[str]]) -> list[str]:
    """The sort of cell that most of each column's are; "" where it is empty, or none prevails."""
    found = []
    for column in zip(*rows[:LOOKED_AT], strict=True):
        told = Counter(_sort(cell) for cell in column if cell)
        (sort, often), *_ = told.most_common(1) or [("", 0)]
        found.append(sort if often * 3 >= 2 * told.total() else "")
    return found


def _sort(cell: str) -> str:
    if "@" in cell:
        return "mail"
    figures, letters = (sum(map(kind, cell)) for kind in (str.isdigit, str.isalpha))
    return "words" if not figures else "figures" if figures > letters else "both"


def lifted_lines(text: str) -> tuple[str, list[People]]:
    """A text whose tables stand in it as lines, cells apart by tabs or wide gaps: the rest of the text, and its tables of people."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES or not ("\t" in text or "   " in text):
        return text, []
    found: list[People] = []
    taken: set[int] = set()
    tried = Counter[tuple[str, ...]]()
    at = 0
    while at < len(lines):
        names = _cells(lines[at])
        names = names if names[-1] else names[:-1]  # a tab may end each cell
        head = tuple(names)
        if len(names) >= LEAST_IN_LINES and all(names) and tried[head] < MOST_TRIED and not any(map(_VALUE.search, names)) and speak(names):
            tried[head] += 1
            table, rows = _below(lines, at, names, len(found) + 1)
            if table is not None:
                found.append(table)
                taken |= rows
                at = max(rows)
                tried[head] = 0
        at += 1
    if not found:
        return text, []
    return "\n".join(line for at, line in enumerate(lines) if at not in taken), found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in (line.strip("\r\n").split("\t") if "\t" in line else _GAP.split(line.strip()))]


def _below(lines: Sequence[str], head: int, names: list[str], number: int) -> tuple[People | None, set[int]]:
    """The table below a line of headers, and the numbers of its lines; None where there is none."""
    table, odd, taken = People(number, names, [], head + 2), list[int](), {head}
    again = [name.casefold() for name in names]
    between = 0
    for at in count(head + 1):
        if at >= len(lines) or between > BETWEEN or len(odd) > max(MOST_BAD, len(table.rows)):
            break
        cells = _cells(lines[at])
        cells = cells[:-1] if len(cells) == len(names) + 1 and not cells[-1] else cells
        if [cell.casefold() for cell in cells] == again:
            taken.add(at)
            between = 0
        elif (
            len(cells) == len(names)
            and not speak(list(filter(None, cells)))
            and (not between or len(table.rows) < LEAST_ROWS or table.is_alike(cells))
        ):
            table.add([cells])
            taken.add(at)
            between = 0
        elif len(cells) >= LEAST_IN_LINES and speak(list(filter(None, cells))):
            break  # another table
        else:
            odd += [at] if len(cells) > 1 and between < 1 else []
            between += 1
    if len(table.rows) < LEAST_ROWS or len(odd) > MOST_ODD * len(table.rows) + 1 or not _are_people(table.rows):
        return None, set()
    return table, taken - ({head} if odd else set())
