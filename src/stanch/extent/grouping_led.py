"""Parts of a form that a label of somebody else leads (`Mother: Ann Lee`), and labels in a letter, which are of whom it greets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from stanch.extent import roles
from stanch.extent.grouping_people import NAMES, words_of
from stanch.extent.grouping_signs import LABEL, SALUTATION, SPOUSE, Line
from stanch.extent.grouping_spoken import call
from stanch.extent.span import Span

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_OF_THE_FORM = frozenset({"insurance_policy", "health_insurance_id", "customer_id"})


def led(sheet: Sheet, lines: list[Line], own: str | None) -> list[Line] | None:
    """`Mother: Ann Lee` at the head of a part: what stands below it is hers, up to the next name. The lines left, or None."""
    head = next((place for place, line in enumerate(lines) if line.members), len(lines))
    match = LABEL.match(lines[head].text) if head < len(lines) else None
    persons = sheet.persons_in(lines[head].members) if match and roles.PRIVATE.match(match[1]) else []
    if match is None or len(persons) != 1 or persons[0].startswith("?"):
        return None
    below = list(takewhile(lambda line: not _names_another(sheet, line), lines[head + 1 :]))
    if not any(LABEL.match(line.text) and line.members for line in below):
        return None
    for n in lines[head].members:
        sheet.records[n] = sheet.records[n] or persons[0]
    for line in below:
        sheet.give([n for n in sheet.free(line.members) if sheet.spans[n].kind not in _OF_THE_FORM], persons[0])
    if own and SPOUSE.search(match[1]):
        call(sheet, persons[0], f"{own}/spouse")
    return [*lines[:head], *lines[head + 1 + len(below) :]]


def _names_another(sheet: Sheet, line: Line) -> bool:
    match = LABEL.match(line.text)
    return any(map(sheet.is_name, line.members)) or bool(match and roles.ANY.search(match[1]))


_BY_WAY = re.compile(
    r"(?i)(?<![^\W_])(?:c/o|care of|a/c(?: de)?|p/a|chez|presso|z\. ?hd\.)[ :]{1,2}(?:(?:mr|mrs|ms|m|mme|frau|herrn?|sr|sra|dr)\b\.? )?$"
)


# `Ann Lee, daughter of Bob Lee and Eva Ray, born …`: it goes on about the child.
_TITLES = r"(?:(?:the late|mr|mrs|ms|m|mme|frau|herrn?|de heer|mevrouw|sr|sra|d|dña|dr)\b\.? )*"
_CHILD_OF = re.compile(
    r"(?i),? \(?(?:(?:the|a|minor|only|eine?|le|la|il|el|o|de) )?(?:son|daughter|child|sohn|tochter|kind|fils|fille|enfant"
    r"|hij[oa]|menor hij[oa]|filh[oa]|figli[oa]|zoon|dochter)(?: legítim[oa]| natural)? "
    rf"(?:(?:of|des|der|von|vom|van|de|du|d[oa]|di|del|della) (?:l[ao] )?|d['’]){_TITLES}"
)
_AND_OF = re.compile(rf"(?i),? (?:and|&|und|et|y|e|en) (?:(?:of|des|der|von|van|de|du|d[oa]|di|del|della) (?:l[ao] )?|d['’])?{_TITLES}")


def by_way(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Names behind `c/o`, `chez`, `child of`, where somebody is named before: what follows is the other's."""
    found = set[int]()
    named = [n for n, span in enumerate(spans) if span.kind in NAMES]
    parents = set[int]()
    for before, n in pairwise(named):
        between = text[spans[before].end : spans[n].start]
        if len(between) <= FAR and "\n\n" not in between and _BY_WAY.search(between[-24:]):
            found.add(n)
        is_apposed = text.startswith(" (", spans[n].end)  # `child of Bob Lee (born …)`: his own
        if not is_apposed and (_CHILD_OF.fullmatch(between) or (before in parents and _AND_OF.fullmatch(between))):
            parents.add(n)
    return frozenset(found | parents)


FAR = 160  # characters


def greet(sheet: Sheet) -> None:
    """`Dear Ms Berg`: of several by that name it is the one whom the letter is addressed to."""
    for greeting in SALUTATION.finditer(sheet.text):
        for n in sheet.order:
            if sheet.is_name(n) and greeting.start() <= sheet.spans[n].start < greeting.end() and (one := _addressed(sheet, greeting)):
                sheet.people[n] = one


def reader(sheet: Sheet, place: int) -> str | None:
    """Who is written to: whoever stands above the first address of a letter that greets them, or nobody by name, before a place."""
    if place and sheet.text[place - 1] == "\n":  # a greeting is looked for line by line
        first = _first_greeting(sheet.text)
        greeting = first if first and first.start() < place else None
    else:
        greeting = SALUTATION.search(sheet.text, 0, place)
    return _addressed(sheet, greeting) if greeting else None


@lru_cache(maxsize=1)
def _first_greeting(text: str) -> re.Match[str] | None:
    return SALUTATION.search(text)


def _addressed(sheet: Sheet, greeting: re.Match[str]) -> str | None:
    names = [n for n in sheet.order if sheet.is_name(n)]
    greeted = {
        word for n in names if greeting.start() <= sheet.spans[n].start < greeting.end() for word in words_of(sheet.spans[n].text)[0]
    }
    found = {
        sheet.records[n] or sheet.people[n]
        for n in names
        if sheet.spans[n].end <= greeting.start()
        and _lives_below(sheet, n)
        and greeted <= set(words_of(sheet.spans[n].normal or sheet.spans[n].text)[0])
    }
    return found.pop() if len(found) == 1 else None


def _lives_below(sheet: Sheet, name: int) -> bool:
    """Whether an address that is no firm's begins one or two lines below a name."""
    end = sheet.spans[name].end
    begins = (sheet.spans[n].start for n in sheet.order if sheet.spans[n].kind in ("postal_address", "street") and n not in sheet.alone)
    return any(0 < start - end < NEAR and sheet.text.count("\n", end, start) in (1, 2) for start in begins)


NEAR = 90  # characters
