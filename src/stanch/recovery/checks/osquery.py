"""osquery's results: a log of snapshots or differences (a JSON object a line), or the rows of one query under its name.

A check is `query.column`; differences tell what was added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation, moment

TOOL = "osquery"
SNAPSHOT = ("hostIdentifier", "snapshot")


def recognise(head: str) -> bool:
    """Whether lines have osquery's own words."""
    return '"hostIdentifier"' in head and ('"snapshot"' in head or '"columns"' in head or '"diffResults"' in head)


def read(text: str) -> Iterator[Observation]:
    """Every column of every row."""
    for line in text.splitlines():
        if line.strip():
            yield from _entry(json.loads(line))


def _entry(entry: Any) -> Iterator[Observation]:
    if not isinstance(entry, dict):
        raise TypeError("a line is no object")
    host, name, at = str(entry.get("hostIdentifier", "")), str(entry.get("name", "")), moment(entry.get("unixTime"))
    rows = entry.get("snapshot") or ([entry["columns"]] if "columns" in entry and entry.get("action") != "removed" else [])
    rows = rows or (entry.get("diffResults") or {}).get("added", [])
    for row in rows:
        for column, value in row.items():
            yield Observation(TOOL, host, f"{name}.{column}", str(value), at)
