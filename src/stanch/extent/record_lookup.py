"""Rows by the number of their record, as logs name it: `/api/orders/88`, `WHERE id = 4711`, `Patient MRN`.

The words beside the number say which table and column are meant: `orders` a table of that name by its own key, `patient id` a column
of that name. A number so long that it is nobody else's needs no words. A row that names nobody leads on by its keys to the row
that does (an order to its customer), within the database or folder. What several tables could mean is doubted, not chosen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from stanch.engine import Parts
from stanch.extent.header_rows import with_header_row
from stanch.extent.headings import claims, words_of
from stanch.extent.row_families import OWN_NUMBERS, container
from stanch.extent.row_keys import KEYS, PEOPLE, SERVED, SERVING, entity_of, singular
from stanch.extent.table_column import NAMES
from stanch.records import Named, Rows, unpack_cells
from stanch.vault import sealed_file

DEEPEST = 3  # keys that are followed from a row that names nobody
MOST_ROWS = 1_000  # of one record: more rows than that share a key are no record
MOST_WORDINGS = 1_000  # different words beside numbers: an address on the web may say anything
LONG = 6  # signs of a cell in which two rows must agree to be of one record (a name, a mailbox, a number)
TABLE, COLUMN, REFERS, OWN = 1, 2, 3, 4  # how plainly a column is meant, the plainest first
# A number of its own is told from all others: letters and figures together, or as many figures as no running number has.
_OWN_NUMBER = re.compile(r"(?=.*\d)(?:(?=.*[A-Za-z])[A-Za-z0-9_.-]{8,64}|\d{8,20})")
_SHEET = re.compile(r"(?i)(?:sheet|tabelle|feuille|hoja|foglio|folha|blad|table|page)\s*\d*")
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A record that is looked for: `within` a database or folder, where another row has led to it by a column (`way`)."""

    named: Named
    within: str | None = None
    way: str = ""


@dataclass(slots=True)
class _Met:
    """A row that bears the number: by which column, how plainly; its cells, by which it is compared and leads on."""

    place: Place
    column: str
    rank: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds rows in the tables of the evidence; each call reads those tables again that have a column which may be meant."""

    units: Parts

    def __call__(self, named: Collection[Named]) -> Mapping[Named, Rows]:
        """The rows of each record that the evidence has."""
        found: dict[Named, Rows] = {}
        asked: dict[_Asked, set[Named]] = {_Asked(one): {one} for one in named}
        for _ in range(DEEPEST):
            further: dict[_Asked, set[Named]] = defaultdict(set)
            for one, rows in _met(self.units, asked).items():
                best = _plainest(one, rows)
                told = Rows(tuple(sorted({row.place for row in best})), _doubt(one, best), one.way)
                for origin in asked[one] if best else ():
                    found[origin] = _joined(found.get(origin), told)
                for row in best:
                    for lead in _leads(row):
                        further[lead] |= asked[one]
            asked = further
            if not asked:
                break
        return found


def _joined(known: Rows | None, more: Rows) -> Rows:
    if known is None:
        return more
    return Rows(tuple(sorted({*known.rows, *more.rows})), known.doubt or more.doubt, more.way or known.way)


def _met(units: Parts, asked: Collection[_Asked]) -> dict[_Asked, list[_Met]]:
    """Rows that bear a number which is looked for, by any column that may be meant."""
    by_words: dict[str, dict[str, list[_Asked]]] = defaultdict(lambda: defaultdict(list))
    for one in asked:
        if one.named.of in by_words or len(by_words) < MOST_WORDINGS:
            by_words[one.named.of][_compared(one.named.key)].append(one)
    numbers = pa.array(sorted({key for keys in by_words.values() for key in keys}), pa.string())
    found: dict[_Asked, list[_Met]] = defaultdict(list)
    ranked: dict[tuple[str, str], dict[str, int]] = {}
    for locator, table, start in _tables(units):
        for column in table.column_names:
            ranks = ranked.get((locator, column))
            if ranks is None:
                ranks = ranked[locator, column] = {of: rank for of in by_words if (rank := _rank(of, locator, column))}
            for row, key in _bearing(table.column(column), numbers) if ranks else ():
                wanted = [(one, rank) for of, rank in ranks.items() for one in by_words[of].get(key, ()) if _may_be(one, rank, locator)]
                cells = {name: said for name in table.column_names if wanted and (said := table.column(name)[row].as_py())}
                for one, rank in wanted:
                    if len(found[one]) < MOST_ROWS:
                        found[one].append(_Met((locator, start + row), column, rank, cells))
    return found


def _may_be(asked: _Asked, rank: int, locator: str) -> bool:
    if asked.within is not None and container(locator)[0] != asked.within:
        return False
    return rank != OWN or bool(_OWN_NUMBER.fullmatch(asked.named.key.strip()))


def _tables(units: Parts) -> Iterator[tuple[str, pa.Table, int]]:
    """Every table of the evidence, piece by piece, with the number of its first row."""
    for path in units.paths:
        source = sealed_file(path, units.keys)
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group, columns=["locator", "kind", "start", "cells"])
            for unit in rows.filter(pc.equal(rows.column("kind"), "table")).to_pylist():
                if unit["cells"]:
                    table, start = with_header_row(unpack_cells(unit["cells"]), unit["start"])
                    yield unit["locator"], table, start


def _bearing(column: pa.ChunkedArray, numbers: pa.Array) -> Iterator[tuple[int, str]]:
    """(row, number as it is compared) of each cell that is one of the numbers."""
    cells = pc.utf8_lower(pc.utf8_trim_whitespace(column.cast(pa.string())))
    bare = pc.utf8_ltrim(cells, characters="0")
    compared = pc.if_else(pc.match_substring_regex(cells, r"^\d+$"), bare, cells)
    at = pc.indices_nonzero(pc.fill_null(pc.is_in(compared, numbers), False))
    yield from zip(at.to_pylist(), compared.take(at).to_pylist(), strict=True)


def _compared(key: str) -> str:
    key = key.strip().lower()
    return key.lstrip("0") if re.fullmatch(r"[0-9]+", key) else key


def _noun(word: str) -> str:
    return PEOPLE.get(word, singular(word))


def _rank(of: str, locator: str, column: str) -> int:
    """How plainly words mean a column: 0 not at all."""
    asked, own = words_of(of).split(), words_of(column).split()
    if not own:
        return 0
    kinds, is_key = _numbers(column), _is_key(column)
    stem = [word for word in asked if word not in KEYS]
    table = _table_words(locator)
    is_table = bool(stem and table) and _noun(stem[-1]) == _noun(table[-1])
    lone = [word for word in own if word not in KEYS]
    if is_table and is_key and (not lone or _noun(lone[-1]) == _noun(stem[-1])):
        return TABLE
    same_kind = bool(kinds) and (is_table or bool(asked and kinds & _numbers(of)))
    if is_key and (same_kind or (asked == own and len(asked) > 1)):
        return COLUMN
    if is_key and stem and lone and _noun(lone[-1]) == _noun(stem[-1]):
        return REFERS
    return OWN if is_key else 0


def _numbers(header: str) -> set[str]:
    """The kinds of numbers of people that a header names."""
    return {one.kind for one in claims(header)[0]} & OWN_NUMBERS


def _is_key(header: str) -> bool:
    return bool(_numbers(header)) or (words_of(header).split() or [""])[-1] in KEYS


def _names_somebody(met: _Met) -> bool:
    return any(one.kind in NAMES for name in met.cells for one in claims(name)[0] if not claims(name)[2])


def _table_words(locator: str) -> list[str]:
    """The words of a table's name; a sheet that was given none is called by its file."""
    folder, name = container(locator)
    if _SHEET.fullmatch(name):
        name = folder.rpartition("/")[2].partition(".")[0]
    return [word for word in words_of(name.rpartition(".")[2]).split() if not word.isdigit()]


def _plainest(asked: _Asked, rows: Sequence[_Met]) -> list[_Met]:
    """Those of the plainest rank, of these the ones that name somebody: a visit bears the number of its patient too.

    What a row leads to is a record of its own, or somebody: never another row that only leads there as well.
    """
    if asked.within is not None:
        rows = [one for one in rows if one.rank == TABLE or (one.rank == COLUMN and _names_somebody(one))]
    if not rows:
        return []
    best = min(one.rank for one in rows)
    plain = [one for one in rows if one.rank == best]
    return [one for one in plain if best != TABLE and _names_somebody(one)] or plain


def _doubt(asked: _Asked, rows: list[_Met]) -> str:
    """Why the rows may not be of one record: different tables or columns bear the number, and nothing else in the rows agrees."""
    found = sorted({(one.place[0], one.column) for one in rows})
    if len(found) < 2:
        return ""
    telling = [{value.strip().lower() for name, value in one.cells.items() if name != one.column and len(value) >= LONG} for one in rows]
    places = [(one.place[0], one.column) for one in rows]
    first = set().union(*(said for place, said in zip(places, telling, strict=True) if place == found[0]))
    if all(first & said for place, said in zip(places, telling, strict=True) if place != found[0]):
        return ""
    listed = ", ".join(f"{locator} ({column})" for locator, column in found[:3])
    return f"the log names a record {asked.named.key[:60]}, and more than one may be meant: {listed}"


def _leads(met: _Met) -> Iterator[_Asked]:
    """From a row that names nobody: the records that its keys are of. Who is served goes before who serves."""
    place, table = container(met.place[0])
    if _names_somebody(met):
        return
    keys = [name for name in met.cells if name != met.column and len(words_of(name).split()) > 1 and _is_key(name)]
    people = {name: entity for name in met.cells if (entity := entity_of(name, table))}
    served = any(entity in SERVED for entity in people.values())
    for name in keys:
        if not (served and people.get(name, "") in {"", *SERVING}):
            yield _Asked(Named(name, met.cells[name]), place, f"by its {name}")
