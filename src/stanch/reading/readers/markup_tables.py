"""Tables of people on a page of HTML, as programs export them: cells that span rows and columns stand in each of these.

A layout, a form or a table of things is none: the headers must name people's things (`aligned.speak`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from stanch.reading.readers.aligned import speak

LEAST_ROWS, LEAST_COLUMNS = 3, 4
MOST_SPAN, MOST_CELLS = 1000, 2_000_000
_ENDED = frozenset(("td", "th"))


@dataclass(slots=True)
class _Cell:
    said: list[str] = field(default_factory=list)
    wide: int = 1
    high: int = 1

    def text(self) -> str:
        """What the cell says, on one line."""
        return " ".join("".join(self.said).split())


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: which of the page's it is, what its columns are called, its rows and the number of the first."""

    number: int
    names: list[str]
    rows: list[list[str]]
    first: int


class _Tables(HTMLParser):
    """The rows of every table without another in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[int] = []
        self.many = 0
        self.rows: dict[int, list[list[_Cell]]] = {}
        self.nested: set[int] = set()
        self.cell: _Cell | None = None
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.nested |= {*self.open}
            self.open.append(self.many)
            self.rows[self.many] = []
            self.many, self.cell = self.many + 1, None
        elif tag in ("script", "style"):
            self.hidden += 1
        elif tag == "tr" and self.open:
            self.rows[self.open[-1]].append([])
            self.cell = None
        elif tag in _ENDED and self.open and self.rows[self.open[-1]]:
            told = dict(attrs)
            self.cell = _Cell(wide=_span(told.get("colspan")), high=_span(told.get("rowspan")))
            self.rows[self.open[-1]][-1].append(self.cell)
        elif tag in ("br", "p", "div", "li") and self.cell is not None and self.cell.said:
            self.cell.said.append(", " if tag == "br" else " ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.open:
            self.open.pop()
        elif tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        if tag in ("table", "tr", *_ENDED):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.hidden:
            self.cell.said.append(data)


def _span(said: str | None) -> int:
    match = re.match(r"\s*(\d{1,4})", said or "")
    return min(max(int(match[1]), 1), MOST_SPAN) if match else 1


def tables_of(content: str) -> Iterator[Grid]:
    """The tables of people on a page."""
    page = _Tables()
    page.feed(content)
    page.close()
    for number, rows in page.rows.items():
        if number in page.nested or len(rows) <= LEAST_ROWS:
            continue
        grid = list(_laid_out(rows))
        for heads in (2, 1):
            names = _names(grid[:heads], rows[:heads])
            if len(names) >= LEAST_COLUMNS and len(grid) - heads >= LEAST_ROWS and speak([name for name in names if name]):
                yield Grid(number, names, grid[heads:], heads + 1)
                break


def _laid_out(rows: Sequence[Sequence[_Cell]]) -> Iterator[list[str]]:
    """Each row as wide as the table, what spans several said in each."""
    below: dict[int, tuple[int, str]] = {}  # by column: for how many rows more, and what
    made = 0
    for row in rows:
        line: list[str] = []
        for cell in [*row, None]:
            while len(line) in below:
                high, said = below.pop(len(line))
                if high > 1:
                    below[len(line)] = (high - 1, said)
                line.append(said)
            if cell is None or (made := made + cell.wide) > MOST_CELLS:
                break
            said = cell.text()
            for _ in range(cell.wide):
                if cell.high > 1:
                    below[len(line)] = (cell.high - 1, said)
                line.append(said)
        yield line


def _names(heads: Sequence[Sequence[str]], rows: Sequence[Sequence[_Cell]]) -> list[str]:
    """The names of columns: of two rows of headers where the first spans columns, the one before the other."""
    if len(heads) < len(("first", "second")):
        return list(heads[0]) if heads else []
    if not any(cell.wide > 1 for cell in rows[0]) or any(re.search(r"\d{3}|@", said) for said in heads[1]):
        return []
    pairs = zip(*([*head, *[""] * (max(map(len, heads)) - len(head))] for head in heads), strict=True)
    return [below if above == below or not above else f"{above} {below}".strip() for above, below in pairs]
