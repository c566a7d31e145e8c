"""The indicators for others: a STIX 2.1 bundle, an event of MISP, and plain CSV."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

from stanch.cause.contain.material import Artefact, Material
from stanch.cause.contain.recurrence import NAMESPACE
from stanch.cause.contain.rotation import cell

# How each sort reads in a STIX pattern, and its type and category in MISP.
SORTS: tuple[tuple[str, str, str, str], ...] = (
    ("domains", "[domain-name:value = {}]", "domain", "Network activity"),
    ("urls", "[url:value = {}]", "url", "Network activity"),
    ("agents", "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = {}]", "user-agent", "Network activity"),
    ("users", "[user-account:account_login = {}]", "target-user", "Targeting data"),
    ("hosts", "[domain-name:value = {}]", "target-machine", "Targeting data"),
    ("mail_rules", "[x-mail-rule:name = {}]", "text", "Other"),
)
HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}
# Whom the intruder used is no sign of an attack elsewhere, and is nobody's business outside.
OURS = ("users", "hosts", "mail_rules")


def make(material: Material) -> Iterator[Artefact]:
    """Three forms of the same list, where there is one. Accounts and machines of the business are left out of what others get."""
    rows = list(_rows(material))
    shared = [row for row in rows if row[0] not in OURS]
    if shared:
        yield Artefact(
            "share/stix.json",
            _stix(material, shared),
            "the indicators as a STIX 2.1 bundle",
            "Hand it to your ISAC, CERT or forensic firm.",
        )
        yield Artefact(
            "share/misp.json", _misp(material, shared), "the indicators as an event of MISP", "In MISP: Add event, Populate from JSON."
        )
    if rows:
        yield Artefact(
            "share/indicators.csv",
            _csv(rows),
            "all indicators, those of your own accounts and machines as well",
            "For your own use; keep it inside.",
        )


Row = tuple[str, str, str, str, str]  # sort, value, STIX pattern, MISP type, MISP category


def _rows(material: Material) -> Iterator[Row]:
    for address in material.addresses:
        version = "ipv6-addr" if ":" in address else "ipv4-addr"
        yield "addresses", address, f"[{version}:value = {_quoted(address)}]", "ip-src", "Network activity"
    for sort, pattern, kind, category in SORTS:
        for value in getattr(material, sort):
            yield sort, value, pattern.format(_quoted(value)), kind, category
    for algorithm, name in HASHES.items():
        for value in material.hashes[algorithm]:
            yield algorithm, value, f"[file:hashes.'{name}' = {_quoted(value)}]", algorithm, "Payload delivery"


def _quoted(value: str) -> str:
    """A string of a STIX pattern (STIX 2.1, 9.3): only the backslash and the quote are escaped."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _stix(material: Material, rows: list[Row]) -> str:
    import stix2

    author = stix2.Identity(
        id=f"identity--{uuid.uuid5(NAMESPACE, 'author')}",
        name="An organisation that was attacked",
        identity_class="organization",
        created=material.moment,
        modified=material.moment,
    )
    objects: list[Any] = [author, stix2.TLP_AMBER]
    for sort, value, pattern, _kind, _category in rows:
        objects.append(
            stix2.Indicator(
                id=f"indicator--{uuid.uuid5(NAMESPACE, pattern)}",
                created_by_ref=author.id,
                created=material.moment,
                modified=material.moment,
                valid_from=material.moment,
                name=f"{sort}: {value}",
                pattern=pattern,
                pattern_type="stix",
                indicator_types=["malicious-activity"],
                object_marking_refs=[stix2.TLP_AMBER.id],
            )
        )
    bundle = stix2.Bundle(objects=objects, id=f"bundle--{uuid.uuid5(NAMESPACE, repr([row[2] for row in rows]))}")
    # The library's own pretty form looks up the place of every property in the whole bundle: a thousand addresses took minutes.
    return json.dumps(json.loads(bundle.serialize()), indent=4, ensure_ascii=True) + "\n"


def _misp(material: Material, rows: list[Row]) -> str:
    """An event in MISP's core format (draft-dulaunoy-misp-core-format)."""
    attributes = [
        {
            "uuid": str(uuid.uuid5(NAMESPACE, f"misp {pattern}")),
            "type": kind,
            "category": category,
            "value": value,
            "to_ids": True,
            "distribution": "5",
            "comment": "",
            "timestamp": str(int(material.moment.timestamp())),
        }
        for _sort, value, pattern, kind, category in rows
    ]
    event = {
        "uuid": str(uuid.uuid5(NAMESPACE, repr([row[2] for row in rows]))),
        "info": "Indicators of a data breach",
        "date": f"{material.moment:%Y-%m-%d}",
        "threat_level_id": "2",
        "analysis": "1",
        "distribution": "0",
        "timestamp": str(int(material.moment.timestamp())),
        "Tag": [{"name": "tlp:amber"}],
        "Attribute": attributes,
    }
    return json.dumps({"Event": event}, indent=2, ensure_ascii=True) + "\n"


TYPES = {
    "addresses": "ip",
    "domains": "domain",
    "urls": "url",
    "agents": "user_agent",
    "users": "user",
    "hosts": "host",
    "mail_rules": "mail_rule",
}


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("type", "value"))
    writer.writerows((TYPES.get(sort, "hash"), cell(value)) for sort, value, *_ in rows)
    return out.getvalue()
