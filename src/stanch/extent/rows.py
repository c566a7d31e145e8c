"""Spans of a text to rows of findings: here values turn into masks and tokens, and are left behind."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.span import Span
from stanch.records import FINDING_SCHEMA, Unit
from stanch.vault import Keys, mask, tokeniser
from stanch.vocabulary import elements


def finding_rows(unit: Unit, spans: Sequence[Span], records: Sequence[str | None], keys: Keys, *, seen_on: str | None = None) -> pa.Table:
    """The findings of a text, in order; offsets count from the beginning of the whole text at the locator."""
    token, kinds, many = tokeniser(keys), elements(), len(spans)
    normals = [span.normal or span.text for span in spans]
    columns = {
        "exhibit": pa.repeat(unit.exhibit, many),
        "locator": pa.repeat(unit.locator, many),
        "kind": [span.kind for span in spans],
        "start": [unit.start + span.start for span in spans],
        "end": [unit.start + span.end for span in spans],
        "row": pa.nulls(many, pa.int64()),
        "column": pa.nulls(many, pa.string()),
        "masked": [mask(span.kind, span.text) for span in spans],
        "token": [token(span.kind, normal) for span, normal in zip(spans, normals, strict=True)],
        "confidence": pa.array([span.confidence for span in spans], pa.float32()),
        "detector": [span.detector for span in spans],
        "context": [span.context for span in spans],
        "record": list(records),
        "seen_on": pa.repeat(pa.scalar(seen_on, pa.string()), many),
        "text": [normal if kinds[span.kind].contact else None for span, normal in zip(spans, normals, strict=True)],
    }
    arrays = [
        column.cast(field.type) if isinstance(column, pa.Array) else pa.array(column, field.type)
        for field in FINDING_SCHEMA
        for column in (columns[field.name],)
    ]
    return pa.table(arrays, schema=FINDING_SCHEMA)
