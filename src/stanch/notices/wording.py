"""Fills a text: which sections appear, what stands in them, what is still open.

The filled letter is plain strings (`Filled`); the PDF, the e-mail and the checks are all made from the same one, so what
was proven is what is sent. A field that is not known becomes a marked gap, never an invention.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from stanch.notices.form import Paragraph, Section, Text, slots

GAPS = {"en": "to be completed", "es": "por completar", "fr": "à compléter", "de": "zu ergänzen"}


_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


@dataclass(frozen=True, slots=True)
class FilledParagraph:
    """A paragraph as it is printed. `open` names the slots that are gaps."""

    lead: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """As plain text."""
        said = " ".join(part for part in (self.lead, self.text) if part)
        return "\n".join([*([said] if said else []), *(f"- {item}" for item in self.items), *self.lines])


@dataclass(frozen=True)
class FilledSection:
    """A section as it is printed. Letters that say the same in it share one, and what was worked out of it."""

    id: str
    heading: str
    paragraphs: tuple[FilledParagraph, ...]
    proves: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> str:
        """As plain text, the heading first."""
        return "\n\n".join([*([self.heading] if self.heading else []), *(paragraph.plain for paragraph in self.paragraphs)])

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What others made of it once, by its name or by what was looked for; never changed afterwards."""
        return {}


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter as it is printed, without its address and layout."""

    title: str
    sections: tuple[FilledSection, ...]

    @property
    def plain(self) -> str:
        """As plain text."""
        return "\n\n".join([self.title, *(section.plain for section in self.sections)])

    @property
    def open(self) -> tuple[str, ...]:
        """The slots that are gaps, in order, each once."""
        found = [name for section in self.sections for paragraph in section.paragraphs for name in paragraph.open]
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def chosen(text: Text, given: frozenset[str], forbidden: frozenset[str]) -> tuple[str, ...]:
    """The ids of the sections and named paragraphs that appear in these circumstances.

    A paragraph that would prove a forbidden content is left out, and a section none of whose paragraphs remains.
    """
    found: list[str] = []
    for section in text.sections:
        if not holds(section.when, given) or forbidden.intersection(section.proves):
            continue
        said = [one for one in section.paragraphs if one.written]
        kept = [one for one in said if holds(one.when, given) and not forbidden.intersection(one.proves)]
        dropped = [one for one in said if not one.id and one not in kept]
        if kept and not dropped:
            found += [section.id, *(f"{section.id}/{one.id}" for one in kept if one.id)]
    return tuple(found)


def holds(when: tuple[str, ...], given: frozenset[str]) -> bool:
    """Whether all conditions hold: each a circumstance, `not` one, or several with ` or ` between."""
    return all(any(_one(part.strip(), given) for part in condition.split(" or ")) for condition in when)


def _one(part: str, given: frozenset[str]) -> bool:
    return part.removeprefix("not ") not in given if part.startswith("not ") else part in given


def fill(text: Text, sections: tuple[str, ...], fields: Mapping[str, str], voice: str = "person") -> Filled:
    """The text with the given sections, its slots filled from `fields` (empty or absent is a gap)."""
    values = {**fields, **{name: " ".join(_fill(said, fields, text)) for name, said in text.voices.get(voice, {}).items()}}
    return Filled(
        text.title,
        tuple(
            _filled(text, sections, place, tuple(values.get(name, "") for name in names))
            for place, names in _places(text, sections).items()
        ),
    )


@lru_cache(maxsize=4096)
def _places(text: Text, sections: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """The sections that appear, by their place in the text, each with the slots in it."""
    return {
        place: tuple(dict.fromkeys(name for one in _kept(section, sections) for part in one.written for name in slots_of(part)))
        for place, section in enumerate(text.sections)
        if section.id in sections
    }


def _kept(section: Section, sections: tuple[str, ...]) -> list[Paragraph]:
    return [one for one in section.paragraphs if not one.id or f"{section.id}/{one.id}" in sections]


@lru_cache(maxsize=2048)
def _filled(text: Text, sections: tuple[str, ...], place: int, said: tuple[str, ...]) -> FilledSection:
    """A section with what its slots say, in order; remembered, since most say the same in a thousand letters."""
    section, values = text.sections[place], dict(zip(_places(text, sections)[place], said, strict=True))
    paragraphs = tuple(_paragraph(one, values, text) for one in _kept(section, sections))
    return FilledSection(section.id, section.heading, paragraphs, section.proves)


def _paragraph(paragraph: Paragraph, values: Mapping[str, str], text: Text) -> FilledParagraph:
    open_slots = dict.fromkeys(name for part in paragraph.written for name in slots_of(part) if not values.get(name))
    return FilledParagraph(
        lead=" ".join(_fill(paragraph.lead, values, text)),
        text=" ".join(_fill(paragraph.text, values, text)),
        items=tuple(line for item in paragraph.items for line in _fill(item, values, text)),
        lines=tuple(line for item in paragraph.lines for line in _fill(item, values, text)),
        proves=paragraph.proves,
        open=tuple(open_slots),
    )


def _fill(template: str, values: Mapping[str, str], text: Text) -> list[str]:
    """The template with its slots filled, in lines where a field has several."""
    names = slots_of(template)
    if not names:
        return [template]
    said = {name: values.get(name) or gap(text, name) for name in names}
    filled = template.format_map(said)
    # `at Brightwater, Inc.` and `9 a.m. to 6 p.m.` bring the full stop that ends the sentence.
    return (_TWO_STOPS.sub(".", filled) if ".." in filled else filled).split("\n")


def gap(text: Text, name: str) -> str:
    """The visible mark of what is not known yet."""
    return f"[{GAPS.get(text.language, GAPS['en'])}: {text.fields.get(name, name)}]"


@lru_cache(maxsize=8192)
def slots_of(template: str) -> tuple[str, ...]:
    """The slots of a template; remembered, since every letter asks."""
    return tuple(slots(template))
