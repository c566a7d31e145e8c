"""Which partial records belong together: the pairs Splink finds, weighed.

Splink makes and compares the pairs; what an agreement is worth is set by `weights` without anybody's tuning; the value's
own frequency counts (a shared rare name says more than a shared common one). The result is pairs with weights; one
consistent person each is made of them by `cluster`.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people import beside, blocking, demote, rarity, spread, weighing, weights
from stanch.people.comparisons import COMPARISONS, Comparison, splink_comparison
from stanch.people.partial import COMPARABLE, SETS, comparable
from stanch.people.sorting import by_hash

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from stanch.engine import Bench

# Columns that are needed after the pairs are weighed.
KEPT = ("given", "middle", "family", "suffix", "dob", "born", "national", "document", "member", "email", "phone", "street", "postcode")
ROWS_AT_A_TIME = 500_000
# Not keyed, and a collision can be made: see `_collisions_parted`.
HASHES = (f"hash({', '.join(COMPARABLE)})", f"hash({', '.join(reversed(COMPARABLE))})")
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linked:
    """Distinct records, the input rows each stands for, and weighed pairs.

    `records`: Arrow table of `KEPT` columns, row number = uid. `member_of`: uid of each input row.
    `alone`: distinct records that several rows share but that say too little to make those rows one person.
    `gammas[c]` are Splink's level numbers of comparison c for each pair (left, right, weight). `apart`: pairs of records that one row
    names as two people.
    """

    records: pa.Table
    member_of: Ints
    alone: npt.NDArray[np.bool_]
    left: Ints
    right: Ints
    weight: Floats
    gammas: dict[str, npt.NDArray[np.int8]]
    comparisons: tuple[Comparison, ...]
    model: weights.Model | None = None
    rarities: dict[str, Floats] = field(default_factory=dict)
    apart: tuple[Ints, Ints] = (beside.NOBODY, beside.NOBODY)

    def rarity(self, comparison: Comparison, pair: int) -> float | None:
        """log2 of how likely a stranger has the very value that a pair agrees in; None where it is not counted or not kept."""
        found = self.rarities.get(comparison.rare or "")
        return None if found is None else float(found[self.left[pair]])


def link(
    partial: pa.Table, connection: DuckDBPyConnection, *, as_of: date | None = None, explain: bool = False, elsewhere: Bench | None = None
) -> Linked:
    """Weighed pairs among partial records.

    `explain` keeps the rarity of every value, and pairs of people who have nothing to do with each other, for `why`. `elsewhere` is a
    bench whose engine compares the pairs; without one the connection does. `as_of`: the day that tells who is a child.
    """
    rows = beside.beside(partial, as_of)
    member_of = distinct(partial, connection, rows)
    linked = linked_records(member_of, connection, explain=explain, elsewhere=elsewhere)
    return replace(linked, apart=beside.apart(rows, member_of))


def linked_records(member_of: Ints, connection: DuckDBPyConnection, *, explain: bool = False, elsewhere: Bench | None = None) -> Linked:
    """The same among the records that `distinct` brought into the connection."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    demote.demote(connection)
    count = connection.execute("SELECT count(*) FROM record").fetchall()[0][0]
    comparisons = _useful(connection)
    rules = blocking.choose(connection) if count > 1 and comparisons else []
    u = weights.estimate_u(connection, comparisons) if comparisons else ()
    pairs = _pairs(connection, comparisons, rules, elsewhere) if rules else None
    model = _model(connection, comparisons, u, count, pairs)
    with ThreadPoolExecutor(1) as meanwhile:  # the records are taken out while the pairs are weighed
        taken = meanwhile.submit(_records, connection.cursor())
        told = rarity.shared(connection, [one.rare for one in comparisons if one.rare])
        kept = weighing.weighed(connection, model, pairs, told) if pairs else weighing.no_pairs(comparisons)
        rarities = weighing.rarities(told, model, count) if explain and pairs else {}
        alone, crowd = weighing.alone(connection, model, told, count)
        found = weighing.found(kept, crowd, whole=explain)
        records = taken.result()
    return Linked(records, member_of, alone, found.left, found.right, found.weight, found.gammas, comparisons, model, rarities)


def _records(connection: DuckDBPyConnection) -> pa.Table:
    """The `KEPT` columns, row number = uid."""
    return connection.execute(f"SELECT {', '.join(KEPT)} FROM record ORDER BY uid").to_arrow_table()


def distinct(partial: pa.Table, connection: DuckDBPyConnection, rows: tuple[Ints, Ints] = (beside.NOBODY, beside.NOBODY)) -> Ints:
    """Make table `record` of the distinct comparable records; returns each input row's uid.

    They are numbered by a hash of their content, which sorts faster than the content and does not depend on the order of rows either;
    rows of one hash are held against each other, since whoever wrote them may have looked for two contents of one.
    `rows`: pairs of rows that are two people's, though they may say the same.
    """
    _prepare(partial, connection)
    beside.told_apart(connection, rows)
    _collisions_parted(connection)
    member_of, numbered = _numbered(connection)
    connection.register("numbered", numbered)
    connection.execute(
        f"CREATE TABLE record AS SELECT uid, {', '.join((*COMPARABLE, *SETS))}, copies, "
        "CASE WHEN dob[9:10] <= '12' AND dob[9:10] <> dob[6:7] THEN dob[1:4] || '-' || dob[9:10] || '-' || dob[6:7] END AS swapped "
        "FROM prepared JOIN numbered USING (row_number)",
    )
    connection.unregister("numbered")
    connection.execute("DROP TABLE prepared")
    return member_of


def _numbered(connection: DuckDBPyConnection) -> tuple[Ints, pa.Table]:
    """The uid of each row of `prepared`; a table of uid, the first row that has it (`row_number`) and how many do (`copies`)."""
    told = connection.execute("SELECT row_number, h, g, r FROM prepared").fetchnumpy()
    order, h = by_hash(np.asarray(told["h"]))
    g, r = (np.asarray(told[name])[order] for name in "gr")
    if ((h[1:] == h[:-1]) & ((g[1:] != g[:-1]) | (r[1:] != r[:-1]))).any():  # seldom: two contents of one hash
        again = np.lexsort((r, g, h))
        order, h, g, r = order[again], h[again], g[again], r[again]
    rows = np.asarray(told["row_number"])[order]
    first = np.r_[True, (h[1:] != h[:-1]) | (g[1:] != g[:-1]) | (r[1:] != r[:-1])] if len(h) else np.empty(0, dtype=np.bool_)
    starts = np.flatnonzero(first)
    member_of = np.empty(len(rows), dtype=np.int64)
    member_of[rows] = np.cumsum(first) - 1
    smallest = np.minimum.reduceat(rows, starts) if len(starts) else rows
    copies = np.diff(np.r_[starts, len(rows)])
    return member_of, pa.table({"uid": np.arange(len(starts)), "row_number": smallest, "copies": copies})


def _prepare(partial: pa.Table, connection: DuckDBPyConnection) -> None:
    """Table `prepared`: the rows in comparable form, with two hashes of it.

    Made some at a time: what they are folded into is several times what they were.
    """
    hashes = f"{HASHES[0]} AS h, {HASHES[1]} AS g, 0 AS r"
    threads = int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])

    def brought(start: int) -> pa.Table:
        chosen = comparable(partial.slice(start, ROWS_AT_A_TIME), threads=threads).drop_columns("key")
        return chosen.append_column("row_number", pa.array(np.arange(start, start + len(chosen)), pa.int64()))

    with ThreadPoolExecutor(1) as beforehand:  # the next rows are brought into form while these are stored
        starts = range(0, max(1, len(partial)), ROWS_AT_A_TIME)
        waiting = beforehand.submit(brought, 0)
        for start in starts:
            rows = waiting.result()
            if start + ROWS_AT_A_TIME in starts:
                waiting = beforehand.submit(brought, start + ROWS_AT_A_TIME)
            connection.register("some_rows", rows)
            connection.execute(f"{'INSERT INTO prepared' if start else 'CREATE TABLE prepared AS'} SELECT *, {hashes} FROM some_rows")
            connection.unregister("some_rows")


def _collisions_parted(connection: DuckDBPyConnection) -> None:
    """Rows of one hash and different contents get another `r` each, in the order of their contents."""
    differ = " OR ".join(f"min({column}) <> max({column}) OR count({column}) NOT IN (0, count(*))" for column in COMPARABLE)
    connection.execute(
        "CREATE TABLE collided AS SELECT h, g FROM prepared SEMI JOIN (SELECT h, g FROM prepared GROUP BY h, g HAVING count(*) > 1) "
        f"USING (h, g) GROUP BY h, g HAVING {differ}"
    )
    if connection.execute("SELECT count(*) FROM collided").fetchall()[0][0]:
        contents = ", ".join(f"{column} NULLS FIRST" for column in COMPARABLE)
        connection.execute(
            f"UPDATE prepared SET r = told.r FROM (SELECT row_number, dense_rank() OVER (PARTITION BY h, g ORDER BY {contents}) AS r "
            "FROM prepared SEMI JOIN collided USING (h, g)) AS told WHERE prepared.row_number = told.row_number"
        )
    connection.execute("DROP TABLE collided")


def _useful(connection: DuckDBPyConnection) -> tuple[Comparison, ...]:
    """The comparisons whose columns hold anything in two rows at least, be they rows of one content."""
    counts = connection.execute(
        "SELECT "
        + ", ".join(f"coalesce(sum(copies) FILTER ({column} IS NOT NULL), 0) AS {column}" for column in COMPARABLE)
        + " FROM record"
    ).fetchnumpy()
    return tuple(one for one in COMPARISONS if any(int(counts[column][0]) > 1 for column in one.columns))


def _pairs(connection: DuckDBPyConnection, comparisons: tuple[Comparison, ...], rules: list[str], elsewhere: Bench | None) -> str:
    """Table of the pairs that Splink finds by the rules, with their levels; returns its name."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection=connection)
    settings: dict[str, Any] = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "uid",
        "blocking_rules_to_generate_predictions": [{"blocking_rule": f"l.k_{name} = r.k_{name}"} for name in rules],
        # Pairs alone are asked of it, which hang on no comparison: it wants one, and parses each level of what it is given twice.
        "comparisons": [splink_comparison(min(comparisons, key=lambda one: len(one.levels)))],
        "linker_uid": "stanch",
    }
    linker = Linker(api.table_to_splink_dataframe("keyed", "keyed"), settings, log_level=None, validate_settings=False)
    blocked = linker.inference.compute_blocked_pairs_for_predict().physical_name
    # Splink's own scoring would carry every compared text along with every pair; levels alone are a tenth of that.
    if elsewhere:
        spread.compare(connection, comparisons, blocked, elsewhere)
    else:
        connection.execute("CREATE TABLE compared AS " + spread.comparing(comparisons, blocked))
    connection.execute(f"DROP TABLE IF EXISTS {blocked}")
    connection.execute("DROP TABLE keyed")
    return "compared"


def _model(
    connection: DuckDBPyConnection, comparisons: tuple[Comparison, ...], u: tuple[Floats, ...], count: int, pairs: str | None
) -> weights.Model:
    if pairs is None:
        return weights.estimate_m(comparisons, [np.empty(0, np.int64) for _ in comparisons], np.empty(0), u, max(count, 2))
    names = ", ".join(f"gamma_{one.name}" for one in comparisons)
    patterns = connection.execute(f"SELECT {names}, count(*) AS n FROM {pairs} GROUP BY ALL ORDER BY ALL").fetchnumpy()
    gammas = [np.asarray(patterns[f"gamma_{one.name}"], dtype=np.int64) for one in comparisons]
    return weights.estimate_m(comparisons, gammas, np.asarray(patterns["n"], dtype=np.float64), u, count)
