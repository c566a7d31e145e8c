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


def rows_below_headers(text: str, block: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Below `Name SSN DOB`: a name first in each line, up to its first number; then, in their order, values of the other headers."""
    heads: tuple[Detector, ...] = ()
    for start, end in block:
        line = text[start:end]
        if found := _headers_of(line):
            heads = found
        elif heads and any(stands_alone(piece) for piece, _ in pieces_of(line)):
            heads = ()
        elif heads and (row := _ROW.match(line)) and re.fullmatch(heads[0].column.cell, folded(row["name"])):
            yield span_of(text, start + row.start("name"), start + row.end("name"), heads[0], "name")
            yield from _values_in_order(text, start + row.end(), end, heads[1:])
        elif heads and (row or ":" in line):
            heads = ()


def _values_in_order(text: str, start: int, end: int, heads: Sequence[Detector]) -> Iterator[Span]:
    """Words of a line that can be values of the headers, none before one that an earlier header took."""
    words = [(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])]
    at = 0
    for head in heads:
        fitting = (place for place in range(at, len(words)) if head.kind not in WEAK and fits(head, text[slice(*words[place])]))
        if (place := next(fitting, None)) is not None:
            yield span_of(text, *words[place], head, "row")
            at = place + 1


@lru_cache(maxsize=20_000)
def _headers_of(line: str) -> tuple[Detector, ...]:
    """The detectors of a line that is nothing but headers, the first of them for names; else none."""
    words = words_of(line).split()
    if not LEAST_HEADERS <= len(words) <= 20 or ":" in line or any(char.isdigit() for char in line):
        return ()
    at, found, unknown = 0, list[Detector](), 0
    while at < len(words):
        size = next((size for size in range(min(4, len(words) - at), 0, -1) if " ".join(words[at : at + size]) in headings()), 0)
        if size:
            found.append(headings()[" ".join(words[at : at + size])][0])
        unknown += not size
        at += size or 1
    name = next((one for one in headings().get(words[0], ()) if one.kind == "name"), None)
    return (name, *found[1:]) if name and len(found) >= LEAST_HEADERS and unknown <= 1 else ()
