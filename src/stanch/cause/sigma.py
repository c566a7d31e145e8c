"""Sigma rules (through pySigma) as functions of an event, and correlation rules over the stream of their hits.

Rules of our own (`detections/*.yml`) carry beside standard Sigma a `stanch` section:

    story    one sentence for the account, filled from the hit: {ip} {user} {count} {users} {targets} {first} {last}
    access   true where such an event means that data could be reached (opens the window of exposure)
    matches  events (fields) that must fire, passes  events that must not
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from stanch.cause.event import Event
from stanch.errors import BrokenDataFile, Fault

HERE = Path(__file__).parent / "detections"
Predicate = Callable[[dict[str, Any]], bool]
# Sigma's logsource -> our kinds of log. A rule for any other source cannot fire here and is counted as not applicable.
SOURCES: dict[tuple[str | None, str | None, str | None], str] = {
    ("webserver", None, None): "web",
    ("proxy", None, None): "web",
    (None, "linux", "sshd"): "sshd",
    (None, "linux", "auth"): "sshd",
    (None, "linux", "sudo"): "sshd",
    (None, "m365", None): "m365",
    (None, "m365", "audit"): "m365",
    (None, "m365", "exchange"): "m365",
    (None, "m365", "threat_management"): "m365",
    (None, "aws", "s3"): "s3",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One Sigma rule ready to run. `base` rules only feed correlations."""

    id: str
    title: str
    level: str
    kind: str
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    fires: Predicate
    file: str
    story: str = ""
    access: bool = False
    base: bool = False
    name: str = ""
    matches: tuple[dict[str, Any], ...] = ()
    passes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Correlation:
    """A Sigma correlation rule: `event_count` or `value_count` within `span`, or `temporal_ordered` rules."""

    id: str
    title: str
    level: str
    type: str
    rules: tuple[str, ...]
    group_by: tuple[str, ...]
    span: timedelta
    least: int
    counted: str | None
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    file: str
    story: str = ""
    access: bool = False


@dataclass(slots=True)
class RuleSet:
    """All rules by kind of log. `skipped` counts rules for sources that no log here has."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    correlations: list[Correlation] = field(default_factory=list)
    skipped: int = 0

    def all(self) -> Iterator[Rule]:
        """Every rule."""
        for rules in self.rules.values():
            yield from rules


@cache
def own_rules() -> RuleSet:
    """The rules that ship with Stanch."""
    return load(sorted(HERE.glob("*.yml")))


def load(files: Iterable[Path]) -> RuleSet:
    """Read Sigma files. Raises `BrokenDataFile` with every file that is no Sigma rule."""
    from sigma.collection import SigmaCollection
    from sigma.correlations import SigmaCorrelationRule
    from sigma.exceptions import SigmaError

    found, faults = RuleSet(), []
    bases: set[str] = set()
    parsed: list[tuple[Path, Any]] = []
    for file in files:
        try:
            collection = SigmaCollection.from_yaml(file.read_text(encoding="utf-8"))
            parsed += [(file, rule) for rule in collection.rules]
        except (SigmaError, ValueError, OSError) as error:
            faults.append(Fault(str(file), 1, 1, str(error)))
        except Exception as error:  # noqa: BLE001 pySigma leaks the YAML reader's and its own errors; the place is what matters
            faults.append(Fault(str(file), 1, 1, f"not a Sigma rule: {error}"))
    if faults:
        raise BrokenDataFile(faults)
    for file, rule in parsed:
        if isinstance(rule, SigmaCorrelationRule):
            found.correlations.append(_correlation(rule, file))
            if not rule.generate:
                bases |= {reference.reference for reference in rule.rules or ()}
    for file, rule in parsed:
        if not isinstance(rule, SigmaCorrelationRule):
            _add(found, rule, file, bases)
    return found


def _add(found: RuleSet, rule: Any, file: Path, bases: set[str]) -> None:
    source = rule.logsource
    kind = SOURCES.get((source.category, source.product, source.service)) or SOURCES.get((source.category, None, None))
    if kind is None:
        found.skipped += 1
        return
    conditions = [_compile(condition.parsed) for condition in rule.detection.parsed_condition]
    own = rule.custom_attributes.get("stanch", {})
    tactics, techniques = _tags(rule)
    name = str(rule.id or rule.title)
    found.rules.setdefault(kind, []).append(
        Rule(
            id=name,
            title=rule.title,
            level=rule.level.name.lower() if rule.level else "medium",
            kind=kind,
            tactics=tactics,
            techniques=techniques,
            fires=lambda fields: any(condition(fields) for condition in conditions),
            file=file.name,
            story=own.get("story", ""),
            access=bool(own.get("access")),
            base=bool({name, rule.name} & bases),
            name=rule.name or name,
            matches=tuple(own.get("matches", ())),
            passes=tuple(own.get("passes", ())),
        ),
    )


def _correlation(rule: Any, file: Path) -> Correlation:
    own = rule.custom_attributes.get("stanch", {})
    tactics, techniques = _tags(rule)
    condition = rule.condition
    # "gt" counts one more than "gte"
    least = condition.count + (condition.op.name == "GT") if condition else len(rule.rules)
    return Correlation(
        id=str(rule.id or rule.title),
        title=rule.title,
        level=rule.level.name.lower() if rule.level else "medium",
        type=rule.type.name.lower(),
        rules=tuple(reference.reference for reference in rule.rules),
        group_by=tuple(rule.group_by or ()),
        span=timedelta(seconds=rule.timespan.seconds),
        least=least,
        counted=(condition.fieldref[0] if isinstance(condition.fieldref, list) else condition.fieldref)
        if condition and condition.fieldref
        else None,
        tactics=tactics,
        techniques=techniques,
        file=file.name,
        story=own.get("story", ""),
        access=bool(own.get("access")),
    )


def _tags(rule: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [tag.name for tag in rule.tags if tag.namespace == "attack"]
    techniques = tuple(name.upper() for name in names if re.fullmatch(r"t\d{4}(\.\d{3})?", name))
    return tuple(name for name in names if not re.fullmatch(r"[tgs]\d{4}(\.\d{3})?", name)), techniques


def _compile(node: Any) -> Predicate:
    """A node of pySigma's condition tree as a function of an event's fields."""
    kind = type(node).__name__
    if kind in ("ConditionAND", "ConditionOR"):
        parts = [_compile(part) for part in node.args]
        if kind == "ConditionAND":
            return lambda fields: all(part(fields) for part in parts)
        return lambda fields: any(part(fields) for part in parts)
    if kind == "ConditionNOT":
        inner = _compile(node.args[0])
        return lambda fields: not inner(fields)
    test = _value(node.value)
    if kind == "ConditionFieldEqualsValueExpression":
        name = node.field
        return lambda fields: test(fields.get(name))
    # A keyword: in any field.
    return lambda fields: any(test(value, contains=True) for value in fields.values())


def _value(value: Any) -> Callable[..., bool]:
    kind = type(value).__name__
    if kind == "SigmaString":
        whole = re.compile(
            value.to_regex().regexp.to_plain() if hasattr(value.to_regex().regexp, "to_plain") else str(value.to_regex().regexp),
            re.IGNORECASE | re.DOTALL,
        )
        return lambda found, contains=False: (
            found is not None and bool(whole.search(str(found)) if contains else whole.fullmatch(str(found)))
        )
    if kind == "SigmaRegularExpression":
        flags = re.DOTALL
        for flag in value.flags:
            flags |= getattr(re, flag.name)
        pattern = re.compile(str(value.regexp), flags)
        return lambda found, **_: found is not None and bool(pattern.search(str(found)))
    if kind == "SigmaNumber":
        return lambda found, **_: _number(found) == value.number
    if kind == "SigmaCompareExpression":
        return _compare(value)
    if kind == "SigmaCIDRExpression":
        network = ip_network(value.cidr, strict=False)
        return lambda found, **_: _inside(found, network)
    if kind == "SigmaNull":
        return lambda found, **_: found is None or found == ""
    if kind == "SigmaBool":
        return lambda found, **_: str(found).lower() == str(value.boolean).lower()
    if kind == "SigmaExists":
        return lambda found, **_: (found is not None) == bool(value)
    return lambda _found, **_: False  # a value type that no event here can have


def _compare(value: Any) -> Callable[..., bool]:
    bound, op = value.number.number, value.op.name

    def test(found: Any, **_: Any) -> bool:
        number = _number(found)
        if number is None:
            return False
        return bool({"LT": number < bound, "LTE": number <= bound, "GT": number > bound, "GTE": number >= bound}.get(op, number != bound))

    return test


def _number(found: Any) -> float | None:
    try:
        return float(found)
    except (TypeError, ValueError):
        return None


def _inside(found: Any, network: Any) -> bool:
    try:
        return ip_address(str(found)) in network
    except ValueError:
        return False


class Correlator:
    """Follows the hits of base rules and tells when a correlation is met. Feed hits in the order of time."""

    def __init__(self, correlation: Correlation, ids: dict[str, str]) -> None:
        self.correlation = correlation
        self._sequence = [ids.get(name, name) for name in correlation.rules]
        self._wanted = frozenset(self._sequence)
        self._seen: dict[tuple[str, ...], deque[tuple[datetime, str, str]]] = {}
        self._values: dict[tuple[str, ...], Counter[str]] = {}

    def feed(self, rule: str, event: Event) -> bool:
        """Whether the correlation is met by this hit, for the group that the event belongs to."""
        if rule not in self._wanted:
            return False
        group = tuple(str(event.fields.get(name, "")) for name in self.correlation.group_by)
        seen, values = self._seen.setdefault(group, deque()), self._values.setdefault(group, Counter())
        value = str(event.fields.get(self.correlation.counted or "", ""))
        seen.append((event.time, rule, value))
        values[value] += 1
        while seen and event.time - seen[0][0] > self.correlation.span:
            _, _, gone = seen.popleft()
            values[gone] -= 1
            if not values[gone]:
                del values[gone]
        return self._met(rule, seen, values)

    def _met(self, rule: str, seen: deque[tuple[datetime, str, str]], values: Counter[str]) -> bool:
        if self.correlation.type == "event_count":
            return len(seen) >= self.correlation.least
        if self.correlation.type == "value_count":
            return len(values) >= self.correlation.least
        if self.correlation.type == "temporal_ordered":
            return rule == self._sequence[-1] and _in_order((name for _, name, _ in seen), self._sequence)
        return self._wanted <= {name for _, name, _ in seen}


def _in_order(names: Iterable[str], sequence: list[str]) -> bool:
    wanted = 0
    for name in names:
        if name == sequence[wanted]:
            wanted += 1
            if wanted == len(sequence):
                return True
    return False
