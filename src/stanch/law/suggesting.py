"""What the logs suggest for facts that a person decides: shown beside the question, never filled in.

The difference between "accessed" and "acquired" decides duties in many places, and a log may be wrong, cut or forged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stanch.records import Attack, Facts


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a fact (by its key in facts.yaml), and why. `stated`: what people said, where that is something else."""

    key: str
    value: str
    why: str
    stated: str = ""

    def in_words(self) -> str:
        """As a sentence."""
        but = f", while the facts say {self.stated}" if self.stated else ""
        return f"The logs suggest {self.key}: {self.value}{but}. {self.why} Nothing follows from it until a person says so."


def suggested(facts: Facts, attack: Attack) -> list[Suggestion]:
    """Only what the facts leave open or say less gravely; nothing where no log tells."""
    reached = attack.reach.reached
    copies = sum(one.contact == "acquired" for one in reached)
    opened = sum(one.contact == "accessed" for one in reached)
    if not (copies or opened):
        return []
    value = "acquired" if copies else "accessed"
    number = copies or opened
    how, places = "copied out" if copies else "opened", "place was" if number == 1 else "places were"
    why = f"By them {number:,} {places} {how}."
    found = []
    if facts.incident.confidentiality is None or (facts.incident.confidentiality == "accessed" and copies):
        found.append(Suggestion("incident.confidentiality", value, why, facts.incident.confidentiality or ""))
    if copies and facts.exfiltration is not True:
        found.append(Suggestion("exfiltration", "true", why, _said(facts.exfiltration)))
    return found


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower()
