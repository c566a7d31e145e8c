"""How often a word is a given name, a surname, an ordinary word or a place: the gazetteer in memory.

The counts come from public lists named in `gazetteer/LICENCES.md`; `benchmarks/names_lexicon.py` builds the file.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from stanch.extent import marks

PLACE, BIG_PLACE, PLACE_PART = 1, 2, 4


class Entry(NamedTuple):
    """Steps of a scale of powers of two, 0 for never: 1 is one bearer in 30 million, 20 one in a hundred."""

    given: int
    surname: int
    ordinary: int
    place: int


UNKNOWN = Entry(0, 0, 0, 0)


# A small text asks for few words: then each is searched for, which is slower than a dictionary but needs none.
SOME, MANY = 300, 20_000


class Lexicon:
    """Sorted words and their codes; from so many questions on as a dictionary."""

    def __init__(self, packed: bytes) -> None:
        self._words, _, codes = packed.partition(b"\0")
        self._codes: Sequence[int] = memoryview(codes).cast("I")
        self._ends = np.append(np.flatnonzero(np.frombuffer(self._words, dtype=np.uint8) == ord("\n")), len(self._words))
        self._lines: list[int] | None = None
        self._asked = 0
        self._all: dict[str, int] | None = None

    def code(self, word: str) -> int:
        """The code of a word in small letters; 0 for one that is not there."""
        if self._all is not None:
            return self._all.get(word, 0)
        self._asked += 1
        if self._asked > MANY:
            self._all = dict(zip(self._words.decode().split("\n"), self._codes, strict=True))
        return self._searched(word.encode("utf-8", "surrogatepass"))

    def _searched(self, word: bytes) -> int:
        # In UTF-8 the order of bytes is that of letters.
        low, high = self._between(word)
        while low < high:
            middle = (low + high) // 2
            here = self._words[self._ends[middle - 1] + 1 if middle else 0 : self._ends[middle]]
            if here < word:
                low = middle + 1
            elif here > word:
                high = middle
            else:
                return self._codes[middle]
        return 0

    def _between(self, word: bytes) -> tuple[int, int]:
        """Before which words it cannot stand, and before which it must: from some questions on told by its first two letters."""
        if self._lines is None:
            if self._asked < SOME:
                return 0, len(self._ends)
            words = np.frombuffer(self._words, dtype=np.uint8).astype(np.uint16)
            begins = np.concatenate([[0], self._ends[:-1] + 1])
            leading = words[begins] << 8 | words[np.minimum(begins + 1, len(words) - 1)]
            self._lines = [*np.searchsorted(leading, np.arange(1 << 16)).tolist(), len(self._ends)]
        if len(word) < 2:  # two letters are the key
            return 0, len(self._ends)
        key = word[0] << 8 | word[1]
        return self._lines[key], self._lines[key + 1]


@cache
def lexicon() -> Lexicon:
    """The committed words."""
    place = Path(__file__).parent / "gazetteer/lexicon.gz"
    printed = marks.mark("lexicon", place.parent, marks.listed([place]))
    return Lexicon(marks.cached("lexicon", printed, bytes, lambda: gzip.decompress(place.read_bytes())))


@lru_cache(maxsize=65_536)
def look_up(word: str) -> Entry:
    """The entry of a word in any capitals, typographic apostrophes made plain.

    Public lists of names leave accents out (`GUTIERREZ`): a capitalised word that no list knows is looked for without them, as a name only.
    """
    lower = word.lower().replace("’", "'")
    code = lexicon().code(lower)
    if code:
        return Entry(code & 255, code >> 8 & 255, code >> 16 & 255, code >> 24)
    if lower.isascii() or not word[0].isupper():
        return UNKNOWN
    code = lexicon().code("".join(letter for letter in unicodedata.normalize("NFD", lower) if not unicodedata.combining(letter)))
    return Entry(code & 255, code >> 8 & 255, 0, 0) if code else UNKNOWN


def per_million(step: int) -> float:
    """The middle of a step as bearers in a million."""
    return 2.0 ** (step - 0.5) / 32 if step else 0.0
