"""Whether a value can be what its label says, and the finding that it then is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stanch.extent.detector import Detector
from stanch.extent.normalise import folded, normaliser
from stanch.extent.people_columns import WEAK
from stanch.extent.span import Span
from stanch.extent.validators import validator

SURE = 0.95
# A figure in each of the boxes that a form has for a number.
_COMB = re.compile(r"\d(?: \d){6,}")


def fits(detector: Detector, value: str) -> bool:
    """Whether a value can be one of the detector's kind, as a cell of a table would have to be."""
    plain = folded(value)
    if _COMB.fullmatch(plain):
        plain = plain.replace(" ", "")
    return bool((not detector.column.cell or re.fullmatch(detector.column.cell, plain)) and validator(detector.column.check)(plain))


def is_checked(detector: Detector) -> bool:
    """Whether a value of its kind is told by more than its shape: a day, a check digit, a mailbox."""
    return detector.kind not in WEAK and detector.column.check not in ("", "identifier")


def span_of(text: str, start: int, end: int, detector: Detector, words: str) -> Span:
    """The finding at a place that a label or a header tells of."""
    value = text[start:end]
    return Span(detector.kind, start, end, value, SURE, detector.id, words, normaliser(detector.normaliser)(value))


def said_otherwise(spans: Sequence[Span], labelled: Sequence[Span]) -> list[Span]:
    """`spans` without figures alone that a labelled value of another kind holds, with more than them, or that it says are a licence."""
    sure = [one for one in labelled if any(map(str.isdigit, one.text))]
    return [span for span in spans if not (span.text.isdigit() and any(_holds(one, span) for one in sure))] if sure else list(spans)


def _holds(whole: Span, span: Span) -> bool:
    more = len(whole.text) > len(span.text) or whole.kind == "us_drivers_license"
    return whole.start <= span.start and span.end <= whole.end and more and span.kind != whole.kind
