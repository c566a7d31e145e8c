"""The letter linter: is it plain to read, does it hedge, how long is it. What laws demand and forbid is `proving`'s.

Plain language is itself demanded of letters to patients (45 CFR 164.404(c)(2)) and by the GDPR (Art. 34(2), Art. 12(1)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.notices.grade import hardness
from stanch.notices.wording import Filled

HARD, HEDGES = "hard to read: ", "hedges: "
UNREAD = "[…]"  # stands for a name while a text is read: like a gap, no word of it counts


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that leave the reader unsure (`find`, a regular expression), and what to do `instead`."""

    find: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Hedges:
    hedges: dict[str, tuple[Hedge, ...]]


@dataclass(frozen=True, slots=True)
class Lint:
    """What the linter says of one text: the reading figure in words, what is wrong, and how many words it has."""

    figure: str
    faults: tuple[str, ...]
    words: int


@cache
def _hedges() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    found = datafile.read(Path(__file__).parent / "hedges.yaml", _Hedges).hedges
    return {language: tuple((re.compile(one.find, re.IGNORECASE), one.instead) for one in rows) for language, rows in found.items()}


def lint(filled: Filled, language: str) -> Lint:
    """The linter's word on a filled text; a gap, an address or a list of data is not read as a sentence."""
    said = [" ".join(part for part in (one.lead, one.text) if part) for section in filled.sections for one in section.paragraphs]
    too_hard, figure = hardness(said, language)
    faults = [f"{HARD}{figure}"] if too_hard > 0 else []
    faults += hedging(said, language)
    return Lint(figure, tuple(faults), sum(len(part.split()) for part in said))


def hedging(said: Iterable[str], language: str) -> list[str]:
    """Each hedge in these sentences, with what to write instead."""
    text = " ".join(said)
    return [f"{HEDGES}“{found[0]}”: {instead}" for find, instead in _hedges().get(language, ()) if (found := find.search(text))]
