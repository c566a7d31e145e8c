"""Parts of a law as phrases: conditions, element combinations, numbers, deadlines."""

from __future__ import annotations

from stanch.law import clocks
from stanch.law.circumstances import FACTS
from stanch.law.conditions import OPS, shown
from stanch.law.instrument import Combination, Condition, Instrument, Rule, Span, Substitute, Threshold


def words(name: str) -> str:
    """A word of the data as people read it; authorities keep their capitals."""
    kind, colon, who = name.partition(":")
    return f"{kind} {who.replace('_', ' ')}" if colon and " " not in kind else name.replace("_", " ")


def threshold(rule: Rule) -> str:
    """`more than 500 residents`, or nothing."""
    return number(rule.threshold) if rule.threshold else ""


def number(one: Threshold) -> str:
    """The statute's comparator and number."""
    whose = {"residents": "residents", "notified": "people told", "total": "people", "largest_residence": "people of one state"}
    return f"{OPS[one.op]} {one.n:,} {whose[one.counting]}"


def spans(rule: Rule) -> str:
    """All deadlines of a rule."""
    return "; or ".join(span(one) for one in rule.deadline)


def span(one: Span) -> str:
    """One deadline with its longest, its condition and what delays it."""
    longest = f" and at the latest {clocks.words(one.longstop)}" if one.longstop else ""
    when = f" where {'; '.join(leaves(one.when))}" if one.when else ""
    more = "; ".join([*(f"delay for {words(each)}" for each in one.delays), *(f"extension {words(each)}" for each in one.extensions)])
    return f"{clocks.words(one)}{longest}{when}{f' ({more})' if more else ''}"


def substitute(one: Substitute | None) -> str:
    """When and how substitute notice is allowed."""
    if one is None:
        return ""
    when = [
        f"cost over {one.cost_over:,.0f}" if one.cost_over else "",
        f"more than {one.persons_over:,} people" if one.persons_over else "",
        f"no contact details{f' of {one.without_contact_from:,} or more' if one.without_contact_from else ''}"
        if one.without_contact
        else "",
        "disproportionate effort" if one.disproportionate_effort else "",
    ]
    return f"{' or '.join(part for part in when if part)}: {' and '.join(words(way) for way in one.ways)}"


def combination(one: Combination) -> str:
    """Elements that make personal information."""
    what = "any data" if "*" in one.one_of else " or ".join(words(element) for element in one.one_of)
    parts = [
        f"{one.at_least} of {what}" if one.at_least > 1 else what,
        f"with {' or '.join(words(element) for element in one.with_)}" if one.with_ else "",
        "with the name" if one.name else "without the name too",
        f"but not {', '.join(words(element) for element in one.not_of)}" if one.not_of else "",
        f"of {' or '.join(words(each) for each in one.categories)}" if one.categories else "",
        f"not of {' or '.join(words(each) for each in one.not_categories)}" if one.not_categories else "",
        f"open for {' or '.join(words(each) for each in one.doubtful_categories)}" if one.doubtful_categories else "",
        "(doubtful)" if one.doubtful else "",
        f"where {'; '.join(leaves(one.when))}" if one.when else "",
    ]
    return " ".join(part for part in parts if part)


def counting(law: Instrument) -> str:
    """How an instrument counts time."""
    one = law.counting
    rule = "by Regulation 1182/71" if one.rule == "eu_1182_71" else "plainly"
    parts = ["the last day moves to a business day" if one.roll else "", "the day of the event is the first" if one.first_day else ""]
    return ", ".join(part for part in (rule, *parts, one.calendar) if part)


def leaves(tree: Condition) -> tuple[str, ...]:
    """What must hold, one phrase each; alternatives stand in brackets."""
    return tuple(_phrase(part) for part in tree.all) if tree.all else (_phrase(tree),)


def _phrase(tree: Condition) -> str:
    if tree.fact:
        label = FACTS[tree.fact].label if tree.fact in FACTS else words(tree.fact)
        return f"{label}: {' or '.join(shown(word) for word in tree.one_of)}"
    if tree.exposed:
        return f"{words(tree.exposed)} exposed"
    if tree.count is not None:
        return number(tree.count)
    if tree.owed:
        return f"a notice is owed under {tree.owed}"
    if tree.defined:
        return words(tree.defined)
    joint, parts = (" and ", tree.all) if tree.all else (" or ", tree.any or tree.none)
    told = joint.join(_phrase(part) for part in parts)
    return f"not ({told})" if tree.none else f"({told})" if len(parts) > 1 else told
