"""The log of a PostgreSQL server: what one process tells belongs to whom it let in; a table that was copied out is what was taken.

Who and from where stands before each message only where the server was set to write it; else in the messages of the connection.
Facts: PostgreSQL documentation, "Error Reporting and Logging", `COPY`.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from stanch.cause import mapping
from stanch.cause.event import Event
from stanch.cause.forms import Mapped
from stanch.cause.moments import YearOf
from stanch.cause.records import address

KIND = "postgres"
RANK = 4
MOST = 10_000  # processes remembered
LONGEST = 4_096  # characters of a statement that are looked at
_WHO = re.compile(r"\b(?P<user>[\w.-]{1,63})@(?P<database>[\w.-]{1,63})\b")
_PAIRS = re.compile(r"\b(user|db|client|host)=([^,\s]+)")
_FROM = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\(\d+\))?|\b((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})\(\d+\)")
_COPY = re.compile(
    r"(?is)^\s*(?:copy\s+(?P<what>\(.*\)|[\w.\"]+(?:\s*\([^)]*\))?)\s+to\s|\\copy\s|(?:declare\b.{0,200}\bcursor\b|.*\blo_export\s*\()|.*\bpg_read_(?:binary_)?file\s*\()"
)


@cache
def _reader() -> Mapped:
    return Mapped(replace(mapping.described()[KIND], form="patterns"))


def recognise(head: str) -> bool:
    """Whether most of the first lines that begin with a stamp are of such a server."""
    stamped = "\n".join(line for line in head.splitlines()[:-1] or head.splitlines() if not line.startswith("\t"))
    return _reader().recognise(stamped)


def parse(pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
    """The messages in order; further lines of a statement belong to the one before and are none of their own."""
    known = _Known()
    for event in _reader().parse(_joined(pieces), file, year_of):
        if event is not None:
            known.complete(event)
        yield event


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """The text without the line breaks within a statement, which the server follows by a tab."""
    held = ""
    for piece in pieces:
        text = held + piece
        held = "\n" if text.endswith("\n") else ""
        yield (text[:-1] if held else text).replace("\n\t", " \t")
    yield held


@dataclass(slots=True)
class _Known:
    """By process: account, database, address."""

    by_process: OrderedDict[str, dict[str, str]] = field(default_factory=OrderedDict)

    def complete(self, event: Event) -> None:
        told = event.fields
        process = str(told.get("pid") or "")
        known = self.by_process.setdefault(process, {})
        if len(self.by_process) > MOST:
            self.by_process.popitem(last=False)
        if event.action == "connection received":
            known.clear()
        known.update(_before(str(told.get("prefix") or "")))
        if event.ip:
            known["ip"] = event.ip
        for name in ("user", "database"):
            if told.get(name):
                known[name] = str(told[name])
            elif known.get(name):
                told[name] = known[name]
        event.ip = event.ip or known.get("ip")
        event.user = event.user or (known["user"].lower() if known.get("user") else None)
        event.target = event.target or known.get("database")
        told["src"] = event.ip
        statement = str(told.get("statement") or "")[:LONGEST]
        if found := _COPY.match(statement):
            event.action = told["action"] = "copied out"
            event.target = (found["what"] or statement).strip().strip('"')[:200]
            event.succeeded = True


def _before(prefix: str) -> dict[str, str]:
    """What stands before a message of who and from where."""
    found: dict[str, str] = {}
    if who := _WHO.search(prefix):
        found |= {"user": who["user"], "database": who["database"]}
    for name, value in _PAIRS.findall(prefix):
        found[{"db": "database", "client": "ip", "host": "ip"}.get(name, name)] = value
    if (where := _FROM.search(prefix)) and "ip" not in found:
        found["ip"] = where[1] or where[2]
    if "ip" in found:
        given = address(found.pop("ip").partition("(")[0])
        found |= {"ip": given} if given else {}
    return found
