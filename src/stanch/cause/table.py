"""Every event as a row of one table, by ECS names: to look further with any program that reads Parquet or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from stanch import safe_csv
from stanch.cause.event import Event
from stanch.cause.mapping import columns
from stanch.errors import WrongCall

ROWS = 20_000
TIME, OWN = "@timestamp", "event.original_fields"
NUMBERS = frozenset(("log.origin.file.line",))
Row = dict[str, Any]


def kept(events: Iterable[Event], path: Path) -> Iterator[Event]:
    """The same events, each written to `path` as it passes. Raises `WrongCall` for a name that is neither `.parquet` nor `.csv`.

    Columns are the ECS names that any kind of log fills, empty where a log does not say; `event.original_fields` holds all of the
    record's own fields as JSON.
    """
    writers = {".parquet": _parquet, ".csv": _csv}
    if path.suffix.lower() not in writers:
        raise WrongCall("events are written as Parquet or CSV", where=str(path), do="Name a file that ends in .parquet or .csv.")
    write, close = writers[path.suffix.lower()](path)
    held: list[Row] = []
    try:
        for event in events:
            held.append(_row(event))
            if len(held) >= ROWS:
                write(held)
                held = []
            yield event
        write(held)
    finally:
        close()


def _row(event: Event) -> Row:
    own = json.dumps(event.fields, default=str, ensure_ascii=False)
    return {**event.ecs(), OWN: own}


def _names() -> list[str]:
    return [*columns(), OWN]


def _parquet(path: Path) -> tuple[Callable[[list[Row]], None], Callable[[], None]]:
    def kind(name: str) -> Any:
        return pa.timestamp("us", "UTC") if name == TIME else pa.int64() if name in NUMBERS else pa.string()

    schema = pa.schema([(name, kind(name)) for name in _names()])
    writer = pq.ParquetWriter(path, schema, compression="zstd")

    def write(rows: list[Row]) -> None:
        if rows:
            writer.write_table(pa.Table.from_pylist([_typed(row) for row in rows], schema=schema))

    return write, writer.close


def _typed(row: Row) -> Row:
    return {name: value if name == TIME or name in NUMBERS else _text(value) for name, value in row.items()}


def _text(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _csv(path: Path) -> tuple[Callable[[list[Row]], None], Callable[[], None]]:
    sink = path.open("w", encoding="utf-8", newline="")
    writer = csv.writer(sink)
    writer.writerow(_names())

    def write(rows: list[Row]) -> None:
        writer.writerows([_cell(row.get(name)) for name in _names()] for row in rows)

    return write, sink.close


def _cell(value: Any) -> str:
    """Text for a cell: a program that opens it must not take it for a formula, nor a screen for a command."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    shown = "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in _text(value))
    return safe_csv.cell(shown)
