"""How fresh a virus scanner is: `clamscan --version` or `clamd --version`, one line a machine, after `host:` where there are several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from stanch.recovery.checks import Observation

TOOL = "clamav"
LINE = re.compile(
    r"^(?:(?P<host>[\w.-]+):\s*)?ClamAV (?P<version>\d[\w.-]*)/(?P<database>\d+)/\w{3} (?P<day>\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})",
    re.MULTILINE,
)


def recognise(head: str) -> bool:
    """Whether a line is ClamAV's version."""
    return bool(LINE.search(head))


def read(text: str) -> Iterator[Observation]:
    """The day of the database; whether it is fresh is judged by the day of the check."""
    for found in LINE.finditer(text):
        at = datetime.strptime(found["day"], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        host = found["host"] or "this machine"
        yield Observation(TOOL, host, "database", at.date().isoformat(), at)
        yield Observation(TOOL, host, "version", found["version"], at)
