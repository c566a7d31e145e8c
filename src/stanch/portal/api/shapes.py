"""What comes out, as the document of the API shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict

from stanch.records import Action, Containment, Exhibit, Notice, Offer, Option, Person, Unread


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong, where, and what to do; with 409 `current` is what stands now."""

    what: str
    where: str
    do: str
    current: Any = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the next things to do."""

    do: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case at a glance. `counts` by what is counted."""

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
class FactState:
    """One fact: its value now (null: unknown), and where it was stated, its source."""

    key: str
    value: Any
    source: str | None
    known_at: datetime | None
    recorded_at: datetime | None
    recorded_by: str | None
    revision: str


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value that a fact has or had."""

    value: Any
    source: str
    known_at: datetime
    recorded_at: datetime
    recorded_by: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FactHistory:
    """One fact with all its values, oldest first."""

    fact: FactState
    history: list[FactValue]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a duty (`owed`, `open`, `not_owed`, `earlier`, `later`, `clock_known`, `clock_unknown`); its moment before, after."""

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    turn: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a value would change."""

    effects: list[Effect]


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """A page of exhibits."""

    exhibits: list[Exhibit]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page of what could not be read."""

    unread: list[Unread]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data, how often it was found, in how many files."""

    kind: str
    findings: int
    files: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, the most frequent first."""

    kinds: list[Kind]


@dataclass(frozen=True, slots=True)
class KindPlace:
    """A place, and how many findings of a kind stand there."""

    locator: str
    findings: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A page of the places of one kind."""

    places: list[KindPlace]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """A finding at its place, masked."""

    kind: str
    start: int | None
    end: int | None
    row: int | None
    column: str | None
    masked: str
    confidence: float
    detector: str
    context: str | None


@dataclass(frozen=True, slots=True)
class PlaceFindings:
    """The first findings at one place, and how many there are."""

    locator: str
    total: int
    findings: list[Found]


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


class DutyForm(Schema):
    """A duty as `stanch duties --json` prints it; `revision` is what a decision names."""

    model_config = ConfigDict(extra="allow")
    id: str
    jurisdiction: str
    recipient: str
    required: bool | Literal["conditional"]
    status: str
    cite: str
    reason: str
    revision: str


class Duties(Schema):
    """All duties, owed or not."""

    duties: list[DutyForm]


class ClockForm(Schema):
    """A clock as `stanch clocks --json` prints it."""

    due: datetime | None
    jurisdiction: str
    recipient: str
    remaining_hours: float | None
    cite: str
    duty: str
    required: bool | Literal["conditional"]
    status: str
    unit: str | None


class Clocks(Schema):
    """The clocks that run, the most urgent first."""

    clocks: list[ClockForm]


@dataclass(frozen=True, slots=True)
class NoticeState:
    """A notice, with the revision that a decision names."""

    notice: Notice
    revision: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices."""

    notices: list[NoticeState]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of offers."""

    offers: list[Offer]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action, with the revision that a decision names."""

    action: Action
    revision: str


@dataclass(frozen=True, slots=True)
class Actions:
    """Containment of the first hours, and the corrective actions."""

    containment: list[Containment]
    actions: list[ActionState]


class JournalEntry(Schema):
    """An entry as `stanch journal --json` prints it."""

    sequence: int
    time: str
    actor: str
    action: str
    object: str
    details: dict[str, Any]
    previous: str
    hash: str


class JournalPage(Schema):
    """A page of the journal, the newest entry first."""

    entries: list[JournalEntry]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A paper or a list, and how many bytes it has."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """What was written of the case."""

    files: list[ReportFile]


@dataclass(frozen=True, slots=True)
class WorkState:
    """How far the walk of the line is."""

    state: str
    step: str
    question: str
    done: int
    of: int
    started: datetime | None
    by: str
    fault: str


@dataclass(frozen=True, slots=True)
class Options:
    """The ways of telling people, weighed; `revision` is what the choice names."""

    options: list[Option]
    chosen: str | None
    chosen_by: str | None
    grounds: str | None
    revision: str
