"""All patterns and all words of context in Hyperscan; the compiled databases are kept in the user's cache.

One pass finds words of context, as plain literals, in a copy of the text in small letters with all separators as
spaces; one finds the shapes that stand for themselves. Shapes that mean something beside a word only (nine digits) are
looked for in windows around the words that could support them, so they cost nothing elsewhere. Shapes that several
detectors share are compiled once and their matches handed to each of them.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import blake3
import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import detector as detector_module
from stanch.extent import marks
from stanch.extent.detector import Detector, Pattern
from stanch.extent.spelling import WORDS, Links, Spelling, Wording, links, literals, spelled, wording

Positions = npt.NDArray[np.int64]
CACHE_VERSION = b"stanch patterns 7\n"
DIGEST = marks.DIGEST
# The weak shapes in so many databases: all in one take four times as long to compile; more of them cost small texts more than they save.
WEAK_PARTS = 4
STALE_DAYS = 30


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
    """What one pass found: start and end by shape; and starts and ends of words, by word."""

    shapes: dict[int, tuple[Positions, Positions]]
    words: dict[int, tuple[Positions, Positions]]


# A value may be this long beyond the reach of its word.
MARGIN = 40
# Between joined windows: in no pattern's alphabet.
GAP = b"\x00\x00"


@dataclass(slots=True)
class Book:
    """The detectors, compiled."""

    detectors: tuple[Detector, ...]
    shapes: tuple[str, ...]
    strong: int  # so many of the shapes stand for themselves; the others need a word
    words: tuple[str, ...]
    databases: tuple[Any, ...]  # words, strong shapes, and parts of the other shapes
    links: Links
    uses: dict[int, list[Use]] = field(default_factory=dict)
    word_uses: list[tuple[Use, list[int]]] = field(default_factory=list)  # patterns that are lists of words
    listing: dict[int, list[int]] = field(default_factory=dict)  # by word: the patterns of `word_uses` that list it
    spelling: Spelling = field(init=False)
    reach: npt.NDArray[np.int64] = field(init=False)  # by word: left and right; 0: opens nothing
    lettered: npt.NDArray[np.bool_] = field(init=False)  # by word: opens for values without a digit

    def __post_init__(self) -> None:
        self.spelling = spelled(self.words)
        self.reach = np.array([self.links.left, self.links.right], dtype=np.int64).T.reshape(-1, 2)
        self.lettered = np.array(self.links.lettered, dtype=np.bool_)

    def scan(self, folded: bytes) -> Hits:
        """All hits in a folded text."""
        words, strong, *_ = self.databases
        found = self._boundaries(self._owned(_run(words, b" " + folded.translate(WORDS) + b" ")), folded)
        hits = Hits({}, _by_number(found))
        hits.shapes.update(_by_number(_run(strong, folded)))
        hits.shapes.update(_by_number(self._beside_words(found, folded)))
        return hits

    def _owned(self, found: Positions) -> Positions:
        """Hits of literals as hits of the words they spell, without the space before and what stands behind."""
        number, tail = self.spelling.owners[found[:, 0]], self.spelling.tails[found[:, 0]]
        owned: Positions = np.column_stack([number, found[:, 1] - 1, found[:, 2] - 1 - tail])
        return owned

    def _beside_words(self, found: Positions, folded: bytes) -> Positions:
        """Hits of the weak shapes: windows are joined, for a call of its own each would cost more than the search."""
        starts, ends = self._windows(found, folded)
        if not len(starts):
            return np.zeros((0, 3), dtype=np.int64)
        joined = GAP.join([folded[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
        placed = np.concatenate([_run(part, joined) for part in self.databases[2:]])
        begins = np.concatenate([[0], np.cumsum(ends - starts + len(GAP))[:-1]])
        window = np.searchsorted(begins, placed[:, 1], side="right") - 1
        shift = (starts - begins)[window]
        inside = placed[:, 2] + shift <= ends[window]
        hits: Positions = np.column_stack([placed[:, 0], placed[:, 1] + shift, placed[:, 2] + shift])[inside]
        return hits

    def _boundaries(self, found: Positions, folded: bytes) -> Positions:
        """Hits of whole words only."""
        if not len(found):
            return found
        lengths = self.spelling.lengths[found[:, 0]]
        found = np.column_stack([found[:, 0], found[:, 2] - lengths, found[:, 2]])
        content = np.frombuffer(b" " + folded + b" ", dtype=np.uint8)
        before, first, last, after = (_CLASSES[content[found[:, column] + shift]] for column, shift in ((1, 0), (1, 1), (2, 0), (2, 1)))
        whole = (before != first) & (after != last) | (first == 0)
        # `67cc9840`: letters behind a digit are part of a code, and so are hexadecimal letters before one.
        code = (before == 2) & (first == 1) | (after == 2) & self.spelling.hexadecimal[found[:, 0]]
        kept: Positions = found[whole & ~code]
        return kept

    def _windows(self, found: Positions, folded: bytes) -> tuple[Positions, Positions]:
        """Where a word opens a search for weak shapes: starts and ends, merged, in order."""
        reach = self.reach[found[:, 0]]
        opening = reach[:, 1] > 0
        starts = np.maximum(found[opening, 1] - reach[opening, 0], 0)
        ends = np.minimum(found[opening, 2] + reach[opening, 1], len(folded))
        # Nearly all values have a digit: most windows in prose and in code have none.
        content = np.frombuffer(folded, dtype=np.uint8)
        digits = np.flatnonzero((content >= 48) & (content <= 57)) if len(starts) else starts
        some = (np.searchsorted(digits, ends) > np.searchsorted(digits, starts)) | self.lettered[found[opening, 0]]
        starts, ends = starts[some], ends[some]
        if not len(starts):
            return starts, ends
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], np.maximum.accumulate(ends[order])
        new = np.flatnonzero(starts[1:] > ends[:-1]) + 1
        return starts[np.r_[0, new]], ends[np.r_[new - 1, len(ends) - 1]]


# 1 for letters, 2 for digits, 0 for the rest: a word ends where the class changes.
_CLASSES = np.zeros(256, dtype=np.uint8)
_CLASSES[[*range(65, 91), *range(97, 123)]] = 1
_CLASSES[48:58] = 2


def _run(database: Any, content: bytes) -> Positions:
    """All matches: number, start, end."""
    found = array("q")
    add = found.extend

    def on_match(number: int, start: int, end: int, _flags: int, _context: object) -> None:
        add((number, start, end))

    database.scan(content, match_event_handler=on_match)
    return np.frombuffer(found, dtype=np.int64).reshape(-1, 3) if found else np.zeros((0, 3), dtype=np.int64)


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
    """A book as it is kept: detectors without their examples, words, what the words are for, and serialised databases."""

    detectors: tuple[Detector, ...]
    words: Wording
    links: Links
    databases: tuple[bytes, ...]


def build(detectors: Sequence[Detector]) -> Book:
    """Compile detectors."""
    from concurrent.futures import ThreadPoolExecutor

    given, words = tuple(detectors), wording(detectors)
    strong, weak = _shapes(given)
    numbers = [range(len(strong) + part, len(strong) + len(weak), WEAK_PARTS) for part in range(WEAK_PARTS)]
    with ThreadPoolExecutor(max_workers=3, thread_name_prefix="patterns") as pool:  # the compiler leaves Python's lock
        waiting = [pool.submit(_compile, strong, range(len(strong)))]
        waiting += [pool.submit(_compile, weak[part::WEAK_PARTS], numbers[part]) for part in range(min(WEAK_PARTS, len(weak)))]
        spelt = literals(words.words)
        databases = (_compile(spelt, range(len(spelt)), literal=True), *(one.result() for one in waiting))
    return _connected(given, words, links(words, given, frozenset(weak), MARGIN), databases)


def _shapes(detectors: Sequence[Detector]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shapes that stand for themselves, and those that need a word."""
    strong = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.confidence)
    weak = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.shape not in strong)
    return tuple(strong), tuple(weak)


def _connected(detectors: tuple[Detector, ...], words: Wording, linked: Links, databases: tuple[Any, ...]) -> Book:
    strong, weak = _shapes(detectors)
    made = Book(detectors, (*strong, *weak), len(strong), words.words, databases, linked)
    number_of = {shape: number for number, shape in enumerate(made.shapes)}
    lists = iter(words.listed)
    for index, one in enumerate(detectors):
        for pattern in one.patterns:
            use = Use(index, pattern)
            if pattern.shape:
                made.uses.setdefault(number_of[pattern.shape], []).append(use)
                continue
            listed = list(next(lists))
            for word in listed:
                made.listing.setdefault(word, []).append(len(made.word_uses))
            made.word_uses.append((use, listed))
    return made


def _compile(expressions: Sequence[str], numbers: Sequence[int], *, literal: bool = False) -> Any:
    import hyperscan

    database = hyperscan.Database()
    coded = [expression.encode() for expression in expressions]
    flags = [0 if literal else hyperscan.HS_FLAG_SOM_LEFTMOST] * len(coded)
    database.compile(expressions=coded, ids=list(numbers), elements=len(coded), flags=flags, literal=literal)
    database.scratch = hyperscan.Scratch(database)
    return database


def _loaded(serialised: bytes) -> Any:
    import hyperscan

    database = hyperscan.loadb(serialised, hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return database


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
    return next((one for one in book().detectors if one.id == detector), None)


def _bare(detector: Detector) -> Detector:
    """Without what only the proof of its file asks for: half of what is kept."""
    return replace(detector, must_match=(), must_not_match=(), note="", source="")


def fingerprint() -> bytes:
    """Of everything that the compiled form depends on."""
    import hyperscan

    here = Path(__file__).parent
    code = [here / f"{name}.py" for name in ("patterns", "detector", "folding", "spelling")]
    files = [*marks.listed(code), *marks.below(str(detector_module.DETECTORS), ".yaml")]
    return marks.mark("patterns", here, files, CACHE_VERSION + str(vars(hyperscan)["__version__"]).encode())


def _load(place: Path, fingerprint: bytes) -> Book | None:
    """The kept book; None where there is none or it is not whole. The digest stands before anything that is parsed."""
    try:
        content = memoryview(place.read_bytes())
        head, digest, body = content[:DIGEST], content[DIGEST : 2 * DIGEST], content[2 * DIGEST :]
        if head != fingerprint or blake3.blake3(body).digest() != digest:
            return None
        kept = msgspec.msgpack.decode(body, type=Kept)
        return _connected(kept.detectors, kept.words, kept.links, tuple(map(_loaded, kept.databases)))
    except Exception:  # noqa: BLE001 whatever is wrong with a cache, the answer is to make it anew
        return None


def _keep(place: Path, fingerprint: bytes, made: Book) -> None:
    import hyperscan

    kept = Kept(made.detectors, wording(made.detectors), made.links, tuple(hyperscan.dumpb(one) for one in made.databases))
    body = msgspec.msgpack.encode(kept)
    marks.keep(place, fingerprint, blake3.blake3(body).digest(), body)
    oldest = time.time() - STALE_DAYS * 86_400
    for other in place.parent.glob("patterns-*.hs"):  # of versions that nobody has asked for in a month
        with suppress(OSError):
            if other.stat().st_mtime < oldest:
                other.unlink()
