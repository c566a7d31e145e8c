"""From what tools saw to what is proven: each control says which checks prove it, and which value disproves it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from stanch.recovery.checks import Observation, moment

Outcome = Literal["proven", "failing", "open"]
SHOWN = 20  # observations told of one judgement
COMPARED = 500  # values kept of one judgement, to compare with the next


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a control. `tool` and `check` (a pattern for the whole name of the check) say which observations count.

    `want` (a pattern for the whole value) must hold for each of them; `most` and `least` bound a number; `fresh`: the value is
    a day, and may be no more days past. `days`: an observation that is older proves nothing. `each`: every subject of the
    tool's result must have such an observation; without it one is enough. Tests of the same `way` prove the control together;
    of several ways one is enough (Prowler on one cloud or on another), but for the clouds that the breach touched.
    """

    tool: str
    check: str
    says: str
    want: str = ""
    most: float | None = None
    least: float | None = None
    fresh: int | None = None
    days: int | None = None
    each: bool = False
    way: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a control: proven, failing, or open where its tests have not all been done. `for_` and `against` tell why.

    `values`: what was seen of each subject and check (`203.0.113.7: port 22/tcp`), to compare with another day.
    """

    outcome: Outcome
    for_: tuple[str, ...]
    against: tuple[str, ...]
    lacking: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Way:
    """What was found of the tests of one way."""

    for_: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def judge(
    tests: Sequence[Test], seen: Sequence[Observation], *, now: datetime, touched: Collection[str] = (), failed: Sequence[Observation] = ()
) -> Judgement:
    """Whether what was seen proves that a control stands. One failing observation disproves it; a missing one leaves it open.

    `touched`: platforms that the breach touched (`m365`, `aws`); a way of that name must be among what proves. `failed`: what an
    earlier check disproved it by, and nobody looked at again.
    """
    ways: dict[str, _Way] = {}
    for test in tests:
        way = ways.setdefault(test.way, _Way())
        _try(test, seen, way, now)
        for one in _counted(test, failed)[0]:
            way.values[f"{one.subject}: {one.check}"] = one.value
            way.against.append(f"{one.subject}: {one.check} was {one.value}{_when(one)}, by {one.tool}, and was not looked at again")
    counted = [way for name, way in ways.items() if way.values or name in touched]
    told = counted or list(ways.values())
    against = [line for way in told for line in way.against]
    lacking = _lacking(told, any_of=not counted)
    outcome: Outcome = "failing" if against else "open" if lacking or not tests else "proven"
    for_ = tuple(line for way in told for line in way.for_)
    values = {name: value for way in told for name, value in way.values.items()}
    return Judgement(outcome, for_[:SHOWN], tuple(against[:SHOWN]), tuple(lacking[:SHOWN]), dict(list(values.items())[:COMPARED]))


def _lacking(ways: Sequence[_Way], *, any_of: bool) -> list[str]:
    if any_of and len(ways) > 1:
        return ["one of: " + "; or ".join(" and ".join(way.lacking) for way in ways)]
    return [line for way in ways for line in way.lacking]


def _try(test: Test, seen: Sequence[Observation], way: _Way, now: datetime) -> None:
    counted, missing = _counted(test, seen)
    if missing:
        way.lacking += [f"{test.says}: nothing was seen of {subject}" for subject in missing[:SHOWN]]
    elif not counted:
        way.lacking.append(f"{test.says} ({test.tool})")
    for one in counted:
        way.values[f"{one.subject}: {one.check}"] = one.value
        line = f"{one.subject}: {one.check} is {one.value}{_when(one)}"
        stale = _stale(test, one, now)
        if not holds(test, one, now):
            way.against.append(line)
        elif stale:
            way.lacking.append(f"{test.says}: {one.subject} {stale}")
        else:
            way.for_.append(line)


def _stale(test: Test, one: Observation, now: datetime) -> str:
    """Why a good value proves nothing of today; empty where it does."""
    if test.days is None:
        return ""
    if one.at is None:
        return "tells no day on which it was looked at (give it with --taken)"
    if one.at > now + timedelta(days=1):
        return f"was looked at on a day that is still to come ({one.at:%Y-%m-%d})"
    return f"was looked at too long ago ({one.at:%Y-%m-%d}, {test.days} days count)" if now - one.at > timedelta(days=test.days) else ""


def holds(test: Test, one: Observation, now: datetime) -> bool:
    """Whether one observation is as the test wants it. A value that should be a number or a day and is none does not hold."""
    if test.want and not re.fullmatch(test.want, one.value, re.IGNORECASE):
        return False
    if test.most is not None or test.least is not None:
        number = _number(one.value)
        if number is None or (test.most is not None and number > test.most) or (test.least is not None and number < test.least):
            return False
    if test.fresh is None:
        return True
    day = moment(one.value)
    return day is not None and timedelta(days=-1) <= now - day <= timedelta(days=test.fresh + 1)


def weighed(tests: Sequence[Test], seen: Sequence[Observation], now: datetime) -> list[tuple[Observation, bool]]:
    """Those of what was seen that a test asks for, and whether each is as every such test wants it."""
    found: dict[int, tuple[Observation, bool]] = {}
    for test in tests:
        for one in _counted(test, seen)[0]:
            found[id(one)] = (one, holds(test, one, now) and found.get(id(one), (one, True))[1])
    return list(found.values())


def latest(files: Sequence[Sequence[Observation]]) -> list[Observation]:
    """What was seen, of several results by the newest that looked: a scan before and one after the repair may come together."""

    def told(file: Sequence[Observation]) -> datetime:
        return max((one.at for one in file if one.at), default=datetime.min.replace(tzinfo=UTC))

    kept: dict[tuple[str, str, str], list[Observation]] = {}
    for file in sorted(files, key=told):
        fresh: dict[tuple[str, str, str], list[Observation]] = {}
        for one in file:
            fresh.setdefault((one.tool, one.subject, one.check), []).append(one)
        kept |= fresh
    return [one for rows in kept.values() for one in rows]


def _counted(test: Test, seen: Iterable[Observation]) -> tuple[list[Observation], list[str]]:
    of_tool = [one for one in seen if one.tool == test.tool]
    counted = [one for one in of_tool if re.fullmatch(test.check, one.check)]
    told = {one.subject for one in counted}
    missing = [subject for subject in dict.fromkeys(one.subject for one in of_tool) if subject not in told] if test.each else []
    return counted, missing


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _when(one: Observation) -> str:
    return f" ({one.at:%Y-%m-%d})" if one.at else ""
