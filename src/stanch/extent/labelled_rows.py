"""Rows below a line of headers in running text: a name first, up to its first number, then values in the order of the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from stanch.extent.detector import Detector
from stanch.extent.fitting import fits, span_of
from stanch.extent.headings import headings, words_of
from stanch.extent.labels import stands_alone
from stanch.extent.lines import pieces_of
from stanch.extent.normalise import folded
from stanch.extent.people_columns import WEAK
from stanch.extent.span import Span

_ROW = re.compile(r"[ \t]*(?P<name>[^\W\d_][^\d\n:@]{2,60}?)[ \t]+(?=[\d*(])")
LEAST_HEADERS = 3


Heads = tuple[tuple[Detector, ...], ...]


def rows_below_headers(text: str, block: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Below `Name SSN DOB`: a name first in each line, up to its first number; then, in their order, values of the other headers."""
    heads: Heads = ()
    for start, end in block:
        line = text[start:end]
        if found := _headers_of(line):
            heads = found
        elif heads and any(stands_alone(piece) for piece, _ in pieces_of(line)):
            heads = ()
        elif heads and (row := _ROW.match(line)) and re.fullmatch(heads[0][0].column.cell, folded(row["name"])):
            yield span_of(text, start + row.start("name"), start + row.end("name"), heads[0][0], "name")
            yield from _in_columns(text, start + row.end(), end, heads[1:]) or _values_in_order(text, start + row.end(), end, heads[1:])
        elif heads and (row or ":" in line):
            heads = ()


_CELL = re.compile(r"\S+(?: \S+)*")


def _in_columns(text: str, start: int, end: int, heads: Heads) -> list[Span]:
    """Where as many cells stand apart by more than a space as there are headers, each is its header's; none if one does not fit."""
    cells = [match.span() for match in _CELL.finditer(text, start, end)]
    if len(cells) != len(heads):
        return []
    fitting = [next((one for one in head if fits(one, text[slice(*cell)])), None) for head, cell in zip(heads, cells, strict=True)]
    if not all(fitting):
        return []
    return [span_of(text, *cell, one, "row") for one, cell in zip(fitting, cells, strict=True) if one and one.kind not in WEAK]


def _values_in_order(text: str, start: int, end: int, heads: Heads) -> Iterator[Span]:
    """Words of a line that can be values of the headers, none before one that an earlier header took."""
    words = [(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])]
    at = 0
    for head in heads:
        fitting = (
            (place, one)
            for place in range(at, len(words))
            for one in head
            if one.kind not in WEAK and fits(one, text[slice(*words[place])])
        )
        if (told := next(fitting, None)) is not None:
            yield span_of(text, *words[told[0]], told[1], "row")
            at = told[0] + 1


@lru_cache(maxsize=20_000)
def _headers_of(line: str) -> Heads:
    """The detectors of a line that is nothing but headers, the first of them for names; else none."""
    if ":" in line or any(map(str.isdigit, line)):
        return ()
    words = words_of(line).split()
    if not LEAST_HEADERS <= len(words) <= 20:
        return ()
    at, found, unknown = 0, list[tuple[Detector, ...]](), 0
    while at < len(words):
        size = next((size for size in range(min(4, len(words) - at), 0, -1) if " ".join(words[at : at + size]) in headings()), 0)
        if size:
            found.append(tuple(headings()[" ".join(words[at : at + size])]))
        unknown += not size
        if unknown > 1:
            return ()
        at += size or 1
    first = [*headings().get(words[0], ()), *(found[0] if found else ())]
    name = next((one for one in first if one.kind == "name"), None)
    return ((name,), *found[1:]) if name and len(found) >= LEAST_HEADERS else ()
