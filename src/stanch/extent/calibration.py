"""Turns a detector's own number into the share of such findings that are right, by curves measured on annotated texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from stanch.extent.known_people import DETECTOR
from stanch.extent.names_weighing import between, calibration
from stanch.extent.span import Span

NAMES = ("name", "former_name")
Curve = Sequence[tuple[float, float]]


@cache
def curves() -> Mapping[str, Curve]:
    """Points (number, share right) by kind; `others` for kinds of which no annotated texts were to be had."""
    told: Mapping[str, Curve] = calibration().get("curves", {})
    return told


def calibrated(spans: Sequence[Span]) -> list[Span]:
    """The spans with confidences that mean a share. Known people are known, and names have theirs already."""
    return [span if span.detector == DETECTOR or span.kind in NAMES else _calibrated(span) for span in spans]


def _calibrated(span: Span) -> Span:
    # `dataclasses.replace` takes five times as long.
    sure = meant(span.kind, span.confidence)
    return Span(span.kind, span.start, span.end, span.text, sure, span.detector, span.context, span.normal, span.label)


def meant(kind: str, number: float) -> float:
    """The share of findings of this kind with this number that are right."""
    points = curves().get(kind) or curves().get("others")
    return between(points, number) if points else number
