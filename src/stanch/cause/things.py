"""What one event touched of what is stored: a path, an object's key, a mailbox, a database or a table of it.

Reads of stores are told by the kind's file (`mappings/`, key `reads`); commands and SQL in requests are told here.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from stanch.cause.event import Event
from stanch.cause.mapping import own_names, reads_of
from stanch.records import Contact

LONGEST = 4_096  # characters of a name or a command that are looked at: what is longer is no path
# Programs that write a database out, with the options that take a value (so that a value is not taken for the database's name).
_DUMPS = {
    "pg_dump": ("-f", "-h", "-p", "-U", "-F", "-t", "-n", "-N", "-T", "-Z", "-j", "-d"),
    "mysqldump": ("-h", "-u", "-P", "-r", "-S", "-w"),
    "mariadb-dump": ("-h", "-u", "-P", "-r", "-S", "-w"),
}
_DATABASE = re.compile(r"^(?:--db|--dbname|-d)(?:=|$)")
_COPIES = frozenset(("scp", "sftp", "rclone", "rsync", "curl", "wget", "aws", "gsutil", "azcopy", "mega-put", "megacopy", "robocopy"))
_PACKS = frozenset(("tar", "zip", "7z", "7za", "7zz", "rar", "cp", "cat", "dd", "gzip", "xz", "zstd", "xcopy", "copy", "makecab"))
_PACKED = (".tar", ".tgz", ".gz", ".zip", ".7z", ".rar", ".xz", ".zst", ".bz2", ".tbz2", ".cab", ".sql", ".dump", ".bak")
_SQL_TABLE = re.compile(r"(?i)\b(?:from|join)\s+[`\"\[]?(?:(\w{1,64})[`\"\]]?\.[`\"\[]?)?(\w{1,64})")
_SELECT = re.compile(r"(?i)\bunion\s+(?:all\s+)?select\b|;\s*select\b")
_SYSTEM_TABLES = frozenset(("dual", "information_schema", "pg_catalog", "sys", "mysql", "sqlite_master", "select"))


@dataclass(frozen=True, slots=True)
class Thing:
    """A stored thing as a log names it. `every`: the log holds every read of such things.

    `parcel`: the file that it was written into (last part of its name): when that leaves, the thing has left.
    """

    sort: Literal["path", "mailbox", "database", "table"]
    name: str
    contact: Contact
    every: bool = False
    parcel: str = ""


def things(event: Event) -> Iterator[Thing]:
    """What the event touched, if it succeeded."""
    if event.succeeded is False:
        return
    yield from stored(event)
    if event.act == "command":
        command = next((found for name in own_names(event.kind, "process.command_line") if (found := event.fields.get(name))), "")
        yield from _commanded(str(command)[:LONGEST])
    if event.kind == "web" and (query := event.fields.get("cs-uri-query")):
        yield from _queried(str(query)[:LONGEST])


def stored(event: Event) -> Iterator[Thing]:
    """The stored thing that a store's own log names."""
    if event.succeeded is False or not event.action:
        return
    for read in reads_of(event.kind).get(event.action.lower(), ()):
        if any(str(event.fields.get(name, "")).lower() != value.lower() for name, value in read.when.items()):
            continue
        named = next((found for name in read.names if (found := event.fields.get(name))), None) or event.target
        if named and len(str(named)) <= LONGEST:
            yield Thing(read.thing, str(named), read.contact, read.every)
        return


def _commanded(command: str) -> Iterator[Thing]:
    try:
        words = shlex.split(command.replace("\\", "/"))
    except ValueError:  # a quote that is never closed
        words = command.replace("\\", "/").split()
    if not words:
        return
    program = words[0].rsplit("/", 1)[-1].lower().removesuffix(".exe")
    if program in _DUMPS:
        yield from _dumped(words[1:], _DUMPS[program])
    elif program == "mongodump":
        yield from (Thing("database", name, "accessed", parcel=_after(words, ("-o", "--archive", "--out"))) for name in _named(words[1:]))
    elif program in _COPIES | _PACKS or program == "sqlite3":
        # A program that sends may have been given a folder that it fills instead; what is no part of the evidence falls away.
        contact: Contact = "acquired" if program in _COPIES else "accessed"
        plain = [word for word in words[1:] if not word.startswith("-") and len(word) > 2]
        parcel = next((last(word) for word in plain if word.lower().endswith(_PACKED)), "") if program in _PACKS else ""
        yield from (Thing("path", word, contact, parcel=parcel) for word in plain if last(word) != parcel)


def _dumped(words: list[str], valued: tuple[str, ...]) -> Iterator[Thing]:
    """The database that a dump program was told to write out, or those of its tables that were named."""
    names = [*_named(words), *(word for word, before in zip(words, ["", *words], strict=False) if _is_plain(word, before, valued))]
    tables = [after for word, after in pairwise(words) if word in ("-t", "--table")]
    tables += [word.partition("=")[2] for word in words if word.startswith("--table=")]
    parcel = _after(words, ("-f", "--file", "-r", "--result-file"))
    if names and tables:
        yield from (Thing("table", f"{names[0]}.{table.rpartition('.')[2]}", "accessed", parcel=parcel) for table in tables)
    elif names:
        yield Thing("database", names[0], "accessed", parcel=parcel)


def _after(words: list[str], options: tuple[str, ...]) -> str:
    """The last part of the file that one of the options names; `-f/tmp/x` and `--file=x` too."""
    for word, after in pairwise([*words, ""]):
        if word in options:
            return last(after)
        for option in options:
            if word.startswith(f"{option}=" if option.startswith("--") else option) and word != option:
                return last(word[len(option) :].lstrip("="))
    return ""


def last(name: str) -> str:
    """The last part of a path or address, in small letters."""
    parts = segments(name)
    return parts[-1] if parts else ""


def _named(words: list[str]) -> list[str]:
    found = []
    for at, word in enumerate(words):
        if _DATABASE.match(word):
            value = word.partition("=")[2] or (words[at + 1] if at + 1 < len(words) else "")
            found.append(value.rsplit("/", 1)[-1])
    return [name for name in found if name]


def _is_plain(word: str, before: str, valued: tuple[str, ...]) -> bool:
    return not word.startswith("-") and before not in valued and "=" not in word


def _queried(query: str) -> Iterator[Thing]:
    """Tables that SQL in a request asks for: the answer goes to whoever asked."""
    if not _SELECT.search(query):
        return
    for schema, table in _SQL_TABLE.findall(query):
        if table.lower() not in _SYSTEM_TABLES and schema.lower() not in _SYSTEM_TABLES:
            yield Thing("table", f"{schema}.{table}" if schema else table, "acquired")


def segments(name: str) -> tuple[str, ...]:
    """A path, address or key as its parts, in small letters and without escapes; the query of an address is cut off."""
    plain = unquote(name.partition("?")[0] if "://" in name else name).replace("\\", "/").lower()
    return (
        tuple(part for part in plain.partition("://")[2].split("/") if part)
        if "://" in plain
        else tuple(part for part in plain.replace("!/", "/").split("/") if part not in ("", "."))
    )
