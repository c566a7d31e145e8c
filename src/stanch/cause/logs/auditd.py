"""Linux audit: lines of one event (SYSCALL, EXECVE, CWD, PATH) belong together by their serial, and events of one sign-in by their session.

So that each line says who did it and from where: the account of the session's sign-in (`ses`, `auid`), its address, the command as it was
typed, and paths in full. Facts: the Linux Audit documentation, record types and fields.
"""

from __future__ import annotations

import re
import shlex
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from posixpath import join, normpath
from typing import Any

from stanch.cause import mapping
from stanch.cause.event import Event
from stanch.cause.forms import Mapped
from stanch.cause.moments import YearOf

KIND = "auditd"
RANK = 4
UNSET = frozenset(("4294967295", "-1", "unset", ""))
OPEN, SESSIONS = 64, 50_000  # events whose lines may still come; sessions remembered
ARGUMENTS = 400  # of a command
LONGEST = 16_384  # signs of a command
_HEX = re.compile(r"(?:[0-9A-F]{2}){2,8192}")


@cache
def _reader() -> Mapped:
    return Mapped(replace(mapping.described()[KIND], form="pairs"))


def recognise(head: str) -> bool:
    """Whether most of the first lines are records of audit."""
    return _reader().recognise(head)


def memory() -> _Known:
    """What is known before the first line; given to `parse` again, a log that comes part by part is read as one."""
    return _Known()


def parse(pieces: Iterable[str], file: str, year_of: YearOf, known: _Known | None = None) -> Iterator[Event | None]:
    """The records in order, each with what the others of its event and session tell."""
    known = known or memory()
    for event in _reader().parse(pieces, file, year_of):
        if event is not None:
            known.complete(event)
        yield event


@dataclass(slots=True)
class _Known:
    """What earlier lines told: of events by serial, of sessions, of accounts by their number."""

    events: OrderedDict[str, dict[str, Any]] = field(default_factory=OrderedDict)
    sessions: OrderedDict[str, tuple[str | None, str | None]] = field(default_factory=OrderedDict)  # -> (account, address)
    names: dict[str, str] = field(default_factory=dict)

    def complete(self, event: Event) -> None:
        told = event.fields
        serial = f"{told.get('node', '')} {told.get('serial', '')}"
        shared = self.events.get(serial)
        if shared is None:
            shared = self.events[serial] = {}
            if len(self.events) > OPEN:
                self.events.popitem(last=False)
        for name in ("auid", "AUID", "ses", "success", "exe", "cwd"):
            if name in told:
                shared.setdefault(name, told[name])
            elif name in shared and name in {"auid", "ses"}:
                told[name] = shared[name]
        self._session(event, shared)
        kind = str(told.get("type", ""))
        if kind == "EXECVE":
            told["command_line"] = _command(told)
        elif kind == "PROCTITLE" and told.get("proctitle"):
            told["command_line"] = _plain(str(told["proctitle"])).replace("\0", " ")[:LONGEST]
        elif kind == "PATH" and told.get("name"):
            told["path"] = event.target = normpath(join(_plain(str(shared.get("cwd", ""))), _plain(str(told["name"]))))[:LONGEST]
        if event.succeeded is None and "success" in shared:
            event.succeeded = {"yes": True, "1": True, "no": False, "0": False}.get(str(shared["success"]))

    def _session(self, event: Event, shared: dict[str, Any]) -> None:
        """Give the event the account and the address of its session; of a sign-in remember them."""
        told = event.fields
        number, account = str(shared.get("auid", "")), told.get("acct") or told.get("AUID")
        if account and number not in UNSET and event.action in ("USER_LOGIN", "USER_START", "USER_AUTH", "LOGIN", "USER_ACCT"):
            self.names.setdefault(number, str(account).lower())
        session = f"{told.get('node', '')} {shared.get('ses', '')}"
        if str(shared.get("ses", "")) in UNSET:
            return
        if event.action in ("USER_LOGIN", "USER_START") and event.succeeded and event.ip:
            self.sessions.setdefault(session, (event.user, event.ip))
            if len(self.sessions) > SESSIONS:
                self.sessions.popitem(last=False)
        who, ip = self.sessions.get(session, (None, None))
        event.ip = event.ip or ip
        # Who signed in stays who did it, whatever account was taken on since.
        if not told.get("acct"):
            event.user = who or self.names.get(number) or (event.user if event.user not in UNSET else None)


def _command(told: dict[str, Any]) -> str:
    """The command of an EXECVE record, quoted where an argument holds blanks."""
    count = str(told.get("argc", "0"))
    most = min(int(count), ARGUMENTS) if count.isascii() and count.isdigit() and len(count) < 6 else 0
    words = [_plain(str(told[name])) for at in range(most) if (name := f"a{at}") in told]
    return shlex.join(words)[:LONGEST]


def _plain(text: str) -> str:
    """An argument as it was: audit writes what holds blanks or signs beyond ASCII as hexadecimal digits."""
    if _HEX.fullmatch(text):
        try:
            return bytes.fromhex(text).decode("utf-8")
        except ValueError:
            return text
    return text
