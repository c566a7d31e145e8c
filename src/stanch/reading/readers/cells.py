"""Tables on a page: what stands in a cell over several lines is one cell's, and each row of cells one line, its empty cells kept.

A page gives its words cell by cell. A cell of two lines is told by what comes after it: words that stand higher, and to its right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

NEAR = 3.0  # points by which what stands below one another may differ
STEP = 1.6  # times the height of letters: from a line of a cell to the next
ROOM = 1.5  # points more that rows are apart than the lines of a cell
MOST_LINES = 8  # of a cell
ROWS, COLUMNS = 2, 2
NARROW = 0.32  # of the height of letters: a gap that may part columns
SMALLER = 0.88  # of the height of letters: a label within the box of its value
_BROKEN = re.compile(r"@[\w-]*$|[\w.-]@$|@\S+[._-]$|[^\W\d_]-$")  # a word that goes on in the line below
_STOPPED = (",", ";", ".", ":", "-", "/", "(")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words without a wide gap between them: where they are in the text, and where on the page."""

    start: int
    end: int
    left: float
    right: float
    middle: float
    height: float


Cell = list[_Piece]
Row = list[Cell]
Edit = tuple[int, int, str]  # from where to where, and what stands there instead


def rows_as_lines(textpage: Any, text: str, gaps: Sequence[int]) -> list[Edit]:
    """What of a page's text is written otherwise: rows of tables as lines, and wrapped lines of boxes as one.

    `gaps` are the places in the text that stand behind a wide gap.
    """
    pieces = list(_pieces(textpage, text, gaps))
    if more := list(_narrow(textpage, text, pieces)):
        pieces = list(_pieces(textpage, text, [*gaps, *more]))
    return [edit for table in _tables(_rows(pieces, text)) for edit in _edits(text, table, frozenset(more))]


def _edits(text: str, table: Sequence[Row], narrow: frozenset[int]) -> Iterator[Edit]:
    columns = _columns(table)
    lines = [_line(text, row, columns, table) for row in table]
    told = any(
        line is not None
        and (len(row) < len(columns) or "\n" in text[row[0][0].start : row[-1][-1].end] or any(cell[0].start in narrow for cell in row))
        for row, line in zip(table, lines, strict=True)
    )
    sparse = any(len(row) < len(columns) for row in table)
    for row, line in zip(table, lines, strict=True):
        if line is None:
            yield from _within_boxes(text, row, table)
        elif told:
            yield row[0][0].start, row[-1][-1].end, line if sparse else line.replace("\t", "   ")


def _within_boxes(text: str, row: Row, table: Sequence[Row]) -> Iterator[Edit]:
    """The ends of lines within boxes at which a label, or a value, goes on in letters of the same size."""
    for cell, limit in zip(row, _limits(row, table), strict=True):
        if _is_even(cell):
            continue
        for place, (above, below) in enumerate(pairwise(cell)):
            if _is_even([above, below]) and _is_wrapped(cell, place, limit, text):
                yield above.end, below.start, " "


def _pieces(textpage: Any, text: str, gaps: Sequence[int]) -> Iterator[_Piece]:
    cuts = sorted({0, *gaps, *(found.end() for found in re.finditer(r"[\r\n]+", text)), len(text)})
    for start, end in pairwise(cuts):
        said = text[start:end]
        if said.strip():
            first, last = start + len(said) - len(said.lstrip()), start + len(said.rstrip())
            left, bottom, _, top = textpage.get_charbox(first, loose=True)
            right = textpage.get_charbox(last - 1, loose=True)[2]
            yield _Piece(first, last, left, max(left, right), (bottom + top) / 2, max(top - bottom, 1.0))


def _narrow(textpage: Any, text: str, pieces: Sequence[_Piece]) -> Iterator[int]:
    """Where a narrow gap parts columns: a word begins at the edge at which other words of the page begin."""
    edges = Counter(round(one.left) for one in pieces)
    for piece in pieces:
        for space in re.finditer(r"(?<=\S) (?=\S)", text[piece.start : piece.end]):
            place = piece.start + space.end()
            left = textpage.get_charbox(place, loose=True)[0]
            if any(edges[round(left) + off] for off in (-1, 0, 1)):
                before = textpage.get_charbox(place - 2, loose=True)[2]
                if left - before > NARROW * piece.height:
                    yield place


def _rows(pieces: Sequence[_Piece], text: str) -> list[Row]:
    """Cells that follow one another to the right, each with the lines below its first."""
    rows: list[Row] = []
    for piece in pieces:
        row = rows[-1] if rows else []
        if row and _goes_on(row[-1], piece):
            row[-1].append(piece)
        elif row and piece.left >= max(one.right for one in row[-1]) - 1 and _is_beside(row, piece):
            if len(row) == 1 and _is_of_the_last(row[0], piece, text):
                rows[-1:] = [[row[0][:-1]], [[row[0][-1]]]]
            rows[-1].append([piece])
        elif row and len(row) == 1 and len(row[0]) > 1 and piece.left >= row[0][-1].right - 1 and _is_level(row[0][-1], piece):
            rows[-1:] = [[row[0][:-1]], [[row[0][-1]], [piece]]]
        else:
            rows.append([[piece]])
    return rows


def _goes_on(cell: Cell, piece: _Piece) -> bool:
    """Whether words stand right below the last line of a cell, as its next line."""
    last = cell[-1]
    step = last.middle - piece.middle
    aligned = abs(piece.left - cell[0].left) <= NEAR or abs(piece.left + piece.right - cell[0].left - cell[0].right) <= 2 * NEAR
    return aligned and 0.5 * piece.height < step <= STEP * max(piece.height, last.height)


def _is_even(cell: Cell) -> bool:
    """Whether all lines are written in letters of one size: the label in the box of a value is written smaller."""
    heights = [one.height for one in cell]
    return min(heights) >= SMALLER * max(heights)


def _is_level(one: _Piece, other: _Piece) -> bool:
    return abs(one.middle - other.middle) <= min(one.height, other.height) / 3


def _is_beside(row: Row, piece: _Piece) -> bool:
    """Whether words stand as high as some line of the row does, or between its lines."""
    middles = [one.middle for cell in row for one in cell]
    return min(middles) - piece.height / 2 <= piece.middle <= max(middles) + piece.height / 2


def _is_of_the_last(cell: Cell, piece: _Piece, text: str) -> bool:
    """Whether words stand beside the last line of a cell only, whose lines above broke off where they did not have to."""
    return len(cell) > 1 and _is_level(cell[-1], piece) and not _is_wrapped(cell, len(cell) - 2, piece.left, text)


def _is_wrapped(cell: Cell, place: int, limit: float, text: str) -> bool:
    """Whether the first word of the next line had no room behind a line of a cell, before the next column."""
    below = cell[place + 1]
    words = text[below.start : below.end].split()
    width = (below.right - below.left) * len(words[0]) / max(1, below.end - below.start)
    return cell[place].right + width + below.height / 4 > limit - below.height


def _tables(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of cells below one another, at least two of their columns with one edge."""
    table: list[Row] = []
    for row in [*rows, []]:
        if len(row) >= COLUMNS and table and _share(table, row):
            table.append(row)
            continue
        if len(table) >= ROWS:
            yield table
        table = [row] if len(row) >= COLUMNS else []


def _share(table: Sequence[Row], row: Row) -> bool:
    """Whether a row has the columns of those above: two with one edge, or all of fewer."""
    return any(sum(any(_in_line(cell, other) for other in above) for cell in row) >= COLUMNS for above in table[-3:])


def _in_line(cell: Cell, other: Cell) -> bool:
    (left, right), (begin, end) = _edges(cell), _edges(other)
    return abs(left - begin) <= NEAR or abs(right - end) <= NEAR or abs(left + right - begin - end) <= 2 * NEAR


def _edges(cell: Cell) -> tuple[float, float]:
    return min(one.left for one in cell), max(one.right for one in cell)


def _columns(table: Sequence[Row]) -> list[tuple[float, float]]:
    """From where to where each column goes, as the rows with most cells have them; none where those overlap."""
    most = max(map(len, table))
    columns: list[tuple[float, float]] = []
    for left, right in sorted(_edges(cell) for row in table if len(row) == most for cell in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns if len(columns) == most else []


def _line(text: str, row: Row, columns: Sequence[tuple[float, float]], table: Sequence[Row]) -> str | None:
    """A row as one line, its cells apart by tabs; None where its cells are boxes with a label of their own, or blocks of lines."""
    said: list[str] = []
    is_head = row is table[0] and _is_head(text, table)
    for cell, limit in zip(row, _limits(row, table), strict=True):
        breaks = [is_head or _is_wrapped(cell, place, limit, text) for place in range(len(cell) - 1)]
        if len(cell) > MOST_LINES or not _is_even(cell) or not (all(breaks) or _are_lines(cell, row, table)):
            return None
        said.append(_joined([text[one.start : one.end] for one in cell], breaks))
    if not columns or len(row) == len(columns):
        return "\t".join(said)
    placed = [""] * len(columns)
    for cell, one in zip(row, said, strict=True):
        left, right = _edges(cell)
        over = [place for place, (begin, end) in enumerate(columns) if min(right, end) - max(left, begin) > 0]
        if len(over) != 1 or placed[over[0]]:
            return "\t".join(said)
        placed[over[0]] = one
    return "\t".join(placed)


def _is_head(text: str, table: Sequence[Row]) -> bool:
    """Whether the first row of a table is of headers: no figures, some of a single line."""
    row = table[0]
    return len(table) > ROWS and any(len(cell) == 1 for cell in row) and not any(map(str.isdigit, text[row[0][0].start : row[-1][-1].end]))


def _limits(row: Row, table: Sequence[Row]) -> list[float]:
    """How far to the right each cell of a row can go."""
    return [*(cell[0].left for cell in row[1:]), max(_edges(one[-1])[1] for one in table)]


def _are_lines(cell: Cell, row: Row, table: Sequence[Row]) -> bool:
    """Whether lines that broke off early are still one cell's: of one size, in a table with a row of single lines, closer than its rows."""
    flat = any(all(len(one) == 1 for one in other) for other in table if other is not row)
    if not flat or all(len(one) > 1 for one in row):
        return False
    step = max(above.middle - below.middle for above, below in pairwise(cell))
    at = next(place for place, one in enumerate(table) if one is row)
    apart = []
    if at + 1 < len(table):
        apart.append(_lowest(row) - table[at + 1][0][0].middle)
    if at:
        apart.append(_lowest(table[at - 1]) - max(one[0].middle for one in row))
    return min(apart) > step + ROOM


def _lowest(row: Row) -> float:
    return min(one.middle for cell in row for one in cell)


def _joined(lines: Sequence[str], breaks: Sequence[bool]) -> str:
    """The lines of a cell as one: words that broke in two are whole again, and what broke off early has a comma."""
    said = lines[0].strip()
    for line, wrapped in zip(lines[1:], breaks, strict=True):
        between = "" if _BROKEN.search(said) else " " if wrapped or said.endswith(_STOPPED) else ", "
        said += between + line.strip()
    return said
