"""Words of context as they are looked for: the forms a word is written in, the literals for Hyperscan, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stanch.extent.detector import Detector
from stanch.extent.folding import fold_word

Numbers = npt.NDArray[np.int64]
# To a word of context all marks are the same: `account_number`, `account-number:`. A number's mark (`acct #`) is part of the label.
WORDS = bytes(
    code | 0x20 if 65 <= code <= 90 else code if 97 <= code <= 122 or 48 <= code <= 57 or code == 35 else 32 for code in range(256)
)
SHORT = 4
HEXADECIMAL = frozenset("abcdef")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of some detectors, each once; their numbers by detector (what supports and opposes it) and by pattern that lists them."""

    words: tuple[str, ...]
    supports: tuple[tuple[int, ...], ...]
    opposes: tuple[tuple[int, ...], ...]
    listed: tuple[tuple[int, ...], ...]


def wording(detectors: Iterable[Detector]) -> Wording:
    """All words of these detectors."""
    given = list(detectors)
    support = [[form for words in one.context.values() for word in words for form in forms(word)] for one in given]
    against = [[form for word in one.against for form in forms(word)] for one in given]
    listed = [[as_literal(word) for word in pattern.words] for one in given for pattern in one.patterns if not pattern.shape]
    words = tuple(dict.fromkeys(word for row in (*support, *against, *listed) for word in row))
    number = {word: place for place, word in enumerate(words)}
    return Wording(words, *(tuple(tuple(sorted({number[word] for word in row})) for row in rows) for rows in (support, against, listed)))


def as_literal(word: str) -> str:
    """A word of context as it stands in the copy that is searched for words."""
    return " ".join(fold_word(word).encode().translate(WORDS).decode().split())


def forms(phrase: str) -> list[str]:
    """The phrase, as written too where marks stand beside spaces (`soc. sec`), and its words run together (`accountnumber`)."""
    word, written = as_literal(phrase), fold_word(phrase).encode().translate(WORDS).decode().strip()
    parts = word.split()
    together = 2 <= len(parts) <= 3 and word.replace(" ", "").isalpha() and len(word) > 8
    return list(dict.fromkeys((word, written, "".join(parts) if together else word)))


def literals(words: Iterable[str]) -> tuple[str, ...]:
    """What is looked for, word by word.

    Every word has a space before it, so that those inside other words cost nothing; a short one, a beginning of many
    words, has what may follow it too: a space, or from three letters on a digit (`ssn900…`).
    """
    return tuple(f" {word}{char}" for word in words for char in _behind(len(word)))


def _behind(length: int) -> tuple[str, ...]:
    return ("",) if length > SHORT else (" ", "#", *"0123456789") if length > 2 else (" ", "#")


@dataclass(frozen=True, slots=True)
class Spelling:
    """By literal: its word, and how many characters behind the word it takes in. By word: its length, and whether it is all hexadecimal."""

    owners: Numbers
    tails: Numbers
    lengths: Numbers
    hexadecimal: npt.NDArray[np.bool_]


def spelled(words: tuple[str, ...]) -> Spelling:
    """What a hit of a literal means, in the order of `literals`."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    many = np.array([len(_behind(length)) for length in range(SHORT + 2)], dtype=np.int64)[np.minimum(lengths, SHORT + 1)]
    hexadecimal = np.fromiter((HEXADECIMAL.issuperset(word) for word in words), dtype=np.bool_, count=len(words))
    owners = np.repeat(np.arange(len(words)), many)
    return Spelling(owners, (lengths[owners] <= SHORT).astype(np.int64), lengths, hexadecimal)


@dataclass(frozen=True, slots=True)
class Links:
    """By word: the detectors that it supports and opposes."""

    supports: tuple[tuple[int, ...], ...]
    opposes: tuple[tuple[int, ...], ...]


def links(words: Wording) -> Links:
    """What the words of some detectors are for."""
    return Links(_turned(words.supports, len(words.words)), _turned(words.opposes, len(words.words)))


def _turned(by_detector: Sequence[Sequence[int]], many: int) -> tuple[tuple[int, ...], ...]:
    found: dict[int, list[int]] = {}
    for detector, words in enumerate(by_detector):
        for word in words:
            found.setdefault(word, []).append(detector)
    return tuple(tuple(found.get(word, ())) for word in range(many))
