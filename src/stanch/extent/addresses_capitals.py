"""Addresses in capitals, as offices, forms and posts print them (`CALLE MAYOR 12`, `28013 MADRID`), for a grammar of small letters."""

from __future__ import annotations

import re

from stanch.extent import signs
from stanch.extent.folding import listed

CODE, WIDEST = 2, 120
_ORDINALS = dict.fromkeys(map(ord, "ºª"))  # which count as small letters
LONGEST = 500_000  # characters of a text
# A line of capitals with a number, of a length that an address has.
BEGUN = re.compile(r"^(?=[^\n]{0,60}\d)[^a-zß-öø-ÿ\n]{6,120}$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{3,}|(?<![\w'’])[^\W\d_]{2}(?![\w'’])")
_LINKS = listed(
    "de del la las los el le les des du da do das dos di della dei delle of the on am an der im in bei zur zum und y e et sur sous en",
    "bis ter quater aux au il lo al van von den ter op aan",
)


def in_small_letters(text: str) -> str | None:
    """The lines of capitals as they would be written otherwise, each letter in its place; other lines blank. None where there are none."""
    if len(text) > LONGEST or "addresses_capitals.BEGUN" not in signs.of(text) or not BEGUN.search(text):
        return None
    return "\n".join(_begun(_WORD.sub(_small, line)) if _is_capital(line) else " " * len(line) for line in text.split("\n"))


def _is_capital(line: str) -> bool:
    return len(line) <= WIDEST and line.translate(_ORDINALS).isupper()


def _begun(line: str) -> str:
    """A line with its first letter as a capital: `am Markt 3` is `Am Markt 3`, `3 rue Basse` stays."""
    return line[:1].upper() + line[1:]


def _small(match: re.Match[str]) -> str:
    word = match[0]
    small = word.lower()
    if len(small) != len(word):
        return word
    if small in _LINKS:
        return small
    # Codes of two letters stay: provinces, states, a Dutch postcode's.
    return word if len(word) == CODE else word[0] + small[1:]
