"""How many share a value: a shared rare number says more than a shared common name.

Counted are the other people who have a value, told apart by initials, so that one person's many records and misspellings do not make a
number common; names themselves are counted by records. Where records are few a prior smooths.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stanch.people import demote
from stanch.people.sorting import by_hash

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BY_RECORDS = ("given", "middle", "family", "birth_place", "occupation")
BY_GIVEN = ("national", "document")  # nobody's family shares these: another family name is a marriage or a slip
SMOOTHING = 200.0  # pseudo-records of the prior frequency
NOBODY = -1
Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shared:
    """Of one column. By record: how many people (for names: records, and rows) have its value, `NOBODY` where it has none.

    `base` and `base_of_rows`: of how many.
    """

    people: Counts
    rows: Counts
    base: int
    base_of_rows: int


def shared(connection: DuckDBPyConnection, columns: Sequence[str]) -> dict[str, Shared]:
    """How many share each record's value of these columns of `record`."""
    if not columns:
        return {}
    hashes = ", ".join(f"CASE WHEN {name} IS NOT NULL THEN hash({name}) END AS h_{name}" for name in columns)
    # Made as a table, by all threads; what is handed to Python is made by one.
    connection.execute(f"CREATE TABLE hashed AS SELECT uid, copies, {demote.NAMES} AS initials, given[1] AS initial, {hashes} FROM record")
    copies = _by_record(connection, "copies")
    names = {name: _codes(connection, name) for name in ("initials", "initial")}
    threads = int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])
    with ThreadPoolExecutor(threads) as pool:  # the values of one column are sorted while those of the next are fetched
        asked = {}
        for column in columns:
            told = connection.execute(f"SELECT uid, h_{column} AS h FROM hashed WHERE h_{column} IS NOT NULL").fetchnumpy()
            by = None if column in BY_RECORDS else names["initial" if column in BY_GIVEN else "initials"]
            asked[column] = pool.submit(_counted, np.asarray(told["uid"]), np.asarray(told["h"]), copies, by)
        found = {column: one.result() for column, one in asked.items()}
    connection.execute("DROP TABLE hashed")
    return found


def _by_record(connection: DuckDBPyConnection, column: str) -> Ints:
    told = connection.execute(f"SELECT uid, {column} FROM hashed").fetchnumpy()
    found = np.empty(len(told["uid"]), dtype=np.int64)
    found[told["uid"]] = told[column]
    return found


def _codes(connection: DuckDBPyConnection, column: str) -> Ints:
    """A number for each record's value, -1 for none."""
    told = connection.execute(f"SELECT uid, {column} FROM hashed").to_arrow_table().combine_chunks()
    coded = told.column(column).combine_chunks().dictionary_encode()
    found = np.empty(len(told), dtype=np.int64)
    found[told.column("uid").to_numpy()] = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return found


def _counted(uids: Ints, hashes: npt.NDArray[np.uint64], copies: Ints, names: Ints | None) -> Shared:
    order, hashes = by_hash(hashes)
    uids = uids[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.empty(0, np.int64)
    counts = np.diff(np.r_[starts, len(hashes)])
    people, rows = (np.full(len(copies), NOBODY, dtype=np.int32) for _ in range(2))
    if names is None:
        people[uids] = np.repeat(counts, counts)
        if len(starts):
            rows[uids] = np.repeat(np.add.reduceat(copies[uids], starts), counts)
        return Shared(people, rows, len(copies), int(copies.sum()))
    told, many = names[uids], int(names.max(initial=0)) + 1
    people[uids] = told >= 0
    # Only where several records have a value is there anything to count.
    several = np.flatnonzero(np.repeat(counts > 1, counts))
    uids, told, group = uids[several], told[several], np.repeat(np.arange(len(counts)), counts)[several]
    each = np.unique((group * many + told)[told >= 0]) // many
    people[uids] = np.bincount(each, minlength=len(counts))[group]
    return Shared(people, people, len(starts), len(starts))


def bits(
    column: str, told: Shared, u: float, records: npt.NDArray[np.intp], *, houses: bool, of_rows: bool, chance: Mapping[str, float]
) -> Floats:
    """log2 of how likely a stranger has the very value that these `records` have; nan where a record has none.

    `u`: how often strangers agree in the column. In a list without `houses` a second name at an address or telephone is as likely an error,
    and is not held against it; `chance`: what the pairs at one place have shown there. `of_rows`: rows are counted, not records.
    """
    base = (told.base_of_rows if of_rows else told.base) + SMOOTHING
    counts = (told.rows if of_rows else told.people)[records]
    alone = 2 if column in BY_RECORDS or not houses else 1
    # What nobody else has is no likelier another's than what the pairs at one place have shown.
    unseen = min(SMOOTHING * u, chance.get(column, u) * base) if column in chance else SMOOTHING * u
    found = np.log2((np.maximum(counts - alone, 0) + unseen) / base)
    return np.where(counts == NOBODY, np.nan, found)
