"""The letter that follows: what was really done since, told to everybody who is written to.

It tells only what actions that are closed have changed. A line of what people say (`measures`) is the action's id, a colon, and the
sentence that the letter says; who may say it, and that the action is closed, is asked in the case (`casefile/following_up.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from stanch.notices.facing import face
from stanch.notices.form import text_at
from stanch.notices.letters import LAYOUT, Desk, choose, circumstances, letter_fields, way
from stanch.notices.press import look_of
from stanch.notices.versions import standing
from stanch.notices.wording import chosen, fill
from stanch.records import Notice, Person

FOLLOW_UP = "follow_up"
_LINE = re.compile(r"([a-z][a-z0-9_]*):\s*(\S.*)")


def told(measures: str) -> dict[str, str]:
    """The sentence of each action in what was said under `measures`; a line that names no action stands under the empty id."""
    found: dict[str, str] = {}
    for line in filter(str.strip, measures.splitlines()):
        match = _LINE.fullmatch(line.strip())
        found[match[1] if match else ""] = match[2] if match else line.strip()
    return found


def wanted(desk: Desk) -> bool:
    """Whether something was said that a letter is to tell of, in whatever language."""
    return any(value for name, value in desk.settings.items() if re.fullmatch(r"notice\.(?:[a-z]{2}\.)?measures", name))


def draft_follow_ups(desk: Desk, letters: list[Notice]) -> Iterator[Notice]:
    """One to each person who has a first letter, in the order of these."""
    if wanted(desk):
        for person in dict.fromkeys(one.person for one in letters):
            if person is not None:
                yield _follow_up(desk.people[person], desk)


def _follow_up(person: Person, desk: Desk) -> Notice:
    text = standing(choose(person, (), desk.region, desk.languages, (FOLLOW_UP,)))
    facing = face(person, desk.people, text.language, desk.home)
    fields = letter_fields(person, facing, text, desk)
    if sentences := told(fields.get("measures", "")):
        fields["measures"] = "\n".join(sentences.values())
    sections = chosen(text_at(text.place), circumstances(person, facing, (), fields, desk), frozenset())
    filled = fill(text, sections, fields, facing.voice)
    form, undeliverable = way(person, facing, ())
    draft = Notice(
        id=f"follow-up-{person.id}",
        form=form,
        recipient=FOLLOW_UP,
        jurisdiction=person.residence or "",
        duties=(),
        language=text.language,
        text_id=text.place,
        fields={name: fields[name] for name in (*text.fields, *LAYOUT) if name in fields}
        | {"voice": facing.voice, "greeting": facing.greeting}
        | ({"look": look} if (look := look_of(desk.settings).mark) else {}),
        sections=sections,
        person=person.id,
        address=facing.address,
        email=person.email,
        missing=(*undeliverable, *(text.fields.get(name, name) for name in filled.open)),
    )
    return replace(draft, missing=(*draft.missing, *desk.lint(text, sections, facing.voice, filled)))
