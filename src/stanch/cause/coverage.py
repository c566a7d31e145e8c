"""What a log covers: from when to when, where it is silent for longer than it ever is, how its clock stands against others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

from stanch.cause import clocks
from stanch.cause.event import Event
from stanch.cause.mapping import mappings
from stanch.cause.moments import UNSTATED
from stanch.records import Gap, LogSource

if TYPE_CHECKING:
    from stanch.cause.bulk import Block

HOUR = 3600
SHORTEST_GAP = 24  # hours
ENOUGH = 50  # events below which no habit can be told
WEEKEND = 72  # hours: a log of less than two weeks does not show whether its weekends are always silent
BACKWARDS = timedelta(minutes=5)  # logs written by several threads are out of order by seconds
ADDRESSES, MOMENTS = 2000, 24  # kept of a log to compare clocks by
SHOWN = 8  # sentences of a sort
SILENT = "There are no {kind} lines between {first} and {last}."
SHORTER = "There are {count} shorter gaps in the {kind} lines."
LATE = "The {kind} lines begin on {first}, after other logs do ({begins})."
EARLY = "The {kind} lines end on {last}, before other logs do ({stops})."
ZONELESS = "Times that name no zone were read as UTC: {files}."
TWICE = "{file}: {count} events stand in another log too and were counted once."
TWICE_MORE = "{logs} further logs hold {count} events that stand in another too; all were counted once."
BACK = "{file}: time goes back {count} times by more than five minutes."
BACK_ONCE = "{file}: time goes back once by more than five minutes."
SENTENCES = (SILENT, SHORTER, LATE, EARLY, ZONELESS, TWICE, TWICE_MORE, BACK, BACK_ONCE, *clocks.SENTENCES)


@dataclass(slots=True)
class Tally:
    """What was read of one log."""

    file: str
    kind: str
    events: int = 0
    unparsed: int = 0
    duplicates: int = 0
    unstated: int = 0
    backwards: int = 0
    first: datetime | None = None
    last: datetime | None = None
    note: str = ""
    part: bool = False  # of a file with lines of other kinds beside them
    hours: dict[int, int] = field(default_factory=dict)
    seen: dict[str, list[float]] = field(default_factory=dict)  # when each address showed first
    users: dict[str, list[float]] = field(default_factory=dict)  # and each account
    _before: datetime | None = None
    _down: int = 0  # steps back in time, however small, and forth
    _up: int = 0

    @property
    def is_newest_first(self) -> bool:
        """Whether it runs back in time throughout, as services give what they hold."""
        return self._down > 20 * self._up

    @property
    def name(self) -> str:
        """The file, and which of its lines where it has several kinds."""
        return f"{self.file} ({title(self.kind)})" if self.part else self.file

    def add(self, event: Event) -> None:
        """Count an event."""
        time = event.time
        self.events += 1
        if self.first is None or time < self.first:
            self.first = time
        if self.last is None or time > self.last:
            self.last = time
        self.unstated += time.tzinfo is UNSTATED
        if self._before is not None and self._before != time:
            self._down += self._before > time
            self._up += self._before < time
            self.backwards += self._before - time > BACKWARDS
        self._before = time
        stamp = time.timestamp()
        hour = int(stamp // HOUR)
        self.hours[hour] = self.hours.get(hour, 0) + 1
        if event.ip:
            _met(self.seen, event.ip, stamp)
        if event.user:
            _met(self.users, event.user, stamp)

    def take(self, block: Block) -> None:
        """Count all events of a block, as `add` would have."""
        self.duplicates += block.duplicates
        for row in block.totals:
            self.unparsed += row["unparsed"]
            if not row["events"]:
                continue
            self.events += row["events"]
            least, most, first, last = (datetime.fromtimestamp(row[name], UTC) for name in ("least", "most", "first", "last"))
            self.first, self.last = min(self.first or least, least), max(self.last or most, most)
            self.backwards += row["backwards"] + (self._before is not None and self._before - first > BACKWARDS)
            self._before = last
        for hour, events in block.hours():
            self.hours[hour] = self.hours.get(hour, 0) + events
        for ip, told in block.moments():
            moments = self.seen.get(ip)
            if moments is None and len(self.seen) < ADDRESSES:
                moments = self.seen[ip] = []
            if moments is not None:
                moments += map(float, told[: MOMENTS - len(moments)])

    def source(self) -> LogSource:
        """As a record."""
        return LogSource(
            self.file,
            self.kind,
            _utc(self.first),
            _utc(self.last),
            self.events,
            self.unparsed,
            duplicates=self.duplicates,
            zone="" if not self.events else "stated" if not self.unstated else "unstated" if self.unstated == self.events else "mixed",
            backwards=0 if self.is_newest_first else self.backwards,
            note=self.note,
        )


@dataclass(slots=True)
class Told:
    """What was read of one file: of one kind, or, where a collector gathered it, of several."""

    file: str
    kind: str  # that most of it is of
    is_gathered: bool = False
    _of: dict[str, Tally] = field(default_factory=dict)

    def of(self, kind: str) -> Tally:
        """The count that events of a kind go to."""
        name = kind if self.is_gathered else self.kind
        found = self._of.get(name)
        if found is None:
            found = self._of[name] = Tally(self.file, name)
        return found

    def tallies(self) -> dict[tuple[str, str], Tally]:
        """What was counted, by file and kind."""
        kept = {name: one for name, one in self._of.items() if one.events or one.unparsed or one.duplicates}
        kept = kept or {self.kind: self.of(self.kind)}
        for one in kept.values():
            one.part = len(kept) > 1
        return {(self.file, name): one for name, one in kept.items()}


def _met(seen: dict[str, list[float]], name: str, stamp: float) -> None:
    moments = seen.get(name)
    if moments is not None:
        if len(moments) < MOMENTS:
            moments.append(stamp)
    elif len(seen) < ADDRESSES:
        seen[name] = [stamp]


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def title(kind: str) -> str:
    """What people call a kind of log."""
    known = mappings().get(kind)
    return known.title if known else kind


def gaps(tallies: Iterable[Tally]) -> tuple[Gap, ...]:
    """Silences of each kind of log, all its files together, longer than it is ever used to."""
    found: list[Gap] = []
    by_kind: dict[str, list[Tally]] = {}
    for one in tallies:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, members in sorted(by_kind.items()):
        hours = sorted({hour for one in members for hour in one.hours})
        if sum(one.events for one in members) >= ENOUGH and len(hours) > 1:
            found += [Gap(kind, _moment(start + 1), _moment(end)) for start, end in _silences(hours)]
    return tuple(found)


def _silences(hours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(last hour before, first hour after) of every silence that is none of its habits."""
    quiet = [(before, after) for before, after in pairwise(hours) if after - before > 1]
    longest: dict[int, int] = {}  # of each week
    for before, after in quiet:
        week = after // (24 * 7)
        longest[week] = max(longest.get(week, 0), after - before)
    usual = median(longest.values()) if len(longest) > 2 else 0
    short = hours[-1] - hours[0] < 24 * 14
    for before, after in quiet:
        length = after - before - 1
        weekend = short and length <= WEEKEND and any(_moment(hour).weekday() >= 5 for hour in range(before + 1, after))
        if length >= SHORTEST_GAP and length >= 2 * usual and not weekend:
            yield before, after


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR, UTC)


def remarks(
    tallies: Sequence[Tally],
    silent: Sequence[Gap],
    moved: Mapping[clocks.Key, float] = MappingProxyType({}),
    pairs: Iterable[clocks.Pair] = (),
) -> tuple[str, ...]:
    """What a reader of the account must know about the logs, in sentences."""
    said = list(_silent(silent))
    ends = [one.last for one in tallies if one.last]
    for kind in sorted({one.kind for one in tallies if one.events and not (one.part and one.events < ENOUGH)}):
        members = [one for one in tallies if one.kind == kind and one.first and one.last]
        first, last = min(one.first for one in members if one.first), max(one.last for one in members if one.last)
        begins, stops = min(one.first for one in tallies if one.first), max(ends)
        if first - begins > timedelta(days=2):
            said.append(LATE.format(kind=title(kind), first=_spoken(first), begins=_spoken(begins)))
        if stops - last > timedelta(days=2):
            said.append(EARLY.format(kind=title(kind), last=_spoken(last), stops=_spoken(stops)))
    if loose := list(dict.fromkeys(one.file for one in tallies if one.unstated)):
        said.append(ZONELESS.format(files=some(loose)))
    doubled = sorted((one for one in tallies if one.duplicates), key=lambda one: -one.duplicates)
    said += [TWICE.format(file=one.name, count=f"{one.duplicates:,}") for one in doubled[:SHOWN]]
    if rest := doubled[SHOWN:]:
        many = sum(one.duplicates for one in rest)
        said.append(TWICE_MORE.format(logs=len(rest), count=f"{many:,}"))
    for one in tallies:
        if one.backwards and not one.is_newest_first:
            said.append((BACK if one.backwards > 1 else BACK_ONCE).format(file=one.name, count=f"{one.backwards:,}"))
        if one.note:
            said.append(f"{one.name}: {one.note}.")
    said += clocks.remarks(tallies, pairs, moved)
    return tuple(said)


def _silent(silent: Sequence[Gap]) -> Iterator[str]:
    """The gaps of each kind, the longest where there are many."""
    for kind in dict.fromkeys(gap.kind for gap in silent):
        members = [gap for gap in silent if gap.kind == kind]
        longest = sorted(members, key=lambda gap: gap.first - gap.last)[:SHOWN]
        for gap in sorted(longest, key=lambda gap: gap.first):
            yield SILENT.format(kind=title(kind), first=_spoken(gap.first), last=_spoken(gap.last))
        if len(members) > SHOWN:
            yield SHORTER.format(count=len(members) - SHOWN, kind=title(kind))


def _spoken(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %B %Y, %H:%M}".lstrip("0")


def some(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many more."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
