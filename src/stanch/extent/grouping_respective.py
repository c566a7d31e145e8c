"""Lists in the same order: `Ann Lee, Bob Ray and Cy Day (numbers 1, 2 and 3 respectively)`, `Ann Lee and Bob Ray were born on … and …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stanch.extent.grouping_signs import SENTENCE

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

# What stands between two of a list: a comma, a small word for `and`, an article or a preposition before the second.
_NEXT = re.compile(
    r"[ \n]?(?:[,;/]|,?[ \n](?:and|&|und|sowie|bzw\.|beziehungsweise|et|y|e|en|i)(?=[ \n]))[ \n]?"
    r"(?:(?:and|und|et|y|e|en)[ \n])?(?:(?:the|el|la|le|les|il|l'|o|a|am|den|de|op|on|to|für|n[°º]|no\.?|nr\.?)[ \n])?"
    r"(?:(?:mrs?|ms|miss|dr|herrn?|frau|mme|m|sra?|dña|d|sig|sig\.ra|de heer|mevrouw|monsieur|madame)\b\.?[ \n])?",
    re.IGNORECASE,
)
_RESPECTIVE = re.compile(
    r"(?i)\b(?:respectively|in (?:that|this) order|bzw|beziehungsweise|respektive|jeweils|respectivement|respectivamente|respetivamente"
    r"|rispettivamente|nell'ordine|respectievelijk|resp)\b"
)
LEAST, FAR = 2, 300  # members of a list; characters between the two lists


def tie(sheet: Sheet) -> None:
    """The first value is of the first one named, the second of the second, where as many stand in both lists and nobody else between."""
    named: list[int] = []
    for run in _runs(sheet):
        if sheet.is_name(run[0]):
            named = run
        elif len(run) == len(named) and _belong(sheet, named, run):
            for name, value in zip(named, run, strict=True):
                sheet.records[value] = sheet.records[name] or sheet.people[name]


def _runs(sheet: Sheet) -> Iterator[list[int]]:
    """Names, and values of one kind, with no more between them than a list has; a name alone is one too."""
    run: list[int] = []
    for n in sheet.order:
        span = sheet.spans[n]
        alike = bool(run) and (sheet.is_name(run[-1]) if sheet.is_name(n) else sheet.spans[run[-1]].kind == span.kind)
        if alike and _NEXT.fullmatch(sheet.text, sheet.spans[run[-1]].end, span.start):
            run.append(n)
            continue
        if run:
            yield run
        run = [n]
    if run:
        yield run


def _belong(sheet: Sheet, named: Sequence[int], values: Sequence[int]) -> bool:
    """Whether two lists of like length are in one sentence, or the second's says that it is in the order of the one before."""
    persons = {sheet.records[n] or sheet.people[n] for n in named}
    if len(named) < LEAST or len(persons) < len(named) or None in persons or any(sheet.records[n] for n in values):
        return False
    begin, end = sheet.spans[named[-1]].end, sheet.spans[values[0]].start
    between = sheet.text[begin:end]
    if len(between) > FAR or "\n\n" in between or "\t" in between:
        return False
    if not SENTENCE.search(between):
        return "\n" not in between or bool(_RESPECTIVE.search(sheet.text, begin, sheet.spans[values[-1]].end + 20))
    last = sheet.spans[values[-1]].end
    return bool(_RESPECTIVE.search(sheet.text, begin, last + 20))
