"""truth/: who was affected, what the law is expected to ask, what happened."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stanch.datafile import load_quickly
from stanch.drill.people import Invented
from stanch.drill.recorder import Traces
from stanch.vocabulary import elements, jurisdictions

DISCOVERED, DETERMINED = date(2026, 10, 5), date(2026, 10, 7)


def entry(person: Invented, traces: Traces, facts: dict[str, str | None]) -> dict[str, Any]:
    """A line of truth/people.jsonl: of what was written about the person, never more."""
    kinds = traces.kinds
    home = traces.homes.get("now") or traces.homes.get("old")
    other = sorted(traces.names - {person.full} | ({person.maiden} if "former_name" in kinds else set()))
    return {
        "id": person.id,
        "name": person.full,
        "other_names": other,
        "dob": person.born.isoformat() if "dob" in kinds else None,
        "minor": person.minor,
        "deceased": person.deceased,
        "email": person.email if "email" in kinds else None,
        "phone": person.phone if "phone" in kinds else None,
        "postal_address": {
            "street": home.street,
            "city": home.city,
            "state": home.state,
            "postcode": home.postcode,
            "country": home.country,
        }
        if home
        else None,
        "residence": home.residence if home else None,
        "residence_reason": "the latest address written" if home else "no address was written",
        "elements": sorted({word for kind in kinds if (word := facts[kind])}),
        "confidence": 1.0,
        "relation": person.relation,
        "guardian": person.guardian or None,
        "sources": sorted(traces.sources),
        "kinds": sorted(kinds),
    }


def fact_words() -> dict[str, str | None]:
    """The word of Facts for each kind."""
    return {kind: element.fact for kind, element in elements().items()}


def duties(affected: Counter[str]) -> list[dict[str, Any]]:
    """The expected duties, from this drill's counts by residence."""
    zones = {code: place.timezone for code, place in jurisdictions().items()}
    listed: list[dict[str, Any]] = load_quickly(Path(__file__).with_name("duties.yaml"))["duties"]
    found = []
    for duty in listed:
        code = duty["jurisdiction"]
        count = {"US-HIPAA": affected.total(), "EU-GDPR": sum(n for place, n in affected.items() if place.startswith("EU"))}.get(
            code, affected[code]
        )
        required = count > 0 and count > duty.get("more_than", 0) and count >= duty.get("at_least", 1)
        found.append(
            {
                "jurisdiction": code,
                "recipient": duty["recipient"],
                "required": required,
                "due": due(duty, zones.get(code, "Europe/Dublin")) if required else None,
            }
        )
    return found


def due(duty: dict[str, Any], zone: str) -> str | None:
    """The last day (or, for hours, the moment) by the calendar alone."""
    start = {"discovered": DISCOVERED, "determined": DETERMINED}.get(duty.get("from", ""), DISCOVERED)
    if "days" in duty:
        return (start + timedelta(days=duty["days"])).isoformat()
    if "hours" in duty:
        return (datetime.combine(start, time(), ZoneInfo(zone)) + timedelta(hours=duty["hours"])).date().isoformat()
    return None


def facts_yaml(story: dict[str, Any]) -> str:
    """facts.yaml: what the organisation knows on the first day."""
    first, last = str(story["window"]["first"])[:10], str(story["window"]["last"])[:10]
    return f"""as_of: 2026-10-08
org:
  name: Larkfield Dental Group
  sector: clinic
  role: owner
  establishment: [US, EU-IE]
  regulated_as: [hipaa_covered_entity]
  street: 2200 Stagecoach Rd
  city: Austin
  state: TX
  postcode: "78701"
  country: US
  phone: "(512) 555-0100"
  email: privacy@larkfield.example.com
  website: https://larkfield.example.com
  contact_name: Privacy Office
  contact_title: Privacy Officer
incident:
  kind: {story["kind"]}
  medium: electronic
  confidentiality: acquired
  actor: external_malicious
  occurred: {first}
  ended: {last}
  discovered: {DISCOVERED}
  determined: {DETERMINED}
  description: {json.dumps(story["statement"])}
harm: {{finding: high_risk, documented: false}}
exfiltration: true
misuse_possible: true
"""


def write_json(path: Path, content: Any) -> None:
    """One document, readable."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
