"""HIPAA's four factors: compromise is presumed; the working shows whether the facts can speak for a low probability."""

from __future__ import annotations

from stanch.law.answers import Outcome, either
from stanch.law.circumstances import FACTS
from stanch.law.instrument import Condition
from stanch.law.severity.form import Factor, four_factors
from stanch.law.severity.seen import judge
from stanch.law.severity.working import Judge, Line, Suggestion, asked, line, otherwise
from stanch.records import DataSet, Facts

NOTE = (
    "A suggestion with its working, no decision. The law presumes a breach; whoever finds otherwise must be able to show it, in writing, "
    "for six years [45 CFR 164.414(b), 164.530(j)]."
)
COUNTS = {"low": "for a low probability", "against": "against", "neither": "neither way"}


def concerns(facts: Facts) -> bool:
    """Whether HIPAA may bind the organisation."""
    drawn = [FACTS[name].draw(facts, "US-HIPAA") for name in ("hipaa_covered", "hipaa_business_associate")]
    return any(value is not False for value in drawn)


def suggest(facts: Facts) -> Suggestion:
    """Low probability of compromise, not low, or open, as far as the facts go."""
    data = four_factors()
    groups = facts.data or (DataSet(),)

    def of_case(tree: Condition) -> Outcome:
        return next((found for group in groups if (found := judge(tree, facts, group)).answer == "yes"), judge(tree, facts, groups[0]))

    lines = [one for factor in data.factors for one in _read(factor, of_case)]
    outcomes = [(bound, judge(bound.when, facts, groups[0])) for bound in data.low]
    answer = either(outcome.answer for _, outcome in outcomes)
    telling = [line("conclusion", bound, found, "low") for bound, found in outcomes if found.answer == answer != "no"]
    if answer == "no":
        presumed = "nothing shows a low probability, so the presumption stands"
        telling = [Line("conclusion", "presumed", "yes", "not low", presumed, "45 CFR 164.402(2)")]
    low, presumed = data.findings["none"], data.findings["some"]
    possible = {"yes": (low,), "no": (presumed,), "unknown": (low, presumed)}[answer]
    return Suggestion(
        data.id,
        data.name,
        (data.jurisdiction,),
        "" if answer == "unknown" else possible[0],
        None if answer == "unknown" else "none" if answer == "yes" else "some",
        possible,
        None,
        "",
        (*lines, *telling),
        asked(telling),
        (NOTE,),
        presumed if answer == "unknown" else "",
        ("nothing shows a low probability: the presumption of 45 CFR 164.402(2)",) if answer == "unknown" else (),
    )


def _read(factor: Factor, of_case: Judge) -> list[Line]:
    """How the facts bear on one factor."""
    lines: list[Line] = []
    for reading in factor.readings:
        outcome = of_case(reading.when) if reading.when else None
        if outcome is not None and outcome.answer == "no":
            continue
        lines.append(otherwise(line(factor.label, reading, outcome, COUNTS[reading.points]), lines))
        if outcome is None or outcome.answer == "yes":
            break
    return lines
