"""What was taken from live sources lies sealed: a table's rows become units as they are, objects and messages are opened as streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa

from stanch.engine import Bench, Input
from stanch.reading.pieces import clean, header
from stanch.records import Exhibit, Unit, pack_cells
from stanch.vault import open_pack, sealed_file


def held(one: Exhibit) -> dict[str, Any]:
    """What a worker must know to open it; nothing for a file that lies where it lay."""
    if one.form != "taken":
        return {}
    return {"taken": "file" if one.rows is None else "table", "size": one.size}


def _place(given: Input, bench: Bench) -> tuple[Path, int, int]:
    file, _, pieces = str(given["path"]).rpartition("#")
    first, _, end = pieces.partition("-")
    return bench.work / file, int(first), int(end)


def opener(given: Input, bench: Bench) -> Callable[[], BinaryIO]:
    """Opens the bytes of an object or message."""
    path, first, end = _place(given, bench)
    return lambda: cast("BinaryIO", open_pack(path, first, end, int(given["size"]), bench.keys))


def table_units(given: Input, bench: Bench) -> Iterator[Unit]:
    """The rows of a table, numbered from 1; one without rows is a unit with its columns."""
    source = sealed_file(_place(given, bench)[0], bench.keys)
    names = header(source.schema_arrow.names)
    start = 1
    for group in range(max(source.num_row_groups, 1)):
        rows = source.read_row_group(group) if source.num_row_groups else source.schema_arrow.empty_table()
        columns = [_cells(column) for column in rows.columns]
        cells = pack_cells(pa.Table.from_arrays(columns, names=names))
        name = clean(str(given["name"]))
        yield Unit(str(given["id"]), name, "table", "application/vnd.apache.parquet", start, "", cells)
        start += rows.num_rows


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as every table has them: no NUL, and null for what is empty."""
    import pyarrow.compute as pc

    plain = pc.replace_substring(column, "\x00", "\ufffd")
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)
