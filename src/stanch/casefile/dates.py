"""The dates of a case: clocks, sendings as planned in the way that was chosen, substitute notice, terms to enrol, repairs.

Nothing about any person. What is done or planned no more stays, struck out: whoever has it in a calendar already is told. So it is
when the people list is destroyed: the order keeps what stood here (`lasting`), for the rows that it was counted from go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from stanch import law
from stanch.casefile import board, codes, dates_after, decisions, returned, weighing
from stanch.casefile.case import Case
from stanch.casefile.duties import SETTLED, duty_states
from stanch.notices.options.weigh import SETTLED as FULFILLED
from stanch.records import Action, Facts, Option
from stanch.report.calendar import of_duties, to_tell
from stanch.report.contents import place_name
from stanch.report.dates import Dated
from stanch.report.wording import counted

# People whose letter has still to leave.
_STILL_TO_GO = ("not_approved", "approved", "waiting")
_CHANNELS = {"letters": "mail", "e-mails": "email"}
# For how long at least a law wants a substitute notice to stand, by its way.
SUBSTITUTE = "substitute "  # how its name begins, before the duty
_STANDS = {"website_30_days": 30, "website_90_days": 90, "notice_at_premises_30_days": 30, "toll_free_number": 90}


def dates(case: Case, *, now: datetime) -> tuple[Dated, ...]:
    """Every date of the case, sort by sort."""
    order = dates_after.of_order(case)
    if order is None:
        return (*_clocks(case, now), *_planned(case, now), *_substitutes(case), *_terms(case, now), *_actions(case))
    # What is told to authorities goes on, and so does substitute notice that was given; the rest is what the order kept.
    entries = (*_clocks(case, now), *_planned(case, now, waves=False), *_substitutes(case), *_actions(case))
    given = {f"{SUBSTITUTE}{duty}" for duty in returned.substitutes_given(case)}
    return (*entries, *dates_after.kept(order, known={one.matter for one in entries}, over=given))


def lasting(case: Case, *, now: datetime) -> dict[str, object]:
    """What the calendar knows from the people list and what was sent to it, for the order that destroys them. Counts and days alone."""
    return dates_after.to_keep((*_planned(case, now), *_substitutes(case), *_terms(case, now)), dates_after.sent(case))


def _clocks(case: Case, now: datetime) -> Iterator[Dated]:
    states = [one for one in duty_states(case, now=now) if one.duty.required is not False]
    yield from of_duties((one.duty, one.status in SETTLED) for one in states)


def _planned(case: Case, now: datetime, *, waves: bool = True) -> Iterator[Dated]:
    """What the chosen way sends when, weighed as of today; what only a way chosen before would have sent is struck out.

    Without `waves` what it tells authorities alone.
    """
    choice = weighing.chosen(case)
    if choice is None:
        return
    ways = {one.id: one for one in weighing.weighed(case, now=now)}
    before = [one.verdict for one in decisions.history(case.alias, weighing.CHOICE, weighing.SUBJECT)]
    found: dict[str, Dated] = {}
    for name in dict.fromkeys([*(one for one in before if one != choice.verdict), choice.verdict]):
        if name not in ways:
            continue  # a strategy of the user's own that is not beside the case any more
        holds = name == choice.verdict
        letters = _waves(case, ways[name], is_chosen=holds) if waves else ()
        for one in (*letters, *_filings(ways[name])):
            found[one.matter] = one if holds else Dated(one.matter, one.at, one.summary, one.description, one.last, over=True)
    yield from found.values()


def _waves(case: Case, way: Option, *, is_chosen: bool) -> Iterator[Dated]:
    """Letters, e-mails and statements, numbered in the order in which they go."""
    gone = _first_attempts(case) if is_chosen else {}
    standing = board.of(case).people() if gone else {}
    all_gone = bool(gone) and not any(standing.get(state) for state in _STILL_TO_GO)
    numbers: Counter[str] = Counter()
    so_far: Counter[str] = Counter()
    for one in way.sendings:
        if one.what == "filings":
            continue  # each authority has an entry of its own
        numbers[one.what] += 1
        so_far[one.what] += one.number * one.counts
        left = gone.get(_CHANNELS.get(one.what, ""), 0)
        over = one.what in _CHANNELS and (all_gone or (one.counts and 0 < so_far[one.what] <= left))
        goes = one.what if one.what not in _CHANNELS else f"{one.number:,} {one.what if one.number != 1 else one.what.removesuffix('s')}"
        yield Dated(
            f"planned {one.what} {numbers[one.what]}",
            one.day,
            f"Planned: {goes} to {one.whom}",
            f"{way.name}\n{way.says}" + ("" if one.counts else "\nIt fulfils no duty by itself."),
            last=one.last,
            over=over,
        )


def _first_attempts(case: Case) -> Counter[str]:
    """How many pieces of each channel have left, second attempts not counted."""
    from django.db.models import Count

    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias).filter(attempt=1).exclude(state__in=("queued", "cancelled"))
    return Counter(dict(rows.values_list("channel").annotate(Count("id"))))


def _filings(way: Option) -> Iterator[Dated]:
    """The day on which each authority and other body is told."""
    for one in way.kept:
        if one.planned and one.recipient != "individuals":
            mark = "" if one.required else "? "
            due = f"\nDue {one.due.day} {one.due:%B %Y, %H:%M %Z}" if one.due else ""
            over = one.note == FULFILLED
            yield Dated(
                f"planned {one.duty}", one.planned, f"{mark}Planned: {to_tell(one.jurisdiction, one.recipient)}", one.cite + due, over=over
            )


def _substitutes(case: Case) -> Iterator[Dated]:
    """Substitute notice where a law's condition for it is met and its clock runs; given, it is struck out."""
    given = returned.substitutes_given(case)
    yield from _standing(case, given)
    for one in returned.substitutions(case):
        if one.due and (one.met or one.duty in given):
            ways = "; ".join(one.ways)
            yield Dated(
                f"{SUBSTITUTE}{one.duty}",
                one.due,
                f"{place_name(one.jurisdiction)}: substitute notice for {counted(one.unreached, 'person', 'people')}",
                "\n".join(part for part in (one.why, ways, one.cite) if part),
                over=one.duty in given,
            )


def _standing(case: Case, given: Mapping[str, str]) -> Iterator[Dated]:
    """The day up to which a substitute notice that was given must stand, where its law says for how long."""
    day = next((one.as_of for one in case.store.get(Facts) if one.as_of), None) or case.clock().date()
    rules = law.substitutes(day)
    for duty, grounds in given.items():
        rule = rules.get(duty)
        days = max((_STANDS.get(way, 0) for way in rule.ways), default=0) if rule else 0
        if rule and days:
            on, _, where = grounds.partition(": ")
            until = date.fromisoformat(on) + timedelta(days=days)
            says = f"{place_name(rule.jurisdiction)}: the substitute notice must stand up to this day ({days} days)"
            yield Dated(f"standing {duty}", until, says, f"{where}\n{rule.cite}")


def _terms(case: Case, now: datetime) -> Iterator[Dated]:
    """The days on which codes that people hold can be used no more, and a month before, to remind those who have not enrolled."""
    for one in codes.enrolments(case, as_of=now.date()):
        if not one.ends_first:
            continue
        name = one.service.replace("_", " ").capitalize()
        told = f"{one.assigned:,} have not enrolled"
        yield Dated(f"remind {one.service}", one.ends_first - codes.ENDING, f"{name}: remind those who have not enrolled", told)
        yield Dated(f"term {one.service}", one.ends_first, f"{name}: the first term to enrol ends", told)


def _actions(case: Case) -> Iterator[Dated]:
    for one in case.store.get(Action):
        if one.due:
            yield Dated(
                f"action {one.id}", one.due, f"{one.title} ({one.owner or 'nobody yet'})", one.proof_needed, over=one.status == "done"
            )
