"""Who is named because of what he does, and is not whom a document is about: the words of `roles.yaml`, as patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from stanch.extent import marks
from stanch.extent.anchored import Remembered

FILE = Path(__file__).parent / "roles.yaml"
DEEP = 2  # letters by which words are put together
SORTS = ("professional", "private", "clerical", "body")


@dataclass(frozen=True, slots=True)
class Role:
    """Words of one sort, by language; what they mean is told at the head of the file."""

    sort: str
    alone: bool = False
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    def shapes(self) -> Iterable[str]:
        """Regular expressions of the words and patterns, which begin where a word does."""
        yield from (_shape(word) for words in self.words.values() for word in words)
        yield from self.patterns


@dataclass(frozen=True, slots=True)
class _Roles:
    roles: tuple[Role, ...]


def read(path: Path = FILE) -> tuple[Role, ...]:
    """The roles of the file, with their examples. Raises `BrokenDataFile`."""
    from stanch import datafile

    return datafile.read(path, _Roles).roles


def _shape(word: str) -> str:
    said = word.rstrip("*")
    return "".join(map(_letter, said)) + ("" if said != word else r"\b")


def _letter(char: str) -> str:
    """The letter, also without its accent."""
    plain = unicodedata.normalize("NFKD", char)[0]
    return re.escape(char) if plain == char else f"[{char}{plain}]"


def _sources() -> dict[str, str]:
    roles = read()
    chosen: dict[str, Iterable[Role]] = {sort: [one for one in roles if one.sort == sort] for sort in SORTS}
    chosen |= {"alone": [one for one in roles if one.alone], "any": roles}
    return {name: together([*dict.fromkeys(shape for one in some for shape in one.shapes())]) for name, some in chosen.items()}


def together(shapes: Sequence[str], deep: int = DEEP) -> str:
    """As `"|".join(shapes)` without regard to case, those that begin with the same letter behind that letter.

    The engine enters each of some hundred alternatives at each word otherwise. What may match in one place stays in its order.
    """
    said: list[str] = []
    by_letter: dict[str, list[str]] = {}

    def close() -> None:
        for letter, rests in by_letter.items():
            said.append(letter + (rests[0] if len(rests) == 1 else f"(?:{together(rests, deep - 1) if deep > 1 else '|'.join(rests)})"))
        by_letter.clear()

    for shape in shapes:
        begun = _BEGUN.match(shape) if "|" not in shape else None
        if begun is None:  # it may match where any of the others does
            close()
            said.append(shape)
            continue
        for letter in dict.fromkeys((begun[1] or begun[2]).lower()):
            by_letter.setdefault(letter, []).append(shape[begun.end() :])
    close()
    return "|".join(said)


# A letter, or one with its accent or without, which is not said to be there or not or again.
_BEGUN = re.compile(r"(?:([^\W\d_])|\[([^\W\d_]{2})\])(?![*+?{])")


@cache
def _kept() -> dict[str, str]:
    return marks.cached("roles", marks.mark("roles", FILE.parent, marks.listed([FILE, Path(__file__)])), dict[str, str], _sources)


class _Told(Remembered):
    """A pattern whose words are read when it is first used."""

    def __init__(self, make: Callable[[str], str], name: str) -> None:
        super().__init__("")
        self._make, self._name = make, name

    def compiled(self) -> re.Pattern[str]:
        """The pattern."""
        if not self.pattern:
            self.pattern = self._make(_kept()[self._name])
        return super().compiled()


def _anywhere(words: str) -> str:
    return rf"(?i)\b(?:{words})"


ALONE = _Told(_anywhere, "alone")
ANY = _Told(_anywhere, "any")
PRIVATE = _Told(lambda words: rf"(?i)^\W*(?:(?:co|joint)[- ]\w+|co(?:applicant|borrower|tenant|signer|owner|buyer)|{words})", "private")
# `Rechtsanwalt Jo Hay`, `represented by the lawyer, Ms Ann Lee`: right before a name.
BEFORE_A_NAME = _Told(
    lambda words: (
        rf"(?i)(?<![^\W_])(?:{words})[^\W\d_]*(?:[ ](?:en chef|général|generale|traitant|curante|assistente))?\.?[ ]?[:,]?[ ]?"
        r"(?:(?:mr|mrs|ms|dr|dra|herrn?|frau|m|mme|maître|me|d|dña|sr|sra|dott|avv|med|phk)\b\.?[ ]?)*$"
    ),
    "professional",
)
