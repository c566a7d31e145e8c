"""Words in the list of people, found by an index of every three letters, so that a search does not read all people.

A word of one or two letters is looked for where words begin: with the space before it, it is three. Scripts that are written without
spaces are searched anywhere.

A sealed file keeps the index in a table of SQLite's FTS5 (https://www.sqlite.org/fts5.html, the trigram tokenizer) inside itself, sealed
like everything else there; a server keeps it as an index of `pg_trgm`, where whoever owns the database may add that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from stanch.casefile import framework
from stanch.casefile.texts import storable

TABLE = "casefile_personwords"
TERMS = "casefile_personterms"  # the pieces that the index has; made for a connection, and holds nothing itself
SHORTEST = 3  # letters; the index knows no shorter piece
BEFORE = (" ", "\n")  # what stands before a word
MOST_WORDS = 8
MOST_BEGINNINGS = 2  # words of one or two letters that are asked of the index; all are asked of the rows that it gives
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


def find(alias: str, rows: Any, search: str, *, among_all: bool = False) -> Found:
    """Those of `rows` (people, ordered) that have every word of `search`, whatever the case of letters. `among_all`: they are everybody."""
    from django.db.models import Q

    words = storable(search).casefold().split()[:MOST_WORDS]
    every = rows
    for word in words:
        stands = [Q(haystack__contains=piece) for piece in pieces(word)]
        rows = rows.filter(Q(*stands, _connector=Q.OR))
    known = [one for one in map(pieces, words) if all(len(piece) >= SHORTEST for piece in one)]
    if words and framework.is_sealed_file(alias) and (known or len(pieces(words[0])) > 1):
        indexed = _of_a_number(alias, known)
        if indexed is None:
            indexed = _indexed(alias, known) if known else _beginning(alias, words[0])
        if len(indexed) <= MOST:
            rows = rows.filter(pk__in=indexed)
            return Found(rows, rows.order_by().count(), is_more=False)
        if among_all and len(words) in (1, len(known)) and not any(sign in word for word in words for sign in "%_"):
            return Found(rows, MOST, is_more=True)
    # One look into the index: counting and cutting a page would each gather what every word has anew.
    found = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(found) <= MOST:
        return Found(every.filter(pk__in=found), len(found), is_more=False)
    return Found(rows, MOST, is_more=True)


def pieces(word: str) -> tuple[str, ...]:
    """What stands in the haystack of whoever has this word: one of these."""
    if len(word) >= SHORTEST or any("\u0e00" <= letter < "\u1e00" or letter >= "\u2e80" for letter in word):
        return (word,)
    return tuple(before + word for before in BEFORE)


def _of_a_number(alias: str, words: list[tuple[str, ...]]) -> list[int] | None:
    """Where several words are asked for, the rows that may have one that is a number which few have: it tells people apart better than the
    name of a town that all live in, whose rows need not be gathered then. None where there is none such. `find` holds the rows to all.
    """
    from django.db import connections

    numbers = [piece for pieces in words for piece in pieces if len(pieces) == 1 and any(sign.isdigit() for sign in piece)]
    if len(words) < 2 or not numbers:
        return None
    # The index keeps no places: a word is all of its pieces of three, in whatever order.
    word = max(numbers, key=len)
    asked = " AND ".join(_quoted(word[at : at + SHORTEST]) for at in range(len(word) - SHORTEST + 1))
    with connections[alias].cursor() as cursor:
        found = _at_once(cursor, f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT {MOST + 1}", [asked])  # noqa: S608 names of ours
    return found if len(found) <= MOST else None


def _at_once(cursor: Any, query: str, given: list[str]) -> list[int]:
    """The numbers that a query gives, as one row: for each row that comes, a thread waits for its turn among those of all pages."""
    cursor.execute(f"SELECT group_concat(rowid) FROM ({query})", given)  # noqa: S608 our own query
    (told,) = cursor.fetchone()
    return [int(one) for one in told.split(",")] if told else []


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _indexed(alias: str, words: list[tuple[str, ...]]) -> list[int]:
    """The rows that the index gives for one piece of each of these words, one more than `MOST` of them at most: a word that everybody has
    must not be gathered for all. `%` and `_` in words find too much here, never too little.
    """
    from django.db import connections

    long, short = [one for one in words if len(one) == 1], [one for one in words if len(one) > 1]
    asked = list(product(*long, *short[:MOST_BEGINNINGS]))
    condition = " AND ".join(["haystack LIKE %s"] * len(asked[0]))
    one = f"SELECT rowid FROM {TABLE} WHERE {condition}"  # noqa: S608 names of this module
    with connections[alias].cursor() as cursor:
        every = f"SELECT DISTINCT rowid FROM ({' UNION ALL '.join([one] * len(asked))}) LIMIT {MOST + 1}"  # noqa: S608 the same
        return _at_once(cursor, every, [f"%{piece}%" for pieces in asked for piece in pieces])


def _beginning(alias: str, letter: str) -> list[int]:
    """As `_indexed`, for words that begin with one letter: of the pieces of three letters that the index has, those that begin so."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{TERMS} USING fts5vocab('main', '{TABLE}', 'row')")
        found = []
        for before in BEFORE:
            start = before + letter
            cursor.execute(f"SELECT term FROM temp.{TERMS} WHERE term >= %s AND term < %s", [start, start + chr(0x10FFFF)])  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
        if not found:
            return []
        asked = " OR ".join(map(_quoted, found))
        return _at_once(cursor, f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT {MOST + 1}", [asked])  # noqa: S608 names of ours
