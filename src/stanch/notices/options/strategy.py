"""The form of a strategy: one file under `notices/strategies/`, with its sources and its own cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.records.option import Trust

FOLDER = Path(__file__).parents[1] / "strategies"


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave. `when`: `earliest` (as soon as it can go), `deadline` (the last safe day before each person's own deadline),
    `strictest` (the last safe day before the earliest deadline of all), `after` (`days` from today). `counts`: it fulfils duties.

    `whom`: `owed` (those to whom a law owes a notice), `everyone`, `severe` (whose exposure weighs), `rest` (all others).
    """

    whom: Literal["owed", "everyone", "severe", "rest"]
    when: Literal["earliest", "deadline", "strictest", "after"]
    way: Literal["own", "email", "public"] = "own"
    days: int = 0
    counts: bool = True
    says: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the file's own: one person, owed a letter `due_in` days; on which days something reaches the person."""

    name: str
    due_in: int
    days: tuple[int, ...]
    met: bool
    severe: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Strategy:
    """A way of telling people. `one_text`: all get what the strictest law demands; `offer_all`: help is offered to everybody."""

    id: str
    name: str
    says: str
    waves: tuple[Wave, ...]
    filings: Literal["earliest", "deadline"]
    merits: tuple[str, ...]
    drawbacks: tuple[str, ...]
    trust: tuple[Trust, ...] = ()
    one_text: bool = False
    offer_all: bool = False
    severe: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    written_on: date | None = None

    @property
    def tells_everybody(self) -> bool:
        """Whether people get a full letter to whom no law owes one."""
        return any(wave.counts and wave.whom != "owed" for wave in self.waves)


@cache
def strategies() -> dict[str, Strategy]:
    """The strategies on file, by id. The folder is the list."""
    return {one.id: one for one in map(read, sorted(FOLDER.glob("*.yaml")))}


def read(path: Path) -> Strategy:
    """One strategy. Raises `BrokenDataFile`."""
    one = datafile.read(path, Strategy)
    if faults := [Fault(str(path), 1, 1, what) for what in _faults(one, path)]:
        raise BrokenDataFile(faults)
    return one


def _faults(one: Strategy, path: Path) -> Iterable[str]:
    if path.parent == FOLDER and one.id != path.stem:
        yield f"id {one.id!r} is not the file's name"
    if not any(wave.counts and wave.way != "public" for wave in one.waves):
        yield "no wave fulfils a duty: one with `counts` must reach people one by one"
    staged = {wave.whom for wave in one.waves} & {"severe", "rest"}
    if staged and (staged != {"severe", "rest"} or not one.severe):
        yield "a staged strategy has a wave for `severe`, one for `rest`, and says which elements weigh (`severe`)"
