"""What a guided assessment gives: a suggested word, the steps that lead to it, and the questions that would settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from stanch.law.answers import Answer, Outcome
from stanch.law.instrument import Condition
from stanch.law.severity.form import WORDS, Bound, Reading, Step, Word

Judge = Callable[[Condition], Outcome]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the working: what was answered, what it counts, why, by which section, and from which facts."""

    part: str
    step: str
    answer: Answer
    counts: str
    reason: str
    cite: str
    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A score: certain where both ends are equal."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a method suggests. `finding` is empty while it is open; `possible` then names what it may still be.

    It is never a decision: a person decides and signs. While it is open, `provisional` is what would come out if what is
    `assumed` were so; empty where even that settles nothing.
    """

    method: str
    name: str
    jurisdictions: tuple[str, ...]
    finding: str
    word: Word | None
    possible: tuple[str, ...]
    score: Range | None
    level: str
    lines: tuple[Line, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    provisional: str = ""
    assumed: tuple[str, ...] = ()


def pick(part: str, steps: Iterable[Step], judge: Judge) -> tuple[Range, list[Line]]:
    """The score of the first step that holds; while earlier ones are open theirs are possible too."""
    values: list[float] = []
    lines: list[Line] = []
    for step in steps:
        outcome = judge(step.when) if step.when is not None else None
        answer: Answer = outcome.answer if outcome else "yes"
        if answer == "no":
            continue
        values.append(step.value)
        lines.append(otherwise(line(part, step, outcome, f"{step.value:g}"), lines))
        if answer == "yes":
            break
    return Range(min(values), max(values)), lines


def otherwise(one: Line, before: Iterable[Line]) -> Line:
    """What holds when nothing else does is open while an earlier answer is."""
    open_before = any(earlier.part == one.part and earlier.answer == "unknown" for earlier in before)
    return replace(one, answer="unknown") if open_before and not one.facts else one


def line(part: str, one: Step | Bound | Reading, outcome: Outcome | None, counts: str) -> Line:
    """A step with the facts it rests on and the questions it leaves."""
    if outcome is None:
        return Line(part, one.id, "yes", counts, one.point, one.cite)
    return Line(part, one.id, outcome.answer, counts, one.point, one.cite, _facts(outcome), outcome.questions)


def _facts(outcome: Outcome) -> tuple[str, ...]:
    waiting = [outcome.proof]
    found: list[str] = []
    while waiting:
        node = waiting.pop(0)
        found += node.facts
        waiting += [part for part in node.parts if node.answer in (part.answer, "unknown") or node.asks == "none of these"]
    return tuple(dict.fromkeys(found))


Words = tuple[int, int]  # the lowest and the highest word still possible, as places in WORDS


def bounded(between: Words, bounds: Iterable[Bound], judge: Judge, *, down: bool) -> tuple[Words, list[Line]]:
    """The words left when bounds that hold cap or lift them; an open one only widens what is possible."""
    low, high = between
    lines: list[Line] = []
    for bound in bounds:
        outcome, limit = judge(bound.when), WORDS.index(bound.word)
        if outcome.answer == "no":
            continue
        counts = f"{'at most' if down else 'at least'} {bound.word}"
        lines.append(line("held down" if down else "lifted", bound, outcome, counts))
        sure = outcome.answer == "yes"
        if down:
            low, high = min(low, limit), min(high, limit) if sure else high
        else:
            low, high = max(low, limit) if sure else low, max(high, limit)
    return (low, high), lines


def asked(lines: Iterable[Line]) -> tuple[str, ...]:
    """The questions of open steps, once each."""
    return tuple(dict.fromkeys(question for one in lines if one.answer == "unknown" for question in one.questions if question))
