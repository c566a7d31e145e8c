"""The sample of a letter that authorities ask for: one for each filing that wants it, without anything of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stanch.notices.filings import choose_form
from stanch.notices.overview import Overview
from stanch.records import Duty, Notice

_TAIL = re.compile(r" \([^()]*\d{2,4}\)$", re.MULTILINE)  # the end of a card's or account's mask
_PERSONAL = {"name": "[Name]", "code": "[code]"}


def draft_samples(duties: Sequence[Duty], seen: Overview) -> Iterator[Notice]:
    """A sample for each jurisdiction whose filing encloses one, made from the first letter that its duty called for."""
    done: set[str] = set()
    for duty in duties:
        wants = duty.required and (duty.recipient == "cra" or duty.recipient.startswith("regulator:"))
        if not wants or duty.jurisdiction in done or not _encloses(duty):
            continue
        letter = seen.letter_for(duty.jurisdiction)
        if letter:
            done.add(duty.jurisdiction)
            yield _anonymous(letter, duty.jurisdiction)


def enclosure(jurisdiction: str) -> str:
    """The id of a jurisdiction's sample."""
    return f"sample-{jurisdiction}"


def _encloses(duty: Duty) -> bool:
    return any(box.answer == "sample_notice" for part in choose_form(duty).parts for box in part.boxes)


def _anonymous(letter: Notice, jurisdiction: str) -> Notice:
    known = {name: value for name, value in _PERSONAL.items() if name in letter.fields}
    greeting = letter.fields["greeting"].replace(letter.fields["name"], _PERSONAL["name"])
    exposed = _TAIL.sub("", letter.fields.get("exposed", ""))
    return replace(
        letter,
        id=enclosure(jurisdiction),
        form="filing",
        recipient="sample",
        jurisdiction=jurisdiction,
        fields=letter.fields | known | {"greeting": greeting, "exposed": exposed},
        person=None,
        address=("[Name]", "[Street]", "[City, State ZIP]"),
        email=None,
        checks=(),
        missing=tuple(one for one in letter.missing if not one.startswith(("no postal", "conditional"))),
    )
