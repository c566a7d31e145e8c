"""An organisation that owns some of the data and holds the rest for clients: the law asked in each role, and the answers put together.

An owner tells the people; whoever holds data for another tells that owner (45 CFR 164.404 and 164.410; GDPR Art. 33(1) and (2); Cal. Civ.
Code section 1798.82(a) and (b)). Each role is judged by the data that are held in it; what does not turn on the role, by all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.law.instrument import Condition, Instrument, nodes
from stanch.records import DataSet, Duty, Facts
from stanch.records.concern import OWNER, PROCESSOR

KINDS = {"owner": OWNER, "controller": OWNER, "service_provider": PROCESSOR, "processor": PROCESSOR}
# Facts whose answer follows from the role: the role itself, and whether HIPAA binds the organisation as the one or the other.
TURN_ON_ROLE = frozenset({"role", "hipaa_covered", "hipaa_business_associate", "broker_or_public"})
# Under which regime an organisation is as the one or the other.
_REGIMES = {"hipaa_covered_entity": OWNER, "hipaa_business_associate": PROCESSOR}
_STRENGTH: Mapping[object, int] = {False: 0, "conditional": 1, True: 2}


def refuse_without_role(facts: Facts, file: Path | None = None) -> None:
    """Refuse data sets that are stated without a `role` where some data are held for clients: nobody could tell whose they are.

    Of an organisation that is service provider or processor, what says nothing is held in that role. Raises `BrokenDataFile` with the
    place in `file` of each set, or `WrongCall` where the facts come from no file.
    """
    open_sets = [at for at, one in enumerate(facts.data) if not one.role]
    if not open_sets or KINDS.get(facts.org.role or "") == PROCESSOR:
        return
    what = "this data set has no role, and a map of clients says that some data are held for others"
    do = "write `role: service_provider` (or `processor`) beside data held for clients, `role: owner` (or `controller`) beside your own"
    if file is None:
        where = ", ".join(f"data[{at}]" for at in open_sets)
        raise WrongCall(what.replace("this data set has", "these data sets have"), where=where, do=f"{do[0].upper()}{do[1:]}.")
    tree = datafile.load(file)
    listed = tree.get("data") if isinstance(tree, dict) else None
    raise BrokenDataFile([Fault(str(file), *datafile.place(listed, at), f"{what}; {do}") for at in open_sets])


def parted(facts: Facts) -> dict[str, Facts]:
    """The facts in each role, where the data sets name more than one; else nothing."""
    groups: dict[str, list[DataSet]] = {}
    for one in facts.data:
        groups.setdefault(KINDS.get(one.role or facts.org.role or "", ""), []).append(one)
    if len(groups) < 2 or not any(one.role for one in facts.data):
        return {}
    return {kind: _in_role(facts, kind, of_kind) for kind, of_kind in groups.items()}


def alone(facts: Facts) -> Facts:
    """The facts where every data set names one role, and `org.role` does not: that role is the organisation's."""
    told = {KINDS.get(one.role or facts.org.role or "", "") for one in facts.data}
    if len(told) != 1 or not any(one.role for one in facts.data):
        return facts
    role = next(one.role for one in facts.data if one.role)
    return replace(facts, org=replace(facts.org, role=role))


def _in_role(facts: Facts, kind: str, groups: Sequence[DataSet]) -> Facts:
    role = next((one.role for one in groups if one.role), facts.org.role)
    regimes = tuple(one for one in facts.org.regulated_as if _REGIMES.get(one, kind) == kind)
    counted: Counter[str] = Counter()
    for one in groups:
        counted.update(one.affected or {})
    is_told = all(one.affected is not None for one in groups)
    affected = {place: min(number, facts.affected.get(place, number)) for place, number in counted.items()} if is_told else facts.affected
    return replace(facts, org=replace(facts.org, role=role, regulated_as=regimes), data=tuple(groups), affected=affected)


def joined(laws: Sequence[Instrument], whole: Sequence[Duty], parts: Mapping[str, Sequence[Duty]]) -> tuple[Duty, ...]:
    """Every duty once: those that turn on the role as they are in the role in which they weigh most, all others as of all the data."""
    by_code = {law.code: law for law in laws}
    turning = {f"{law.code}/{rule.id}" for law in laws for rule in law.rules if _turns(by_code, law, rule.trigger)}
    found = {one.id: one for one in whole if one.id not in turning}
    for kind, duties in parts.items():
        for one in duties:
            if one.id in turning and (one.id not in found or _STRENGTH[found[one.id].required] < _STRENGTH[one.required]):
                found[one.id] = replace(one, role=kind)
    order = {name: at for at, name in enumerate(dict.fromkeys(one.id for duties in (whole, *parts.values()) for one in duties))}
    return tuple(sorted(found.values(), key=lambda one: (one.jurisdiction, order[one.id])))


def _turns(laws: Mapping[str, Instrument], law: Instrument, tree: Condition, seen: frozenset[str] = frozenset()) -> bool:
    """Whether what a rule asks turns on the role: by itself, by a condition that it calls by name, or by another law's rule."""
    for leaf in nodes(tree):
        if leaf.fact in TURN_ON_ROLE:
            return True
        name = f"{law.code}#{leaf.defined}" if leaf.defined else leaf.owed
        if not name or name in seen:
            continue
        if leaf.defined:
            found = [(law, one.when) for one in law.conditions if one.id == leaf.defined]
        else:
            code, _, rule_id = leaf.owed.partition("/")
            found = [(laws[code], one.trigger) for one in (laws[code].rules if code in laws else ()) if one.id == rule_id]
        if any(_turns(laws, other, one, seen | {name}) for other, one in found):
            return True
    return False
