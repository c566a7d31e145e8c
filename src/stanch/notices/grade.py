"""How hard a text is to read: the Flesch-Kincaid grade for English, the Fernández Huerta ease for Spanish.

Flesch-Kincaid: 0.39 words/sentence + 11.8 syllables/word - 15.59, a school grade; we ask for 8 at most. Fernández Huerta:
206.84 - 60 syllables/word - 1.02 words/sentence, where 60 and more is plain. Syllables are counted by groups of vowels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIGHEST_GRADE = 8.0
LOWEST_EASE = 60.0
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


def ease_french(paragraphs: Iterable[str]) -> float:
    """The reading ease of French paragraphs after Kandel and Moles (1958); 60 and more is plain."""
    words, sentences, syllables = _count(paragraphs, _french)
    return 207 - 1.015 * words / sentences - 73.6 * syllables / words


def ease_german(paragraphs: Iterable[str]) -> float:
    """The reading ease of German paragraphs after Amstad (1978); 60 and more is plain."""
    words, sentences, syllables = _count(paragraphs, _german)
    return 180 - words / sentences - 58.5 * syllables / words


def hardness(paragraphs: Iterable[str], language: str) -> tuple[float, str]:
    """How much too hard a text is for its language (0 and less: plain), and the figure in words."""
    said = list(paragraphs)
    if language == "en":
        found = grade(said)
        return found - HIGHEST_GRADE, f"reading grade {found:.1f}; at most {HIGHEST_GRADE:g}"
    measured = {"es": ease, "fr": ease_french, "de": ease_german}.get(language)
    if measured is None:
        return 0.0, ""
    found = measured(said)
    return LOWEST_EASE - found, f"reading ease {found:.0f}; at least {LOWEST_EASE:g}"


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


def _french(word: str) -> int:
    """Groups of vowels; a silent -e, -es, -ent at the end is not spoken."""
    lower = re.sub(r"(?<=[^aeiouyàâéèêëîïôùûü])(?:es?|ent)$", "", word.lower()) if len(word) > 3 else word.lower()
    lower = re.sub(r"([gq])u(?=[eiéèêo])", r"\1", lower)
    return max(1, len(re.findall(r"[aeiouyàâäéèêëîïôöùûüœæ]+", lower)))


def _german(word: str) -> int:
    """Groups of vowels; pairs that are one sound (ei, au, eu, äu, ie, doubled ones) count once."""
    return max(1, len(re.findall(r"ei|ai|au|eu|äu|ie|aa|ee|oo|[aeiouyäöü]", word.lower())))
