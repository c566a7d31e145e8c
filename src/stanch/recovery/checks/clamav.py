"""How fresh a virus scanner is: `clamscan --version` or `clamd --version`, one line a machine, after `host:` where there are several.

freshclam's own log tells it too, by the last time that it found the daily signatures up to date or brought them there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from stanch.recovery.checks import Observation

TOOL = "clamav"
DAY = r"\w{3} (?P<day>\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})"
LINE = re.compile(rf"^(?:(?P<host>[\w.-]+):\s*)?ClamAV (?P<version>\d[\w.-]*)(?:/(?P<database>\d+)/{DAY})?", re.MULTILINE)
FRESH = re.compile(
    rf"^{DAY} -> (?P<said>daily\.c[lv]d (?:database is up.to.date|updated)|.*(?:ERROR|Can't download|Update failed))", re.MULTILINE
)


def recognise(head: str) -> bool:
    """Whether a line is ClamAV's version, or it is freshclam's log."""
    return bool(LINE.search(head)) or "ClamAV update process started" in head


def read(text: str) -> Iterator[Observation]:
    """The day of the database, or `none`; whether it is fresh is judged by the day of the check."""
    for found in LINE.finditer(text):
        yield Observation(TOOL, found["host"] or "", "database", _day(found["day"]) if found["day"] else "none")
        yield Observation(TOOL, found["host"] or "", "version", found["version"])
    told = [found for found in FRESH.finditer(text) if found["said"].startswith("daily")]
    if told:
        yield Observation(TOOL, "", "database", max(_day(found["day"]) for found in told))
    elif "ClamAV update process started" in text:
        yield Observation(TOOL, "", "database", "none")


def _day(told: str) -> str:
    return datetime.strptime(told, "%b %d %H:%M:%S %Y").replace(tzinfo=UTC).date().isoformat()
