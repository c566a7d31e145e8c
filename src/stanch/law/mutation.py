"""Breaks a law one condition at a time: a statute file is proven only if some case of its own notices each break."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from stanch.law import proof, statutes
from stanch.law.answers import Outcome
from stanch.law.facts import from_values
from stanch.law.instrument import Combination, Condition, Definition, Instrument, Rule, Threshold
from stanch.law.statutes import Statute
from stanch.records import Facts

Break = Callable[[Instrument], Instrument]


Told = dict[str, Outcome]  # what other laws answered in a case, which no break of this one changes
Prepared = list[tuple[Facts, dict[str, Any], frozenset[str], Told | None]]  # with the words of the case
TERMS = {"amount", "unit", "from_", "from"}  # what a case may expect of a clock


def survivors(statute: Statute) -> list[str]:
    """What could be broken in this file without any of its cases noticing."""
    return _survivors(statute, breaks)


def clock_survivors(statute: Statute) -> list[str]:
    """Whose amount, unit or beginning could be another in this file without any of its cases noticing."""
    return _survivors(statute, clock_breaks, timed=True)


def _survivors(statute: Statute, ways: Callable[[Instrument], Iterator[tuple[str, Break]]], *, timed: bool = False) -> list[str]:
    alone = _stands_alone(statute)
    prepared: Prepared = [
        (from_values(facts), expect, _words([name, facts, expect]), {} if alone else None)
        for name, facts, expect in proof.expanded(statute.versions[-1].law)
        if not timed or any(isinstance(wanted, Mapping) and TERMS & set(wanted) for wanted in expect.values())
    ]
    laws = {known.as_of or date.max: statute.on(known.as_of or date.max) for known, *_ in prepared}
    found: dict[str, Break] = {}
    for law in laws.values():
        found.update(ways(law))
    return [what for what, broken in found.items() if not _noticed(what, broken, laws, prepared)]


def _stands_alone(statute: Statute) -> bool:
    """Whether what other laws say of a notice to any authority cannot turn on this one: it asks that itself, and none asks it."""
    own = {version.law.code for version in statute.versions}
    asks = all(version.law.asks_of_others for version in statute.versions)
    return asks and not any(
        owed.partition("/")[0] in own
        for other in statutes.library()
        if other.code not in own
        for version in other.versions
        for owed in version.law.asked_of
    )


def clock_breaks(law: Instrument) -> Iterator[tuple[str, Break]]:
    """Each clock with one more of its unit, with another unit, and counted from another moment."""
    for rule in law.rules:
        for index, span in enumerate(rule.deadline):
            changes: list[tuple[str, dict[str, Any]]] = [
                (f"in {span.unit}", {"unit": "hours" if span.unit != "hours" else "days"}),
                (f"from {span.from_}", {"from_": "occurrence" if span.from_ != "occurrence" else "discovery"}),
            ]
            if span.amount is not None:
                changes.append((f"of {span.amount:g} {span.unit}", {"amount": span.amount + 1}))
            for what, change in changes:
                moved = tuple(replace(one, **change) if place == index else one for place, one in enumerate(rule.deadline))
                yield f"rule {rule.id}: deadline {index + 1} {what}", _in_list("rules", rule.id, deadline=moved)


def _noticed(what: str, broken: Break, laws: dict[date, Instrument], prepared: Prepared) -> bool:
    changed = {day: broken(law) for day, law in laws.items()}
    touched = {day for day, law in changed.items() if law != laws[day]}
    named = _words(what)
    spoken = Counter(word for _, _, words, _ in prepared for word in words & named)
    rare = [sum(1 / spoken[word] for word in words & named) for _, _, words, _ in prepared]
    # Asked first is the case that alone speaks of what was broken; of equals the one that noticed the last, since breaks of one rule
    # follow one another.
    for at in sorted(range(len(prepared)), key=lambda one: -rare[one]):
        known, expect, _, told = prepared[at]
        day = known.as_of or date.max
        if day in touched and _contradicts(known, changed[day], expect, told):
            prepared.insert(0, prepared.pop(at))
            return True
    return False


def _words(node: Any) -> frozenset[str]:
    """Every word that stands in a case, or in the name of a break."""
    if isinstance(node, Mapping):
        return frozenset(word for pair in node.items() for word in _words(list(pair)))
    if isinstance(node, list | tuple):
        return frozenset(word for one in node for word in _words(one))
    return frozenset(re.findall(r"[\w.]+", str(node)))


def _contradicts(known: Facts, law: Instrument, expect: dict[str, Any], told: Told | None) -> bool:
    """Does the law come out otherwise than the case expects? Only what the case names is judged, which is quick."""
    court = proof.court(known, law)
    if told is not None:
        court.regulators = told
    if law.status != "enacted" or not court.concerned(law):
        return any(wanted != "absent" for wanted in expect.values())
    rules = {rule.id: rule for rule in law.rules}
    dated = any(isinstance(wanted, Mapping) and TERMS & set(wanted) for wanted in expect.values())
    made = {duty.rule: duty for duty in court.duties(law)} if dated else {}
    for name, wanted in expect.items():
        rule = rules.get(name)
        required = court.finding(law, rule).required if rule else None
        if rule is None or (rule.listed == "when_owed" and required is False):
            if wanted != "absent":
                return True
        elif wanted == "absent" or required != (wanted.get("required", required) if isinstance(wanted, Mapping) else wanted):
            return True
        elif isinstance(wanted, Mapping) and TERMS & set(wanted):
            try:
                proof.compare(name, made[name], wanted)
            except AssertionError:
                return True
    return False


def breaks(law: Instrument) -> Iterator[tuple[str, Break]]:
    """Every single break, named."""
    for rule in law.rules:
        yield from _rule_breaks(rule)
    for named in law.conditions:
        for what, tree in loosened(named.when):
            yield f"condition {named.id}: {what}", _in_list("conditions", named.id, when=tree)
    for exemption in law.exemptions:
        name = f"exemption {exemption.id}"
        yield f"{name} taken away", _without("exemptions", exemption.id)
        for rule_id in exemption.removes:
            if rule_id in [rule.id for rule in law.rules]:
                left = tuple(one for one in exemption.removes if one != rule_id)
                yield f"{name}: no longer removes {rule_id}", _in_list("exemptions", exemption.id, removes=left)
        for what, tree in loosened(exemption.when):
            yield f"{name}: {what}", _in_list("exemptions", exemption.id, when=tree)
    for definition in law.definitions:
        yield from _definition_breaks(definition)
    if law.deceased is not None and not law.deceased.counted:
        yield "the dead count", lambda one: replace(one, deceased=None)
        if law.deceased.places:
            yield "the dead count nowhere", _dead_nowhere


def _dead_nowhere(law: Instrument) -> Instrument:
    return replace(law, deceased=replace(law.deceased, places=())) if law.deceased else law


def _rule_breaks(rule: Rule) -> Iterator[tuple[str, Break]]:
    for what, tree in loosened(rule.trigger):
        yield f"rule {rule.id}: {what}", _in_list("rules", rule.id, trigger=tree)
    if rule.threshold is not None:
        other = _other_edge(rule.threshold)
        yield f"rule {rule.id}: without its number", _in_list("rules", rule.id, threshold=None)
        yield f"rule {rule.id}: {rule.threshold.op} becomes {other.op}", _in_list("rules", rule.id, threshold=other)
    for index, span in enumerate(rule.deadline):
        if span.when is not None:
            left = tuple(one for place, one in enumerate(rule.deadline) if place != index)
            yield f"rule {rule.id}: without deadline {index + 1}", _in_list("rules", rule.id, deadline=left)


def _other_edge(threshold: Threshold) -> Threshold:
    other = {"gt": "ge", "ge": "gt", "lt": "le", "le": "lt"}[threshold.op]
    return replace(threshold, op=other)  # type: ignore[arg-type]


def _definition_breaks(definition: Definition) -> Iterator[tuple[str, Break]]:
    for combination in definition.combinations:
        partner = f" with {' '.join(combination.with_)}" if combination.with_ else ""
        name = f"definition {definition.id}: {' '.join(combination.one_of)}{partner}"
        yield f"{name} taken away", _in_combination(definition.id, combination, None)
        for word in combination.one_of if len(combination.one_of) > 1 else ():
            left = tuple(one for one in combination.one_of if one != word)
            yield f"{name}: without {word}", _in_combination(definition.id, combination, replace(combination, one_of=left))
        if combination.with_:
            yield f"{name}: needs no partner", _in_combination(definition.id, combination, replace(combination, with_=()))
        if combination.not_of:
            yield f"{name}: with what does not count", _in_combination(definition.id, combination, replace(combination, not_of=()))
        if combination.under is not None:
            yield f"{name}: of any age", _in_combination(definition.id, combination, replace(combination, under=None))
        if combination.when is not None:
            yield f"{name}: for everyone", _in_combination(definition.id, combination, replace(combination, when=None))


def loosened(tree: Condition) -> Iterator[tuple[str, Condition]]:
    """The tree with one of its parts left out, in every way."""
    for kind in ("all", "any", "none"):
        parts: tuple[Condition, ...] = getattr(tree, kind)
        for index, part in enumerate(parts):
            left = (*parts[:index], *parts[index + 1 :])
            if left:
                yield f"without {_named(part)}", _with_parts(tree, kind, left)
            for what, inner in loosened(part):
                yield what, _with_parts(tree, kind, (*parts[:index], inner, *parts[index + 1 :]))
    if tree.count is not None:
        yield f"count {tree.count.op} moved", replace(tree, count=_other_edge(tree.count))
    if len(tree.one_of) > 1:
        for word in tree.one_of:
            yield f"{tree.fact} without {word}", replace(tree, one_of=tuple(one for one in tree.one_of if one != word))


def _with_parts(tree: Condition, kind: str, parts: tuple[Condition, ...]) -> Condition:
    whole: Any = {kind: parts}
    return replace(tree, **whole)


def _named(part: Condition) -> str:
    one_of = f" {'/'.join(str(word) for word in part.one_of)}" if part.one_of else ""
    kind = next((name for name in ("all", "any", "none") if getattr(part, name)), "count")
    return f"{part.fact or part.exposed or part.defined or part.owed or kind}{one_of}"


def _in_list(name: str, entry: str, **changes: Any) -> Break:
    def broken(law: Instrument) -> Instrument:
        changed = tuple(replace(one, **changes) if one.id == entry else one for one in getattr(law, name))
        whole: Any = {name: changed}
        return replace(law, **whole)

    return broken


def _without(name: str, entry: str) -> Break:
    def broken(law: Instrument) -> Instrument:
        whole: Any = {name: tuple(one for one in getattr(law, name) if one.id != entry)}
        return replace(law, **whole)

    return broken


def _in_combination(definition: str, old: Combination, new: Combination | None) -> Break:
    def broken(law: Instrument) -> Instrument:
        changed = []
        for one in law.definitions:
            swapped = (new if each == old else each for each in one.combinations)
            kept = tuple(combination for combination in swapped if combination is not None)
            changed.append(replace(one, combinations=kept) if one.id == definition else one)
        return replace(law, definitions=tuple(changed))

    return broken
