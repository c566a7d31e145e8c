"""One affected individual, and why we think so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal


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
class Share:
    """What was exposed of a person in the data of one holder: a client by name, or empty for the organisation's own.

    `elements` are words of Facts. The organisation's own share holds too what belongs to clients that ordered it to write for them:
    `writes_for`.
    """

    client: str
    elements: tuple[str, ...]
    exposures: tuple[Exposure, ...] = ()
    writes_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a list that is about this person: which list, which line, what follows. `on` is the day of an earlier notice."""

    kind: str
    place: str
    says: str
    on: date | None = None
    is_binding: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """One affected individual.

    `id` stays under re-runs, also when evidence is added; `records` (keys of the records that are this person, the oldest
    first) are what it is held by, `former_ids` the ids of people who have since become this one. `elements` are words of
    Facts, sorted. `residence` is a jurisdiction code or null, `residence_reason` says from what, `residence_confidence` how
    sure that is. `language_reason` says from what the language is guessed. `joined_by` tells in words what made these records
    one person. `relation` is `patient`, `customer`, `employee`, `child`, `guardian`, `contact`, … or null; `roles` tells
    apart what was exposed of somebody who is both staff and something else, and is empty for everybody else. `clients` are
    those for whom the data are held; `shares` tells apart what was exposed in whose data where there is more than one holder, and is empty
    for everybody else. `matches` what lists say of the person. `returned` says why somebody who was decided to
    be nobody is back.
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
    records: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    residence_confidence: float = 0.0
    language_reason: str = ""
    clients: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    matches: tuple[Match, ...] = ()
    returned: str = ""

    def held_by(self, client: str) -> Share:
        """What was exposed of this person in the data of one client, or with an empty name in the organisation's own."""
        for one in self.shares:
            if one.client == client:
                return one
        only = not self.shares and client in (self.clients or ("",))
        return Share(client, self.elements, self.exposures) if only else Share(client, ())

    @property
    def own_elements(self) -> tuple[str, ...]:
        """The elements exposed in the organisation's own data: what it tells this person of. The rest a client tells."""
        return self.held_by("").elements if self.clients else self.elements

    @property
    def is_clients_alone(self) -> bool:
        """Whether only clients' data tell of this person: each client tells its own people."""
        return bool(self.clients) and not self.own_elements

    def as_held_by(self, client: str) -> Person:
        """The same person with what that holder's data tell, and nothing that others' do."""
        if not self.shares:
            return self
        share = self.held_by(client)
        relation = None if client else self.relation  # what somebody is to the organisation is not the client's to know
        sources = tuple(sorted({place for one in share.exposures for place in one.sources}))
        told = replace(self, elements=share.elements, exposures=share.exposures, relation=relation, roles=(), sources=sources)
        return replace(told, clients=share.writes_for, shares=(share,) if share.writes_for else ())


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody who is not on the list of affected individuals, and why: never left out in silence.

    `cause`: `company` (a party of its own kind), `test_account`, `own_mailbox` (a function of the organisation, not a
    person), `decided` (a person said that this is nobody, and who), `refuted` (reviewers said that nothing found is what it was called).
    """

    person: Person
    cause: Literal["company", "test_account", "own_mailbox", "decided", "refuted"]
    reason: str
    decided_by: str = ""

    @property
    def id(self) -> str:
        """The id under which it is shown and may be brought back."""
        return self.person.id


# What a family does not share, as the words of evidence name it.
ONES_OWN = ("birth", "national number", "e-mail", "account", "insurance number", "employee number", "licence", "passport")
BARE = frozenset({"name", "contact", "email"})  # who has no more than these is told because of nothing
UNSURE = 0.99  # joined people below this are looked at too: two made one is the worse error
TELLING = ("birth", "national number", "insurance number", "employee number")


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two people who may be one: for review by a human. `evidence` in words, `probability` from the linkage."""

    left: str
    right: str
    probability: float
    evidence: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_household(self) -> bool:
        """Two given names, and nothing agrees that is one's own, or something of one's own contradicts: hardly in doubt."""
        if "different given names" not in self.evidence:
            return False
        agrees = any(own in word for word in self.evidence for own in ONES_OWN if not word.startswith("different"))
        contradicts = any(own in word for word in self.evidence for own in TELLING if word.startswith("different"))
        return contradicts or not agrees
