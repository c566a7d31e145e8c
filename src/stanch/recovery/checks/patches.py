"""A list of machines and the updates that they lack, as CSV: `host`, `pending`, `security_pending`, `checked`."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from stanch.recovery.checks import Observation, moment

TOOL = "patches"


def recognise(head: str) -> bool:
    """Whether the first line names the columns."""
    first = [word.strip().lower() for word in head.partition("\n")[0].split(",")]
    return {"host", "security_pending"} <= set(first)


def read(text: str) -> Iterator[Observation]:
    """How many security updates, and how many updates at all, each machine lacks. Raises `ValueError` where one is no number."""
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        cells = {str(name).strip().lower(): (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        at = moment(cells.get("checked"))
        for name in ("security_pending", "pending"):
            if cells.get(name):
                if not cells[name].isdigit():
                    raise ValueError(f"row {number}, column {name}: {cells[name]!r} is no number")
                yield Observation(TOOL, cells.get("host") or f"row {number}", name, str(int(cells[name])), at)
