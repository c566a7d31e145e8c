"""Duties with what people decided on them, and the clocks in order of urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stanch.casefile import decisions
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, revision_of
from stanch.records import Duty, contract_form

# Verdicts after which a clock no longer runs.
SETTLED = ("fulfilled", "declined")


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty and where it stands.

    `status`: `not_required`; `conditional` (its questions are open); `open`; `overdue`; or the verdict that was signed:
    `confirmed`, `fulfilled`, `declined`. A confirmed duty past its time is `overdue`. `has_changed` tells that the duty is
    no longer as it was when it was signed.
    """

    duty: Duty
    status: str
    decision: Decision | None
    has_changed: bool

    @property
    def is_running(self) -> bool:
        """Whether its clock still runs."""
        return self.duty.required is not False and self.status not in SETTLED

    def contract_form(self) -> dict[str, Any]:
        """As `duties --json` prints it."""
        form = contract_form(self.duty)
        form["status"] = self.status
        form["decided_by"] = self.decision.decided_by if self.decision else None
        form["decided_at"] = self.decision.decided_at.isoformat() if self.decision else None
        form["grounds"] = self.decision.grounds if self.decision else None
        form["changed_since_decision"] = self.has_changed
        return form


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that runs. `hours` are what remains (negative: overdue), or null where the law names no moment."""

    state: DutyState
    due: datetime | None
    hours: float | None

    def contract_form(self) -> dict[str, Any]:
        """As `clocks --json` prints it."""
        duty = self.state.duty
        return {
            "due": self.due.isoformat() if self.due else None,
            "jurisdiction": duty.jurisdiction,
            "recipient": duty.recipient,
            "remaining_hours": None if self.hours is None else round(self.hours, 2),
            "cite": duty.cite,
            "duty": duty.id,
            "required": duty.required,
            "status": self.state.status,
            "unit": duty.deadline.unit if duty.deadline else None,
        }


def duty_states(case: Case, *, now: datetime) -> list[DutyState]:
    """Every duty, considered or owed, in the order of the law's answer."""
    signed = decisions.current(case.alias, "Duty")
    states = []
    for duty in case.store.get(Duty):
        decision = signed.get(duty.id)
        if decision and decision.verdict == "open":
            decision = None
        changed = decision is not None and decision.revision != revision_of(duty)
        states.append(DutyState(duty, _status(duty, decision, now), decision, changed))
    return states


def clocks(case: Case, *, now: datetime) -> list[Clock]:
    """The clocks that run, the most urgent first; those without a moment at the end, in the law's own order of haste."""
    haste = ("immediately", "as_soon_as_possible", "without_unreasonable_delay")
    running = [state for state in duty_states(case, now=now) if state.is_running and state.duty.deadline]

    def urgency(clock: Clock) -> tuple[bool, float, int, bool, str]:
        unit = clock.state.duty.deadline.unit if clock.state.duty.deadline else ""
        rank = haste.index(unit) if unit in haste else len(haste)
        return (
            clock.due is None,
            clock.due.timestamp() if clock.due else 0.0,
            rank,
            clock.state.duty.required is not True,
            clock.state.duty.id,
        )

    return sorted((_clock(state, now) for state in running), key=urgency)


def _clock(state: DutyState, now: datetime) -> Clock:
    due = state.duty.deadline.due if state.duty.deadline else None
    return Clock(state, due, (due - now).total_seconds() / 3600 if due else None)


def _status(duty: Duty, decision: Decision | None, now: datetime) -> str:
    if decision and decision.verdict in SETTLED:
        return decision.verdict
    if duty.required is False:
        return "not_required"
    due = duty.deadline.due if duty.deadline else None
    if duty.required is True and due is not None and due < now:
        return "overdue"
    if decision:
        return decision.verdict
    return "conditional" if duty.required == "conditional" else "open"


def remaining(hours: float | None) -> str:
    """Hours as a person says them: `3 days 4 hours`, `overdue by 2 hours`."""
    if hours is None:
        return ""
    whole = int(abs(hours))
    days, rest = divmod(whole, 24)
    if whole == 0:
        said = "less than an hour"
    elif days == 0:
        said = _counted(rest, "hour")
    elif days >= 10 or rest == 0:
        # Beyond ten days hours only distract.
        said = _counted(days, "day")
    else:
        said = f"{_counted(days, 'day')} {_counted(rest, 'hour')}"
    return f"overdue by {said}" if hours < 0 else said


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
