"""Whose a number is, where the words right before it say so: `The SSN on file for Dominic is …`, `El DNI de Marta es …`.

Looked for only beside what patterns found. A single word counts if it is a common given name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stanch.extent import names_abroad
from stanch.extent.anchored import Later
from stanch.extent.names_lexicon import BIG_PLACE, look_up
from stanch.extent.names_rules import FULL

REACH = 80
# A given name that one in five thousand bears, and so ordinary a word at most.
GIVEN, ORDINARY = 9, 4
_WHOSE = Later(
    r"(?:\b(?:for|of|to|de|del|d['’]|von|di|van|do|da) )"
    rf"(?P<name>{FULL}) (?:is|was|are|es|est|ist|lautet|war|è|é|foi|was|er)(?: now| also)?:? ?[\"'(]?$"
)
_OWN = Later(
    rf"(?:^|[.!?;\n] ?|\b(?:for|of|to|by|with) )(?P<name>{FULL})(?:['’]s?)?(?:,|,? \()? ?(?i:date of birth|dob|birth ?day|ssn|"
    r"social(?: security)?(?: number| no\.?)?|e-?mail(?: address)?|(?:mobile |cell |tele)?phone(?: number)?|passport(?: number)?|"
    r"account(?: number)?|card(?: number)?|iban|member id|tax id|mrn|licen[sc]e(?: number)?)(?: is| was)?:? ?$"
)


def find(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places of the names that stand right before what was found."""
    for start, _ in taken:
        low = max(0, start - REACH)
        near = text[low:start]
        line = max(0, near.rfind("\n", 0, len(near) - 1))  # they go over no line's end, but for one right behind
        found = _WHOSE.search(near, line) or _OWN.search(near, line)
        if found and _is_somebody(found["name"]):
            yield low + found.start("name"), low + found.end("name")


def _is_somebody(name: str) -> bool:
    words = name.split()
    first = look_up(words[0])
    if first.given < GIVEN or names_abroad.is_none(words[0]):
        return False
    return len(words) > 1 or (first.ordinary <= ORDINARY and not first.place & BIG_PLACE)
