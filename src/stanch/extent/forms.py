"""Forms kept as tables: one column of labels, one of values."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent import known_people
from stanch.extent.headings import claims
from stanch.extent.known_people import Known
from stanch.extent.normalise import folded, normaliser
from stanch.extent.rows import finding_rows
from stanch.extent.span import Span
from stanch.extent.validators import validator
from stanch.records import FINDING_SCHEMA, Unit
from stanch.vault import Keys

LEAST_LABELS = 3
MOST_COLUMNS = 4


def as_form(table: pa.Table, unit: Unit, first: int, keys: Keys, known: Known | None = None) -> pa.Table | None:
    """The findings where the table is a form; None where it is none."""
    if not 2 <= table.num_columns <= MOST_COLUMNS or not 1 <= table.num_rows <= 500:
        return None
    labels = [table.column_names[0], *(cell or "" for cell in table.column(0).to_pylist())]
    claimed = [claims(label) if label.strip() else ((), "", "") for label in labels]
    telling = sum(1 for detectors, _, _ in claimed if detectors)
    written = sum(1 for label in labels[1:] if label.strip())
    if telling < LEAST_LABELS or telling < written * 0.4 or claims(table.column_names[1])[0]:
        return None
    spans, rows, records = _filled(table, labels, claimed, first, known)
    made = finding_rows(Unit(unit.exhibit, unit.locator, "text", unit.media_type), spans, records, keys)
    names = pa.repeat(table.column_names[1], len(spans))
    made = made.set_column(FINDING_SCHEMA.get_field_index("row"), FINDING_SCHEMA.field("row"), pa.array(rows, pa.int64()))
    return made.set_column(FINDING_SCHEMA.get_field_index("column"), FINDING_SCHEMA.field("column"), names)


def of_its_own(form: pa.Table, start: int) -> pa.Table:
    """Forms below one another on a sheet are of people of their own: each counts its records from one."""
    records = [
        one and one.replace("form/", f"form/{start}.", 1) if one and one.startswith("form/") else one
        for one in form.column("record").to_pylist()
    ]
    column = FINDING_SCHEMA.field("record")
    return form.set_column(FINDING_SCHEMA.get_field_index("record"), column, pa.array(records, column.type))


def _filled(
    table: pa.Table,
    labels: list[str],
    claimed: list[tuple],  # type: ignore[type-arg]
    first: int,
    known: Known | None,
) -> tuple[list[Span], list[int], list[str | None]]:
    from stanch.extent import texts

    values = [table.column_names[1], *(cell or "" for cell in table.column(1).to_pylist())]
    spans: list[Span] = []
    rows: list[int] = []
    records: list[str | None] = []
    form = 1
    seen: set[tuple[str, str]] = set()
    for number, (label, value, (detectors, words, role)) in enumerate(zip(labels, values, claimed, strict=True)):
        found = _one(value, detectors, words)
        if not found and value.strip():
            ahead = f"{label.strip().rstrip(':')}: "
            found = [
                Span(
                    one.kind, one.start - len(ahead), one.end - len(ahead), one.text, one.confidence, one.detector, one.context, one.normal
                )
                for one in texts.settle(texts.find(ahead + value) + (known_people.find(ahead + value, known) if known else []))
                if one.start >= len(ahead)
            ]
        for span in found:
            if (span.kind, role) in seen and span.kind in ("name", "us_ssn", "given_name"):
                form, seen = form + 1, set()
            seen.add((span.kind, role))
            spans.append(span)
            rows.append(first + number - 1)
            records.append(f"form/{form}/{role}" if role else f"form/{form}")
    return spans, rows, records


def _one(value: str, detectors: tuple, words: str) -> list[Span]:  # type: ignore[type-arg]
    import re

    text = value.strip()
    begin = len(value) - len(value.lstrip())
    for detector in detectors:
        rule = detector.column
        plain = folded(text)
        if text and (not rule.cell or re.fullmatch(rule.cell, plain)) and validator(rule.check)(plain):
            return [Span(detector.kind, begin, begin + len(text), text, 0.95, detector.id, words, normaliser(detector.normaliser)(text))]
    return []
