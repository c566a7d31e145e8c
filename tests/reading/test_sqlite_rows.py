"""Rows of SQLite that no table shows: in a write-ahead log, in a journal, in space that is free again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from stanch.reading import read_file
from stanch.reading.readers import sqlite_rows
from stanch.records import Unit, Unread, unpack_cells

PEOPLE = [(number, f"Ada Example {number}", f"900-21-{number:04}") for number in range(1, 9)]


def rows(path: Path) -> dict[str, list[dict[str, str | None]]]:
    """Tables of a file by the part they are, each with what hides it."""
    units = [one for one in read_file(path, path.name, "e") if isinstance(one, Unit) and one.cells]
    return {f"{one.locator} {one.properties.get('hidden', '')}".strip(): unpack_cells(one.cells).to_pylist() for one in units}  # type: ignore[arg-type]


@pytest.fixture
def base(tmp_path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(tmp_path / "a.db")
    made.execute("PRAGMA journal_mode = wal")
    made.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT, ssn TEXT)")
    made.commit()
    made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.executemany("INSERT INTO people VALUES (?, ?, ?)", PEOPLE)
    made.commit()
    return made


@pytest.mark.parametrize("is_beside", [True, False])
def test_rows_not_yet_in_the_database(tmp_path: Path, base: sqlite3.Connection, *, is_beside: bool) -> None:
    lone = tmp_path / "kept"
    lone.mkdir()
    for name in ("a.db", "a.db-wal") if is_beside else ("a.db-wal",):
        (lone / name).write_bytes((tmp_path / name).read_bytes())
    base.close()
    found = rows(lone / "a.db-wal")["a.db-wal#rows write-ahead log"]
    assert [tuple(row.values())[1:] for row in found] == [row[1:] for row in PEOPLE]
    assert ("full_name" in found[0]) is is_beside


def test_rows_as_wide_as_the_list_of_tables_are_kept_where_no_table_is_known() -> None:
    kept = sqlite_rows.Rows()
    kept.add([(str(n), f"Ada Example {n}", f"900-21-000{n}", f"ada{n}@example.com", "303-555-0101") for n in range(6)])
    kept.add([(None, "people", "people", "2", "CREATE TABLE people (id, full_name)")])
    assert (kept.many, list(kept.found)) == (6, [5])


def test_a_journal_keeps_what_was_before(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    base.execute("PRAGMA cache_size = 1")
    base.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT, ssn TEXT)")
    base.executemany("INSERT INTO people VALUES (?, ?, ?)", [(n, f"Ada Example {n}" * 20, f"900-21-{n:04}") for n in range(1, 200)])
    base.execute("BEGIN IMMEDIATE")
    base.execute("DELETE FROM people")
    base.execute("CREATE TABLE filler (a TEXT)")
    base.executemany("INSERT INTO filler VALUES (?)", [("x" * 900,) for _ in range(300)])
    copy = tmp_path / "b.db-journal"
    copy.write_bytes((tmp_path / "a.db-journal").read_bytes())
    base.close()
    (found,) = rows(copy).values()
    assert "900-21-0007" in {cell for row in found for cell in row.values()}


def test_a_log_that_is_cut_or_no_log_tells_what_it_can(tmp_path: Path, base: sqlite3.Connection) -> None:
    whole = (tmp_path / "a.db-wal").read_bytes()
    base.close()
    for cut in (0, 8, 40, 4_000):
        (tmp_path / "c.db-wal").write_bytes(whole[:cut])
        list(read_file(tmp_path / "c.db-wal", "c.db-wal", "e"))


def test_a_table_that_was_dropped_still_names_its_columns() -> None:
    found = sqlite_rows.Rows()
    found.add([("table", "people", "people", "2", "CREATE TABLE people (full_name TEXT, ssn TEXT)"), ("Ada Example", "900-21-0001")])
    assert found.names == {2: [("full_name", "ssn")]}
    assert found.lines() == []


@pytest.mark.parametrize("sql", ["CREATE TABLE a AS SELECT 1", "DROP TABLE a", "CREATE TABLE (", "create table a (b); drop table a"])
def test_nothing_is_run_that_does_more_than_name_columns(sql: str) -> None:
    found = sqlite_rows.Rows()
    found.add([("table", "a", "a", "2", sql)])
    assert not found.names


def test_rows_beyond_the_limit_are_told(tmp_path: Path, base: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_rows, "MOST_ROWS", 3)
    found = [one for one in read_file(tmp_path / "a.db-wal", "a.db-wal", "e") if isinstance(one, Unread)]
    base.close()
    assert [(one.reason, one.detail[:6]) for one in found] == [("too_large", "5 rows")]
