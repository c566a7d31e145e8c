"""Telephone numbers without a word for what they are: right behind a name or an address, or behind `her number is`.

They are written in groups as people write them, and could be dialled in one of the countries that write so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from stanch.extent.fitting import fits, span_of
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

_NUMBER = r"(?:0\d{1,4}[ /.-]{1,3}\d{2,8}(?:[ .-]\d{2,4}){0,4}|[3679]\d{2}(?:[ .-]\d{2,3}){2,3})"
# The line below an address holds nothing else; in a list a comma stands between.
_BEHIND = re.compile(
    rf"[ ]?(?:[,;][ \n]|\((?=[^()\n]+\))|[ ][–-][ ])(?P<listed>{_NUMBER})(?![\w/-]|[ ]?\d)|,?\n[ \t]*(?P<below>{_NUMBER})[ \t]*(?:\n|\Z)"
)
_NUMBERS = ("umber", "ummer", "úmero", "uméro", "umero")
_SAID = re.compile(
    r"(?:[Nn]umber|[Nn]ummer|n[uú]mero|num[eé]ro)(?:[ ](?:now[ ])?(?:is|ist|lautet|es|est|é|è)(?:[ ](?:el|le|o|il|jetzt|now))?)?[:,]?[ \n]"
    rf"(?P<value>{_NUMBER})(?![\w/-]|[ ]?\d)"
)
_WHOSE = re.compile(
    r"(?i)\b(?:my|his|her|their|your|mein|meine|seine?|ihre?|mon|son|votre|leur|mi|su|tu|suo|mio|seu|meu|zijn|haar|mijn|uw)[ ]"
    r"(?:(?:new|neue|nouveau|nuevo|nuovo|novo|nieuwe|home|private?)[ ])?$"
)
# Where numbers are written so, by their first figure.
_LANDS = {"0": ("DE", "FR", "NL", "GB", "IT", "BE", "AT", "CH", "IE"), "3": ("IT",), "6": ("ES",), "7": ("ES",), "9": ("PT", "ES")}
BESIDE = frozenset(("name", "postal_address", "street"))


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """The numbers, none where something else was found."""
    detector = detector_of("any/phone")
    if detector is None:
        return []
    places = list(_places(text, spans))
    if any(word in text for word in _NUMBERS):
        said = (match for match in _SAID.finditer(text) if _WHOSE.search(text, max(0, match.start() - 24), match.start()))
        places += [match.span("value") for match in said]
    return [
        span_of(text, start, end, detector, "beside")
        for start, end in sorted(set(places))
        if fits(detector, text[start:end])
        and _could_be_dialled(text[start:end])
        and not any(one.start < end and start < one.end for one in spans)
    ]


def _places(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    for span in spans:
        if span.kind in BESIDE and (match := _BEHIND.match(text, span.end)) and (match["listed"] or span.kind != "name"):
            yield match.span(match.lastgroup or "listed")


@lru_cache(maxsize=4096)
def _could_be_dialled(value: str) -> bool:
    import phonenumbers

    for land in _LANDS.get(value[0], ()):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(value, land)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
