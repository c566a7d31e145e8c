"""Tabletop exercises with the law's clocks and the plan of containment: what the faces play, and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stanch.drill import exercise as exercises
from stanch.drill.tabletop import Answer, judge
from stanch.records import Containment, Debrief, Duty, Facts, to_plain

if TYPE_CHECKING:
    from stanch.casefile.case import Case


@dataclass(frozen=True, slots=True)
class Table:
    """An exercise ready to be played: with the duties of its facts and every step of its plan."""

    name: str
    exercise: exercises.Exercise
    duties: tuple[Duty, ...]
    plan: tuple[Containment, ...]

    def judged(self, answers: Mapping[str, Answer]) -> Debrief:
        """The debrief of these answers."""
        return judge(self.exercise, answers, self.duties, self.plan)


def table(name: str, *, begins: datetime | None = None, own: Facts | None = None) -> Table:
    """An exercise by name or file, with an organisation of one's own in the place of the invented one. Raises `StanchError`."""
    from stanch import cause, law

    one = exercises.exercise(name, begins=begins)
    found = law.assess(law.from_values(exercises.facts_of(one, _plain(own) if own else None), name))
    return Table(name, one, found.duties, cause.whole_plan(one.kind))


def _plain(own: Facts) -> dict[str, Any]:
    """What of one's own facts an exercise takes over."""
    told = {"org": _told(to_plain(own.org)), "affected": dict(own.affected or {}), "contracts": own.contracts}
    return {name: value for name, value in told.items() if value}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def keep(case: Case, debrief: Debrief, *, by: str) -> None:
    """Put what came of it into the journal: that it was practised, with its shares; not who chose what."""
    case.journal.append(
        "practise",
        debrief.exercise,
        by=by,
        details={
            "score": debrief.score,
            "decided_well": debrief.decided_well,
            "clocks_kept": debrief.clocks_kept,
            "in_order": debrief.in_order,
            "decisions": len(debrief.decisions),
        },
    )
