"""Some of a column's cells, by which it is judged."""

from __future__ import annotations

from itertools import islice

import pyarrow as pa

SAMPLE = 400


def sample_of(cells: pa.ChunkedArray) -> list[str]:
    """Some of the cells that hold something, from the whole length of the column."""
    size = len(cells)
    if not size:
        return []
    step = max(1, size // (SAMPLE * 2))
    picked = cells.take(pa.array(range(0, size, step))) if step > 1 else cells
    trimmed = list(islice((text for cell in picked.to_pylist() if cell is not None and (text := cell.strip())), SAMPLE))
    if not trimmed and step > 1:
        rest = cells.drop_null()
        trimmed = [text for cell in rest.slice(0, SAMPLE).to_pylist() if (text := cell.strip())]
    return trimmed[:SAMPLE]
