"""Databases of DuckDB: every table, whatever it nests. Opened for reading alone, without files, network or extensions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables
from stanch.reading.readers.databases import shown
from stanch.reading.readers.records import record_table
from stanch.reading.source import Source, at_path
from stanch.records import Unit

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS = 10_000  # that are held at a time
# What a file from others may not make the engine do.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    "allow_community_extensions": "false", "threads": "1", "memory_limit": "512MB",
}  # fmt: skip
NESTED = ("STRUCT", "MAP", "UNION", "[]", "LIST")


def database(source: Source) -> Iterator[Unit]:
    """Tables by schema and name. Raises `EvidenceError` where the file is damaged, locked, or of a later release."""
    import duckdb

    source.media_type = "application/vnd.duckdb"
    with at_path(source) as (path, _):
        try:
            with duckdb.connect(path, read_only=True, config=CLOSED) as base:
                base.execute("SET lock_configuration = true")
                yield from _tables(source, base)
        except duckdb.Error as error:
            told = str(error).splitlines()[0][:200]
            later = "storage" in told and "version" in told
            raise EvidenceError("unsupported" if later else "damaged", f"a database of DuckDB: {told}") from error


def _tables(source: Source, base: DuckDBPyConnection) -> Iterator[Unit]:
    named = base.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL").fetchall()
    for schema, name in named:
        part = f"#{name}" if schema == "main" else f"#{schema}.{name}"
        rows = base.execute(f"SELECT * FROM {_quoted(schema)}.{_quoted(name)}")  # noqa: S608 quoted names out of the file's own list
        columns = [column[0] for column in rows.description or ()]
        is_nested = any(word in str(column[1]).upper() for column in rows.description or () for word in NESTED)
        first = 1
        while held := rows.fetchmany(ROWS):
            if is_nested:
                records = [dict(zip(columns, map(_plain, row), strict=True)) for row in held]
                yield from record_table(source, records, part, first)
            else:
                yield from tables(source, columns, ([shown(cell) for cell in row] for row in held), part=part, first=first)
            first += len(held)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(value: Any) -> Any:
    """A nested value with everything in it as text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else shown(value)
