"""Which pairs are compared at all: keys chosen from the data, their cost known before it is paid.

Two records are compared when they share a key of any rule. A key that too many records share (a switchboard, a common
name, a placeholder) would explode, so each rule drops its largest groups until its pairs fit the budget; other rules
that refine the same key (name with birth year, name with postcode) catch those records.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.sorting import by_hash

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Parts of keys, hashed once each.
PARTS = {
    "initial": "left(given, 1)",
    "root": "coalesce(split_part(roots, '|', 1), given)",
    "year": "left(dob, 4)",
    "born": "coalesce(born, left(dob, 4))",
    "place": "coalesce(postcode, city)",
    "anywhere": "coalesce(postcode, city, '')",
    "first": "least(left(given, 1), left(family, 1))",
    "last": "greatest(left(given, 1), left(family, 1))",
    "smaller": "least(given, family)",
    "larger": "greatest(given, family)",
    "family_initial": "left(family, 1)",
    "family_two": "left(family, 2)",
    "family_three": "left(family, 3)",
    "given_two": "left(given, 2)",
    "given_three": "left(given, 3)",
    "day": "right(dob, 5)",
    "month": "left(dob, 7)",
    "mailbox": "split_part(email, '@', 1)",
    "domain": "split_part(email, '@', 2)",
}
# Rules in order of strength: columns, or parts. NULL in any gives NULL: no key.
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("national", ("national",)),
    ("document", ("document",)),
    ("account", ("account",)),
    ("health", ("health",)),
    ("member", ("member",)),
    ("email", ("email",)),
    ("phone", ("phone",)),
    ("family_dob", ("family", "dob")),
    ("given_dob", ("root", "dob")),
    ("swapped", ("smaller", "larger")),
    ("name_year", ("root", "family", "born")),
    ("name_place", ("initial", "family", "place")),
    ("given_place", ("root", "family_two", "place")),
    ("street", ("street", "anywhere")),
    ("street_city", ("street", "city")),
    ("dob_place", ("dob", "place")),
    ("dob_initials", ("dob", "first", "last")),
    ("sound_year", ("sound", "given_two", "year")),
    ("name_day", ("given_three", "family_three", "day")),
)
# In lists of moderate size there is time for keys that many strangers share: who is misspelt in two places meets himself only there.
MORE_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dob", ("dob",)),
    ("postcode", ("postcode",)),
    ("mailbox", ("mailbox",)),
    ("domain", ("domain",)),
    ("family", ("family",)),
    ("sound_born", ("sound", "year")),
    ("initial_month", ("family_initial", "month")),
    ("given_month", ("root", "month")),
    ("given_day", ("root", "day")),
    ("given_origin", ("root", "birth_place")),
    ("family_origin", ("family", "birth_place")),
)
MODERATE = 300_000  # records
CAPS = (1000, 500, 200, 100, 50, 30, 20, 12, 8, 5)
PAIRS_A_RECORD = 4  # of one rule
PAIRS_FREE = 100_000  # small inputs need no economy
Ints = npt.NDArray[np.int64]

# Consonants that sound alike as one, vowels dropped (they have no counterpart): enough to bring spellings of a family name together.
SOUND = (
    "CREATE TABLE sounds AS SELECT family, family[1] || translate(family[2:], 'bpfvckgqsxzdtlmnraeiouyhw -', 'bbffkkkkssstdlnnr')[1:3] "
    "AS sound FROM (SELECT DISTINCT family FROM record WHERE family IS NOT NULL)"
)


def choose(connection: DuckDBPyConnection) -> list[str]:
    """Make table `keyed` (uid and a column per useful rule) from `record`; returns the rules' names in order.

    A key stands there as the number of its group; keys of one record, and of too many, as nulls.
    """
    connection.execute(SOUND)
    records, threads = connection.execute("SELECT count(*), current_setting('threads') FROM record").fetchall()[0]
    rules = (*RULES, *MORE_RULES) if records <= MODERATE else RULES
    budget = PAIRS_FREE + PAIRS_A_RECORD * records
    # Made as a table, by all threads; what is handed to Python is made by one.
    connection.execute(f"CREATE TABLE raw_keys AS {_hashed(rules)}")
    with ThreadPoolExecutor(int(threads)) as pool:  # the keys of one rule are sorted while those of the next are fetched
        grouped = {name: pool.submit(_grouped, *_keys(connection, name), records, budget) for name, _ in rules}
        columns = {f"k_{name}": found for name, one in grouped.items() if (found := one.result()) is not None}
    connection.execute("DROP TABLE raw_keys")
    connection.execute("DROP TABLE sounds")
    connection.register("groups", pa.table({"uid": np.arange(records), **columns}))
    connection.execute("CREATE TABLE keyed AS SELECT * FROM groups")
    connection.unregister("groups")
    return [name for name, _ in rules if f"k_{name}" in columns]


def _hashed(rules: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """SQL: uid and a hash a rule. Texts are hashed once each, and the hashes again: that costs a third of putting texts together."""
    parts = list(dict.fromkeys(part for _, made_of in rules for part in made_of))
    texts = ", ".join(f"{PARTS.get(part, part)} AS p_{part}" for part in parts)
    numbers = ", ".join(f"CASE WHEN p_{part} IS NOT NULL THEN hash(p_{part}) END AS h_{part}" for part in parts)
    keys = ", ".join(_key(made_of) + f" AS k_{name}" for name, made_of in rules)
    return f"SELECT uid, {keys} FROM (SELECT uid, {numbers} FROM (SELECT uid, {texts} FROM record LEFT JOIN sounds USING (family)))"


def _key(made_of: Sequence[str]) -> str:
    hashes = [f"h_{part}" for part in made_of]
    if len(hashes) == 1:
        return hashes[0]
    return f"CASE WHEN {' AND '.join(f'{one} IS NOT NULL' for one in hashes)} THEN hash({', '.join(hashes)}) END"


def _keys(connection: DuckDBPyConnection, name: str) -> tuple[Ints, npt.NDArray[np.uint64]]:
    """(uid, hash of the key) of the records that have one."""
    told = connection.execute(f"SELECT uid, k_{name} AS h FROM raw_keys WHERE k_{name} IS NOT NULL").fetchnumpy()
    return np.asarray(told["uid"]), np.asarray(told["h"])


def _grouped(uids: Ints, keys: npt.NDArray[np.uint64], records: int, budget: int) -> pa.Array | None:
    """For each record the number of the group that shares its key; None where no two share one."""
    order, keys = by_hash(keys)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
    counts = np.diff(np.r_[starts, len(keys)])
    often, many = np.unique(counts[counts > 1], return_counts=True)
    if not len(often):
        return None
    chosen = (counts > 1) & (counts <= _cap(list(zip(often.tolist(), many.tolist(), strict=True)), budget))
    number = np.full(len(counts), -1, dtype=np.int32)
    number[chosen] = np.arange(int(chosen.sum()), dtype=np.int32)
    group = np.full(records, -1, dtype=np.int32)
    group[uids[order]] = np.repeat(number, counts)
    return pa.array(group, mask=group < 0)


def _cap(sizes: list[tuple[int, int]], budget: int) -> int:
    """The largest group size whose pairs, with all smaller groups', fit the budget."""
    for cap in CAPS:
        if sum(count * size * (size - 1) // 2 for size, count in sizes if size <= cap) <= budget:
            return cap
    return CAPS[-1]
