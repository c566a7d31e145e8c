"""Turns a detector's own number into the share of such findings that are right, by curves measured on annotated texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from stanch.extent.known_people import DETECTOR
from stanch.extent.names_weighing import calibration
from stanch.extent.span import Span

NAMES = ("name", "former_name")
READ = "names"  # what reads names in text gives a probability, which is too sure where nobody fitted on texts of that sort
Curve = Sequence[tuple[float, float]]


@cache
def curves() -> Mapping[str, Curve]:
    """Points (number, share right) by kind; `others` for kinds of which no annotated texts were to be had."""
    told: Mapping[str, Curve] = calibration().get("curves", {})
    return told


def calibrated(spans: Sequence[Span]) -> list[Span]:
    """The spans with confidences that mean a share. Known people are known, and a label's word for a name counts as it is."""
    return [span if span.detector == DETECTOR or (span.kind in NAMES and span.detector != READ) else _calibrated(span) for span in spans]


def _calibrated(span: Span) -> Span:
    # `dataclasses.replace` takes five times as long.
    sure = meant(span.kind, span.confidence)
    return Span(span.kind, span.start, span.end, span.text, sure, span.detector, span.context, span.normal, span.label)


def meant(kind: str, number: float) -> float:
    """The share of findings of this kind with this number that are right."""
    points = curves().get("name" if kind in NAMES else kind) or curves().get("others")
    if not points:
        return number
    at = bisect_right(points, number, key=lambda point: point[0])
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[at - 1], points[at]
    return round(low + (high - low) * (number - left) / (right - left), 4) if right > left else high
