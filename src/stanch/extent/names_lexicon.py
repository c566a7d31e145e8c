"""How often a word is a given name, a surname, an ordinary word or a place: the gazetteer in memory.

The counts come from public lists named in `gazetteer/LICENCES.md`; `benchmarks/names_lexicon.py` builds the file.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PLACE, BIG_PLACE, PLACE_PART = 1, 2, 4


class Entry(NamedTuple):
    """Steps of a scale of powers of two, 0 for never: 1 is one bearer in 30 million, 20 one in a hundred."""

    given: int
    surname: int
    ordinary: int
    place: int


UNKNOWN = Entry(0, 0, 0, 0)


@cache
def _codes() -> dict[str, int]:
    packed = gzip.decompress((files("stanch.extent") / "gazetteer/lexicon.gz").read_bytes())
    words, _, codes = packed.partition(b"\0")
    values = memoryview(codes).cast("I")
    return dict(zip(words.decode().split("\n"), values, strict=True))


def look_up(word: str) -> Entry:
    """The entry of a word in any capitals, typographic apostrophes made plain."""
    code = _codes().get(word.lower().replace("’", "'"), 0)
    return Entry(code & 255, code >> 8 & 255, code >> 16 & 255, code >> 24) if code else UNKNOWN


def per_million(step: int) -> float:
    """The middle of a step as bearers in a million."""
    return 2.0 ** (step - 0.5) / 32 if step else 0.0
