"""The dates of a case for calendars that others keep: which of them somebody may see, and in words that name nobody.

A calendar that is subscribed to lies with whoever runs it. So it leaves out what the file of the report says besides: who does a repair and
what it is, where substitute notice stands, reasons. Without words it says only that something of some sort is due.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from stanch.casefile.case import Case
from stanch.casefile.dates import dates
from stanch.report.dates import Dated

# How the names of a sort of matters begin, the right that its page needs, and what it is called without words.
SORTS = (
    ("planned ", "notices", "A planned sending"),
    ("sent ", "notices", "A sending"),
    ("substitute ", "notices", "A deadline for substitute notice"),
    ("standing ", "notices", "A term of substitute notice"),
    ("remind ", "look", "A reminder is due"),
    ("term ", "look", "A term to enrol ends"),
    ("action ", "look", "A corrective action is due"),
)
CLOCK = ("", "look", "A deadline")
_SAYS_ALWAYS = ("action ",)  # titles of repairs may name accounts


def entries(case: Case, *, now: datetime, rights: AbstractSet[str], in_words: bool) -> tuple[Dated, ...]:
    """Every date that somebody with these rights may see, without descriptions; with `in_words` what is due, else that something is."""
    found = []
    for one in dates(case, now=now):
        begins, right, plain = next((sort for sort in SORTS if one.matter.startswith(sort[0])), CLOCK)
        if right in rights:
            says = one.summary if in_words and begins not in _SAYS_ALWAYS else plain
            found.append(replace(one, summary=says, description=""))
    return tuple(found)
