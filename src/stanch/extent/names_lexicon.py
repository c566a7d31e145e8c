"""How often a word is a given name, a surname, an ordinary word or a place: the gazetteer in memory.

The counts come from public lists named in `gazetteer/LICENCES.md`; `benchmarks/names_lexicon.py` builds the file.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_right
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


BLOCK = 64  # words


class Lexicon:
    """Sorted words, one a line, and their codes: a word is looked for in its block, whose first word tells where it begins."""

    def __init__(self, packed: bytes) -> None:
        words, _, codes = packed.partition(b"\0")
        self._words = b"\n%b\n" % words
        self._codes: Sequence[int] = memoryview(codes).cast("I")
        # Each word stands behind the end of a line, the last line's end behind the last word.
        ends = np.flatnonzero(np.frombuffer(self._words, dtype=np.uint8) == ord("\n"))
        self._begins: list[int] = [*ends[:-1:BLOCK].tolist(), len(self._words) - 1]
        self._first = [self._words[at + 1 : self._words.index(b"\n", at + 1)] for at in self._begins[:-1]]

    def code(self, word: str) -> int:
        """The code of a word in small letters; 0 for one that is not there."""
        said = word.encode("utf-8", "surrogatepass")
        # In UTF-8 the order of bytes is that of letters.
        block = bisect_right(self._first, said) - 1
        if block < 0 or b"\n" in said:
            return 0
        begin = self._begins[block]
        at = self._words.find(b"\n%b\n" % said, begin, self._begins[block + 1] + 1)
        return self._codes[block * BLOCK + self._words.count(b"\n", begin, at)] if at >= 0 else 0


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
