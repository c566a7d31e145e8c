"""How it happened: the story, the window of exposure, the cause, the containment it calls for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stanch.records.reach import Reach
from stanch.records.step import step_id


@dataclass(frozen=True, slots=True)
class LogSource:
    """A log that was read: how many events, from when to when (UTC), and how many lines were not understood.

    `duplicates` stand in another log too and were counted there. `zone`: whether its stamps name their zone ("stated"), do not
    ("unstated": read as UTC) or some do ("mixed"). `backwards`: how often time goes back by more than five minutes.
    """

    file: str
    kind: str
    first: datetime | None
    last: datetime | None
    events: int
    unparsed: int = 0
    duplicates: int = 0
    zone: str = ""
    backwards: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A log, or lines of one, on which workers hung, died or failed; `reason` is one of those that tell why something is unread."""

    exhibit: str
    file: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a kind of log, all its files together, says nothing although it usually does."""

    kind: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """What the actor reached. `patient_zero`: the account, host or address by which the actor came in, as a sentence."""

    accounts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    patient_zero: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """That one thing of the story used another: (sort, name) both, with sorts `address`, `account`, `machine`; `times` seen in a log."""

    one: tuple[str, str]
    other: tuple[str, str]
    times: int


@dataclass(frozen=True, slots=True)
class Hour:
    """What the actor drew in an hour (UTC, its beginning): bytes that logs tell of, and things taken."""

    at: datetime
    sent: int
    taken: int


@dataclass(frozen=True, slots=True)
class Detection:
    """A rule that fired on an event."""

    rule: str
    title: str
    level: str
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    file: str
    time: datetime | None
    entities: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Chapter:
    """One dated step of the story. `evidence` are locators (`auth.log:1520`)."""

    time: datetime
    tactic: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The window of exposure."""

    first: datetime | None = None
    last: datetime | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Cause:
    """The cause in VERIS terms, and as one sentence. `kind` is a word of `vocabulary/causes.yaml`."""

    kind: str | None = None
    veris: dict[str, Any] = field(default_factory=dict)
    statement: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of compromise. `type`: `ip`, `user`, `host`, `domain`, `url`, `hash`, `user_agent`, `mail_rule`."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Containment:
    """A step of the first hours, in order, with its reason and what not to do."""

    order: int
    do: str
    why: str
    do_not: str = ""

    @property
    def id(self) -> str:
        """What the step is known by when somebody says that it was taken."""
        return step_id(self.do)


@dataclass(frozen=True, slots=True)
class Attack:
    """Everything that `cause` concluded; `cause --json` prints it."""

    events: int = 0
    sources: tuple[LogSource, ...] = ()
    detections: tuple[Detection, ...] = ()
    story: tuple[Chapter, ...] = ()
    window: Window = field(default_factory=Window)
    cause: Cause = field(default_factory=Cause)
    indicators: tuple[Indicator, ...] = ()
    containment: tuple[Containment, ...] = ()
    questions: tuple[str, ...] = ()
    ongoing: bool | None = None
    gaps: tuple[Gap, ...] = ()
    among: tuple[str, ...] = ()  # which logs lay among the evidence, and whether they were read
    remarks: tuple[str, ...] = ()  # on the logs: zones, clocks, silences, copies
    touched: Touched = field(default_factory=Touched)
    ties: tuple[Tie, ...] = ()  # who used what, for the picture
    hours: tuple[Hour, ...] = ()  # only those in which something left
    reach: Reach = field(default_factory=Reach)
    unparsed: tuple[Unparsed, ...] = ()
