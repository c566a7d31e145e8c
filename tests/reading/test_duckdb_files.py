"""Databases of DuckDB: every table; a file from others reaches nothing outside."""

from __future__ import annotations

from pathlib import Path

import duckdb

from stanch.reading.descend import read_file
from stanch.records import Unit, Unread, unpack_cells


def made(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as base:
        for statement in statements:
            base.execute(statement)
    return path


def tables(path: Path) -> dict[str, list[dict[str, str]]]:
    units = [one for one in read_file(path, path.name, "e") if isinstance(one, Unit) and one.cells]
    return {one.locator: unpack_cells(one.cells).to_pylist() for one in units}


def test_tables_of_all_schemas_are_read_nested_values_and_all(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "CREATE TABLE people AS SELECT 1 AS id, {'first': 'Ann', 'last': 'Lee'} AS name, ['ann@example.com', 'a.lee@example.com'] AS mails",
        "CREATE SCHEMA hr",
        'CREATE TABLE hr."pay ""roll" AS SELECT DATE \'1971-03-04\' AS born, 12.5::DECIMAL(8, 2) AS pay',
    )
    assert tables(path) == {
        "shop.duckdb#people": [{"id": "1", "name.first": "Ann", "name.last": "Lee", "mails": "ann@example.com; a.lee@example.com"}],
        'shop.duckdb#hr.pay "roll': [{"born": "1971-03-04", "pay": "12.50"}],
    }


def test_a_view_in_the_file_is_not_run(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("ssn\n900-12-3456\n", "utf-8")
    path = made(tmp_path, "CREATE TABLE people AS SELECT 'Ann Lee' AS name", f"CREATE VIEW theirs AS SELECT * FROM read_csv('{secret}')")  # noqa: S608 a path of the test's own
    assert list(tables(path)) == ["shop.duckdb#people"]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = made(tmp_path, "CREATE TABLE people AS SELECT 'Ann Lee' AS name, i FROM range(20000) t(i)")
    content = bytearray(path.read_bytes())
    content[4096:12288] = bytes(8192)
    path.write_bytes(bytes(content))
    assert any(isinstance(one, Unread) and one.reason == "damaged" for one in read_file(path, path.name, "e"))
