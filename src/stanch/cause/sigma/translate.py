"""A Sigma file as plain records, through pySigma: what is kept in the cache and made into rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stanch.cause.sigma.evaluate import Tree, packed
from stanch.cause.sigma.linear import ANY, ONE
from stanch.cause.sigma.literals import groups

Record = dict[str, Any]
MOST_VALUES = 200  # texts that one value may become through its placeholders
TECHNIQUE = re.compile(r"t\d{4}(\.\d{3})?")
PARTED = frozenset(("stealth", "defense-impairment"))
NAMED = re.compile(r"[tgs]\d{4}(\.\d{3})?")  # techniques, groups, software: everything that is no tactic


class CannotUse(ValueError):
    """Why a rule that pySigma reads cannot be asked here."""


def records(text: str, given: Mapping[str, Sequence[str]]) -> list[Record]:
    """Each rule of a file; a rule that cannot be used is `{"broken": why}`. `given` are the values of placeholders."""
    from sigma.collection import SigmaCollection

    try:
        # References between rules are followed by us: a set may spread them over files.
        collection = SigmaCollection.from_yaml(text, collect_errors=True, collect_filters=False)
    except Exception as error:  # noqa: BLE001 pySigma leaks the YAML reader's and its own errors; the place is what matters
        return [{"broken": f"not a Sigma rule: {_short(error)}"}]
    # The collection's list repeats the faults of its rules, which are told with the rule's name below.
    of_rules = {_short(error) for rule in collection.rules for error in rule.errors}
    found = [{"broken": _short(error)} for error in collection.errors if _short(error) not in of_rules]
    for rule in collection.rules:
        try:
            found.append(_record(rule, given))
        except Exception as error:  # noqa: BLE001 one broken rule never keeps the others from running
            found.append({"broken": f"{rule.title}: {_short(error)}"})
    return found


def _short(error: Any) -> str:
    return " ".join(str(error).split())[:300]


def _tactic(name: str) -> str:
    """The tactic as stories tell it: ATT&CK 19 (2026) parted defense evasion into stealth and defense impairment; public rules follow."""
    name = name.replace("_", "-")
    return "defense-evasion" if name in PARTED else name


def _record(rule: Any, given: Mapping[str, Sequence[str]]) -> Record:
    from sigma.correlations import SigmaCorrelationRule

    if rule.errors:
        return {"broken": f"{rule.title}: {_short(rule.errors[0])}"}
    own = rule.custom_attributes.get("stanch", {})
    names = [tag.name for tag in rule.tags if tag.namespace == "attack"]
    record: Record = {
        "id": str(rule.id or rule.title),
        "title": rule.title,
        "name": rule.name or "",
        "level": rule.level.name.lower() if rule.level else "medium",
        # Since 2026 tactics are written with underscores by some and with hyphens by others.
        "tactics": list(dict.fromkeys(_tactic(name) for name in names if not NAMED.fullmatch(name))),
        "techniques": [name.upper() for name in names if TECHNIQUE.fullmatch(name)],
        "story": own.get("story", ""),
        "access": bool(own.get("access")),
        "habit": str(own.get("habit") or ""),
    }
    if isinstance(rule, SigmaCorrelationRule):
        return record | _correlation(rule)
    source = rule.logsource
    trees = [tree_of(condition.parsed, given) for condition in rule.detection.parsed_condition]
    tree = trees[0] if len(trees) == 1 else ["or", trees]
    return record | {
        "logsource": [source.category, source.product, source.service],
        "tree": packed(tree),
        "groups": packed([sorted(group) for group in groups(tree)]),
        "matches": list(own.get("matches", ())),
        "passes": list(own.get("passes", ())),
    }


def _correlation(rule: Any) -> Record:
    condition = rule.condition
    extended = hasattr(condition, "expression")
    named = [reference.reference for reference in rule.rules or ()] or (condition.get_referenced_rules() if extended else [])
    field = getattr(condition, "fieldref", None)
    return {
        "correlation": rule.type.name.lower(),
        "rules": list(named),
        "generate": bool(rule.generate),
        "group_by": list(rule.group_by or ()),
        "span": rule.timespan.seconds,
        "bound": ["gte", len(named)] if extended else [condition.op.name.lower(), condition.count],
        "counted": field[0] if isinstance(field, list) else field,
        "percentile": getattr(condition, "percentile", None) or 50,
        "aliases": {one.alias: {key.reference: name for key, name in one.mapping.items()} for one in rule.aliases},
        "expression": _expression(condition._parsed) if extended else None,  # noqa: SLF001 pySigma has no other way to it
    }


def _expression(node: Any) -> list[Any]:
    if hasattr(node, "reference"):
        return ["rule", node.reference]
    sort = type(node).__name__.rpartition("Condition")[2].lower()
    return [sort, [_expression(part) for part in node.args]]


def tree_of(node: Any, given: Mapping[str, Sequence[str]]) -> Tree:
    """A node of pySigma's condition tree."""
    sort = type(node).__name__
    if sort in ("ConditionAND", "ConditionOR"):
        return [sort[9:].lower(), [tree_of(part, given) for part in node.args]]
    if sort == "ConditionNOT":
        return ["not", tree_of(node.args[0], given)]
    return _leaf(getattr(node, "field", None), node.value, given)


def _leaf(field: str | None, value: Any, given: Mapping[str, Sequence[str]]) -> Tree:
    sort = type(value).__name__
    if sort == "SigmaExpansion":
        return ["or", [_leaf(field, one, given) for one in value.values]]
    if sort in ("SigmaString", "SigmaCasedString"):
        texts = _filled(list(value.s), given)
        leaves: list[Tree] = [["is", field, ["text", parts, sort == "SigmaCasedString"]] for parts in texts]
        return leaves[0] if len(leaves) == 1 else ["or", leaves]
    return ["is", field, _value(sort, value)]


def _filled(parts: list[Any], given: Mapping[str, Sequence[str]]) -> list[list[Any]]:
    """The parts of a text with each placeholder replaced by each of its values."""
    texts: list[list[Any]] = [[]]
    for part in parts:
        if isinstance(part, str):
            choices: Sequence[Any] = [part]
        elif type(part).__name__ == "Placeholder":
            if part.name not in given:
                raise CannotUse(f"the placeholder %{part.name}% is not given: write its values into placeholders.yml beside the rules")
            choices = given[part.name]
        else:
            choices = [ANY if part.name == "WILDCARD_MULTI" else ONE]
        texts = [[*text, choice] for text in texts for choice in choices]
        if len(texts) > MOST_VALUES:
            raise CannotUse(f"its placeholders make more than {MOST_VALUES} texts of one")
    return [_merged(text) for text in texts]


def _merged(parts: list[Any]) -> list[Any]:
    """Neighbouring texts as one, so that a filled placeholder leaves no seam."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _value(sort: str, value: Any) -> list[Any]:  # one return a sort of value
    if sort == "SigmaRegularExpression":
        flags = re.NOFLAG
        for flag in value.flags:
            flags |= getattr(re, flag.name)
        pattern = value.regexp.original if hasattr(value.regexp, "original") else str(value.regexp)
        re.compile(pattern, flags)
        return ["re", pattern, int(flags)]
    if sort == "SigmaTimestampPart":
        return ["part", value.timestamp_part.name.lower(), value.number]
    if sort == "SigmaNumber":
        return ["num", value.number]
    if sort == "SigmaCompareExpression":
        return ["cmp", value.op.name.lower(), value.number.number]
    if sort == "SigmaCIDRExpression":
        return ["cidr", str(value.cidr)]
    if sort == "SigmaNull":
        return ["null"]
    if sort == "SigmaBool":
        return ["bool", bool(value.boolean)]
    if sort == "SigmaExists":
        return ["exists", bool(value.exists)]
    if sort == "SigmaFieldReference":
        return ["same", value.field, bool(value.starts_with), bool(value.ends_with)]
    raise CannotUse(f"a value of the sort {sort} is not understood")
