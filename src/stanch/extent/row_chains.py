"""Chains of keys over several tables: an account of `payments(order_id)` is the customer's of `orders(customer_id)`.

A row that names nobody and bears no number of a person may bear the key of a row that does. Where the header of such a
key points to one table, in which that key stands once in a row and in which all the values are, the row is given the
number of the person at the chain's end. Within one database, workbook or folder only; a chain that could lead to two
people leads to nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import cells as cellwise
from stanch.extent.folding import listed
from stanch.extent.headings import NOBODY, ROLE_OF, words_of
from stanch.extent.kept_tables import KeptTable, Pieces
from stanch.extent.row_families import OWN_NUMBERS
from stanch.extent.row_keys import KEYS, MOST_WORDS, PEOPLE, declared, entity_of, key_words, singular
from stanch.extent.table_column import Column
from stanch.extent.tables import TableScan
from stanch.vault import Keys

DEEPEST = 4
# So many of the keys must stand in the other table: a dump may have been cut, two columns of numbers meet by chance.
CONTAINED = 0.98
CONFIDENCE = 0.85  # below that of a number in a column of its own


def follow(given: Mapping[str, Any], keys: Keys) -> Iterator[pa.Table]:
    """The numbers of people to whom the rows of the loose tables of one database belong, as findings in the column of the key."""
    database = _Database(given["tables"], keys)
    told: set[tuple[str, str]] = set()
    for locator in given["loose"]:
        table = database.tables[locator]
        if ways := database.ways(table, DEEPEST, {locator}):
            names = {**database.names, **_named(ways)} if table.names_somebody else None
            if table.number is not None:
                ways = [way for way in ways if way.bearer is not None]
            yield from _found(table, ways, keys, names) if ways else ()
            # Where the key is the only number that the named rows have, they are given it too.
            for way in ways:
                if way.bearer is not None and (way.bearer.locator, way.bears) not in told:
                    told.add((way.bearer.locator, way.bears))
                    yield from _found(way.bearer, [replace(way, column=way.bears)], keys, None)


@dataclass(frozen=True, slots=True)
class _Way:
    """From the column of a key to the number of a person: what the column holds, and the number for each of it."""

    column: str
    detector: str
    kind: str
    held: pa.Array
    numbers: pa.Array  # as they are compared
    shown: pa.Array
    bearer: KeptTable | None = None  # the table of named rows that have this key and no other number, and its column there
    bears: str = ""


class _Database:
    """The tables that may speak of each other's rows."""

    def __init__(self, tables: Mapping[str, Sequence[Sequence[Any]]], keys: Keys) -> None:
        kept = Pieces(keys)
        self.tables = {locator: KeptTable(locator, where, kept) for locator, where in tables.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of whom each number is of, where it is one person's."""
        found: dict[str, str] = {}
        for table in self.tables.values():
            if table.number is None or table.number.detector is None or not table.names_somebody:
                continue
            numbers = table.numbers(table.number.detector, table.number.name)
            names = [name for _, piece in table.pieces() for name in table.names(piece)]
            for number, name in zip(numbers.to_pylist() if numbers is not None else (), names, strict=False):
                if number:
                    found[number] = name if found.get(number, name) == name else ""
        return found

    def ways(self, table: KeptTable, deep: int, passed: Collection[str]) -> list[_Way]:
        """From a table's rows to numbers of people: a way for each column that leads there."""
        begun = [self._from(table, column, deep, passed) for column in table.columns if _may_refer(column, table)]
        found = [way for way in begun if way] or (self._back(table, deep, passed) if deep == DEEPEST else [])
        return found if len({way.kind for way in found}) == 1 else []

    def _back(self, table: KeptTable, deep: int, passed: Collection[str]) -> list[_Way]:
        """The ways of rows that are only spoken of: the addresses of `customers(address_id)`, mailboxes by a table of pairs."""
        if table.head is None or set(words_of(table.name).split()) & NOBODYS:
            return []
        keys = [name for place, name in enumerate(table.head[1].column_names) if words_of(name) in KEYS or (not place and _is_key(name))]
        found = []
        for other in self.tables.values():
            if other.locator in passed or other.head is None:
                continue
            pairs = [(name, key) for name in other.head[1].column_names for key in keys if _rank(other, name, table, key)]
            for name, key in pairs:
                held = table.cells(key)
                if held is not None and (way := self._through(key, held.drop_null().unique(), (other, name), deep, passed, back=True)):
                    found.append(way)
        return found

    def _from(self, table: KeptTable, column: Column, deep: int, passed: Collection[str]) -> _Way | None:
        """The way that begins at one column: to the table it was declared to mean, else to that of its name, else to one with the same."""
        ranked: dict[int, list[tuple[KeptTable, str]]] = defaultdict(list)
        for other in self.tables.values():
            if other.locator not in passed and other.head is not None:
                for name in other.head[1].column_names:
                    if rank := _rank(table, column.name, other, name) or (SAME_KEY if _is_one_key(column.name, name) else 0):
                        ranked[rank].append((other, name))
                if other.names_somebody and not _SERVING.search(words_of(column.name)):
                    own = [other.number.name] if other.number is not None and _may_mean(column.name) else []
                    ranked[BY_CONTENT] += [(other, name) for name in dict.fromkeys([*own, *_own_keys(other)])]
        held = table.cells(column.name) if ranked else None
        if held is None:
            return None
        wanted = held.drop_null().unique()
        for rank in sorted(ranked):
            alone = rank < BY_CONTENT or (rank == BY_CONTENT and _tells_alone(column.name, wanted))
            marked = rank == SAME_KEY or (_may_mean(column.name) and _are_marked(wanted))
            there = [
                (other, name)
                for other, name in ranked[rank]
                if alone or ((marked or _goes_on(column.name, table, name)) and _are_one_list(held, other.cells(name)))
            ]
            ways = [way for one in there if (way := self._through(column.name, wanted, one, deep, passed))]
            if ways:
                return _agreed(ways)
        return None

    def _through(
        self, column: str, wanted: pa.Array, there: tuple[KeptTable, str], deep: int, passed: Collection[str], *, back: bool = False
    ) -> _Way | None:
        """The way through another table: its key stands once, holds what is wanted, and its rows are people's.

        `back`: that key means the rows from which the way begins, so what it holds must be among these.
        """
        other, name = there
        if not len(wanted):
            return None
        key = other.cells(name)
        if key is None:
            return None
        known = key.drop_null()
        if not len(known) or len(known.unique()) != len(known) or not (_contains(wanted, known) if back else _contains(known, wanted)):
            return None
        if other.number is not None and (detector := other.number.detector):
            numbers, values = other.numbers(detector, other.number.name), other.cells(other.number.name)
            return None if numbers is None else _Way(column, detector.id, detector.kind, key, numbers, values)
        if other.number is None and other.names_somebody and deep == DEEPEST and not _counts(name, wanted):
            lead = f"{other.place}\0{words_of(name)}\0"
            numbers = pc.binary_join_element_wise(pa.scalar(lead), key, pa.scalar(""))
            return _Way(column, "any/customer_id", "customer_id", key, numbers, key, other, name)
        if deep > 1 and not other.names_somebody and (further := self.ways(other, deep - 1, {*passed, other.locator})):
            numbers, shown = _led(further, {way.column: other.cells(way.column) for way in further})
            return _Way(column, further[0].detector, further[0].kind, key, numbers, shown)
        return None


def _named(ways: Sequence[_Way]) -> dict[str, str]:
    """The name of whom each number is of that stands in the rows to which ways lead, where they bear no other."""
    found: dict[str, str] = {}
    for way in ways:
        names = [name for _, piece in way.bearer.pieces() for name in way.bearer.names(piece)] if way.bearer is not None else []
        found.update((number, name) for number, name in zip(way.numbers.to_pylist(), names, strict=False) if number)
    return found


def _may_refer(column: Column, table: KeptTable) -> bool:
    """Whether a column may be a key of rows elsewhere: `order_id`, not `id` of its own, nor a number of people that was found as such."""
    words = words_of(column.name).split()
    kind = column.detector.kind if column.detector else ""
    if not 0 < len(words) <= MOST_WORDS or (column.role and column.detector is not None):
        return False
    # In files of a folder a key is no number of people by itself: `CONTACTID` of cases.
    is_key = "#" not in table.locator and len(key_words(column.name)) > 1
    return is_key if kind in OWN_NUMBERS or entity_of(column.name, table.name) else True


# What these tables tell of is no person's who speaks of them.
NOBODYS = NOBODY - {"account", "email", "mail", "list", "group", "class", "room"} | listed(
    "products suppliers vendors vendor items companies stores orders"
)


def _is_key(name: str) -> bool:
    words = key_words(name)
    return len(words) > 1 and words[-1] in KEYS


def _rank(table: KeptTable, column: str, other: KeptTable, name: str) -> int:
    """How plainly a column speaks of another's: 1 as declared, 2 by the table's name, 3 by having the same name; 0 not at all."""
    told = declared(table.head[0].properties) if table.head else {}
    if column in told:
        theirs, key = told[column]
        return int(name == key and other.name.rpartition(".")[2] == theirs.rpartition(".")[2])
    words, others = key_words(column), key_words(name)
    if len(words) < 2 or words[-1] not in KEYS:
        return 0
    stem = singular(" ".join(words[:-1]))
    theirs = words_of(other.name)
    last = singular(theirs.split()[-1]) if theirs else ""
    is_own = words == others or (len(others) == 1 and others[0] in KEYS)
    if stem in (singular(theirs), last) and is_own:
        return 2
    # `salary_id` of `emp_basicsalary`: the last word of the table's name ends with it.
    return 3 if words == others or (is_own and len(stem) >= LEAST_STEM and last.endswith(stem)) else 0


SAME_KEY = 5  # one word for a key in both (`No.`), and the very same values, a row each
BY_CONTENT = 4  # no word ties the two tables: the values do
# Who works on a row or made it is not whose it is: `assignee_id`, `CREATEDBYID`.
_SERVING = re.compile(
    r"assign|owner|agent|creat|modif|updat|by\b|by ?id|author|approv|handl|operat|staff|employee|manager|rep\b|resolv|clos|provider|sales"
)
LEAST_NUMBER = 5  # characters of numbers that two tables do not share by chance


def _is_one_key(column: str, name: str) -> bool:
    """Whether two columns are called by the same word for a key: `No.`, `Matricule`, `codigo`."""
    words = words_of(column)
    return words == words_of(name) and (words in KEYS or words in _KEYS_ALONE)


_KEYS_ALONE = listed("codigo codice code cod matricule matricula matricola nummer numero reference referencia referenza kennung schluessel")


def _are_one_list(held: pa.Array, key: pa.Array | None) -> bool:
    """Whether both hold the same values, each once, which do not merely count the rows of each."""
    mine, theirs = held.drop_null(), key.drop_null() if key is not None else None
    if theirs is None or len(mine) < LEAST_ALIKE or len(mine.unique()) < len(mine) or len(theirs.unique()) < len(theirs):
        return False
    counted = sorted(mine.to_pylist(), key=lambda value: (len(value), value)) == [str(number) for number in range(1, len(mine) + 1)]
    return not counted and _contains(theirs, mine) and len(mine) >= CONTAINED * len(theirs)


LEAST_ALIKE = 5


def _may_mean(header: str) -> bool:
    """Whether a header may be of a key of somebody under another word: `requester_id`, or `Subscriber` alone."""
    words = words_of(header)
    return not _SERVING.search(words) and (key_words(header)[-1:] == ["id"] or words.endswith("id") or words == "key" or words in _PERSONS)


_PERSONS = frozenset(PEOPLE) | frozenset(ROLE_OF) - frozenset({"from", "to", "agent", "author"})


def _tells_alone(header: str, wanted: pa.Array) -> bool:
    """Whether the values are such that to stand in another table means something: long ones, or numbers where the header is a person's."""
    values = wanted.slice(0, 200).to_pylist()
    # What is as long as the key of a machine stands nowhere else by chance, whatever it is called.
    if all(len(value) >= LEAST_LONG and any(map(str.isdigit, value)) and any(map(str.isalpha, value)) for value in values):
        return True
    if not _may_mean(header):
        return False
    if words_of(header) in _PERSONS:
        return all(value.isdigit() for value in values)
    return all(len(value) >= LEAST_NUMBER and any(map(str.isdigit, value)) for value in values)


LEAST_LONG = 14


LEAST_STEM = 5  # letters


def _goes_on(column: str, table: KeptTable, name: str) -> bool:
    """Whether a key is a table's own and called by another's: `contactaddressid` of `contactaddress`, beside `contactid` of the people."""
    stem, own = "".join(key_words(name)[:-1]), re.sub(r"[^a-z]", "", column.casefold()).removesuffix("id")
    first = bool(table.columns) and table.columns[0].name == column
    return first and column.casefold().endswith("id") and len(stem) >= LEAST_STEM and own.startswith(stem) and own != stem


def _are_marked(wanted: pa.Array) -> bool:
    """Whether the values of a key are letters and figures (`E700`): short ones, but no mere running numbers."""
    values = wanted.slice(0, 200).to_pylist()
    return all(len(value) >= LEAST_MARK and any(map(str.isdigit, value)) and any(map(str.isalpha, value)) for value in values)


LEAST_MARK = 3


def _own_keys(table: KeptTable) -> list[str]:
    """The first column that is called a key: `sys_id`, `id`."""
    names = table.head[1].column_names if table.head else []
    return [name for name in names if key_words(name)[-1:] and key_words(name)[-1] in KEYS][:1]


IDS = frozenset({"id", "uuid", "guid", "key", "pk", "fk", "oid"})
LINES = listed("line row item index page position sr sl s serial seq sequence lfd pos ligne linea riga zeile regel")


def _counts(name: str, wanted: pa.Array) -> bool:
    """Whether a column only counts its table's rows: two tables that are counted say nothing of each other."""
    words = set(words_of(name).split())
    numbers = [str(number) for number in range(1, len(wanted) + 1)]
    return bool(LINES & words) or (not words & IDS and wanted.to_pylist() == numbers)


def _contains(known: pa.Array, wanted: pa.Array) -> bool:
    return bool((pc.sum(pc.is_in(wanted, known)).as_py() or 0) >= CONTAINED * len(wanted))


def _agreed(ways: Sequence[_Way]) -> _Way | None:
    """The first of ways from one column that lead to the same people; None where they do not."""
    first = ways[0]
    for other in ways[1:]:
        theirs = other.numbers.take(pc.index_in(first.held, other.held))
        if not pc.all(pc.equal(theirs, first.numbers), min_count=0).as_py():
            return None
    return first


def _led(ways: Sequence[_Way], cells: Mapping[str, pa.Array | None]) -> tuple[pa.Array, pa.Array]:
    """For each row the number that it leads to, as it is compared and as it is written; null where nowhere, or to two people."""
    numbers = shown = agreed = None
    for way in ways:
        at = pc.index_in(cells[way.column], way.held)
        theirs, written = way.numbers.take(at), way.shown.take(at)
        if numbers is None:
            numbers, shown, agreed = theirs, written, pa.repeat(pa.scalar(value=True), len(theirs))
            continue
        agreed = pc.and_(agreed, pc.fill_null(pc.equal(numbers, theirs), True))
        numbers, shown = pc.coalesce(numbers, theirs), pc.coalesce(shown, written)
    nothing = pa.scalar(None, pa.string())
    return pc.if_else(agreed, numbers, nothing), pc.if_else(agreed, shown, nothing)


def _found(table: KeptTable, ways: Sequence[_Way], keys: Keys, names: Mapping[str, str] | None) -> Iterator[pa.Table]:
    """The findings, piece by piece, in the column of the first key.

    `names`: whose the numbers are. A row that names somebody (the holder of a card) is theirs only where it names the same.
    """
    first = ways[0]
    column = Column(first.column, None, CONFIDENCE, words_of(first.column))
    for unit, cells in table.pieces():
        held = {way.column: cellwise.trimmed(cells.column(way.column)) for way in ways if way.column in cells.column_names}
        numbers, shown = _led([way for way in ways if way.column in held], held)
        some = pc.is_valid(numbers)
        if names is not None:
            pairs = zip(numbers.to_pylist(), table.names(cells), strict=True)
            some = pc.and_(some, pa.array([bool(name) and names.get(number or "") == name for number, name in pairs], pa.bool_()))
        rows = pc.indices_nonzero(some).to_numpy().astype(np.int64)
        if len(rows):
            scan = TableScan(unit, cells, unit.start, keys, None)
            numbers, shown = numbers.filter(some), shown.filter(some)
            values = (
                cellwise.masked(first.kind, shown),
                cellwise.tokens(first.kind, numbers, scan.tokenise),
                pa.nulls(len(rows), pa.string()),
            )
            yield scan.told(rows, first.kind, first.detector, column, values)
