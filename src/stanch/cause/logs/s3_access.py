"""Cloud storage: Amazon S3 server access logs (and stores that write the same format).

Format: "Amazon S3 server access log format" in the S3 user guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from stanch.cause.event import Event
from stanch.cause.logs.web_access import clf_moment
from stanch.cause.moments import YearOf
from stanch.cause.records import LONGEST_LINE, lines

KIND = "s3"
RANK = 2
_LINE = re.compile(
    r"^(?P<owner>\S+) (?P<bucket>\S+) \[(?P<time>[^\]]{20,32})\] (?P<ip>\S+) (?P<requester>\S+) (?P<id>\S+)"
    r' (?P<operation>[A-Z0-9._]+) (?P<key>\S+) (?:"(?P<request>(?:[^"\\]|\\.)*)"|-) (?P<status>\d{3}|-) (?P<error>\S+)'
    r' (?P<bytes>\d+|-) (?P<size>\d+|-) \S+ \S+ (?:"(?P<referer>(?:[^"\\]|\\.)*)"|-) (?:"(?P<agent>(?:[^"\\]|\\.)*)"|-)',
)


def recognise(head: str) -> bool:
    """Whether the first lines have the format."""
    first = [line for line in head.splitlines()[:20] if line.strip()]
    return bool(first) and sum(bool(_LINE.match(line)) for line in first) * 2 > len(first)


def parse(pieces: Iterable[str], file: str, _year_of: YearOf) -> Iterator[Event | None]:
    """The requests in order."""
    for number, line in lines(pieces):
        if not line.strip():
            continue
        found = _LINE.match(line) if len(line) <= LONGEST_LINE else None
        time = clf_moment(found["time"]) if found else None
        if not found or not time:
            yield None
            continue
        status = int(found["status"]) if found["status"] != "-" else 0
        sent = int(found["bytes"]) if found["bytes"] != "-" else 0
        user = found["requester"] if found["requester"] != "-" else None
        key = unquote_plus(found["key"]) if found["key"] != "-" else None
        fields = {
            "bucket": found["bucket"],
            "src_ip": found["ip"],
            "requester": user or "anonymous",
            "operation": found["operation"],
            "key": key,
            "status": status,
            "error": found["error"],
            "bytes_sent": sent,
            "user_agent": found["agent"],
        }
        target = f"{found['bucket']}/{key}" if key else found["bucket"]
        yield Event(
            time,
            KIND,
            file,
            number,
            fields,
            ip=found["ip"],
            user=user,
            target=target,
            succeeded=200 <= status < 400,
            sent=sent,
            action=found["operation"],
            uid=f"{found['id']}/{key}" if found["id"] != "-" else None,
        )
