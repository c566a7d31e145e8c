"""Log units to events in order: which log is which, and what could not be understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from stanch.cause.event import Event
from stanch.cause.logs import LogReader, YearOf, reader_for
from stanch.engine import Parts
from stanch.records import LogSource

HEAD = 8192  # characters shown to the readers to recognise a log


@dataclass(slots=True)
class Tally:
    """What was read of one log."""

    file: str
    kind: str
    events: int = 0
    unparsed: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, event: Event) -> None:
        """Count an event."""
        self.events += 1
        self.first = event.time if self.first is None or event.time < self.first else self.first
        self.last = event.time if self.last is None or event.time > self.last else self.last


@dataclass(slots=True)
class Timeline:
    """The events of all logs; iterate `events()` as often as needed, nothing is kept in memory."""

    logs: Parts
    as_of: date
    tallies: dict[str, Tally] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """Every event, log by log. The first full pass fills `tallies`."""
        tallies: dict[str, Tally] = {}
        for file, pieces in _by_file(self.logs):
            yield from _read(file, pieces, latest_year(self.as_of), tallies)
        self.tallies = tallies

    def sources(self) -> tuple[LogSource, ...]:
        """The logs that were read; `kind` is "unknown" where none recognised it."""
        return tuple(
            LogSource(one.file, one.kind, one.first, one.last, one.events, one.unparsed)
            for one in sorted(self.tallies.values(), key=lambda one: one.file)
        )


def latest_year(as_of: date) -> YearOf:
    """For stamps without a year: the latest year in which that day does not lie after `as_of`."""

    def year_of(month: int, day: int) -> int:
        return as_of.year if (month, day) <= (as_of.month, as_of.day) else as_of.year - 1

    return year_of


def _read(file: str, pieces: Callable[[], Iterator[str]], year_of: YearOf, tallies: dict[str, Tally]) -> Iterator[Event]:
    head = next(pieces(), "")[:HEAD]
    reader: LogReader | None = reader_for(head)
    tally = tallies.setdefault(file, Tally(file, reader.KIND if reader else "unknown"))
    if reader is None:
        tally.unparsed = sum(piece.count("\n") + 1 for piece in pieces())
        return
    for event in reader.parse(pieces(), file, year_of):
        if event is None:
            tally.unparsed += 1
        else:
            tally.add(event)
            yield event


def _by_file(logs: Parts) -> Iterator[tuple[str, Callable[[], Iterator[str]]]]:
    """Each log with a function that gives its pieces of text, in order."""
    names: dict[str, None] = {}
    for table in logs.tables(["locator"]):
        names.update(dict.fromkeys(table.column("locator").to_pylist()))
    for name in names:
        yield name, partial(_pieces, logs, name)


def _pieces(logs: Parts, name: str) -> Iterator[str]:
    for table in logs.tables(["locator", "text"]):
        for locator, text in zip(table.column("locator").to_pylist(), table.column("text").to_pylist(), strict=True):
            if locator == name:
                yield text or ""


def of_texts(texts: Iterable[tuple[str, str]], as_of: date) -> Iterator[Event]:
    """The events of logs given as (file, text): for examples and tests."""
    for file, text in texts:
        yield from _read(file, partial(iter, [text]), latest_year(as_of), {})
