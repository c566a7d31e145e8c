"""Doubts on who is who, decisions that hold, who is set aside, and the sample that proves how little was overlooked."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.records import Aside, Ruling


@dataclass(frozen=True, slots=True)
class DoubtState:
    """Something to decide; `id` names it with what was seen of its people. `verdicts` are the answers there are."""

    id: str
    sort: str
    people: list[str]
    probability: float
    evidence: list[str]
    matters: list[str]
    verdicts: list[str]


@dataclass(frozen=True, slots=True)
class FamilyState:
    """Doubts alike in evidence and consequence; `at_once` are the verdicts that may be given for all of them, `why` in words."""

    id: str
    rank: int
    doubts: list[DoubtState]
    at_once: list[str]
    why: str


@dataclass(frozen=True, slots=True)
class Families:
    """Everything open, the most consequential first; `pending`: decisions wait until the line is walked."""

    families: list[FamilyState]
    pending: bool


@dataclass(frozen=True, slots=True)
class RulingPage:
    """A page of the decisions that hold, the newest first."""

    rulings: list[Ruling]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class AsidePage:
    """A page of those who were found and are not on the list."""

    aside: list[Aside]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree; `kappa` is Cohen's, null where it is not defined."""

    first: str
    second: str
    items: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class SampleState:
    """The sample: how many were drawn and answered, what that proves in words, and how far reviewers agree."""

    is_drawn: bool
    drawn: int
    answered: int
    statement: list[str]
    agreements: list[Agreement]
