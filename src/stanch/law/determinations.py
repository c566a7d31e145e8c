"""A finding of no harm that takes the notice away must often be written down and kept: a duty drawn from the exemption that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stanch.law.instrument import Condition, Exemption, Instrument, Rule

NAME = "no_harm_determination"
RECIPIENT = f"register:{NAME}"
YEAR = 12


def drawn(law: Instrument) -> Iterator[tuple[Exemption, Rule, Instrument]]:
    """For each exemption that asks to keep the finding: the rule, and the law as it is to be judged with that rule.

    The duty stands where the people would have to be told but for this finding, so that whatever else takes that notice away takes the
    duty away too. None where a rule of the law's own says it.
    """
    if any(rule.recipient == RECIPIENT for rule in law.rules):
        return
    for one in law.exemptions:
        if one.kind != "harm" or not one.document or not one.retain_years:
            continue
        told = next((rule for rule in law.rules if rule.id in one.removes and rule.recipient == "individuals"), None)
        if told is not None:
            yield one, _rule(one, told), _widened(law, one, told)


def _rule(one: Exemption, told: Rule) -> Rule:
    years = one.retain_years or 0
    return Rule(
        id=NAME,
        recipient=RECIPIENT,
        trigger=Condition(all=(told.trigger, one.when)),
        cite=one.cite,
        source=one.source,
        point=f"The finding that takes the notice away is put in writing and kept for {years} years.",
        threshold=told.threshold,
        of=told.of,
        months=years * YEAR,
        retain_years=years,
        listed="when_owed",
    )


def _widened(law: Instrument, but: Exemption, told: Rule) -> Instrument:
    others = (replace(one, removes=(*one.removes, NAME)) if told.id in one.removes and one is not but else one for one in law.exemptions)
    return replace(law, exemptions=tuple(others))
