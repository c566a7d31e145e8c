"""Evidence and extent: exhibits, what could not be read, findings at their places."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.records import Exhibit, Unread


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
    """A page of the findings at one place, and how many there are in all."""

    locator: str
    total: int
    findings: list[Found]
    page: int = 1
    pages: int = 1
