"""A value found in a text, before it is masked: lives only inside a worker, never leaves the room."""

from __future__ import annotations

from dataclasses import dataclass


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
