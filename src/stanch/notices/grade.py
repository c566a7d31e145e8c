"""How hard a text is to read: the Flesch-Kincaid grade for English, the Fernández Huerta ease for Spanish.

Flesch-Kincaid: 0.39 words/sentence + 11.8 syllables/word - 15.59, a school grade; we ask for 8 at most. Fernández Huerta:
206.84 - 60 syllables/word - 1.02 words/sentence, where 60 and more is plain. Syllables are counted by groups of vowels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_NAMES = re.compile(r"\S*(?:www\.|@)\S*|\S*\d\S*|\[[^\]]*\]")


def grade(paragraphs: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of English paragraphs; addresses, numbers and gaps are not read as words."""
    words, sentences, syllables = _count(paragraphs, _english)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def ease(paragraphs: Iterable[str]) -> float:
    """The Fernández Huerta reading ease of Spanish paragraphs."""
    words, sentences, syllables = _count(paragraphs, _spanish)
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def _count(paragraphs: Iterable[str], syllables_of: object) -> tuple[int, int, int]:
    words = sentences = syllables = 0
    for paragraph in paragraphs:
        text = _NAMES.sub(" ", paragraph)
        found = _WORD.findall(text)
        if found:
            words += len(found)
            sentences += max(1, len([part for part in _SENTENCE.split(text) if _WORD.search(part)]))
            syllables += sum(map(syllables_of, found))  # type: ignore[call-overload]
    return max(words, 1), max(sentences, 1), syllables


def _english(word: str) -> int:
    """Groups of vowels; a silent e at the end, and -es and -ed after most consonants, are not spoken."""
    lower = re.sub(r"[^a-z]", "", word.lower())
    if len(lower) <= 3:
        return 1
    spoken = re.sub(r"(?:[^laeiouycsgxzh]es|[^tdaeiouy]ed|[^laeiouy]e)$", "", lower)
    spoken = re.sub(r"^y", "", spoken)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", spoken)))


def _spanish(word: str) -> int:
    """Strong vowels (a, e, o, accented ones) each make a syllable; i and u join the vowel beside them."""
    lower = word.lower()
    groups = re.findall(r"[aeiouáéíóúü]+", re.sub(r"([gq])u(?=[eií])", r"\1", lower))
    return max(1, sum(max(1, len(re.findall(r"[aeoáéíóú]", group))) for group in groups))
