"""Spans of a text to rows of findings: here values turn into masks and tokens, and are left behind."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.span import Span
from stanch.records import FINDING_MADE, Unit
from stanch.vault import Keys, byte_tokeniser, mask
from stanch.vocabulary import elements

TYPES = tuple((field.name, field.type) for field in FINDING_MADE)


def finding_rows(unit: Unit, spans: Sequence[Span], records: Sequence[str | None], keys: Keys, *, seen_on: str | None = None) -> pa.Table:
    """The findings of a text (`FINDING_MADE`), in order; offsets count from the beginning of the whole text at the locator."""
    if not spans:
        return FINDING_MADE.empty_table()
    token, kinds, many = byte_tokeniser(keys), elements(), len(spans)
    normals = [span.normal or span.text for span in spans]
    columns = {
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
    return pa.table([pa.array(columns[name], type_) for name, type_ in TYPES], schema=FINDING_MADE)


def in_the_path(found: pa.Table) -> pa.Table:
    """Findings that stand in their text's path, not in the text: they have no place there."""
    for name in ("start", "end"):
        found = found.set_column(FINDING_MADE.get_field_index(name), FINDING_MADE.field(name), pa.nulls(found.num_rows, pa.int64()))
    return found
