"""A way of telling people, weighed: what goes when to whom, which duties it keeps, what it costs, what it risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """One wave: `what` goes (letters, e-mails, a public statement, filings) to how many on which day.

    `counts` tells whether it fulfils duties; a first word with what is known so far does not.
    """

    what: str
    whom: str
    number: int
    day: date
    last: date
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A duty under this option: met, missed, or without a date of its own. `hours` remain (negative: late by)."""

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    required: bool
    due: datetime | None
    planned: date | None
    met: bool | None
    hours: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a law wants said, forbids, and prescribes, in words of `vocabulary/contents.yaml`; `people` concerned."""

    jurisdiction: str
    cite: str
    people: int
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    prescribed: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of costs. `own` tells the user's rate from a default; `source` where it stands."""

    what: str
    number: float
    each: float
    amount: float
    own: bool
    source: str


@dataclass(frozen=True, slots=True)
class Exposed:
    """What a law threatens, in its own terms. `missed` when this option misses a duty of that law.

    `low` and `high` are sums that the law names: over the people concerned where it names one a person, or for the breach;
    with `each` (violation, day, person_day) for every one of these, not added up. `verified` false: the section was not read.
    """

    jurisdiction: str
    who: str
    what: str
    cite: str
    missed: bool
    people: int
    low: float | None = None
    high: float | None = None
    each: str = ""
    currency: str = "USD"
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Trust:
    """What research says that speaks for or against this way, with its source."""

    says: str
    speaks: str
    title: str
    url: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Option:
    """One strategy, weighed for a case."""

    id: str
    name: str
    says: str
    sendings: tuple[Sending, ...]
    kept: tuple[Kept, ...]
    sayings: tuple[Saying, ...]
    costs: tuple[Cost, ...]
    currency: str
    exposures: tuple[Exposed, ...]
    trust: tuple[Trust, ...]
    letters: int
    emails: int
    unreached: int
    not_told: int
    merits: tuple[str, ...] = ()
    drawbacks: tuple[str, ...] = ()

    @property
    def missed(self) -> tuple[Kept, ...]:
        """The duties that are owed for certain and that it misses."""
        return tuple(one for one in self.kept if one.met is False and one.required)

    @property
    def at_risk(self) -> tuple[Kept, ...]:
        """The duties that turn on an open question and that it would miss."""
        return tuple(one for one in self.kept if one.met is False and not one.required)

    @property
    def total(self) -> float:
        """What it costs in all."""
        return sum(one.amount for one in self.costs)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which something goes."""
        days = [day for one in self.sendings for day in (one.day, one.last)]
        return (min(days), max(days)) if days else None
