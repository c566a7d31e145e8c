"""Findings as JSON lines, a whole table at once: each distinct value is written as JSON once, the rest is joining."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

TO_ESCAPE = r'["\\\x00-\x1f]'
BATCH = 50_000  # rows joined at a time


def json_lines(table: pa.Table, keys: Sequence[str]) -> Iterator[str]:
    """Text of many lines: an object a row with these keys, as `json.dumps` writes it; numbers with a fraction have three places."""
    for begin in range(0, table.num_rows, BATCH):
        part = table.slice(begin, BATCH)
        pieces: list[pa.Array | pa.Scalar] = []
        for number, key in enumerate(keys):
            pieces += [pa.scalar(f"{', ' if number else '{'}{json.dumps(key)}: "), _written(part.column(key))]
        joined = pc.binary_join_element_wise(*pieces, pa.scalar("}\n"), pa.scalar(""))
        # The lines stand one after the other in the array's own buffer.
        if len(joined):
            yield joined.buffers()[2].to_pybytes().decode()


def _written(column: pa.ChunkedArray) -> pa.Array:
    cells = column.combine_chunks()
    if isinstance(cells, pa.ChunkedArray):
        cells = pa.concat_arrays(cells.chunks)
    if pa.types.is_integer(cells.type):
        return pc.fill_null(pc.cast(cells, pa.string()), "null")
    if pa.types.is_string(cells.type) and not pc.any(pc.match_substring_regex(cells, TO_ESCAPE)).as_py():
        quoted = pc.binary_join_element_wise(pa.scalar('"'), cells, pa.scalar('"'), pa.scalar(""))
        return pc.fill_null(quoted, "null")
    coded = cells.dictionary_encode()
    as_json = pa.array([_json(value) for value in coded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(as_json.take(coded.indices), "null")


def _json(value: object) -> str:
    return json.dumps(round(value, 3) if isinstance(value, float) else value, ensure_ascii=False)
