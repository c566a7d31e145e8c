"""The sign-in log of Linux and BSD (`auth.log`, `secure`): sshd, sudo, useradd; RFC 3164 or ISO 8601 time stamps.

RFC 3164 stamps name neither year nor zone: the year is the latest that does not lie after the day of the assessment,
the zone is taken as UTC; the account says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from stanch.cause.event import Event
from stanch.cause.logs import moment
from stanch.cause.moments import UNSTATED, YearOf
from stanch.cause.records import LONGEST_LINE, lines

KIND = "sshd"
RANK = 7
_LINE = re.compile(
    r"^(?:<\d{1,3}>1? ?)?(?P<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+)"
    # VMware ESXi writes no name of the machine, and from 8 on how grave it is: `In(38) sshd[2100199]: …`.
    r"(?: (?:Em|Al|Cr|Er|Wa|No|In|Db)\(\d{1,3}\))?(?: (?P<host>\S+(?<!:)))? (?P<program>[\w./-]+)(?:\[\d+\])?: (?P<message>.*)$",
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "failed_login",
        re.compile(r"^Failed (?P<method>\S+) for (?P<invalid>invalid user )?(?P<user>.*?) from (?P<ip>[0-9a-fA-F.:]+) port \d+"),
    ),
    (
        "failed_login",
        re.compile(r"^error: PAM: Authentication failure for (?P<invalid>illegal user )?(?P<user>.*?) from (?P<ip>[0-9a-fA-F.:]+)$"),
    ),
    ("login", re.compile(r"^Accepted (?P<method>\S+) for (?P<user>\S+) from (?P<ip>[0-9a-fA-F.:]+) port \d+")),
    ("invalid_user", re.compile(r"^Invalid user (?P<user>.*?) from (?P<ip>[0-9a-fA-F.:]+)")),
    (
        "command",
        re.compile(r"^\s*+(?P<user>\S+) : (?:.{0,500}; )?PWD=(?P<folder>.{0,4096}?) ; USER=(?P<as>\S{1,256}) ; COMMAND=(?P<command>.*)$"),
    ),
    ("new_user", re.compile(r"^new user: name=(?P<user>[^,\s]+)")),
    ("key_added", re.compile(r"authorized_keys")),
    ("logout", re.compile(r"^(?:Disconnected from|Received disconnect from) (?:user (?P<user>\S+) )?(?P<ip>[0-9a-fA-F.:]+)")),
)
_MONTHS = {
    name: number for number, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)
}
_PROGRAMS = ("sshd", "sudo", "useradd", "su", "systemd-logind", "sshd-session", "CRON", "usermod", "passwd")
_TELLING = frozenset(("sshd", "sshd-session", "sudo", "useradd", "usermod", "dropbear", "shell", "ESXShell"))
_SPEAKS = re.compile(rf" (?:\S*/)?(?:{'|'.join(sorted(_TELLING))})(?:\[\d+\])?: ")
_SHELLS = frozenset(("shell", "ESXShell"))
_TYPED = re.compile(r"^\[(?P<user>[\w.\\@-]{1,64})\]: (?P<command>.+)$")  # as the shell of ESXi logs what was typed


def recognise(head: str) -> bool:
    """Whether the first lines come from syslog and most of them from sign-in programs; where few do, it is the system's own log."""
    first = [line for line in head.splitlines()[:50] if line.strip()]
    found = [match for match in map(_LINE.match, first) if match]
    of_sign_in = sum(match["program"].rsplit("/", 1)[-1] in _PROGRAMS for match in found)
    return bool(first) and len(found) * 2 > len(first) and of_sign_in * 2 >= len(found)


def parse(pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
    """The messages in order; those without meaning here are events of type `other`."""
    for number, line in lines(pieces):
        if not line.strip():
            continue
        found = _LINE.match(line) if len(line) <= LONGEST_LINE else None
        time = _moment(found["time"], year_of) if found else None
        yield _event(found, time, file, number) if found and time else None


def of_line(line: str, file: str, number: int, year_of: YearOf) -> Event | None:
    """What a line of another log says where a sign-in program or a shell wrote it; None for every other line."""
    found = _LINE.match(line) if len(line) <= LONGEST_LINE and _SPEAKS.search(line) else None
    time = _moment(found["time"], year_of) if found and tells(found["program"]) else None
    return _event(found, time, file, number) if found and time else None


def tells(program: str) -> bool:
    """Whether what a program of the system log writes is about sign-ins or commands."""
    return program.rsplit("/", 1)[-1] in _TELLING


def _event(found: re.Match[str], time: datetime, file: str, number: int) -> Event:
    return said(found["program"], found["host"] or "", found["message"], time, (file, number))


def said(program: str, host: str, message: str, time: datetime, place: tuple[str, int]) -> Event:
    """The event that a message of a program means; `place` is file and line."""
    fields: dict[str, Any] = {"program": program, "host": host, "message": message, "event": "other"}
    shapes = (("command", _TYPED),) if program.rsplit("/", 1)[-1] in _SHELLS else _SHAPES
    for name, shape in shapes:
        matched = shape.search(message)
        if matched:
            parts = {key: value for key, value in matched.groupdict().items() if value}
            fields.update(parts, event=name)
            break
    fields["src_ip"] = fields.pop("ip", None)
    outcome = {"login": True, "command": True, "new_user": True, "failed_login": False, "invalid_user": False}.get(fields["event"])
    return Event(
        time,
        KIND,
        *place,
        fields,
        ip=fields["src_ip"],
        user=fields.get("user"),
        target=host or None,
        succeeded=outcome,
        host=host or None,
        action=fields["event"],
    )


def _moment(text: str, year_of: YearOf) -> datetime | None:
    if text[0].isdigit():
        return moment(text)
    month, day = _MONTHS.get(text[:3]), int(text[4:6])
    if not month:
        return None
    try:
        return datetime(year_of(month, day), month, day, int(text[7:9]), int(text[10:12]), int(text[13:15]), tzinfo=UNSTATED)
    except ValueError:
        return None
