"""Far pages of long lists by name: where every so manieth row stands is kept, so that no page counts from the beginning.

An OFFSET of half a million reads half a million entries of the index, on either database a sixth of a second.
"""

from __future__ import annotations

from typing import Any

from stanch.casefile import keeping, streamed
from stanch.casefile.case import Case
from stanch.casefile.keeping import Sum
from stanch.records import Person

STEP = 2000  # rows between two that are kept
EVERYBODY = "*"  # no residence is called so


def _steps(case: Case) -> dict[str, list[int]]:
    """By residence, and for everybody: the places of the rows that stand 0, STEP, 2 STEP … rows down the list by name."""
    return {EVERYBODY: _every(case, ""), **_by_residence(case)}


def _every(case: Case, _residence: str) -> list[int]:
    from django.db.models import F, Window
    from django.db.models.functions import Mod, RowNumber

    from stanch.casefile.models import PersonRow

    numbered = PersonRow.objects.using(case.alias).annotate(down=Window(RowNumber(), order_by=[F("name"), F("place")]))
    rows = numbered.annotate(rest=Mod(F("down") - 1, STEP)).filter(rest=0).order_by("down")
    return list(rows.values_list("place", flat=True))


def _by_residence(case: Case) -> dict[str, list[int]]:
    from django.db.models import F, Window
    from django.db.models.functions import Mod, RowNumber

    from stanch.casefile.models import PersonRow

    window = Window(RowNumber(), partition_by=[F("residence")], order_by=[F("name"), F("place")])
    rows = PersonRow.objects.using(case.alias).annotate(down=window).annotate(rest=Mod(F("down") - 1, STEP)).filter(rest=0)
    found: dict[str, list[int]] = {}
    for residence, place in rows.order_by("residence", "down").values_list("residence", "place"):
        found.setdefault(residence, []).append(place)
    return found


STEPS = Sum("places down the list of people", dict[str, list[int]], _steps, lambda case: streamed.mark(case, Person))


def window(case: Case, rows: Any, *, residence: str | None, start: int, size: int) -> list[int]:
    """The places of `size` rows from `start` on down the list by name (of one residence, or of everybody with None)."""
    ordered = rows.order_by("name", "place")
    if start >= STEP and (there := keeping.found(case, STEPS)) and there.mark == keeping.marked(case, STEPS):
        known = there.made.get(EVERYBODY if residence is None else residence, [])
        first = rows.filter(place=known[start // STEP]).values_list("name", flat=True).first() if start // STEP < len(known) else None
        if first is not None:
            from django.db.models import Q

            place = known[start // STEP]
            ordered = ordered.filter(name__gte=first).exclude(Q(name=first) & Q(place__lt=place))
            start %= STEP
    return list(ordered.values_list("place", flat=True)[start : start + size])
