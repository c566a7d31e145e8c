"""Clocks: from a rule's deadline and the dates of the facts to a due moment in the authority's time zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from stanch.law.instrument import Counting, Span
from stanch.records import Deadline, Facts
from stanch.vocabulary.workdays import business_days_after, is_business_day, next_business_day

LAST_SECOND = time(23, 59, 59)
VAGUE = ("without_unreasonable_delay", "as_soon_as_possible", "immediately")


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and how time is counted. `individuals_due` is when the people must be told at the latest, if that is set.

    `regulator_due`: the last moment of the stage before, where one authority is told in stages.
    """

    zone: str
    counting: Counting
    calendar: str
    individuals_due: datetime | None = None
    regulator_due: datetime | None = None


def resolve(span: Span, facts: Facts, clock: Clock) -> Deadline:
    """The deadline with its due moment; null where nothing fixes one, with a note that says why."""
    due, notes = _due(span, facts, clock)
    if span.longstop is not None:
        last, more = _due(span.longstop, facts, clock)
        if last is not None and (due is None or last < due):
            due = last
            notes = [*notes, *more, f"at the latest {words(span.longstop)}"]
    due = _held_back(span, facts, clock, due, notes)
    return Deadline(span.amount, span.unit, span.from_, due, "; ".join(dict.fromkeys(note for note in (span.note, *notes) if note)))


def words(span: Span) -> str:
    """`30 days from discovery`."""
    return counted(span.amount, span.unit, span.from_)


EVENTS = {
    "individual_notice": "the notice to the people",
    "regulator_notice": "the notice to the authority",
    "calendar_year_end": "the end of the calendar year",
    "materiality_determination": "the finding that it is material",
    "corrective_measure": "the day a corrective measure is there",
    "closure": "the end of the incident",
}


def counted(amount: float | None, unit: str, from_: str) -> str:
    """`30 days from discovery`; what must come before the notice to the people says so."""
    length = f"{'' if amount is None else f'{amount:g} '}{unit.replace('_', ' ')}"
    if from_ == "before_individual_notice":
        return f"{length}, before the people are told"
    return f"{length} from {EVENTS.get(from_, from_.replace('_', ' '))}"


def _held_back(span: Span, facts: Facts, clock: Clock, due: datetime | None, notes: list[str]) -> datetime | None:
    """A delay that law enforcement asked for moves the due moment to its end, where the statute allows one."""
    hold = facts.law_enforcement_hold_until
    if hold is None:
        return due
    if "law_enforcement" not in span.delays:
        notes.append("this law knows no delay for law enforcement")
        return due
    until = datetime.combine(hold, LAST_SECOND, _zone(clock.zone))
    if due is not None and due >= until:
        return due
    notes.append(f"held back for law enforcement until {hold}; due when the hold ends")
    return until


def _due(span: Span, facts: Facts, clock: Clock) -> tuple[datetime | None, list[str]]:
    if span.from_ in ("individual_notice", "before_individual_notice"):
        return _from_notice(span, facts, clock)
    if span.from_ == "regulator_notice":
        return _from_stage(span, clock)
    start, notes = event(span.from_, facts)
    if span.amount is None or span.unit in VAGUE:
        return None, []
    if start is None:
        return None, [*notes, f"the date of {span.from_.replace('_', ' ')} is not known"]
    if span.unit == "hours":
        notes.append("counted from the beginning of that day, as its hour is not known")
    return add(start, span.amount, span.unit, clock), notes


def _from_notice(span: Span, facts: Facts, clock: Clock) -> tuple[datetime | None, list[str]]:
    """Counted from the notice to the people; before it is sent, from the latest moment it may be sent."""
    sent = facts.notified_individuals_on
    if span.from_ == "before_individual_notice" or span.amount is None or span.unit in VAGUE:
        if sent is not None and span.unit not in VAGUE[1:]:
            return datetime.combine(sent, LAST_SECOND, _zone(clock.zone)), ["no later than the notice to the people"]
        return clock.individuals_due, ["no later than the notice to the people"]
    if sent is not None:
        return add(sent, span.amount, span.unit, clock), []
    if clock.individuals_due is None:
        return None, [f"{words(span)}: counts once the people have been told"]
    latest = clock.individuals_due.date()
    return add(latest, span.amount, span.unit, clock), [
        "reckoned from the last day for telling the people; earlier if they are told earlier"
    ]


def _from_stage(span: Span, clock: Clock) -> tuple[datetime | None, list[str]]:
    """Counted from the notice before to the same authority; until that is sent, from the last moment it may be sent."""
    if span.amount is None or span.unit in VAGUE:
        return None, []
    if clock.regulator_due is None:
        return None, [f"{words(span)}: counts once the authority has been told"]
    notes = ["reckoned from the last moment for the notice before; earlier if that is sent earlier"]
    if span.unit == "hours":
        moment = clock.regulator_due.astimezone(UTC) + timedelta(hours=span.amount)
        return moment.astimezone(_zone(clock.zone)), notes
    return add(clock.regulator_due.date(), span.amount, span.unit, clock), notes


def event(name: str, facts: Facts) -> tuple[date | None, list[str]]:
    """The date of the event that starts a clock, and what had to be assumed (always the earlier, safer day)."""
    incident = facts.incident
    if name in ("determination", "reasonable_belief", "confirmation", "classification"):
        if incident.determined is not None:
            return incident.determined, []
        assumed = [] if incident.discovered is None else ["date of determination not given: counted from discovery, the safe side"]
        return incident.discovered, assumed
    if name == "assessment":
        # Whoever has determined that the breach is one to tell of has assessed it.
        assumed = [] if facts.assessed or not incident.determined else ["date of assessment not given: counted from determination"]
        return facts.assessed or incident.determined, assumed
    if name == "materiality_determination" and facts.materiality_determined is None and facts.material:
        # Found material, on a day that nobody told: not before the breach was determined.
        assumed = ["date of the finding of materiality not given: counted from determination, the safe side"] if incident.determined else []
        return incident.determined, assumed
    if name == "calendar_year_end":
        return (None if incident.discovered is None else date(incident.discovered.year, 12, 31)), []
    if name == "closure" and incident.ended and incident.discovered and incident.ended < incident.discovered:
        # The intruder was gone before anybody knew; that is not the end of what the organisation does about it.
        return None, []
    dates = {
        "discovery": incident.discovered,
        "awareness": incident.discovered,
        "detection": incident.discovered,
        "occurrence": incident.occurred,
        "closure": incident.ended,
        "materiality_determination": facts.materiality_determined,
        "payment": facts.paid_on,
        "corrective_measure": facts.corrective_measure_on,
    }
    return dates.get(name), []


def add(start: date, amount: float, unit: str, clock: Clock) -> datetime:
    """`start` plus an amount of time: hours to the moment, all else to the end of the last day.

    Hours are counted on the clock of the world, so a change to or from summer time in between moves the hour shown.
    The day of the event does not count (Regulation 1182/71 Art. 3(1); the general rule in the United States), unless the
    law says that it does.
    """
    zone = _zone(clock.zone)
    if unit == "hours":
        moment = datetime.combine(start, time(), zone).astimezone(UTC) + timedelta(hours=amount)
        return moment.astimezone(zone)
    number = int(amount)
    if unit == "business_days":
        last = business_days_after(start, number, clock.calendar)
    elif unit == "months":
        last = _months(start, number)
    else:
        last = start + timedelta(days=number - clock.counting.first_day)
    if clock.counting.rule == "eu_1182_71":
        last = _eu(start, last, clock.calendar)
    elif clock.counting.roll:
        last = next_business_day(last, clock.calendar)
    return datetime.combine(last, LAST_SECOND, zone)


def _eu(start: date, last: date, calendar: str) -> date:
    """Regulation 1182/71 Art. 3(4) and 3(5): a period ends on a working day; one of two days or more holds two of them."""
    if (last - start).days >= 2:
        while sum(is_business_day(start + timedelta(days=n), calendar) for n in range(1, (last - start).days + 1)) < 2:
            last += timedelta(days=1)
    return next_business_day(last, calendar)


def _months(start: date, number: int) -> date:
    year, month = divmod(start.month - 1 + number, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


@cache
def _zone(name: str) -> ZoneInfo:
    """The time zone; the library itself keeps only the last eight, and a case has more."""
    return ZoneInfo(name)
