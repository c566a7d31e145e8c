"""The incident in VERIS, the words in which incidents are counted and shared (schema 1.4.0): numbers and kinds, never a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stanch import datafile
from stanch.records import Attack, Facts, Person
from stanch.vocabulary import elements

FILE = Path(__file__).parent / "veris.yaml"
UNKNOWN_INDUSTRY = "000"
NOTHING = {"notes": "not established"}


@dataclass(frozen=True, slots=True)
class Words:
    """The file's content."""

    version: str
    data: Mapping[str, str]
    personal: str
    kinds: Mapping[str, str]
    people: Mapping[str, str]
    industry: Mapping[str, str]
    disclosure: Mapping[str, str]


@cache
def words() -> Words:
    """How our words are said in VERIS."""
    return datafile.read(FILE, Words)


def incident(case: str, facts: Facts, attack: Attack, people: Iterable[Person], *, day: date) -> dict[str, Any]:
    """The incident of the case with this id, as the schema wants it; what is not known is said to be so.

    The schema asks for a year in any case; where none is known it is that of `day`.
    """
    amounts: Counter[str] = Counter()
    whose: set[str] = set()
    number = 0
    for person in people:
        number += 1
        amounts.update({variety_of(one.kind) for one in person.exposures})
        if person.relation:
            whose.add(words().people.get(person.relation, "Other"))
    # A cause that no log tells of leaves everything unknown.
    cause = {"action": {"unknown": NOTHING}, "actor": {"unknown": NOTHING}, **attack.cause.veris}
    asset = {"assets": [{"variety": "Unknown"}], "cloud": ["Unknown"], **cause.pop("asset", {})}
    attribute = dict(cause.pop("attribute", {}))
    told = attribute.get("confidentiality", {}).get("data_disclosure", "Unknown")
    attribute["confidentiality"] = {
        **attribute.get("confidentiality", {}),
        "data_disclosure": words().disclosure.get(facts.incident.confidentiality or "", told),
        **({"data_total": number} if number else {}),
        **({"data": [{"variety": name, "amount": amount} for name, amount in sorted(amounts.items())]} if amounts else {}),
        **({"data_victim": sorted(whose)} if whose else {}),
    }
    return {
        "schema_version": words().version,
        "incident_id": case,
        "source_id": "stanch",
        "security_incident": "Confirmed" if facts.incident.determined or number else "Suspected",
        "confidence": "High" if attack.cause.confidence >= 0.8 else "Medium" if attack.cause.confidence >= 0.5 else "Low",
        "summary": facts.incident.description or attack.cause.statement or "No cause is established yet.",
        "timeline": _timeline(facts, attack, day),
        "victim": _victim(facts),
        "discovery_method": {"unknown": True},
        "asset": asset,
        "attribute": attribute,
        **cause,
    }


def variety_of(kind: str) -> str:
    """The variety of data that a kind of element is."""
    known = words()
    element = elements().get(kind)
    return known.kinds.get(kind) or (known.data.get(element.group) if element else None) or known.personal


def _timeline(facts: Facts, attack: Attack, today: date) -> dict[str, Any]:
    begun = facts.incident.occurred or (attack.window.first.date() if attack.window.first else None)
    seen = facts.incident.discovered
    day = begun or seen
    told: dict[str, Any] = {"incident": _day(day) if day else {"year": today.year}}
    if begun and seen and seen >= begun:
        told["discovery"] = {"unit": "Days", "value": (seen - begun).days}
    return told


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _victim(facts: Facts) -> dict[str, Any]:
    places = [facts.org.country or "", *facts.org.establishment]
    countries = [{"UK": "GB"}.get(code, code) for place in places if place for code in [place.removeprefix("EU-").split("-")[0]]]
    return {
        "country": list(dict.fromkeys(code for code in countries if len(code) == 2)) or ["Unknown"],
        "industry": words().industry.get(facts.org.sector or "", UNKNOWN_INDUSTRY),
        "employee_count": "Unknown",
        "government": ["NA"] if facts.org.sector != "public" else ["Unknown"],
    }
