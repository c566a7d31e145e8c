"""osquery's results: a log of snapshots or differences (a JSON object a line), or the rows of one query (`osqueryi --json`).

A check is `query.column`; differences tell what was added. Rows by themselves name neither query nor machine: the query is told by
the columns of the tables that are asked for here, and the machine by the name of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stanch.recovery.checks import Observation, moment

TOOL = "osquery"
TABLES = {"disk_encryption": {"encrypted"}, "bitlocker_info": {"protection_status"}}


def recognise(head: str) -> bool:
    """Whether lines have osquery's own words, or rows the columns of a table that is asked for."""
    logged = '"hostIdentifier"' in head and ('"snapshot"' in head or '"columns"' in head or '"diffResults"' in head)
    asked = any(f'"{column}"' in head for columns in TABLES.values() for column in columns)
    return logged or (asked and re.match(r'\s*\[\s*\{\s*"', head) is not None)


def read(text: str) -> Iterator[Observation]:
    """Every column of every row."""
    if text.lstrip().startswith("["):
        yield from _rows(json.loads(text), "", _table(text), None)
        return
    for line in text.splitlines():
        if line.strip():
            yield from _entry(json.loads(line))


def _entry(entry: Any) -> Iterator[Observation]:
    if not isinstance(entry, dict):
        raise TypeError("a line is no object")
    host, name, at = str(entry.get("hostIdentifier", "")), str(entry.get("name", "")), moment(entry.get("unixTime"))
    rows = entry.get("snapshot") or ([entry["columns"]] if "columns" in entry and entry.get("action") != "removed" else [])
    yield from _rows(rows or (entry.get("diffResults") or {}).get("added", []), host, name, at)


def _rows(rows: Any, host: str, name: str, at: Any) -> Iterator[Observation]:
    for row in rows:
        for column, value in row.items():
            yield Observation(TOOL, host, f"{name}.{column}", str(value), at)


def _table(text: str) -> str:
    return next(name for name, columns in TABLES.items() if all(f'"{column}"' in text for column in columns))
