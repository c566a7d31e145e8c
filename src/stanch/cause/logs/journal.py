"""systemd's journal as `journalctl -o json` exports it: what sign-in programs tell becomes events of sign-ins and commands.

Facts: systemd, Journal Export Formats and systemd.journal-fields(7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from stanch.cause.event import Event
from stanch.cause.logs import moment, sshd_auth
from stanch.cause.moments import YearOf
from stanch.cause.records import bare, records

KIND = "syslog"
RANK = 4


def recognise(head: str) -> bool:
    """Whether its records have the journal's own moment and message."""
    start = bare(head)
    return start[:1] in ("{", "[") and '"__REALTIME_TIMESTAMP"' in start and '"MESSAGE"' in start


def parse(pieces: Iterable[str], file: str, _year_of: YearOf) -> Iterator[Event | None]:
    """The entries in order."""
    for at, record in records(pieces):
        yield _event(record, file, at) if record is not None else None


def _event(record: dict[str, Any], file: str, at: int) -> Event | None:
    time = moment(str(record.get("_SOURCE_REALTIME_TIMESTAMP") or record.get("__REALTIME_TIMESTAMP") or ""))
    if time is None:
        return None
    host, program = str(record.get("_HOSTNAME") or ""), str(record.get("SYSLOG_IDENTIFIER") or record.get("_COMM") or "")
    message = _text(record.get("MESSAGE"))
    if sshd_auth.tells(program):
        return sshd_auth.said(program, host, message, time.astimezone(UTC), (file, at))
    fields = {"program": program, "host": host, "message": message, "pid": record.get("_PID") or record.get("SYSLOG_PID")}
    return Event(time.astimezone(UTC), KIND, file, at, fields, target=host or None, host=host or None)


def _text(said: Any) -> str:
    """A message; one with signs that JSON cannot hold is a list of bytes."""
    if isinstance(said, list):
        return bytes(one for one in said if isinstance(one, int) and 0 <= one < 256).decode("utf-8", "replace")
    return str(said or "")
