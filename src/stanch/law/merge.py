"""Completes Facts from what the other rooms found: people by residence and exposed kinds, the window, the cause.

What people said is never overridden. A million people are grouped before anything is made of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from stanch.law.apart import MAJORITY, word_of
from stanch.records import Attack, DataSet, Facts, Incident, Person, Role, numbered
from stanch.records.concern import PROCESSOR

UNKNOWN_CATEGORY = ""


def merge_facts(facts: Facts, attack: Attack | None, people: Sequence[Person]) -> Facts:
    """Facts with `affected`, `data`, `incident.occurred`, `ended` and `kind` filled where they were missing."""
    incident = _incident(facts.incident, attack)
    day = incident.discovered or incident.occurred or facts.as_of
    is_open = bool(people) and (not facts.data or not facts.affected)
    groups = _grouped(people, day) if is_open else Counter()
    found = _by_residence(people) if is_open else {}
    # Who knows how many live in one place has not said that nobody lives elsewhere: a zero says that.
    affected = dict(sorted({**found, **facts.affected}.items()))
    data = facts.data or _data(groups, found, facts.affected)
    lost = None if facts.affected else unplaced(people) or None
    return replace(facts, incident=incident, affected=affected, data=data, without_residence=facts.without_residence or lost)


def unplaced(people: Sequence[Person]) -> int:
    """How many people have no residence: they count nowhere, and must be told of."""
    return sum(number for person, number in numbered(people) if person.residence is None)


def _incident(incident: Incident, attack: Attack | None) -> Incident:
    if attack is None:
        return incident
    first, last = attack.window.first, attack.window.last
    return replace(
        incident,
        kind=incident.kind or attack.cause.kind,
        occurred=incident.occurred or (first.date() if first and _before(first.date(), incident.discovered) else None),
        ended=incident.ended or (last.date() if last else None),
    )


def _before(first: object, discovered: object) -> bool:
    """A window that begins after the discovery people gave cannot be its date."""
    return discovered is None or first <= discovered  # type: ignore[operator]


Group = tuple[str, tuple[str, ...], bool, tuple[Role, ...], str | None, str | None, str]


def _grouped(people: Sequence[Person], day: date | None) -> Counter[tuple[Group, str]]:
    """Numbers of people by (category, element set, named, roles, age of a child, place of one who has died, holder) and residence.

    Of whom clients' data tell, that part counts in data that are held as a processor, and what the organisation's own tell in its own.
    """
    groups: Counter[tuple[Group, str]] = Counter()
    for person, number in numbered(people):
        for elements, roles, holder in _held(person):
            group = (
                person.relation or UNKNOWN_CATEGORY,
                elements,
                bool(person.name),
                roles,
                _age(person, day) if person.minor else None,
                (person.residence or "") if person.deceased else None,
                holder,
            )
            groups[group, person.residence or ""] += number
    return groups


def _held(person: Person) -> list[tuple[tuple[str, ...], tuple[Role, ...], str]]:
    """The elements in each role of the organisation; empty for the role that it has in general."""
    if not person.clients:
        return [(person.elements, person.roles, "")]
    theirs = {word for client in person.clients for word in person.held_by(client).elements}
    held: list[tuple[tuple[str, ...], tuple[Role, ...], str]] = [(tuple(sorted(theirs)), (), PROCESSOR)]
    return [(person.own_elements, (), ""), *held] if person.own_elements else held


def _age(person: Person, day: date | None) -> str:
    """The word for a child's age on the day of the breach; `minor` where a date is missing. Who has come of age since is one too."""
    if person.dob is None or day is None or person.dob > day:
        return "minor"
    years = day.year - person.dob.year - ((day.month, day.day) < (person.dob.month, person.dob.day))
    return word_of(years) if years < MAJORITY else "minor"


def _by_residence(people: Sequence[Person]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for person, number in numbered(people):
        if person.residence:
            found[person.residence] += number
    return dict(sorted(found.items()))


def _data(groups: Counter[tuple[Group, str]], found: Mapping[str, int], said: Mapping[str, int]) -> tuple[DataSet, ...]:
    """One data set for each category and element set (children by age and the dead by place apart), with its own counts.

    What scanning reads in clear was not encrypted there; a file it could not open is no finding at all. Where more people were `said` to
    be affected than were found, any of the data may be theirs: they count in each set, and laws never count more than all there are.
    """
    more = {place: number for place, number in said.items() if number > found.get(place, 0)}
    by_group: dict[Group, dict[str, int]] = {}
    for (group, residence), number in sorted(groups.items(), key=lambda entry: repr(entry[0])):
        counts = by_group.setdefault(group, {})
        if residence:
            counts[residence] = counts.get(residence, 0) + number
    return tuple(
        replace(
            _read_in_clear(category, elements, named=named, age=age),
            affected=counts if age or died is not None else counts | more,
            deceased=True if died is not None else None,
            role=holder or None,
            parts=tuple(_read_in_clear(role.relation, role.elements, named=named, age=age) for role in roles),
        )
        for (category, elements, named, roles, age, died, holder), counts in by_group.items()
    )


def _read_in_clear(category: str, elements: tuple[str, ...], *, named: bool, age: str | None) -> DataSet:
    return DataSet(person_category=category or None, elements=elements, with_name=named or "name" in elements, encrypted=False, age=age)
