"""Which people's data meet a statute's definition of personal information: counted per data set, not in one total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from stanch.law import answers, apart
from stanch.law.answers import Answer, Outcome
from stanch.law.instrument import Apart, Combination, Condition, Definition, Instrument
from stanch.records import DataSet, Facts, Proof

WHOSE = "Whose data are they (patients, customers, employees)?"
KINDS = "Which kinds of data were exposed?"
ALONE = "Can the account be used with its number alone, without a code or password?"
Whose = Literal["residents", "notified", "total", "largest_residence"]
Judge = Callable[[Condition], Outcome]


@dataclass(frozen=True, slots=True)
class Met:
    """Whether one data set meets a definition, by which elements, and what is open."""

    answer: Answer
    elements: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    why: str = ""
    parts: tuple[Met, ...] = ()  # where the data set has parts: each by itself


Readings = tuple[tuple[DataSet, Met], ...]  # each data set read against one definition


@dataclass(frozen=True, slots=True)
class Count:
    """At least `low` people surely, at most `high` possibly."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def meets(group: DataSet, definition: Definition, facts: Facts, judge: Judge) -> Met:
    """Does this data set hold what the definition describes?"""
    if group.parts:
        return _joined(tuple(meets(part, definition, facts, judge) for part in group.parts))
    if not group.elements:
        return Met("unknown", (), (KINDS,), "kinds not stated")
    return _either([_combination(group, definition, combination, facts, judge) for combination in definition.combinations])


def _joined(parts: tuple[Met, ...]) -> Met:
    """People who are of several categories: one part of their data is enough."""
    return replace(_either(list(parts)), parts=parts)


def _either(readings: list[Met]) -> Met:
    answer = answers.either(reading.answer for reading in readings)
    telling = [reading for reading in readings if reading.answer == answer]
    elements = sorted({word for reading in telling for word in reading.elements}) if answer != "no" else []
    questions = tuple(dict.fromkeys(question for reading in telling for question in reading.questions)) if answer == "unknown" else ()
    return Met(answer, tuple(elements), questions, _first_reason(telling) if answer == "no" else "")


def read(definition: Definition, facts: Facts, judge: Judge, dead: Apart | None = None) -> Readings:
    """Every data set read against the definition. `dead`: what the law says of people who have died."""
    return tuple((group, _within(group, meets(group, definition, facts, judge), facts, dead)) for group in facts.data)


def _within(group: DataSet, met: Met, facts: Facts, dead: Apart | None) -> Met:
    """The dead are outside a law that protects the living, whatever was exposed of them."""
    within = apart.within(group, facts, dead)
    if within == "yes" or met.answer == "no" or dead is None:
        return met
    why, questions = (dead.says, ()) if within == "no" else ("", (apart.WHERE,))
    parts = tuple(replace(part, answer=answers.both((part.answer, within))) for part in met.parts)
    return replace(met, answer=within, why=why, questions=questions, parts=parts)


def set_apart(facts: Facts, law: Instrument, readings: Readings) -> tuple[int, int, int]:
    """Of the people of whom a definition speaks: children, people who have died, and those of the dead who count."""
    places = _whose_places(facts, law)
    children = deceased = counted = 0
    for group, met in readings:
        counts = facts.affected if group.affected is None else group.affected
        people = sum(counts.get(place, 0) for place in places)
        if group.deceased and (met.elements or met.answer != "no"):
            deceased += people
            counted += people if met.answer != "no" else 0
        elif met.answer != "no" and apart.is_child(group):
            children += people
    return children, deceased, counted


def left_over(readings: Readings, told: Readings) -> Readings:
    """Of the data sets that meet the one definition, those that do not (or may not) meet the other: whom its notice does not reach."""
    left = []
    for (group, met), (_, other) in zip(readings, told, strict=False):
        parts = zip(met.parts, other.parts, strict=True) if met.parts else [(met, other)]
        unreached = [_unreached(one, told_of) for one, told_of in parts if told_of.answer != "yes"]
        if unreached:
            left.append((group, _joined(tuple(unreached)) if met.parts else unreached[0]))
    return tuple(left)


def _unreached(met: Met, told: Met) -> Met:
    return met if told.answer == "no" or met.answer == "no" else replace(met, answer="unknown")


def _first_reason(readings: list[Met]) -> str:
    """The most telling reason for a no: one that speaks of elements that are there."""
    reasons = [reading.why for reading in readings if reading.why]
    return next((reason for reason in reasons if not reason.startswith("none of")), "no kind of data that the definition names")


def _combination(group: DataSet, definition: Definition, one: Combination, facts: Facts, judge: Judge) -> Met:
    anything = "*" in one.one_of
    held = _any_of(group, one) if anything else set(group.elements)
    found = held if anything else held & set(one.one_of)
    if len(found) < one.at_least:
        return Met("no", (), (), f"none of {', '.join(one.one_of[:6])}")
    partner = held & set(one.with_)
    if one.with_ and not partner:
        return Met("no", (), (), f"{', '.join(sorted(found))} without {' or '.join(one.with_[:4])}")
    checks = [
        _category(group, one),
        _age(group, one),
        _name(group) if one.name else Met("yes"),
        _medium(definition, facts),
        _encryption(group, definition, facts),
        _doubt(one, facts),
    ]
    if one.when is not None:
        outcome = judge(one.when)
        checks.append(Met(outcome.answer, (), outcome.questions, "not for this organisation"))
    answer = answers.both(check.answer for check in checks)
    deciding = [check for check in checks if check.answer == answer]
    questions = tuple(question for check in deciding for question in check.questions)
    why = next((check.why for check in deciding if check.why), "") if answer == "no" else ""
    return Met(answer, tuple(sorted(found | partner)), questions, why)


def _any_of(group: DataSet, one: Combination) -> set[str]:
    """What counts where any data do: a bare list of names too, but a name beside contact details of a business is one of them."""
    bare = set(group.elements) == {"name"}
    return set(group.elements) - set(one.not_of) - (set() if bare else {"name"})


def _doubt(one: Combination, facts: Facts) -> Met:
    """What the text leaves to the circumstances: its own question, or whether an account's number works alone, which Facts may tell."""
    if not one.doubtful:
        return Met("yes")
    if one.asks or facts.sensitive_account is None:
        return Met("unknown", (), (one.asks or ALONE,))
    return Met("yes") if facts.sensitive_account else Met("no", (), (), "the account's number alone opens nothing")


def _category(group: DataSet, one: Combination) -> Met:
    asked = (WHOSE,)
    category = group.person_category
    if one.categories or one.not_categories:
        if category is None or category in one.doubtful_categories:
            return Met("unknown", (), asked)
        if category in one.not_categories or (one.categories and category not in one.categories):
            return Met("no", (), (), f"data of a {category}")
    return Met("yes")


def _age(group: DataSet, one: Combination) -> Met:
    answer = apart.below(group, one.under) if one.under else "yes"
    asked = f"Is any of the children under {one.under}?" if group.age else WHOSE
    return Met(answer, (), (asked,) if answer == "unknown" else (), f"nobody under {one.under}")


def _name(group: DataSet) -> Met:
    if group.with_name or "name" in group.elements:
        return Met("yes")
    if group.with_name is None:
        return Met("unknown", (), ("Do the records name the people (first name or initial, and last name)?",))
    return Met("no", (), (), "no name in the records")


def _medium(definition: Definition, facts: Facts) -> Met:
    if {"electronic", "paper"} <= set(definition.media):
        return Met("yes")
    if facts.incident.medium is None:
        return Met("unknown", (), ("Were the data electronic or on paper?",))
    if facts.incident.medium in definition.media:
        return Met("yes")
    return Met("no", (), (), f"the data were {'on paper' if facts.incident.medium == 'paper' else facts.incident.medium}")


def _encryption(group: DataSet, definition: Definition, facts: Facts) -> Met:
    if definition.encryption == "ignored" or facts.incident.medium == "paper":
        return Met("yes")
    if group.encrypted is None:
        return Met("unknown", (), ("Were the data encrypted?",))
    if not group.encrypted:
        return Met("yes")
    if definition.encryption == "safe":
        return Met("no", (), (), "the data were encrypted")
    if group.key_compromised is None:
        return Met("unknown", (), ("The data were encrypted: was the key taken too?",))
    return Met("yes") if group.key_compromised else Met("no", (), (), "the data were encrypted and the key was not taken")


def count(facts: Facts, law: Instrument, readings: Readings, whose: Whose, only: tuple[str, ...] = ()) -> Count:
    """How many people's data meet the definition: surely and possibly. `only`: people of these places alone."""
    places = places_counted(facts, law, whose)
    if only:
        places = [place for place in places if place in only]
    met = [reading for _, reading in readings if reading.answer != "no"]
    if not readings or all(group.affected is None for group, _ in readings):
        # Data sets without counts of their own are everybody's: in each place all people, or nobody.
        everyone = [facts.affected.get(place, 0) for place in places]
        whole = max(everyone, default=0) if whose == "largest_residence" else sum(everyone)
        return Count(whole if any(one.answer == "yes" for one in met) else 0, whole if met or not readings else 0)
    per_place = [_in_place(facts, readings, place) for place in places]
    if whose == "largest_residence":
        return Count(max((one.low for one in per_place), default=0), max((one.high for one in per_place), default=0))
    return Count(sum(one.low for one in per_place), sum(one.high for one in per_place))


def anybody_counted(facts: Facts) -> bool:
    """Whether it is known of any place how many people there are affected; a number that nobody gave is no zero."""
    return bool(_places(facts).every)


def places_counted(facts: Facts, law: Instrument, whose: Whose) -> list[str]:
    """The residences whose people count."""
    known = _places(facts)
    if whose == "total" or (whose == "residents" and law.protects == "everyone"):
        return known.every
    if whose == "residents" and law.residence:
        if len(law.residence) == 1:
            return [law.residence[0]] if law.residence[0] in known.among else []
        return [place for place in known.every if place in law.residence]
    country = law.code.split("-")[0]
    if country not in known.by_country:
        known.by_country[country] = [place for place in known.every if place == country or place.startswith(f"{country}-")]
    return known.by_country[country]


@dataclass(frozen=True, slots=True)
class _Places:
    """The places that the facts count people in: in order, as a set, and by country."""

    facts: Facts
    every: list[str]
    among: frozenset[str]
    by_country: dict[str, list[str]]


# The last facts asked about: all laws ask of the same ones, one after another.
_LAST: list[_Places] = []


def _places(facts: Facts) -> _Places:
    """The places of these facts, gathered once for all laws."""
    last = _LAST[-1] if _LAST else None
    if last is not None and last.facts is facts:
        return last
    every = sorted(set(facts.affected) | {place for group in facts.data for place in group.affected or ()})
    made = _Places(facts, every, frozenset(every), {})
    _LAST[:] = [made]
    return made


def _in_place(facts: Facts, readings: Readings, place: str) -> Count:
    """Data sets with counts of their own are added up; one without counts is everybody's. Never more than all there are."""
    everyone = facts.affected.get(place)
    low = high = 0
    for group, met in readings:
        if met.answer == "no":
            continue
        people = (everyone or 0) if group.affected is None else group.affected.get(place, 0)
        low += people if met.answer == "yes" else 0
        high += people
    return Count(low, high) if everyone is None else Count(min(low, everyone), min(high, everyone))


def exposed(facts: Facts, law: Instrument, definition: Definition, readings: Readings) -> Outcome:
    """Was what the definition describes exposed for anybody whom this law protects?"""
    asks = definition.point or f"what the law calls {definition.id.replace('_', ' ')} was exposed"
    if not facts.data:
        return Outcome("unknown", Proof(asks, "unknown", ("kinds of data not stated",), definition.cite), (KINDS,))
    number = count(facts, law, readings, "residents")
    answer: Answer = "yes" if number.low else "unknown" if number.high else "no"
    if not places_counted(facts, law, "residents"):
        # Nobody has been counted yet: whether the data qualify is all that can be said.
        answer = "unknown" if answers.either(met.answer for _, met in readings) != "no" and not facts.affected else "no"
    told = tuple(dict.fromkeys(_told(group, met) for group, met in concerning(facts, law, readings)))
    if answer == "no" and law.residence and anybody_counted(facts) and answers.either(met.answer for _, met in readings) != "no":
        told = (f"nobody of {law.name} is among the people counted with such data",)  # it is the people that are missing, not the data
    questions = tuple(dict.fromkeys(question for _, met in readings if met.answer == "unknown" for question in met.questions))
    return Outcome(answer, Proof(asks, answer, told, definition.cite), questions if answer == "unknown" else ())


def concerning(facts: Facts, law: Instrument, readings: Readings) -> Readings:
    """The readings of data sets that hold somebody whom this law protects; all of them where nobody has been counted."""
    places = _whose_places(facts, law)
    whose = tuple((group, met) for group, met in readings if group.affected is None or any(group.affected.get(place) for place in places))
    return whose or readings


def _whose_places(facts: Facts, law: Instrument) -> list[str]:
    """The places whose people a law is told of by: its own where people live there, though it protect everyone (GDPR)."""
    return [place for place in law.residence if facts.affected.get(place)] or places_counted(facts, law, "residents")


def _told(group: DataSet, met: Met) -> str:
    whose = f"{group.person_category or 'people'}"
    if met.answer == "no":
        return f"{whose}: {met.why}"
    lock = {None: "encryption unknown", False: "not encrypted", True: "encrypted"}[group.encrypted]
    if group.encrypted:
        lock += {None: ", key unknown", False: ", key safe", True: ", key taken"}[group.key_compromised]
    name = {None: "name unknown", True: "with name", False: "without name"}[group.with_name]
    return f"{whose}: {', '.join(met.elements)} ({name}, {lock})"


def elements_met(readings: Readings) -> tuple[str, ...]:
    """The element words that meet the definition, surely or possibly."""
    return tuple(sorted({word for _, met in readings if met.answer != "no" for word in met.elements}))
