"""The system's own log with everything in it: what sshd, sudo and shells tell becomes events of sign-ins and commands.

Small machines (NAS, firewalls, VMware ESXi) write one file for all programs, so the sign-in that matters stands among a thousand
other lines, which stay as they are.
Facts: RFC 3164, RFC 5424; VMware, "ESXi log file locations" (shell.log: `shell[pid]: [user]: command`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from stanch.cause import mapping
from stanch.cause.event import Event
from stanch.cause.forms import Mapped
from stanch.cause.logs import sshd_auth
from stanch.cause.moments import YearOf

KIND = "syslog"
RANK = 9


@cache
def _reader() -> Mapped:
    return Mapped(replace(mapping.described()[KIND], form="patterns"))


def recognise(head: str) -> bool:
    """Whether most of the first lines are of either standard."""
    return _reader().recognise(head)


def parse(pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
    """The messages in order."""
    for event in _reader().parse(pieces, file, year_of):
        if event is None:
            yield None
            continue
        program = str(event.fields.get("program") or "")
        if sshd_auth.tells(program):
            yield sshd_auth.said(program, event.host or "", str(event.fields.get("message") or ""), event.time, (file, event.line))
        else:
            yield event
