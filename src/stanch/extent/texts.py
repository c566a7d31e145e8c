"""Finds values in a text: one pass for all patterns, then context, validators, and the settling of overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from stanch.extent import normalise, validators
from stanch.extent.context import NOWHERE, Surroundings
from stanch.extent.expand import EXPANDERS
from stanch.extent.folding import fold
from stanch.extent.patterns import Book, Positions, Use, book
from stanch.extent.span import Span
from stanch.vocabulary import elements

THRESHOLD = 0.5
DIGITS = frozenset("0123456789")
JOINERS = frozenset("-./:")


def find(text: str, *, threshold: float = THRESHOLD, rules: Book | None = None) -> list[Span]:
    """The values in a text, by place, not overlapping. Names and addresses are not looked for here."""
    return settle(candidates(text, rules or book()), threshold)


def candidates(text: str, rules: Book, begins: Positions | None = None) -> list[Span]:
    """Every value that some detector stands for; they may overlap. `begins`: where cells begin, if it is a column of them."""
    folded = fold(text)
    hits = rules.scan(folded)
    if not hits.shapes and not hits.words:
        return []
    around = Surroundings(rules, hits, begins)
    plain = folded.decode("latin-1")
    found: list[Span] = []
    for shape, (starts, ends) in hits.shapes.items():
        for use in rules.uses[shape]:
            found += _judge(text, plain, rules, around, use, starts, ends)
    for use, numbers in rules.word_uses:
        listed = [hits.words[number] for number in numbers if number in hits.words]
        if listed:
            starts, ends = (np.concatenate(places) for places in zip(*listed, strict=True))
            found += _judge(text, plain, rules, around, use, starts, ends)
    return found


def _judge(  # noqa: PLR0917 called in the inner loop
    text: str, plain: str, rules: Book, around: Surroundings, use: Use, starts: Positions, ends: Positions
) -> Iterable[Span]:
    """The matches of one pattern of one detector that hold."""
    detector, pattern = rules.detectors[use.detector], use.pattern
    context = around.context(use.detector)
    if not pattern.confidence:
        if context is None:
            return
        near = context.near(around.spread(starts), around.spread(ends), detector.before, detector.after)
        if not near.any():
            return
        starts, ends = starts[near], ends[near]
    against = around.against(use.detector)
    is_valid = validators.validator(pattern.validator or detector.validator)
    normal = normalise.normaliser(detector.normaliser)
    done: set[int] = set()
    # Longest first from each start, so that the first valid end is the value's.
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True), key=lambda pair: (pair[0], -pair[1])):
        if start in done:
            continue
        left, right = _extract(plain, use, start, end)
        if right <= left or (pattern.guard and not _stands_alone(plain, left, right)):
            continue
        value = plain[left:right]
        if not is_valid(value):
            continue
        gap = around.gap(left)
        distance, word = context.nearest(left + gap, right + gap, detector.before, detector.after) if context else (NOWHERE, -1)
        confidence = pattern.with_context if distance < NOWHERE else pattern.confidence
        if pattern.guard and distance > 1 and _is_glued(plain, left):
            continue
        if not confidence or (against and against.nearest(left + gap, right + gap, 24, 12)[0] < distance):
            continue
        done.add(start)
        exact = text[left:right]
        yield Span(
            detector.kind, left, right, exact, confidence - min(distance, 100) * 1e-4 if distance < NOWHERE else confidence,
            detector.id, rules.words[word] if word >= 0 else None, normal(exact), None if pattern.confidence else distance,
        )  # fmt: skip


def _extract(plain: str, use: Use, start: int, end: int) -> tuple[int, int]:
    """The exact value of a match; an empty place where there is none."""
    if use.pattern.expand:
        return EXPANDERS[use.pattern.expand](plain, start)
    if use.extract is None:
        return start, end
    match = use.extract.match(plain, start)
    if match is None:
        return 0, 0
    # Alternatives (quoted or bare) have a group each; the one that took part holds the value.
    return match.span(match.lastgroup) if match.lastgroup else match.span()


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Not a piece of a longer number or word."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    if (before.isalnum() and plain[start].isalnum()) or (after.isalnum() and plain[end - 1].isalnum()):
        return False
    if before in JOINERS and before and start > 1 and plain[start - 2] in DIGITS:
        return False
    return not (after in JOINERS and after and plain[end + 1 : end + 2] in DIGITS)


def _is_glued(plain: str, start: int) -> bool:
    """A number behind letters and a hyphen (`PN-912-72-5944`) is part of a longer code; `SSN-912…` names what it is."""
    return start > 1 and plain[start] in DIGITS and plain[start - 1] in "-_" and plain[start - 2].isalpha()


def settle(spans: Sequence[Span], threshold: float = THRESHOLD) -> list[Span]:
    """Where values overlap the surest stays, then the longest."""
    strong = _by_nearest_label([span for span in spans if span.confidence >= threshold])
    if len(strong) < 2:
        return strong
    ordered = sorted(strong, key=lambda one: (one.start, one.end))
    kept: list[Span] = []
    group: list[Span] = []
    reach = -1
    for span in ordered:
        if span.start >= reach and group:
            kept += _best_of(group)
            group = []
        group.append(span)
        reach = max(reach, span.end)
    return kept + _best_of(group)


BESIDE, AWAY = 3, 12


def _by_nearest_label(spans: list[Span]) -> list[Span]:
    """Without values that are only what a label further away says, where another label stands right beside the same number.

    Labels of one fact help each other: `sort code` and `account number`.
    """
    beside = {(span.start, span.end): _fact(span) for span in spans if span.label is not None and span.label <= BESIDE}
    return [
        span for span in spans if span.label is None or span.label <= AWAY or beside.get((span.start, span.end), _fact(span)) == _fact(span)
    ]


def _fact(span: Span) -> str:
    return elements()[span.kind].fact or span.kind


def _best_of(group: list[Span]) -> list[Span]:
    """Of spans that hang together, those that stay."""
    if len(group) == 1:
        return group
    taken: list[Span] = []
    for span in sorted(group, key=lambda one: (-one.confidence, one.start - one.end, one.start, one.kind, one.detector)):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda one: (one.start, one.end))
