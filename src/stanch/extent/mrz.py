"""The machine-readable zone of passports, identity cards and visas (ICAO Doc 9303, parts 3 to 7).

Two lines of 44 or 36 characters, or three of 30. The check digits say whether the lines were read right; the names stand in
them as `SURNAME<<GIVEN<NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stanch.extent.folding import fold
from stanch.extent.normalise import PIVOT
from stanch.extent.span import Span

DETECTOR = "mrz"
CONTEXT = "machine-readable zone"
SURE = 0.97
_LINE = re.compile(r"(?m)^[ \t]*(?P<first>[PIACV][A-Z0-9<][A-Z<]{3}[A-Z0-9<]{25,39})\s{1,6}(?P<second>[A-Z0-9<]{30,44})[ \t]*\r?$")
_THIRD = re.compile(r"\n(?:[ \t]*\r?\n)?[ \t]*(?P<third>[A-Z<]{30})[ \t]*\r?(?=\n|$)")
# As OCR often has it: fillers lost or read as a small letter, an `O` as a nought, a gap within a name; three check digits are right.
_MISREAD = re.compile(
    r"(?m)^[ \t]*(?P<first>[PIACV][A-Z0-9<][A-Z0<]{3}[A-Z<«c(][A-Z<«c( ]{8,44})\s{1,6}"
    r"(?P<second>[A-Z0-9<]{10}[A-Z0<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<«c(]{4,16})[ \t]*\r?$"
)
_FILLERS = str.maketrans("«c(", "<<<")
_SHORT = 30  # an identity card's lines
_LONG = (36, 44)  # a visa's or older card's, a passport's


@dataclass(frozen=True, slots=True)
class _Zone:
    """Where the parts of one zone stand in the text."""

    names: tuple[int, int]
    number: int
    born: int
    issuer: str


def find(text: str) -> list[Span]:
    """Name, number of the document and day of birth of each zone whose check digits are right."""
    if "<<" not in text:
        return []
    zones = {zone.number: zone for match in _LINE.finditer(text) for zone in _zones(text, match)}
    zones = {zone.number: zone for match in _MISREAD.finditer(text) for zone in _misread(match)} | zones
    return [span for _, zone in sorted(zones.items()) for span in _spans(text, zone)]


def called_whole(zones: Sequence[Span], named: Sequence[Span]) -> list[Span]:
    """Names, those within one zone's own called by the whole of it: a passport prints surname and given names on lines of their own."""
    whole = {one.normal or "": frozenset((one.normal or "").split()) for one in zones if one.kind == "name" and one.detector == DETECTOR}
    return [_whole(one, whole) if whole and one.kind == "name" else one for one in named]


def _whole(one: Span, whole: Mapping[str, frozenset[str]]) -> Span:
    words = set(fold(one.normal or one.text).decode("latin-1").upper().replace("-", " ").split())
    found = [name for name, of in whole.items() if words <= of]
    return replace(one, normal=found[0]) if len(found) == 1 else one


def _misread(match: re.Match[str]) -> Iterator[_Zone]:
    """A passport's zone whose lines are not as long as they should be; the day up to which it is valid must be right as well."""
    second = match.start("second")
    if is_checked(match["second"][21:27], match["second"][27]):
        yield _Zone((match.start("first") + 5, match.end("first")), second, second + 13, match["first"][2:5].replace("0", "O").rstrip("<"))


def _zones(text: str, match: re.Match[str]) -> Iterator[_Zone]:
    first, second = match.span("first"), match.span("second")
    length = first[1] - first[0]
    issuer = match["first"][2:5].rstrip("<")
    if length != second[1] - second[0]:
        return
    if length == _SHORT:
        third = _THIRD.match(text, match.end())
        if third:
            yield _Zone(third.span("third"), first[0] + 5, second[0], issuer)
    elif length in _LONG:
        yield _Zone((first[0] + 5, first[1]), second[0], second[0] + 13, issuer)


def _spans(text: str, zone: _Zone) -> Iterator[Span]:
    number, born = text[zone.number : zone.number + 9], text[zone.born : zone.born + 6]
    if not (is_checked(number, text[zone.number + 9]) and is_checked(born, text[zone.born + 6])):
        return
    yield from _name(text, *zone.names)
    bare = number.rstrip("<")
    kind = "us_passport" if zone.issuer == "USA" and text[zone.names[0] - 5] == "P" else "passport"
    if "<" not in bare and bare:
        yield Span(kind, zone.number, zone.number + len(bare), bare, SURE, DETECTOR, CONTEXT, bare)
    if born.isdigit():
        yield Span("dob", zone.born, zone.born + 6, born, SURE, DETECTOR, CONTEXT, _day(born))


def _name(text: str, start: int, end: int) -> Iterator[Span]:
    """`MUSTERMANN<<ERIKA<MARIA` is Erika Maria Mustermann."""
    said = text[start:end].translate(_FILLERS).rstrip("< ")
    family, _, given = said.partition("<<")
    given = given.partition("<<")[0]
    if family and given:
        stop = start + len(family) + 2 + len(given)
        name = " ".join(f"{given}<{family}".replace(" ", "").replace("<", " ").split())
        yield Span("name", start, stop, text[start:stop], SURE, DETECTOR, CONTEXT, name)


def _day(born: str) -> str:
    century = "20" if int(born[:2]) < PIVOT else "19"
    return f"{century}{born[:2]}-{born[2:4]}-{born[4:]}"


def is_checked(field: str, digit: str) -> bool:
    """Whether a field has its check digit: weights 7, 3, 1, letters from 10, a filler 0 (Doc 9303 part 3, 4.9)."""
    total = sum((int(char, 36) if char != "<" else 0) * (7, 3, 1)[at % 3] for at, char in enumerate(field))
    return digit.isdigit() and total % 10 == int(digit)
