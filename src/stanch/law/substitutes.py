"""Which duties may be met by notice to all instead of one by one, and under which condition, as the law stood on a day."""

from __future__ import annotations

from datetime import date

from stanch.law.statutes import library
from stanch.records import SubstituteRule


def substitutes(day: date) -> dict[str, SubstituteRule]:
    """By the duty's id (`US-CA/individuals`)."""
    found: dict[str, SubstituteRule] = {}
    for statute in library():
        law = statute.on(day)
        for rule in law.rules:
            one = rule.substitute
            if one is not None:
                found[f"{law.code}/{rule.id}"] = SubstituteRule(
                    duty=f"{law.code}/{rule.id}",
                    jurisdiction=law.code,
                    cite=one.cite or rule.cite,
                    ways=one.ways,
                    cost_over=one.cost_over,
                    persons_over=one.persons_over,
                    without_contact=one.without_contact,
                    without_contact_from=one.without_contact_from,
                    disproportionate_effort=one.disproportionate_effort,
                )
    return found
