"""What changed in the law between two days, in words: per instrument and rule, with the day from which each change holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from stanch.law.instrument import Definition, Exemption, Instrument, Named, Rule
from stanch.law.phrases import combination, counting, leaves, spans, substitute, threshold, words
from stanch.law.statutes import Statute

Kind = Literal[
    "commenced", "ended", "duty_added", "duty_removed", "threshold", "deadline", "recipient", "authority", "condition", "service", "means",
    "contents", "definition", "exemption", "scope", "counting", "penalty", "reading",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from `on`. `rule`: the duty concerned, empty where the change is the instrument's own."""

    on: date
    jurisdiction: str
    instrument: str
    kind: Kind
    rule: str
    recipient: str
    says: str
    before: str
    after: str
    cite: str


def older_than_followed(day: date, statutes: Sequence[Statute]) -> list[tuple[str, date]]:
    """The laws in force on that day whose changes are on file only from a later day: code and that day."""
    held = [(statute.code, statute.on(day)) for statute in sorted(statutes, key=lambda one: one.code)]
    return [(code, law.followed_from) for code, law in held if law.status == "enacted" and law.followed_from and day < law.followed_from]


def between(first: date, last: date, statutes: Sequence[Statute]) -> tuple[Change, ...]:
    """The changes that took hold after `first` and up to `last`, by law and by day."""
    found: list[Change] = []
    for statute in sorted(statutes, key=lambda one: one.code):
        later = [version for version in statute.versions if first < version.begins <= last]
        earlier = [statute.on(first), *(version.law for version in later)]
        for old, new in zip(earlier, later, strict=False):
            found += [replace(one, on=new.begins) for one in _steps(old, new.law)]
    return tuple(found)


def _steps(old: Instrument, new: Instrument) -> Iterator[Change]:
    """What one version changes against the one before; nothing while neither binds anybody."""
    status = (old.status, new.status)
    if new.status == "enacted" and old.status != "enacted":
        told = ", ".join(dict.fromkeys(words(rule.recipient) for rule in new.rules))
        yield _of_law(new, "commenced", f"comes into force; duties to: {told}", status)
    elif old.status == "enacted" and new.status != "enacted":
        yield _of_law(new, "ended", "is no longer in force", status)
    elif new.status == "enacted":
        yield from _rules(old, new)
        yield from _definitions(old, new)
        yield from _named(old, new)
        yield from _exemptions(old, new)
        yield from _rest(old, new)


Turn = tuple[str, str]  # how it read before, how it reads now


def _of_law(law: Instrument, kind: Kind, says: str, turn: Turn, cite: str = "") -> Change:
    return Change(date.min, law.code, law.instrument, kind, "", "", says, *turn, cite or law.instrument)


def _of_rule(law: Instrument, rule: Rule, kind: Kind, says: str, turn: Turn) -> Change:
    return Change(date.min, law.code, law.instrument, kind, rule.id, rule.recipient, says, *turn, _cite_of(rule, kind))


def _cite_of(rule: Rule, kind: Kind) -> str:
    """The nearest citation of the aspect that changed."""
    if kind == "deadline":
        return "; ".join(dict.fromkeys(span.cite for span in rule.deadline if span.cite)) or rule.cite
    return (rule.threshold.cite if kind == "threshold" and rule.threshold else "") or rule.cite


def _rules(old: Instrument, new: Instrument) -> Iterator[Change]:
    earlier, later = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    for name, rule in later.items():
        if name not in earlier:
            parts = [rule.point.strip(), f"Number: {threshold(rule)}." if rule.threshold else "", _clock(rule)]
            yield _of_rule(new, rule, "duty_added", f"a new duty: {' '.join(part for part in parts if part)}", ("", rule.point))
        elif rule != earlier[name]:
            yield from _rule(new, earlier[name], rule)
    for name, rule in earlier.items():
        if name not in later:
            yield _of_rule(new, rule, "duty_removed", f"the duty falls away: {rule.point.strip()}", (rule.point, ""))


def _clock(rule: Rule) -> str:
    return f"Deadline: {spans(rule)}." if rule.deadline else ""


def _listed(name: str) -> Callable[[Rule], str]:
    return lambda rule: ", ".join(words(one) for one in getattr(rule, name))


LISTS = ("how people are told", "what the notice says", "what the notice must hold word for word", "what the notice must not say")
# Each aspect of a duty: its kind, what it is called in a sentence, how it reads.
ASPECTS: tuple[tuple[Kind, str, Callable[[Rule], str]], ...] = (
    ("recipient", "who is told", lambda rule: words(rule.recipient)),
    ("authority", "the authority", lambda rule: rule.name or rule.url),
    ("threshold", "the number", threshold),
    ("deadline", "the deadline", spans),
    ("condition", "what makes it owed", lambda rule: "; ".join(leaves(rule.trigger))),
    ("condition", "whose data count", lambda rule: words(rule.of)),
    ("service", "the length of the service", lambda rule: f"{rule.months} months" if rule.months else ""),
    ("means", "how people are told", _listed("means")),
    ("means", "substitute notice", lambda rule: substitute(rule.substitute)),
    ("contents", "what the notice says", _listed("contents")),
    ("contents", "what the notice must hold word for word", _listed("must")),
    ("contents", "what the notice must not say", _listed("must_not_contain")),
    ("contents", "the stage", lambda rule: words(rule.stage)),
    ("reading", "the section", lambda rule: rule.cite),
    ("reading", "the point", lambda rule: rule.point.strip()),
    ("reading", "whether it is verified", lambda rule: f"{'yes' if rule.verified else 'no'} {rule.note}".strip()),
)


def _rule(law: Instrument, old: Rule, new: Rule) -> Iterator[Change]:
    for kind, name, read in ASPECTS:
        before, after = read(old), read(new)
        if before != after:
            told = _turned(before, after) if name in LISTS else _changed(before, after)
            yield _of_rule(law, new, kind, f"{name}: {told}", (before, after))
    if old.trigger != new.trigger and leaves(old.trigger) == leaves(new.trigger):
        asked = "; ".join(leaves(new.trigger))
        yield _of_rule(law, new, "condition", "what makes it owed is joined differently", (asked, asked))


def _turned(before: str, after: str) -> str:
    """For lists what comes and goes."""
    earlier, later = (each.split(", ") if each else [] for each in (before, after))
    parts = [
        (verb, [one for one in ones if one not in others]) for verb, ones, others in (("adds", later, earlier), ("drops", earlier, later))
    ]
    return "; ".join(f"{verb} {', '.join(ones)}" for verb, ones in parts if ones) or f"now in the order {after}"


def _changed(before: str, after: str) -> str:
    if before == after:
        return "joined differently"
    return f"was {before}; is {after}" if before and after else f"now {after}" if after else f"no longer {before}"


def _definitions(old: Instrument, new: Instrument) -> Iterator[Change]:
    earlier, later = {one.id: one for one in old.definitions}, {one.id: one for one in new.definitions}
    for name in dict.fromkeys((*earlier, *later)):
        was, is_ = earlier.get(name), later.get(name)
        if was is None or is_ is None:
            one = is_ or was
            assert one is not None  # noqa: S101 the name comes from one of the two
            says = f"{words(name)} is {'defined' if is_ else 'no longer defined'}: {one.point}"
            yield _of_law(new, "definition", says, (was.point if was else "", is_.point if is_ else ""), one.cite)
        elif was != is_:
            yield from _definition(new, was, is_)


def _definition(law: Instrument, old: Definition, new: Definition) -> Iterator[Change]:
    name = words(new.id)
    earlier = {combination(one): one for one in old.combinations}
    later = {combination(one): one for one in new.combinations}
    for said, one in later.items():
        if said not in earlier:
            yield _of_law(law, "definition", f"{name} now takes in {said}", ("", said), f"{new.cite} {one.cite}".strip())
    for said in earlier:
        if said not in later:
            yield _of_law(law, "definition", f"{name} no longer takes in {said}", (said, ""), new.cite)
    for part in ("encryption", "media", "redaction", "public", "point"):
        before, after = (_plain(getattr(one, part)) for one in (old, new))
        if before != after:
            yield _of_law(law, "definition", f"{name}, {part}: {_changed(before, after)}", (before, after), new.cite)


def _plain(value: Any) -> str:
    return ", ".join(words(one) for one in value) if isinstance(value, tuple) else words(str(value))


def _named(old: Instrument, new: Instrument) -> Iterator[Change]:
    earlier = {one.id: one for one in old.conditions}
    later = {one.id: one for one in new.conditions}
    for name in dict.fromkeys((*earlier, *later)):
        was, is_ = earlier.get(name), later.get(name)
        if was == is_:
            continue
        same = was is not None and is_ is not None and was.point == is_.point
        before, after = (_condition(one, told=not same) for one in (was, is_))
        yield _of_law(new, "condition", f"{words(name)}: {_changed(before, after)}", (before, after), (is_ or was or later[name]).cite)


def _condition(one: Named | None, *, told: bool) -> str:
    return "; ".join(((one.point,) if told and one.point else ()) + leaves(one.when)) if one else ""


def _exemptions(old: Instrument, new: Instrument) -> Iterator[Change]:
    earlier, later = {one.id: one for one in old.exemptions}, {one.id: one for one in new.exemptions}
    for name in dict.fromkeys((*earlier, *later)):
        was, is_ = earlier.get(name), later.get(name)
        if was == is_:
            continue
        one = is_ or was
        assert one is not None  # noqa: S101 the name comes from one of the two
        before, after = (_exemption(each) for each in (was, is_))
        verb = "a new exemption" if was is None else "an exemption falls away" if is_ is None else "an exemption changes"
        yield _of_law(new, "exemption", f"{verb}: {one.point or words(name)} ({_changed(before, after)})", (before, after), one.cite)


def _exemption(one: Exemption | None) -> str:
    if one is None:
        return ""
    written = "; in writing" if one.document else ""
    kept = f", kept {one.retain_years} years" if one.retain_years else ""
    return f"takes away {', '.join(words(name) for name in one.removes)} where {'; '.join(leaves(one.when))}{written}{kept}"


def _rest(old: Instrument, new: Instrument) -> Iterator[Change]:
    if old.scope != new.scope:
        before, after = ("; ".join(leaves(law.scope)) if law.scope else "everybody" for law in (old, new))
        yield _of_law(new, "scope", f"whom the law binds: {_changed(before, after)}", (before, after))
    if old.counting != new.counting:
        yield _of_law(new, "counting", f"how time is counted: {_changed(counting(old), counting(new))}", (counting(old), counting(new)))
    for place in dict.fromkeys((*old.authorities, *new.authorities)):
        was, is_ = (law.authorities[place].name if place in law.authorities else "" for law in (old, new))
        if was != is_:
            yield _of_law(new, "authority", f"the authority of {place}: {_changed(was, is_)}", (was, is_))
    before, after = ("; ".join(f"{one.who}: {one.what}" for one in law.penalties) for law in (old, new))
    if before != after:
        yield _of_law(new, "penalty", f"penalties: {_changed(before, after)}", (before, after))
    before, after = (f"{'verified' if law.verified else 'not verified'}; {law.note}".strip("; ") for law in (old, new))
    if before != after:
        yield _of_law(new, "reading", f"note: {_changed(before, after)}", (before, after))
    for part in ("instrument", "name", "residence", "protects"):
        before, after = (_plain(getattr(law, part)) for law in (old, new))
        if before != after:
            yield _of_law(new, "scope", f"{part}: {_changed(before, after)}", (before, after))
