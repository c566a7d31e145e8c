"""What a worker does with a stretch of a web log: sums for every line, and the text of those lines that fire a rule.

A stretch is some row groups of sealed parts. It begins behind the first line end, unless the text before it ended with one, and
goes on to the line end that follows it: so every line belongs to one stretch, wherever the text was cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.cause import mapping, sigma
from stanch.cause.bulk.columns import Array, columns, distinct
from stanch.cause.bulk.sieve import Sieve
from stanch.cause.coverage import ADDRESSES, BACKWARDS, HOUR, MOMENTS
from stanch.cause.event import Event
from stanch.cause.logs import web_access
from stanch.cause.records import LONGEST_LINE
from stanch.cause.sigma import Prefilter, RuleSet
from stanch.engine import Bench

Given = Mapping[str, Any]
DAY = 86_400
EARLIEST = 631_152_000  # 1990: what lies before is no moment of an attack but an empty clock
SCHEMAS = {
    "totals": pa.schema([
        (name, pa.int64())
        for name in ("stretch", "lines", "events", "unparsed", "backwards", "first", "last", "least", "most")
    ]),
    "addresses": pa.schema([
        ("stretch", pa.int64()), ("ip", pa.string()), ("first", pa.int64()), ("last", pa.int64()), ("events", pa.int64()),
        ("moments", pa.list_(pa.int64())),
    ]),
    "sent": pa.schema([(name, pa.int64()) for name in ("stretch", "address", "day", "sent", "most", "line")]),
    "hours": pa.schema([(name, pa.int64()) for name in ("stretch", "hour", "events")]),
    "lines": pa.schema([("stretch", pa.int64()), ("line", pa.int64()), ("text", pa.string())]),
}  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """What is known of a stretch so far: a row for every event, and the names of addresses."""

    names: list[Array] = field(default_factory=list)  # as blocks hold them, one after the other
    codes: dict[bytes, int] = field(default_factory=dict)  # places of those that lines were read one by one for
    named: int = 0
    lines: int = 0
    unparsed: int = 0
    columns: list[tuple[Array, Array, Array, Array]] = field(default_factory=list)  # line, time, place of the address, bytes
    fired: list[tuple[int, str]] = field(default_factory=list)

    def add(self, names: Array) -> int:
        """Keep a block's names; returns the place of the first of them."""
        self.names.append(names)
        self.named += len(names)
        return self.named - len(names)

    def code(self, address: str) -> int:
        """The place of one name."""
        name = address.encode()
        if name not in self.codes:
            self.codes[name] = self.add(np.array([name]))
        return self.codes[name]

    def distinct(self) -> tuple[Array, list[str]]:
        """(for each place which address it is, the addresses)."""
        every = np.concatenate(self.names or [np.zeros(0, "S8")])
        firsts, inverse = distinct(every.view(np.uint8).reshape(len(every), every.itemsize))
        return inverse, [name.decode() for name in every[firsts].tolist()]


def survey(given: Given, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does with one stretch: `stretch` (its number), `locator`, `groups`, `before`, `after` (see `blocks`)."""
    mapping.use(tuple(map(Path, filter(None, bench.settings.get("mappings", "").split("\n")))))
    folder = bench.settings.get("sigma", "")
    sieve, prefilter = _ready(folder, bench.settings.get("mappings", ""))
    seen = _Seen()
    ecs = frozenset(given.get("ecs", ()))
    without = np.array(given.get("without", ()), np.int64).reshape(-1, 2)
    for block in blocks(given, bench):
        _look(block, seen, sieve, prefilter, ecs, without, str(given["locator"]))
    prefilter.keep()
    yield from _told(int(given["stretch"]), seen)


@cache
def _ready(folder: str, _mappings: str) -> tuple[Sieve, Prefilter]:
    rules = all_rules(folder)
    return Sieve(rules), Prefilter(rules)


def all_rules(folder: str) -> RuleSet:
    """Our own rules, and those of the folder that was named."""
    rules = sigma.own_rules()
    return rules.joined(sigma.load_folder(Path(folder))) if folder else rules


def blocks(given: Given, bench: Bench) -> Iterator[bytes]:
    """The stretch's text in blocks of whole lines. A line past `LONGEST_LINE` is cut there, one character longer.

    `groups`, `before` and `after` list (path of a part, row group); `before` ends where the stretch begins.
    """
    from stanch.vault import sealed_file

    def texts(groups: list[tuple[str, int]]) -> Iterator[bytes]:
        for path, group in groups:
            table = sealed_file(Path(path), bench.keys).read_row_group(group, columns=["locator", "text"])
            own = table.filter(pc.equal(table.column("locator"), given["locator"])).column("text")
            for text in own.cast(pa.large_binary()).to_pylist():
                yield text or b""

    held, skipping = b"", False
    for text in texts(given["before"]):
        skipping = not text.endswith(b"\n") if text else skipping
    for piece in texts(given["groups"]):
        text = piece
        if skipping:
            _, found, text = text.partition(b"\n")
            skipping = not found
        first, found, rest = text.partition(b"\n") if held else (b"", b"", text)
        if held:
            held = _longest(held + first)
            if not found:
                continue
            yield held + b"\n"
        end = rest.rfind(b"\n") + 1
        held = _longest(rest[end:])
        if end:
            yield rest[:end]
    if not held:
        return
    for text in texts(given["after"]):
        first, found, _ = text.partition(b"\n")
        held = _longest(held + first)
        if found or len(held) > 4 * LONGEST_LINE:
            break
    yield held


def _longest(line: bytes) -> bytes:
    """A line no longer than `LONGEST_LINE` and one character, so that a reader can tell that it was cut."""
    if len(line) <= LONGEST_LINE:
        return line
    return line.decode("utf-8", "surrogatepass")[: LONGEST_LINE + 1].encode("utf-8", "surrogatepass")


def _look(  # noqa: PLR0917 a block, and all that it is held against
    block: bytes, seen: _Seen, sieve: Sieve, prefilter: Prefilter, ecs: frozenset[str], without: Array, file: str
) -> None:
    told = columns(block)
    count = len(told.starts)
    singly = sieve.may_matter(told)
    is_event, times, sent = told.is_plain.copy(), told.times, np.where(told.status < 400, np.minimum(told.sent, web_access.LARGEST), 0)
    address = told.name_at + seen.add(told.names)
    counted = np.ones(count, bool)
    for first, last in without:
        counted[max(0, first - seen.lines) : max(0, last - seen.lines)] = False
    for at in np.flatnonzero(singly & counted).tolist():
        text = told.line(at).decode("utf-8", "surrogatepass").rstrip("\r")
        event = event_of(text, file, seen.lines + at + 1)
        if event is None:
            seen.unparsed += bool(text.strip())
            is_event[at] = False
            continue
        is_event[at] = True
        times[at], sent[at], address[at] = int(event.time.timestamp()), event.sent, seen.code(event.ip or "")
        with_ecs(event, ecs)
        if any(True for _ in prefilter.fired(event.kind, event.fields)):
            seen.fired.append((seen.lines + at + 1, text))
    kept = np.flatnonzero(is_event & counted)
    seen.columns.append((seen.lines + kept + 1, times[kept], address[kept], sent[kept]))
    seen.lines += count


def event_of(text: str, file: str, number: int) -> Event | None:
    """The event that one line is, as the log's reader understands it; None for none."""
    found = next(web_access.parse([text], file, _no_year), None) if text.strip() else None
    if found is None or found.time.timestamp() < EARLIEST:
        return None
    found.line = number
    return found


def _no_year(_month: int, _day: int) -> int:
    return 1970


def with_ecs(event: Event, names: frozenset[str]) -> None:
    """Give the event these ECS names beside its own."""
    if names:
        told = event.ecs()
        for name in names & told.keys():
            event.fields.setdefault(name, told[name])


def _told(stretch: int, seen: _Seen) -> Iterator[tuple[str, pa.Table]]:
    lines, times, address, sent = (
        (np.concatenate(one) for one in zip(*seen.columns, strict=True)) if seen.columns else (np.zeros(0, np.int64) for _ in range(4))
    )
    events = len(lines)
    backwards = int((np.diff(times) < -BACKWARDS.total_seconds()).sum())
    edges = (int(times[0]), int(times[-1]), int(times.min()), int(times.max())) if events else (None,) * 4
    row = dict(zip(SCHEMAS["totals"].names, (stretch, seen.lines, events, seen.unparsed, backwards, *edges), strict=True))
    yield "totals", pa.Table.from_pylist([row], schema=SCHEMAS["totals"])
    if seen.fired:
        numbers, texts = zip(*seen.fired, strict=True)
        yield "lines", _table("lines", stretch, numbers, texts)
    if not events:
        return
    hours, counts = np.unique(times // HOUR, return_counts=True)
    yield "hours", _table("hours", stretch, hours, counts)
    which, names = seen.distinct()
    address = which[address]
    yield "addresses", _addresses(stretch, names, address, times)
    yield "sent", _sent(stretch, lines, times // DAY, address, sent)


def _table(name: str, stretch: int, *told: Any) -> pa.Table:
    schema = SCHEMAS[name]
    first = pa.array(np.full(len(told[0]), stretch, np.int64))
    return pa.Table.from_arrays([first, *(pa.array(one, type_) for one, type_ in zip(told, schema.types[1:], strict=True))], schema=schema)


def _addresses(stretch: int, names: list[str], address: Array, times: Array) -> pa.Table:
    """Each address: when first and last, how often; of the first ones also moments, by which clocks are compared."""
    count = len(names)
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, address, times)
    np.maximum.at(last, address, times)
    events = np.bincount(address, minlength=count)
    met, _ = distinct(address)
    kept = address[met]  # in the order in which their lines stand, whichever way these were read
    rank = np.full(count, ADDRESSES)
    rank[kept[:ADDRESSES]] = np.arange(len(kept[:ADDRESSES]))
    moments: list[list[int]] = [[] for _ in kept]
    early = np.flatnonzero(rank[address] < ADDRESSES)
    early = early[np.argsort(rank[address[early]], kind="stable")]
    begins = np.concatenate([[0], np.cumsum(events[kept[:ADDRESSES]])])
    for at in range(len(kept[:ADDRESSES])):
        moments[at] = times[early[begins[at] : min(begins[at] + MOMENTS, begins[at + 1])]].tolist()
    return _table("addresses", stretch, [names[one] for one in kept.tolist()], first[kept], last[kept], events[kept], moments)


def _sent(stretch: int, lines: Array, days: Array, address: Array, sent: Array) -> pa.Table:
    """Bytes by address (its place among the stretch's addresses as they are told) and day, and the line that sent most of them."""
    met, _ = distinct(address)
    place = np.zeros(int(address.max()) + 1, np.int64)
    place[address[met]] = np.arange(len(met))
    some = np.flatnonzero(sent > 0)
    lines, days, address, sent = lines[some], days[some], place[address[some]], sent[some]
    firsts, inverse = distinct(address * 1_000_000 + days)
    keys = (address * 1_000_000 + days)[firsts]
    total, most = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    np.add.at(total, inverse, sent)
    np.maximum.at(most, inverse, sent)
    first = np.full(len(keys), np.iinfo(np.int64).max)
    largest = sent == most[inverse]
    np.minimum.at(first, inverse[largest], lines[largest])
    return _table("sent", stretch, keys // 1_000_000, keys % 1_000_000, total, most, first)


def find(given: Given, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does in the second pass: the lines of a stretch in which one of `needles` stands."""
    needles = tuple(given["needles"])
    database = _literals(needles)
    done, numbers, texts = 0, [], []
    for block in blocks(given, bench):
        ends: list[int] = []
        add = ends.append
        database.scan(block, match_event_handler=lambda _number, _start, end, _flags, _context: add(end))  # noqa: B023 used at once
        newlines = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
        for at in np.unique(np.searchsorted(newlines, np.array(ends, np.int64) - 1)).tolist():
            start = int(newlines[at - 1]) + 1 if at else 0
            stop = int(newlines[at]) if at < len(newlines) else len(block)
            numbers.append(done + at + 1)
            texts.append(block[start:stop].decode("utf-8", "surrogatepass").rstrip("\r"))
        done += len(newlines) + (not block.endswith(b"\n"))
    if numbers:
        yield "lines", _table("lines", int(given["stretch"]), numbers, texts)


@cache
def _literals(needles: tuple[str, ...]) -> Any:
    import hyperscan

    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    coded = [one.encode("utf-8", "surrogatepass") for one in needles]
    made.compile(expressions=coded, ids=list(range(len(coded))), elements=len(coded), flags=[0] * len(coded), literal=True)
    return made


MARKS = {"marks": pa.schema([("stretch", pa.int64()), ("line", pa.int64()), ("mark", pa.int64())])}


def marks(given: Given, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """A mark of eight bytes of each line whose time lies within `first` and `last`: lines that stand in two logs have the same."""
    done, numbers, made = 0, [], []
    for block in blocks(given, bench):
        told = columns(block)
        within = ~told.is_plain | ((told.times >= given["first"]) & (told.times <= given["last"]))
        for at in np.flatnonzero(within).tolist():
            line = told.line(at).rstrip(b"\r")
            if told.is_plain[at] or event_of(line.decode("utf-8", "surrogatepass"), "", 0):
                numbers.append(done + at + 1)
                made.append(hashlib.blake2b(line, digest_size=8).digest())
        done += len(told.starts)
    if numbers:
        stretch = np.full(len(numbers), int(given["stretch"]), np.int64)
        columns_ = [pa.array(stretch), pa.array(numbers, pa.int64()), pa.array(np.frombuffer(b"".join(made), np.int64))]
        yield "marks", pa.Table.from_arrays(columns_, schema=MARKS["marks"])
