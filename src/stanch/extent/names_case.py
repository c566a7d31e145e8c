"""Texts without any capitals, as chats and forms are typed: names get theirs back before the tagger reads them."""

from __future__ import annotations

import re

from stanch.extent.names_lexicon import look_up

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LEAST_LETTERS = 12
# A word is given a capital where it is borne as a name, and is hardly used as a word.
BORNE, HARDLY = 5, 5


def restored(text: str, start: int, end: int) -> str | None:
    """The text with capitals where names may stand (equally long), None where it has capitals of its own."""
    part = text[start:end]
    if part.islower() is False or sum(map(str.isalpha, part)) < LEAST_LETTERS:
        return None
    made = _WORD.sub(lambda word: _capital(word[0]), part)
    return text[:start] + made + text[end:] if len(made) == len(part) else None


def _capital(word: str) -> str:
    entry = look_up(word)
    borne = max(entry.given, entry.surname)
    unknown = entry == (0, 0, 0, 0) and len(word) > 3 and not word.isascii()
    if len(word) > 1 and ((borne >= BORNE and entry.ordinary < HARDLY and borne > entry.ordinary) or unknown):
        return word[0].upper() + word[1:]
    return word
