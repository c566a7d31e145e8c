"""All patterns and all words of context in one Hyperscan pass; the compiled database is kept in the user's cache.

Shapes that several detectors share (nine digits) are compiled once and their matches handed to each of them. Hits come
back as NumPy arrays, so that a shape that needs a word nearby costs no Python call where there is none.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from stanch.extent import detector as detector_module
from stanch.extent.detector import Detector, Pattern
from stanch.extent.folding import fold_word

Positions = npt.NDArray[np.int64]
CACHE_VERSION = b"stanch patterns 1\n"
DIGEST = 32


@dataclass(frozen=True, slots=True)
class Use:
    """One pattern of one detector, as the scan uses it."""

    detector: int
    pattern: Pattern
    extract: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What one pass found: start and end by shape; and starts and ends of words, by word."""

    shapes: dict[int, tuple[Positions, Positions]]
    words: dict[int, tuple[Positions, Positions]]


@dataclass(slots=True)
class Book:
    """The detectors, compiled."""

    detectors: tuple[Detector, ...]
    shapes: tuple[str, ...]
    words: tuple[str, ...]
    database: Any
    uses: dict[int, list[Use]] = field(default_factory=dict)
    word_uses: list[tuple[Use, list[int]]] = field(default_factory=list)  # patterns that are lists of words
    context: list[list[int]] = field(default_factory=list)  # by detector: its words
    against: list[list[int]] = field(default_factory=list)

    def scan(self, folded: bytes) -> Hits:
        """One pass over folded text."""
        found: list[int] = []
        add = found.extend

        def on_match(number: int, start: int, end: int, _flags: int, _context: object) -> None:
            add((number, start, end))

        self.database.scan(folded, match_event_handler=on_match)
        return self._sort(np.array(found, dtype=np.int64).reshape(-1, 3), folded)

    def _sort(self, found: Positions, folded: bytes) -> Hits:
        shapes: dict[int, tuple[Positions, Positions]] = {}
        words: dict[int, tuple[Positions, Positions]] = {}
        if not len(found):
            return Hits(shapes, words)
        found = found[np.argsort(found[:, 0], kind="stable")]
        numbers, firsts = np.unique(found[:, 0], return_index=True)
        content = np.frombuffer(folded + b" ", dtype=np.uint8)
        for number, rows in zip(numbers.tolist(), np.split(found, firsts[1:]), strict=True):
            if number < len(self.shapes):
                shapes[number] = (rows[:, 1], rows[:, 2])
            else:
                word = self.words[number - len(self.shapes)]
                ends = np.sort(rows[:, 2])
                ends = ends[_ends_word(content[ends], word)]
                words[number - len(self.shapes)] = (ends - len(word), ends)
        return Hits(shapes, words)


def _ends_word(following: npt.NDArray[np.uint8], word: str) -> npt.NDArray[np.bool_]:
    if word[-1].isdigit():
        return ~((following >= 48) & (following <= 57))
    lowered = following | 0x20
    return ~((lowered >= 97) & (lowered <= 122)) if word[-1].isalpha() else np.ones(len(following), dtype=bool)


def expression(word: str) -> str:
    """A word of context for Hyperscan: spaces match any separator, so that labels and column-like names match as well."""
    escaped = re.sub(r"([^A-Za-z0-9 ])", r"\\\1", word)
    body = escaped.replace(" ", r"[\s_./-]{1,2}")
    return f"(?:^|[^a-z]){body}" if word[0].isalpha() else body


def build(detectors: tuple[Detector, ...], serialised: bytes | None = None) -> Book:
    """Compile detectors (or load their serialised database)."""
    import hyperscan

    shapes = tuple(dict.fromkeys(pattern.shape for one in detectors for pattern in one.patterns if pattern.shape))
    phrases = [[fold_word(word) for words in one.context.values() for word in words] for one in detectors]
    against = [[fold_word(word) for word in one.against] for one in detectors]
    listed = [[fold_word(word) for word in pattern.words] for one in detectors for pattern in one.patterns]
    words = tuple(dict.fromkeys(word for row in (*phrases, *against, *listed) for word in row))
    if serialised is None:
        database = hyperscan.Database()
        flags = [hyperscan.HS_FLAG_SOM_LEFTMOST] * len(shapes) + [hyperscan.HS_FLAG_CASELESS] * len(words)
        expressions = [*(shape.encode() for shape in shapes), *(expression(word).encode() for word in words)]
        database.compile(expressions=expressions, ids=list(range(len(expressions))), elements=len(expressions), flags=flags)
    else:
        database = hyperscan.loadb(serialised, hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    book = Book(detectors, shapes, words, database)
    number_of = {shape: number for number, shape in enumerate(shapes)}
    word_of = {word: number for number, word in enumerate(words)}
    uses: dict[int, list[Use]] = defaultdict(list)
    for index, one in enumerate(detectors):
        for pattern in one.patterns:
            use = Use(index, pattern, re.compile(pattern.extract) if pattern.extract else None)
            if pattern.shape:
                uses[number_of[pattern.shape]].append(use)
            else:
                book.word_uses.append((use, sorted(word_of[fold_word(word)] for word in pattern.words)))
    book.uses = dict(uses)
    book.context = [sorted({word_of[word] for word in row}) for row in phrases]
    book.against = [sorted({word_of[word] for word in row}) for row in against]
    return book


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
        _keep(place, printed, made.detectors, hyperscan.dumpb(made.database))
    return made


def fingerprint() -> bytes:
    """Of everything that the compiled form depends on."""
    import hyperscan

    digest = hashlib.blake2b(CACHE_VERSION + hyperscan.__version__.encode(), digest_size=DIGEST)
    here = Path(__file__).parent
    for path in [here / "patterns.py", here / "detector.py", here / "folding.py", *detector_module.files()]:
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
        detectors, database = msgspec.msgpack.decode(body, type=tuple[tuple[Detector, ...], bytes])
        return build(detectors, database)
    except Exception:  # noqa: BLE001 whatever is wrong with a cache, the answer is to make it anew
        return None


def _keep(place: Path, fingerprint: bytes, detectors: tuple[Detector, ...], database: bytes) -> None:
    body = msgspec.msgpack.encode((detectors, database))
    content = fingerprint + hashlib.blake2b(body, digest_size=DIGEST).digest() + body
    partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.write_bytes(content)
        partial.chmod(0o600)
        partial.replace(place)
    except OSError:
        partial.unlink(missing_ok=True)
