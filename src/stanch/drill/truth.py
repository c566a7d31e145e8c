"""truth/: who was affected, what the law is expected to ask, what happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stanch.datafile import load_quickly
from stanch.drill.people import Invented
from stanch.drill.recorder import Traces
from stanch.vocabulary import elements, jurisdictions

# Words of Facts for what state laws protect beside the name. An account or card number without its code does not surely count.
PROTECTED = frozenset({"ssn", "tax_id", "national_id", "drivers_license", "passport", "medical", "health_insurance"})
DISCOVERED, DETERMINED = date(2026, 10, 5), date(2026, 10, 7)


def _ground(*, written: bool, called: bool) -> str:
    """What in the evidence tells where somebody lives. A drill's telephones are of the place their owners live in."""
    if written:
        return "the latest address written"
    return "no address was written; the telephone number is of this place" if called else "neither address nor telephone number was written"


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
        "residence": home.residence if home else person.address.residence if "phone" in kinds else None,
        "residence_reason": _ground(written=home is not None, called="phone" in kinds),
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


@dataclass(slots=True)
class Tally:
    """How many people of which residence count, how many of them are staff, and how many stand on a payroll, patients among them."""

    everyone: Counter[str] = field(default_factory=Counter)
    staff: Counter[str] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)

    def add(self, line: Mapping[str, Any]) -> None:
        """One line of truth/people.jsonl."""
        residence = line["residence"] or "unknown"
        # In the Union every kind of personal data counts.
        if residence.startswith("EU") or PROTECTED & set(line["elements"]):
            self.everyone[residence] += 1
            is_staff = "employee_id" in line["kinds"]
            self.staff[residence] += is_staff
            self.paid[residence] += is_staff or any("payroll" in source.lower() for source in line["sources"])

    def of(self, whose: str, code: str) -> int:
        """The number that a duty looks at."""
        states = Counter({place: number for place, number in self.everyone.items() if place.startswith("US-")})
        return {
            "residents": self.everyone[code],
            "staff": self.paid[code],
            "total": self.everyone.total() - self.staff.total(),
            "country": states.total(),
            "largest": max(states.values(), default=0),
            "union": sum(number for place, number in self.everyone.items() if place.startswith("EU")),
        }[whose]


def duties(tally: Tally) -> list[dict[str, Any]]:
    """The expected duties, from this drill's counts."""
    zones = {code: place.timezone for code, place in jurisdictions().items()}
    listed: list[dict[str, Any]] = load_quickly(Path(__file__).with_name("duties.yaml"))["duties"]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for duty in listed:
        code, recipient = duty["jurisdiction"], duty["recipient"]
        count = tally.of(duty.get("of", "residents"), code)
        enough = count > duty.get("more_than", 0) and count >= duty.get("at_least", 1) and count < duty.get("fewer_than", count + 1)
        required = enough and not duty.get("never", False)
        day = due(duty, zones.get(code, "Europe/Dublin")) if required else None
        if required or (code, recipient) not in found:
            found[code, recipient] = {"jurisdiction": code, "recipient": recipient, "required": required, "due": day}
    return list(found.values())


def due(duty: dict[str, Any], zone: str) -> str | None:
    """The last day (or, for hours, the moment) by the calendar alone."""
    start = {"discovered": DISCOVERED, "determined": DETERMINED}.get(duty.get("from", ""), DISCOVERED)
    if "due" in duty:
        return str(duty["due"])
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
  description: {json.dumps(story["plain"])}
harm: {{finding: high_risk, documented: false}}
exfiltration: true
misuse_possible: true
"""


def write_json(path: Path, content: Any) -> None:
    """One document, readable."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
