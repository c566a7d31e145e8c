"""A duty's proof as sentences for counsel: what the law asks, whether it is met, by which fact, under which section."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.records import Duty, Proof

SIGNS = {"yes": "Met", "no": "Not met", "unknown": "Open"}
MUST_NOT = {"yes": "Must not be so, but is", "no": "Must not be so, and is not", "unknown": "Must not be so, and is open"}
ALL, ONE, NONE = "all of these", "one of these", "none of these"
EXEMPTION = "no exemption: "


def proven(duty: Duty) -> list[str]:
    """The sentences of the proof below its head, which says what the reason has said."""
    return [line for part in duty.proof.parts for line in sentences(part)] if duty.proof else []


def sentences(proof: Proof | None) -> Iterator[str]:
    """A proof tree as sentences in reading order, each with its answer, the facts and the section.

    An exemption that does not apply is one sentence, with what it lacks: its other conditions would only confuse.
    """
    if proof is not None:
        yield from _told(proof, SIGNS)


def _told(step: Proof, signs: dict[str, str]) -> Iterator[str]:
    if step.asks.startswith(EXEMPTION) and step.answer == "yes":
        yield f"No exemption: {step.asks.removeprefix(EXEMPTION).rstrip('.')}{_cite(step)}, for it asks for {_lacking(step)}."
        return
    if step.asks not in (ALL, ONE, NONE):
        yield f"{signs[step.answer]}: {step.asks.rstrip('.')}{_here(step)}{_cite(step)}."
    below = MUST_NOT if step.asks == NONE else SIGNS
    for part in step.parts:
        yield from _told(part, below)


def _lacking(step: Proof) -> str:
    """What fails at the bottom of a tree whose answer is no; of an exemption, of its own tree."""
    failing = [part for part in step.parts if part.answer == "no"]
    if step.asks == NONE:
        holding = next((part for part in step.parts if part.answer == "yes"), step)
        return f"the opposite of {holding.asks}{_here(holding)}"
    if failing:
        return " or ".join(_lacking(part) for part in (failing if step.asks == ONE else failing[:1]))
    return f"{step.asks}{_here(step)}"


def _here(step: Proof) -> str:
    return f"; here: {'; '.join(step.here)}" if step.here else ""


def _cite(step: Proof) -> str:
    return f" ({step.cite})" if step.cite else ""
