"""Sigma rules that tell when the same attacker comes back, for whatever system reads Sigma."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from stanch.cause.contain.material import Artefact, Material

MOST = 500  # values of one rule
# One namespace for the rules of all cases: the same values give the same rule id.
NAMESPACE = uuid.UUID("2f6c6cf0-52a5-5b0e-9f7a-6b1b6a6f0c31")
# Where each sort of indicator shows: what the rule is called, its log, its field and the level of a hit.
ENTRY, CONTROL = "attack.initial-access", "attack.command-and-control"
WINDOWS = {"product": "windows", "service": "security"}
PROGRAMS = {"product": "windows", "category": "network_connection"}
ENTRA, OKTA = {"product": "azure", "service": "signinlogs"}, {"product": "okta", "service": "okta"}
AWS, GOOGLE = {"product": "aws", "service": "cloudtrail"}, {"product": "gcp", "service": "google_workspace.login"}
LOOKS: tuple[tuple[str, str, str, dict[str, str], str, str, str], ...] = (
    ("addresses", "web", "A request from an address of the case", {"category": "webserver"}, "c-ip", "high", ENTRY),
    ("addresses", "firewall", "Traffic to an address of the case", {"category": "firewall"}, "dst_ip", "high", CONTROL),
    ("addresses", "gateway", "A connection or sign-in from an address of the case", {"category": "firewall"}, "src_ip", "high", ENTRY),
    ("addresses", "windows", "A sign-in to Windows from an address of the case", WINDOWS, "IpAddress", "high", ENTRY),
    ("addresses", "program", "A program connects to an address of the case", PROGRAMS, "DestinationIp", "high", CONTROL),
    ("addresses", "entra", "A sign-in to Microsoft from an address of the case", ENTRA, "IPAddress", "high", ENTRY),
    ("addresses", "aws", "A call to the cloud from an address of the case", AWS, "sourceIPAddress", "high", ENTRY),
    ("addresses", "okta", "A sign-in to Okta from an address of the case", OKTA, "client.ipAddress", "high", ENTRY),
    ("addresses", "google", "Google Workspace used from an address of the case", GOOGLE, "ipAddress", "high", ENTRY),
    ("addresses", "ssh", "A sign-in from an address of the case", {"product": "linux", "service": "sshd"}, "src_ip", "high", ENTRY),
    ("addresses", "m365", "Mail used from an address of the case", {"product": "m365", "service": "audit"}, "ClientIP", "high", ENTRY),
    ("agents", "agent", "A tool of the case asks a web server", {"category": "webserver"}, "cs-user-agent", "medium", ENTRY),
    ("domains", "dns", "A name of the case is looked up", {"category": "dns"}, "query", "high", CONTROL),
    ("domains", "proxy", "A name of the case is visited", {"category": "proxy"}, "cs-host", "high", CONTROL),
)  # fmt: skip
HASHES = ("A file of the case is run", {"category": "process_creation", "product": "windows"}, "Hashes|contains", "critical")


def make(material: Material) -> Iterator[Artefact]:
    """One rule for each sort of indicator and log."""
    rules = [
        (name, _rule(title, logsource, {field: list(values[:MOST])}, level=level, tag=tag, day=material.moment.date()))
        for sort, name, title, logsource, field, level, tag in LOOKS
        if (values := getattr(material, sort))
    ]
    hashes = [value for values in material.hashes.values() for value in values]
    if hashes:
        title, logsource, field, level = HASHES
        rules.append(
            ("hash", _rule(title, logsource, {field: hashes[:MOST]}, level=level, tag="attack.execution", day=material.moment.date()))
        )
    for name, rule in rules:
        yield Artefact(
            f"detect/sigma/case_{name}.yml",
            _yaml(rule),
            f"tells when it happens again: {rule['title'].lower()}",
            "Give it to the system that reads your logs (sigma convert), or to Stanch: `stanch cause LOGS --sigma detect/sigma`.",
        )


def _rule(title: str, logsource: dict[str, str], fields: dict[str, Sequence[str]], *, level: str, tag: str, day: date) -> dict[str, Any]:
    name = uuid.uuid5(NAMESPACE, repr((title, fields)))
    return {
        "title": title,
        "id": str(name),
        "status": "experimental",
        "description": "Made from the indicators of one case. Nothing that is seen again needs to be the attacker: look at each.",
        "date": day.isoformat(),
        "tags": [tag],
        "logsource": logsource,
        "detection": {
            "selection": {field: [_plain(value) for value in values] for field, values in fields.items()},
            "condition": "selection",
        },
        "falsepositives": ["Addresses change hands: see how old the case is."],
        "level": level,
    }


def _plain(value: str) -> str:
    """A value without wildcards (Sigma specification, escaping)."""
    return re.sub(r"([\\*?])", r"\\\1", value)


def _yaml(rule: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.width = 120
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(rule, out)
    return out.getvalue()
