"""Runs the rules over the stream of events: hits by rule and actor, and a summary of every address.

Memory grows with the number of addresses and accounts, not with the number of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from stanch.cause.baseline import Baseline, Unusual
from stanch.cause.bulk import Block
from stanch.cause.event import Event
from stanch.cause.habits import Habits, habits_of, is_known_address, key_of
from stanch.cause.leases import Leases
from stanch.cause.records import address
from stanch.cause.sigma import Correlation, Correlators, Prefilter, Rule, RuleSet
from stanch.cause.sigma.evaluate import packed

WAITING = 100_000  # hits that correlations count, put in order together: what this many hold is what memory may grow by
THINGS = 2000  # different things of one actor that a rule with a habit tells apart
WEIGHED = ("informational", "low", "medium", "high", "critical")
SPOKEN = ("CommandLine", "ScriptBlockText", "command", "command_line", "message", "DestinationIp")
ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
LONGEST = 4_096  # signs of a command that are looked through for addresses
BOUT = timedelta(hours=2)  # base events farther apart are not one bout
ACCOUNTS = 100_000  # accounts whose first appearance is kept
KEPT = 20  # examples kept of each hit: enough to open the story at its evidence


@dataclass(slots=True)
class Hit:
    """A rule that fired for one actor (address, or account where the log has no address)."""

    rule: Rule | Correlation
    ip: str | None
    first: datetime
    last: datetime
    count: int = 0
    users: dict[str, None] = field(default_factory=dict)
    targets: dict[str, None] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)
    file: str = ""
    key: tuple[str, str, str] | None = None  # of a rule with a habit: the thing that was done
    hosts: dict[str, None] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)  # addresses that commands name, where the event has none of its own

    def add(self, event: Event) -> None:
        """Count one more event."""
        self.first, self.last = min(self.first, event.time), max(self.last, event.time)
        self.count += 1
        for kept, value in ((self.users, event.user), (self.targets, event.target), (self.hosts, event.host)):
            if value and len(kept) < KEPT:
                kept[value] = None
        if event.ip is None and len(self.named) < KEPT:
            self.named.update(dict.fromkeys(_named(event)))
        if len(self.evidence) < KEPT:
            self.evidence.append(event.locator)


def _named(event: Event) -> list[str]:
    """Addresses in what was run: where a program was fetched from, or something sent to."""
    said = " ".join(str(value)[:LONGEST] for name in SPOKEN if (value := event.fields.get(name)))
    return [found for one in ADDRESS.findall(said)[:KEPT] if (found := address(one))]


@dataclass(slots=True)
class Seen:
    """When an address was seen, and how often somebody came in from it, or was refused."""

    first: datetime
    last: datetime
    events: int = 0
    came_in: int = 0
    refused: int = 0


@dataclass(slots=True)
class Watch:
    """What the first pass over the logs saw."""

    hits: list[Hit] = field(default_factory=list)
    addresses: dict[str, Seen] = field(default_factory=dict)
    spans: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)  # what logs of each kind cover
    first: datetime | None = None
    last: datetime | None = None
    leases: Leases = field(default_factory=Leases)
    accounts: dict[str, datetime] = field(default_factory=dict)  # when each account was first seen


def watch(events: Iterable[Event | Block], rules: RuleSet, ecs: frozenset[str] = frozenset()) -> Watch:
    """One pass over the events. Hits that correlations count are put in the order of time first, over all logs.

    Of a block, whose sums are known, only the events that fire a rule are looked at; they get the names in `ecs` first.
    """
    seen, found = Watch(), _Found(rules)
    prefilter, usual, numbered = Prefilter(rules), Baseline(), tuple(rules.all())
    for one in events:
        if isinstance(one, Event):
            _note(seen, one)
            usual.note(one)
            seen.leases.note(one)
        else:
            _note_block(seen, one)
            usual.note_block(one)
        for event in (one,) if isinstance(one, Event) else one.fired(ecs):
            fired = prefilter.fired(event.kind, event.fields) if event.fired is None else [numbered[number] for number in event.fired]
            for rule in fired:
                found.add(rule, event)
    prefilter.keep()
    seen.hits = found.finished(seen) + [unusual(one) for one in usual.findings()]
    seen.hits.sort(key=lambda hit: (hit.first, hit.rule.id, hit.ip or ""))
    return seen


class _Found:
    """Hits by rule and actor as they come."""

    def __init__(self, rules: RuleSet) -> None:
        self._hits: dict[tuple[str, ...], Hit] = {}
        self._correlators = Correlators(rules)
        self._ids = rules.ids()
        # Base hits by actor, bout by bout, so that a correlation can say how many there were.
        self._counted: dict[tuple[str, str], list[Hit]] = {}
        self._waiting: list[tuple[str, Event]] = []
        self._habits = Habits()
        self._known_by = habits_of([*rules.all(), *rules.correlations])
        self._things: dict[tuple[str, str], dict[str, Hit]] = {}  # hits of rules with a habit, by rule and actor, then by thing
        ids = rules.ids()
        self._counted_by = {ids.get(name, name): one.id for one in rules.correlations if one.habit == "actor" for name in one.rules}

    def add(self, rule: Rule, event: Event) -> None:
        """A rule that an event fired."""
        if rule.id in self._counted_by:
            self._habits.note((self._counted_by[rule.id], event.ip or event.user or "", ""), event)
        if not rule.base:
            self._hit(rule, event)
        if not self._correlators.wants(rule.id):
            return
        _in_bout(self._counted.setdefault((rule.id, _whose(event)), []), rule, event)
        self._waiting.append((rule.id, event))
        if len(self._waiting) >= WAITING:
            self._correlate()

    def _hit(self, rule: Rule | Correlation, event: Event) -> None:
        known_by = self._known_by.get(rule.id) if isinstance(rule, Rule) else None
        if known_by not in ("actor", "target"):
            _add(self._hits, rule, event)
            return
        key = key_of(rule.id, known_by, event)
        self._habits.note(key, event)
        things = self._things.setdefault((rule.id, _whose(event)), {})
        name = f"{key[1]} {key[2]}" if len(things) < THINGS else ""
        if name not in things:
            things[name] = Hit(rule, event.ip, event.time, event.time, file=event.file, key=key)
        things[name].add(event)

    def _correlate(self) -> None:
        self._waiting.sort(key=lambda one: one[1].time)
        for name, event in self._waiting:
            for correlation in self._correlators.feed(name, event):
                _add(self._hits, correlation, event)
        self._waiting.clear()

    def finished(self, seen: Watch) -> list[Hit]:
        """All hits. What is a habit in these logs is told at the level low."""
        self._correlate()
        for key, things in self._things.items():
            for is_usual in (False, True):
                told = [hit for hit in things.values() if self._is_usual(hit, seen) is is_usual]
                if told:
                    self._hits[(*key, "usual")[: 2 + is_usual]] = _merged(told, is_usual=is_usual)
        for (_, whose, *_), hit in self._hits.items():
            if isinstance(hit.rule, Correlation) and hit.rule.type != "temporal_ordered":
                since = hit.first - hit.rule.span
                bouts = [bout for name in hit.rule.rules for bout in self._counted.get((self._ids.get(name, name), whose), ())]
                _complete(hit, [bout for bout in bouts if bout.last >= since and bout.first <= hit.last])
        return [
            replace(hit, rule=_lowered(hit.rule)) if self._is_counted_habit(hit.rule) and self._is_usual(hit, seen) else hit
            for hit in self._hits.values()
        ]

    def _is_counted_habit(self, rule: Rule | Correlation) -> bool:
        """Whether a habit of the rule is asked for here: of counts, and where an address is known; others were told thing by thing."""
        return isinstance(rule, Correlation) or self._known_by.get(rule.id) == "address"

    def _is_usual(self, hit: Hit, seen: Watch) -> bool:
        known_by = self._known_by.get(hit.rule.id, "")
        if known_by == "address":
            known = seen.addresses.get(hit.ip or "")
            return (
                known is not None
                and seen.first is not None
                and is_known_address((known.first, known.last), seen.first, (known.came_in, known.refused))
            )
        key = hit.key or (hit.rule.id, hit.ip or next(iter(hit.users), ""), "")
        return bool(known_by) and self._habits.is_usual(key, seen.spans, by_many=known_by == "target")


def _merged(hits: list[Hit], *, is_usual: bool) -> Hit:
    """Hits of one rule and actor as one."""
    first = min(hits, key=lambda hit: hit.first)
    rule = _lowered(first.rule) if is_usual else first.rule
    whole = replace(first, rule=rule, users={}, targets={}, hosts={}, named={}, evidence=[])
    whole.last, whole.count = max(hit.last for hit in hits), sum(hit.count for hit in hits)
    for hit in hits:
        for kept, more in ((whole.users, hit.users), (whole.targets, hit.targets), (whole.hosts, hit.hosts), (whole.named, hit.named)):
            kept.update(dict.fromkeys(list(more)[: KEPT - len(kept)]))
        whole.evidence += hit.evidence[: KEPT - len(whole.evidence)]
    return whole


def _lowered(rule: Rule | Correlation) -> Rule | Correlation:
    """The rule as it is told of a habit."""
    return replace(rule, level="low" if WEIGHED.index(rule.level) > WEIGHED.index("low") else rule.level, access=False)


def unusual(found: Unusual) -> Hit:
    """A statistical finding as a hit: its rule is the reason itself."""
    event = found.events[0]
    rule = Rule(
        found.name,
        found.title,
        found.level,
        event.kind,
        found.tactics,
        found.techniques,
        packed(["or", []]),
        packed([]),
        f"{found.name}.yml",
        story=found.why,
        access=found.access,
    )
    hit = Hit(rule, event.ip, event.time, event.time, file=event.file)
    for one in found.events:
        hit.add(one)
    return hit


def _note(seen: Watch, event: Event) -> None:
    _cover(seen, event.kind, event.time, event.time)
    seen.first = min(seen.first or event.time, event.time)
    seen.last = max(seen.last or event.time, event.time)
    if event.user and (event.user in seen.accounts or len(seen.accounts) < ACCOUNTS):
        seen.accounts[event.user] = min(seen.accounts.get(event.user, event.time), event.time)
    if event.ip:
        address = seen.addresses.setdefault(event.ip, Seen(event.time, event.time))
        address.first, address.last = min(address.first, event.time), max(address.last, event.time)
        address.events += 1
        if event.user and event.succeeded is not None and event.kind != "web":  # a page refused says nothing of a password
            address.came_in += event.succeeded
            address.refused += not event.succeeded


def _cover(seen: Watch, kind: str, first: datetime, last: datetime) -> None:
    known = seen.spans.get(kind)
    if known is None or first < known[0] or last > known[1]:
        seen.spans[kind] = (min(known[0], first), max(known[1], last)) if known else (first, last)


def _note_block(seen: Watch, block: Block) -> None:
    for row in block.totals:
        if row["events"]:
            least, most = datetime.fromtimestamp(row["least"], UTC), datetime.fromtimestamp(row["most"], UTC)
            seen.first, seen.last = min(seen.first or least, least), max(seen.last or most, most)
            _cover(seen, "web", least, most)
    for row in block.addresses():
        first, last = datetime.fromtimestamp(row["first"], UTC), datetime.fromtimestamp(row["last"], UTC)
        address = seen.addresses.setdefault(row["ip"], Seen(first, last))
        address.first, address.last = min(address.first, first), max(address.last, last)
        address.events += row["events"]


def _whose(event: Event) -> str:
    """By whom hits of a rule are kept apart: the address, else the account, else the machine."""
    return event.ip or (f"user {event.user}" if event.user else f"host {event.host}")


def _add(hits: dict[tuple[str, ...], Hit], rule: Rule | Correlation, event: Event) -> None:
    key = (rule.id, _whose(event))
    if key not in hits:
        hits[key] = Hit(rule, event.ip, event.time, event.time, file=event.file)
    hits[key].add(event)


def _in_bout(bouts: list[Hit], rule: Rule, event: Event) -> None:
    """Count an event with those close to it in time: what was done on another day is no part of the count that was met today."""
    near = next((bout for bout in reversed(bouts) if bout.first - BOUT <= event.time <= bout.last + BOUT), None)
    if near is None:
        near = Hit(rule, event.ip, event.time, event.time, file=event.file)
        bouts.append(near)
        if len(bouts) > KEPT:
            _complete(bouts[1], [bouts.pop(0)])
    near.add(event)


def _complete(hit: Hit, bases: Iterable[Hit]) -> None:
    """A count is met late: the hit is told with the base events of its actor in that bout, from the first."""
    bases = list(bases)
    if bases:
        hit.count = max(hit.count, sum(base.count for base in bases))
    for base in bases:
        hit.first, hit.last = min(hit.first, base.first), max(hit.last, base.last)
        hit.users = {**base.users, **hit.users}
        hit.targets = {**base.targets, **hit.targets}
        hit.evidence = (base.evidence + hit.evidence)[:KEPT]
