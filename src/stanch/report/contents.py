"""Everything a report is made of, and the counts that stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from stanch.records import (
    Action,
    Aside,
    Attack,
    DoubtfulPair,
    Duty,
    Enrolment,
    Exhibit,
    Facts,
    Linkage,
    Notice,
    Offer,
    Person,
    TakenStep,
    Unread,
    numbered,
)
from stanch.report.dates import Dated
from stanch.vocabulary import elements, jurisdictions, regimes


@dataclass(frozen=True, slots=True)
class Place:
    """Where findings of a kind stand: the locator and how many."""

    locator: str
    findings: int


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind of element: how many findings, and the places with most of them."""

    kind: str
    findings: int
    files: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: when, who, on what, and on what grounds."""

    at: datetime
    by: str
    decision: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """The drafts in numbers, counted in one pass: how many, to how many people, how many are approved or sent; the duties that have one;
    how many of which sort (form, recipient, whether to a person); how many lack what; of each duty, how many are approved, of how many.
    """

    number: int = 0
    people: int = 0
    ready: int = 0
    duties: frozenset[str] = frozenset()
    sorts: tuple[tuple[str, str, bool, int], ...] = ()
    gaps: tuple[tuple[str, int], ...] = ()
    approved: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def of(cls, notices: Iterable[Notice]) -> Drafted:
        """Count these; none of them is held. Of letters held by sorts each goes to somebody else."""
        number = ready = of_sorts = 0
        people: set[str] = set()
        duties: Counter[str] = Counter()
        approved: Counter[str] = Counter()
        sorts: Counter[tuple[str, str, bool]] = Counter()
        gaps: Counter[str] = Counter()
        for one, many in numbered(notices):
            number += many
            is_ready = one.status in ("approved", "sent")
            ready += many * is_ready
            if one.person and many > 1:
                of_sorts += many
            elif one.person:
                people.add(one.person)
            for duty in one.duties:
                duties[duty] += many
                approved[duty] += many * is_ready
            sorts[one.form, one.recipient, bool(one.person)] += many
            for gap in one.missing:
                gaps[gap] += many
        told = tuple((*sort, count) for sort, count in sorts.items())
        of_duties = tuple((duty, approved[duty], many) for duty, many in sorted(duties.items()))
        return cls(number, len(people) + of_sorts, ready, frozenset(duties), told, tuple(gaps.most_common()), of_duties)


@dataclass(frozen=True, slots=True)
class Contents:
    """The case as a report sees it at the moment `now`. `practice` marks a drill."""

    now: datetime
    facts: Facts
    exhibits: tuple[Exhibit, ...] = ()
    unread: tuple[Unread, ...] = ()
    kinds: tuple[KindCount, ...] = ()
    people: tuple[Person, ...] = ()
    doubtful: tuple[DoubtfulPair, ...] = ()
    attack: Attack = field(default_factory=Attack)
    duties: tuple[Duty, ...] = ()
    warnings: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    notices: Sequence[Notice] = ()  # read by pages where there are many
    actions: tuple[Action, ...] = ()
    practice: bool = False
    recall: tuple[str, ...] = ()  # what a reviewed sample proves, in sentences
    asides: tuple[Aside, ...] = ()  # who is not among the people affected, and why
    linkage: Linkage = field(default_factory=Linkage)
    unmet: tuple[tuple[str, str, str, str], ...] = ()  # rows of lists that met nobody: list, place, name, why
    enrolments: tuple[Enrolment, ...] = ()  # how far the help is taken up
    delivered: tuple[tuple[str, int, str], ...] = ()  # where people stand: state, how many, what it means
    suggested: tuple[str, ...] = ()  # what the logs suggest for facts that a person decides, in sentences
    decided: tuple[Decided, ...] = ()  # oldest first; approvals of single letters are left out
    helped: int = 0  # people to whom help is offered
    gone: tuple[str, ...] = ()  # files that were in custody and are not there any more as they were taken
    taken: Mapping[str, TakenStep] = field(default_factory=dict)  # steps that were taken, as people said
    failed: tuple[tuple[str, str], ...] = ()  # the cause and each control that failed, with what a person said of it
    destroyed: tuple[int, date] | None = None  # how many people the list held that was destroyed by order, and on which day
    dates: tuple[Dated, ...] = ()  # the calendar of the case: clocks, planned sendings, terms
    case: str = ""  # tells this case's entries in a calendar from another's
    revision: int = 0  # grows with every change of the case
    drafted: Drafted = Drafted()  # the notices in numbers; counted here where nobody has counted them

    def __post_init__(self) -> None:
        """Count the drafts once; so many things are told of them."""
        if not self.drafted.number and self.notices:
            object.__setattr__(self, "drafted", Drafted.of(self.notices))

    @property
    def required(self) -> list[Duty]:
        """Duties that apply, by due moment; those without one first where they are due at once."""
        return sorted((duty for duty in self.duties if duty.required is True), key=_urgency)

    @property
    def in_doubt(self) -> list[DoubtfulPair]:
        """Pairs that somebody should look at; those that share no more than a household are listed, and not asked."""
        return [pair for pair, number in numbered(self.doubtful) if not pair.is_household for _ in range(number)]

    @property
    def conditional(self) -> list[Duty]:
        """Duties that turn on a fact not known yet."""
        return sorted((duty for duty in self.duties if duty.required == "conditional"), key=_urgency)

    @property
    def not_required(self) -> list[Duty]:
        """Duties that were considered and do not apply."""
        return [duty for duty in self.duties if duty.required is False]

    @property
    def clocks(self) -> list[Duty]:
        """Duties (also conditional ones) with a due moment, by urgency."""
        return sorted((duty for duty in self.duties if duty.required and duty.deadline and duty.deadline.due), key=_urgency)


def _urgency(duty: Duty) -> tuple[int, float, str]:
    at_once = bool(duty.deadline and duty.deadline.unit == "immediately")
    due = duty.deadline.due if duty.deadline else None
    return (0 if at_once else 1 if due else 2, due.timestamp() if due else 0.0, duty.id)


PART_OF = {
    **dict.fromkeys(("given_name", "middle_name", "family_name", "name_suffix"), "name"),
    **dict.fromkeys(("street", "city", "region", "postcode", "country"), "postal_address"),
}


UNRESOLVED = "—"


def by_residence(people: Iterable[Person]) -> list[tuple[str, str, int]]:
    """(code, name, people), the most first; people without a residence under "unresolved"."""
    counted: Counter[str] = Counter()
    for person, number in numbered(people):
        counted[person.residence or ""] += number
    names = jurisdictions()
    rows = [
        (code or UNRESOLVED, names[code].name if code in names else (code or "Residence not resolved"), count)
        for code, count in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


# Kinds as laws speak of them, each of several elements.
GROUPS = {
    "access_code": "Security or access code", "alpr": "Licence plate readings", "billing_data": "Billing information",
    "card_number": "Payment card number", "contact": "Contact details", "cpni": "Telephone records", "device_id": "Device identifier",
    "electronic_signature": "Electronic signature", "family": "Family details", "financial_account": "Financial account number",
    "health_insurance": "Health insurance information", "insurance_data": "Insurance information", "location": "Location",
    "medical": "Medical information", "military_id": "Military ID number", "ssn": "Social Security number",
    "ssn_last4": "Last four digits of the Social Security number", "vehicle": "Vehicle details",
}  # fmt: skip


def people_by_kind(people: Iterable[Person]) -> list[tuple[str, str, int]]:
    """(kind, label, people) by the kinds exposed, the most first. Parts of names and addresses count as names and addresses."""
    counted: Counter[str] = Counter()
    for person, number in numbered(people):
        for kind in {PART_OF.get(exposure.kind, exposure.kind) for exposure in person.exposures}:
            counted[kind] += number
    known = elements()
    return sorted(((kind, known[kind].label, count) for kind, count in counted.items()), key=lambda row: (-row[2], row[1]))


def label(kind: str) -> str:
    """A kind in plain words."""
    return elements()[kind].label if kind in elements() else GROUPS.get(kind, kind)


def place_name(code: str) -> str:
    """A jurisdiction, regime or contract in plain words."""
    if code.startswith("CONTRACT-"):
        return f"Contract with {code.removeprefix('CONTRACT-').replace('-', ' ').title()}"
    return jurisdictions()[code].name if code in jurisdictions() else regimes().get(code, code)
