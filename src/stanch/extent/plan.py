"""Where each shape and each word is looked for: everywhere, or only where something says that it may stand."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from stanch.extent.detector import Detector
from stanch.extent.footing import LONGEST, Footing, footing, seldom, shortest
from stanch.extent.spelling import Wording

# So long a piece of text is seldom anywhere.
LEAST_LETTERS = 4
# So many digits within so many characters are seldom in prose, and more of them nearer to each other seldom in logs and tables; so are
# colons and hyphens; and so long a stretch without white space.
FEW = (("digits", 8, 26), ("digits", 4, 64), ("joints", 5, 39), ("unbroken", 15, 40), ("unbroken", 20, LONGEST))
# How far beyond the reach of its word a value is looked for whose length has no bound.
MARGIN = 40


@dataclass(frozen=True, slots=True)
class Opener:
    """A word beside which the shapes of one group are looked for: so far to its left and right, and whether where no digit is, too."""

    word: int
    group: int
    left: int
    right: int
    lettered: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Shapes that are looked for where at least so many of these signs (a count of `Footing`) stand within so many characters."""

    shapes: tuple[int, ...]
    signs: str
    least: int
    width: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of shapes by where they are looked for.

    `counted`: where digits or other signs are; `told`: around one of `pieces`, as far as `reaches` says for it; `groups`: those that need
    a word, one group a kind. `late` words say nothing by themselves: they are looked for around what has been found.
    """

    everywhere: tuple[int, ...]
    counted: tuple[Counted, ...]
    told: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    pieces: tuple[str, ...]
    reaches: tuple[int, ...]
    openers: tuple[Opener, ...]
    late: tuple[int, ...]


def planned(detectors: Sequence[Detector], words: Wording, strong: Sequence[str], weak: Sequence[str]) -> Plan:
    """Lay out shapes, numbered in this order, and words."""
    stands = [footing(shape) for shape in strong]
    told = [number for number, one in enumerate(stands) if one.width is not None and shortest(one.pieces) >= LEAST_LETTERS]
    counted = _counted({number: one for number, one in enumerate(stands) if number not in told})
    left = {*range(len(strong))}.difference(told, *(one.shapes for one in counted))
    told += sorted(number for number in left if stands[number].width and stands[number].pieces and seldom(stands[number].pieces))
    reach: dict[str, int] = {}
    for stand in (stands[number] for number in told):
        # A piece may go one character beyond a match.
        reach |= {piece: max(reach.get(piece, 0), (stand.width or 0) + 1) for piece in stand.pieces}
    numbers = {shape: len(strong) + place for place, shape in enumerate(weak)}
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in detectors if _weak(one, numbers)))}
    groups: list[set[int]] = [set() for _ in kinds]
    for one in detectors:
        if one.kind in kinds:
            groups[kinds[one.kind]].update(numbers[shape] for shape in _weak(one, numbers))
    openers = _openers(detectors, words, numbers, kinds)
    early = {one.word for one in openers}.union(*words.listed)
    return Plan(
        everywhere=tuple(sorted(left.difference(told))),
        counted=counted,
        told=tuple(told),
        groups=tuple(tuple(sorted(group)) for group in groups),
        pieces=tuple(reach),
        reaches=tuple(reach.values()),
        openers=openers,
        late=tuple(number for number in range(len(words.words)) if number not in early),
    )


def _counted(stands: Mapping[int, Footing]) -> tuple[Counted, ...]:
    """The shapes that hold many of some signs, the most telling first."""
    left, found = dict(stands), []
    for signs, many, width in FEW:
        taken = {
            number: one for number, one in left.items() if getattr(one, signs) >= many and one.width is not None and one.width <= width
        }
        left = {number: one for number, one in left.items() if number not in taken}
        if taken:
            least, widest = min(getattr(one, signs) for one in taken.values()), max(one.width or 0 for one in taken.values())
            found.append(Counted(tuple(taken), signs, least, widest))
    return tuple(found)


def _weak(detector: Detector, numbers: Container[str]) -> list[str]:
    return [pattern.shape for pattern in detector.patterns if pattern.shape in numbers]


def _openers(detectors: Sequence[Detector], words: Wording, numbers: Container[str], kinds: dict[str, int]) -> tuple[Opener, ...]:
    """What each word opens. A window holds the longest value that may stand beside the word, and its neighbours."""
    found: dict[tuple[int, int], Opener] = {}
    for index, one in enumerate(detectors):
        shapes = _weak(one, numbers)
        if not shapes:
            continue
        margin = 1 + max(footing(shape).width or MARGIN for shape in shapes)
        left, right, group = one.after + margin, one.before + margin, kinds[one.kind]
        lettered = one.letters and any("\\d" not in shape for shape in shapes)
        for word in words.supports[index]:
            other = found.get((word, group), Opener(word, group, 0, 0, lettered=False))
            found[word, group] = Opener(word, group, max(left, other.left), max(right, other.right), lettered=lettered or other.lettered)
    return tuple(found[key] for key in sorted(found))
