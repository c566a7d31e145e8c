"""Finds values in a text: one pass for all patterns, then context, validators, and the settling of overlaps."""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from stanch.extent import normalise, things, validators
from stanch.extent.context import NOWHERE, Surroundings, Words
from stanch.extent.detector import Pattern
from stanch.extent.expand import EXPANDERS
from stanch.extent.folding import fold
from stanch.extent.patterns import AGAINST_AFTER, AGAINST_BEFORE, Book, Use, book
from stanch.extent.span import Span
from stanch.extent.windows import Positions
from stanch.vocabulary import elements

THRESHOLD = 0.5
NAMES = "names"  # the detector of `names.py`
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
    around = Surroundings(rules, hits, begins, np.frombuffer(folded, dtype=np.uint8))
    plain = text if text.isascii() else folded.decode("latin-1")
    found: list[Span] = []
    for shape, (starts, ends) in hits.shapes.items():
        for use in rules.uses[shape]:
            if use.pattern.confidence or use.detector in around.supported:
                found += _judge(text, plain, rules, around, use, starts, ends)
    for place in sorted({place for word in hits.words.keys() & rules.listing.keys() for place in rules.listing[word]}):
        use, numbers = rules.word_uses[place]
        listed = [hits.words[number] for number in numbers if number in hits.words]
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
    against, normal = around.against(use.detector), normalise.normaliser(detector.normaliser)
    if pattern.guard and not pattern.expand and not pattern.extract:
        whole = _is_whole(plain, around.content, starts, ends)
        starts, ends = starts[whole], ends[whole]
    valid, tried = _valid(plain, use, validators.validator(pattern.validator or detector.validator), starts, ends)
    distances, words = _near(context, around, valid, detector.before, detector.after)
    others = _near(against, around, valid, AGAINST_BEFORE, AGAINST_AFTER)[0]
    guard, seldom = pattern.guard, pattern.validator or detector.validator
    for (left, right), distance, word, other in zip(valid, distances, words, others, strict=True):
        confidence = pattern.with_context if distance < NOWHERE else pattern.confidence
        if guard and _is_glued(plain, left) and (distance > 1 or _names_little(plain, left, rules.words[word])):
            continue
        if not confidence or other < distance:
            continue
        if guard and _is_a_things(plain, left, pattern, distance):
            continue
        if distance == NOWHERE and _by_chance(left, valid, tried) and passes_seldom(plain[left:right], seldom):
            continue
        exact = text[left:right]
        yield Span(
            detector.kind, left, right, exact, confidence - min(distance, 100) * 1e-4 if distance < NOWHERE else confidence,
            detector.id, rules.words[word] if word >= 0 else None, normal(exact), None if pattern.confidence else distance,
        )  # fmt: skip


def _near(
    words: Words | None, around: Surroundings, valid: Sequence[tuple[int, int]], before: int, after: int
) -> tuple[Sequence[int], Sequence[int]]:
    """For each value the distance of the nearest of some words, and its number."""
    if words is None or not valid:
        return [NOWHERE] * len(valid), [-1] * len(valid)
    if len(valid) < MANY:
        gaps = (around.gap(left) for left, _ in valid)
        each = [words.nearest(left + gap, right + gap, before, after) for (left, right), gap in zip(valid, gaps, strict=True)]
        return [distance for distance, _ in each], [word for _, word in each]
    places = np.array(valid, dtype=np.int64)
    shift = around.spread(places[:, 0]) - places[:, 0]
    return words.nearest_of_all(places[:, 0] + shift, places[:, 1] + shift, before, after)


MANY = 12  # of so many values all at once are quicker told than one by one


def _is_a_things(plain: str, start: int, pattern: Pattern, distance: int) -> bool:
    """Whether a thing's label stands nearer than any word that supports the value.

    Numbers of goods are bare digits, or of no telling shape.
    """
    if plain[start] not in DIGITS and pattern.confidence >= SURE:
        return False
    gap = things.beside(plain, start)
    return gap is not None and gap < distance


SURE = 0.9


def _names_little(plain: str, start: int, word: str) -> bool:
    """Whether a word glued to a number is too short to name it, or itself a piece of a chain (`to-list-an-account-1481923656130`)."""
    ahead = plain[max(0, start - len(word) - 3) : max(0, start - len(word) - 1)]
    return len(word) < SHORTEST_GLUED or bool(re.fullmatch(r"[a-z0-9][-_]", ahead))


# `SSN-900-12-3456` names what it is, `SS-369844230` is an article.
SHORTEST_GLUED = 3


def _valid(
    plain: str, use: Use, is_valid: validators.Validator, starts: Positions, ends: Positions
) -> tuple[list[tuple[int, int]], list[int]]:
    """The places of valid values, in order, and where all that has the shape begins."""
    found: list[tuple[int, int]] = []
    tried: list[int] = []
    done = -1
    if len(starts) > 1:
        # Longest first from each start, so that the first valid end is the value's.
        order = np.lexsort((-ends, starts))
        starts, ends = starts[order], ends[order]
    guard, cut = use.pattern.guard, use.pattern.expand or use.pattern.extract
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if start == done:
            continue
        left, right = _extract(plain, use, start, end) if cut else (start, end)
        if right <= left or (guard and not _stands_alone(plain, left, right)):
            continue
        if not tried or tried[-1] != left:
            tried.append(left)
        if is_valid(plain[left:right]):
            found.append((left, right))
            done = start
    return found, tried


# Numbers of one shape this near are of one sort. Where so many stand together and most fail the check, the others pass by chance:
# one in ten does where there is a check digit.
NEIGHBOURHOOD, ENOUGH, MOSTLY = 20_000, 6, 0.3


def _by_chance(left: int, valid: Sequence[tuple[int, int]], tried: Sequence[int]) -> bool:
    """Whether a value without any word that supports it is one of many numbers of its shape, most of which are none."""
    if len(tried) == len(valid) or len(tried) < ENOUGH:
        return False
    low, high = left - NEIGHBOURHOOD, left + NEIGHBOURHOOD
    many = bisect_right(tried, high) - bisect_left(tried, low)
    held = bisect_right(valid, (high, 0)) - bisect_left(valid, (low, 0))
    return many >= ENOUGH and held < many * MOSTLY


SELDOM, DRAWN = 0.2, 200


def passes_seldom(value: str, validator: str) -> bool:
    """Whether numbers drawn by lot in the value's form and with its first digit pass the check seldom: a check digit, not a wide range."""
    first = next((at for at, char in enumerate(value) if char in DIGITS), 0) + 1
    return _share_by_lot(value[:first] + re.sub(r"\d", "0", value[first:]), first, validator) < SELDOM


def are_bare(value: str, validator: str) -> bool:
    """Whether a value is figures alone, without a check that hardly any others pass."""
    return not any(char.isalpha() for char in value) and not passes_seldom(value, validator)


@lru_cache(maxsize=1024)
def _share_by_lot(form: str, first: int, validator: str) -> float:
    """The share that is valid of numbers whose digits after the first are drawn by lot."""
    draw, is_valid = random.Random(form), validators.validator(validator)  # noqa: S311 no secret
    drawn = (form[:first] + "".join(str(draw.randrange(10)) if char in DIGITS else char for char in form[first:]) for _ in range(DRAWN))
    return sum(map(is_valid, drawn)) / DRAWN


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


_ALNUM = np.array([chr(code).isascii() and chr(code).isalnum() for code in range(256)])


def _is_whole(plain: str, content: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> npt.NDArray[np.bool_]:
    """For each match: whether no letter or digit goes on over its ends; `_stands_alone` looks at the rest."""
    if len(starts) < MANY:  # in a short text few stand, for which all at once is slow
        each = zip(starts.tolist(), ends.tolist(), strict=True)
        return np.array([_is_one_whole(plain, start, end) for start, end in each], dtype=np.bool_)
    last = len(content) - 1
    before = (starts > 0) & _ALNUM[content[np.maximum(starts - 1, 0)]] & _ALNUM[content[np.minimum(starts, last)]]
    after = (ends <= last) & _ALNUM[content[np.minimum(ends, last)]] & _ALNUM[content[np.maximum(ends - 1, 0)]]
    whole: npt.NDArray[np.bool_] = (ends > starts) & ~before & ~after
    return whole


def _is_one_whole(plain: str, start: int, end: int) -> bool:
    if end <= start or (start and plain[start - 1].isalnum() and plain[start].isalnum()):
        return False
    return not (end < len(plain) and plain[end].isalnum() and plain[end - 1].isalnum())


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Not a piece of a longer number or word."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    if (before.isalnum() and plain[start].isalnum()) or (after.isalnum() and plain[end - 1].isalnum()):
        return False
    if before in JOINERS and before and start > 1 and plain[start - 2] in DIGITS:
        return False
    if after in JOINERS and after and plain[end + 1 : end + 2] in DIGITS:
        return False
    # `0020.0002` of `[*074E.0020.0002]`: a piece of a chain of codes. (`Tel.0123` is none: what stands before the dot has no digit.)
    if before == "." and start > 1 and any(char in DIGITS for char in _word_ending(plain, start - 1)):
        return False
    if after == "." and before in "\n\t>" and _HEADED.match(plain, start):
        return False
    # A piece of a longer chain of hexadecimal pairs, as fingerprints are written.
    if ":" in plain[start:end] and (
        (before == ":" and plain[start - 2 : start - 1].isalnum()) or (after == ":" and plain[end + 1 : end + 2].isalnum())
    ):
        return False
    return not (before in " -" and after in " -" and "." in plain[start:end] and _among_fractions(plain, start, end)) and not (
        " " in (before, after) and _goes_on(plain, start, end)
    )


def _word_ending(plain: str, end: int) -> str:
    """The last letters and digits before a place."""
    begin = end
    while begin > max(0, end - 12) and plain[begin - 1].isalnum():
        begin -= 1
    return plain[begin:end]


# `10.3.2.1. Structure` at the beginning of a line: a section and its title.
_HEADED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\. +[A-Z][a-z]")
_FRACTION_BEFORE = re.compile(r"[\d\s-]\.\d{1,9}[ -]$")
_FRACTION_AFTER = re.compile(r"[ -]-?\d{0,6}\.\d")
_GROUPED = re.compile(r"(\d{3,5})( \d{3,5})+")


def _among_fractions(plain: str, start: int, end: int) -> bool:
    """Dotted numbers in the outline of a drawing (`2.83-2.12 3.51.98.32 2.03.5`) are no value."""
    return bool(_FRACTION_AFTER.match(plain, end)) and bool(_FRACTION_BEFORE.search(plain, max(0, start - 12), start))


def _goes_on(plain: str, start: int, end: int) -> bool:
    """Three groups of four digits out of a row of more such groups are no value."""
    value = plain[start:end]
    if " " not in value or not _GROUPED.fullmatch(value):
        return False
    groups = value.split(" ")
    wide = len(groups[0])
    if any(len(group) != wide for group in groups):
        return False
    behind, ahead = _further(wide)
    return bool(behind.match(plain[end : end + wide + 2])) or bool(ahead.search(plain[max(0, start - wide - 2) : start]))


@cache
def _further(wide: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A further group of so many figures, behind others and ahead of them."""
    return re.compile(rf" \d{{{wide}}}(?!\d)"), re.compile(rf"(?<!\d)\d{{{wide}}} $")


def _is_glued(plain: str, start: int) -> bool:
    """A number behind letters and a hyphen (`PN-912-72-5944`) is part of a longer code; `SSN-912…` names what it is."""
    return start > 1 and plain[start] in DIGITS and plain[start - 1] in "-_" and plain[start - 2].isalpha()


def settle(spans: Sequence[Span], threshold: float = THRESHOLD) -> list[Span]:
    """Where values overlap the surest stays, then the longest. Of names what read them has judged which are worth telling."""
    strong = _by_nearest_label([span for span in spans if span.confidence >= threshold or span.detector == NAMES])
    if len(strong) < 2:
        return strong
    ordered = sorted(strong, key=attrgetter("start", "end"))
    kept: list[Span] = []
    group: list[Span] = []
    reach = -1
    for span in ordered:
        if span.start >= reach and group:
            kept += group if len(group) == 1 else _best_of(group)
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
