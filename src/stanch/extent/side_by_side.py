"""Blocks that stand side by side: a company's lines beside its customer's, as letterheads, pay slips and forms have them.

Read across, `400 Boston Ave   4681 Stewart Forks` is one street, and nobody's. Where a column of such lines holds an address over two
lines, the lines are read column by column, and what is found is told at its place in the text as it stands.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stanch.extent import addresses
from stanch.extent.couples import is_firm
from stanch.extent.labelled import city_line, span_of
from stanch.extent.labels import stands_alone
from stanch.extent.lines import Piece, pieces_of
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

LONGEST = 200_000  # characters of a text
COLUMNS, MOST_LINES = (2, 3), 14  # of a block; what has more is a table
WIDEST = 300  # characters of a line
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Laid:
    """A text read column by column; `moves` are the pieces of it: where each begins in it, where it begins in the text as it stands."""

    text: str
    moves: tuple[tuple[int, int, int], ...]  # begins here, begins there, how long

    def there(self, span: Span) -> Span:
        """A finding of the text as it stands, at its place in this one."""
        start = self._place(span.start)
        return replace(span, start=start, end=max(self._place(span.end - 1), start) + 1)

    def _place(self, place: int) -> int:
        here, there, _ = next(move for move in self.moves if move[1] <= place < move[1] + max(move[2], 1))
        return place - there + here

    def back(self, span: Span, text: str) -> Iterator[Span]:
        """A finding of this text at its place in `text`; an address over lines that are apart there by its parts, a firm's not at all."""
        at = bisect.bisect_right(self.moves, span.start, key=lambda move: move[0]) - 1
        here, there, length = self.moves[at]
        start = span.start - here + there
        if span.end <= here + length or text.startswith(span.text, start):
            yield replace(span, start=start, end=start + span.end - span.start)
            return
        if span.kind != addresses.KIND:
            return
        above = self.text[: max(0, self.text.rfind("\n", 0, span.start))].rpartition("\n")[2]
        if is_firm(above):
            return
        street = detector_of("any/street")
        lines = [(start, there + length)]
        lines += [(there, there + min(length, span.end - here)) for here, there, length in self.moves[at + 1 :] if here < span.end]
        lines = [one for one in lines if text[slice(*one)].strip()]
        if street is not None:
            yield span_of(text, *lines[0], street, "address")
        if len(lines) > 1:
            yield from city_line(text, *lines[-1])


def laid_out(text: str) -> Laid | None:
    """The text read column by column where blocks stand side by side, None where none do."""
    if len(text) > LONGEST or ("   " not in text and "\t" not in text):
        return None
    said, moves, done, size = list[str](), list[tuple[int, int, int]](), 0, 0
    for begin, end, columns in _blocks(text):
        parts = [(done, begin, ""), *_in_columns(columns), (end, end, "")]
        for start, stop, behind in parts:
            moves.append((size, start, stop - start))
            said.append(text[start:stop] + behind)
            size += stop - start + len(behind)
        done = end
    if not moves:
        return None
    moves.append((size, done, len(text) - done))
    return Laid("".join(said) + text[done:], tuple(moves))


def _in_columns(columns: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int, str]]:
    """Each piece of a block, column by column: where it begins and ends, and what stands behind it when laid out."""
    for number, column in enumerate(columns):
        for place, (said, start) in enumerate(column):
            last = place == len(column) - 1
            behind = "\n" if not last else _BETWEEN if number < len(columns) - 1 else ""
            yield start, start + len(said), behind


Row = tuple[int, int, list[Piece]]


def _blocks(text: str) -> Iterator[tuple[int, int, list[list[Piece]]]]:
    """Where such blocks begin and end, and their columns."""
    run: list[Row] = []
    for row in [*_rows(text), (len(text), len(text), [])]:
        if run and len(row[2]) == len(run[0][2]):
            run.append(row)
            continue
        if run and (block := _block(run, row)):
            yield block
        run = [row] if len(row[2]) in COLUMNS else []


def _rows(text: str) -> Iterator[Row]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line), [(said, at + start) for said, start in pieces_of(line)] if len(line) <= WIDEST else []
        at += len(line) + 1


def _block(run: Sequence[Row], below: Row) -> tuple[int, int, list[list[Piece]]] | None:
    """The columns of lines below each other, if one of them holds an address; with the line below, where that is the address's last."""
    if not 2 <= len(run) <= MOST_LINES:
        return None
    columns = [[row[2][place] for row in run] for place in range(len(run[0][2]))]
    for place, column in enumerate(columns):
        if len(below[2]) == 1 and any(last == len(column) for _, last in _addresses([*column, below[2][0]])):
            column.append(below[2][0])
            return run[0][0], below[1], columns
        for first, last in _addresses(column):
            # Beside their labels the lines of an address are a form's.
            if not any(_is_label(said) for one in columns[:place] for said, _ in one[first : last + 1]):
                return run[0][0], run[-1][1], columns
    return None


def _addresses(column: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """First and last line of the addresses of a column that go over two lines."""
    said = "\n".join(one for one, _ in column)
    if any(char.isdigit() for char in said):
        for found in addresses.find(said, ()):
            first, last = said.count("\n", 0, found.start), said.count("\n", 0, found.end)
            if first < last:
                yield first, last


def _is_label(said: str) -> bool:
    return said.endswith((":", "：")) or stands_alone(said)
