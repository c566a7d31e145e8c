"""Ruled lines in a picture: taken off before letters are looked for, and remembered, for they say what stands in one cell.

A letter that touches a line is misread, and a line between two columns is read as a letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

DARK = 140  # of 255: what is darker is ink
LEAST = 80  # pixels of a line; no stroke of a letter is so long at 200 dots to the inch
THICK = 9  # pixels; what is thicker is no line
NEAR = 6  # pixels
ROWS, COLUMNS = 3, 3  # with which cells are no boxes of a form, whatever stands in them
TABLE = 2  # lines in each direction that make a table, at least


@dataclass(frozen=True, slots=True)
class Rule:
    """A line: where it stands, and from where to where it goes."""

    at: float
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a place within a table, told by how many lines are before it; None outside."""
        over = [rule.at < y for rule in self.across if rule.begin - NEAR <= x <= rule.end + NEAR]
        beside = [rule.at < x for rule in self.down if rule.begin - NEAR <= y <= rule.end + NEAR]
        inside = all(0 < sum(one) < len(one) for one in (over, beside))
        return (sum(rule.at < y for rule in self.across), sum(beside)) if inside else None


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was recognised: where it stands, and in which line of the recogniser's."""

    left: int
    top: int
    width: int
    height: int
    line: tuple[str, ...]
    text: str

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2


def taken_off(picture: Any) -> tuple[Any, Rules]:
    """The picture without its lines, and the lines."""
    import numpy as np
    from PIL import Image

    grey = np.asarray(picture.convert("L"))
    ink = grey < DARK
    across, down = _long(ink), _long(ink.T).T
    across, down = across & ~_thick(across.T).T, down & ~_thick(down)
    if not (across.any() or down.any()):
        return picture, Rules((), ())
    clean = grey.copy()
    clean[_wider(across | down)] = 255
    return Image.fromarray(clean), Rules(tuple(_rules(across)), tuple(_rules(down.T)))


def _runs(ink: Any) -> tuple[Any, Any]:
    """Where runs of ink begin and end in the rows, laid behind one another with a gap between."""
    import numpy as np

    padded = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int8)
    padded[:, :-1] = ink
    steps = np.diff(padded.ravel(), prepend=0, append=0)
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _of_runs(shape: tuple[int, int], starts: Any, ends: Any) -> Any:
    import numpy as np

    marks = np.zeros(shape[0] * (shape[1] + 1) + 1, dtype=np.int32)
    np.add.at(marks, starts, 1)
    np.add.at(marks, ends, -1)
    return np.cumsum(marks)[:-1].reshape(shape[0], shape[1] + 1)[:, :-1] > 0


def _long(ink: Any) -> Any:
    """The ink of runs along the rows that are as long as a line."""
    starts, ends = _runs(ink)
    kept = ends - starts >= LEAST
    return _of_runs(ink.shape, starts[kept], ends[kept])


def _thick(ink: Any) -> Any:
    """The ink of runs along the rows that are thicker than a line."""
    starts, ends = _runs(ink)
    kept = ends - starts > THICK
    return _of_runs(ink.shape, starts[kept], ends[kept])


def _wider(ink: Any) -> Any:
    """The same and what is right beside it: the edge of a line is grey."""
    found = ink.copy()
    found[1:] |= ink[:-1]
    found[:-1] |= ink[1:]
    found[:, 1:] |= ink[:, :-1]
    found[:, :-1] |= ink[:, 1:]
    return found


def _rules(ink: Any) -> Iterator[Rule]:
    """The lines along the rows: rows that hold ink right below one another are one line, also where it slopes a little."""
    import numpy as np

    rows = np.flatnonzero(ink.any(axis=1))
    for group in np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1) if len(rows) else ():
        columns = np.flatnonzero(ink[group[0] : group[-1] + 1].any(axis=0))
        for part in np.split(columns, np.flatnonzero(np.diff(columns) > LEAST) + 1):
            yield Rule(float(group.mean()), int(part[0]), int(part[-1]))


# Words in cells


Place = tuple[int, int]


def as_text(words: Sequence[Word], rules: Rules) -> str:
    """The text of recognised words: what stands in a table row by row, its cells apart by tabs; columns of a line three spaces apart."""
    is_ruled = len(rules.across) >= TABLE and len(rules.down) >= TABLE
    places = [rules.cell(*word.middle) if is_ruled else None for word in words]
    tables = _tables(words, places)
    next_to = _next_lines(words)
    out: list[str] = []
    before: Word | None = None
    for word, place in zip(words, places, strict=True):
        if place is None:
            said = _between(before, word)
            out.append(("\n" if said == "\n\n" and before and (before.line, word.line) in next_to else said) + word.text)
            before = word
        elif table := tables.pop(place[0], ""):
            out.append(("\n" if out else "") + table)
            before = None
    return "".join(out).lstrip("\n") + "\n" if out else ""


def _next_lines(words: Sequence[Word]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of lines that stand as close below each other as any in the picture, at one margin: a card's labels and values."""
    firsts: dict[tuple[str, ...], Word] = {}
    for word in words:
        firsts.setdefault(word.line, word)
    # An accent lifts a line's top, a tail lowers its foot: the smaller of both steps counts.
    steps = [
        (one, other, min(other.top - one.top, other.top + other.height - one.top - one.height)) for one, other in pairwise(firsts.values())
    ]
    closest = min((step for one, _, step in steps if step > one.height), default=0)
    return {
        (one.line, other.line)
        for one, other, step in steps
        if 0 < step <= closest * CLOSE and abs(one.left - other.left) <= max(one.height, other.height)
    }


CLOSE = 1.25


def _tables(words: Sequence[Word], places: Sequence[Place | None]) -> dict[int, str]:
    """The text of each table, once by whichever of its rows comes first."""
    cells: dict[Place, list[Word]] = defaultdict(list)
    for word, place in zip(words, places, strict=True):
        if place is not None:
            cells[place].append(word)
    found: dict[int, str] = {}
    order = list(dict.fromkeys(place[0] for place in places if place is not None))
    for part in _together(sorted(order)):
        columns = [sorted(column for row, column in cells if row == one) for one in part]
        rows = [[cells[one, column] for column in known] for one, known in zip(part, columns, strict=True)]
        found[next(row for row in order if row in part)] = _table(rows, columns)
    return found


def _together(rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows that follow one another without one left out."""
    part: list[int] = []
    for row in rows:
        if part and row != part[-1] + 1:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _between(before: Word | None, word: Word) -> str:
    if before is None:
        return "\n"
    if before.line != word.line:
        return "\n" if before.line[:2] == word.line[:2] else "\n\n"
    return "   " if word.left - before.left - before.width > 1.5 * max(word.height, before.height) else " "


def _table(rows: Sequence[Sequence[list[Word]]], columns: Sequence[Sequence[int]]) -> str:
    """Rows as lines; where no row is of single lines, the cells are boxes of a form, each a block of lines."""
    lines = [[list(_lines(cell)) for cell in row] for row in rows]
    flat = _is_grid(lines, columns) or any(len(row) > 1 and all(len(cell) == 1 for cell in row) for row in lines)
    if not flat:
        return "\n".join("\n".join(cell) for row in lines for cell in row) + "\n"
    first, last = min(map(min, columns)), max(map(max, columns))
    said = []
    for row, places in zip(lines, columns, strict=True):
        known = dict(zip(places, map(_joined, row), strict=True))
        said.append("\t".join(known.get(place, "") for place in range(first, last + 1)))
    return "\n".join(said) + "\n"


def _is_grid(lines: Sequence[Sequence[Sequence[str]]], columns: Sequence[Sequence[int]]) -> bool:
    """Whether the same columns go through all rows, and there are cells of one line: the boxes of a form have a label and a value each."""
    widest = max((set(one) for one in columns), key=len)
    whole = sum(set(one) == widest for one in columns)
    single = sum(len(cell) == 1 for row in lines for cell in row)
    return (
        len(lines) >= ROWS and len(widest) >= COLUMNS and whole > 1 and all(set(one) <= widest for one in columns) and single >= len(lines)
    )


def _joined(lines: Sequence[str]) -> str:
    said = lines[0]
    for line in lines[1:]:
        said += line if said.endswith("-") else f" {line}"
    return said


def _lines(cell: Sequence[Word]) -> Iterator[str]:
    """The lines of a cell."""
    line: list[Word] = []
    for word in sorted(cell, key=lambda one: one.middle[1]):
        if line and word.middle[1] - line[-1].middle[1] > max(word.height, line[-1].height) / 2:
            yield " ".join(one.text for one in sorted(line, key=lambda one: one.left))
            line = []
        line.append(word)
    if line:
        yield " ".join(one.text for one in sorted(line, key=lambda one: one.left))
