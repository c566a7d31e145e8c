"""Why a duty is owed, is not, or is still open: one or two plain sentences with the section that decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stanch.law.answers import Outcome
from stanch.law.instrument import Instrument
from stanch.records import Duty, Proof

if TYPE_CHECKING:
    from stanch.law.assess import Finding


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
            leaf, cite = next(deciding(part.proof, found.rule.cite))
            facts = f"; here: {', '.join(leaf.facts)}" if leaf.facts else ""
            return f"The law asks for {leaf.asks}{facts} ({cite})."
    return ""


def _sentence(text: str) -> str:
    return text.strip().rstrip(".").replace("_", " ")


def deciding(node: Proof, cite: str) -> Iterator[tuple[Proof, str]]:
    """The parts at the bottom that decide the answer of the tree, each with the nearest citation."""
    cite = node.cite or cite
    telling = [part for part in node.parts if part.answer == node.answer] or [part for part in node.parts if part.answer != "unknown"]
    if not node.parts or not telling:
        yield node, cite
        return
    for part in telling:
        yield from deciding(part, cite)
