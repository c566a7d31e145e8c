"""Runs the rules over the stream of events: hits by rule and actor, and a summary of every address.

Memory grows with the number of addresses and accounts, not with the number of events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from stanch.cause.event import Event
from stanch.cause.sigma import Correlation, Correlator, Rule, RuleSet

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

    def add(self, event: Event) -> None:
        """Count one more event."""
        self.first, self.last = min(self.first, event.time), max(self.last, event.time)
        self.count += 1
        for kept, value in ((self.users, event.user), (self.targets, event.target)):
            if value and len(kept) < KEPT:
                kept[value] = None
        if len(self.evidence) < KEPT:
            self.evidence.append(event.locator)


@dataclass(slots=True)
class Seen:
    """When an address was seen."""

    first: datetime
    last: datetime
    events: int = 0


@dataclass(slots=True)
class Watch:
    """What the first pass over the logs saw."""

    hits: list[Hit] = field(default_factory=list)
    addresses: dict[str, Seen] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None


def watch(events: Iterable[Event], rules: RuleSet) -> Watch:
    """One pass over the events, which come in the order of time within each log."""
    seen = Watch()
    hits: dict[tuple[str, str], Hit] = {}
    ids = {key: rule.id for rule in rules.all() for key in (rule.id, rule.name)}
    correlators = [Correlator(correlation, ids) for correlation in rules.correlations]
    counted: dict[tuple[str, str | None], Hit] = {}  # base hits by actor, so that a correlation can say how many there were
    for event in events:
        _note(seen, event)
        for rule in rules.rules.get(event.kind, ()):
            if not rule.fires(event.fields):
                continue
            if not rule.base:
                _add(hits, rule, event)
            base = counted.setdefault((rule.id, event.ip), Hit(rule, event.ip, event.time, event.time, file=event.file))
            base.add(event)
            for correlator in correlators:
                if correlator.feed(rule.id, event):
                    _add(hits, correlator.correlation, event)
    for hit in hits.values():
        if isinstance(hit.rule, Correlation) and hit.rule.type != "temporal_ordered":
            _complete(hit, [counted[key] for name in hit.rule.rules if (key := (ids.get(name, name), hit.ip)) in counted])
    seen.hits = sorted(hits.values(), key=lambda hit: (hit.first, hit.rule.id, hit.ip or ""))
    return seen


def _note(seen: Watch, event: Event) -> None:
    seen.first = min(seen.first or event.time, event.time)
    seen.last = max(seen.last or event.time, event.time)
    if event.ip:
        address = seen.addresses.setdefault(event.ip, Seen(event.time, event.time))
        address.first, address.last = min(address.first, event.time), max(address.last, event.time)
        address.events += 1


def _add(hits: dict[tuple[str, str], Hit], rule: Rule | Correlation, event: Event) -> None:
    key = (rule.id, event.ip or f"user {event.user}")
    if key not in hits:
        hits[key] = Hit(rule, event.ip, event.time, event.time, file=event.file)
    hits[key].add(event)


def _complete(hit: Hit, bases: Iterable[Hit]) -> None:
    """A count is met late: the hit is told with all the base events of its actor, from the first."""
    for base in bases:
        hit.first, hit.last = min(hit.first, base.first), max(hit.last, base.last)
        hit.count = max(hit.count, base.count)
        hit.users = {**base.users, **hit.users}
        hit.targets = {**base.targets, **hit.targets}
        hit.evidence = (base.evidence + hit.evidence)[:KEPT]
