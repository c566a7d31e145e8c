"""Doubts on who is who, decisions that hold, who is set aside, and the sample that proves how little was overlooked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
class DoubtfulFinding:
    """A finding in doubt, masked: in a text one place, in a table a column with `number` of them, the first in `row`.

    `people` hold it and nothing surer of its kind, `only` of them may not be told without it; `matters`: the duties that hang on such
    findings. `answers`: what each reviewer said, `right` or `wrong`.
    """

    id: str
    locator: str
    kind: str
    start: int | None
    end: int | None
    row: int | None
    column: str | None
    masked: str
    confidence: float
    detector: str
    context: str | None
    number: int
    rank: int
    people: int
    only: int
    matters: list[str]
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """A page of the findings in doubt, the most consequential first; `waiting` have no answer; how far reviewers agree.

    `pending`: answers wait until the line is walked.
    """

    findings: list[DoubtfulFinding]
    page: int
    pages: int
    total: int
    waiting: int
    agreements: list[Agreement]
    pending: bool


@dataclass(frozen=True, slots=True)
class DoubtfulPassages:
    """A finding in doubt with the words around it, or the first rows of its column; values masked."""

    finding: DoubtfulFinding
    passages: list[str]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What one reader (`by`) alone said: a `person` is no affected person, several are one (`merge`), records are another's and one part
    is left with nothing to tell (`split`), or a `finding` of a `kind` in a file is false.

    It concerns `people`, of whom `leave` may be told no longer; `whose` are the ids of some.
    """

    id: str
    sort: str
    by: str
    at: datetime | None
    grounds: str
    kind: str
    locator: str
    people: int
    leave: int
    whose: list[str]


@dataclass(frozen=True, slots=True)
class SecondReadings:
    """A page of what waits for a second reader: until then nobody leaves the list by it."""

    waiting: list[SecondReading]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class SampleState:
    """The sample: how many were drawn and answered, what that proves in words, and how far reviewers agree."""

    is_drawn: bool
    drawn: int
    answered: int
    statement: list[str]
    agreements: list[Agreement]
