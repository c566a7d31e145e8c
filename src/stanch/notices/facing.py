"""Whom a letter speaks to and where it goes: the person, the guardian of a child, the estate; the address lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stanch.notices.postal import LONGEST_LINE, folded, postal_lines
from stanch.notices.press import printable
from stanch.records import Person

_TO = {
    "en": {"guardian": "To the parent or guardian of", "estate": "To the family or estate of", "person": "Dear {name}:"},
    "es": {"guardian": "Al padre, madre o tutor de", "estate": "A la familia o sucesión de", "person": "Estimado/a {name}:"},
    "fr": {"guardian": "Aux parents ou au tuteur de", "estate": "À la famille ou à la succession de", "person": "Bonjour {name},"},
    "de": {"guardian": "An die Eltern oder den Vormund von", "estate": "An die Familie oder die Erben von", "person": "Guten Tag {name},"},
}
# French joins `de` to a name that begins with a vowel; before an h some do and some do not, so it is left.
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüæœ")
_UNNAMED = {"en": "[to be completed: name]", "es": "[por completar: nombre]", "fr": "[à compléter : nom]", "de": "[zu ergänzen: Name]"}


@dataclass(frozen=True, slots=True)
class Facing:
    """How one letter addresses its reader."""

    voice: str
    name: str
    greeting: str
    address: tuple[str, ...]
    email: str | None = None


def face(person: Person, people: Mapping[str, Person], language: str, home: str) -> Facing:
    """The voice, the greeting and the address lines for this person. `home` is the sender's country.

    The address is empty where there is no deliverable one; a child's letter goes to the guardian's address when the
    child has none. So does an e-mail, where the guardian has a mailbox: a child's own may be read by nobody else.
    """
    voice = "estate" if person.deceased else "guardian" if person.minor else "person"
    guardian = people.get(person.guardian or "")
    where = person.postal_address or (guardian.postal_address if guardian and voice == "guardian" else None)
    name = printable(person.name) or _UNNAMED.get(language, _UNNAMED["en"])
    words = _TO.get(language, _TO["en"])
    to = name if voice == "person" else _joined(words[voice], name, language)
    lines = postal_lines(where, home) if where else ()
    colon = "\u00a0:" if language == "fr" else ":"
    greeting = words["person"].format(name=name) if voice == "person" else f"{to}{colon}"
    head = (to,) if voice == "person" or len(to) <= LONGEST_LINE else (words[voice], name)
    email = guardian.email if guardian and guardian.email and voice == "guardian" else person.email
    return Facing(voice, name, greeting, (*(part for one in head for part in folded(one)), *lines) if lines else (), email)


def _joined(to: str, name: str, language: str) -> str:
    if language == "fr" and name[:1].casefold() in _VOWELS:
        return f"{to.removesuffix('e')}’{name}"
    return f"{to} {name}"


def safe_name(part: str) -> str:
    """A file name made of an id: letters, digits, `-`, `_`; never empty, never hidden, never a path."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", part).strip("-")[:80] or "notice"
