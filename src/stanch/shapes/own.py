"""Tasks and fields of the organisation's own, what people noted, and what was brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stanch.records import OwnField, Task


@dataclass(frozen=True, slots=True)
class Tasks:
    """All tasks, those that are open first."""

    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field with its value; `revision` is what filling it names, `is_wanting` that something waits for it."""

    field: OwnField
    value: str | None
    is_wanting: bool
    revision: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that stand."""

    fields: list[FieldState]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A line of the timeline; `id` is empty where the logs tell it."""

    at: datetime | None
    kind: str
    text: str
    detail: str
    source: str
    by: str
    id: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of the timeline, by time."""

    entries: list[TimelineEntry]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ComingFile:
    """A file on its way: how large it is, and how many bytes of it are here."""

    id: str
    name: str
    size: int
    role: str
    by: str
    have: int


@dataclass(frozen=True, slots=True)
class ComingFiles:
    """The files on their way, the oldest first."""

    files: list[ComingFile]


@dataclass(frozen=True, slots=True)
class PasswordsKept:
    """How many passwords were new; none is ever given out again."""

    new: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a file: its name in custody, its SHA-256, whether it is new, and what it was taken for (`evidence` or `log`)."""

    name: str
    sha256: str
    is_new: bool
    role: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: numbers by what they count, and lines that met nothing."""

    counts: dict[str, int]
    lost: list[str]
