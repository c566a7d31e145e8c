"""The case at a glance, its journal, its papers, the work in the background; and what every error says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
class JournalEntry:
    """An entry as `stanch journal --json` prints it."""

    sequence: int
    time: str
    actor: str
    action: str
    object: str
    details: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal, the newest entry first."""

    entries: list[JournalEntry]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What was wrong when the chain of the journal was looked through: nothing, where it is whole."""

    faults: list[str]
