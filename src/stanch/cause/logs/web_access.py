"""Web server access logs: NCSA common and combined format (Apache, nginx), with or without a host before them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from stanch.cause.event import Event
from stanch.cause.moments import YearOf
from stanch.cause.records import LONGEST_LINE, lines, lines_with
from stanch.cause.web_address import plain

KIND = "web"
RANK = 3
LARGEST = 10**12  # bytes of one answer that are believed: whoever writes into a log may write any number
_LINE = re.compile(
    r"^(?:[\w.-]+(?::\d+)? )?(?P<ip>[0-9a-fA-F.:]+)(?:, ?[0-9a-fA-F.:]+)* \S+ (?P<user>\S+)"
    r' \[(?P<time>[^\]]{20,32})\] "(?P<request>(?:[^"\\]|\\.)*)"'
    r" (?P<status>\d{3}) (?P<bytes>\d+|-)"
    r'(?: "(?P<referer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)")?',
)
_MONTHS = {
    name: number for number, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)
}


def recognise(head: str) -> bool:
    """Whether most of the first lines are requests."""
    first = [line for line in head.splitlines()[:20] if line.strip()]
    return bool(first) and sum(bool(_LINE.match(line)) for line in first) * 2 >= len(first)


def parse(pieces: Iterable[str], file: str, _year_of: YearOf) -> Iterator[Event | None]:
    """The requests in order."""
    yield from _requests(lines(pieces), file)


def parse_only(pieces: Iterable[str], file: str, named: Collection[str]) -> Iterator[Event | None]:
    """The requests in whose line one of these addresses or accounts stands: all that the second pass wants of a large log."""
    yield from _requests(lines_with(pieces, named), file)


def _requests(numbered: Iterable[tuple[int, str]], file: str) -> Iterator[Event | None]:
    for number, line in numbered:
        if not line.strip():
            continue
        found = _LINE.match(line) if len(line) <= LONGEST_LINE else None
        time = clf_moment(found["time"]) if found else None
        if not found or not time:
            yield None
            continue
        yield _event(found, time, file, number)


def _event(found: re.Match[str], time: datetime, file: str, number: int) -> Event:
    method, _, target = found["request"].partition(" ")
    uri = target.rsplit(" HTTP/", 1)[0]
    stem, _, query = uri.partition("?")
    status, sent = int(found["status"]), int(found["bytes"]) if found["bytes"] != "-" else 0
    user = found["user"] if found["user"] != "-" else None
    fields = {
        "c-ip": found["ip"],
        "cs-username": user,
        "cs-method": method,
        "cs-uri": uri,
        "cs-uri-stem": plain(stem),
        "cs-uri-query": plain(plain(query)),  # attackers encode twice to slip past filters
        "sc-status": status,
        "sc-bytes": sent,
        "cs-referer": found["referer"],
        "cs-user-agent": found["agent"],
    }
    return Event(
        time,
        KIND,
        file,
        number,
        fields,
        ip=found["ip"],
        user=user,
        target=stem,
        succeeded=status < 400,
        sent=min(sent, LARGEST) if status < 400 else 0,
        action=method,
    )


@lru_cache(maxsize=4096)
def _minute(text: str, zone: str) -> datetime | None:
    try:
        day, month, year = int(text[0:2]), _MONTHS[text[3:6]], int(text[7:11])
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1) if zone else timedelta()
        return datetime(year, month, day, int(text[12:14]), int(text[15:17]), tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, KeyError, IndexError):
        return None


def clf_moment(text: str) -> datetime | None:
    """The moment in common log format, in UTC, or None."""
    # 10/Oct/2000:13:55:36 -0700; minutes recur, so they are parsed once
    minute = _minute(text[:17], text[21:].strip())
    seconds = text[18:20]
    return minute.replace(second=int(seconds)) if minute and seconds.isdigit() and int(seconds) < 60 else minute
