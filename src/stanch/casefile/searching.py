"""Words in the list of people, found by an index of every three letters, so that a search does not read all people.

A sealed file keeps the index in a table of SQLite's FTS5 (https://www.sqlite.org/fts5.html, the trigram tokenizer) inside itself, sealed
like everything else there; a server keeps it as an index of `pg_trgm`, where whoever owns the database may add that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stanch.casefile import framework
from stanch.casefile.texts import storable

TABLE = "casefile_personwords"
SHORTEST = 3  # letters; the index knows no shorter piece
MOST_WORDS = 8
# More than this is no answer to a search; what matches so often is found soon by reading the list in its order.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that match, in the order of names; `total` of them, or, where `is_more`, more than that."""

    rows: Any
    total: int
    is_more: bool


def renew(alias: str) -> None:
    """Make the index of a sealed file anew from the rows that are there: after each change of the list. A server does so itself."""
    if not framework.is_sealed_file(alias):
        return
    from django.db import connections

    with connections[alias].cursor() as cursor:
        # A database in the form of an earlier release gets the index, filled, when it is brought to this one's form.
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [TABLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")  # noqa: S608 a name of this module


def find(alias: str, rows: Any, search: str) -> Found:
    """Those of `rows` (people, ordered) that have every word of `search` somewhere, whatever the case of letters."""
    words = storable(search).casefold().split()[:MOST_WORDS]
    every = rows
    for word in words:
        rows = rows.filter(haystack__contains=word)
    long = [word for word in words if len(word) >= SHORTEST]
    if long and framework.is_sealed_file(alias):
        indexed = _indexed(alias, long)
        if len(indexed) <= MOST:
            rows = rows.filter(pk__in=indexed)
            return Found(rows, rows.order_by().count(), is_more=False)
    # One look into the index: counting and cutting a page would each gather what every word has anew.
    found = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(found) <= MOST:
        return Found(every.filter(pk__in=found), len(found), is_more=False)
    return Found(rows, MOST, is_more=True)


def _indexed(alias: str, words: list[str]) -> list[int]:
    """The rows that the index gives for all of these words, one more than `MOST` of them at most: a word that everybody has must not
    be gathered for all. `%` and `_` in words find too much here, never too little.
    """
    from django.db import connections

    condition = " AND ".join(["haystack LIKE %s"] * len(words))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {TABLE} WHERE {condition} LIMIT {MOST + 1}",  # noqa: S608 names and a number of this module
            [f"%{word}%" for word in words],
        )
        return [row[0] for row in cursor.fetchall()]
