"""What the actor reached, as the case knows it; the words are the report's."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.casefile.case import Case
from stanch.records import Attack, Contact, Exhibit, Person, Reach, Unread
from stanch.report import reached


def reach_of(case: Case) -> Reach:
    """What the logs say; empty where there are none."""
    return next((attack.reach for attack in case.store.get(Attack)), Reach())


def exhibits(case: Case) -> list[reached.Standing]:
    """Every exhibit of the evidence, then the parts that were reached by themselves."""
    return list(reached.exhibits(reach_of(case), case.store.get(Exhibit)))


def people(case: Case) -> Iterator[tuple[Person, Contact]]:
    """Everybody with the gravest contact of the places that speak of them."""
    reach = reach_of(case)
    yield from ((person, reached.contact_of(reach, person)) for person in case.store.each(Person))


def unreadable(case: Case) -> list[str]:
    """Places that were reached and could not be read."""
    return reached.unreadable(reach_of(case), case.store.get(Unread))
