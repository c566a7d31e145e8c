"""Cuts a text into tokens and says of each distinct word, once, what the tagger wants to know about it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from zlib import crc32

from stanch.extent.names_lexicon import BIG_PLACE, PLACE, UNKNOWN, Entry, look_up

# Words keep inner hyphens and apostrophes (O'Brien, Jean-Luc), not a possessive 's nor a contraction; line ends and column gaps are tokens.
WORD_TOKENS = r"[^\W\d_]+(?:['’](?!(?:[sSmdt]|ll|re|ve)(?![^\W\d_]))[^\W\d_]+|-[^\W\d_]+)*|\d[\w.,/-]*|[^\w\s]|_+"
SPACE_TOKENS = r"\n[^\S\n]*(?:\n\s*)?|\t|[ ]{2,}"
# Names that begin small: al-Rashid, d'Angelo; not ex-Minister, iPhone.
LOW_START = re.compile(r"(?:al|el|ul|as|ash|an|bin|d|l|o|de|la|van|von)['’-]?[^\W\d_a-z]")
# fmt: off
SHAPES = ("lower", "Capital", "CAPITALS", "Letter", "MixedCase", "letter", "number", "line", "gap", "blank", "other", ".", ",", ":", ";", "(", ")", "-", "'", '"', "&", "/", "@", "!", "?", "|", "*", "#", "<", ">", "paragraph")
# fmt: on
SHAPE = {name: number for number, name in enumerate(SHAPES)}
NAMELIKE = frozenset((SHAPE["Capital"], SHAPE["CAPITALS"], SHAPE["Letter"], SHAPE["MixedCase"]))
INNER = frozenset((SHAPE["."], SHAPE[","], SHAPE["'"], SHAPE['"'], SHAPE["("], SHAPE[")"]))
LEVELS = 6
CLASSES = LEVELS * LEVELS * 3 * 3
SUFFIXES = 4096


@cache
def cues() -> dict[str, int]:
    """The class (from 1) of each word of `gazetteer/cues.txt`; a word keeps its first class."""
    found: dict[str, int] = {}
    number = 0
    for line in (files("stanch.extent") / "gazetteer/cues.txt").read_text("utf-8").splitlines():
        _name, _, words = line.partition(":")
        if line and not line.startswith("#") and words:
            number += 1
            for word in words.split():
                found.setdefault(word, number)
    return found


@cache
def cue_names() -> tuple[str, ...]:
    """The classes of `cues.txt` in order; the first is "" (no class)."""
    lines = (files("stanch.extent") / "gazetteer/cues.txt").read_text("utf-8").splitlines()
    return ("", *(line.partition(":")[0] for line in lines if ":" in line and not line.startswith("#")))


@cache
def languages() -> dict[str, int]:
    """The language (from 1) of each small word of `gazetteer/languages.txt`."""
    lines = (files("stanch.extent") / "gazetteer/languages.txt").read_text("utf-8").splitlines()
    told = [line.partition(":")[2].split() for line in lines if ":" in line and not line.startswith("#")]
    return {word: number for number, words in enumerate(told, start=1) for word in words}


LANGUAGES = 9  # of `languages.txt`, and none


def shape_of(token: str) -> int:
    """The kind of characters of a token."""
    first = token[0]
    if first.isalpha():
        if len(token) == 1:
            return SHAPE["Letter"] if first.isupper() else SHAPE["letter"]
        if token.islower():
            return SHAPE["lower"]
        if token.isupper():
            return SHAPE["CAPITALS"]
        if first.islower() and not LOW_START.match(token):
            return SHAPE["lower"]
        return SHAPE["Capital"] if first.isupper() and token[1:].islower() else SHAPE["MixedCase"]
    if first.isdigit():
        return SHAPE["number"]
    if first == "\n":
        return SHAPE["paragraph"] if token.count("\n") > 1 else SHAPE["line"]
    if first in "\t ":
        return SHAPE["gap"]
    return SHAPE.get({"’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}.get(first, first), SHAPE["other"])


def lexical_class(token: str) -> int:
    """How much a word is given name, surname, ordinary word, place: four coarse scales in one number."""
    entry = look_up(token)
    if entry == UNKNOWN and "-" in token:
        parts = [look_up(part) for part in token.split("-") if part]
        entry = max(parts, key=lambda part: part.given + part.surname - 2 * part.ordinary, default=entry)
    return _class_of(entry)


@lru_cache(maxsize=20_000)
def _class_of(entry: Entry) -> int:
    return ((_coarse(entry.given) * LEVELS + _coarse(entry.surname)) * 3 + min((entry.ordinary + 3) // 4, 2)) * 3 + (
        2 if entry.place & BIG_PLACE else entry.place & PLACE
    )


def _coarse(step: int) -> int:
    return 0 if step == 0 else min(1 + (step - 1) // 4, LEVELS - 1)


@lru_cache(maxsize=200_000)
def word_row(token: str) -> tuple[int, int, int, int, int, int, str]:
    """What is known of a token by itself, equal for equal tokens everywhere.

    (shape, lexical class, cue, hash of the last letters, of the first, language it is a small word of, small letters)
    """
    shape = shape_of(token)
    if not token[0].isalpha():
        return shape, 0, 0, 0, 0, 0, token if shape > SHAPE["gap"] and len(token) == 1 else ""
    lower = token.lower()
    return shape, lexical_class(token), cues().get(lower, 0), _hashed(lower[-3:]), _hashed(lower[:3]), languages().get(lower, 0), lower


def _hashed(letters: str) -> int:
    return crc32(letters.encode("utf-8", "replace")) % (SUFFIXES - 1) + 1
