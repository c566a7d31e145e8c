"""Spans of a text to rows of findings: here values turn into masks and tokens, and are left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from stanch.extent.span import Span
from stanch.records import FINDING_MADE, Unit
from stanch.vault import Keys, byte_tokeniser, mask
from stanch.vocabulary import elements

TYPES = tuple((field.name, field.type) for field in FINDING_MADE)


Columns = Mapping[str, Sequence[Any]]  # by name, all of one length


def finding_rows(unit: Unit, spans: Sequence[Span], records: Sequence[str | None], keys: Keys, *, seen_on: str | None = None) -> pa.Table:
    """The findings of a text (`FINDING_MADE`), in order; offsets count from the beginning of the whole text at the locator."""
    return tabled([finding_columns(unit, spans, records, keys, seen_on=seen_on)]) if spans else FINDING_MADE.empty_table()


def tabled(found: Sequence[Columns]) -> pa.Table:
    """The findings of some texts, one text after the other: a table of ten rows takes as long to make as one of a hundred."""
    columns = {name: [value for one in found for value in one[name]] for name, _ in TYPES} if len(found) > 1 else found[0]
    empty = ("row", "column")  # of a text
    return pa.table(
        [pa.nulls(len(columns[name]), type_) if name in empty else pa.array(columns[name], type_) for name, type_ in TYPES],
        schema=FINDING_MADE,
    )


def finding_columns(unit: Unit, spans: Sequence[Span], records: Sequence[str | None], keys: Keys, *, seen_on: str | None = None) -> Columns:
    """The same as columns of a table."""
    token, kinds, many = byte_tokeniser(keys), elements(), len(spans)
    normals = [span.normal or span.text for span in spans]
    return {
        "exhibit": [unit.exhibit] * many,
        "locator": [unit.locator] * many,
        "kind": [span.kind for span in spans],
        "start": [unit.start + span.start for span in spans],
        "end": [unit.start + span.end for span in spans],
        "row": [None] * many,
        "column": [None] * many,
        "masked": [mask(span.kind, span.text) for span in spans],
        "token": [token(span.kind, normal) for span, normal in zip(spans, normals, strict=True)],
        "confidence": [span.confidence for span in spans],
        "detector": [span.detector for span in spans],
        "context": [span.context for span in spans],
        "record": list(records),
        "seen_on": [seen_on] * many,
        "text": [normal if kinds[span.kind].contact else None for span, normal in zip(spans, normals, strict=True)],
    }


def with_path(named: Columns, found: Columns) -> Columns:
    """The findings of a text behind those that stand in its path (`in_the_path`)."""
    placeless = {**named, "start": [None] * len(named["start"]), "end": [None] * len(named["end"])}
    return {name: [*placeless[name], *found[name]] for name, _ in TYPES}


def in_the_path(found: pa.Table) -> pa.Table:
    """Findings that stand in their text's path, not in the text: they have no place there."""
    for name in ("start", "end"):
        found = found.set_column(FINDING_MADE.get_field_index(name), FINDING_MADE.field(name), pa.nulls(found.num_rows, pa.int64()))
    return found
