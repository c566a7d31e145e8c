"""Lynis's report (`/var/log/lynis-report.dat`): its warnings and suggestions by test, and the hardening index."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.recovery.checks import Observation, moment

TOOL = "lynis"


def recognise(head: str) -> bool:
    """Whether it begins as Lynis writes it."""
    return "lynis_version=" in head or "# Lynis Report" in head


def read(text: str) -> Iterator[Observation]:
    """A test that gave a warning has the value `warning`, one that gave a suggestion `suggestion`, one that was merely done `done`."""
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values.setdefault(name.strip().removesuffix("[]"), []).append(value.strip())
    host = (values.get("hostname") or ["unnamed machine"])[0]
    at = moment((values.get("report_datetime_end") or values.get("report_datetime_start") or [""])[0])
    said = {told.partition("|")[0]: kind for kind in ("suggestion", "warning") for told in values.get(kind, ())}
    for test in (test for told in values.get("tests_executed", ()) for test in told.split("|") if test):
        yield Observation(TOOL, host, test, said.pop(test, "done"), at)
    for test, kind in said.items():
        yield Observation(TOOL, host, test, kind, at)
    for name in ("hardening_index", "firewall_active", "malware_scanner", "vulnerable_packages_found"):
        for value in values.get(name, ())[:1]:
            yield Observation(TOOL, host, name, value, at)
