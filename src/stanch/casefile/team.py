"""What the team is told, and its calendar: clocks, counts and codes of a case. Nothing about any person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from stanch.casefile import arranging, codes, dates, gate, team_outbox
from stanch.casefile.case import Case
from stanch.casefile.duties import clocks
from stanch.casefile.ledger import ledger
from stanch.notices.team_post import Listener, News
from stanch.report.calendar import to_tell, written
from stanch.report.wording import counted, remaining

SOON = 72.0  # hours
SHOWN = 5


def news(case: Case, *, now: datetime) -> News:
    """Where the case stands, in counts."""
    every = [one for one in clocks(case, now=now) if one.hours is not None]
    # What may not be owed at all has not run out: it waits for an answer (ADR 0185).
    running = [one for one in every if one.state.duty.required is True]
    asking = [one for one in every if one.state.duty.required is not True and (one.hours or 0) <= SOON]
    overdue = [one for one in running if one.hours is not None and one.hours < 0]
    soon = [one for one in running if one.hours is not None and 0 <= one.hours <= SOON]
    run_out = "runs" if len(soon) == 1 else "run"
    lines = [f"{counted(len(overdue), 'clock has', 'clocks have')} run out, {len(soon)} {run_out} out within {SOON:.0f} hours."]
    shown = [(one.state.duty, remaining(one.due, now)) for one in (*overdue, *soon)[:SHOWN]]
    lines += [f"{to_tell(duty.jurisdiction, duty.recipient)}: {left} ({duty.cite})" for duty, left in shown]
    if asking:
        lines.append(f"{counted(len(asking), 'more turns', 'more turn')} on open questions: answer them first.")
    if past := arranging.late(case, on=now.date()):
        lines.append(f"{counted(len(past), 'corrective action is past its day', 'corrective actions are past their day')}:")
        lines += [f"{one.title} ({one.owner}, {one.due})" for one in past[:SHOWN]]
    there = ledger(case)
    lines += [f"{number:,} of {there.people:,} people: {state.replace('_', ' ')}" for state, number in there.counts.items()]
    lines += codes.announcements(codes.enrolments(case, as_of=now.date()), as_of=now.date())
    if gate.is_stopped(case.folder):
        lines.append("Sending is stopped.")
    return News(f"Case {case.journal.head().case[:8]}", tuple(lines), now)


def tell_team(case: Case, listeners: Sequence[Listener], *, now: datetime, by: str) -> dict[str, int]:
    """Tell the team, and what earlier messages could not; how many arrived at each. What did not waits in the outbox.

    The journal keeps who is told, not where. Raises `WrongCall` of a closed case.
    """
    team_outbox.queue(case, listeners, news(case, now=now), by=by)
    return team_outbox.deliver(case, listeners, at_once=True)


def write_calendar(case: Case, out: Path, *, now: datetime) -> int:
    """Every date of the case as iCalendar: clocks, planned sendings, substitute notice, terms, repairs; how many entries are open."""
    entries, head = dates.dates(case, now=now), case.journal.head()
    out.write_bytes(written(entries, now=now, case=head.case, revision=head.sequence))
    out.chmod(0o600)
    return sum(not one.over for one in entries)
