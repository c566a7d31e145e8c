"""Rows of tables in a text that name several people: whoever stands under the header of names is whose row it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from stanch.extent import roles
from stanch.extent.grouping_people import NAMES
from stanch.extent.grouping_signs import LABEL, Line
from stanch.extent.labels import claimed

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

CELLS = 3


def tie(sheet: Sheet) -> None:
    """What stands in the cells of a row under headers of values is its own person's, though another is named in it (`To see`)."""
    couples(sheet)
    for row in _rows(sheet):
        labels = [match[1] if (match := LABEL.match(line.text)) else "" for line in row]
        named = [[n for n in line.members if sheet.is_name(n)] for line in row]
        own = [people for label, people in zip(labels, named, strict=True) if people and _is_of_names(label)]
        persons = sheet.persons_in([n for people in own for n in people])
        if len(persons) != 1 or persons[0].startswith("?") or sum(map(bool, named)) <= len(own):
            continue
        for line, label, people in zip(row, labels, named, strict=True):
            if not people and not roles.ANY.search(label):
                sheet.give(sheet.free(line.members), persons[0])
        sheet.rename(persons[0], persons[0])


def couples(sheet: Sheet) -> None:
    """`M. et Mme TCHAKALOFF Dimitri et Solange` in a row: what stands in it is of both."""
    named = [n for n in sheet.order if sheet.is_name(n)]
    for first, second in pairwise(named):
        one, other = sheet.people[first], sheet.people[second]
        near = sheet.spans[second].start - sheet.spans[first].end <= BETWEEN
        if not near or one == other or one is None or other is None or {sheet.spans[n].context for n in (first, second)} != {"couple"}:
            continue
        record = sheet.records[first] or one
        begin = sheet.text.rfind("\n", 0, sheet.spans[first].start) + 1
        end = sheet.text.find("\n", begin)
        row = [n for n in sheet.order if begin <= sheet.spans[n].start < (end if end >= 0 else len(sheet.text))]
        sheet.give(sheet.free(row), record)
        sheet.rename(one, record)
        sheet.people = [f"{record}/spouse" if person == other else person for person in sheet.people]
        sheet.rename(f"{record}/spouse", f"{record}/spouse")


BETWEEN = 12  # characters of ` et Madame `


def _is_of_names(label: str) -> bool:
    detectors, _, role = claimed(label)
    return not role and not roles.ANY.search(label) and any(one.kind in NAMES for one in detectors)


def _rows(sheet: Sheet) -> Iterator[list[Line]]:
    """Lines that are the cells of one line of the text."""
    row: list[Line] = []
    for line in sheet.lines:
        if row and "\n" in sheet.text[row[-1].start : line.start]:
            if len(row) >= CELLS:
                yield row
            row = []
        row.append(line)
    if len(row) >= CELLS:
        yield row
