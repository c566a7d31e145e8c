"""Whose the row is, where the headers of several people bear words in front: by the names, the addresses, and words for somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stanch.extent.headings import ROLE_OF
from stanch.extent.names_differ import differ
from stanch.extent.own_person import texts_of
from stanch.extent.said_alike import short_role
from stanch.extent.table_column import NAMES, Column


def own_words(
    columns: Sequence[Column], fillers: Mapping[str, Mapping[int, str]], grouped: Mapping[int, str], rows: Callable[[int], Sequence[str]]
) -> dict[int, str]:
    """`User First Name` beside `Name`: words that mostly say nothing of whose it is do, where both are names and these differ."""
    named = [at for at, one in enumerate(columns) if one.detector is not None and one.detector.kind in NAMES and not one.role]
    led = {at: lead for lead, places in fillers.items() if not lead.isdigit() for at in places}
    bare = [at for at in named if at not in led and at not in grouped]
    found: dict[int, str] = {}
    for lead in dict.fromkeys(led.values()) if bare else ():
        theirs = [at for at in named if led.get(at) == lead]
        if theirs and is_whole(columns, theirs) and is_whole(columns, bare) and differ(texts_of(bare, rows), texts_of(theirs, rows)):
            found |= dict.fromkeys(fillers[lead], lead)
    return found


def is_whole(columns: Sequence[Column], places: Sequence[int]) -> bool:
    """Whether the columns at these places hold whole names."""
    kinds = {one.detector.kind for at in places if (one := columns[at]).detector is not None}
    return "name" in kinds or {"given_name", "family_name"} <= kinds


def own_lead(named: Sequence[str], told: Mapping[str, Sequence[Column]]) -> str:
    """Whose the row is: of several without a word for another person the first, or the only one whose address is told."""
    free = [lead for lead in named if not role_word(lead) and not short_role(lead)] or [lead for lead in named if not role_word(lead)]
    if "" in free or not free:
        return ""
    housed = [lead for lead in free if any(one.detector is not None and one.detector.kind in _HOMES for one in told[lead])]
    return housed[0] if len(housed) == 1 else free[0]


_HOMES = frozenset({"street", "postal_address"})


def role_word(lead: str) -> str:
    """Who is meant by a word for somebody else than the row's own person; "" where none is among them."""
    return next((ROLE_OF[word] for word in lead.split() if word in ROLE_OF), "")
