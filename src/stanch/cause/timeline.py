"""Log units to events in order: which log is which, what could not be understood, what stands in two logs."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import pyarrow.compute as pc

from stanch.cause import clocks
from stanch.cause.bulk import Block, Surveyor, places
from stanch.cause.collected import Collected, gathered
from stanch.cause.coverage import Tally, Told, gaps, remarks
from stanch.cause.event import EARLIEST, Event
from stanch.cause.logs import HEAD, LogReader, YearOf, reader_for, web_access
from stanch.cause.moments import latest_year
from stanch.cause.parsed import Log, Parsed
from stanch.engine import Parts
from stanch.records import Gap, LogSource

Pieces = Callable[[], Iterator[str]]


@dataclass(slots=True)
class Timeline:
    """The events of all logs; iterate `events()` as often as needed, nothing is kept in memory but a mark of each event."""

    logs: Parts
    as_of: date
    ecs: frozenset[str] = frozenset()  # ECS names that rules ask for: events get them beside their own
    surveyor: Surveyor | None = None  # reads large web logs block by block
    parsed: Parsed | None = None  # has workers parse all others
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)  # by file and kind: a collector's file has several
    pairs: list[clocks.Pair] | None = None  # logs whose clocks are off against one another
    moved: dict[clocks.Key, timedelta] = field(default_factory=dict)  # how far clocks are ahead: events are told so much earlier
    readers: dict[str, LogReader | None] = field(default_factory=dict)  # who reads each log, found out once for all passes

    def events(self, named: frozenset[str] = frozenset()) -> Iterator[Event]:
        """Every event once, log by log. The first full pass fills `tallies`.

        With addresses and accounts `named`, of large plain logs (web servers) only lines in which one of them stands are looked at.
        """
        for event in self.watched(named) if named else _all(self._prepared(named), self.as_of, self):
            assert isinstance(event, Event)  # noqa: S101 blocks come only where no names are given
            if not named:
                self.finish(event)
            yield event

    def watched(self, named: frozenset[str] = frozenset()) -> Iterator[Event | Block]:
        """The same, with large web logs told as blocks where a surveyor stands ready (and no names are given)."""
        logs, surveyor = self._prepared(named), self.surveyor
        for event in _all(logs, self.as_of, self, named, surveyor):
            if isinstance(event, Event):
                self.finish(event)
            yield event

    def _prepared(self, named: frozenset[str]) -> list[tuple[str, Pieces]]:
        """The logs, after workers looked through them in the first pass."""
        groups = _groups_of(self.logs)
        logs = list(_by_file(self.logs, groups))
        if named or self.moved or (self.surveyor is None and self.parsed is None):
            return logs
        found: dict[str, Log] = {}
        if self.parsed is not None:
            together = Counter(group for own in groups.values() for group in own)
            every = places(self.logs, range(1 + max(together, default=-1)))
            found = {file: Log(file, [every[group] for group in own], together[own[0]]) for file, own in groups.items()}
            self.readers = self.parsed.recognise(list(found.values()))
        known = _known(logs, latest_year(self.as_of), self.readers)
        if self.surveyor is not None:
            own = [file for file, _, reader in known if reader is web_access]
            self.surveyor.prepare({file: places(self.logs, groups[file]) for file in own}, self.ecs)
        if self.parsed is not None:
            blocks = {file for file, _, _ in known if self.surveyor is not None and self.surveyor.block(file)}
            others = [found[file] for file, _, reader in known if reader is not None and file not in blocks]
            self.parsed.prepare(others, self.ecs)
        return logs

    def _off(self) -> list[clocks.Pair]:
        """Which clocks are off: looked for once, for every pair of logs is held against each other."""
        if self.pairs is None:
            self.pairs = list(clocks.skews(self._sorted()))
        return self.pairs

    def finish(self, event: Event) -> None:
        """Give an event the time by the clock that the story goes by, and the names that rules ask for."""
        if self.moved and (ahead := self.moved.get((event.file, event.kind))):
            event.time -= ahead
            event.fired = None if "@timestamp" in self.ecs else event.fired
        if self.ecs:
            self.name(event)

    def set_clocks(self) -> bool:
        """Whether clocks are off against one another: then the next pass tells the times of those that are not taken for right anew."""
        tallies = self._sorted()
        fixed = {one.file for one in tallies if self.surveyor is not None and self.surveyor.block(one.file)}
        self.moved = {key: timedelta(seconds=off) for key, off in clocks.ahead(tallies, self._off(), fixed).items()}
        return bool(self.moved)

    def name(self, event: Event) -> None:
        """Give an event the ECS names that rules ask for."""
        told = event.ecs()
        for name in self.ecs & told.keys():
            event.fields.setdefault(name, told[name])

    def sources(self) -> tuple[LogSource, ...]:
        """The logs that were read; `kind` is "unknown" where none recognised it."""
        return tuple(one.source() for one in self._sorted())

    def moved_sources(self) -> tuple[LogSource, ...]:
        """The same by the clocks that the story goes by."""
        return tuple(
            replace(one, first=one.first and one.first - ahead, last=one.last and one.last - ahead)
            if (ahead := self.moved.get((one.file, one.kind)))
            else one
            for one in self.sources()
        )

    def gaps(self) -> tuple[Gap, ...]:
        """Where a kind of log is silent for longer than it is used to."""
        return gaps(self._sorted())

    def remarks(self) -> tuple[str, ...]:
        """What must be known about these logs, in sentences."""
        moved = {key: ahead.total_seconds() for key, ahead in self.moved.items()}
        return remarks(self._sorted(), self.gaps(), moved, self._off())

    def _sorted(self) -> list[Tally]:
        return sorted(self.tallies.values(), key=lambda one: (one.file, one.kind))


class Once:
    """Tells whether an event was already met in another log of its kind (or by its number, in the same): exports overlap.

    A mark of eight bytes is kept of each event. The same line twice in one log is two events: a visitor may ask twice in a second.
    """

    def __init__(self) -> None:
        self._before: list[_Marks] = []  # each more than the next: of thousands of small logs a few are looked through
        self._marks: array[int] = array("q")
        self._numbers: set[int] = set()
        self._met: Counter[int] = Counter()

    def is_new(self, event: Event) -> bool:
        """Whether it is met for the first time; remembers it."""
        mark = hash(event.uid) if event.uid else event.mark
        if mark is None:
            mark = hash((event.time, event.user, event.target, *map(_told, event.fields.values())))
        if event.uid:
            if mark in self._numbers:
                return False
            self._numbers.add(mark)
            return True
        if known := sum(marks.count(mark) for marks in self._before if marks.first <= event.time <= marks.last):
            self._met[mark] += 1
            if self._met[mark] <= known:
                return False
        self._marks.append(mark)
        return True

    def close(self, tally: Tally) -> None:
        """The log ends; the next one is held against it."""
        if tally.first and tally.last and self._marks:
            marks = _Marks(tally.first, tally.last, array("q", sorted(self._marks)))
            while self._before and len(self._before[-1].ordered) <= len(marks.ordered):
                marks = marks.beside(self._before.pop())
            self._before.append(marks)
        self._marks, self._met = array("q"), Counter()


@dataclass(frozen=True, slots=True)
class _Marks:
    """Marks of events in order, and from when to when these were."""

    first: datetime
    last: datetime
    ordered: array[int]

    def count(self, mark: int) -> int:
        """How often it is among them."""
        place = bisect_left(self.ordered, mark)
        if place == len(self.ordered) or self.ordered[place] != mark:
            return 0
        return bisect_right(self.ordered, mark, place) - place

    def beside(self, other: _Marks) -> _Marks:
        """The marks of both."""
        joined = np.concatenate([np.frombuffer(one.ordered, dtype=np.int64) for one in (self, other)])
        joined.sort(kind="stable")
        return _Marks(min(self.first, other.first), max(self.last, other.last), array("q", joined.tobytes()))


def _told(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _known(
    logs: list[tuple[str, Pieces]], year_of: YearOf, readers: dict[str, LogReader | None]
) -> list[tuple[str, Pieces, LogReader | None]]:
    for file, pieces in logs:
        if file not in readers:
            head = next(pieces(), "")[:HEAD]
            readers[file] = gathered(reader_for(head), head, year_of)
    return [(file, pieces, readers[file]) for file, pieces in logs]


def _all(
    logs: list[tuple[str, Pieces]],
    as_of: date,
    timeline: Timeline | None = None,
    named: frozenset[str] = frozenset(),
    surveyor: Surveyor | None = None,
) -> Iterator[Event | Block]:
    """The events of all logs. A log is read by the reader that knows its beginning, or as the block that the surveyor made of it."""
    known = _known(logs, latest_year(as_of), {} if timeline is None else timeline.readers)
    twice = _Twice(known)
    tallies: dict[tuple[str, str], Tally] = {}
    for file, pieces, reader in known:
        told = Told(file, reader.KIND if reader else "unknown", is_gathered=isinstance(reader, Collected))
        if surveyor is not None and (block := surveyor.block(file)):
            if named:
                yield from filter(None, surveyor.named(file, named))
            else:
                told.of(told.kind).take(block)
                yield block
        elif timeline is not None and timeline.parsed is not None and timeline.parsed.holds(file):
            if lines := timeline.parsed.unparsed(file):
                told.of(told.kind).unparsed += lines
            found = timeline.parsed.events(file)
            yield from _counted(_naming(found, named) if named and hasattr(reader, "parse_only") else found, told, twice)
        else:
            yield from _read(pieces, reader, latest_year(as_of), told, twice, named)
        tallies.update(told.tallies())
    if timeline is not None and not named:
        timeline.tallies = tallies


class _Twice:
    """Which kinds of event may stand in several logs, and which of these were met."""

    def __init__(self, known: list[tuple[str, Pieces, LogReader | None]]) -> None:
        readers = [reader for _, _, reader in known if reader]
        self._often = Counter(reader.KIND for reader in readers)
        self._plain = {reader.KIND for reader in readers if not isinstance(reader, Collected)}
        self._gathered = sum(isinstance(reader, Collected) for reader in readers)
        self._once: dict[str, Once] = {}
        self._watched: dict[str, bool] = {}

    def is_new(self, event: Event) -> bool:
        """Whether no log before tells of it."""
        kind = event.kind
        watched = self._watched.get(kind)
        if watched is None:
            shared = self._gathered > 1 or (self._gathered == 1 and kind in self._plain)
            watched = self._watched[kind] = self._often[kind] > 1 or shared or _is_numbered(kind)
        return self._once.setdefault(kind, Once()).is_new(event) if watched else True

    def close(self, told: Told) -> None:
        """The log ends; the next one is held against it."""
        for kind, once in self._once.items():
            once.close(told.of(kind))


def _is_numbered(kind: str) -> bool:
    from stanch.cause.mapping import mappings

    return bool(mappings()[kind].uid)


def _read(  # noqa: PLR0917 one log with what is known of it
    pieces: Pieces, reader: LogReader | None, year_of: YearOf, told: Told, twice: _Twice, named: frozenset[str] = frozenset()
) -> Iterator[Event]:
    if reader is None:
        told.of(told.kind).unparsed = sum(piece.count("\n") + (not piece.endswith("\n")) for piece in pieces())
        return
    only = getattr(reader, "parse_only", None) if named else None
    yield from _counted(only(pieces(), told.file, named) if only else reader.parse(pieces(), told.file, year_of), told, twice)


def _naming(events: Iterable[Event], named: frozenset[str]) -> Iterator[Event]:
    """Those in which one of these addresses or accounts stands: all that the second pass wants of a large log."""
    for event in events:
        said = [event.ip or "", event.user or "", *(one for one in event.fields.values() if isinstance(one, str))]
        if any(name in one for one in said for name in named):
            yield event


def _counted(events: Iterable[Event | None], told: Told, twice: _Twice) -> Iterator[Event]:
    for event in events:
        if event is None or event.time.year < EARLIEST:
            told.of(told.kind).unparsed += 1
            continue
        tally = told.of(event.kind)
        if twice.is_new(event):
            tally.add(event)
            yield event
        else:
            tally.duplicates += 1
    twice.close(told)


def _by_file(logs: Parts, groups: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, Pieces]]:
    """Each log with a function that gives its pieces of text, in order; only the row groups that hold it are read."""
    opened = _Groups(logs)
    for name, own in groups.items():
        yield name, partial(opened.pieces, name, own)


def _groups_of(logs: Parts) -> dict[str, tuple[int, ...]]:
    """The row groups, numbered over all parts, in which each log stands."""
    found: dict[str, dict[int, None]] = {}
    for group, table in enumerate(logs.tables(["locator"])):
        for name in dict.fromkeys(table.column("locator").to_pylist()):
            found.setdefault(name, {})[group] = None
    return {name: tuple(groups) for name, groups in found.items()}


class _Groups:
    """The row groups of sealed parts by number; the last one stays open, because small logs stand in it together."""

    def __init__(self, logs: Parts) -> None:
        self._places: list[tuple[Any, int]] = []
        self._logs = logs
        self._last: tuple[int, Any] | None = None

    def pieces(self, name: str, groups: tuple[int, ...]) -> Iterator[str]:
        """The text of one log in order."""
        for group in groups:
            table = self._table(group)
            for text in table.filter(pc.equal(table.column("locator"), name)).column("text").to_pylist():
                yield text or ""

    def _table(self, group: int) -> Any:
        from stanch.vault import sealed_file

        if self._last and self._last[0] == group:
            return self._last[1]
        if not self._places:
            for path in self._logs.paths:
                count = sealed_file(path, self._logs.keys).num_row_groups
                self._places += [(path, place) for place in range(count)]
        path, place = self._places[group]
        table = sealed_file(path, self._logs.keys).read_row_group(place, columns=["locator", "text"])
        self._last = (group, table)
        return table


def of_texts(texts: Iterable[tuple[str, str]], as_of: date) -> Iterator[Event]:
    """The events of logs given as (file, text): for examples and tests."""
    return of_pieces([(file, partial(iter, [text])) for file, text in texts], as_of)


def of_pieces(logs: list[tuple[str, Pieces]], as_of: date, timeline: Timeline | None = None) -> Iterator[Event]:
    """The events of logs given as (file, function that gives its text in pieces), in order; `timeline` gets the tallies."""
    return (event for event in _all(logs, as_of, timeline) if isinstance(event, Event))
