"""Texts as counsel worded them: the paragraphs that differ laid over the text that Stanch brings; a name that changes with its words.

A worded text is called `en/individual@<hash of its words>`, so a notice says which words it was drafted with, and an approval of
it never covers others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import replace
from hashlib import sha256

from stanch.errors import StanchError
from stanch.notices.form import WORDED, Paragraph, Section, Text, slots, text_at
from stanch.records import Wording

# Of the case that this thread works on: a portal may serve several, and the words of one are never another's.
_STANDING: ContextVar[Mapping[str, Text] | None] = ContextVar("standing", default=None)
_WORDINGS: dict[str, Wording] = {}


def adopt(wordings: Iterable[Wording]) -> None:
    """Draft with the last version of each text from now on; texts that nobody worded are as Stanch brings them."""
    last = {one.text: one for one in wordings}
    _STANDING.set({one.text: worded(one) for one in last.values() if one.parts})


def adopted() -> tuple[Wording, ...]:
    """The wordings that texts are drafted with here, for a process that drafts beside this one."""
    return used(text.place for text in (_STANDING.get() or {}).values())


def standing(text: Text) -> Text:
    """The text as it is to be drafted with."""
    return (_STANDING.get() or {}).get(text.place, text)


def worded(wording: Wording) -> Text:
    """The text of one version. Raises `StanchError` where a part has no place or asks for a field the text does not know."""
    mark = sha256(json.dumps([wording.text, sorted(wording.parts.items())], ensure_ascii=True).encode()).hexdigest()[:10]
    place = f"{wording.text}@{mark}"
    if place not in WORDED:
        WORDED[place] = replace(_laid(text_at(wording.text), wording.parts), version=mark)
    _WORDINGS[place] = wording
    return WORDED[place]


def used(places: Iterable[str]) -> tuple[Wording, ...]:
    """The versions behind these text ids, for a process that prints them."""
    return tuple(_WORDINGS[place] for place in sorted({place for place in places if "@" in place}) if place in _WORDINGS)


def parts_of(text: Text) -> dict[str, str]:
    """Everything that can be worded, by its place, in reading order."""
    found = {"title": text.title}
    for section in text.sections:
        if section.heading:
            found[f"{section.id}/heading"] = section.heading
        for index, one in enumerate(section.paragraphs):
            found |= {f"{section.id}/{index}/{name}": said for name, said in _said(one)}
    return found


def _said(one: Paragraph) -> Iterator[tuple[str, str]]:
    if one.lead:
        yield "lead", one.lead
    if one.text:
        yield "text", one.text
    yield from ((f"items.{index}", item) for index, item in enumerate(one.items))
    yield from ((f"lines.{index}", line) for index, line in enumerate(one.lines))


def faults(text: Text, parts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a wording: places that are not there, fields that the text does not have, braces that do not match."""
    own = parts_of(text)
    fields = {*text.fields, *(name for voice in text.voices.values() for name in voice)}
    for place, said in parts.items():
        if place not in own:
            yield f"{place}: the text has no such paragraph"
            continue
        try:
            asked = slots(said)
        except ValueError as error:
            yield f"{place}: {error}; a field is written {{name}}"
            continue
        yield from (f"{place}: there is no field {{{name}}}" for name in asked if name not in fields)
        yield from (f"{place}: the field {{{name}}} was taken out" for name in slots(own[place]) if name not in asked and said)


def _laid(text: Text, parts: Mapping[str, str]) -> Text:
    if found := [one for one in faults(text, parts) if "was taken out" not in one]:
        raise StanchError("\n".join(found), where=text.place, do="Correct the wording; the text was not changed.")
    sections = tuple(_section(one, parts) for one in text.sections)
    return replace(text, title=parts.get("title") or text.title, sections=sections)


def _section(section: Section, parts: Mapping[str, str]) -> Section:
    paragraphs = tuple(_paragraph(one, f"{section.id}/{index}", parts) for index, one in enumerate(section.paragraphs))
    return replace(section, heading=parts.get(f"{section.id}/heading") or section.heading, paragraphs=paragraphs)


def _paragraph(one: Paragraph, place: str, parts: Mapping[str, str]) -> Paragraph:
    return replace(
        one,
        lead=parts.get(f"{place}/lead", one.lead),
        text=parts.get(f"{place}/text", one.text),
        items=tuple(parts.get(f"{place}/items.{index}", item) for index, item in enumerate(one.items)),
        lines=tuple(parts.get(f"{place}/lines.{index}", line) for index, line in enumerate(one.lines)),
    )
