"""The form of the severity data: what each method asks in which order, what it counts, and the published examples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from stanch import datafile
from stanch.law.instrument import Condition, Source

T = TypeVar("T")
HERE = Path(__file__).parent
Word = Literal["none", "some", "high"]
WORDS: tuple[Word, ...] = ("none", "some", "high")


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that a question may have, with its score. The first whose condition holds counts; without one it always does."""

    id: str
    value: float
    point: str
    cite: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A type of data: its elements (or what else makes the data of this type) and its scores, the basic one last."""

    id: str
    elements: tuple[str, ...]
    steps: tuple[Step, ...]
    also: Condition | None = None


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance that adds to the score."""

    id: str
    label: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A range of the score, from `above` on, and the word for harm that it suggests."""

    id: str
    above: float
    word: Word
    cite: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What holds a suggestion down to `word`, or lifts it up to it, whatever the score."""

    id: str
    when: Condition
    word: Word
    point: str
    cite: str


@dataclass(frozen=True, slots=True)
class Method:
    """ENISA's method, with what the guidelines on the GDPR add to it."""

    id: str
    name: str
    jurisdictions: tuple[str, ...]
    sources: tuple[Source, ...]
    categories: tuple[Category, ...]
    identification: tuple[Step, ...]
    circumstances: tuple[Circumstance, ...]
    levels: tuple[Level, ...]
    lowers: tuple[Bound, ...]
    raises: tuple[Bound, ...]
    flags: tuple[Bound, ...]
    findings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a fact bears on one of the four factors: for a low probability, against it, or neither."""

    id: str
    points: Literal["low", "against", "neither"]
    point: str
    cite: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the four factors and how facts bear on it; the first reading that holds counts."""

    id: str
    label: str
    cite: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class FourFactors:
    """HIPAA's risk assessment. The duty is presumed: `low` names the findings that can show a low probability."""

    id: str
    name: str
    jurisdiction: str
    sources: tuple[Source, ...]
    factors: tuple[Factor, ...]
    low: tuple[Bound, ...]
    findings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a published example concludes: entered in the register, told to the authority, told to the individuals."""

    register: bool
    authority: bool
    individuals: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A published example: its facts in our own words, and what its authors conclude."""

    id: str
    title: str
    story: str
    cite: str
    concludes: Outcomes
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """A set of published examples; the facts of each are laid over `common`."""

    id: str
    name: str
    sources: tuple[Source, ...]
    common: dict[str, Any]
    examples: tuple[Example, ...]


@cache
def method() -> Method:
    """ENISA's method. Raises `BrokenDataFile` with the place of a fault."""
    return _read("enisa.yaml", Method)


@cache
def four_factors() -> FourFactors:
    """HIPAA's four factors. Raises `BrokenDataFile` with the place of a fault."""
    return _read("hipaa.yaml", FourFactors)


def examples() -> Examples:
    """The published examples of the European Data Protection Board. Raises `BrokenDataFile` with the place of a fault."""
    return _read("edpb_01_2021.yaml", Examples)


def _read(name: str, kind: type[T]) -> T:
    return datafile.read(HERE / name, kind)
