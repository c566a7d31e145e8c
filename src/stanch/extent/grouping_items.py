"""Numbered lists of people, each over several lines: `1. SORENSEN/INGRID MRS`, and below it what is hers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from stanch.extent.grouping_signs import Line

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_NUMBER = re.compile(r"[ \t]*(?:\(?\d{1,3}[.)]|[a-z][.)])[ \t]+")
ITEMS = 2


def tie(sheet: Sheet) -> None:
    """Lines up to the next number are of whoever stands right behind theirs, if they name nobody else."""
    number = 0
    for block in sheet.paragraphs:
        begun = [place for place, line in enumerate(block) if _named(sheet, line) is not None]
        if len(begun) < ITEMS or all(after - before == 1 for before, after in pairwise(begun)):
            continue
        for first, following in zip(begun, [*begun[1:], len(block)], strict=True):
            number += 1
            _give(sheet, block[first:following], f"item/{number}")


def _named(sheet: Sheet, line: Line) -> int | None:
    """The name right behind a line's number."""
    match = _NUMBER.match(sheet.text, line.start, line.end)
    first = line.members[0] if match and line.members else None
    return first if match and first is not None and sheet.is_name(first) and sheet.spans[first].start <= match.end() + LEAST else None


LEAST = 8  # letters of a title before the name


def _give(sheet: Sheet, lines: Sequence[Line], record: str) -> None:
    members = [n for line in lines for n in line.members]
    persons = sheet.persons_in(members)
    if len(persons) == 1 and not persons[0].startswith("?"):
        known = next((one for n in members if sheet.is_name(n) and (one := sheet.records[n])), record)
        sheet.give(sheet.free(members), known)
        sheet.rename(persons[0], known)
