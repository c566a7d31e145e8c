"""Which old code page a text was written in, by the letters of its words: each language uses few beyond ASCII, and seldom two in a row.

The alphabets are those of Unicode CLDR's main exemplar characters; the code pages are the ones that systems of offices wrote (Windows,
ISO 8859, DOS, Macintosh). Texts of China, Japan and Korea, whose letters take two bytes, and Thai and Arabic are left to a library's
statistics of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

ENOUGH = 0.75  # share of what a text without fault would score, from which the answer is taken
WORDS = 400
_LATIN = {
    "western": "àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßšž",
    "icelandic": "áðéíóúýþæö",
    "polish": "ąćęłńóśźż",
    "czech": "áčďéěíňóřšťúůýžľĺŕäô",
    "hungarian": "áéíóöőúüű",
    "romanian": "ăâîșşțţ",
    "croatian": "čćđšž",
    "turkish": "çğıİöşüâî",
    "baltic": "āčēģīķļņšūžąęėįųõäöü",
}
_OTHER = {
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў",
    "greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
}
_DENSE = frozenset(("polish", "czech", "turkish", "hungarian", "baltic"))  # `żółć`
_VOWELS = {"cyrillic": frozenset("аеёиоуыэюяіїє"), "greek": frozenset("αεηιουωάέήίόύώ")}
_STRESSED = frozenset("άέήίόύώ")
# In the order of how often they are met: of equals the first is taken.
PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", ("western", "icelandic")),
    ("cp1250", ("polish", "czech", "hungarian", "romanian", "croatian")),
    ("cp1251", ("cyrillic",)),
    ("cp1254", ("turkish",)),
    ("cp1253", ("greek",)),
    ("cp1255", ("hebrew",)),
    ("cp1257", ("baltic",)),
    ("iso8859_15", ("western",)),
    ("iso8859_2", ("polish", "czech", "hungarian", "romanian", "croatian")),
    ("iso8859_7", ("greek",)),
    ("koi8_r", ("cyrillic",)),
    ("cp850", ("western",)),
    ("cp437", ("western",)),
    ("cp852", ("polish", "czech", "hungarian", "croatian")),
    ("cp866", ("cyrillic",)),
    ("mac_roman", ("western",)),
    ("mac_cyrillic", ("cyrillic",)),
)
_JOINS = frozenset("’ʼ'·")  # between letters
_BESIDE = frozenset("‘’“”„‚«»‹›–—…•°§€£¥©®™ºª¡¿†½¼¾²³×\u00a0")


@cache
def _alphabet(language: str) -> frozenset[str]:
    letters = _LATIN.get(language) or _OTHER[language]
    return frozenset(letters + letters.upper())


def codepage_of(head: bytes) -> str:
    """The code page, or empty where none fits well. `head` is no UTF-8."""
    tokens = [token for token in re.split(rb"\s+", head[:60_000]) if not token.isascii()][:WORDS]
    raw = b" ".join(token[:80] for token in tokens)
    if _is_japanese(raw):
        return "euc_jp"
    many = sum(byte > 0x7F for byte in raw)
    best, name = 0.0, ""
    for page, languages in PAGES:
        text = raw.decode(page, "replace")
        for language in languages:
            score = _score(text, language)
            if score > best + 0.03 * many:  # no better by chance
                best, name = score, page
    return name if many and best >= ENOUGH * many else ""


def _is_japanese(raw: bytes) -> bool:
    """Half of the pairs begin as kana do in EUC-JP, where neither Chinese nor Korean has its common letters."""
    pairs = re.findall(rb"[\xa1-\xfe][\xa1-\xfe]", raw)
    return (
        len(pairs) >= 4
        and raw.decode("euc_jp", "ignore").encode("euc_jp") == raw
        and sum(pair[0] in (0xA4, 0xA5) for pair in pairs) > 0.3 * len(pairs)
    )


def _score(text: str, language: str) -> float:
    letters, latin = _alphabet(language), language in _LATIN
    score, row = 0.0, 0
    before = " "
    for place, char in enumerate(text):
        after = text[place + 1] if place + 1 < len(text) else " "
        if char.isascii():
            row = 0
            if not latin and char.isalpha() and before in letters:  # two scripts in one word
                score -= 1
        elif char.isalpha() and char not in "ªº":
            row += 1
            alone = not before.isalpha() and not after.isalpha()
            if char not in letters:
                score -= 1.5
            elif not alone:
                score += 1 if not latin or row == 1 else 0.6 if row == 2 or language in _DENSE else -1.5
            if char.isupper() and before.islower():
                score -= 1
        else:
            row = 0
            score += _of_sign(char, before, after)
        before = char
    if vowels := _VOWELS.get(language):  # other letters in their places make words without vowels
        spoken = [char for char in text.lower() if char in letters]
        score *= 1 if 0.25 * len(spoken) < sum(char in vowels for char in spoken) < 0.65 * len(spoken) else 0.5
    if language == "greek" and 20 * sum(char in _STRESSED for char in text.lower()) < sum(char in letters for char in text):
        score *= 0.5  # nearly every word of Greek has its stress
    return score


def _of_sign(char: str, before: str, after: str) -> float:
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co"):
        return -3
    if before.isalpha() and after.isalpha():
        return 1 if char in _JOINS else -1.5
    if char in "‘“„«‹" and before.isalpha():  # they open
        return -0.7
    if char in _BESIDE:
        return 1 if not (char in "½¼¾²³§©®¥†×" and (before.isalpha() or after.isalpha())) else -0.7
    return -0.7 if before.isalpha() or after.isalpha() else 0
