"""Which pairs are compared at all: keys chosen from the data, their cost known before it is paid.

Two records are compared when they share a key of any rule. A key that too many records share (a switchboard, a common
name, a placeholder) would explode, so each rule drops its largest groups until its pairs fit the budget; other rules
that refine the same key (name with birth year, name with postcode) catch those records.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Rules in order of strength. NULL in any part gives NULL: no key.
RULES: tuple[tuple[str, str], ...] = (
    ("national", "national"),
    ("document", "document"),
    ("account", "account"),
    ("health", "health"),
    ("member", "member"),
    ("email", "email"),
    ("phone", "phone"),
    ("family_dob", "family || '|' || dob"),
    ("given_dob", "coalesce(split_part(roots, '|', 1), given) || '|' || dob"),
    ("swapped", "least(given, family) || '|' || greatest(given, family)"),
    ("name_year", "coalesce(split_part(roots, '|', 1), given) || '|' || family || '|' || coalesce(born, dob[1:4])"),
    ("name_place", "given[1] || '|' || family || '|' || coalesce(postcode, city)"),
    ("given_place", "coalesce(split_part(roots, '|', 1), given) || '|' || family[1:2] || '|' || coalesce(postcode, city)"),
    ("street", "street || '|' || coalesce(postcode, city, '')"),
    ("street_city", "street || '|' || city"),
    ("dob_place", "dob || '|' || coalesce(postcode, city)"),
    ("dob_initials", "dob || '|' || least(given[1], family[1]) || '|' || greatest(given[1], family[1])"),
    ("sound_year", "sound || '|' || given[1:2] || '|' || dob[1:4]"),
    ("name_day", "given[1:3] || '|' || family[1:3] || '|' || dob[6:10]"),
)
# In lists of moderate size there is time for keys that many strangers share: who is misspelt in two places meets himself only there.
MORE_RULES: tuple[tuple[str, str], ...] = (
    ("dob", "dob"),
    ("postcode", "postcode"),
    ("mailbox", "split_part(email, '@', 1)"),
    ("domain", "split_part(email, '@', 2)"),
    ("family", "family"),
    ("sound_born", "sound || '|' || dob[1:4]"),
    ("initial_month", "family[1:1] || '|' || dob[1:7]"),
    ("given_month", "coalesce(split_part(roots, '|', 1), given) || '|' || dob[1:7]"),
    ("given_day", "coalesce(split_part(roots, '|', 1), given) || '|' || dob[6:10]"),
    ("given_origin", "coalesce(split_part(roots, '|', 1), given) || '|' || birth_place"),
    ("family_origin", "family || '|' || birth_place"),
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
    hashes = ", ".join(f"CASE WHEN ({sql}) IS NOT NULL THEN hash({sql}) END AS k_{name}" for name, sql in rules)
    # Made as a table, by all threads; what is handed to Python is made by one.
    connection.execute(f"CREATE TABLE raw_keys AS SELECT uid, {hashes} FROM record LEFT JOIN sounds USING (family)")
    with ThreadPoolExecutor(int(threads)) as pool:  # the keys of one rule are sorted while those of the next are fetched
        grouped = {name: pool.submit(_grouped, *_keys(connection, name), records, budget) for name, _ in rules}
        columns = {f"k_{name}": found for name, one in grouped.items() if (found := one.result()) is not None}
    connection.execute("DROP TABLE raw_keys")
    connection.execute("DROP TABLE sounds")
    connection.register("groups", pa.table({"uid": np.arange(records), **columns}))
    connection.execute("CREATE TABLE keyed AS SELECT * FROM groups")
    connection.unregister("groups")
    return [name for name, _ in rules if f"k_{name}" in columns]


def _keys(connection: DuckDBPyConnection, name: str) -> tuple[Ints, npt.NDArray[np.uint64]]:
    """(uid, hash of the key) of the records that have one."""
    told = connection.execute(f"SELECT uid, k_{name} AS h FROM raw_keys WHERE k_{name} IS NOT NULL").fetchnumpy()
    return np.asarray(told["uid"]), np.asarray(told["h"])


def _grouped(uids: Ints, keys: npt.NDArray[np.uint64], records: int, budget: int) -> pa.Array | None:
    """For each record the number of the group that shares its key; None where no two share one."""
    order = np.argsort(keys)
    keys = keys[order]
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
