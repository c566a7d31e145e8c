"""Proves one detector's file by its own examples, through the path that a scan takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from stanch.extent import detector as detector_module
from stanch.extent import texts
from stanch.extent.detector import Detector, Example
from stanch.extent.patterns import Book, book, build
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Name and check of each example in a detector's file; a check raises `AssertionError`."""
    detector = detector_module.load(path)
    for example in detector.must_match:
        where = f"the column {example.header!r}" if example.header is not None else repr(example.text[:40])
        yield f"finds {example.expected[0]!r} in {where}", partial(_finds, detector, example)
    for refused in detector.must_not_match:
        example = Example(text=refused) if isinstance(refused, str) else refused
        yield f"finds nothing in {(example.header or example.text)[:60]!r}", partial(_finds_nothing, detector, example)


def _finds(detector: Detector, example: Example) -> None:
    values, found = _values(detector, example)
    if values != example.expected:
        raise AssertionError(f"expected {example.expected} as {detector.kind}, found {found}")


def _finds_nothing(detector: Detector, example: Example) -> None:
    values, found = _values(detector, example)
    if values:
        raise AssertionError(f"expected no {detector.kind}, found {found}")


def _values(detector: Detector, example: Example) -> tuple[tuple[str, ...], object]:
    """The values found of the detector's kind, and all that was found."""
    if example.header is not None:
        rows = _rows(example)
        return tuple(
            example.cells[row["row"] - 2] for row in rows if row["kind"] == detector.kind and row["column"] == example.header
        ), rows
    found = texts.find(example.text, rules=_rules(detector))
    return tuple(span.text for span in found if span.kind == detector.kind), [(span.kind, span.text, span.detector) for span in found]


def _rows(example: Example) -> list[dict[str, Any]]:
    columns = {str(example.header): list(example.cells), **{name: [cell] * len(example.cells) for name, cell in example.beside.items()}}
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    unit = Unit("exhibit", "table", "table", "text/csv", start=2, cells=pack_cells(table))
    rows: list[dict[str, Any]] = scan_table(unit, Keys(bytes(32))).to_pylist()
    return rows


def _rules(detector: Detector) -> Book:
    """All detectors together, as in production; a file from elsewhere stands beside them."""
    known = book()
    return known if any(one.id == detector.id for one in known.detectors) else build([*known.detectors, detector])
