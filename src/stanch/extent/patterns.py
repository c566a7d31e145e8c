"""All patterns and all words of context in Hyperscan; the compiled databases are kept in the user's cache.

Words of context are found as plain literals in a copy of the text in small letters with all separators as spaces. Of the shapes
that stand for themselves few are looked for everywhere; the others hold digits or other signs, long stretches without a space, or
pieces of text, and are looked for where those are. Shapes that mean something beside a word only (nine digits) are looked for around
the words that could support them, and words that mean something beside a value only around the values. Shapes that several detectors
share are compiled once and their matches handed to each of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import detector as detector_module
from stanch.extent import marks
from stanch.extent.compiled import Database, compile_database
from stanch.extent.detector import Detector, Pattern
from stanch.extent.openings import Openings, openings
from stanch.extent.plan import Plan, planned
from stanch.extent.spelling import WORDS, Links, Spelling, Wording, links, literals, spelled, wording
from stanch.extent.windows import NOTHING, SHORT, Positions, around, digits_of, has_joints, run, run_within

CACHE_VERSION = b"stanch patterns 10\n"
# In place of a shape's number: the words that are values.
LISTED = -1
# How near a word must stand to speak against a value.
AGAINST_BEFORE, AGAINST_AFTER = 24, 12


@dataclass(frozen=True, slots=True)
class Use:
    """One pattern of one detector, as the scan uses it."""

    detector: int
    pattern: Pattern

    @property
    def extract(self) -> re.Pattern[str] | None:
        """The regex that cuts out the exact value; compiled when first asked for."""
        return _extract(self.pattern.extract) if self.pattern.extract else None


@cache
def _extract(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Hits:
    """What one text holds: start and end by shape; and starts and ends of words, by word."""

    shapes: dict[int, tuple[Positions, Positions]]
    words: dict[int, tuple[Positions, Positions]]


@dataclass(frozen=True, slots=True)
class Databases:
    """Compiled: words that open something, with the pieces of the plan behind them; the other words; and shapes, as the plan has them."""

    early: Database | None
    late: Database | None
    everywhere: Database | None
    told: Database | None
    counted: tuple[Database, ...]
    groups: tuple[Database, ...]

    def serialised(self) -> tuple[bytes, ...]:
        """All of them, in this order; empty what there is none of."""
        leading = (self.early, self.late, self.everywhere, self.told)
        return tuple(one.serialised if one else b"" for one in (*leading, *self.counted, *self.groups))


@dataclass(slots=True)
class Book:
    """The detectors, compiled."""

    detectors: tuple[Detector, ...]
    shapes: tuple[str, ...]
    words: tuple[str, ...]
    databases: Databases
    links: Links
    plan: Plan
    uses: dict[int, list[Use]] = field(default_factory=dict)
    word_uses: list[tuple[Use, list[int]]] = field(default_factory=list)  # patterns that are lists of words
    listing: dict[int, list[int]] = field(default_factory=dict)  # by word: the patterns of `word_uses` that list it
    spelling: Spelling = field(init=False)
    heard: dict[int, int] = field(default_factory=dict)  # by shape: how far from its matches words may stand
    openings: Openings = field(init=False)
    listed: npt.NDArray[np.bool_] = field(init=False)  # by word
    reaches: Positions = field(init=False)  # by piece
    longest: int = field(init=False)  # word

    def __post_init__(self) -> None:
        self.spelling = spelled(self.words)
        self.openings = openings(self.plan.openers, len(self.words))
        self.listed = np.zeros(len(self.words), dtype=np.bool_)
        self.reaches = np.array(self.plan.reaches, dtype=np.int64)
        self.longest = max(map(len, self.words), default=0)

    def scan(self, folded: bytes) -> Hits:
        """All hits in a folded text: every shape where its plan lets it stand, and the words around."""
        lowered = b"".join((b" ", folded.translate(WORDS), b" "))
        raw = run(self.databases.early, lowered) if self.databases.early else NOTHING
        found = pieces = NOTHING
        if len(raw):
            behind = raw[:, 0] >= len(self.spelling.owners)
            found, pieces = self._whole(raw[~behind], folded), raw[behind]
        shapes = _by_number(self._shapes(folded, found, pieces))
        late = self._late(shapes, found, lowered, folded)
        return Hits(shapes, _by_number(np.concatenate([found, late]) if len(late) else found))

    def _shapes(self, folded: bytes, found: Positions, pieces: Positions) -> Positions:
        plan, databases = self.plan, self.databases
        digits = digits_of(folded)
        hits = [self.openings.beside(found, digits, folded, databases.groups)]
        if databases.everywhere:
            hits.append(run(databases.everywhere, folded))
        for database, one in zip(databases.counted, plan.counted, strict=True):
            if (one.signs == "digits" and len(digits) < one.least) or (one.signs == "joints" and not has_joints(folded, one.least)):
                continue
            # Of a short text working out the windows takes longer than searching it.
            is_short = len(folded) <= SHORT
            windows = (NOTHING[:, 0], NOTHING[:, 0]) if is_short else around(one.signs, folded, digits, one.least, one.width)
            hits.append(run(database, folded) if is_short else run_within(database, folded, windows))
        if databases.told and len(pieces):
            reach, ends = self.reaches[pieces[:, 0] - len(self.spelling.owners)], pieces[:, 2]
            hits.append(run_within(databases.told, folded, (ends - reach - 2, ends + reach)))
        hits = [one for one in hits if len(one)]
        return hits[0] if len(hits) == 1 else np.concatenate(hits) if hits else NOTHING

    def _late(self, shapes: Mapping[int, tuple[Positions, Positions]], found: Positions, lowered: bytes, folded: bytes) -> Positions:
        """The words that mean something beside a value only, as far around what was found as they could mean it."""
        if self.databases.late is None:
            return found[:0]
        values = [(self.heard[shape], *places) for shape, places in shapes.items()]
        if LISTED in self.heard and len(found):
            listed = found[self.listed[found[:, 0]]]
            values.append((self.heard[LISTED], listed[:, 1], listed[:, 2]))
        if not values:
            return found[:0]
        # With the space before a word and what stands behind it.
        starts = np.concatenate([starts - far for far, starts, _ in values]) - self.longest - 3
        ends = np.concatenate([ends + far for far, _, ends in values]) + self.longest + 3
        return self._whole(run_within(self.databases.late, lowered, (starts, ends)), folded)

    def _whole(self, raw: Positions, folded: bytes) -> Positions:
        """Hits of literals as hits of the whole words they spell: without the space before and what stands behind."""
        if not len(raw):
            return raw
        number, tail = self.spelling.owners[raw[:, 0]], self.spelling.tails[raw[:, 0]]
        ends = raw[:, 2] - 1 - tail
        starts = ends - self.spelling.lengths[number]
        return self._boundaries(np.stack((number, starts, ends), axis=1), folded)

    def _boundaries(self, found: Positions, folded: bytes) -> Positions:
        """Hits of whole words only."""
        content, last_place = np.frombuffer(folded, dtype=np.uint8), len(folded) - 1
        starts, ends = found[:, 1], found[:, 2]
        first, last = _CLASSES[content[starts]], _CLASSES[content[ends - 1]]
        before, after = _CLASSES[content[np.maximum(starts - 1, 0)]], _CLASSES[content[np.minimum(ends, last_place)]]
        before[starts == 0] = after[ends > last_place] = 0
        whole = (before != first) & (after != last) | (first == 0)
        # `67cc9840`: letters behind a digit are part of a code, and so are hexadecimal letters before one.
        code = (before == 2) & (first == 1) | (after == 2) & self.spelling.hexadecimal[found[:, 0]]
        kept: Positions = found[whole & ~code]
        return kept


# 1 for letters, 2 for digits, 0 for the rest: a word ends where the class changes.
_CLASSES = np.zeros(256, dtype=np.uint8)
_CLASSES[[*range(65, 91), *range(97, 123)]] = 1
_CLASSES[48:58] = 2


def _by_number(found: Positions) -> dict[int, tuple[Positions, Positions]]:
    """Starts and ends by number, sorted by end."""
    if not len(found):
        return {}
    # They come by end, or nearly so; then the numbers alone, which are small, are to be sorted.
    ends = found[:, 2]
    by_end = bool((ends[1:] >= ends[:-1]).all())
    found = found[np.argsort(found[:, 0].astype(np.uint16), kind="stable") if by_end else np.lexsort((ends, found[:, 0]))]
    numbers = found[:, 0]
    firsts = np.append(np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])), len(found)).tolist()
    return {int(numbers[low]): (found[low:high, 1], found[low:high, 2]) for low, high in pairwise(firsts)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A book as it is kept: detectors without their examples, words and whose they are, where everything is looked for, and databases."""

    detectors: tuple[Detector, ...]
    words: Wording
    links: Links
    plan: Plan
    databases: tuple[bytes, ...]


def build(detectors: Sequence[Detector]) -> Book:
    """Compile detectors."""
    from concurrent.futures import ThreadPoolExecutor

    given, words = tuple(detectors), wording(detectors)
    strong, weak = _shapes(given)
    plan, shapes = planned(given, words, strong, weak), (*strong, *weak)
    late, spelling = {*plan.late}, spelled(words.words)
    spelt = list(enumerate(literals(words.words)))
    pieces = list(enumerate(plan.pieces, start=len(spelt)))

    def compiled(numbers: Sequence[int]) -> Database | None:
        return compile_database([shapes[number] for number in numbers], numbers) if numbers else None

    def of_words(chosen: Sequence[tuple[int, str]]) -> Database | None:
        return compile_database([word for _, word in chosen], [number for number, _ in chosen], literal=True) if chosen else None

    with ThreadPoolExecutor(max_workers=3, thread_name_prefix="patterns") as pool:  # the compiler leaves Python's lock
        found = list(
            pool.map(lambda one: one[0](one[1]), (
                (of_words, [*(one for one in spelt if spelling.owners[one[0]] not in late), *pieces]),
                (of_words, [one for one in spelt if spelling.owners[one[0]] in late]),
                *((compiled, part) for part in (plan.everywhere, plan.told, *(one.shapes for one in plan.counted), *plan.groups)),
            ))
        )  # fmt: skip
    return _connected(given, words, links(words), plan, [one.serialised if one else b"" for one in found])


def _shapes(detectors: Sequence[Detector]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shapes that stand for themselves, and those that need a word."""
    strong = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.confidence)
    weak = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.shape not in strong)
    return tuple(strong), tuple(weak)


def _connected(detectors: tuple[Detector, ...], words: Wording, whose: Links, plan: Plan, serialised: Sequence[bytes]) -> Book:
    strong, weak = _shapes(detectors)
    early, late = (Database(one, literal=True) if one else None for one in serialised[:2])
    everywhere, told = (Database(one) if one else None for one in serialised[2:4])
    others, counted = tuple(map(Database, serialised[4:])), len(plan.counted)
    databases = Databases(early, late, everywhere, told, others[:counted], others[counted:])
    made = Book(detectors, (*strong, *weak), words.words, databases, whose, plan)
    number_of = {shape: number for number, shape in enumerate(made.shapes)}
    lists = iter(words.listed)
    for index, one in enumerate(detectors):
        far = max(one.before, one.after, AGAINST_BEFORE, AGAINST_AFTER)
        for pattern in one.patterns:
            use = Use(index, pattern)
            shape = number_of[pattern.shape] if pattern.shape else LISTED
            made.heard[shape] = max(made.heard.get(shape, 0), far)
            if pattern.shape:
                made.uses.setdefault(shape, []).append(use)
                continue
            listed = list(next(lists))
            for word in listed:
                made.listing.setdefault(word, []).append(len(made.word_uses))
            made.word_uses.append((use, listed))
    made.listed[[*made.listing]] = True
    return made


@cache
def book() -> Book:
    """All detectors, compiled; from the user's cache where it holds them."""
    printed = fingerprint()
    folder = marks.cache_folder()
    place = folder / f"patterns-{printed.hex()[:24]}.hs" if folder else None
    found = _load(place, printed) if place else None
    if found is not None:
        return found
    made = build([_bare(one) for one in detector_module.detectors()])
    if place:
        _keep(place, printed, made)
    return made


def detector_of(detector: str) -> Detector | None:
    """The detector of that name (`us/ssn`); None where there is none, as in a book made for a test."""
    every = book().detectors
    if _known.detectors is not every:
        _known.detectors, _known.by_id = every, {one.id: one for one in every}
    return _known.by_id.get(detector)


class _Known:
    """The detectors of the book that was asked last, by their names."""

    detectors: tuple[Detector, ...] = ()
    by_id: Mapping[str, Detector] = {}


_known = _Known()


def _bare(detector: Detector) -> Detector:
    """Without what only the proof of its file asks for: half of what is kept."""
    return replace(detector, must_match=(), must_not_match=(), note="", source="")


@cache
def fingerprint() -> bytes:
    """Of everything that the compiled form depends on."""
    import hyperscan

    here = Path(__file__).parent
    code = [here / f"{name}.py" for name in ("patterns", "plan", "footing", "compiled", "detector", "folding", "spelling")]
    files = [*marks.listed(code), *marks.below(str(detector_module.DETECTORS), ".yaml")]
    return marks.mark("patterns", here, files, CACHE_VERSION + str(vars(hyperscan)["__version__"]).encode())


def _load(place: Path, fingerprint: bytes) -> Book | None:
    """The kept book; None where there is none or it is not whole."""
    try:
        body = marks.kept_body(place, fingerprint)
        kept = msgspec.msgpack.decode(body, type=Kept) if body else None
        return _connected(kept.detectors, kept.words, kept.links, kept.plan, kept.databases) if kept else None
    except Exception:  # noqa: BLE001 whatever is wrong with a cache, the answer is to make it anew
        return None


def _keep(place: Path, fingerprint: bytes, made: Book) -> None:
    kept = Kept(made.detectors, wording(made.detectors), made.links, made.plan, made.databases.serialised())
    marks.keep_body(place, fingerprint, msgspec.msgpack.encode(kept))
