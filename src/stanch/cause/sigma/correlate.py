"""Correlation rules over the hits of other rules, fed in the order of time.

What is remembered of a group: the last times of what is counted, never the events. Groups that have been quiet for longer
than the rule's span are forgotten, so memory stays flat over any number of events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from statistics import fmean, median
from typing import Any

from stanch.cause.event import Event
from stanch.cause.sigma.evaluate import OPERATORS, number
from stanch.cause.sigma.rule import Correlation, RuleSet

GROUPS = 50_000  # groups of one rule held before the quiet ones are forgotten
VALUES = 100_000  # numbers held for sums, means and percentiles of one group
Group = tuple[str, ...]


class Correlators:
    """All correlation rules of a set. A correlation may count the hits of another one."""

    def __init__(self, rules: RuleSet) -> None:
        ids = rules.ids()
        self._by_rule: dict[str, list[_Follower]] = {}
        for correlation in rules.correlations:
            follower = _Follower(correlation, [ids.get(name, name) for name in correlation.rules], ids)
            for name in follower.wanted:
                self._by_rule.setdefault(name, []).append(follower)

    def wants(self, rule: str) -> bool:
        """Whether hits of this rule are counted by any correlation."""
        return rule in self._by_rule

    def feed(self, rule: str, event: Event) -> list[Correlation]:
        """The correlations that this hit completes, for the group that the event belongs to."""
        met: list[Correlation] = []
        waiting = [rule]
        while waiting:
            name = waiting.pop(0)
            for follower in self._by_rule.get(name, ()):
                # A ring of correlations that count each other ends where one comes up again.
                if follower.correlation not in met and follower.feed(name, event):
                    met.append(follower.correlation)
                    waiting.append(follower.correlation.id)
        return met


class _Follower:
    """One correlation rule with its groups."""

    def __init__(self, correlation: Correlation, sequence: list[str], ids: dict[str, str]) -> None:
        self.correlation = correlation
        self.wanted = frozenset(sequence)
        self._sequence = sequence
        self._ids = ids
        self._groups: dict[Group, Any] = {}
        self._latest: dict[Group, datetime] = {}
        self._aliases = {alias: {ids.get(name, name): field for name, field in by.items()} for alias, by in correlation.aliases.items()}
        self._step: Callable[[Group, str, Event], bool] = {
            "event_count": self._event_count,
            "value_count": self._value_count,
            "temporal": self._temporal,
            "temporal_ordered": self._ordered,
        }.get(correlation.type, self._measured)

    def feed(self, rule: str, event: Event) -> bool:
        group = tuple(str(event.fields.get(self._aliases.get(name, {}).get(rule, name), "")) for name in self.correlation.group_by)
        self._latest.pop(group, None)
        self._latest[group] = event.time  # the longest quiet group stands first
        if len(self._latest) > GROUPS:
            self._forget(event.time)
        return self._step(group, rule, event)

    def _forget(self, now: datetime) -> None:
        """Quiet groups go; where none is quiet, the longest quiet tenth goes all the same."""
        quiet = [group for group, last in self._latest.items() if now - last > self.correlation.span]
        for group in quiet or list(self._latest)[: GROUPS // 10]:
            del self._latest[group]
            self._groups.pop(group, None)

    def _holds(self, count: float) -> bool:
        name, bound = self.correlation.bound
        return OPERATORS[name](count, bound)

    def _event_count(self, group: Group, _rule: str, event: Event) -> bool:
        # For "at least n" the last n times tell; other bounds need one more to see that it is exceeded.
        seen: deque[datetime] = self._groups.setdefault(group, deque(maxlen=max(int(self.correlation.bound[1]), 0) + 2))
        seen.append(event.time)
        _drop(seen, event.time - self.correlation.span)
        return self._holds(len(seen))

    def _value_count(self, group: Group, _rule: str, event: Event) -> bool:
        seen: dict[str, datetime] = self._groups.setdefault(group, {})
        value = event.fields.get(self.correlation.counted or "")
        if value is not None:
            seen.pop(str(value), None)
            seen[str(value)] = event.time
        while seen and event.time - seen[next(iter(seen))] > self.correlation.span:
            del seen[next(iter(seen))]
        return self._holds(len(seen))

    def _temporal(self, group: Group, rule: str, event: Event) -> bool:
        seen: dict[str, datetime] = self._groups.setdefault(group, {})
        seen[rule] = event.time
        there = {name for name, last in seen.items() if event.time - last <= self.correlation.span}
        if self.correlation.expression:
            return _expressed(self.correlation.expression, there, self._ids)
        return self.wanted <= there

    def _ordered(self, group: Group, rule: str, event: Event) -> bool:
        """`begun[i]` is the latest moment at which a run of the first i+1 rules, now complete, began."""
        begun: list[datetime | None] = self._groups.setdefault(group, [None] * len(self._sequence))
        met = False
        for at in range(len(begun) - 1, -1, -1):
            if self._sequence[at] != rule:
                continue
            start = event.time if at == 0 else begun[at - 1]
            if start is not None and event.time - start <= self.correlation.span:
                begun[at] = start
                met = met or at == len(begun) - 1
        return met

    def _measured(self, group: Group, _rule: str, event: Event) -> bool:
        seen: deque[tuple[datetime, float]] = self._groups.setdefault(group, deque(maxlen=VALUES))
        value = number(event.fields.get(self.correlation.counted or ""))
        if value is None:
            return False
        seen.append((event.time, value))
        while seen and event.time - seen[0][0] > self.correlation.span:
            seen.popleft()
        return self._holds(_measure(self.correlation.type, [one for _, one in seen], self.correlation.percentile))


def _drop(seen: deque[datetime], before: datetime) -> None:
    while seen and seen[0] < before:
        seen.popleft()


def _measure(name: str, values: list[float], percentile: int) -> float:
    if name == "value_sum":
        return sum(values)
    if name == "value_avg":
        return fmean(values)
    if name == "value_median":
        return median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percentile // 100) - 1))]


def _expressed(tree: list[Any], there: set[str], ids: dict[str, str]) -> bool:
    sort, parts = tree
    if sort == "rule":
        return ids.get(parts, parts) in there
    if sort == "not":
        return not _expressed(parts[0], there, ids)
    held: Iterable[bool] = (_expressed(part, there, ids) for part in parts)
    return all(held) if sort == "and" else any(held)
