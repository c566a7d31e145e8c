"""Weighs one strategy for a case: the days on which things go, the duties they keep or miss, what it costs and risks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from stanch import vocabulary
from stanch.notices.abroad import post_of
from stanch.notices.answers import RESTORATION
from stanch.notices.options.costs import Counts, costs
from stanch.notices.options.exposure import Threat, exposed
from stanch.notices.options.rates import Rates
from stanch.notices.options.strategy import Strategy, Wave
from stanch.records import Concerns, Duty, Offer, Person, is_exposed, numbered
from stanch.records.option import Kept, Option, Saying, Sending
from stanch.vocabulary.workdays import business_days_after, last_business_day, next_business_day

# Duties that no message fulfils.
AUTHORITIES, EVERYBODY = "authorities and others", "everybody"
# Notes on a duty and on what may be said; pages know them again.
NO_ADDRESS = "{count} of them have no address: substitute notice"
NOT_TOLD = "{some} of {all} are not told"
NOBODY = "nobody found is concerned, facts count them"
SETTLED = "fulfilled or declined already"
PASSED = "its time has passed already"
OWN_LETTER = "a letter of its own, without what this law forbids"
SAID_TO_ALL = "a public statement says it to the same people, so ask counsel"
_NO_MESSAGE = ("service:", "register:")
# Forms of telling that a public statement makes for everybody, whatever the letters leave out.
_TOLD_BY_STATEMENT = frozenset({"nature_of_breach", "description_of_incident", "number_affected", "number_affected_residents"})


@dataclass(frozen=True, eq=False)
class Matter:
    """What is weighed: the duties and people of a case on a day. `home` is the sender's country; `threats` the laws' penalties.

    `calendar` names the sender's public holidays: a country's or a part's (`US`, `DE-BY`); empty, the country's.

    `offers` are what law and good practice give, `to_all` what people are offered where help goes to everybody.

    Where people are held by sorts (`Alike`), each sort has an id of its own, and offers name that.
    """

    duties: Sequence[Duty]
    people: Sequence[Person]
    offers: Sequence[Offer]
    now: datetime
    home: str = "US"
    threats: Sequence[Threat] = ()
    settled: frozenset[str] = field(default_factory=frozenset)
    to_all: Sequence[Offer] = ()
    calendar: str = ""

    @property
    def working(self) -> str:
        """The calendar of the days on which the sender works and posts."""
        return self.calendar or self.home

    @cached_property
    def sorts(self) -> tuple[Person, ...]:
        """One of each sort of people; where they are not held by sorts, everybody."""
        return tuple(one for one, _ in numbered(self.people))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many people there are of each sort, by its id."""
        return {one.id: number for one, number in numbered(self.people)}

    def count(self, names: Iterable[str]) -> int:
        """How many people these are, each name a sort of them."""
        return sum(self.numbers[name] for name in names)

    @cached_property
    def owed(self) -> dict[str, tuple[Duty, ...]]:
        """The duties towards individuals, required or conditional, by person."""
        concerns = Concerns(self.duties)
        return {person.id: concerns.of(person) for person in self.sorts}

    @cached_property
    def concerned(self) -> dict[str, list[str]]:
        """The people to whom each duty towards individuals is owed, by the duty's id."""
        found: dict[str, list[str]] = {}
        for person, duties in self.owed.items():
            for duty in duties:
                found.setdefault(duty.id, []).append(person)
        return found

    @cached_property
    def ways(self) -> dict[str, str]:
        """How each person can be reached: `letter`, `email`, or nothing."""
        return {
            one.id: "letter" if one.postal_address and one.postal_address.is_deliverable else "email" if one.email else ""
            for one in self.sorts
        }

    @cached_property
    def dues(self) -> dict[str, date | None]:
        """The earliest deadline of what is owed to each person for certain, as a day of the authority's own zone."""
        return {name: _earliest(duties) for name, duties in self.owed.items()}


def _earliest(duties: Sequence[Duty], *, certain: bool = True) -> date | None:
    """The first deadline; with `certain`, of what is owed whatever the open questions."""
    days = [one.deadline.due.date() for one in duties if (one.required is True or not certain) and one.deadline and one.deadline.due]
    return min(days, default=None)


def weigh(strategy: Strategy, matter: Matter, rates: Rates) -> Option:
    """The strategy for this case. The same matter on the same day gives the same option."""
    reached, sendings = _waves(strategy, matter, rates)
    filings = _filings(strategy, matter, rates, sendings, reached)
    kept = [_kept(duty, reached, filings, matter) for duty in _messages(matter)]
    told = {name for name, days in reached.items() if days}
    counts = _counts(strategy, matter, told, sendings, len(filings))
    ways: Counter[str] = Counter()
    for name in told:
        ways[matter.ways[name]] += matter.numbers[name]
    unreached = matter.count(name for name, way in matter.ways.items() if not way)
    filed = [day for day in filings.values() if day]
    if filed:
        sendings = [*sendings, Sending("filings", AUTHORITIES, len(filed), min(filed), max(filed))]
    missed = {one.jurisdiction for one in kept if one.met is False}
    return Option(
        id=strategy.id,
        name=strategy.name,
        says=strategy.says,
        sendings=tuple(sorted(sendings, key=lambda one: (one.day, one.what))),
        kept=tuple(kept),
        sayings=tuple(_sayings(strategy, matter)),
        costs=costs(counts, rates),
        currency=rates.currency,
        exposures=exposed(matter.threats, matter.duties, missed),
        trust=strategy.trust,
        letters=ways["letter"],
        emails=ways["email"],
        unreached=unreached,
        not_told=matter.count(one.id for one in matter.sorts if matter.ways[one.id] and one.id not in told),
        merits=strategy.merits,
        drawbacks=strategy.drawbacks,
    )


def _messages(matter: Matter) -> list[Duty]:
    """The duties that a message fulfils, in the law's order."""
    return [one for one in matter.duties if one.required and not one.recipient.startswith(_NO_MESSAGE)]


def _waves(strategy: Strategy, matter: Matter, rates: Rates) -> tuple[dict[str, list[date]], list[Sending]]:
    """The days on which a person is reached in a way that counts, and the waves as they go."""
    reached: dict[str, list[date]] = {person.id: [] for person in matter.sorts}
    sendings: list[Sending] = []
    today = matter.now.date()
    strictest = _earliest([duty for duty in matter.duties if duty.id in matter.concerned], certain=False)
    for wave in strategy.waves:
        if wave.way == "public":
            day = today + timedelta(days=max(wave.days, rates.day("public")))
            sendings.append(Sending("public statement", EVERYBODY, 1, day, day, counts=False))
            continue
        days: dict[str, Counter[date]] = {}
        for person in matter.sorts:
            way = _way(wave, person, matter)
            if not way or not _is_in(wave, person, strategy, matter):
                continue
            aim = {"deadline": matter.dues[person.id], "strictest": strictest}.get(wave.when)
            day = _day(wave, way, matter, rates, aim)
            days.setdefault(way, Counter())[day] += matter.numbers[person.id]
            if wave.counts:
                reached[person.id].append(day)
        for way, those in sorted(days.items()):
            what = {"letter": "letters", "email": "e-mails"}[way]
            sendings.append(Sending(what, wave.says or wave.whom, those.total(), min(those), max(those), wave.counts))
    return reached, sendings


def _way(wave: Wave, person: Person, matter: Matter) -> str:
    if wave.way == "email":  # a first word by post would come with the full letter
        return "email" if person.email else ""
    return matter.ways[person.id]


def _is_in(wave: Wave, person: Person, strategy: Strategy, matter: Matter) -> bool:
    if not wave.counts and any(one.must_not_contain for one in matter.owed[person.id]):
        return False  # a first word says what their law forbids in it
    if wave.whom == "owed":
        return any(one.required is True for one in matter.owed[person.id])
    if not matter.owed[person.id] and (person.residence or person.is_clients_alone) and not is_exposed(person):
        return False  # a name alone was found of them, and no law asks for more
    if wave.whom == "everyone":
        return True
    return bool(set(strategy.severe) & set(person.own_elements or person.elements)) == (wave.whom == "severe")


def _day(wave: Wave, way: str, matter: Matter, rates: Rates, aim: date | None) -> date:
    """The day on which a wave reaches one person: never before it can be ready, and letters on a day on which they can be posted."""
    wait = wave.days if wave.when == "after" else 0
    ready = matter.now.date() + timedelta(days=max(rates.day(way), wait))
    before = aim - timedelta(days=rates.day("margin")) if aim and wave.when != "after" else None
    if way == "letter":
        ready = next_business_day(ready, matter.working)
        before = before and last_business_day(before, matter.working)
    return max(ready, before) if before else ready


def _filings(
    strategy: Strategy, matter: Matter, rates: Rates, sendings: Sequence[Sending], reached: Mapping[str, list[date]]
) -> dict[str, date]:
    """The day on which each filing and media notice is made; where its time hangs on the notice to the people, by that.

    What can wait goes on a working day. What goes as soon as it is ready goes on any: hours run over weekends and holidays.
    """
    ready = matter.now.date() + timedelta(days=rates.day("filing"))
    found = {}
    for duty in _messages(matter):
        if duty.recipient == "individuals":
            continue
        due = duty.deadline.due.date() if duty.deadline and duty.deadline.due else None
        aim = due - timedelta(days=rates.day("margin")) if due and strategy.filings == "deadline" else None
        if aim and duty.deadline and (first := _first(duty, matter, reached)):
            aim = min(aim, _beside_notice(duty, first, rates.day("margin")) or aim)
        found[duty.id] = max(ready, last_business_day(aim, matter.working)) if aim else ready
    public = [one.day for one in sendings if one.what == "public statement"]
    for duty in matter.duties:
        if duty.recipient == "media" and duty.id in found and public:
            found[duty.id] = min(found[duty.id], *public)
    return found


def _beside_notice(duty: Duty, first: date, margin: int) -> date | None:
    """The day by which an authority is told where its time hangs on the day on which the people are: before it, or so long after."""
    deadline = duty.deadline
    if deadline and deadline.from_ == "before_individual_notice":
        return first - timedelta(days=1)
    if not deadline or deadline.from_ != "individual_notice" or not deadline.amount or deadline.unit not in ("days", "business_days"):
        return None
    length = int(deadline.amount)
    business = deadline.unit == "business_days"
    last = business_days_after(first, length, duty.jurisdiction) if business else first + timedelta(days=length)
    return last - timedelta(days=margin)


def _first(duty: Duty, matter: Matter, reached: Mapping[str, list[date]]) -> date | None:
    """The day on which the first of those is reached to whom the same law owes a notice."""
    theirs = {one.id for one in matter.duties if one.jurisdiction == duty.jurisdiction and one.recipient == "individuals"}
    return min((day for law in theirs for name in matter.concerned.get(law, ()) for day in reached[name]), default=None)


def _kept(duty: Duty, reached: Mapping[str, list[date]], filings: Mapping[str, date], matter: Matter) -> Kept:
    """How a duty fares: towards individuals when the last of those concerned is reached."""
    due = duty.deadline.due if duty.deadline else None
    note = ""
    if duty.recipient == "individuals":
        concerned = matter.concerned.get(duty.id, [])
        planned = max((max(reached[name]) for name in concerned if reached[name]), default=None)
        left = matter.count(name for name in concerned if not reached[name])
        nowhere = matter.count(name for name in concerned if not matter.ways[name])
        note = NO_ADDRESS.format(count=nowhere) if nowhere else ""
        if left - nowhere > 0:
            note = NOT_TOLD.format(some=left - nowhere, all=matter.count(concerned)) + (f"; {note}" if note else "")
        if not concerned:
            note = NOBODY
    else:
        planned, left, nowhere = filings.get(duty.id), 0, 0
    met, hours = _met(due, planned, left - nowhere > 0)
    if duty.id in matter.settled:
        met, note = True, SETTLED
    elif due and due < matter.now and met is False:
        note = "; ".join(part for part in (note, PASSED) if part)
    return Kept(duty.id, duty.jurisdiction, duty.recipient, duty.cite or duty.id, duty.required is True, due, planned, met, hours, note)


def _met(due: datetime | None, planned: date | None, is_short: bool) -> tuple[bool | None, float | None]:
    """Whether it is met, and by how many hours: a planned day counts at noon of the authority's zone."""
    if due is None or planned is None:
        return (False, None) if is_short and planned is None else (None, None)
    at = datetime(planned.year, planned.month, planned.day, 12, tzinfo=due.tzinfo)
    hours = round((due - at).total_seconds() / 3600, 1)
    return hours >= 0 and not is_short, hours


def _sayings(strategy: Strategy, matter: Matter) -> list[Saying]:
    """What the laws of the people want said and forbid, one row a duty; a statement to all says what a letter may not."""
    public = any(wave.way == "public" for wave in strategy.waves)
    rows = []
    for duty in matter.duties:
        if not duty.required or duty.recipient != "individuals" or not (duty.contents or duty.must_not_contain or duty.must):
            continue
        note = ""
        if duty.must_not_contain:
            note = OWN_LETTER
            if public and _TOLD_BY_STATEMENT & set(duty.must_not_contain):
                note += f"; {SAID_TO_ALL}"
        prescribed = tuple(duty.must) + tuple(
            vocabulary.contents()[word] for word in ("headings_prescribed", "title_notice_of_data_breach") if word in duty.contents
        )
        rows.append(
            Saying(
                duty.jurisdiction,
                duty.cite,
                matter.count(matter.concerned.get(duty.id, ())),
                duty.contents,
                duty.must_not_contain,
                prescribed,
                note,
            )
        )
    return rows


def _counts(strategy: Strategy, matter: Matter, told: set[str], sendings: Sequence[Sending], filings: int) -> Counts:
    """What is paid for."""
    letters = sum(one.number for one in sendings if one.what == "letters")
    abroad_share = _abroad(matter, told)
    months: dict[str, int] = {}
    restored: set[str] = set()
    # Letters tell of all that is offered, whether a law orders it or what was exposed calls for it.
    for one in matter.to_all if strategy.offer_all else matter.offers:
        if one.months and one.person in told:
            if one.service == RESTORATION:
                restored.add(one.person)
            else:
                months[one.person] = max(one.months, months.get(one.person, 0))
    places = {one.residence for one in matter.sorts if one.id in told}
    forbidding = sum(bool(one.must_not_contain) for one in matter.duties if one.required and one.recipient == "individuals")
    texts = (
        1 + forbidding
        if strategy.one_text
        else max(1, len({tuple(duty.id for duty in matter.owed[one.id]) for one in matter.sorts if one.id in told}))
    )
    statements = sum(one.what == "public statement" for one in sendings)
    statements += sum(one.recipient == "media" and bool(one.required) for one in matter.duties)
    follow_up = any(not wave.counts and wave.way != "public" for wave in strategy.waves)
    return Counts(
        letters=letters, abroad=round(letters * abroad_share), emails=sum(one.number for one in sendings if one.what == "e-mails"),
        told=matter.count(told), restored=matter.count(restored - months.keys()), statements=statements,
        months=sum(number * matter.numbers[name] for name, number in months.items()),
        versions=min(texts, len(places) + forbidding) + filings + follow_up,
    )  # fmt: skip


def _abroad(matter: Matter, told: set[str]) -> float:
    home = post_of(matter.home)
    by_post = [one for one in matter.sorts if one.id in told and matter.ways[one.id] == "letter"]
    away = matter.count(
        one.id for one in by_post if one.postal_address and one.postal_address.country and post_of(one.postal_address.country) != home
    )
    every = matter.count(one.id for one in by_post)
    return away / every if every else 0.0
