"""What `clamscan` and `clamdscan` print: a line a file, and a summary that tells when the scan was.

The lines bear no time; what was found is told at the end of the scan. Without the summary's dates nothing can be dated.
Facts: ClamAV documentation, clamscan (the summary names its dates since ClamAV 0.104).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from stanch.cause.event import Event
from stanch.cause.moments import Clock, YearOf
from stanch.cause.records import lines

KIND = "clamav"
RANK = 6
MOST = 100_000  # finds of one scan that are kept until its end is read
_SCANNED = re.compile(
    r"^(?P<path>.{1,4096}?): (?:(?P<signature>\S+) (?P<found>FOUND)|OK|Empty file|Excluded|Symbolic link|Access denied.*)$"
)
_DATED = re.compile(r"^End Date:\s+(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_BEGUN = "----------- SCAN SUMMARY -----------"


def recognise(head: str) -> bool:
    """Whether most of its lines tell of a file, and none bears a time."""
    first = [line.rstrip("\r") for line in head.lstrip("\ufeff").split("\n")[:31] if line.strip()]
    scanned = sum(bool(_SCANNED.match(line)) and " -> " not in line and not re.match(r"\S+ +\d+ \d\d:", line) for line in first)
    return bool(first) and (scanned * 2 > len(first) or (_BEGUN in head and "Infected files:" in head))


def parse(pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
    """What was found, at the moment at which its scan ended."""
    clock, waiting = Clock(year_of), list[tuple[int, dict[str, Any]]]()
    for at, line in lines(pieces):
        if ended := _DATED.match(line):
            time = clock.read(f"{ended[1]}-{ended[2]}-{ended[3]} {ended[4]}")
            for place, fields in waiting:
                yield Event(time, KIND, file, place, fields, target=fields["path"], action="FOUND") if time else None
            waiting = []
        elif (found := _SCANNED.match(line)) and found["found"]:
            path, signature = found["path"], found["signature"]
            waiting.append((at, {"path": path, "Filename": path, "signature": signature, "Signature": signature, "action": "FOUND"}))
            if len(waiting) > MOST:
                waiting.pop(0)
                yield None
    yield from (None for _ in waiting)
