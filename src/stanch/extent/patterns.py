"""All patterns and all words of context in Hyperscan; the compiled databases are kept in the user's cache.

One pass finds words of context, as plain literals, in a copy of the text in small letters with all separators as
spaces; one finds the shapes that stand for themselves. Shapes that mean something beside a word only (nine digits) are
looked for in windows around the words that could support them, so they cost nothing elsewhere. Shapes that several
detectors share are compiled once and their matches handed to each of them.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
from array import array
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import detector as detector_module
from stanch.extent.detector import Detector, Pattern
from stanch.extent.spelling import WORDS, Spelling, Wording, literals, spelled, wording

Positions = npt.NDArray[np.int64]
CACHE_VERSION = b"stanch patterns 6\n"
DIGEST = 32


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
    databases: tuple[Any, Any, Any]  # words, strong shapes, the other shapes
    uses: dict[int, list[Use]] = field(default_factory=dict)
    word_uses: list[tuple[Use, list[int]]] = field(default_factory=list)  # patterns that are lists of words
    supports: list[list[int]] = field(default_factory=list)  # by word: the detectors that it supports
    opposes: list[list[int]] = field(default_factory=list)  # by word: the detectors that it speaks against
    reach: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros((0, 2), dtype=np.int64)
    )  # by word: left and right; 0: opens nothing
    lettered: npt.NDArray[np.bool_] = field(
        default_factory=lambda: np.zeros(0, dtype=np.bool_)
    )  # by word: opens for values without a digit
    listing: dict[int, list[int]] = field(default_factory=dict)  # by word: the patterns of `word_uses` that list it
    spelling: Spelling = field(init=False)

    def __post_init__(self) -> None:
        self.spelling = spelled(self.words)

    def scan(self, folded: bytes) -> Hits:
        """All hits in a folded text."""
        words, strong, _ = self.databases
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
        placed = _run(self.databases[2], joined)
        begins = np.concatenate([[0], np.cumsum(ends - starts + len(GAP))[:-1]])
        window = np.searchsorted(begins, placed[:, 1], side="right") - 1
        shift = (starts - begins)[window]
        inside = placed[:, 2] + shift <= ends[window]
        hits: Positions = np.column_stack([placed[:, 0] + self.strong, placed[:, 1] + shift, placed[:, 2] + shift])[inside]
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


def build(detectors: tuple[Detector, ...], words: Wording | None = None, serialised: tuple[bytes, bytes, bytes] | None = None) -> Book:
    """Compile detectors (or load their words and serialised databases)."""
    strong = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.confidence)
    weak = dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape and pattern.shape not in strong)
    words = words or wording(detectors)
    if serialised is None:
        databases = (_compile(literals(words.words), literal=True), _compile(tuple(strong)), _compile(tuple(weak)))
    else:
        databases = (_loaded(serialised[0]), _loaded(serialised[1]), _loaded(serialised[2]))
    book = Book(detectors, (*strong, *weak), len(strong), words.words, databases)
    _connect(book, words)
    return book


def _connect(book: Book, words: Wording) -> None:
    number_of = {shape: number for number, shape in enumerate(book.shapes)}
    many = len(book.words)
    book.supports, book.opposes = [[] for _ in range(many)], [[] for _ in range(many)]
    left, right, lettered = [0] * many, [0] * many, [False] * many
    lists = iter(words.listed)
    for index, one in enumerate(book.detectors):
        for pattern in one.patterns:
            use = Use(index, pattern)
            if pattern.shape:
                book.uses.setdefault(number_of[pattern.shape], []).append(use)
                continue
            listed = list(next(lists))
            for word in listed:
                book.listing.setdefault(word, []).append(len(book.word_uses))
            book.word_uses.append((use, listed))
        shapes = [pattern.shape for pattern in one.patterns if pattern.shape and number_of[pattern.shape] >= book.strong]
        is_lettered = one.letters and any("\\d" not in shape for shape in shapes)
        for word in words.supports[index]:
            book.supports[word].append(index)
            if shapes:
                left[word], right[word] = max(left[word], one.after + MARGIN), max(right[word], one.before + MARGIN)
                lettered[word] |= is_lettered
        for word in words.opposes[index]:
            book.opposes[word].append(index)
    book.reach = np.column_stack([left, right]).astype(np.int64).reshape(-1, 2)
    book.lettered = np.array(lettered, dtype=np.bool_)


def _compile(expressions: tuple[str, ...], *, literal: bool = False) -> Any:
    import hyperscan

    database = hyperscan.Database()
    coded = [expression.encode() for expression in expressions]
    flags = [0 if literal else hyperscan.HS_FLAG_SOM_LEFTMOST] * len(coded)
    database.compile(expressions=coded, ids=list(range(len(coded))), elements=len(coded), flags=flags, literal=literal)
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
    import hyperscan

    printed = fingerprint()
    place = _cache_place(printed)
    kept = _load(place, printed) if place else None
    if kept is not None:
        return kept
    made = build(detector_module.detectors())
    if place:
        _keep(place, printed, (made.detectors, wording(made.detectors), tuple(hyperscan.dumpb(one) for one in made.databases)))
    return made


def fingerprint() -> bytes:
    """Of everything that the compiled form depends on."""
    digest = hashlib.blake2b(CACHE_VERSION + importlib.metadata.version("hyperscan").encode(), digest_size=DIGEST)
    here = Path(__file__).parent
    for path in [here / "patterns.py", here / "detector.py", here / "folding.py", here / "spelling.py", *detector_module.files()]:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(here)}\x1f{len(content)}\x1f".encode() + content)
    return digest.digest()


def _cache_place(fingerprint: bytes) -> Path | None:
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return home / "stanch" / f"patterns-{fingerprint.hex()[:24]}.hs"


def _load(place: Path, fingerprint: bytes) -> Book | None:
    """The kept book; None where there is none or it is not whole. The digest stands before anything that is parsed."""
    try:
        content = place.read_bytes()
        head, digest, body = content[:DIGEST], content[DIGEST : 2 * DIGEST], content[2 * DIGEST :]
        if head != fingerprint or hashlib.blake2b(body, digest_size=DIGEST).digest() != digest:
            return None
        return build(*msgspec.msgpack.decode(body, type=tuple[tuple[Detector, ...], Wording, tuple[bytes, bytes, bytes]]))
    except Exception:  # noqa: BLE001 whatever is wrong with a cache, the answer is to make it anew
        return None


def _keep(place: Path, fingerprint: bytes, parts: tuple[Any, ...]) -> None:
    body = msgspec.msgpack.encode(parts)
    content = fingerprint + hashlib.blake2b(body, digest_size=DIGEST).digest() + body
    partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.write_bytes(content)
        partial.chmod(0o600)
        partial.replace(place)
    except OSError:
        partial.unlink(missing_ok=True)
