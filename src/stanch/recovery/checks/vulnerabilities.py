"""Known faults in what is installed, as Trivy and Grype tell them (JSON): how many there are that an update would mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation, moment

TOOL = "vulnerabilities"
SEVERITIES = ("critical", "high", "medium", "low")


def recognise(head: str) -> bool:
    """Whether it is a report of Trivy or of Grype."""
    return head.lstrip().startswith("{") and ('"ArtifactName"' in head or '"matches"' in head)


def read(text: str) -> Iterator[Observation]:
    """`critical`, `high`, `medium`, `low` with an update at hand, and `without update`. Raises `ValueError`, `KeyError`."""
    report = json.loads(text)
    found = _trivy(report) if "ArtifactName" in report else _grype(report)
    subject, at, faults = found
    counts = dict.fromkeys((*SEVERITIES, "without update"), 0)
    for severity, mended in faults:
        name = severity.lower() if severity.lower() in SEVERITIES else "low"
        counts[name if mended else "without update"] += 1
    for name, count in counts.items():
        yield Observation(TOOL, subject, name, str(count), at)


def _trivy(report: dict[str, Any]) -> tuple[str, Any, list[tuple[str, bool]]]:
    results = report.get("Results") or []
    if not results:
        raise ValueError("nothing was looked at (no Results)")
    faults = [
        (str(fault.get("Severity", "")), bool(fault.get("FixedVersion"))) for one in results for fault in one.get("Vulnerabilities") or []
    ]
    return str(report["ArtifactName"]), moment(report.get("CreatedAt")), faults


def _grype(report: dict[str, Any]) -> tuple[str, Any, list[tuple[str, bool]]]:
    target = report["source"]["target"]
    name = target.get("userInput") if isinstance(target, dict) else target
    faults = [
        (str(one["vulnerability"].get("severity", "")), bool((one["vulnerability"].get("fix") or {}).get("versions")))
        for one in report["matches"]
    ]
    return str(name or ""), moment(report["descriptor"].get("timestamp")), faults
