"""Laws, duties and proofs as text for counsel: sentences with their citations."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.law.clocks import counted, words
from stanch.law.conditions import OPS
from stanch.law.instrument import Definition, Instrument, Rule
from stanch.records import Duty, Proof

SIGNS = {"yes": "yes", "no": "no", "unknown": "open"}


def owed(duty: Duty) -> str:
    """Yes, no, or open."""
    return "open" if duty.required == "conditional" else "yes" if duty.required else "no"


def due(duty: Duty) -> str:
    """The due moment, or how the law puts it."""
    deadline = duty.deadline
    if deadline is None:
        return f"{duty.months} months" if duty.months else ""
    if deadline.due is not None:
        return f"{deadline.due:%Y-%m-%d %H:%M %Z}"
    return counted(deadline.amount, deadline.unit, deadline.from_)


def proof(duty: Duty) -> str:
    """The proof of one duty as an indented tree."""
    answer = "Owed. " if duty.required is True else ""  # the others begin with their answer
    head = f"{duty.jurisdiction}, {duty.recipient}: {answer}{duty.reason} [{duty.cite}]"
    lines = [head, *(_lines(duty.proof, 1) if duty.proof else ())]
    if duty.deadline and duty.deadline.note:
        lines.append(f"  Clock: {duty.deadline.note}")
    if duty.note:
        lines.append(f"  Note: {duty.note}")
    return "\n".join(lines)


def _lines(node: Proof, depth: int) -> Iterator[str]:
    facts = f"; here: {'; '.join(node.here)}" if node.here else ""
    cite = f" [{node.cite}]" if node.cite else ""
    yield f"{'  ' * depth}{SIGNS[node.answer]:<5}{node.asks}{facts}{cite}"
    for part in node.parts:
        yield from _lines(part, depth + 1)


def law(one: Instrument) -> str:
    """One law in short."""
    lines = [f"{one.code}  {one.name}: {one.instrument} ({one.status})"]
    if not one.verified:
        lines.append(f"Not fully verified: {one.note}")
    for definition in one.definitions:
        lines.append(_definition(definition))
        for combination in definition.combinations:
            partner = f" with {' or '.join(combination.with_)}" if combination.with_ else ""
            lines.append(f"  - {', '.join(combination.one_of)}{partner}{'' if combination.name else ' (no name needed)'}")
    for rule in one.rules:
        lines += _rule(rule)
    for exemption in one.exemptions:
        lines.append(f"\nExempt: {exemption.point} [{exemption.cite}]; removes: {', '.join(exemption.removes)}")
    lines += _threats(one)
    lines.append("\nRead:")
    lines += [f"  {source.read_on}  {source.kind}: {source.read_in} <{source.url}>" for source in one.sources]
    return "\n".join(lines)


def _threats(one: Instrument) -> Iterator[str]:
    """What the law threatens, a line each."""
    if one.penalties:
        yield "\nClaims and penalties:"
    for penalty in one.penalties:
        check = "" if penalty.verified else f" (not read in the law itself: {penalty.note})"
        yield f"  {penalty.kind.replace('_', ' ')}, {penalty.who}: {penalty.what} [{penalty.cite}]{check}"


def _definition(one: Definition) -> str:
    name, lock = one.id.replace("_", " ").capitalize(), one.encryption.replace("_", " ")
    return f"\n{name} [{one.cite}]; {' or '.join(one.media)}; encryption: {lock}"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n{rule.recipient} [{rule.cite}]"
    yield f"  {rule.point}"
    if rule.threshold:
        yield f"  Number: {OPS[rule.threshold.op]} {rule.threshold.n:,} ({rule.threshold.counting})"
    for span in rule.deadline:
        yield f"  Deadline: {words(span)}{f', at the latest {words(span.longstop)}' if span.longstop else ''}"
    if rule.months:
        yield f"  For {rule.months} months"
    if rule.contents:
        yield f"  Must say: {', '.join(word.replace('_', ' ') for word in rule.contents)}"
    if rule.must_not_contain:
        yield f"  Must not say: {', '.join(word.replace('_', ' ') for word in rule.must_not_contain)}"
