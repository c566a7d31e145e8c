"""Cells that no column explains (notes, comments): read as text, all of a column in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.extent import columns as columnwise
from stanch.extent import headings, people_in_text, texts
from stanch.extent.known_people import DETECTOR, Known
from stanch.extent.patterns import book
from stanch.extent.rows import finding_rows
from stanch.extent.span import Span
from stanch.records import FINDING_SCHEMA, Unit
from stanch.vault import Keys

SEPARATOR = "\n\n"
# About a megabyte of cells at a time.
BATCH = 1 << 20
# Names and addresses are looked for where people write sentences, not in codes.
PROSE = 16


def scan_cells(
    unit: Unit, column: str, cells: Sequence[str], *, rows: npt.NDArray[np.int64], keys: Keys, known: Known | None
) -> pa.Table | None:
    """The findings in these cells, offsets counted in each cell; None where there are none."""
    found: list[tuple[int, Span]] = []
    ends = np.cumsum(_lengths(cells))
    begin = 0
    while begin < len(cells):
        # Up to and with the cell that fills the batch.
        behind = int(np.searchsorted(ends, (int(ends[begin - 1]) if begin else 0) + BATCH)) + 1
        found += [(begin + at, span) for at, span in find_in_cells(cells[begin:behind], column, known)]
        begin = behind
    if not found:
        return None
    spans = [span for _, span in found]
    numbers = [int(rows[at]) for at, _ in found]
    records = [
        f"row/{row}/notes" if span.kind in ("name", "postal_address") else f"row/{row}"
        for row, (_, span) in zip(numbers, found, strict=True)
    ]
    made = finding_rows(Unit(unit.exhibit, unit.locator, "text", unit.media_type), spans, records, keys)
    many = len(spans)
    made = made.set_column(FINDING_SCHEMA.get_field_index("row"), FINDING_SCHEMA.field("row"), pa.array(numbers, pa.int64()))
    return made.set_column(FINDING_SCHEMA.get_field_index("column"), FINDING_SCHEMA.field("column"), pa.repeat(column, many))


def _lengths(cells: Sequence[str]) -> npt.NDArray[np.int64]:
    """Of cells with what stands between them and the next."""
    return np.fromiter(map(len, cells), dtype=np.int64, count=len(cells)) + len(SEPARATOR)


def find_in_cells(cells: Sequence[str], column: str, known: Known | None) -> list[tuple[int, Span]]:
    """Pairs of cell number and span; a value or a word of context never reaches over a cell's end."""
    lengths = _lengths(cells)
    begins = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    joined = SEPARATOR.join(cells)
    spans = texts.settle(texts.candidates(joined, book(), begins))
    long = np.flatnonzero(lengths >= PROSE + len(SEPARATOR)).tolist()
    prose = sum(1 for at in long if " " in cells[at]) > len(cells) * 0.2
    if prose or known:
        spans = texts.settle(spans + people_in_text.find(joined, spans, {"column": column}, known))
    goods = bool(columnwise.GOODS & set(headings.words_of(column).split()))
    found = []
    for span in spans:
        # Under `Order no.` a bare number is an order's, whatever its check digit.
        if goods and span.detector != DETECTOR and not any(char.isalpha() for char in span.text):
            continue
        at = int(np.searchsorted(begins, span.start, side="right")) - 1
        offset = int(begins[at])
        if span.end <= offset + len(cells[at]):
            found.append(
                (
                    at,
                    Span(
                        span.kind,
                        span.start - offset,
                        span.end - offset,
                        span.text,
                        span.confidence,
                        span.detector,
                        span.context,
                        span.normal,
                    ),
                )
            )
    return found
