"""People, and decisions on who is who."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.records import Offer, Person


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person, with the revision that a decision names."""

    person: Person
    revision: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A page of people."""

    people: list[PersonState]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """One person with the notices to them and what is offered to them."""

    person: Person
    revision: str
    notices: list[str]
    offers: list[Offer]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The ids of the decisions that were made; they take effect with the next walk of the line."""

    rulings: list[str]
