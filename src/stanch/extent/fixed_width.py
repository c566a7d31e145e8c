"""Listings of fixed width, as programs of offices print them: a line of headers over a rule of dashes, then a line a person.

Where the headers begin, the cells begin; each is judged by its header, as in any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from stanch.extent.detector import Detector
from stanch.extent.fitting import fits, span_of
from stanch.extent.headings import claims
from stanch.extent.labelled import city_line
from stanch.extent.labels import is_city_label
from stanch.extent.people_columns import speaks_of_people
from stanch.extent.span import Span
from stanch.extent.table_column import NAMES, Column

_RULE = re.compile(r"[ \t]*[-=_]{3}[-=_ \t+|]*")
_HEADER = re.compile(r"\S+(?:[ ]\S+)*")
LEAST_COLUMNS, LEAST_ROWS, LONGEST = 3, 2, 2_000_000
WIDEST = 400  # characters of a line of headers
SURE = 0.9
_DASHES = re.compile(r"\n(?=[ \t]{0,40}[-=_]{3})")


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with the cells of listings in place of what was read within them."""
    if not spans or len(text) > LONGEST or not any(rule in text for rule in ("---", "===", "___")):
        return list(spans)
    cells = list(_cells(text))
    names = sorted((one.start, one.end) for one in cells if one.kind == "name")
    kept = [one for one in spans if not (one.kind in NAMES and any(start < one.end and one.start < end for start, end in names))]
    taken = [(one.start, one.end) for one in kept]
    return kept + [one for one in cells if not any(start < one.end and one.start < end for start, end in taken)]


def _cells(text: str) -> Iterator[Span]:
    for dashes in _DASHES.finditer(text):
        above = (text.rfind("\n", 0, dashes.start()) + 1, dashes.start())
        start, end = _line(text, dashes.start() + 1)
        if above[1] - above[0] > WIDEST or not _RULE.fullmatch(text, start, end) or not (heads := _heads(text, *above)):
            continue
        rows = list(_rows(text, text.find("\n", end) + 1 or len(text), [place for place, _ in heads]))
        if len(rows) >= LEAST_ROWS:
            for row in rows:
                yield from _of_row(text, row, heads)


def _line(text: str, start: int) -> tuple[int, int]:
    """Where the line at a place begins and ends."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return start, end - (end > start and text[end - 1] == "\r")


def _heads(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Where each column begins in a line, and its header; none where the headers do not speak of people."""
    found = [(match.start() - start, match[0]) for match in _HEADER.finditer(text, start, end)]
    told = [Column(header, detectors[0], SURE) for _, header in found if (detectors := claims(header)[0])]
    named = any(column.detector and column.detector.kind == "name" for column in told)
    return found if len(found) >= LEAST_COLUMNS and named and speaks_of_people(told) else []


def _rows(text: str, at: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The lines below, up to an empty one or a rule, whose cells begin where the headers do: a space stands before each."""
    while at < len(text):
        start, end = _line(text, at)
        if start == end or _RULE.fullmatch(text, start, end):
            return
        at = text.find("\n", end) + 1 or len(text)
        inside = [place for place in places[1:] if start + place < end]
        good = sum(text[start + place - 1].isspace() for place in inside)
        if len(inside) >= LEAST_COLUMNS - 1 and good >= len(inside) - 1:
            yield start, end


def _of_row(text: str, row: tuple[int, int], heads: Sequence[tuple[int, str]]) -> Iterator[Span]:
    start, end = row
    for (place, header), (following, _) in pairwise([*heads, (end - start, "")]):
        begin, stop = start + place, min(end, start + following)
        said = text[begin:stop].strip() if begin < end else ""
        if not said or (stop < end and text[stop - 1 : stop + 1].isalnum()):  # a cell that goes on stands below another header
            continue
        begin += text[begin:stop].index(said)
        stop = begin + len(said)
        detector = _fitting(header, said)
        if detector is not None:
            yield span_of(text, begin, stop, detector, "row")
        elif is_city_label(header):
            yield from city_line(text, begin, stop)


def _fitting(header: str, said: str) -> Detector | None:
    detectors, _, role = claims(header)
    return None if role else next((one for one in detectors if fits(one, said)), None)
