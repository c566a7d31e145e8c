"""What each cause looks like and calls for, as data: one file per cause in `playbooks/`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from stanch import datafile

HERE = Path(__file__).parent / "playbooks"


@dataclass(frozen=True, slots=True)
class Measure:
    """A containment step. `when` limits it to cases whose hits carry one of these rule files or tactics; empty: always.

    `unless`: kinds of incident in which it makes no sense (a lost laptop cannot be kept switched on).
    """

    do: str
    why: str
    do_not: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Rule files that fired, and what must come out; `without_steps` must not be among the steps.

    `described`: what people wrote of the incident, and the asset that VERIS then names.
    """

    name: str
    fired: tuple[str, ...]
    expect_kind: str
    expect_steps: tuple[str, ...] = ()
    without_steps: tuple[str, ...] = ()
    described: str = ""
    expect_asset: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How the actor came in, where a cause knows several: what is said then, the VERIS action, and the assets where they are others."""

    statement: str
    action: dict[str, Any]
    assets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Playbook:
    """One cause: `signs` weigh the rule files whose hits speak for it; `entry` names those by which the actor came in.

    `ways`: for some of the entries, a statement and an action of their own. `assets`: words of a description (lower case) and the
    asset that VERIS names for them. `logless`: nobody is asked for logs, since such an incident leaves none.
    """

    kind: str
    statement: str
    veris: dict[str, Any]
    signs: dict[str, float]
    measures: tuple[Measure, ...]
    questions: tuple[str, ...]
    examples: tuple[Example, ...]
    entry: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default_factory=tuple)
    ways: dict[str, Way] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    logless: bool = False

    def told(self, fired: dict[str, int]) -> tuple[str, dict[str, Any]]:
        """The statement and the VERIS terms, by the first of the ways in that fired."""
        way = next((self.ways[name] for name in sorted(fired, key=lambda name: fired[name]) if name in self.ways), None)
        if way is None:
            return self.statement, dict(self.veris)
        others = {"asset": {"assets": [{"variety": one} for one in way.assets]}} if way.assets else {}
        return way.statement, {**self.veris, "action": way.action, **others}


def with_asset(book: Playbook, veris: dict[str, Any], description: str) -> dict[str, Any]:
    """The VERIS terms with the asset that the description names, where it names one."""
    words = re.findall(r"\w+", description.lower())
    named = next((book.assets[word] for word in words if word in book.assets), None)
    return {**veris, "asset": {"assets": [{"variety": named}]}} if named else veris


@cache
def playbooks() -> dict[str, Playbook]:
    """All playbooks by kind of incident. Raises `BrokenDataFile`."""
    return {one.kind: one for one in (datafile.read(file, Playbook) for file in sorted(HERE.glob("*.yaml")))}


def likeliest(fired: dict[str, int]) -> tuple[Playbook | None, float]:
    """The playbook that the fired rule files speak for most (file stem -> order of first firing), with its confidence.

    What came first weighs most: the way in is the cause, what followed is its consequence.
    """
    scores = {kind: _score(book, fired) for kind, book in playbooks().items()}
    best = max(sorted(scores), key=lambda kind: scores[kind], default=None)
    if best is None or scores[best] <= 0:
        return None, 0.0
    return playbooks()[best], round(min(0.95, scores[best] / (sum(scores.values()) or 1) * 0.5 + 0.45), 2)


def _score(book: Playbook, fired: dict[str, int]) -> float:
    first = min(fired.values(), default=0)
    return sum(
        weight * (3.0 if fired[sign] == first and sign in book.entry else 1.0) for sign, weight in book.signs.items() if sign in fired
    )
