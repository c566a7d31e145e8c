"""Sends stretches of web logs to the workers and puts what they tell together, log by log, in the order of the lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.cause.bulk import survey
from stanch.cause.bulk.columns import Array, distinct
from stanch.cause.bulk.sieve import KIND
from stanch.cause.event import Event
from stanch.cause.sigma import RuleSet
from stanch.engine import Bench, Input, Parts, Result, run

STRETCH = 8  # row groups that a worker is given at once: about 64 MB, so that names of addresses are told few times
LEAST = 3  # row groups that all web logs together must have, for workers to be worth calling
DAYS = 1_000_000  # more than any log has days since 1970
SECONDS = 1800.0  # of one stretch: one that has to be read line by line takes minutes
Place = tuple[str, int]  # path of a sealed part, row group within it
Row = dict[str, Any]


@dataclass(slots=True)
class Block:
    """What one log's stretches told. Lines are numbered as in the whole log."""

    file: str
    totals: list[Row]
    inputs: list[Input]
    tables: dict[str, list[pa.Table]]
    bench: Bench
    duplicates: int = 0
    base: dict[int, int] = field(default_factory=dict)  # of each stretch: how many lines stand before it

    def addresses(self) -> Iterator[Row]:
        """`ip`, `first`, `last` (seconds of the epoch), `events`; each address once, in the order in which they are met."""
        code, names = self._codes()
        first, last = np.full(len(names), np.iinfo(np.int64).max), np.full(len(names), np.iinfo(np.int64).min)
        events = np.zeros(len(names), np.int64)
        np.minimum.at(first, code, self._column("addresses", "first"))
        np.maximum.at(last, code, self._column("addresses", "last"))
        np.add.at(events, code, self._column("addresses", "events"))
        for row in zip(names, first.tolist(), last.tolist(), events.tolist(), strict=True):
            yield dict(zip(("ip", "first", "last", "events"), row, strict=True))

    def moments(self) -> Iterator[tuple[str, list[int]]]:
        """(address, some moments), in the order of the lines; one address may come more than once, most never come."""
        for table in self.tables["addresses"]:
            told = table.filter(pc.greater(pc.list_value_length(table.column("moments")), 0)).select(["ip", "moments"])
            yield from zip(*(column.to_pylist() for column in told.columns), strict=True)

    def sent(self) -> Iterator[Row]:
        """`ip`, `day` (of the epoch), `sent`, `most` (of one line), `line` (the first that sent so much); each address and day once."""
        code, names = self._codes()
        stretch, place, day = (self._column("sent", name) for name in ("stretch", "address", "day"))
        if not len(stretch):
            return
        listed = self._column("addresses", "stretch")
        begins = np.searchsorted(listed, stretch)  # the stretches stand in their order
        keys = code[begins + place] * DAYS + day
        firsts, inverse = distinct(keys)
        sent, most = np.zeros(len(firsts), np.int64), np.zeros(len(firsts), np.int64)
        np.add.at(sent, inverse, self._column("sent", "sent"))
        np.maximum.at(most, inverse, self._column("sent", "most"))
        numbers = np.array([self.base[one] for one in range(max(self.base) + 1) if one in self.base], np.int64)
        line = numbers[np.searchsorted(np.array(sorted(self.base)), stretch)] + self._column("sent", "line")
        first = np.full(len(firsts), np.iinfo(np.int64).max)
        largest = self._column("sent", "most") == most[inverse]
        np.minimum.at(first, inverse[largest], line[largest])
        told = (keys[firsts] // DAYS, keys[firsts] % DAYS, sent, most, first)
        for number, *row in zip(*(one.tolist() for one in told), strict=True):
            yield dict(zip(("ip", "day", "sent", "most", "line"), (names[number], *row), strict=True))

    def _codes(self) -> tuple[Array, list[str]]:
        """(of each row of the addresses which address it is, the addresses in the order in which they are met)."""
        listed = pa.chunked_array([chunk for table in self.tables["addresses"] for chunk in table.column("ip").chunks], pa.string())
        coded = listed.combine_chunks().dictionary_encode()
        return coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()

    def _column(self, table: str, name: str) -> Array:
        """A column of numbers of all stretches."""
        return np.concatenate([np.zeros(0, np.int64), *(one.column(name).to_numpy() for one in self.tables[table])])

    def hours(self) -> Iterator[tuple[int, int]]:
        """(hour of the epoch, events)."""
        for table in self.tables["hours"]:
            for row in table.to_pylist():
                yield row["hour"], row["events"]

    def fired(self, ecs: frozenset[str] = frozenset()) -> Iterator[Event]:
        """The events that fire a rule, in order."""
        for table in self.tables["lines"]:
            for row in table.to_pylist():
                event = survey.event_of(row["text"], self.file, self.base[row["stretch"]] + row["line"])
                if event is not None:
                    survey.with_ecs(event, ecs)
                    yield event

    def event_at(self, line: int) -> Event | None:
        """The event of a line, read again."""
        stretch = max((one for one in self.base if self.base[one] < line), key=lambda one: self.base[one])
        left = line - self.base[stretch]
        given = next(one for one in self.inputs if one["stretch"] == stretch)
        for block in survey.blocks(given, self.bench):
            count = block.count(b"\n") + (not block.endswith(b"\n"))
            if left <= count:
                text = block.split(b"\n")[left - 1].decode("utf-8", "surrogatepass").rstrip("\r")
                return survey.event_of(text, self.file, line)
            left -= count
        return None


class Surveyor:
    """The web logs of a call, surveyed once and looked through again for names. Nothing is surveyed that is small."""

    def __init__(self, logs: Parts, rules: RuleSet, bench: Bench, *, least: int = LEAST) -> None:
        self._logs, self._bench, self._least = logs, bench, least
        trees = [[rule.id, rule.tree] for rule in rules.all() if any(source.kind == KIND for source in rule.sources)]
        self._version = hashlib.blake2b(json.dumps(trees, default=str).encode(), digest_size=16).hexdigest()
        self._blocks: dict[str, Block] = {}
        self._without: dict[str, list[list[int]]] = {}

    def prepare(self, files: Mapping[str, Sequence[Place]], ecs: frozenset[str]) -> None:
        """Survey these logs (name: row groups in order). Those that workers were lost on are left to be read line by line."""
        if sum(len(places) for places in files.values()) < self._least:
            return
        inputs = list(_stretches(files, ecs))
        self._blocks = self._surveyed(inputs)
        if overlapping := _overlapping(self._blocks.values()):
            self._set_duplicates(overlapping)

    def block(self, file: str) -> Block | None:
        """What was told of a log, or None where it was not surveyed."""
        return self._blocks.get(file)

    def named(self, file: str, needles: Iterable[str]) -> Iterator[Event | None]:
        """The events of a surveyed log in whose line one of the names stands."""
        block = self._blocks[file]
        wanted = sorted(filter(None, needles))
        inputs = [{**one, "needles": wanted} for one in block.inputs]
        step = f"web-named-{hashlib.blake2b(file.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"
        told = run(survey.find, inputs, {"lines": survey.SCHEMAS["lines"]}, step=step, version=self._version, bench=self._bench)
        without = _starts(self._without.get(file, []))
        for table in told.parts["lines"].tables():
            for row in table.to_pylist():
                line = block.base[row["stretch"]] + row["line"]
                if not _within(without, line):
                    yield survey.event_of(row["text"], file, line)

    def _surveyed(self, inputs: list[Input]) -> dict[str, Block]:
        result = run(survey.survey, inputs, survey.SCHEMAS, step="web", version=self._version, bench=self._bench)
        lost = {one.input["locator"] for one in result.lost}
        return {file: _block(file, own, result, self._bench) for file, own in _by_log(inputs).items() if file not in lost}

    def _set_duplicates(self, overlapping: dict[str, tuple[int, int]]) -> None:
        """Find lines that stand in an earlier log too, and survey the logs that hold some without them."""
        inputs = [
            {**one, "first": overlapping[file][0], "last": overlapping[file][1]}
            for file in overlapping
            for one in self._blocks[file].inputs
        ]
        result = run(survey.marks, inputs, survey.MARKS, step="web-marks", version=self._version, bench=self._bench)
        told: dict[str, list[tuple[Array, Array]]] = {file: [] for file in overlapping}
        of_stretch = {one["stretch"]: one["locator"] for one in inputs}
        for table in result.parts["marks"].tables():
            stretches = table.column("stretch").to_numpy()
            for stretch in dict.fromkeys(stretches.tolist()):
                file, mine = of_stretch[stretch], stretches == stretch
                told[file].append(
                    (table.column("line").to_numpy()[mine] + self._blocks[file].base[stretch], table.column("mark").to_numpy()[mine])
                )
        again: list[Input] = []
        for file, ranges in _doubled(told):
            self._without[file] = ranges
            again += [{**one, "without": _shifted(ranges, self._blocks[file].base[one["stretch"]])} for one in self._blocks[file].inputs]
        if again:
            kept = [one for file, block in self._blocks.items() if file not in self._without for one in block.inputs]
            self._blocks = self._surveyed(sorted(kept + again, key=lambda one: int(one["stretch"])))
            for file, ranges in self._without.items():
                if file in self._blocks:
                    self._blocks[file].duplicates = sum(last - first for first, last in ranges)


def places(logs: Parts, groups: Sequence[int]) -> list[Place]:
    """(path, row group) of row groups that are numbered over all parts."""
    from stanch.vault import sealed_file

    counts = [sealed_file(path, logs.keys).num_row_groups for path in logs.paths]
    begins = list(accumulate(counts, initial=0))
    found: list[Place] = []
    for group in groups:
        part = int(np.searchsorted(begins, group, "right")) - 1
        found.append((str(logs.paths[part]), group - begins[part]))
    return found


def _stretches(files: Mapping[str, Sequence[Place]], ecs: frozenset[str]) -> Iterator[Input]:
    number = 0
    for file, own in files.items():
        for at in range(0, len(own), STRETCH):
            groups = list(own[at : at + STRETCH])
            yield {
                "stretch": number,
                "locator": file,
                "groups": groups,
                "before": list(own[max(0, at - 1) : at]),
                "after": list(own[at + STRETCH : at + STRETCH + 1]),
                "weight": len(groups) << 23,
                "seconds": SECONDS,
                "ecs": sorted(ecs),
            }
            number += 1


def _by_log(inputs: Iterable[Input]) -> dict[str, list[Input]]:
    found: dict[str, list[Input]] = {}
    for one in inputs:
        found.setdefault(one["locator"], []).append(one)
    return found


def _block(file: str, inputs: list[Input], result: Result, bench: Bench) -> Block:
    own = {int(one["stretch"]) for one in inputs}
    tables: dict[str, list[pa.Table]] = {name: [] for name in survey.SCHEMAS}
    for name, parts in result.parts.items():
        for table in parts.tables():
            stretches = table.column("stretch").to_numpy()
            for stretch in dict.fromkeys(stretches.tolist()):
                if stretch in own:
                    tables[name].append(table.filter(pa.array(stretches == stretch)))
    totals = [row for table in tables["totals"] for row in table.to_pylist()]
    base = dict(zip([row["stretch"] for row in totals], accumulate((row["lines"] for row in totals), initial=0), strict=False))
    return Block(file, totals, inputs, tables, bench, base=base)


def _overlapping(blocks: Iterable[Block]) -> dict[str, tuple[int, int]]:
    """Logs that share a stretch of time with another, and from when to when they do."""
    spans = {
        block.file: (min(row["least"] for row in told), max(row["most"] for row in told))
        for block in blocks
        if (told := [row for row in block.totals if row["events"]])
    }
    found: dict[str, tuple[int, int]] = {}
    for file, (first, last) in spans.items():
        shared = [
            (max(first, start), min(last, stop))
            for other, (start, stop) in spans.items()
            if other != file and start <= last and stop >= first
        ]
        if shared:
            found[file] = min(start for start, _ in shared), max(stop for _, stop in shared)
    return found


def _doubled(told: Mapping[str, list[tuple[Array, Array]]]) -> Iterator[tuple[str, list[list[int]]]]:
    """Of each log that holds some, the ranges (first, behind the last) of lines that stand in an earlier log as often."""
    before: list[tuple[Array, Array]] = []
    for file, parts in told.items():
        if not parts:
            continue
        lines, marked = (np.concatenate(one) for one in zip(*parts, strict=True))
        order = np.argsort(marked, kind="stable")
        lines, marked = lines[order], marked[order]
        different, firsts, counts = np.unique(marked, return_index=True, return_counts=True)
        rank = np.arange(len(marked)) - np.repeat(firsts, counts)
        doubled = np.zeros(len(marked), bool)
        for known, often in before:
            at = np.minimum(np.searchsorted(known, marked), len(known) - 1)
            doubled |= (known[at] == marked) & (rank < often[at])
        before.append(np.unique(marked[~doubled], return_counts=True) if not doubled.all() else (different, counts))
        if doubled.any():
            yield file, _ranges(np.sort(lines[doubled]) - 1)


def _ranges(lines: Array) -> list[list[int]]:
    breaks = np.flatnonzero(np.diff(lines) > 1)
    firsts, lasts = lines[np.concatenate([[0], breaks + 1])], lines[np.concatenate([breaks, [len(lines) - 1]])]
    return [[int(first), int(last) + 1] for first, last in zip(firsts, lasts, strict=True)]


def _shifted(ranges: list[list[int]], base: int) -> list[list[int]]:
    return [[max(0, first - base), last - base] for first, last in ranges if last > base]


def _starts(ranges: list[list[int]]) -> tuple[Array, Array]:
    return np.array([first for first, _ in ranges], np.int64), np.array([last for _, last in ranges], np.int64)


def _within(ranges: tuple[Array, Array], line: int) -> bool:
    at = int(np.searchsorted(ranges[0], line - 1, "right")) - 1
    return at >= 0 and line - 1 < int(ranges[1][at])
