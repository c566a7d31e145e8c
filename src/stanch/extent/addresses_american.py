"""American addresses without any word for a street, told by the state and the ZIP code behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent import addresses_grammar as grammar
from stanch.extent import anchored
from stanch.extent.addresses_alone import is_year
from stanch.extent.addresses_written import address
from stanch.extent.span import Span

_LINKS = frozenset(("of", "the", "and", "de", "la", "del", "van", "at", "c", "o", "st", "nd", "rd", "th"))
_UNITS = frozenset(("apt", "suite", "ste", "unit", "rm", "room", "floor", "fl", "bldg", "lot", "box"))


def find(text: str) -> Iterator[Span]:
    """`8845 Deer Park Cedar Rapids IA 52411`, also all in small letters: number, words, state and ZIP code."""
    for match in anchored.beginning(grammar.AMERICAN, grammar.AMERICAN_FIRST, text):
        # A line of a register above the street's own line, or its cells before the street's, are no part of the address.
        start = match.start("street") + _behind_the_columns(match["street"])
        street = text[start : match.end("street")]
        words = re.findall(r"[^\W\d_]+", street)
        small = [word for word in words if word[0].islower() and word not in _LINKS]
        # In a sentence some words are small; an address is written with capitals, or all small with a word for a street or a unit.
        lower = street.islower() and match["state"].islower() and any(word in grammar.STRONG or word in _UNITS for word in words)
        if (small and not lower) or len(words) < 2 or street.count("\n") > 3 or is_year(text, start, street):
            continue
        if any(word.isdigit() and len(word) > 6 for word in street.split()):
            continue
        yield address(text, start, match.end(), (street, "", match["state"].upper(), match["code"], ""), 0.82)


_COLUMN = re.compile(r"(?:[ ]{3,}|\n[ ]*)(?=\d)")


def _behind_the_columns(street: str) -> int:
    """Where the street begins behind the last gap of columns or end of a line with a number behind it; 0 where there is none."""
    gaps = [match.end() for match in _COLUMN.finditer(street)]
    return gaps[-1] if gaps and (street.count("   ") > 1 or re.search(r"\d[.]\d\d\b", street)) else 0
