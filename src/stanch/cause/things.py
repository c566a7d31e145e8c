"""What one event touched of what is stored: a path, an object's key, a mailbox, a database or a table of it.

Reads of stores are told by the kind's file (`mappings/`, key `reads`); commands and SQL in requests are told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stanch.cause.commands import commanded
from stanch.cause.event import Event
from stanch.cause.mapping import own_names, reads_of
from stanch.cause.web_records import KEY_WORDS, asked_for
from stanch.records import Contact

LONGEST = 4_096  # characters of a name or a command that are looked at: what is longer is no path
_SQL_TABLE = re.compile(r"(?i)\b(?:from|join)\s+[`\"\[]?(?:(\w{1,64})[`\"\]]?\.[`\"\[]?)?(\w{1,64})")
_DOCUMENT = re.compile(
    r"(?i)\.(?:zip|7z|rar|tar|t?gz|bz2|xz|sql|bak|dump|csv|tsv|xlsx?|xlsm|ods|docx?|odt|pptx?|pdf|mdb|accdb|sqlite3?|db|pst|ost|mbox|eml|msg|json|xml|p12|pfx|kdbx|dcm)$"
)
_SELECT = re.compile(r"(?i)\bunion\s+(?:all\s+)?select\b|;\s*select\b")
LONGEST_STATEMENT = 20_000  # signs that are looked at
_STATEMENT = re.compile(
    r"(?is)^\s*select\b(?P<what>.{1,2000}?)\bfrom\s+[`\"\[]?(?P<table>[\w.]{1,128})[`\"\]]?(?:\s+(?:as\s+)?\w+)?"
    r"(?:\s+where\s+(?P<where>.*?))?(?:\s+(?:limit|order|offset|for)\b.*)?;?\s*$"
)
_BY_NUMBER = re.compile(
    r"(?is)^\s*(?:\w+\.)?[`\"\[]?(?P<column>\w{1,64})[`\"\]]?\s*"
    r"(?:=\s*(?P<one>'[^']{1,64}'|\d{1,20})|in\s*\((?P<many>[^()]{1,4000})\))\s*$"
)
_VALUE = re.compile(r"'([^']{1,64})'|(?<![\w'])(\d{1,20})(?![\w'])")
_COUNTED = re.compile(r"(?i)^\s*(?:count|max|min|sum|avg)\s*\(")
_SYSTEM_TABLES = frozenset(("dual", "information_schema", "pg_catalog", "sys", "mysql", "sqlite_master", "select"))


@dataclass(frozen=True, slots=True)
class Thing:
    """A stored thing as a log names it. `every`: the log holds every read of such things.

    `parcel`: the file that it was written into (last part of its name): when that leaves, the thing has left. `of`: of a record,
    whose name is its number, words for what it is one of.
    """

    sort: Literal["path", "mailbox", "database", "table", "record"]
    name: str
    contact: Contact
    every: bool = False
    parcel: str = ""
    of: str = ""


def things(event: Event) -> Iterator[Thing]:
    """What the event touched, if it succeeded."""
    if event.succeeded is False:
        return
    yield from stored(event)
    if event.act == "command":
        yield from (Thing(*one) for one in commanded(_told(event)))
    if event.kind == "web":
        query = str(event.fields.get("cs-uri-query") or "")[:LONGEST]
        yield from _queried(query)
        yield from (Thing("record", key, "accessed", of=of) for of, key in asked_for(str(event.fields.get("cs-uri-stem") or ""), query))
    if said := next((said for name in own_names(event.kind, "postgresql.log.query") if (said := event.fields.get(name))), None):
        yield from _selected(str(said)[:LONGEST])


def _told(event: Event) -> str:
    """The command that an event tells, or the script that was run."""
    names = (*own_names(event.kind, "process.command_line"), *own_names(event.kind, "powershell.script"))
    return str(next((found for name in names if (found := event.fields.get(name))), ""))


def stored(event: Event) -> Iterator[Thing]:
    """The stored thing that a store's own log names."""
    if event.succeeded is False or not event.action:
        return
    for read in reads_of(event.kind).get(event.action.lower(), ()):
        if any(str(event.fields.get(name, "")).lower() != value.lower() for name, value in read.when.items()):
            continue
        field, named = next(((name, found) for name in read.names if (found := event.fields.get(name))), ("", event.target))
        if named and len(str(named)) <= LONGEST:
            yield Thing(read.thing, str(named), read.contact, read.every, of=(read.of or field) if read.thing == "record" else "")
        return


def is_document(name: str) -> bool:
    """Whether a name on a web site is that of a document, table or archive, no page or picture of it."""
    return bool(_DOCUMENT.search(name[:LONGEST]))


def _queried(query: str) -> Iterator[Thing]:
    """Tables that SQL in a request asks for: the answer goes to whoever asked."""
    if not _SELECT.search(query):
        return
    for schema, table in _SQL_TABLE.findall(query):
        if table.lower() not in _SYSTEM_TABLES and schema.lower() not in _SYSTEM_TABLES:
            yield Thing("table", f"{schema}.{table}" if schema else table, "acquired")


def _selected(statement: str) -> Iterator[Thing]:
    """What a statement in a database's own log reads: the records whose numbers it names, or the table where it asks for all."""
    found = _STATEMENT.match(statement[:LONGEST_STATEMENT])
    table = found["table"] if found else ""
    if not found or table.lower().rpartition(".")[2].startswith("pg_") or table.lower().partition(".")[0] in _SYSTEM_TABLES:
        return
    if found["where"] is None:
        if not _COUNTED.match(found["what"]):
            yield Thing("table", table.strip('"`[]'), "accessed")
        return
    if numbered := _BY_NUMBER.match(found["where"]):
        said = numbered["one"] or numbered["many"]
        name = table.rpartition(".")[2]
        of = name if numbered["column"].lower() in KEY_WORDS else f"{name} {numbered['column']}"
        yield from (Thing("record", one or other, "accessed", of=of) for one, other in _VALUE.findall(said))
