"""What a rule is once it is compiled: its names and tags, and a tree that is asked about an event's fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from stanch.cause.sigma.evaluate import Packed, Predicate, Tree, compile_tree, unpacked
from stanch.cause.sigma.sources import Source


@dataclass(frozen=True)
class Rule:
    """One Sigma rule ready to run. What it asks and the literals it needs are unpacked when first needed; `base` rules
    only feed correlations, `sources` say of which events it may be asked.
    """

    id: str
    title: str
    level: str
    kind: str
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    packed_tree: Packed
    packed_groups: Packed
    file: str
    sources: tuple[Source, ...] = ()
    story: str = ""
    access: bool = False
    habit: str = ""  # by what a habit is known (see `habits.py`); empty where there is none
    base: bool = False
    name: str = ""
    matches: tuple[dict[str, Any], ...] = ()
    passes: tuple[dict[str, Any], ...] = ()

    @cached_property
    def tree(self) -> Tree:
        """The condition (see `evaluate.py`)."""
        return list(unpacked(self.packed_tree))

    @property
    def groups(self) -> list[list[str]]:
        """Literals of which each group must be met, each group in an order of its own (see `literals.py`)."""
        return list(unpacked(self.packed_groups))

    @cached_property
    def fires(self) -> Predicate:
        """Whether the rule holds for an event's fields; made when it is first needed, since most rules never are."""
        return compile_tree(self.tree)


@dataclass(frozen=True, slots=True)
class Correlation:
    """A Sigma correlation rule: what is counted over which rules, in what time, and the number that must be reached.

    `bound` is (operator, number), the operator a word of Sigma (`gte`, `lt`, …); for the temporal types the number of
    rules. `aliases` give the field of a group by rule. `expression` is the tree of an extended condition over rules.
    """

    id: str
    title: str
    level: str
    type: str
    rules: tuple[str, ...]
    group_by: tuple[str, ...]
    span: timedelta
    bound: tuple[str, float]
    counted: str | None
    tactics: tuple[str, ...]
    techniques: tuple[str, ...]
    file: str
    story: str = ""
    access: bool = False
    habit: str = ""  # by what a habit is known (see `habits.py`); empty where there is none
    name: str = ""
    percentile: int = 50
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    expression: list[Any] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that cannot be used: where it stands and why. One such rule never keeps the others from running."""

    file: str
    why: str


@dataclass(slots=True)
class RuleSet:
    """All rules by kind of log. `skipped` counts rules for sources that no log here has; `broken` tells each that is no rule."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    correlations: list[Correlation] = field(default_factory=list)
    skipped: int = 0
    broken: list[Broken] = field(default_factory=list)

    def all(self) -> Iterator[Rule]:
        """Every rule."""
        for rules in self.rules.values():
            yield from rules

    def ids(self) -> dict[str, str]:
        """The id of each rule by all that another rule may call it: its title, name or id."""
        found: dict[str, str] = {}
        for rule in self.all():
            found.update(dict.fromkeys((rule.title, rule.name, rule.id), rule.id))
        for correlation in self.correlations:
            found.update(dict.fromkeys((correlation.title, correlation.name, correlation.id), correlation.id))
        return found

    def joined(self, more: RuleSet) -> RuleSet:
        """Both sets as one. A rule that both hold (by its id) is kept as it stands in this one."""
        known = {rule.id for rule in self.all()} | {rule.id for rule in self.correlations}
        rules = {kind: list(own) for kind, own in self.rules.items()}
        for rule in more.all():
            if rule.id not in known:
                rules.setdefault(rule.kind, []).append(rule)
        correlations = self.correlations + [rule for rule in more.correlations if rule.id not in known]
        return RuleSet(rules, correlations, self.skipped + more.skipped, self.broken + more.broken)
