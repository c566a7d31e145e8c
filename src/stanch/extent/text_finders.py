"""Everything that is found in a text, one step after the other: patterns first, then addresses and names around what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stanch.extent import (
    answers,
    clinic_notes,
    day_order,
    declarants,
    fixed_width,
    labelled,
    lines_alike,
    names_joined,
    people_in_text,
    quoted,
    rest_of_list,
    side_by_side,
    told_in_sentences,
)
from stanch.extent.known_people import Known
from stanch.extent.people_in_text import as_meant
from stanch.extent.span import Span
from stanch.extent.texts import find, settle


def found(text: str, properties: Mapping[str, str], known: Known | None = None) -> list[Span]:
    """The findings of a text, with the numbers that the detectors give themselves, in its places whatever the page did to it."""
    if plain := quoted.without_marks(text):
        return [plain.back(span, text) for span in found(plain.text, properties, known)]
    meant = as_meant(text)
    laid = side_by_side.laid_out(meant)
    if laid is None:
        spans = _found(meant, properties, known)
    else:
        moved = (one for span in _found(laid.text, properties, known) for one in laid.back(span, meant))
        spans = sorted(moved, key=lambda span: (span.start, span.end))
    return spans if meant is text else [replace(span, text=text[span.start : span.end]) for span in spans]


def _found(text: str, properties: Mapping[str, str], known: Known | None) -> list[Span]:
    spans = rest_of_list.find(text, answers.find(text, find(text)))
    if "DOCS" in text:
        spans += declarants.travel_documents(text)
    spans += people_in_text.find(text, spans, properties, known)
    spans = lines_alike.find(text, spans)
    told = clinic_notes.find(text, told_in_sentences.find(text, labelled.find(text, settle(spans))))
    return day_order.settled(text, settle(names_joined.repeated(text, fixed_width.find(text, told))))
