"""Attributes by number: `user_info_data(userid, fieldid, data)`, where `user_info_field(id, name)` says what each number means.

The scan sees one table at a time, and to it the values have no header. Once all tables of a database are known, such a table is
laid out with a column for each attribute, judged like any other, and what is found is said of where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.headings import claims, words_of
from stanch.extent.kept_tables import KeptTable, Pieces
from stanch.extent.row_families import OWN_NUMBERS
from stanch.extent.row_keys import KEYS, declared, entity_of, key_words, meant
from stanch.extent.tables import TableScan
from stanch.extent.unfolded import TELLING, laid_out_by
from stanch.records import FINDING_CODED
from stanch.vault import Keys

MOST_NAMES = 5_000  # attributes that a table of them tells
CONTAINED = 0.98


def attributes(given: Mapping[str, Any], keys: Keys) -> Iterator[pa.Table]:
    """The findings in the values of attributes that are told by number."""
    kept = Pieces(keys)
    tables = {locator: KeptTable(locator, where, kept) for locator, where in given["tables"].items()}
    for locator in given["attributed"]:
        table = tables[locator]
        if table.head is None:
            continue
        properties = table.head[0].properties
        numbered = [name for name in properties.get("attribute_ids", "").split("\t") if name in table.head[1].column_names]
        values = [name for name in properties.get("attribute_values", "").split("\t") if name in table.head[1].column_names]
        told = next(((name, names) for name in numbered if (names := _names(table, name, tables))), None)
        if told is not None:
            for value in values:
                yield from _found(table, told, value, keys)


def _names(table: KeptTable, column: str, tables: Mapping[str, KeptTable]) -> dict[str, str]:
    """What the numbers in a column mean, by the table that tells most of it; nothing where none does."""
    held = table.cells(column)
    wanted = held.drop_null().unique().to_pylist() if held is not None else []
    if not 0 < len(wanted) <= MOST_NAMES:
        return {}
    best: tuple[int, dict[str, str]] = (0, {})
    for other in tables.values():
        if other is table or len(other.where) != 1 or other.head is None or other.head[1].num_rows > MOST_NAMES:
            continue
        rows = other.head[1]
        for key in (name for name in rows.column_names if _may_be_key(table, column, other, name)):
            numbers = rows.column(key).to_pylist()
            if len(set(numbers)) != len(numbers) or len({*numbers} & {*wanted}) < CONTAINED * len(wanted):
                continue
            for name in rows.column_names:
                words = dict(zip(numbers, rows.column(name).to_pylist(), strict=True))
                said = {number: word for number in wanted if (word := words.get(number))}
                telling = sum(len(word) < LONGEST and bool(claims(word)[0]) for word in said.values())
                if name != key and telling >= TELLING * len(wanted) and telling > best[0]:
                    best = telling, said
    return best[1]


LONGEST = 60


def _may_be_key(table: KeptTable, column: str, other: KeptTable, name: str) -> bool:
    """Whether a column of the other table may be what the numbers mean: as declared, of the same name, or its rows' own number."""
    told = declared(table.head[0].properties) if table.head else {}
    if column in told:
        theirs, key = told[column]
        return name == key and other.name.rpartition(".")[2] == theirs.rpartition(".")[2]
    return name == column or words_of(name) in KEYS


def _key(table: KeptTable, rows: pa.Table) -> int | None:
    """The column that bears the number of a person; None where none is known to."""
    told = declared(table.head[0].properties) if table.head else {}
    keys = [at for at, name in enumerate(rows.column_names) if entity_of(*meant(name, table.name, told))]
    # `userid`, not the `id` that counts the rows of `user_info_data`.
    return min(keys, key=lambda at: (len(key_words(rows.column_names[at])) < 2, at), default=None)


def _found(table: KeptTable, told: tuple[str, Mapping[str, str]], value: str, keys: Keys) -> Iterator[pa.Table]:
    column, names = told
    for unit, rows in table.pieces():
        number_at, value_at = rows.column_names.index(column), rows.column_names.index(value)
        said = [names.get(number) if number else None for number in rows.column(number_at).to_pylist()]
        laid = laid_out_by(rows, said, number_at, value_at, _key(table, rows))
        if not laid.table.num_columns:
            continue
        found = laid.said_of(TableScan(unit, laid.table, unit.start, keys, None).run(), unit.start)
        if pc.any(pc.invert(pc.is_in(found.column("kind").cast(pa.string()), pa.array(sorted(OWN_NUMBERS))))).as_py():
            yield found.cast(FINDING_CODED)
