"""Does a text tell how the breach came about? Asked where a law forbids a letter to say so, whoever wrote the words (`nature.yaml`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from stanch import datafile

_FILE = Path(__file__).parent / "nature.yaml"
_NUMBER = r"(?:\d{1,3}(?:[,. ]\d{3})+|\d+)"
# Whom a number may count: residents, people, and what organisations call theirs.
_COUNTED = re.compile(
    rf"\b{_NUMBER}\s+(?:[^\W\d]+\s+){{0,3}}(?:residents?|people|persons|individuals|patients|customers|clients|members|employees|students"
    r"|personas|residentes|pacientes|clientes|personnes|résidents|habitants|Personen|Menschen|Einwohner\w*|Kund\w+)\b"
)


@dataclass(frozen=True, slots=True)
class Cases:
    """Sentences that say it, and sentences that do not."""

    says: tuple[str, ...]
    is_silent: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nature:
    """The words by language, where the law was read, and the cases that prove them."""

    read_in: str
    read_on: dt.date
    words: dict[str, tuple[str, ...]]
    cases: dict[str, Cases]


@cache
def nature() -> Nature:
    """The file."""
    return datafile.read(_FILE, Nature)


@cache
def _pattern() -> re.Pattern[str]:
    # All languages at once: a sentence in another one than the letter's tells as much.
    return re.compile(r"(?<!\w)(?:" + "|".join(one for words in nature().words.values() for one in words) + ")", re.IGNORECASE)


def told_nature(text: str, apart: Iterable[str] = ()) -> str:
    """The words that tell how it came about; empty where there are none. `apart` are names, which may hold such words."""
    return _nature_in(_without(text, apart))


@lru_cache(maxsize=512)
def _nature_in(text: str) -> str:
    """The same of a text without names, which stands in many letters alike."""
    found = _pattern().search(text)
    return found[0] if found else ""


def told_number(text: str, apart: Iterable[str] = ()) -> str:
    """The words that tell how many people it touched; empty where there are none."""
    return _number_in(_without(text, apart))


@lru_cache(maxsize=512)
def _number_in(text: str) -> str:
    found = _COUNTED.search(text)
    return found[0] if found else ""


def _without(text: str, apart: Iterable[str]) -> str:
    for name in sorted(filter(None, apart), key=len, reverse=True):
        text = text.replace(name, "·")
    return text
