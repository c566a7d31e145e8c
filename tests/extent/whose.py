"""Whose each finding of a text is: by its words, the longest name of the record it is in, or none."""

from __future__ import annotations

from stanch.extent.scanning import raw_spans, records_of


def whose(text: str) -> dict[str, str | None]:
    """The last place of equal words counts."""
    spans = raw_spans(text, {})
    records = records_of(text, spans, {})
    named: dict[str | None, str] = {}
    for span, record in zip(spans, records, strict=True):
        if span.kind == "name" and record:
            named[record] = max(named.get(record, ""), span.text, key=len)
    return {span.text: named.get(record) for span, record in zip(spans, records, strict=True) if span.kind != "name"}
