"""Rows of any driver as tables of text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from stanch.custody.live.source import Put

ROWS = 2_000
BYTES = 16 << 20


def text_of(value: Any) -> str | None:
    """A cell as text: whole numbers whole, moments in ISO form."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def unique(names: Sequence[Any]) -> list[str]:
    """Column names, each once."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        wanted = str(name) or f"column_{place}"
        found.append(wanted if wanted not in found else f"{wanted}_{place}")
    return found


def hand_on(names: Sequence[Any], rows: Iterable[Sequence[Any]], put: Put) -> None:
    """Give rows to `put` some thousands at a time; a table without rows too, for its columns are a fact."""
    columns, stream, given = unique(names), iter(rows), False
    held: list[Sequence[Any]] = []
    size = 0
    for row in itertools.chain(stream, (None,)):
        if row is not None:
            held.append(row)
            size += sum(len(cell) for cell in row if isinstance(cell, str | bytes | bytearray))
        if (row is None and (held or not given)) or len(held) >= ROWS or size > BYTES:
            put(table_of(columns, held))
            held, size, given = [], 0, True


def table_of(columns: list[str], rows: list[Sequence[Any]]) -> pa.Table:
    """String columns; a column with bytes in it stays binary."""
    arrays = []
    for place in range(len(columns)):
        cells = [row[place] for row in rows]
        if any(isinstance(cell, bytes | bytearray | memoryview) for cell in cells):
            arrays.append(pa.array([_bytes(cell) for cell in cells], pa.large_binary()))
        else:
            arrays.append(pa.array([_clean(text_of(cell)) for cell in cells], pa.string()))
    return pa.Table.from_arrays(arrays, names=columns)


def _bytes(cell: Any) -> bytes | None:
    if cell is None:
        return None
    return bytes(cell) if isinstance(cell, bytes | bytearray | memoryview) else (text_of(cell) or "").encode("utf-8", "replace")


def _clean(text: str | None) -> str | None:
    return text if text is None else text.encode("utf-8", "replace").decode()
