"""The company's own people, kept sealed beside the case so that every later run looks for them too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.extent import known_sealed
from stanch.extent.known_people import KnownPerson

FILE = "known_people.sealed"


def path(case: Case) -> Path:
    """Where they stand."""
    return case.folder / FILE


def known(case: Case) -> tuple[KnownPerson, ...]:
    """The people told so far."""
    return known_sealed.kept(path(case), case.keys)


def add(case: Case, told: Iterable[KnownPerson]) -> int:
    """Look for further people; how many are new. The journal tells how many, never whom."""
    refuse_if_closed(case.alias)
    before = known(case)
    whole = tuple(dict.fromkeys([*before, *told]))
    if len(whole) > len(before):
        known_sealed.keep(whole, path(case), case.keys)
        case.journal.append("add known people", details={"new": len(whole) - len(before), "in all": len(whole)})
    return len(whole) - len(before)


def settings(case: Case) -> dict[str, str]:
    """What the case's bench must say so that they are looked for."""
    return known_sealed.settings(known(case), path(case), case.keys)
