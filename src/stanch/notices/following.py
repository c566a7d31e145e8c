"""Letters that follow a first one: what was really done since, and the reminder before an offer of help ends.

What was done tells only what actions that are closed have changed. A line of what people say (`measures`) is the action's id, a colon,
and the sentence that the letter says; who may say it, and that the action is closed, is asked in the case (`casefile/following_up.py`).

A reminder goes to whoever has a code that ends within the days that a person named when ordering it (`remind`: the day of the order and
the last day that counts), and had not used it by that order. Who enrols later keeps the draft, and what sends leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stanch.notices.letters import FIRST, Desk, letter_to
from stanch.records import Notice, Offer, Person

FOLLOW_UP = "follow_up"
REMINDER = "reminder"
FOLLOWING = frozenset({FOLLOW_UP, REMINDER})  # letters that no law orders: where a person stands is where the first letter stands
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


def draft_follow_ups(desk: Desk, people: Iterable[str]) -> Iterator[Notice]:
    """One to each of these people, who have a first letter, in their order."""
    if wanted(desk):
        yield from (_follow_up(desk.people[person], desk) for person in people)


def _follow_up(person: Person, desk: Desk) -> Notice:
    # An offer that has ended is not told of any more.
    open_still = [one for one in desk.offers.get(person.id, ()) if one.enrol_by is None or one.enrol_by >= desk.day]
    return letter_to(person, (), desk, identity=f"follow-up-{person.id}", recipient=FOLLOW_UP, said=_measures_as_lines, offers=open_still)


def _measures_as_lines(fields: dict[str, str]) -> dict[str, str]:
    sentences = told(fields.get("measures", ""))
    return fields | ({"measures": "\n".join(sentences.values())} if sentences else {})


def reminding(value: str) -> tuple[date, date] | None:
    """The day of the order and the last day that counts, as `remind` holds them; None where nothing was ordered."""
    first, _, last = value.partition(" ")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


def ending(offers: Sequence[Offer], ordered: tuple[date, date]) -> Offer | None:
    """The offer of a person that ends first within the days ordered, and that was not used by then."""
    first, last = ordered
    found = [
        one
        for one in offers
        if one.code and one.enrol_by and first <= one.enrol_by <= last and not (one.activated_on and one.activated_on <= first)
    ]
    return min(found, key=lambda one: (one.enrol_by or last, one.service), default=None)


def draft_reminders(desk: Desk, people: Iterable[str]) -> Iterator[Notice]:
    """One to each of these people whose offer ends within the days ordered, for each such end once."""
    ordered = reminding(desk.settings.get("notice.remind", ""))
    if ordered is None:
        return
    for name in people:
        person = desk.people[name]
        if offer := ending(desk.offers.get(name, ()), ordered):
            identity = f"reminder-{offer.enrol_by:%Y%m%d}-{name}"
            yield letter_to(person, (), desk, identity=identity, recipient=REMINDER, offers=[offer])


def is_first(notice: Notice) -> bool:
    """Whether this is a first letter to a person."""
    return notice.person is not None and notice.recipient == FIRST
