"""What letters need and lack, approving all of them, delivery and its switch, codes, calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AskedState:
    """One thing that letters need: what stands by language (empty: all languages), and the revision that saying it names."""

    key: str
    kind: str
    says: str
    choices: list[str]
    said: dict[str, str]
    is_yours: bool
    revision: str


@dataclass(frozen=True, slots=True)
class Asked:
    """All that can be said."""

    asked: list[AskedState]


@dataclass(frozen=True, slots=True)
class Measure:
    """What people read of an action, in one language; `is_done` tells whether it is closed, so that the letter may leave."""

    action: str
    title: str
    language: str
    sentence: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Following:
    """What second letters tell, the closed actions that they do not tell of (id: title), and the reminder: on which day it was ordered,
    for terms that end by which; `to_remind` have an unused code that ends within thirty days. Whoever changes it names the revision.
    """

    measures: list[Measure]
    not_told: dict[str, str]
    reminder_from: date | None
    reminder_until: date | None
    to_remind: int
    revision: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What some notices wait for; `kind` is `doubt` where counsel may settle it.

    `key` is what `POST /letters/KEY` says, `fact` what `POST /facts/KEY` answers; empty where neither helps.
    """

    what: str
    kind: str
    letters: int
    filings: int
    do: str
    example: str
    key: str
    fact: str


@dataclass(frozen=True, slots=True)
class Lacks:
    """What is missing, the most letters first; `complete` of `number` notices lack nothing."""

    number: int
    complete: int
    lacks: list[Lack]


@dataclass(frozen=True, slots=True)
class Settled:
    """The doubts that are settled now, in their words."""

    settled: list[str]


@dataclass(frozen=True, slots=True)
class Approval:
    """The drafts in numbers; `seen` names the complete ones in their words, for approving all of them."""

    number: int
    complete: int
    incomplete: int
    approved: int
    two_person: bool
    read_by: list[str]
    waits_for: list[str]
    seen: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Every person in one state, what speaks against sending, and a run that is on its way."""

    people: int
    counts: dict[str, int]
    is_stopped: bool
    against: list[str]
    run: str
    sent: dict[str, int]


@dataclass(frozen=True, slots=True)
class CodeState:
    """The codes of one service."""

    service: str
    loaded: int
    free: int
    needed: int
    assigned: int
    activated: int
    lapsed: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of all services that have any."""

    codes: list[CodeState]


@dataclass(frozen=True, slots=True)
class Call:
    """What came of a call: whether the caller is who they say (null: not asked), and the topic that was logged."""

    verified: bool | None
    logged: str


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls by topic."""

    calls: dict[str, int]


@dataclass(frozen=True, slots=True)
class HeldState:
    """Somebody under the litigation hold; `is_late`: to be asked again."""

    name: str
    status: str
    asked_at: datetime
    answered_at: datetime | None
    holds: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Everybody who was asked to keep what they have."""

    people: list[HeldState]


@dataclass(frozen=True, slots=True)
class AskState:
    """A decision that is asked of counsel; `ref` names it in an answer."""

    ref: str
    question: str
    why: str
    choices: list[str]


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked of counsel, and the papers there are."""

    asks: list[AskState]
    papers: list[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answers became decisions, how many facts."""

    decisions: int
    facts: int
