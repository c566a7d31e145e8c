"""What a worker does with some units of a row group. An input names part, group, the first unit and how many; the bench holds the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.engine import Bench, Input
from stanch.records import UNREAD_SCHEMA, Unit
from stanch.vault import Keys, sealed_file

if TYPE_CHECKING:
    from stanch.extent.rows import Columns

# Units are decoded a few at a time: a row group may hold many large ones.
BATCH = 16


def scan_group(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """Findings of each unit of some rows of a row group; a unit that fails becomes an unread, not the end of its neighbours."""
    from stanch.extent.known_sealed import of_bench
    from stanch.extent.scanning import columns_of, findings_of

    only = frozenset(bench.settings["only"].split(",")) if bench.settings.get("only") else None
    known = of_bench(bench.settings, bench.keys)
    group = _group(given["path"], int(given["group"]), bench.keys)
    for batch in group.slice(int(given["first"]), int(given["many"])).to_batches(max_chunksize=BATCH):
        texts: list[tuple[Unit, Columns]] = []
        for row in batch.to_pylist():
            row["properties"] = dict(row["properties"] or ())
            unit = Unit(**row)
            try:
                if unit.kind != "table":
                    texts.append((unit, columns_of(unit, bench.keys, known)))
                    continue
                found = findings_of(unit, bench.keys, only, known)
            except Exception as error:  # noqa: BLE001 the edge of a worker: hostile content must not take the others along
                yield "unread", _unread(unit, error)
                continue
            yield from _of_texts(texts, only)
            texts = []
            if found.num_rows:
                yield "findings", found
        yield from _of_texts(texts, only)


def _of_texts(texts: Sequence[tuple[Unit, Columns]], only: frozenset[str] | None) -> Iterator[tuple[str, pa.Table]]:
    """The findings of some texts in one table; what is no value of a column takes its own text out, and no other."""
    from stanch.extent.scanning import of_texts

    try:
        found = of_texts([columns for _, columns in texts], only)
    except Exception as error:  # noqa: BLE001 as above
        if len(texts) == 1:
            yield "unread", _unread(texts[0][0], error)
            return
        for one in texts:
            yield from _of_texts([one], only)
        return
    if found.num_rows:
        yield "findings", found


@lru_cache(maxsize=1)
def _group(path: str, group: int, keys: Keys) -> pa.Table:
    """A row group; the next input is often of the same."""
    return sealed_file(Path(path), keys).read_row_group(group)


def follow_keys(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """The numbers of people that rows of one database bear by way of other tables of it, and what attributes mean by their numbers."""
    from stanch.extent.attribute_ids import attributes
    from stanch.extent.row_chains import follow

    for found in (*follow(given, bench.keys), *attributes(given, bench.keys)):
        yield "findings", found


def _unread(unit: Unit, error: Exception) -> pa.Table:
    # The error's words may quote the value; its class does not.
    row = {"exhibit": unit.exhibit, "locator": unit.locator, "reason": "damaged", "detail": f"the scan failed: {type(error).__name__}"}
    return pa.Table.from_pylist([row], schema=UNREAD_SCHEMA)
