"""Why a duty is owed, is not, or is still open: one or two plain sentences with the section that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stanch.law.answers import Outcome
from stanch.law.instrument import Instrument
from stanch.records import Duty, Proof

if TYPE_CHECKING:
    from stanch.law.assess import Finding


NONE = "none of these"  # what a tree says of parts that must all fail, where the law gives them no words of its own


def reason(law: Instrument, found: Finding, duty: Duty) -> str:
    """The sentences for one duty."""
    if found.required is True:
        return _owed(law, found, duty)
    if found.required == "conditional":
        return f"Open. {_point(found)} It turns on: {' '.join(duty.questions) or 'facts that are not known.'}"
    return f"Not owed. {_against(found)}"


def _point(found: Finding) -> str:
    point = found.rule.point.strip()
    return point if not point or point.endswith(".") else point + "."


def _owed(law: Instrument, found: Finding, duty: Duty) -> str:
    people = (
        f" {duty.people:,} {'person' if duty.people == 1 else 'people'} count" + ("s" if duty.people == 1 else "") if duty.people else ""
    )
    what = f" by {', '.join(word.replace('_', ' ') for word in duty.elements)}" if duty.elements else ""
    where = "" if not law.residence or law.protects == "everyone" else f" in {law.name}"
    counted = f"{people}{where}{what}." if people else ""
    return f"{_point(found)}{counted}".strip()


def _against(found: Finding) -> str:
    """The condition that decides against: the exemption that holds, the number not reached, or what is missing."""
    for one, outcome in found.exemptions:
        if outcome.answer == "yes":
            survives = f" It does not remove: {', '.join(word.replace('_', ' ') for word in one.survives)}." if one.survives else ""
            return f"{_sentence(one.point or one.id)} ({one.cite}).{survives}"
    parts: list[Outcome] = [found.trigger, *([found.threshold] if found.threshold else [])]
    for part in parts:
        if part.answer == "no":
            return _missing(part.proof, found.rule.cite)
    return ""


def _missing(node: Proof, cite: str) -> str:
    """What the law asks for and these facts do not give; or the case that it excepts, where that is what they are."""
    excepted = _exception(node, cite)
    if excepted is not None:
        leaf, cite = excepted
        return f"The law excepts this case: {leaf.asks} ({cite})."
    leaf, cite = next(deciding(node, cite))
    facts = f"; here: {', '.join(leaf.here)}" if leaf.here else ""
    return f"The law asks for {leaf.asks}{facts} ({cite})."


def _exception(node: Proof, cite: str) -> tuple[Proof, str] | None:
    """On the way down to what decides: the part that holds and must not (below "none of these" a yes makes the no)."""
    cite = node.cite or cite
    if node.asks == NONE:
        holding = next((part for part in node.parts if part.answer == "yes"), None)
        return next(deciding(holding, cite)) if holding else None
    if node.parts and all(part.answer != "no" for part in node.parts):
        return None
    below = next((part for part in node.parts if part.answer == "no"), None)
    return _exception(below, cite) if below else None


def _sentence(text: str) -> str:
    return text.strip().rstrip(".").replace("_", " ")


def deciding(node: Proof, cite: str) -> Iterator[tuple[Proof, str]]:
    """The parts at the bottom that decide the answer of the tree, each with the nearest citation."""
    cite = node.cite or cite
    held = [part for part in node.parts if part.answer == "yes"]
    if node.answer == "no" and held and not any(part.answer == "no" for part in node.parts):
        # Parts none of which may hold, under words of their own ("harm is likely"): those words with the facts that speak against them.
        leaf, cite = next(deciding(held[0], cite))
        yield replace(node, facts=leaf.facts, parts=()), cite
        return
    telling = [part for part in node.parts if part.answer == node.answer] or [part for part in node.parts if part.answer != "unknown"]
    if not node.parts or not telling:
        yield node, cite
        return
    for part in telling:
        yield from deciding(part, cite)
