"""What if a date was another: which clocks move, by how much, and which would have run out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import get_type_hints

from stanch.errors import WrongCall
from stanch.law.assess import Assessment, assess
from stanch.law.facts import date_faults
from stanch.records import Duty, Facts, Incident, Shift

HOUR = 3600


def date_keys() -> tuple[str, ...]:
    """The facts that are dates: those of the incident by their bare name, and the others."""
    return tuple(name for kind in (Incident, Facts) for name, hint in get_type_hints(kind).items() if hint == date | None)


def changes(given: Iterable[str]) -> dict[str, date]:
    """`discovered=2026-09-01` read. Raises `WrongCall` with the nearest known key, or what a date looks like."""
    found: dict[str, date] = {}
    for text in given:
        key, equals, value = text.partition("=")
        key = key.strip().removeprefix("incident.")
        if key not in date_keys():
            near = difflib.get_close_matches(key, date_keys(), n=1)
            raise WrongCall(
                f"--what-if {text}: no date is called {key!r}",
                do=f"The nearest known date is {near[0]}." if near else f"Known dates: {', '.join(date_keys())}.",
            )
        try:
            found[key] = date.fromisoformat(value.strip())
        except ValueError:
            raise WrongCall(
                f"--what-if {text}: {value!r} is no date" if equals else f"--what-if {text}: the date is missing",
                do=f"Write it as {key}=2026-09-01.",
            ) from None
    return found


def supposed(facts: Facts, dates: Mapping[str, date]) -> Facts:
    """The facts with these dates instead. Raises `WrongCall` where the dates contradict one another."""
    incident = {field.name for field in fields(Incident)}
    own = {key: day for key, day in dates.items() if key not in incident}
    changed = replace(facts, incident=replace(facts.incident, **{key: day for key, day in dates.items() if key in incident}), **own)  # type: ignore[arg-type]
    wrong = [what for _, what in date_faults(changed.incident)]
    if wrong:
        raise WrongCall(f"--what-if: {wrong[0]}", do="Suppose the other date as well, such as --what-if occurred=DATE.")
    return changed


def shifts(facts: Facts, dates: Mapping[str, date], *, now: datetime, settled: Sequence[str] = ()) -> tuple[Shift, ...]:
    """The duties whose clock or need moves when these dates are supposed: the ones overdue first, then by the new moment.

    `now`: the moment at which something is overdue. `settled`: ids of duties that are fulfilled or declined, left out.
    """
    return between(assess(facts), assess(supposed(facts, dates)), now=now, settled=settled)


def between(before: Assessment, after: Assessment, *, now: datetime, settled: Sequence[str] = ()) -> tuple[Shift, ...]:
    """What differs between two assessments of the same laws."""
    old = {duty.id: duty for duty in before.duties}
    new = {duty.id: duty for duty in after.duties}
    moved = []
    for name in dict.fromkeys((*old, *new)):
        if name in settled:
            continue
        one, other = old.get(name), new.get(name)
        if _standing(one) != _standing(other):
            moved.append(_shift(one, other, now))
    return tuple(sorted(moved, key=lambda shift: (-shift.overdue_hours, shift.due_after or "9999", shift.duty)))


def _standing(duty: Duty | None) -> tuple[bool | str, datetime | None]:
    """Whether it is owed and by when; a date of a duty that is not owed is nobody's concern."""
    if duty is None or duty.required is False:
        return False, None
    return duty.required, _due(duty)


def _due(duty: Duty | None) -> datetime | None:
    return duty.deadline.due if duty and duty.deadline else None


def _shift(old: Duty | None, new: Duty | None, now: datetime) -> Shift:
    told = new or old
    assert told is not None  # noqa: S101 one of both stands in the lists
    (required, due), (required_then, due_then) = _standing(old), _standing(new)
    overdue = (now - due_then).total_seconds() / HOUR if required_then is not False and due_then and due_then < now else 0.0
    return Shift(
        duty=told.id,
        jurisdiction=told.jurisdiction,
        recipient=told.recipient,
        cite=told.cite,
        required_before=required,
        required_after=required_then,
        due_before=due.isoformat() if due else None,
        due_after=due_then.isoformat() if due_then else None,
        moved_hours=round((due_then - due).total_seconds() / HOUR, 2) if due and due_then else None,
        overdue_hours=round(overdue, 2),
        was_overdue=required is not False and due is not None and due < now,
    )
