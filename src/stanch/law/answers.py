"""Three-valued logic with its proof: yes, no, unknown; unknown carries the questions that would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from stanch.records import Proof

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, how it came about, and what to ask where it is open."""

    answer: Answer
    proof: Proof
    questions: tuple[str, ...] = ()


def both(answers: Iterable[Answer]) -> Answer:
    """All hold: one no settles it, else one unknown leaves it open."""
    listed = list(answers)
    return "no" if "no" in listed else "unknown" if "unknown" in listed else "yes"


def either(answers: Iterable[Answer]) -> Answer:
    """One holds: one yes settles it, else one unknown leaves it open."""
    listed = list(answers)
    return "yes" if "yes" in listed else "unknown" if "unknown" in listed else "no"


def neither(answers: Iterable[Answer]) -> Answer:
    """None holds."""
    return opposite(either(answers))


def opposite(answer: Answer) -> Answer:
    """Yes for no, no for yes; unknown stays."""
    return {"yes": "no", "no": "yes"}.get(answer, "unknown")  # type: ignore[return-value]


def of(value: object) -> Answer:
    """True is yes, False is no, None is unknown."""
    return "unknown" if value is None else "yes" if value else "no"


def joined(answer: Answer, asks: str, parts: Sequence[Outcome], cite: str = "") -> Outcome:
    """An outcome made of parts; open questions are those of its open parts, once each."""
    questions: tuple[str, ...] = ()
    if answer == "unknown":
        questions = tuple(dict.fromkeys(question for part in parts if part.answer == "unknown" for question in part.questions))
    return Outcome(answer, Proof(asks, answer, (), cite, tuple(part.proof for part in parts)), questions)
