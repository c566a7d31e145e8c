"""Where names, addresses and records of a text come from: the three modules that look at free text as people write it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from stanch.extent import (
    addressees,
    asked_in_pairs,
    cards,
    declarants,
    known_people,
    leaders,
    mrz,
    names_inverted,
    names_joined,
    names_shouted,
    names_whole,
    phones_beside,
    resumes,
    spaced,
    wrapped,
)
from stanch.extent.known_people import Known
from stanch.extent.span import Span


def find(text: str, spans: Sequence[Span], properties: Mapping[str, str], known: Known | None) -> list[Span]:
    """Names and addresses, given what patterns found."""
    anchors = [(span.start, span.end) for span in spans]
    numbered = cards.find(text)
    found = mrz.find(text) + numbered + _addresses(cards.without_numbers(text, numbered), anchors)
    of_people = names_whole.are_peoples(span.kind for span in [*spans, *found])
    named = _without_subjects(text, _names(text, anchors + [(span.start, span.end) for span in found], properties, of_people=of_people))
    named = mrz.called_whole(found, named)
    found += addressees.find(text, found, names_joined.find(text, names_shouted.find(text, names_inverted.find(text, named))))
    found = [one for one in found if one.kind != "name" or _WRITTEN.search(one.text)]
    found = declarants.find(text, resumes.find(text, spans, found))
    if found:
        found += phones_beside.find(text, [*spans, *found])
    if not known:
        return found
    theirs = known_people.among(known_people.find(text, known), [*spans, *found])
    places = {(span.kind, span.start, span.end) for span in theirs}
    return [span for span in found if (span.kind, span.start, span.end) not in places] + theirs


_SUBJECTS = ("Subject", "Betreff", "Objet", "Asunto", "Oggetto", "Assunto", "Onderwerp", "Temat")
_SUBJECT = re.compile(rf"(?m)^[ >]*(?:{'|'.join(_SUBJECTS)}):[^\n]*")


def _without_subjects(text: str, named: list[Span]) -> list[Span]:
    """The names without lone words of a mail's subject that the text calls nobody by (`Subject: Rezygnacja`)."""
    if not named or not any(f"{word}:" in text for word in _SUBJECTS):  # as fast as a search for letters is
        return named
    lines = [match.span() for match in _SUBJECT.finditer(text)]
    lone = {n for n, one in enumerate(named) if " " not in one.text and any(start < one.start < end for start, end in lines)}
    said = {word for n, one in enumerate(named) if n not in lone for word in one.text.casefold().split()}
    return [one for n, one in enumerate(named) if n not in lone or one.text.casefold() in said]


# Two letters of a word: `C.F.` behind a name is the label of a number.
_WRITTEN = re.compile(r"[^\W\d_]{2}")


def as_meant(text: str) -> str:
    """A text without what the page did to it, each character in its place: lines broken for want of room, dots before values."""
    said = _as_meant(text)
    # Callers compare with `is` whether anything was done to theirs.
    return text if said == text else said


@lru_cache(maxsize=4)
def _as_meant(text: str) -> str:
    """The same, kept: whoever finds, groups and looks for relatives in a text asks one after the other."""
    return spaced.parted(wrapped.unwrapped(leaders.closed(asked_in_pairs.unnamed(text))))


def group(text: str, spans: Sequence[Span], properties: Mapping[str, str]) -> list[str | None]:
    """A record id for each finding, None where unknown."""
    if not spans:
        return []
    from stanch.extent.grouping import group as grouped
    from stanch.extent.side_by_side import laid_out

    text = as_meant(text)
    if laid := laid_out(text):
        return grouped(laid.text, [laid.there(span) for span in spans], properties, laid.blocks)
    return grouped(text, spans, properties)


def _addresses(text: str, anchors: list[tuple[int, int]]) -> list[Span]:
    from stanch.extent.addresses import find as addresses

    return list(addresses(text, anchors))


def _names(text: str, anchors: list[tuple[int, int]], properties: Mapping[str, str], *, of_people: bool) -> list[Span]:
    from stanch.extent.names import find as names

    return list(names(text, anchors, properties, speaks_of_people=of_people))
