"""Facts that cannot both be so: told as faults, each at the fact that is likelier to be the slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stanch.records import Facts

Found = Iterator[tuple[tuple[str | int, ...], str]]

# Days that cannot come before another: the key, and the day of the incident that it must not precede.
NOT_BEFORE = {
    "law_enforcement_hold_until": "discovered",
    "notified_individuals_on": "discovered",
    "assessed": "discovered",
    "materiality_determined": "discovered",
    "paid_on": "occurred",
}


def contradictions(facts: Facts) -> Found:
    """Every pair of facts that rule each other out, with the path of one and words that name the other."""
    if facts.acquisition_ruled_out is True and facts.exfiltration is True:
        yield ("acquisition_ruled_out",), "acquisition is ruled out, but exfiltration is true"
    if facts.acquisition_ruled_out is True and facts.incident.confidentiality == "acquired":
        yield ("acquisition_ruled_out",), "acquisition is ruled out, but incident.confidentiality is acquired"
    if facts.ransom_paid is False and facts.paid_on is not None:
        yield ("paid_on",), f"paid on {facts.paid_on}, but ransom_paid is false"
    if facts.service_disruption is False and facts.disruption_hours:
        yield ("disruption_hours",), f"{facts.disruption_hours:g} hours of disruption, but service_disruption is false"
    yield from _courted(facts)
    yield from _early(facts)


def _courted(facts: Facts) -> Found:
    """The EEA and the UK have keys of their own beside the list of places that an organisation turns to."""
    said = facts.org.targets_eu if facts.targets_eu is None else facts.targets_eu
    steps: tuple[str, ...] = ("org", "targets_eu") if facts.targets_eu is None else ("targets_eu",)
    if facts.targets_eu is not None and facts.org.targets_eu not in (None, facts.targets_eu):
        yield ("targets_eu",), "targets_eu and org.targets_eu say the opposite of each other"
    for where, answer, areas in ((steps, said, ("EU", "EEA")), (("org", "targets_uk"), facts.org.targets_uk, ("UK",))):
        named = [place for place in facts.org.targets or () if place.partition("-")[0] in areas]
        if answer is False and named:
            yield where, f"{'.'.join(where)} is false, but org.targets names {named[0]}"


def _early(facts: Facts) -> Found:
    for key, event in NOT_BEFORE.items():
        day: date | None = getattr(facts, key)
        other: date | None = getattr(facts.incident, event)
        if day is not None and other is not None and day < other:
            yield (key,), f"{key} {day} is before {event} {other}"
