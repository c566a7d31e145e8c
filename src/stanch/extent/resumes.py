"""Curricula vitae: whose they are, and that all in them is his, up to whom he names as references.

They are told by the headings of their sections, in seven languages. What else looks like names in them (firms that are
called after people) says nothing of whose the telephone at the top is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from stanch.extent import signs
from stanch.extent.anchored import Later
from stanch.extent.couples import is_firm, is_given
from stanch.extent.fitting import fits, span_of
from stanch.extent.folding import fold_word
from stanch.extent.labelled import city_line
from stanch.extent.patterns import detector_of
from stanch.extent.span import Span

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_SECTIONS = """
profile|summary|professional summary|about me|objective|career objective|experience|work experience|professional experience
employment|employment history|work history|education|education and training|qualifications|skills|key skills|languages
certifications|awards|hobbies|interests|profil|berufserfahrung|beruflicher werdegang|ausbildung|bildungsweg|schulbildung
studium|kenntnisse|sprachkenntnisse|sprachen|hobbys|praktika|experience professionnelle|experiences professionnelles
formation|competences|langues|loisirs|centres d'interet|diplomes|perfil|experiencia|experiencia laboral
experiencia profesional|formacion|formacion academica|educacion|idiomas|habilidades|aptitudes|experiencia profissional
formacao|formacao academica|competencias|objetivo|esperienza lavorativa|esperienze lavorative|esperienza professionale
istruzione|istruzione e formazione|formazione|competenze|lingue|werkervaring|opleiding|opleidingen|vaardigheden|talen
"""
SECTIONS = frozenset(one for line in _SECTIONS.strip().splitlines() for one in line.split("|"))
TITLES = frozenset({"curriculum vitae", "cv", "resume", "lebenslauf", "curriculo", "hoja de vida"})
REFERENCES = frozenset(
    {"references", "referees", "referenzen", "referencias", "referencje", "referenze", "referenties", "professional references"}
)
STEMS = (
    *("experience", "employment", "work history", "education", "qualifications", "erfahrung", "werdegang", "ausbildung", "bildungsweg"),
    *("expérience", "formation", "diplômes", "experiencia", "formación", "formacion", "educación", "experiência", "formação", "esperienz"),
    *("istruzione", "formazione", "werkervaring", "opleiding"),
)
# What a heading has in it, in any capitals.
STEM = Later(f"(?i:{'|'.join(STEMS)})")
WIDEST = 40  # characters of the longest heading
LEAST, SHORTEST, LONGEST = 2, 60, 60_000
TOP = 6  # lines that hold something, among which the name stands
SURE = 0.9
_PARTS = re.compile(r"\s*[|•·\t]\s*|\s{2,}")
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]+)*\.?")
WORDS = range(2, 5)


def find(text: str, spans: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """`found` (names and addresses) with the name that a curriculum bears, cut from headings beside it, and the city at its top."""
    if not is_resume(text):
        return list(found)
    kept = [_without_heading(one) if one.kind == "name" else one for one in found] + [_section(text)]
    taken = [*spans, *kept]
    for start, end in _heads(text, spans):
        for begin, stop in _parts(text, start, end):
            if any(one.start < stop and begin < one.end for one in taken):
                continue
            more = [*_named(text, begin, stop), *_called(text, begin, stop), *city_line(text, begin, _until_postcode(text, begin, stop))]
            kept += more
            taken += more
    return kept


def _section(text: str) -> Span:
    """What a curriculum tells of its person, at its first heading."""
    at = 0
    for line in text.split("\n"):
        if _heading(line) in SECTIONS:
            break
        at += len(line) + 1
    word = line.split()[-1]
    at += line.rindex(word)
    return Span("cv", at, at + len(word), word, SURE, "any/cv", "curriculum")


def is_resume(text: str) -> bool:
    """Whether the lines of a text head the sections of a curriculum."""
    # Most texts have none of the words; and a long one is not kept for having been asked about.
    return SHORTEST <= len(text) <= LONGEST and "resumes.STEM" in signs.of(text) and _has_sections(text)


@lru_cache(maxsize=64)
def _has_sections(text: str) -> bool:
    plain = text.lower()
    if not any(word in plain for word in STEMS):
        return False
    heads = {head for line in text.splitlines() if (head := _heading(line))}
    return len(heads & SECTIONS) + LEAST * bool(heads & TITLES and heads & SECTIONS) >= LEAST


def _heading(line: str) -> str:
    """What a line heads, "" where nothing; beside other columns a heading stands in capitals at the end."""
    words = fold_word(line.strip(" \t:-–—_*#")) if len(line) <= WIDEST else ""
    if words in SECTIONS or words in TITLES or words in REFERENCES:
        return words
    last = line.rsplit(None, 1)[-1:] or [""]
    if not last[0].isupper() or line.isupper():
        return ""
    word = fold_word(last[0])
    return word if word in SECTIONS or word in REFERENCES else ""


def _heads(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The lines at the top, and those that a mailbox stands in before the references: a page's header may come last."""
    at, seen = 0, 0
    mails = [span.start for span in spans if span.kind == "email"]
    behind = False
    for line in text.split("\n"):
        end = at + len(line)
        behind = behind or _heading(line) in REFERENCES
        seen += bool(line.strip())
        if line.strip() and (seen <= TOP or (not behind and any(at <= mail < end for mail in mails))):
            yield at, end
        at = end + 1


_CITY = re.compile(r"[^\W\d_][^,\d\n]{1,40}, [A-Z]{2},? \d{5}(?:-\d{4})?(?= [A-Z])")


def _until_postcode(text: str, start: int, end: int) -> int:
    """Where the line of a city ends that runs into another column."""
    city = _CITY.match(text, start, end)
    return city.end() if city else end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for mark in [*_PARTS.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        if text[begin:stop].strip():
            yield begin, stop
        begin = mark.end() if mark else end


def _named(text: str, start: int, end: int) -> Iterator[Span]:
    """A part of a line that is nothing but a name."""
    said = text[start:end].strip()
    words = said.split()
    if len(words) not in WORDS or is_firm(said) or not all(_WORD.fullmatch(word) and word[0].isupper() for word in words):
        return
    if any(is_given(word) for word in words[:-1]) and fold_word(said) not in SECTIONS | TITLES:
        at = start + text[start:end].index(said)
        yield Span("name", at, at + len(said), said, SURE, "names", "curriculum", said)


_NUMBER = re.compile(r"\+?[\d(][\d ()./-]{7,18}\d")
FIGURES = range(9, 14)


def _called(text: str, start: int, end: int) -> Iterator[Span]:
    """A part of a line that is nothing but a telephone number."""
    said = text[start:end].strip()
    detector = detector_of("any/phone")
    if detector and _NUMBER.fullmatch(said) and sum(map(str.isdigit, said)) in FIGURES and fits(detector, said):
        at = start + text[start:end].index(said)
        yield span_of(text, at, at + len(said), detector, "curriculum")


def _without_heading(name: Span) -> Span:
    """`Shannon Mason PROFILE` is a name and the heading of the column beside it."""
    words = name.text.split()
    while len(words) > LEAST and words[-1].isupper() and fold_word(words[-1]) in SECTIONS and not words[0].isupper():
        words.pop()
    kept = name.text[: name.text.rindex(words[-1]) + len(words[-1])] if words else name.text
    return name if kept == name.text else replace(name, end=name.start + len(kept), text=kept, normal=kept)


def tie(sheet: Sheet) -> None:
    """All that is free in a curriculum is its person's, up to the references."""
    if not is_resume(sheet.text):
        return
    tops = list(_heads(sheet.text, sheet.spans))
    named = [n for n in sheet.order if sheet.is_name(n) and sheet.people[n] and len(sheet.spans[n].text.split()) > 1]
    owner = next((n for n in named if any(start <= sheet.spans[n].start < end for start, end in tops)), None)
    if owner is None:
        return
    person = sheet.records[owner] or sheet.people[owner]
    behind = False
    for line in sheet.lines:
        behind = behind or _heading(line.text) in REFERENCES
        # What a later page's header says is his, wherever it stands.
        if not behind or owner in line.members:
            for n in sheet.free(line.members):
                sheet.records[n] = person
