"""A value found in a text, before it is masked: lives only inside a worker, never leaves the room."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Span:
    """A value at `text[start:end]` of the text searched. `normal` is the normalised value (for the token), "" for `text` itself."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float
    detector: str
    context: str | None = None
    normal: str = ""
    label: int | None = None  # how far its label stands, where only the label makes it a value

    def __repr__(self) -> str:
        return f"Span({self.kind}, {self.start}:{self.end}, {self.confidence:.2f}, {self.detector})"


def clear_of(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Those of `spans` that overlap none of `others`, also where both are many."""
    places = sorted((other.start, other.end) for other in others)
    begins, furthest = [start for start, _ in places], [-1, *accumulate((end for _, end in places), max)]
    return [span for span in spans if furthest[bisect_left(begins, span.end)] <= span.start]
