"""Lynis's report (`/var/log/lynis-report.dat`) or its log: warnings and suggestions by test, and the hardening index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from stanch.recovery.checks import Observation, moment

TOOL = "lynis"
STAMPED = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.*)$", re.MULTILINE)
PERFORMED = re.compile(r"Performing test ID ([A-Z0-9-]+)")
SAID = re.compile(r"(Warning|Suggestion): .*\[test:([A-Z0-9-]+)\]")
TOLD = ("hardening_index", "firewall_active", "malware_scanner", "vulnerable_packages_found")


def recognise(head: str) -> bool:
    """Whether it begins as Lynis writes it."""
    return "lynis_version=" in head or "# Lynis Report" in head or bool(re.search(r"^[\d :-]+Starting Lynis \d", head, re.MULTILINE))


def read(text: str) -> Iterator[Observation]:
    """A test that gave a warning has the value `warning`, one that gave a suggestion `suggestion`, one that was merely done `done`.

    `warnings` counts the first. Raises `ValueError` for an audit that was broken off: it has no hardening index.
    """
    is_log = bool(STAMPED.match(text.lstrip("\n")))
    values = _of_log(text) if is_log else _of_report(text)
    if not values.get("hardening_index"):
        raise ValueError("the audit was broken off (no hardening index)")
    host = (values.get("hostname") or [""])[0]
    at = moment((values.get("report_datetime_end") or values.get("report_datetime_start") or [""])[0])
    said = {told.partition("|")[0]: kind for kind in ("suggestion", "warning") for told in values.get(kind, ())}
    yield Observation(TOOL, host, "warnings", str(sum(kind == "warning" for kind in said.values())), at)
    for test in dict.fromkeys(test for told in values.get("tests_executed", ()) for test in told.split("|") if test):
        yield Observation(TOOL, host, test, said.pop(test, "done"), at)
    for test, kind in said.items():
        yield Observation(TOOL, host, test, kind, at)
    for name in TOLD:
        for value in values.get(name, ())[:1]:
            yield Observation(TOOL, host, name, value, at)


def _of_report(text: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values.setdefault(name.strip().removesuffix("[]"), []).append(value.strip())
    return values


def _of_log(text: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for stamp, line in STAMPED.findall(text):
        performed, said = PERFORMED.search(line), SAID.search(line)
        if performed:
            values.setdefault("tests_executed", []).append(performed[1])
        if said:
            values.setdefault(said[1].lower(), []).append(said[2])
        for name, pattern in (("hostname", r"Hostname:\s+(\S+)"), ("hardening_index", r"Hardening index : \[(\d+)\]")):
            found = re.match(pattern, line)
            if found:
                values.setdefault(name, []).append(found[1])
        values["report_datetime_end"] = [str(datetime.fromisoformat(stamp))]
    return values
