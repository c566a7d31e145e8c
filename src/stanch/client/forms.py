"""What the API answers with beyond the records of a case: pages, summaries, what stands with which revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from stanch.records import Action, Containment, Notice, Offer, Option, Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    rows: list[T]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the next things to do."""

    do: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A case at a glance."""

    organisation: str
    now: datetime
    practice: bool
    headline: str
    cause: str
    ongoing: bool | None
    counts: dict[str, int]
    residences: dict[str, int]
    next: list[Thing]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: null is unknown."""

    key: str
    value: Any
    source: str | None
    known_at: datetime | None
    recorded_at: datetime | None
    recorded_by: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a duty with another fact."""

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    turn: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data and how often it was found."""

    kind: str
    findings: int
    files: int


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person as they stand."""

    person: Person
    revision: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person with the ids of the notices to them and what is offered to them."""

    person: Person
    revision: str
    notices: list[str]
    offers: list[Offer]


@dataclass(frozen=True, slots=True)
class DutyState:
    """The main fields of a duty; `whole` is all that the portal says of it."""

    id: str
    jurisdiction: str
    recipient: str
    required: Any
    status: str
    cite: str
    reason: str
    revision: str
    whole: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that runs."""

    due: datetime | None
    jurisdiction: str
    recipient: str
    remaining_hours: float | None
    cite: str
    duty: str
    required: Any
    status: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class NoticeState:
    """A notice as it stands."""

    notice: Notice
    revision: str


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action as it stands."""

    action: Action
    revision: str


@dataclass(frozen=True, slots=True)
class Actions:
    """Containment and corrective actions."""

    containment: list[Containment]
    actions: list[ActionState]


@dataclass(frozen=True, slots=True)
class Options:
    """The ways of telling people."""

    options: list[Option]
    chosen: str | None
    chosen_by: str | None
    grounds: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class Work:
    """How far the walk of the line is: `idle`, `running`, `done`, `failed`."""

    state: str
    step: str
    question: str
    done: int
    of: int
    started: datetime | None
    by: str
    fault: str
