"""Printed lists without a rule: programs of mainframes and of the AS/400 head each page, print sums between, and end with a count.

The lines right below the first header tell where the columns stand and what they hold; a line further down is a row where it leaves
the same blanks and holds the same sorts of cells, whatever page it is on. Sums, heads of pages and what else is printed stay text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.reading.readers.aligned import MOST_LEAD, SUM, Layout, layout_of, speak

LEAST_FITTING, LEAST_FILLED = 0.7, 0.5  # of the cells of a row: of the sort of their columns; of the columns: filled
LOOKED_AT = 200
MOST_STACKED, WIDEST, LEAST_COLUMNS = 3, 400, 4
_HEADER, _FIGURE = re.compile(r"\S+(?: \S+)*"), re.compile(r"\d")
_FIGURES = re.compile(r"[\d.,/:\-+() ]*\d[\d.,/:\-+() ]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """The header, the rows with the numbers of their lines (from 0), and the lines that are neither."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    rest: list[str]


def printed(lines: Sequence[str]) -> Printed | None:
    """The list that these lines print, over all its pages; None where they print none."""
    layout = layout_of(lines)
    if layout is None:
        return stacked(lines)
    headers = [lines[layout.header], *([lines[layout.second]] if layout.second else [])]
    sorts, heads = _sorts(layout, lines), {line.strip() for line in headers}
    rows: list[tuple[int, list[str]]] = []
    rest: list[str] = []
    first_page = True
    for at, line in enumerate(lines):
        said = line.strip()
        if at < layout.first:
            rest += [line] if said and said not in heads else []
            continue
        first_page = first_page and (bool(said) or not rows)
        if not said or said in heads:
            continue
        if (first_page and not SUM.search(line)) or _fits(layout, line, sorts):
            rows.append((at, layout.cells(line)))
        else:
            rest.append(line)
    named = zip(*map(layout.cells, headers), strict=True)
    return Printed([" ".join(filter(None, parts)) for parts in named], rows, rest)


def stacked(lines: Sequence[str]) -> Printed | None:
    """A list whose rows take two or three lines each, below as many of headers; None where there is none."""
    for at in range(min(MOST_LEAD, len(lines) - MOST_STACKED)):
        for many in range(2, MOST_STACKED + 1):
            heads = [line.rstrip() for line in lines[at : at + many]]
            told = [one for line in heads for one in _HEADER.findall(line)]
            if not all(heads) or len(told) < LEAST_COLUMNS or any(len(line) > WIDEST or _FIGURE.search(line) for line in heads):
                break  # a third line makes it no better
            if speak(told) and (found := _stacked(lines, heads)):
                return found
    return None


def _stacked(lines: Sequence[str], heads: Sequence[str]) -> Printed | None:
    """The same below these headers, wherever they stand again: up to an empty line, so many lines are laid beside each other."""
    width, many = max(map(len, lines)) + 2, len(heads)
    rows: list[tuple[int, str]] = []
    rest, at = list[str](), 0
    while at < len(lines):
        if [line.rstrip() for line in lines[at : at + many]] != list(heads):
            rest += [lines[at]] if lines[at].strip() else []
            at += 1
            continue
        at += many
        while at < len(lines) and not lines[at].strip():
            at += 1
        while at + many <= len(lines) and all(line.strip() and line.rstrip() not in heads for line in lines[at : at + many]):
            rows.append((at, _beside(lines[at : at + many], width)))
            at += many
    head = _beside(heads, width)
    layout = layout_of([head, *(row for _, row in rows)])
    if layout is None or layout.header:
        return None
    return Printed(layout.cells(head), [(number, layout.cells(row)) for number, row in rows], rest)


def _beside(lines: Sequence[str], width: int) -> str:
    return "".join(line.ljust(width) for line in lines).rstrip()


def in_order(rows: Sequence[tuple[int, list[str]]]) -> Iterator[list[str]]:
    """The rows, with empty ones where lines are left out, so that the numbers of rows are those of lines."""
    number = rows[0][0] if rows else 0
    for at, row in rows:
        yield from ([] for _ in range(at - number))
        yield row
        number = at + 1


def _sort(cell: str) -> str:
    """What a cell is made of: figures, letters, or both."""
    return "" if not cell else "9" if _FIGURES.fullmatch(cell) else "X" if any(map(str.isdigit, cell)) else "A"


def _sorts(layout: Layout, lines: Sequence[str]) -> list[str]:
    """The sort of each column, by the rows right below the header."""
    told: list[Counter[str]] = [Counter() for _ in layout.starts]
    many = 0
    for line in lines[layout.first :]:
        if not line.strip():
            if many:
                break
            continue
        many += 1
        for counter, cell in zip(told, layout.cells(line), strict=True):
            counter.update(filter(None, [_sort(cell)]))
        if many == LOOKED_AT:
            break
    return [counter.most_common(1)[0][0] if counter else "" for counter in told]


def _fits(layout: Layout, line: str, sorts: Sequence[str]) -> bool:
    """Whether a line is a row: blanks before each column, most columns filled, and by what the others hold."""
    if any(start and start <= len(line) and line[start - 1] != " " for start in layout.starts):
        return False
    told = [(_sort(cell), sort) for cell, sort in zip(layout.cells(line), sorts, strict=True) if sort]
    filled = [(one, sort) for one, sort in told if one]
    return len(filled) >= LEAST_FILLED * len(told) and sum(one == sort for one, sort in filled) >= LEAST_FITTING * len(filled)
