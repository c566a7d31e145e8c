"""Frozen dataclasses to and from plain values, JSON and Arrow. One place, so that all records go the same way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import msgspec
import pyarrow as pa

T = TypeVar("T")


def to_plain(row: Any) -> Any:
    """`dict`, `list`, `str`, … as JSON has them; dates and times in ISO 8601."""
    return msgspec.to_builtins(row)


def from_plain(kind: type[T], values: Any) -> T:
    """The record, checked. Raises `msgspec.ValidationError`, which names the place."""
    return msgspec.convert(values, kind, strict=False)


def to_json(row: Any) -> bytes:
    """Canonical JSON: sorted keys, so that equal records have equal bytes."""
    try:
        return msgspec.json.encode(row, order="sorted")
    except UnicodeEncodeError:
        # A file name whose bytes are no UTF-8 stands as surrogate escapes (PEP 383); they are kept as `\\udcNN`.
        return json.dumps(to_plain(row), sort_keys=True, separators=(",", ":")).encode("ascii")


def from_json(kind: type[T], text: bytes | str) -> T:
    """The record from its JSON."""
    try:
        return msgspec.json.decode(text, type=kind, strict=False)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return from_plain(kind, json.loads(text))


def to_table(rows: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """An Arrow table of records whose fields are named as the schema's columns."""
    listed = list(rows)
    return pa.table(
        {name: pa.array([getattr(row, name) for row in listed], schema.field(name).type) for name in schema.names}, schema=schema
    )


def from_table(kind: type[T], table: pa.Table) -> list[T]:
    """The records of an Arrow table (small tables only); fields that the table lacks keep their defaults."""
    names: Sequence[str] = [field.name for field in fields(kind) if field.name in table.column_names]  # type: ignore[arg-type]
    columns = [table.column(name).to_pylist() for name in names]
    return [kind(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]
