"""What the team is told, and its calendar: clocks, counts and codes of a case. Nothing about any person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from stanch.casefile import arranging, closing, codes, gate
from stanch.casefile.case import Case
from stanch.casefile.duties import clocks
from stanch.casefile.ledger import ledger
from stanch.notices.team_post import Listener, News, tell
from stanch.records import Action, Duty
from stanch.report.contents import place_name
from stanch.report.wording import counted, recipient, remaining

if TYPE_CHECKING:
    from icalendar import Event

SOON = 72.0  # hours
SHOWN = 5


def news(case: Case, *, now: datetime) -> News:
    """Where the case stands, in counts."""
    running = [one for one in clocks(case, now=now) if one.hours is not None]
    overdue = [one for one in running if one.hours is not None and one.hours < 0]
    soon = [one for one in running if one.hours is not None and 0 <= one.hours <= SOON]
    run_out = "runs" if len(soon) == 1 else "run"
    lines = [f"{counted(len(overdue), 'clock has', 'clocks have')} run out, {len(soon)} {run_out} out within {SOON:.0f} hours."]
    shown = [(one.state.duty, remaining(one.due, now)) for one in (*overdue, *soon)[:SHOWN]]
    lines += [f"{_to_do(duty)}: {left} ({duty.cite})" for duty, left in shown]
    if past := arranging.late(case, on=now.date()):
        lines.append(f"{counted(len(past), 'corrective action is past its day', 'corrective actions are past their day')}:")
        lines += [f"{one.title} ({one.owner}, {one.due})" for one in past[:SHOWN]]
    there = ledger(case)
    lines += [f"{number:,} of {there.people:,} people: {state.replace('_', ' ')}" for state, number in there.counts.items()]
    lines += codes.announcements(codes.enrolments(case, as_of=now.date()), as_of=now.date())
    if gate.is_stopped(case.folder):
        lines.append("Sending is stopped.")
    return News(f"Case {case.journal.head().case[:8]}", tuple(lines), now)


def _to_do(duty: Duty) -> str:
    """A duty as people say it: they know no codes."""
    return f"{place_name(duty.jurisdiction)}: tell {recipient(duty.recipient)}"


def tell_team(case: Case, listeners: Sequence[Listener], *, now: datetime, by: str) -> dict[str, str]:
    """Tell the team; by name what went wrong. The journal keeps who was told, not where. Raises `WrongCall` of a closed case."""
    closing.refuse_if_closed(case.alias)
    told = tell(listeners, news(case, now=now))
    case.journal.append("tell team", by=by, details={"told": {name: fault or "arrived" for name, fault in told.items()}})
    return told


def write_calendar(case: Case, out: Path, *, now: datetime) -> int:
    """Clocks that run, actions not done yet, terms to enrol that end, and reminders, as iCalendar; how many entries."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Stanch//delivery//EN")
    calendar.add("version", "2.0")
    entries = 0
    for clock in clocks(case, now=now):
        if clock.due:
            duty = clock.state.duty
            mark = "" if duty.required is True else "? "
            calendar.add_component(_event(duty.id + duty.stage, clock.due, f"{mark}{_to_do(duty)}", duty.cite, now))
            entries += 1
    for action in case.store.get(Action):
        if action.due and action.status != "done":
            at = datetime.combine(action.due, time(9), UTC)
            calendar.add_component(_event(f"action {action.id}", at, f"{action.title} ({action.owner})", action.proof_needed, now))
            entries += 1
    for one in codes.enrolments(case, as_of=now.date()):
        if one.ends_first:
            ends = datetime.combine(one.ends_first, time(9), UTC)
            name = one.service.replace("_", " ")
            for what, at in (("remind those who have not enrolled", ends - codes.ENDING), ("the first term to enrol ends", ends)):
                calendar.add_component(_event(f"{one.service}{what}", at, f"{name}: {what}", f"{one.assigned:,} have not enrolled", now))
                entries += 1
    out.write_bytes(calendar.to_ical())
    out.chmod(0o600)
    return entries


def _event(identity: str, at: datetime, summary: str, description: str, now: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", hashlib.sha256(identity.encode()).hexdigest()[:32] + "@stanch")
    event.add("dtstamp", now)
    event.add("dtstart", at.astimezone(UTC))
    event.add("duration", timedelta(minutes=30))
    event.add("summary", summary)
    event.add("description", description)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(hours=-24))
    event.add_component(alarm)
    return event
