"""Texts without any capitals, as chats and forms are typed: names get theirs back before the tagger reads them."""

from __future__ import annotations

import re

from stanch.extent.names_lexicon import look_up

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LEAST_LETTERS = 12
# A word is given a capital where it is borne as a name, and is hardly used as a word.
BORNE, HARDLY, SHORT = 5, 5, 3
# A word of so few letters that not many are called is an abbreviation (`sys`).
COMMON = 9
LATIN_ENDS = "\u0250"


def restored(text: str, start: int, end: int) -> str | None:
    """The text with capitals where names may stand (equally long), None where it has capitals of its own."""
    part = text[start:end]
    if not part.islower() or sum(map(str.isalpha, part)) < LEAST_LETTERS:
        return None
    made, at, after_given = "", 0, False
    for word in _WORD.finditer(part):
        value = word[0]
        entry = look_up(value)
        # An unknown word behind a given name is its family name.
        capital = _is_borne(value) or (after_given and len(value) > SHORT and not any(entry) and part[at : word.start()] == " ")
        made += part[at : word.start()] + (value[0].upper() + value[1:] if capital else value)
        at, after_given = word.end(), _is_borne(value) and entry.given >= entry.surname
    made += part[at:]
    return text[:start] + made + text[end:] if len(made) == len(part) else None


def _is_borne(word: str) -> bool:
    entry = look_up(word)
    borne = max(entry.given, entry.surname)
    # In other alphabets most words are in no list.
    unknown = not any(entry) and len(word) > SHORT and not word.isascii() and max(word) < LATIN_ENDS
    least = BORNE if len(word) > SHORT else COMMON
    return len(word) > 1 and ((borne >= least and entry.ordinary < HARDLY and borne > entry.ordinary) or unknown)
