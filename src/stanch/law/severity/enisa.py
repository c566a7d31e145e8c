"""ENISA's score: data processing context x ease of identification + circumstances, and the harm it suggests under the GDPR."""

from __future__ import annotations

from dataclasses import fields, replace

from stanch.law import answers
from stanch.law.answers import Outcome
from stanch.law.conditions import shown
from stanch.law.instrument import Condition
from stanch.law.severity.form import WORDS, Category, Level, Method, method
from stanch.law.severity.seen import SEEN, judge
from stanch.law.severity.working import Judge, Line, Range, Suggestion, asked, bounded, line, pick
from stanch.records import DataSet, Facts, Proof, Severity

NOTE = "A suggestion with its working, no decision: a person makes the finding, gives the reasons and signs it."


# ENISA's basic scores: what holds where the assessor is aware of nothing that makes the data weigh more or less.
BASIC = Severity(detail="usual", implies="nothing", safety_at_stake=False, public_or_stale=False, altered="no", effects=())


def suggest(facts: Facts) -> Suggestion:
    """The word for harm that ENISA's method and the guidelines suggest, as far as the facts go."""
    found = _suggest(facts)
    if found.finding:
        return found
    supposed = basic(facts)
    assumed = tuple(
        _assumption(one.name, supposed) for one in fields(Severity) if getattr(facts.severity, one.name) != getattr(supposed, one.name)
    )
    return replace(found, provisional=_suggest(replace(facts, severity=supposed)).finding, assumed=assumed)


def basic(facts: Facts) -> Severity:
    """What is stated or follows, and for what does not the least remarkable; a backup is supposed to have served.

    Of who has the data the graver is supposed: ENISA counts recipients that nobody knows as many.
    """
    stated, groups = facts.severity, facts.data or (DataSet(),)
    has = {SEEN["recipients"].draw(facts, group) for group in groups}
    implied = next((word for group in groups if (word := SEEN["implies"].draw(facts, group))), "nothing")
    least = replace(
        BASIC,
        restored="easily" if facts.backup else None,
        recipients="many_or_unknown" if None in has else None,
        implies=str(implied),
    )
    return replace(least, **{one.name: value for one in fields(Severity) if (value := getattr(stated, one.name)) is not None})


def _assumption(name: str, supposed: Severity) -> str:
    value = getattr(supposed, name)
    return f"{name}: {', '.join(value) or 'none' if isinstance(value, tuple) else shown(value)}"


def _suggest(facts: Facts) -> Suggestion:
    data = method()
    groups = facts.data or (DataSet(),)

    def of_case(tree: Condition) -> Outcome:
        return judge(tree, facts, groups[0])

    context, lines = _heaviest(data, facts, groups)
    score = context
    for one in data.circumstances:
        added, more = pick(one.label, one.steps, of_case)
        score, lines = Range(score.low + added.low, score.high + added.high), lines + more
    levels = [_level(data, score.low), _level(data, score.high)]
    settled: answers.Answer = "yes" if levels[0] == levels[1] else "unknown"
    lines += [
        Line("severity", level.id, settled, str(score), f"suggests the word for harm: {level.word}", level.cite)
        for level in dict.fromkeys(levels)
    ]
    between = (WORDS.index(levels[0].word), WORDS.index(levels[1].word))
    between, more = bounded(between, data.lowers, of_case, down=True)
    between, others = bounded(between, data.raises, of_case, down=False)
    return _told(data, score, between, [*lines, *more, *others], of_case)


def _told(data: Method, score: Range, between: tuple[int, int], lines: list[Line], of_case: Judge) -> Suggestion:
    low, high = between
    settled = low == high
    flags = [one for one in data.flags if of_case(one.when).answer == "yes"]
    return Suggestion(
        data.id,
        data.name,
        data.jurisdictions,
        data.findings[WORDS[low]] if settled else "",
        WORDS[low] if settled else None,
        tuple(data.findings[word] for word in WORDS[low : high + 1]),
        score,
        " to ".join(dict.fromkeys(_level(data, end).id.replace("_", " ") for end in (score.low, score.high))),
        tuple(lines),
        () if settled else asked(lines),
        (*(f"{flag.point} [{flag.cite}]" for flag in flags), NOTE),
    )


def _level(data: Method, score: float) -> Level:
    return [level for level in data.levels if level.above <= score][-1]


def _heaviest(data: Method, facts: Facts, groups: tuple[DataSet, ...]) -> tuple[Range, list[Line]]:
    """The set of data that weighs most: its context times how easily it leads to people."""
    found = [_weighed(data, facts, group, f"set {number} of the data: ") for number, group in enumerate(groups, 1)]
    low, high = max(weight.low for weight, _ in found), max(weight.high for weight, _ in found)
    heavy = [lines for weight, lines in found if weight.high in (high, max(weight.high, low))]
    return Range(low, high), [one for lines in heavy for one in lines]


def _weighed(data: Method, facts: Facts, group: DataSet, where: str) -> tuple[Range, list[Line]]:
    def of_group(tree: Condition) -> Outcome:
        return judge(tree, facts, group)

    context, lines = _context(data, group, of_group, where)
    ease, more = pick(f"{where}ease of identification", data.identification, of_group)
    return Range(context.low * ease.low, context.high * ease.high), [*lines, *more]


def _context(data: Method, group: DataSet, of_group: Judge, where: str) -> tuple[Range, list[Line]]:
    """Data of several types are scored for each; the highest counts."""
    found: list[tuple[Range, list[Line]]] = []
    for category in data.categories:
        of_type = _of_type(category, group, of_group)
        if of_type.answer == "no":
            continue
        score, lines = pick(f"{where}context, {category.id} data", category.steps, of_group)
        if of_type.answer == "unknown":
            opened = line(f"{where}context", category.steps[-1], of_type, f"up to {score.high:g}")
            opened = replace(opened, step=category.id, reason=f"whether these are {category.id} data")
            score, lines = Range(0, score.high), [opened, *lines]
        found.append((score, lines))
    low, high = max(score.low for score, _ in found), max(score.high for score, _ in found)
    return Range(max(low, 1), high), [one for score, lines in found if score.high == high or score.high > low for one in lines]


def _of_type(category: Category, group: DataSet, of_group: Judge) -> Outcome:
    if not group.elements:
        return Outcome("unknown", Proof("kinds of data", "unknown", ("data: not known",)), ("Which kinds of data are concerned?",))
    if any(one in category.elements for one in group.elements):
        return Outcome("yes", Proof("kinds of data", "yes", (", ".join(group.elements),)))
    return of_group(category.also) if category.also else Outcome(answers.of(value=False), Proof("kinds of data", "no"))
