"""Tabletop exercises as data: one file each in `exercises/`, with what happens when, what is asked, and what each answer is worth.

`acts.yaml` names what can be done: the steps of the plan of containment that it is (how their words begin), or whom it tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stanch import datafile
from stanch.errors import WrongCall

HERE = Path(__file__).parent / "exercises"
ACTS = Path(__file__).parent / "acts.yaml"
WORTH = {"best": 1.0, "sound": 0.7, "weak": 0.3, "harmful": 0.0}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done: in words, as steps of the plan (how their text begins), and whom it tells (`regulator:*`)."""

    says: str
    steps: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: what it is worth and why, what it does, and how many hours that takes."""

    id: str
    says: str
    worth: Literal["best", "sound", "weak", "harmful"]
    why: str
    does: tuple[str, ...] = ()
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A decision. `form` one: a single choice; order: those that are taken, one after the other, in the order given."""

    id: str
    asks: str
    minutes: float
    form: Literal["one", "order"]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Inject:
    """News that reaches the table: hours after the beginning, from whom, and the decision that it calls for, if any."""

    at: float
    source: str
    says: str
    decide: Question | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """An example: answers by decision, and the share of decisions that must come out."""

    name: str
    answers: dict[str, tuple[str, ...]]
    decided_well: float


@dataclass(frozen=True, slots=True)
class Exercise:
    """A whole exercise. `facts` are as in a facts file; `days` put dates of the incident at hours after the beginning.

    `kind` is the kind of incident whose plan of containment counts; `lasts` is in hours.
    """

    title: str
    whom: str
    kind: str
    begins: str
    timezone: str
    lasts: float
    opening: str
    facts: dict[str, Any]
    days: dict[str, float]
    injects: tuple[Inject, ...]
    sources: tuple[str, ...]
    examples: tuple[Played, ...]

    @property
    def start(self) -> datetime:
        """The first moment, aware."""
        return datetime.fromisoformat(self.begins).replace(tzinfo=ZoneInfo(self.timezone))

    def moment(self, hours: float) -> datetime:
        """A moment of the exercise. Hours are real ones, over a change of the clocks too."""
        return datetime.fromtimestamp(self.start.timestamp() + hours * 3600, ZoneInfo(self.timezone))

    @property
    def questions(self) -> tuple[tuple[float, Question], ...]:
        """Every decision with its hour, in order."""
        return tuple((one.at, one.decide) for one in self.injects if one.decide)


def names() -> list[str]:
    """The exercises there are, by name."""
    return sorted(file.stem for file in HERE.glob("*.yaml"))


def exercise(name: str, *, begins: datetime | None = None) -> Exercise:
    """An exercise by its name, or from a file of the user's own (a path that ends in .yaml). Raises `WrongCall`, `BrokenDataFile`."""
    file = Path(name) if name.endswith((".yaml", ".yml")) else HERE / f"{name}.yaml"
    if not name.endswith((".yaml", ".yml")) and name not in names():
        raise WrongCall(f"there is no exercise {name!r}", do=f"Choose one of {', '.join(names())}, or name a file of your own.")
    found = _read(file)
    wrong = next(faults(found), None)
    if wrong:
        raise WrongCall(f"{file.name}: {wrong}", do="Mend the file; docs/rooms/drill.md tells its form.")
    if begins is None:
        return found
    from dataclasses import replace

    return replace(found, begins=begins.replace(tzinfo=None).isoformat())


@cache
def _read(file: Path) -> Exercise:
    return datafile.read(file, Exercise)


@cache
def acts() -> dict[str, Act]:
    """What can be done, by name."""
    told = datafile.load(ACTS)
    return {str(name): datafile.convert(value, Act, str(ACTS)) for name, value in told.items()}


def faults(one: Exercise) -> Iterator[str]:
    """What the form of the file cannot tell: names that are there twice or not at all, injects out of order, a zone that there is not."""
    try:
        datetime.fromisoformat(one.begins)
    except ValueError:
        yield f"begins: {one.begins!r} is no moment; write it as 2026-11-20T17:40"
    try:
        ZoneInfo(one.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"{one.timezone} is no time zone"
    if any(before.at > after.at for before, after in zip(one.injects, one.injects[1:], strict=False)):
        yield "injects must stand in the order of their hours"
    if any(inject.at > one.lasts for inject in one.injects):
        yield f"an inject comes after the {one.lasts:g} hours that the exercise lasts"
    seen: set[str] = set()
    for _, question in one.questions:
        if question.id in seen:
            yield f"the decision {question.id} is there twice"
        seen.add(question.id)
        yield from _faults_of(question)
    if not seen:
        yield "nothing is to be decided"


def _faults_of(question: Question) -> Iterator[str]:
    ids = [choice.id for choice in question.choices]
    if len(set(ids)) != len(ids):
        yield f"{question.id}: a choice is there twice"
    if not any(choice.worth == "best" for choice in question.choices):
        yield f"{question.id}: no choice is the best"
    unknown = sorted({act for choice in question.choices for act in choice.does} - acts().keys())
    if unknown:
        yield f"{question.id}: no such acts: {', '.join(unknown)} (acts.yaml names them)"


def facts_of(one: Exercise, own: dict[str, Any] | None = None) -> dict[str, Any]:
    """The facts as plain values: those of the exercise with its dates; an organisation of the player's own takes its place."""
    told = {name: dict(value) if isinstance(value, dict) else value for name, value in datafile.plain(one.facts).items()}
    incident = {**told.get("incident", {}), "kind": one.kind}
    incident |= {name: one.moment(hours).date() for name, hours in one.days.items()}
    told |= {"incident": incident, "as_of": one.start.date()}
    for name in ("org", "affected", "contracts"):
        if own and own.get(name):
            told[name] = own[name]
    if own and own.get("affected"):
        told["data"] = [{key: value for key, value in row.items() if key != "affected"} for row in told.get("data", [])]
    return told


def ends(one: Exercise) -> datetime:
    """The last moment."""
    return one.moment(one.lasts)
