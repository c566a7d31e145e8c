"""The updates that a Windows machine has, as `Get-HotFix` lists them (CSV or table) or `wmic qfe` (CSV).

Windows' updates are cumulative: the newest one of a month holds those of the months before. So its day tells how far a machine is behind.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date

from stanch.recovery.checks import Observation

TOOL = "hotfixes"
NUMBER = re.compile(r"\bKB\d{6,8}\b")
DAY = re.compile(r"\b(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})([/.])(\d{1,2})[/.](\d{4}))\b")
ROW = re.compile(r"^(?P<host>\S+)\s+(?P<what>(?:Security )?Update|Hotfix|\S+)\s+(?P<number>KB\d{6,8})\b(?P<rest>.*)$", re.MULTILINE)
HOSTS = ("pscomputername", "__server", "source", "csname", "node", "computername", "server")


def recognise(head: str) -> bool:
    """Whether it names hotfixes, and the day on which each was installed."""
    return "hotfixid" in head.lower() and "installedon" in head.lower()


def read(text: str) -> Iterator[Observation]:
    """`newest` is the day of the newest update of each machine. Raises `ValueError` where no row tells a day."""
    rows = list(_rows(text))
    days = [told for _, told in rows if told]
    if not days:
        raise ValueError("no row tells the day of an update")
    month_first = _month_first(days)
    newest: dict[str, date] = {}
    counted: dict[str, int] = {}
    for host, told in rows:
        counted[host] = counted.get(host, 0) + 1
        if told:
            newest[host] = max(newest.get(host, date.min), _day(told, month_first=month_first))
    for host, count in counted.items():
        yield Observation(TOOL, host, "newest", newest[host].isoformat() if host in newest else "none")
        yield Observation(TOOL, host, "updates", str(count))


def _rows(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """(machine, day) of each update."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#TYPE")]
    if lines and "," in lines[0]:
        for row in csv.DictReader(lines):
            cells = {str(name).strip().lower(): value or "" for name, value in row.items() if isinstance(value, str)}
            if NUMBER.search(cells.get("hotfixid", "")):
                yield next((cells[name] for name in HOSTS if cells.get(name)), ""), DAY.search(cells.get("installedon", ""))
        return
    for found in ROW.finditer(text):
        yield found["host"], DAY.search(found["rest"])


def _month_first(days: Iterable[re.Match[str]]) -> bool | None:
    """Whether days are written as in the United States; None where every one can be read both ways."""
    slashed = [(int(one[4]), int(one[6])) for one in days if one[4] and one[5] == "/"]
    if any(second > 12 for _, second in slashed):
        return True
    return False if any(first > 12 for first, _ in slashed) else None


def _day(told: re.Match[str], *, month_first: bool | None) -> date:
    if told[1]:
        return date(int(told[1]), int(told[2]), int(told[3]))
    first, second, year = int(told[4]), int(told[6]), int(told[7])
    if told[5] == "." or month_first is False:
        return date(year, second, first)
    if month_first:
        return date(year, first, second)
    # Where both readings are possible the older one counts: nothing is called newer than it may be.
    return min(date(year, first, second), date(year, second, first))
