"""From what tools saw to what is proven: each control says which checks prove it, and which value disproves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from stanch.recovery.checks import Observation

Outcome = Literal["proven", "failing", "open"]
SHOWN = 20  # observations told of one judgement


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a control. `tool` and `check` (a pattern for the whole name of the check) say which observations count.

    `want` (a pattern for the whole value) must hold for each of them; `most` and `least` bound a number; `days`: the observation,
    may be no older. `each`: every subject of the tool's result must have such an observation; without it
    one is enough.
    """

    tool: str
    check: str
    says: str
    want: str = ""
    most: float | None = None
    least: float | None = None
    days: int | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a control: proven, failing, or open where its tests have not all been done. `for_` and `against` tell why."""

    outcome: Outcome
    for_: tuple[str, ...]
    against: tuple[str, ...]
    lacking: tuple[str, ...]


def judge(tests: Sequence[Test], seen: Sequence[Observation], *, now: datetime) -> Judgement:
    """Whether what was seen proves that a control stands. One failing observation disproves it; a missing one leaves it open."""
    for_: list[str] = []
    against: list[str] = []
    lacking: list[str] = []
    for test in tests:
        counted, missing = _counted(test, seen)
        if missing:
            lacking += [f"{test.says}: nothing was seen of {subject}" for subject in missing[:SHOWN]]
        elif not counted:
            lacking.append(f"{test.says} ({test.tool})")
        for one in counted:
            (for_ if holds(test, one, now) else against).append(f"{one.subject}: {one.check} is {one.value}{_when(one)}")
    outcome: Outcome = "failing" if against else "open" if lacking or not tests else "proven"
    return Judgement(outcome, tuple(for_[:SHOWN]), tuple(against[:SHOWN]), tuple(lacking[:SHOWN]))


def holds(test: Test, one: Observation, now: datetime) -> bool:
    """Whether one observation is as the test wants it. A value that should be a number or a day and is none does not hold."""
    if test.want and not re.fullmatch(test.want, one.value, re.IGNORECASE):
        return False
    if test.most is not None or test.least is not None:
        number = _number(one.value)
        if number is None or (test.most is not None and number > test.most) or (test.least is not None and number < test.least):
            return False
    return test.days is None or (one.at is not None and timedelta() <= now - one.at + timedelta(days=1) <= timedelta(days=test.days + 1))


def _counted(test: Test, seen: Iterable[Observation]) -> tuple[list[Observation], list[str]]:
    of_tool = [one for one in seen if one.tool == test.tool]
    counted = [one for one in of_tool if re.fullmatch(test.check, one.check)]
    told = {one.subject for one in counted}
    missing = [subject for subject in dict.fromkeys(one.subject for one in of_tool) if subject not in told] if test.each else []
    return counted, missing


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _when(one: Observation) -> str:
    return f" ({one.at:%Y-%m-%d})" if one.at else ""
