"""Comparing pairs on many machines: the same SQL on the same pairs, a sealed slice of them a task.

Which pairs are compared, what the levels weigh and who is one person is decided where the program runs; comparing the texts, which costs
the most, is done by the engine. So the result is the same wherever it is done.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stanch.engine import Bench, Input, Lost, run
from stanch.engine.chunk import WEIGHT
from stanch.errors import StanchError
from stanch.people.comparisons import BY_NAME, Comparison, case_sql
from stanch.people.partial import SETS
from stanch.vault import Keys, sealed_file, sealed_writer
from stanch.vault.duck import duck

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SLICE = 250_000  # pairs of a task: some seconds of work
SECONDS = 600.0
BESIDE = ("given", "family", "middle", "dob", "email", "swapped", *SETS)  # asked by conditions of other comparisons than their own


def comparing(comparisons: Sequence[Comparison], pairs: str) -> str:
    """SQL: uid_l, uid_r and a level number for each comparison, of `pairs` (join_key_l, join_key_r) over the table `record`."""
    columns = sorted({column for one in comparisons for column in one.columns} | set(BESIDE))
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in columns)
    cases = ", ".join(f"({case_sql(one)})::TINYINT AS gamma_{one.name}" for one in comparisons)
    return (
        f"SELECT uid_l, uid_r, {cases} FROM (SELECT l.uid AS uid_l, r.uid AS uid_r, {sides} FROM {pairs} AS b "
        "JOIN record AS l ON l.uid = b.join_key_l JOIN record AS r ON r.uid = b.join_key_r)"
    )


def compare(connection: DuckDBPyConnection, comparisons: Sequence[Comparison], blocked: str, bench: Bench) -> None:
    """Make the table `compared` of the pairs in `blocked`, in tasks of `bench`'s engine. Raises `StanchError` where a task is lost."""
    mark = secrets.token_hex(8)
    inputs = list(_sliced(connection, comparisons, blocked, bench, mark))
    schema = _schema(comparisons)
    done = run(compare_slice, inputs, {"levels": schema}, step="comparing", version=mark, bench=bench)
    if done.lost:
        raise _told(done.lost[0])
    connection.execute("CREATE TABLE compared (" + ", ".join(f"{field.name} {_type(field)}" for field in schema) + ")")
    for table in done.parts["levels"].tables():
        connection.register("levels", table)
        connection.execute("INSERT INTO compared SELECT * FROM levels")
        connection.unregister("levels")
    for path in (bench.work / "comparing").iterdir():  # nobody asks for them again
        path.unlink(missing_ok=True)
    for one in inputs:
        Path(one["pairs"]).unlink(missing_ok=True)
        Path(one["records"]).unlink(missing_ok=True)


def _sliced(
    connection: DuckDBPyConnection, comparisons: Sequence[Comparison], blocked: str, bench: Bench, mark: str
) -> Iterator[dict[str, Any]]:
    """Sealed files: so many pairs, and the records they speak of."""
    columns = sorted({column for one in comparisons for column in one.columns} | set(BESIDE))
    connection.execute(
        f"CREATE TABLE numbered AS SELECT join_key_l, join_key_r, "
        f"((row_number() OVER (ORDER BY join_key_l, join_key_r)) - 1) // {SLICE} AS slice FROM {blocked}"
    )
    slices = connection.execute("SELECT coalesce(max(slice) + 1, 0) FROM numbered").fetchall()[0][0]
    for number in range(slices):
        pairs = f"SELECT join_key_l, join_key_r FROM numbered WHERE slice = {number}"
        records = (
            f"SELECT uid, {', '.join(columns)} FROM record WHERE uid IN "
            f"(SELECT join_key_l FROM ({pairs}) UNION SELECT join_key_r FROM ({pairs})) ORDER BY uid"
        )
        kept = {name: bench.work / f"{mark}-{number}.{name}" for name in ("pairs", "records")}
        _keep(connection, pairs, kept["pairs"], bench.keys)
        _keep(connection, records, kept["records"], bench.keys)
        yield {
            "pairs": str(kept["pairs"]), "records": str(kept["records"]), "comparisons": [one.name for one in comparisons],
            "weight": WEIGHT, "seconds": SECONDS,
        }  # fmt: skip
    connection.execute("DROP TABLE numbered")


def compare_slice(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """One task: the levels of each pair of a slice."""
    comparisons = [BY_NAME[name] for name in given["comparisons"]]
    with duck(bench.work, threads=1) as connection:
        for name, path in (("pairs", given["pairs"]), ("record", given["records"])):
            connection.register("rows", sealed_file(Path(path), bench.keys).read())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows")
            connection.unregister("rows")
        found = connection.execute(comparing(comparisons, "pairs") + " ORDER BY uid_l, uid_r").to_arrow_table()
    yield "levels", found.cast(_schema(comparisons))


def _keep(connection: DuckDBPyConnection, sql: str, path: Path, keys: Keys) -> None:
    rows = connection.execute(sql).to_arrow_table()
    with sealed_writer(path, rows.schema, keys) as writer:
        writer.write_table(rows)


def _schema(comparisons: Sequence[Comparison]) -> pa.Schema:
    levels = [(f"gamma_{one.name}", pa.int8()) for one in comparisons]
    return pa.schema([("uid_l", pa.int64()), ("uid_r", pa.int64()), *levels])


def _type(field: pa.Field) -> str:
    return "TINYINT" if pa.types.is_int8(field.type) else "BIGINT"


def _told(lost: Lost) -> StanchError:
    return StanchError(
        f"pairs could not be compared ({lost.detail})", where="linking records", do="Give more memory, or leave --engine out."
    )
