"""A house in a sentence that says behind its number that it is a street's: `Bygget 91 street in Annerstad`, `Kolmannskogen 58 street`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent import addresses_grammar as grammar
from stanch.extent.addresses_written import DETECTOR, KIND, joined
from stanch.extent.anchored import Later
from stanch.extent.span import Span

# In small letters, as no part of the name: `12 Main Street` is told by its own grammar.
_STREETS = ("street", "road", "avenue", "lane", "square")
_SIGN = re.compile(rf"(?<=\d) (?:{'|'.join(_STREETS)})\b")
_HOUSE = Later(rf"(?<![\w@./-]){grammar.WORD}(?:[ ](?:{grammar.WORD}|{grammar.LINK})){{0,4}}[ ]\d{{1,4}}\Z")
_YEAR = re.compile(r" (?:19|20)\d\d$")  # `In 1996 street lights were put up`
REACH = 60
SURE = 0.7


def find(text: str) -> Iterator[Span]:
    """Each such house with the word behind it."""
    for sign in _SIGN.finditer(text) if any(f" {word}" in text for word in _STREETS) else ():
        low = max(0, sign.start() - REACH, text.rfind("\n", 0, sign.start()) + 1)
        house = _HOUSE.search(text, low, sign.start())
        if house and not _YEAR.search(house[0]):
            value = text[house.start() : sign.end()]
            yield Span(KIND, house.start(), sign.end(), value, SURE, DETECTOR, sign[0].strip(), joined(value, "", "", "", ""))
