"""What a worker does with a log, or with a stretch of a large one: its events, each with the numbers of the rules that fire on it.

A stretch is some row groups of sealed parts, and goes from behind the line end before it to the line end behind it: so every line belongs
to one stretch, wherever the text was cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stanch.cause import mapping
from stanch.cause.bulk.survey import all_rules, with_ecs
from stanch.cause.collected import Collected, gathered
from stanch.cause.event import EARLIEST, Event
from stanch.cause.logs import HEAD, LogReader, readers, windows
from stanch.cause.moments import latest_year
from stanch.cause.parsed import rows
from stanch.cause.parsed.feed import Feed
from stanch.cause.parsed.stretches import NotByLineError, is_of_records, may_be_cut, record_a_line, stretch
from stanch.cause.sessions import InSession, Noted
from stanch.cause.sigma import Prefilter
from stanch.engine import Bench, Stumbled
from stanch.vault import Keys

KINDS = pa.schema(
    [("log", pa.int64()), ("reader", pa.int64()), ("is_gathered", pa.bool_()), ("is_exported", pa.bool_()), ("is_cut", pa.bool_())]
)
Given = Mapping[str, Any]
Groups = Iterable[tuple[str, int]]  # path of a sealed part, row group within it
FIRST = 200_000  # characters by which it is told how a log writes day and month
SECONDS = 60.0  # for a row group's text, that takes one or two
AT_ONCE = 2000  # events put into one table
SCHEMAS = {
    "events": pa.schema([("stretch", pa.int64()), ("event", pa.large_binary()), ("fields", pa.large_binary())]),
    "totals": pa.schema([("stretch", pa.int64()), ("lines", pa.int64()), ("unparsed", pa.int64()), ("is_told", pa.bool_())]),
    "missed": pa.schema([
        ("stretch", pa.int64()), ("first", pa.int64()), ("last", pa.int64()), ("reason", pa.string()), ("detail", pa.string()),
    ]),
}  # fmt: skip


@dataclass(slots=True)
class _Rules:
    """Rules that are asked, and the number of each by its identity."""

    prefilter: Prefilter
    numbers: dict[int, int]

    def fired(self, event: Event) -> list[int]:
        """The numbers of those that an event fires."""
        return [self.numbers[id(rule)] for rule in self.prefilter.fired(event.kind, event.fields)]


@dataclass(slots=True)
class _Told:
    """Events on their way out."""

    number: int  # of the stretch
    ecs: frozenset[str]
    rules: _Rules
    events: list[bytes] = field(default_factory=list)
    fields: list[bytes] = field(default_factory=list)

    def add(self, event: Event, line: int, session: InSession | None) -> None:
        """One more event, asked all rules."""
        packed = rows.packed_fields(event)
        mark = None if event.uid else rows.mark_of(event)
        with_ecs(event, self.ecs)
        self.events.append(rows.packed_event(event, line, mark, self.rules.fired(event), session))
        self.fields.append(packed)

    def table(self) -> pa.Table:
        """Those at hand, which are then gone."""
        columns = [pa.array([self.number] * len(self.events), pa.int64())]
        columns += [pa.array(told, pa.large_binary()) for told in (self.events, self.fields)]
        self.events, self.fields = [], []
        return pa.Table.from_arrays(columns, schema=SCHEMAS["events"])


def recognise(given: Given, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """Which reader knows how a log begins: `log` (its number), `locator`, `groups`. Told is the reader's place among all (-1: none)."""
    mapping.use(tuple(map(Path, filter(None, bench.settings.get("mappings", "").split("\n")))))
    head = next(texts(given["groups"], str(given["locator"]), bench.keys), "")[:HEAD]
    every = _readers(bench.settings.get("mappings", ""))
    found = next((reader for reader in every if reader.recognise(head)), None)
    reader = gathered(found, head, latest_year(bench.as_of))
    is_gathered = isinstance(reader, Collected)
    row = {
        "log": int(given["log"]),
        "reader": -1 if found is None or reader is None else every.index(found),
        "is_gathered": is_gathered,
        "is_exported": isinstance(reader, Collected) and reader.is_exported,
        "is_cut": reader is not None and may_be_cut(reader, head),
    }
    yield "kinds", pa.Table.from_pylist([row], schema=KINDS)


def parse(given: Given, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """`stretch` (its number), `locator`, `groups`, `reader` (its place among all), `is_gathered`, `ecs`; of a stretch of a log that is cut
    also `first` (the groups that the log begins with), `before` and `behind`.
    """
    mapping.use(tuple(map(Path, filter(None, bench.settings.get("mappings", "").split("\n")))))
    rules = _rules(bench.settings.get("sigma", ""), bench.settings.get("mappings", ""))
    told, unparsed, feed = _Told(int(given["stretch"]), frozenset(given["ecs"]), rules), 0, _feed(given, bench)
    try:
        for event, line, session in _events(given, feed, bench):
            if event is None or event.time.year < EARLIEST:
                unparsed += 1
                continue
            told.add(event, line, session)
            if len(told.events) >= AT_ONCE:
                yield "events", told.table()
    except NotByLineError:
        yield _row("totals", told.number, 0, 0, False)
        return
    except Exception as error:
        # What a parser raises costs the line at which it did. Its words may quote the evidence; its class does not.
        reason = "too_large" if isinstance(error, MemoryError) else "damaged"
        raise Stumbled(feed.token, reason, f"{type(error).__name__} while it was worked on") from error
    if told.events:
        yield "events", told.table()
    rules.prefilter.keep()
    yield _row("totals", told.number, feed.lines, unparsed, True)
    for one in feed.missed:
        yield _row("missed", told.number, one.first, one.last, one.reason, one.detail)


def warm() -> None:
    """Load what the first log needs."""
    _rules("", "")
    _readers("")


def _row(name: str, *told: Any) -> tuple[str, pa.Table]:
    return name, pa.Table.from_pylist([dict(zip(SCHEMAS[name].names, told, strict=True))], schema=SCHEMAS[name])


@cache
def _rules(folder: str, _mappings: str) -> _Rules:
    every = all_rules(folder)
    return _Rules(Prefilter(every), {id(rule): number for number, rule in enumerate(every.all())})


@cache
def _readers(_mappings: str) -> tuple[LogReader, ...]:
    return readers()


def _feed(given: Given, bench: Bench) -> Feed:
    name, stuck = str(given["locator"]), given.get("stuck", ())
    own = texts(given["groups"], name, bench.keys)
    first = next(texts(given.get("first", given["groups"] if stuck else ()), name, bench.keys), "")
    if "first" in given:
        own = stretch(texts(given["before"], name, bench.keys), own, texts(given["behind"], name, bench.keys))
        reader = _readers(bench.settings.get("mappings", ""))[int(given["reader"])]
        own = record_a_line(own) if is_of_records(reader) else own
    return Feed(own, bench.at, bench.limits.seconds, stuck, first[:FIRST])


def _events(given: Given, feed: Feed, bench: Bench) -> Iterator[tuple[Event | None, int, InSession | None]]:
    """Each event, its line (less than zero where it is counted from the beginning of the stretch), the session that it belongs to."""
    year_of, file = latest_year(bench.as_of), str(given["locator"])
    pieces: Iterable[str] = feed
    reader = _readers(bench.settings.get("mappings", ""))[int(given["reader"])] if int(given["reader"]) >= 0 else None
    if given["is_gathered"]:
        head = feed.beginning or next(texts(given["groups"], file, bench.keys), "")
        reader = gathered(reader, head[:HEAD], year_of)
    if reader is None:
        return
    if isinstance(reader, Collected) and given.get("stuck"):
        reader.at_once = 1  # else it would have taken many lines when it comes to the one at fault
    if "first" not in given:
        yield from ((event, event.line if event else 0, None) for event in reader.parse(pieces, file, year_of))
    elif reader is windows:
        noted = Noted()
        for event in windows.parse(pieces, file, year_of, noted):
            is_numbered = event is not None and isinstance(event.fields.get("EventRecordID"), int)
            yield event, (event.line if is_numbered else -event.line) if event else 0, noted.last
    else:
        yield from ((event, -event.line if event else 0, None) for event in reader.parse(pieces, file, year_of))


def texts(groups: Groups, name: str, keys: Keys) -> Iterator[str]:
    """The pieces of a log's text that stand in these row groups."""
    for path, group in groups:
        table = _group(path, group, keys)
        yield from map(str, filter(None, table.filter(pc.equal(table.column("locator"), name)).column("text").to_pylist()))


_held: list[tuple[tuple[str, int], pa.Table]] = []


def _group(path: str, group: int, keys: Keys) -> pa.Table:
    """A row group; the last one stays, because small logs stand in it together."""
    from stanch.vault import sealed_file

    if not _held or _held[0][0] != (path, group):
        _held[:] = [((path, group), sealed_file(Path(path), keys).read_row_group(group, columns=["locator", "text"]))]
    return _held[0][1]
