"""Parties of a contract by what it calls them: `Ann Lee (the "Tenant")`, then `the Tenant's date of birth`, `DNI del arrendador`.

A contract defines its words for people once and speaks of them by these words only; a value is theirs where one of them owns it by its
grammar, never because a word merely stands near (`the Tenant pays to the account …`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stanch.extent.anchored import Later

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_CALLED = (
    r"(?:the|hereinafter|hereafter|herein|called|referred|to|as|in|adelante|denominad[oa]|el|la|lo|los|ci-après|dénommée?|désignée?|le|nachfolgend|nachstehend|"
    r"im|folgenden|genannt|als|kurz|der|die|di|seguito|denominat[oa]|il|doravante|o|a|hierna|te|noemen|de|het|verder|parte|partie|and|und|y|e|et|en|collectively|jointly)"
)
_WORD = r"[A-ZÀ-Ý][^\W\d_]{3,20}"
# `(the "Tenant")`, `, hereinafter "Employee",`, `(en adelante, el Arrendador)`.
_BEHIND = Later(
    rf"(?i:[ \n]*[(,–-][ ]*(?:{_CALLED}[ ,:]+){{0,6}})[\"“„'«»]{{0,2}}(?P<role>{_WORD}(?:[ -]{_WORD})?)[\"”“'«»]{{0,2}}[ ]*[),–-]"
)
# `como ARRENDADOR, D. …`, `in qualità di locatore, …`.
_BEFORE = Later(
    r"(?:\b(?i:como|as|als|en qualité de|in qualità di|na qualidade de)[ ](?i:(?:the|parte|la|el|il|o|a|de)[ ]){0,2})"
    r"(?P<role>[A-ZÀ-Ý]?[^\W\d_]{4,20})[ ]?[,:][ \n]*(?:[^\W\d_]{1,6}[./ª]{0,3}[ ]?/?[ ]?){0,3}$"
)
# `der` is a genitive before a woman only: `Der Mieter zahlt …`.
_OF = (
    r"(?:of[ ](?:the[ ])?|del[ ]|de[ ](?:la|el)[ ]|de[ ]l['’]|du[ ]|des[ ]|der[ ](?=[^\W\d_]+in\b)|dell['’]|della[ ]|dello[ ]|do[ ]|da[ ]"
    r"|van[ ](?:de|het)[ ])(?:parte[ \n]+)?"
)
LEAST, FAR, SHORTEST = 2, 90, 5
_OPENS = ("(", ",", "–", "-")


def tie(sheet: Sheet) -> None:
    """What is owned by a party of a contract, in a text that defines at least two of them."""
    roles = _roles(sheet)
    if len(roles) < LEAST or len({*roles.values()}) < LEAST:
        return
    words = sorted(roles, key=len, reverse=True)
    said = "|".join(_stem(word) for word in words)
    owned = re.compile(
        rf"(?i)\b(?P<own>{said})['’](?:s\b|(?=\s))|\b{_OF}(?P<of>{said})\b|(?:^|(?<=\n))[ \t]*(?P<lead>{said})\b(?=[^.;\n]*[:\t])"
    )
    behind = re.compile(rf"(?i)[ \n]+{_OF}(?P<of>{said})\b")
    for n in sheet.free(sheet.order):
        span = sheet.spans[n]
        begin = max(sheet.text.rfind("\n", 0, span.start) + 1, span.start - FAR)
        before = next(reversed([*owned.finditer(sheet.text, begin, span.start)]), None)
        if before and (_ENDED.search(sheet.text, before.end(), span.start) or _names_between(sheet, before.start(), span.start)):
            before = None
        found = before or behind.match(sheet.text, span.end)
        if found is None:
            continue
        said_of = next(filter(None, found.groups()))
        person = roles[next(word for word in words if re.fullmatch(_stem(word), said_of, re.IGNORECASE))]
        sheet.records[n] = person
        if before and before["of"] is None and not sheet.text[begin : before.start()].strip():
            _lines_below(sheet, sheet.line_at(span.start), person, re.compile(rf"(?i)\b(?:{said})\b"))


def _lines_below(sheet: Sheet, at: int, person: str, roles: re.Pattern[str]) -> None:
    """The labelled lines that go on below `Tenant's date of birth: …`, up to one that names somebody or is no such line."""
    for line in sheet.lines[at + 1 : at + 1 + ROWS]:
        if not _LABELLED.match(line.text) or roles.search(line.text) or any(map(sheet.is_name, line.members)):
            return
        for n in sheet.free(line.members):
            sheet.records[n] = person


ROWS = 6
_ENDED = re.compile(r"[;\n]|[^\W\d_]{2}\.[ ]")
_LABELLED = re.compile(r"[ ]*[^\W\d_][^:\t\n]{1,40}(?:\t|:[ ])")


def _stem(word: str) -> str:
    """A word with the endings of its cases, number and gender: `arrendador` also of `parte arrendadora`, `Mieter` of `Mieters`."""
    return re.escape(word).replace(r"\ ", r"[ -]") + r"(?:e?s|a|as|in|n|en)?"


def _names_between(sheet: Sheet, start: int, end: int) -> bool:
    return any(sheet.is_name(n) and start < sheet.spans[n].start < end for n in sheet.order)


def _roles(sheet: Sheet) -> dict[str, str]:
    """By the word that the text calls somebody, the person; none that it calls two."""
    found: dict[str, str] = {}
    for word, person in _defined(sheet):
        found[word] = person if found.get(word, person) == person else ""
    return {word: person for word, person in found.items() if person}


def _defined(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for n in sheet.order:
        if not sheet.is_name(n) or not (person := sheet.records[n] or sheet.people[n]):
            continue
        span = sheet.spans[n]
        after, ahead = sheet.text[span.end : span.end + 3].lstrip(), sheet.text[max(0, span.start - 16) : span.start]
        if after[:1] in _OPENS and (behind := _BEHIND.match(sheet.text, span.end)):
            yield behind["role"].casefold(), person
        elif "," in ahead or ":" in ahead:
            before = _BEFORE.search(sheet.text, max(0, span.start - 60), span.start)
            if before and len(before["role"]) >= SHORTEST:
                yield before["role"].casefold(), person
