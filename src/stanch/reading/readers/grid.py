"""Tables within a flowing text: what stands in one cell over several lines stays that cell's."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.reading.readers.people_tables import Lifted, Line

COLUMNS = 3  # of a table whose rows are lines; what has fewer is a layout, or labels beside their values
MOST_COLUMNS = 200
_STOPPED = (",", ";", ".", ":", "-", "/")

Cell = tuple[int, int]  # where its pieces of text begin and end


class Tables:
    """Follows the tables of a text while its pieces are gathered; line ends are pieces of their own."""

    def __init__(self, lifted: Lifted | None = None) -> None:
        """`lifted`: takes the tables of people, which then are no part of the text."""
        self.lifted = lifted
        self.open: list[list[list[Cell]]] = []
        self.begun: list[int] = []
        self.starts: list[int] = []  # the first piece of each open table; -1 where another table stands in it
        self.shapes: dict[int, tuple[int, bool]] = {}  # by their first piece: over how many columns cells go, and whether on from above

    def table(self, at: int = 0) -> None:
        """A table opens; `at` is the number of its first piece."""
        self.starts = [*([-1] * len(self.starts)), at]
        self.open.append([])
        self.begun.append(-1)

    def row(self) -> None:
        """A row of the innermost table opens."""
        if self.open:
            self.open[-1].append([])

    def cell(self, at: int) -> None:
        """A cell opens; `at` is the number of its first piece."""
        if self.open:
            self.begun[-1] = at

    def spans(self, wide: int, *, on: bool = False) -> None:
        """The open cell goes over so many columns; `on`: what it says stands above it."""
        if self.open and self.begun[-1] >= 0:
            before = self.shapes.get(self.begun[-1], (wide, False))
            self.shapes[self.begun[-1]] = (max(wide, before[0]), on or before[1])

    @property
    def begins(self) -> int:
        """The number of the first piece of the open cell; 0 where none is open."""
        return max(self.begun[-1], 0) if self.begun else 0

    def cell_ends(self, at: int) -> bool:
        """The open cell, if one is, ends before a piece; whether one was."""
        if not self.open or self.begun[-1] < 0:
            return False
        rows = self.open[-1] or [[]]
        self.open[-1] = rows
        rows[-1].append((self.begun[-1], at))
        self.begun[-1] = -1
        return True

    def table_ends(self, out: list[str]) -> None:
        """The innermost table ends: its cells are put right."""
        if not self.open:
            return
        self.begun.pop()
        rows, start = self.open.pop(), self.starts.pop()
        titles = self.lifted.takes(self._laid_out(out, rows)) if self.lifted and start >= 0 else None
        if titles is None:
            _put_right(out, rows)
            return
        del out[start:]
        out.append("".join(f"{title}\n" for title in titles) or "\n")

    def _laid_out(self, out: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Line]:
        """The rows with each cell's text in every column that it goes over."""
        lines: list[Line] = []
        for row in rows:
            above = lines[-1].cells if lines else []
            cells: list[str] = []
            spread = False
            for start, end in row:
                wide, on = self.shapes.get(start, (1, False))
                said = _said("".join(out[start:end]))
                at = len(cells)
                cells += [above[place] if on and not said and place < len(above) else said for place in range(at, at + wide)]
                spread |= wide > 1
            if len(cells) <= MOST_COLUMNS:
                lines.append(Line(cells, spread))
        return lines


def _said(text: str) -> str:
    """The lines of a cell as one."""
    said = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        said += (" " if said.endswith(_STOPPED) else ", " if said else "") + line
    return said


def _put_right(out: list[str], rows: Sequence[Sequence[Cell]]) -> None:
    """One line a row where the table has a row of single lines; else what stands behind a cell of several lines begins a line."""
    inner = [[_content(out, cell) for cell in row] for row in rows]
    several = [["\n" in out[begin:end] for begin, end in row] for row in inner]
    flat = any(
        len(row) >= COLUMNS and not any(many) and all(begin < end for begin, end in row) for row, many in zip(inner, several, strict=True)
    )
    for row, content, many in zip(rows, inner, several, strict=True):
        together = flat and len(row) >= COLUMNS and not all(many)
        for place, ((start, end), (begin, stop)) in enumerate(zip(row, content, strict=True)):
            for at in (*range(start, begin), *(range(stop, end) if together or not many[place] else ())):
                out[at] = "" if out[at] == "\n" else out[at]
            if together and many[place]:
                _join(out, begin, stop)
            if not together and place and many[place - 1]:
                _part(out, row[place - 1][1], start)


def _content(out: Sequence[str], cell: Cell) -> Cell:
    """The pieces of a cell without the line ends around them."""
    start, end = cell
    while start < end and not out[start].strip():
        start += 1
    while end > start and not out[end - 1].strip():
        end -= 1
    return start, end


def _join(out: list[str], start: int, end: int) -> None:
    said = ""
    for at in range(start, end):
        if out[at] == "\n":
            out[at] = "" if not said else " " if said.endswith(_STOPPED) else ", "
            said = ""
        elif out[at].strip():
            said = out[at].rstrip()


def _part(out: list[str], start: int, end: int) -> None:
    """The tab between two cells is a line end."""
    for at in range(start, end):
        out[at] = "\n" if out[at] == "\t" else out[at]
