"""Blocks that stand side by side: a company's lines beside its customer's, as letterheads, pay slips and forms have them.

Read across, `400 Boston Ave   4681 Stewart Forks` is one street, and nobody's. Where a column of such lines holds an address over two
lines, the lines are read column by column, and what is found is told at its place in the text as it stands.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stanch.extent import addresses, transposed
from stanch.extent.addresses_written import KIND
from stanch.extent.couples import is_firm
from stanch.extent.fitting import span_of
from stanch.extent.grouping_signs import LABEL
from stanch.extent.labelled import city_line
from stanch.extent.labels import stands_alone
from stanch.extent.lines import Piece, pieces_of
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

LONGEST = 200_000  # characters of a text
COLUMNS, MOST_LINES = (2, 3), 14  # of a block; what has more is a table
WIDEST = 300  # characters of a line
_BETWEEN = "\n\n"


Columns = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Laid:
    """A text read column by column; `moves` are the pieces of it: where each begins in it, where it begins in the text as it stands.

    Labels that several people share stand in it once for each.
    """

    text: str
    moves: tuple[tuple[int, int, int], ...]  # begins here, begins there, how long
    standing: tuple[tuple[int, int, int], ...]  # the same in the order of the text as it stands
    blocks: tuple[tuple[Columns, ...], ...] = ()  # where the columns of each block begin and end here

    def there(self, span: Span) -> Span:
        """A finding of the text as it stands, at its place in this one."""
        start = self._place(span.start)
        return replace(span, start=start, end=max(self._place(span.end - 1), start) + 1)

    def _place(self, place: int) -> int:
        here, there, length = self.standing[bisect.bisect_right(self.standing, place, key=lambda move: move[1]) - 1]
        return here + min(place - there, max(length - 1, 0))

    def back(self, span: Span, text: str) -> Iterator[Span]:
        """A finding of this text at its place in `text`; an address over lines that are apart there by its parts, a firm's not at all."""
        start = self._origin(span.start)
        if text.startswith(span.text, start):
            yield replace(span, start=start, end=start + span.end - span.start)
            return
        above = max(0, self.text.rfind("\n", 0, span.start))
        if span.kind != KIND or is_firm(self.text[self.text.rfind("\n", 0, above) + 1 : above]):
            return
        street = detector_of("any/street")
        line = self.text[span.start : span.end].partition("\n")[0].rstrip(" ,")
        if street is not None:
            yield span_of(text, start, start + len(line), street, "address")
        last = self.text.rfind("\n", 0, span.end) + 1
        begin = self._origin(last)
        yield from list(city_line(text, begin, begin + span.end - last)) or self._parts(span, span.start + len(line), text)

    def _parts(self, span: Span, at: int, text: str) -> Iterator[Span]:
        """City, region and postcode of an address whose last line does not hold all of them."""
        for kind, said in zip(("city", "region", "postcode"), span.normal.split(" | ")[1:], strict=False):
            found, detector = self.text[at : span.end].lower().find(said.lower()), detector_of(f"any/{kind}")
            if said and found >= 0 and detector is not None:
                found += at
                start = self._origin(found)
                if text.startswith(self.text[found : found + len(said)], start):
                    yield span_of(text, start, start + len(said), detector, "address")

    def _origin(self, place: int) -> int:
        here, there, _ = self.moves[bisect.bisect_right(self.moves, place, key=lambda move: move[0]) - 1]
        return place - here + there


@lru_cache(maxsize=4)
def laid_out(text: str) -> Laid | None:
    """The text read column by column where blocks stand side by side, None where none do."""
    if len(text) > LONGEST or ("   " not in text and "\t" not in text):
        return None
    said, moves, blocks, done, size = list[str](), list[tuple[int, int, int]](), list[tuple[Columns, ...]](), 0, 0
    for begin, end, block in _blocks(text):
        places: list[Columns] = []
        parts = [(done, begin, ""), *block, (end, end, "")]
        first = size + begin - done
        for start, stop, behind in parts:
            moves.append((size, start, stop - start))
            said.append(text[start:stop] + behind)
            size += stop - start + len(behind)
            if behind == _BETWEEN or start == end:
                places.append((first, size))
                first = size
        blocks.append(tuple(places))
        done = end
    if not moves:
        return None
    moves.append((size, done, len(text) - done))
    return Laid("".join(said) + text[done:], tuple(moves), tuple(sorted(moves, key=lambda move: move[1:])), tuple(blocks))


Part = tuple[int, int, str]  # where a piece begins and ends, and what stands behind it when laid out


def _in_columns(columns: Sequence[Sequence[Piece]]) -> Iterator[Part]:
    """Each piece of a block, column by column: where it begins and ends, and what stands behind it when laid out."""
    for number, column in enumerate(columns):
        for place, (said, start) in enumerate(column):
            last = place == len(column) - 1
            behind = "\n" if not last else _BETWEEN if number < len(columns) - 1 else ""
            yield start, start + len(said), behind


Row = tuple[int, int, list[Piece]]


def _blocks(text: str) -> Iterator[tuple[int, int, list[Part]]]:
    """Where such blocks begin and end, and their columns."""
    rows = list(_rows(text))
    tables = list(_tables(text, rows)) if "\t" in text else []
    inside = {row for first, last, _ in tables for row in range(first, last)}
    found = [(rows[first][0], rows[last - 1][1], people) for first, last, people in tables]
    run: list[Row] = []
    for number, row in enumerate([*rows, (len(text), len(text), [])]):
        if run and len(row[2]) == len(run[0][2]) and number not in inside:
            run.append(row)
            continue
        if run and (people := list(transposed.parts([pieces for _, _, pieces in run], _BETWEEN))):
            found.append((run[0][0], run[-1][1], people))
        elif run and (block := _block(run, row if number not in inside else (row[0], row[1], []))):
            found.append((block[0], block[1], list(_in_columns(block[2]))))
        run = [row] if len(row[2]) in COLUMNS and number not in inside else []
    yield from sorted(found)


def _tables(text: str, rows: Sequence[Row]) -> Iterator[tuple[int, int, list[Part]]]:
    """From which line to which cells apart by tabs are a table with a person in each column, and its parts."""
    first = 0
    for number in range(len(rows) + 1):
        is_row = number < len(rows) and bool(rows[number][2]) and "\t" in text[rows[number][0] : rows[number][1]]
        if is_row:
            continue
        if number - first >= transposed.ROWS:
            cells = [transposed.cells_of(text[begin:end], begin) for begin, end, _ in rows[first:number]]
            if people := list(transposed.tabbed(cells, _BETWEEN)):
                yield first, number, people
        first = number + 1


def _rows(text: str) -> Iterator[Row]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line), [(said, at + start) for said, start in _labelled_alike(line)] if len(line) <= WIDEST else []
        at += len(line) + 1


def _labelled_alike(line: str) -> list[Piece]:
    """The pieces of a line; where the same label stands before each of several (`Name:   Ann Lee   Name:   Bob Lee`), with it."""
    pieces = list(pieces_of(line))
    labels, values = pieces[::2], pieces[1::2]
    if len(labels) != len(values) or len(labels) not in COLUMNS or len({said.casefold() for said, _ in labels}) > 1:
        return pieces
    if not _is_label(labels[0][0]) or any(_is_label(said) for said, _ in values):
        return pieces
    return [(line[start : begin + len(said)], start) for (_, start), (said, begin) in zip(labels, values, strict=True)]


def _block(run: Sequence[Row], below: Row) -> tuple[int, int, list[list[Piece]]] | None:
    """The columns of lines below each other, if one of them holds an address; with the line below, where that is the address's last."""
    if not 2 <= len(run) <= MOST_LINES:
        return None
    columns = [[row[2][place] for row in run] for place in range(len(run[0][2]))]
    if len(below[2]) == 1:
        ends = [
            (sure, place)
            for place, one in enumerate(columns)
            for first, last, sure in _addresses([*one, below[2][0]])
            # One that begins at the end of the line above stands whole in the text as it is (`Address:     12 Oak St`).
            if last == len(one) and (place < len(columns) - 1 or first < len(run) - 1)
        ]
        if ends:
            columns[max(ends)[1]].append(below[2][0])
            return run[0][0], below[1], columns
    if _are_two_forms(run):
        return run[0][0], run[-1][1], columns
    for place, column in enumerate(columns):
        for first, last, _ in _addresses(column):
            # Beside their labels the lines of an address are a form's.
            if not any(_is_label(said) for one in columns[:place] for said, _ in one[first : last + 1]):
                return run[0][0], run[-1][1], columns
    return None


TITLE = re.compile(r"(?i).{0,30}\b(?:information|details|data|daten|angaben|datos|dati|donn[ée]es|gegevens)$")


def _are_two_forms(run: Sequence[Row]) -> bool:
    """The same labels in each column (`NOM : A   NOM : B`), or titles above labels (`Patient Information   Client Information`)."""
    labels = [[LABEL.match(said) if ":" in said else None for said, _ in row[2]] for row in run]
    alike = sum(all(labelled) and len({one[1].casefold() for one in labelled if one}) == 1 for labelled in labels)
    titled = all(TITLE.fullmatch(said) for said, _ in run[0][2]) and any(any(labelled) for labelled in labels)
    return alike >= ALIKE or (titled and len(run) > ALIKE)


ALIKE = 2


def _addresses(column: Sequence[Piece]) -> Iterator[tuple[int, int, float]]:
    """First and last line of the addresses of a column that go over two lines, and how sure they are."""
    said = "\n".join(one for one, _ in column)
    if any(char.isdigit() for char in said):
        for found in addresses.find(said, ()):
            first, last = said.count("\n", 0, found.start), said.count("\n", 0, found.end)
            if first < last:
                yield first, last, found.confidence


def _is_label(said: str) -> bool:
    return said.endswith((":", "：")) or stands_alone(said)
