"""One affected individual, and why we think so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A postal address.

    `state` is the postal abbreviation in US, CA and AU, else the county or region as found; `country` ISO 3166 alpha-2.
    """

    street: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def is_deliverable(self) -> bool:
        """Can the post deliver to it? A street alone lies in every town."""
        return bool(self.street.strip() and (self.city.strip() or self.postcode.strip()))


@dataclass(frozen=True, slots=True)
class Exposure:
    """A kind of element of this person that was exposed: where, and how sure."""

    kind: str
    fact: str | None
    masked: str
    confidence: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is to the organisation in one part of the evidence, and the elements (words of Facts) exposed there."""

    relation: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One affected individual.

    `id` is stable under re-runs with the same evidence. `elements` are words of Facts, sorted. `residence` is a
    jurisdiction code or null, `residence_reason` says from what. `joined_by` tells in words what made these records
    one person. `relation` is `patient`, `customer`, `employee`, `child`, `guardian`, `contact`, … or null; `roles` tells
    apart what was exposed of somebody who is both staff and something else, and is empty for everybody else.
    """

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    dob: date | None = None
    minor: bool = False
    deceased: bool = False
    email: str | None = None
    phone: str | None = None
    postal_address: PostalAddress | None = None
    residence: str | None = None
    residence_reason: str = ""
    elements: tuple[str, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    confidence: float = 1.0
    relation: str | None = None
    roles: tuple[Role, ...] = ()
    language: str = "en"
    guardian: str | None = None
    sources: tuple[str, ...] = ()
    joined_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two people who may be one: for review by a human. `evidence` in words, `probability` from the linkage."""

    left: str
    right: str
    probability: float
    evidence: tuple[str, ...] = field(default_factory=tuple)
