"""Sends logs to the workers and gives back their events, log by log, in the order of the lines; and tells what could not be read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from stanch.cause import mapping
from stanch.cause.collected import Collected
from stanch.cause.event import Event
from stanch.cause.logs import LogReader, readers, syslog, windows
from stanch.cause.parsed import task
from stanch.cause.parsed.rows import ReadBack
from stanch.cause.sessions import Sessions
from stanch.cause.sigma import RuleSet
from stanch.engine import Bench, Input, Lost, Parts, run
from stanch.records import Unparsed
from stanch.vault import sealed_file

STEP, KINDS = "events", "log-kinds"
STRETCH = 4  # row groups that a worker is given at once of a large log: about 16 MB, a second's work
BEHIND = 10  # row groups behind a stretch that are looked at for the end of its last line: more than the longest record
PIECE = 4 << 20  # bytes of text in a row group
Place = tuple[str, int]  # path of a sealed part, row group within it


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is to be parsed: the row groups in which it stands, and how many logs stand in them together."""

    file: str
    places: Sequence[Place]
    share: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who reads a log: a reader by its place among all (-1: none), or a collector's around it."""

    number: int
    is_gathered: bool
    is_exported: bool
    is_cut: bool

    def reader(self, every: Sequence[LogReader]) -> LogReader | None:
        own = every[self.number] if self.number >= 0 else None
        return Collected(own if own and not self.is_exported else syslog, self.is_exported) if self.is_gathered else own


@dataclass(slots=True)
class _Stretch:
    given: Input
    base: int = 0  # lines that stand before it
    unparsed: int = 0
    rows: list[tuple[int, int, int]] = field(default_factory=list)  # number of the row group, the first row, behind the last


class Parsed:
    """The logs of a call, parsed once; every pass reads back what the workers wrote down."""

    def __init__(self, rules: RuleSet, bench: Bench, *, stretch: int = STRETCH) -> None:
        self._bench, self._stretch = bench, stretch
        self._logs: dict[str, Log] = {}
        self._kinds: dict[str, _Kind] = {}
        self._version = _version(rules, bench)
        self.of: dict[str, list[_Stretch]] = {}
        self._events = Parts((), bench.keys)
        self._places: list[tuple[Path, int]] = []
        self._last: tuple[int, pa.Table] | None = None
        self.missed: list[Unparsed] = []

    def recognise(self, logs: Sequence[Log]) -> dict[str, LogReader | None]:
        """Who reads each of these logs; nobody where that could not be found out, which is told."""
        inputs = [
            {"log": number, "locator": one.file, "groups": list(one.places[:1]), "weight": PIECE // one.share, "seconds": task.SECONDS}
            for number, one in enumerate(logs)
        ]
        result = run(task.recognise, inputs, {"kinds": task.KINDS}, step=KINDS, version=self._version, bench=self._bench)
        rows = [row for table in result.parts["kinds"].tables() for row in table.to_pylist()]
        for row in rows:
            number, *told = (row[name] for name in ("reader", "is_gathered", "is_exported", "is_cut"))
            self._kinds[logs[row["log"]].file] = _Kind(number, *told)
        for lost in result.lost:
            log = logs[int(lost.input["log"])]
            self.missed.append(Unparsed(self._exhibit(log), log.file, lost.reason, f"what kind of log it is: {lost.detail}"))
        every = readers()
        return {one.file: self._kinds[one.file].reader(every) if one.file in self._kinds else None for one in logs}

    def prepare(self, logs: Sequence[Log], ecs: frozenset[str]) -> None:
        """Have these logs parsed, if they are not. Their kinds are known."""
        if not logs or self.of:
            return
        self._logs = {one.file: one for one in logs}
        self._run(logs, ecs, {one.file for one in logs if self._is_cut(one, ecs)})

    def holds(self, file: str) -> bool:
        """Whether a log was parsed."""
        return file in self.of

    def unparsed(self, file: str) -> int:
        """Lines of a log that its reader did not understand."""
        return sum(one.unparsed for one in self.of[file])

    def events(self, file: str) -> Iterator[Event]:
        """The events of a log in order."""
        sessions = Sessions()
        for one in self.of[file]:
            for group, first, behind in one.rows:
                table = self._group(group).slice(first, behind - first)
                for event, fields in zip(table.column("event").to_pylist(), table.column("fields").to_pylist(), strict=True):
                    found = ReadBack(event, fields, file, one.base)
                    if found.session:
                        sessions.settle(found, found.session)
                    yield found

    def forget(self) -> None:
        """Remove what the workers wrote down."""
        self.of, self._last = {}, None
        for step in (STEP, KINDS):
            shutil.rmtree(self._bench.work / step, ignore_errors=True)

    def _is_cut(self, log: Log, ecs: frozenset[str]) -> bool:
        # Rules that ask for the address by the name of ECS want to know the session's too, which a stretch does not.
        kind = self._kinds[log.file]
        return len(log.places) > self._stretch and kind.is_cut and ("source.ip" not in ecs or kind.reader(readers()) is not windows)

    def _run(self, logs: Sequence[Log], ecs: frozenset[str], cut: set[str]) -> None:
        inputs = list(_inputs(logs, self._kinds, ecs, cut, self._stretch))
        result = run(task.parse, inputs, task.SCHEMAS, step=STEP, version=self._version, bench=self._bench)
        told = {row["stretch"]: row for table in result.parts["totals"].tables() for row in table.to_pylist()}
        # What proves to be cut within records is read whole.
        torn = {str(one["locator"]) for one in inputs if one["stretch"] in told and not told[one["stretch"]]["is_told"]}
        if torn:
            self._run(logs, ecs, cut - torn)
            return
        self._events = result.parts["events"]
        self._places = [
            (path, group) for path in self._events.paths for group in range(sealed_file(path, self._events.keys).num_row_groups)
        ]
        stretches = [_Stretch(one, unparsed=told[one["stretch"]]["unparsed"] if one["stretch"] in told else 0) for one in inputs]
        for number, group, first, behind in _rows(self._events):
            stretches[number].rows.append((group, first, behind))
        for one in stretches:
            own = self.of.setdefault(str(one.given["locator"]), [])
            one.base = own[-1].base + self._lines(own[-1], told) if own else 0
            own.append(one)
        missed = [row for table in result.parts["missed"].tables() for row in table.to_pylist()]
        self.missed += [*self._missed(missed, stretches), *self._lost(result.lost)]

    def _lines(self, one: _Stretch, told: Mapping[int, Mapping[str, Any]]) -> int:
        """How many lines a stretch holds; of one that was lost they are counted."""
        if known := told.get(int(one.given["stretch"])):
            return int(known["lines"])
        return sum(text.count("\n") for text in task.texts(one.given["groups"], str(one.given["locator"]), self._bench.keys))

    def _missed(self, missed: Iterable[Mapping[str, Any]], stretches: Sequence[_Stretch]) -> Iterator[Unparsed]:
        for row in missed:
            one = stretches[row["stretch"]]
            first, last, file = one.base + row["first"], one.base + row["last"], str(one.given["locator"])
            where = f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"
            yield Unparsed(self._exhibit(self._logs[file]), file, row["reason"], f"{where}: {row['detail']}; the rest was read")

    def _lost(self, lost: Iterable[Lost]) -> Iterator[Unparsed]:
        for one in lost:
            file = str(one.input["locator"])
            after = next(known.base for known in self.of[file] if known.given["stretch"] == one.input["stretch"])
            where = f"; {PIECE * len(one.input['groups']) >> 20} MB behind line {after:,} were not read" if "first" in one.input else ""
            yield Unparsed(self._exhibit(self._logs[file]), file, one.reason, f"{one.detail}{where}")

    def _exhibit(self, log: Log) -> str:
        path, group = log.places[0]
        table = sealed_file(Path(path), self._bench.keys).read_row_group(group, columns=["locator", "exhibit"])
        return next(str(row["exhibit"]) for row in table.to_pylist() if row["locator"] == log.file)

    def _group(self, number: int) -> pa.Table:
        """A row group by its number over all parts; the last one stays."""
        if self._last is None or self._last[0] != number:
            path, group = self._places[number]
            self._last = number, sealed_file(path, self._events.keys).read_row_group(group, columns=["event", "fields"])
        return self._last[1]


def _inputs(logs: Sequence[Log], kinds: Mapping[str, _Kind], ecs: frozenset[str], cut: set[str], size: int) -> Iterator[Input]:
    number = 0
    for log in logs:
        own = list(log.places)
        known: dict[str, Any] = {
            "locator": log.file,
            "reader": kinds[log.file].number,
            "is_gathered": kinds[log.file].is_gathered,
            "ecs": sorted(ecs),
        }
        step = size if log.file in cut else len(own)
        for at in range(0, len(own), step):
            groups = own[at : at + step]
            more = {"first": own[:1], "before": own[max(0, at - 1) : at], "behind": own[at + step : at + step + BEHIND]}
            yield {
                "stretch": number,
                **known,
                "groups": groups,
                "weight": PIECE * len(groups) // log.share,
                "seconds": task.SECONDS * (1 + len(groups)),
                **(more if log.file in cut else {}),
            }
            number += 1


def _rows(events: Parts) -> Iterator[tuple[int, int, int, int]]:
    """(number of the stretch, number of the row group, first row, behind the last) of the rows of each stretch in each row group."""
    for group, table in enumerate(events.tables(["stretch"])):
        stretches = table.column("stretch").to_numpy()
        begins = [0, *(np.flatnonzero(np.diff(stretches)) + 1).tolist(), len(stretches)]
        for first, behind in pairwise(begins):
            if behind > first:
                yield int(stretches[first]), group, first, behind


def _version(rules: RuleSet, bench: Bench) -> str:
    """Of all that decides what the workers write down, beside the logs: rules, mappings, code, the day by which years are told."""
    mark = hashlib.blake2b(f"{_code()} {bench.as_of}".encode(), digest_size=16)
    for rule in rules.all():
        mark.update(f"{rule.id} {rule.sources}".encode())
        mark.update(rule.packed_tree)
    for one in mapping.given():
        mark.update(repr(one).encode())
    return mark.hexdigest()


@cache
def _code() -> str:
    mark = hashlib.blake2b(digest_size=16)
    room = Path(__file__).parent.parent
    for file in (*sorted(room.rglob("*.py")), *sorted(mapping.HERE.glob("*.yaml"))):
        mark.update(file.read_bytes())
    return mark.hexdigest()
