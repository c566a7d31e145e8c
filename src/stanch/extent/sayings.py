"""What verbs of sentences say of somebody who is named near by (`works as a nurse`, `geboren in Izmir`): the patterns of `sayings.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from stanch.extent import marks, signs
from stanch.extent.anchored import Later
from stanch.extent.fitting import span_of
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

FILE = Path(__file__).parent / "sayings.yaml"
_CAP = r"[^\W\d_a-zß-öø-ÿ]"
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|"
    "Juli|Oktober|Dezember|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
# Where a clause goes on: up to there reach the words before.
_ON = (
    "and|but|at|in|for|with|since|from|on|to|who|which|so|says|where|because|und|bei|im|am|seit|für|et|chez|dans|depuis|à|"
    "au|y|en|desde|con|para|e|"
    "presso|da|dal|per|nel|nella|em|na|no|bij|op|sinds|van|der|die|das"
)
SHORT = {
    "words": r"(?!(?:expected|intended|it|is|was|well|follows|usual|before|described|planned|needed|designed|a|an|the|such|if|though|one|"
    r"part|of|Ganzes|ganzes)\b)"
    rf"[^\W\d_][\w'’/-]+(?:[ ](?!(?:{_ON})\b)[^\W\d_][\w'’/-]*){{0,3}}(?=[.,;:)(\n]|\Z|[ ](?:{_ON})\b)",
    "place": rf"(?!(?:{_MONTHS})\b)"
    rf"{_CAP}[\w'’-]+(?:[ -](?:(?:de|del|la|sur|am|an der|upon|of|do|da|di)[ ])?{_CAP}[\w'’-]+){{0,3}}(?:,[ ]{_CAP}[\w'’-]+)?",
    "land": rf"{_CAP}[\w'’-]+(?:[ -](?:of[ ])?{_CAP}[\w'’-]+){{0,3}}",
    "money": r"(?:(?:US)?[$€£][ ]?\d{1,3}(?:[., \u00a0\u202f’]?\d{3})*(?:[.,]\d{2})?k?"
    r"|\d{1,3}(?:[., \u00a0\u202f’]?\d{3})*(?:[.,]\d{2})?[ ]?(?:€|EUR|Euros?|euros?|dollars|USD|GBP|pounds|CHF|Franken))",
}


# With what each begins, which is enough to tell whether a text holds any.
BEGUN = {"words": r"[^\W\d_][\w'’/-]", "place": _CAP, "land": _CAP, "money": r"[$€£\dU]"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the value that must be found in it."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of one kind, with examples."""

    kind: str
    detector: str
    patterns: tuple[str, ...]
    must_match: tuple[Example, ...]
    must_not_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sayings:
    sayings: tuple[Saying, ...]


def read(path: Path = FILE) -> tuple[Saying, ...]:
    """The sayings of the file, with their examples. Raises `BrokenDataFile`."""
    from stanch import datafile

    return datafile.read(path, _Sayings).sayings


class Kept(msgspec.Struct):
    """The patterns with their short forms written out, the detector of each, and which of them a text can hold."""

    patterns: list[str]
    detectors: list[str]
    signs: signs.Kept


def _made() -> Kept:
    every = [(pattern, saying.detector) for saying in read() for pattern in saying.patterns]
    told = [_written(pattern, SHORT) for pattern, _ in every]
    begun = {str(number): (_written(pattern, BEGUN), 0) for number, (pattern, _) in enumerate(every)}
    return Kept(told, [detector for _, detector in every], signs.build(begun))


def _written(pattern: str, shorts: Mapping[str, str]) -> str:
    for short, long in shorts.items():
        pattern = pattern.replace(f"<{short}>", long)
    return pattern


@cache
def _ready() -> tuple[list[tuple[Later, str]], signs.Signs]:
    printed = marks.mark("sayings", FILE.parent, [*marks.listed([FILE]), *marks.below(str(FILE.parent), ".py")])
    kept = marks.cached("sayings", printed, Kept, _made)
    return [(Later(pattern), detector) for pattern, detector in zip(kept.patterns, kept.detectors, strict=True)], kept.signs.opened()


def find(text: str, windows: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """What is said within these parts of a text."""
    every, ready = _ready()
    may = {*signs.seen(text, ready), *map(int, ready.always)}
    for pattern, told in (every[number] for number in sorted(may)):
        detector = detector_of(told)
        for low, high in windows if detector is not None else ():
            for match in pattern.finditer(text, low, high):
                if detector is not None:
                    yield span_of(text, *match.span("value"), detector, match[0].split()[0].lower())
