"""Facts of one breach that the tests of this room vary."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from stanch.law import Assessment, assess, from_values
from stanch.records import Duty

BREACH: dict[str, Any] = {
    "as_of": "2026-06-15",
    "org": {"sector": "retail", "role": "owner", "establishment": ["US"], "regulated_as": []},
    "incident": {
        "kind": "intrusion",
        "medium": "electronic",
        "confidentiality": "acquired",
        "actor": "external_malicious",
        "occurred": "2026-04-20",
        "discovered": "2026-05-04",
        "determined": "2026-05-11",
    },
    "data": [{"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False, "key_compromised": False}],
    "affected": {"US-CA": 1},
    "harm": {"finding": "risk", "documented": False},
}


def breach(**changes: Any) -> dict[str, Any]:
    """The breach with sections changed: mappings are laid over, all else replaces."""
    values = deepcopy(BREACH)
    for key, value in changes.items():
        laid = isinstance(value, dict) and isinstance(values.get(key), dict) and key != "affected"
        values[key] = {**values[key], **value} if laid else value
    return values


def assessed(**changes: Any) -> Assessment:
    """The duties on the changed breach."""
    return assess(from_values(breach(**changes)))


def duty(found: Assessment, jurisdiction: str, recipient: str, stage: str | None = None) -> Duty:
    """The one duty to that recipient (of that stage)."""
    (only,) = [one for one in found.duties if (one.jurisdiction, one.recipient) == (jurisdiction, recipient) and stage in (None, one.stage)]
    return only
