"""Folds a text to ASCII bytes, one byte a character, so that every offset in the bytes is an offset in the text.

Accents are dropped (`fecha de nacimiento`, `Français`), odd spaces, hyphens, quotes and digits become the plain ones
(a non-breaking hyphen inside a number is common in office files). Patterns and words of context are matched on this;
values are always cut from the text itself.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
HYPHENS = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
QUOTES = "\u2018\u2019\u201b\u02bc\u00b4\u0060"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"
OTHERS = {"\uff20": "@", "\uff0e": ".", "\uff1a": ":", "\uff0f": "/", "\uff08": "(", "\uff09": ")", "\uff0b": "+", "\uff03": "#"}
# Letters that Unicode does not take apart. One letter for one, so that offsets hold.
LETTERS = {
    "ß": "s",
    "æ": "a",
    "Æ": "A",
    "ø": "o",
    "Ø": "O",
    "ð": "d",
    "Ð": "D",
    "þ": "t",
    "Þ": "T",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "œ": "o",
    "Œ": "O",
}
# Cyrillic and Greek, so that words of context in these alphabets can be told; one Latin letter for one, the nearest in sound.
CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяђѓєѕіїјљњћќўџґ", "abvgdeejziiklmnoprstufhccssxyxeuydgesiijlnckudg", strict=True))
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ", "abgdezitiklmnxoprstufxposaeiioyo", strict=True))
LETTERS |= CYRILLIC | GREEK
LETTERS |= {letter.upper(): plain.upper() for letter, plain in (CYRILLIC | GREEK).items() if len(letter.upper()) == 1}


@cache
def _byte_table() -> bytes:
    """For texts that fit Latin-1."""
    return bytes(ord(_fold_char(chr(code))) for code in range(256))


@cache
def _char_table() -> npt.NDArray[np.uint8]:
    r"""For the others: Latin Extended, odd punctuation, full-width forms; what stays beyond becomes `\x7f`."""
    table = np.full(0x10000, 0x7F, dtype=np.uint8)
    odd = [*map(ord, SPACES + HYPHENS + QUOTES + DOUBLE_QUOTES), *map(ord, OTHERS)]
    codes = [
        *range(0x250),
        *range(0x370, 0x400),
        *range(0x400, 0x4A0),
        *range(0x1E00, 0x1F00),
        *range(0xFF10, 0xFF5B),
        *range(0x660, 0x66A),
        *range(0x6F0, 0x6FA),
        *range(0x966, 0x970),
        *odd,
    ]
    for code in codes:
        table[code] = ord(_fold_char(chr(code)))
    return table


def _fold_char(char: str) -> str:
    if ord(char) < 0x80:
        return "'" if char == "`" else char
    if char in SPACES:
        return " "
    if char in HYPHENS:
        return "-"
    if char in QUOTES:
        return "'"
    if char in DOUBLE_QUOTES:
        return '"'
    if char in OTHERS:
        return OTHERS[char]
    if char in LETTERS:
        return LETTERS[char]
    if char.isdecimal():
        return str(unicodedata.digit(char))
    base = unicodedata.normalize("NFKD", char)[0]
    return base if ord(base) < 0x80 else "\x7f"


def fold(text: str) -> bytes:
    """The bytes that are searched: as many as `text` has characters."""
    if text.isascii():
        return text.encode("ascii")
    try:
        return text.encode("latin-1").translate(_byte_table())
    except UnicodeEncodeError:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return _char_table()[np.minimum(codes, 0xFFFF)].tobytes()


def is_western(text: str) -> bool:
    """Whether all letters of a text are those of Western Europe (ISO 8859-1), told quicker than by looking for others."""
    if text.isascii():
        return True
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def listed(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def fold_word(text: str) -> str:
    """A word as it stands in folded text, in small letters, inner spaces single."""
    return " ".join(fold(text).decode("latin-1").lower().split())
