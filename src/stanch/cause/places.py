"""The evidence as places that a log's names can be held against: files, folders, tables, mailboxes, databases.

A name meets a place when its last parts are the place's last parts and no other place shares as many. One equal part alone
(`report.pdf` somewhere) is not enough, unless the log names nothing but it, or it is an archive or dump whose name no other bears:
whoever packs data to fetch it puts it where it never lay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stanch.cause.commands import segments
from stanch.cause.things import Thing

# Folders that every machine has: their name alone tells no place.
_EVERYWHERE = frozenset(("tmp", "home", "var", "data", "users", "srv", "opt", "mnt", "root", "etc", "documents", "desktop", "downloads"))
MAIL = frozenset(("mbox", "pst", "ost", "olm", "eml", "msg", "nsf", "emlx", "mbx", "dbx"))
_TABLES = frozenset(("csv", "tsv", "parquet", "jsonl", "ndjson"))
_DATABASES = frozenset(("sql", "dump", "sqlite", "sqlite3", "db", "bak", "mdb", "accdb", "bson", "gz", "zst", "backup", "parquet", "csv"))
# An archive or dump by a name of its own (`payroll-may.zip`, `db_20260519.sql.gz`); `backup.zip` lies anywhere.
_PARCEL = re.compile(
    r"^(?=.{8,}?\.)(?=[^.]*[-_ 0-9])[^.]*\.(?:(?:sql|tar|dump)(?:\.\w{2,4})?|zip|7z|rar|tgz|bak|pst|mdb|accdb|vhdx?)$", re.IGNORECASE
)
MOST_ALIKE = 20  # places that a name may mean before it means none


@dataclass(frozen=True, slots=True)
class Met:
    """The places that a name means: one, or several that cannot be told apart. `root`: the part of the evidence it shares with it."""

    places: tuple[str, ...]
    root: str = ""


@dataclass(slots=True)
class Places:
    """Made once from every locator; answers by name."""

    _files: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)  # last part -> (parts, locator)
    _tables: dict[str, list[str]] = field(default_factory=dict)
    _extracts: dict[str, list[str]] = field(default_factory=dict)  # files that are one table each, by the name of the table
    _databases: dict[str, list[str]] = field(default_factory=dict)
    _mailboxes: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, locators: Iterable[str], owners: Mapping[str, str] | None = None) -> Places:
        """The places of these locators and every folder above them; `owners` tells whose mailbox a place is."""
        made = cls()
        known: set[str] = set()
        for locator in locators:
            made._add_table(locator, known)
            made._add_path(locator.partition("#")[0], known)
        for place, address in (owners or {}).items():
            if place in known and place not in made._mailboxes.get(address, ()):
                made._mailboxes.setdefault(address, []).append(place)
        return made

    def meet(self, thing: Thing) -> Met | None:
        """The places that it means, None where it is no part of the evidence."""
        if thing.sort == "path":
            return self._path(segments(thing.name))
        if thing.sort == "mailbox":
            name = thing.name.lower()
            # An export that bears the account's name is its own; else the one that its messages tell.
            found = self._mailboxes.get(name.partition("@")[0]) or self._mailboxes.get(name, [])
            return Met(tuple(found)) if len(found) == 1 else None
        if thing.sort == "database":
            found = self._databases.get(thing.name.lower(), [])
            return Met(tuple(found)) if found else None
        return self._table(*thing.name.lower().rpartition(".")[::2])

    def _table(self, above: str, table: str) -> Met | None:
        """A table by its name, and by the schema or the database that it is named with."""
        found = self._tables.get(table) or self._extracts.get(table, [])
        exact = [place for place in found if above and place.partition("#")[2].lower() == f"{above}.{table}"]
        if not exact and (own := self._databases.get(above)):
            exact = [place for place in found if place.startswith(tuple(f"{one}#" for one in own))]
        return Met(tuple(exact or found)) if found else None

    def _add_table(self, locator: str, known: set[str]) -> None:
        file, cut, part = locator.partition("#")
        if cut and locator not in known:
            known.add(locator)
            self._tables.setdefault(part.rpartition(".")[2].lower(), []).append(locator)
        stem = segments(file)[-1].partition(".")[0] if segments(file) else ""
        ending = file.lower().rpartition(".")[2]
        if stem and not cut and ending in _TABLES and file not in self._extracts.get(stem, ()):
            self._extracts.setdefault(stem, []).append(file)
        if stem and (cut or ending in _DATABASES) and file not in self._databases.get(stem, ()):
            self._databases.setdefault(stem, []).append(file)

    def _add_path(self, file: str, known: set[str]) -> None:
        """A file and the folders above it. What lies in a mailbox's file is found by the file."""
        place = file
        while place and place not in known:
            known.add(place)
            parts = segments(place)
            if parts:
                self._files.setdefault(parts[-1], []).append((parts, place))
                stem, _, ending = parts[-1].rpartition(".")
                if ending in MAIL and stem:
                    self._mailboxes.setdefault(stem, []).append(place)
            place = _folder(place)

    def _path(self, parts: tuple[str, ...]) -> Met | None:
        alike = self._files.get(parts[-1], ()) if parts else ()
        if not alike:
            return None
        shared = [(_shared(parts, own), own, place) for own, place in alike]
        most = max(count for count, _, _ in shared)
        best = [(own, place) for count, own, place in shared if count == most]
        is_parcel = len(best) == 1 and bool(_PARCEL.search(parts[-1]))
        if len(best) > MOST_ALIKE or not (is_parcel or _is_enough(parts, most, best[0][0])):
            return None
        own, place = best[0]
        # The first part that both share, below what only the evidence has.
        return Met(tuple(place for _, place in best), _top(place, len(own) - most + 1) if most > 1 else "")


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        count += 1
    return count


def _is_enough(parts: tuple[str, ...], shared: int, own: tuple[str, ...]) -> bool:
    if shared > 1 or len(parts) == 1:
        return shared > 1 or (parts[-1] not in _EVERYWHERE and "." in parts[-1])
    # One equal part: a folder handed in as such (`share` for /srv/share), never a file's name that others may bear.
    return len(own) <= 2 and "." not in parts[-1] and parts[-1] not in _EVERYWHERE


def _folder(place: str) -> str:
    head, cut, _ = place.rpartition("/")
    return head.removesuffix("!") if cut else ""


def _top(place: str, count: int) -> str:
    """The first `count` parts of a place."""
    at, left = 0, count
    while left and at >= 0:
        at = place.find("/", at + 1)
        left -= 1
    return place if at < 0 else place[:at].removesuffix("!")
