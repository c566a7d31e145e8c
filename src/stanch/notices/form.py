"""The form of a text: one frozen dataclass for each part of `texts/<language>/<text>/letter.yaml`.

A text is data: its sections and paragraphs, when each appears, and which words of `vocabulary/contents.yaml` it proves.
`text.typ` beside it says how the letter looks. Slots are written `{name}`; what fills them is never interpreted.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from stanch import datafile, vocabulary
from stanch.errors import BrokenDataFile, Fault, StanchError

TEXTS = Path(__file__).parent / "texts"
VOICES = ("person", "guardian", "estate")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `text`, or `items` (a list; a single slot whose field has several lines gives a line each), or `lines`
    (an address block). `lead` is set bold in front. It appears when everything in `when` holds.
    """

    text: str = ""
    lead: str = ""
    items: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    id: str = ""
    when: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """All strings of this paragraph, in reading order."""
        return tuple(part for part in (self.lead, self.text, *self.items, *self.lines) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading. It appears when `when` holds and one of its paragraphs does."""

    id: str
    paragraphs: tuple[Paragraph, ...]
    heading: str = ""
    when: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A field of a form: its label as the authority words it, the answer that fills it, and its limit in characters.

    `answer` names a field of the case (see `answers.py`); without one a person fills it. `choices` are the form's own; `words` turn the
    case's word into the form's choice.
    """

    id: str
    label: str
    answer: str = ""
    choices: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    limit: int | None = None
    proves: tuple[str, ...] = ()
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part (screen, tab) of a form."""

    heading: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Who gets this text: residence (beginnings of codes; of a form the organisation's seat), the jurisdictions and recipients of the
    duties that it serves.
    """

    places: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was read what the text must hold or what the form asks."""

    title: str
    url: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Example:
    """One filled example: the fields, and the circumstances under which sections appear (see `circumstances.py`)."""

    fields: dict[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    voice: Literal["person", "guardian", "estate"] = "person"
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One text. `kind`: `letter` (to a person), `public` (web, media), `form` (a filing, field by field).

    `fields` are the slots that it needs, each with its meaning (said in the gap when it is not known). `voices` fill the
    slots that depend on whom the letter speaks to (`{your}`, `{you}`): the person, the guardian, the estate.
    `checked` says how far order, wording and limits of a form were read in the authority’s own form; `seen` in one word (`free`: there is
    no form to follow).
    `words` names the file of words where it is not the language's own (`en-gb`).
    """

    id: str
    kind: Literal["letter", "public", "form"]
    language: str
    name: str
    title: str
    whom: Addressees
    sources: tuple[Source, ...]
    example: Example
    fields: dict[str, str] = field(default_factory=dict)
    voices: dict[str, dict[str, str]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    parts: tuple[Part, ...] = ()
    how: str = ""
    checked: str = ""
    seen: Literal["whole", "part", "none", "free"] = "none"
    words: str = ""
    version: str = ""  # a hash of the words, where counsel worded it; never in a file

    @property
    def place(self) -> str:
        """`en/individual`: what `Notice.text_id` names."""
        return f"{self.language}/{self.id}" + (f"@{self.version}" if self.version else "")

    @property
    def spoken(self) -> str:
        """The name of the file of words that fill this text."""
        return self.words or self.language

    def proves(self) -> set[str]:
        """All contents that some section, paragraph or box of this text can prove."""
        words = {word for section in self.sections for word in section.proves}
        words |= {word for section in self.sections for paragraph in section.paragraphs for word in paragraph.proves}
        if self.sections:
            words.add("date_of_notice")  # every layout sets the date at the head
        return words | {word for part in self.parts for box in part.boxes for word in box.proves}


@cache
def texts() -> dict[str, Text]:
    """All texts by place. The folder is the list."""
    return {
        place: text_at(place) for place in sorted(f"{path.parent.parent.name}/{path.parent.name}" for path in TEXTS.glob("*/*/letter.yaml"))
    }


# Texts as counsel worded them, by place with their mark (see `versions.py`).
WORDED: dict[str, Text] = {}


def text_at(place: str) -> Text:
    """One text by its place; a process that prints reads only those it prints. Raises `StanchError` for a wording not loaded."""
    if "@" not in place:
        return _brought(place)
    if place not in WORDED:
        raise StanchError("this wording of the text is not in the case", where=place, do="Draft the notices anew: `stanch notices draft`.")
    return WORDED[place]


@cache
def _brought(place: str) -> Text:
    return read(TEXTS / place / "letter.yaml")


def read(path: Path) -> Text:
    """One text, checked: known contents, declared slots, unique ids. Raises `BrokenDataFile` with every fault."""
    text = datafile.read(path, Text)
    if faults := [Fault(str(path), 1, 1, what) for what in _faults(text, path)]:
        raise BrokenDataFile(faults)
    return text


def slots(template: str) -> list[str]:
    """The names of the slots in a template, in order."""
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]


def ids(text: Text) -> Iterator[str]:
    """The ids of sections, and of the paragraphs that have one (`section/paragraph`)."""
    for section in text.sections:
        yield section.id
        for paragraph in section.paragraphs:
            if paragraph.id:
                yield f"{section.id}/{paragraph.id}"


def _faults(text: Text, path: Path) -> Iterator[str]:
    if (text.id, text.language) != (path.parent.name, path.parent.parent.name):
        yield f"id {text.id!r} and language {text.language!r} are not the folder's"
    for word in sorted(text.proves() - set(vocabulary.contents())):
        yield f"proves {word!r}, which is no word of contents.yaml"
    known = {*text.fields, *(name for voice in text.voices.values() for name in voice)}
    used = {name for section in text.sections for paragraph in section.paragraphs for part in paragraph.written for name in slots(part)}
    yield from (f"slot {{{name}}} is used and neither in `fields` nor in `voices`" for name in sorted(used - known))
    names = [*ids(text), *(box.id for part in text.parts for box in part.boxes)]
    yield from (f"id {name!r} stands twice" for name in sorted({name for name in names if names.count(name) > 1}))
    for box in (box for part in text.parts for box in part.boxes):
        yield from (f"{box.id}: {word!r} is none of its choices" for word in box.words.values() if word not in box.choices)
    for section in text.sections:
        yield from (f"{section.id}: a paragraph with `when` needs an id" for one in section.paragraphs if one.when and not one.id)
    if text.kind == "letter" and set(text.voices) != set(VOICES):
        yield f"voices must be {', '.join(VOICES)}"
    if bool(text.parts) != (text.kind == "form") or bool(text.sections) == (text.kind == "form"):
        yield "a form has parts, a letter or public text has sections"
