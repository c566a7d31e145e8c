"""What a changed fact changes: duties that come, go, become firm or open, and clocks that move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stanch.records import Duty

Turn = Literal["owed", "not_owed", "open", "earlier", "later", "clock_known", "clock_unknown"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One duty that a change of facts touches: what becomes of it, and its moment before and after (aware, or null)."""

    duty: Duty
    turn: Turn
    before: datetime | None
    after: datetime | None


def effects(before: Sequence[Duty], after: Sequence[Duty]) -> tuple[Effect, ...]:
    """What differs between two assessments of the same case; first what is owed now, then what is owed no longer, then the clocks."""
    earlier, later = {duty.id: duty for duty in before}, {duty.id: duty for duty in after}
    found = []
    for name in dict.fromkeys((*later, *earlier)):
        was, is_ = earlier.get(name), later.get(name)
        turn = _turn(was, is_)
        if turn:
            found.append(Effect(is_ or earlier[name], turn, _due(was), _due(is_)))
    order = ("owed", "open", "not_owed", "earlier", "later", "clock_known", "clock_unknown")
    return tuple(sorted(found, key=lambda effect: (order.index(effect.turn), effect.duty.id)))


def _turn(was: Duty | None, is_: Duty | None) -> Turn | None:
    old, new = (duty.required if duty else False for duty in (was, is_))
    if old != new:
        return "owed" if new is True else "open" if new == "conditional" else "not_owed"
    if new is False or _due(was) == _due(is_):
        return None
    return _moved(_due(was), _due(is_))


def _moved(before: datetime | None, after: datetime | None) -> Turn:
    if before is None:
        return "clock_known"
    if after is None:
        return "clock_unknown"
    return "earlier" if after < before else "later"


def _due(duty: Duty | None) -> datetime | None:
    return duty.deadline.due if duty and duty.deadline and duty.required is not False else None
