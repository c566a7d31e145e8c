"""The wall sheet: clocks and next steps on two printed pages, for a wall that everybody passes.

It names nobody who is affected: walls are seen by whoever comes by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stanch.records import Containment, Duty
from stanch.report.contents import Contents, place_name
from stanch.report.paper import PRACTICE
from stanch.report.phrase import Phrase
from stanch.report.press import set_in_type
from stanch.report.wording import deadline, moment, next_things, recipient, remaining

LAYOUT = "layout/wall.typ"
PAPERS = {"a4": "a4", "letter": "us-letter"}
MOST_CLOCKS, MOST_STEPS, MOST_FIRST = 9, 5, 7
LONGEST = 190  # characters of a line; rows cut what is longer, and a cut word helps nobody
# What a sheet says of itself; a caller with another language says it in that.
LABELS = {
    "title": "Breach response: the wall sheet",
    "clocks_heading": "What runs out when",
    "no_clock": "No clock runs yet. Find out on which day the breach was first known.",
    "steps_heading": "What is done next",
    "no_step": "Nothing is on the list yet.",
    "done_by": "done by, at:",
    "first_heading": "In the first hours, in this order",
}
Say = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A clock: how long is left, when it runs out, whom to tell, because of which section; `sure` unless it turns on a question."""

    left: str
    due: str
    tell: str
    cite: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what, who, why."""

    do: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Wall:
    """A whole sheet. `labels` are its own words; `first` are the steps of the first hours; `more` says what found no room."""

    labels: dict[str, str]
    under: str
    clocks: tuple[Row, ...]
    more: str
    steps: tuple[Step, ...]
    first: tuple[str, ...]
    foot: str
    banner: str


def sheet(contents: Contents, *, say: Say = str, at: Callable[[datetime | None], str] = moment, first_hours: bool = True) -> Wall:
    """The sheet of a case at the moment of `contents`; `say` and `at` say our own texts and moments in another language."""
    duties = contents.clocks
    more = len(duties) - MOST_CLOCKS
    first = sorted(_still(contents), key=lambda step: step.order) if first_hours else []
    return Wall(
        labels={name: say(text) for name, text in LABELS.items()},
        under=_cut(contents.facts.org.name or ""),
        clocks=tuple(_row(duty, contents, say, at) for duty in duties[:MOST_CLOCKS]),
        more=say(Phrase("And %(number)s more: see the list of duties.", number=more)) if more > 0 else "",
        steps=tuple(Step(_cut(say(one.do)), say(one.who), _cut(say(one.why))) for one in next_things(contents)[:MOST_STEPS]),
        first=tuple(_cut(say(step.do)) for step in first[:MOST_FIRST]),
        foot=say(Phrase("As of %(moment)s. Print it again when something has changed.", moment=contents.now)),
        banner=say(PRACTICE) if contents.practice else "",
    )


def _still(contents: Contents) -> list[Containment]:
    return [step for step in contents.attack.containment if step.id not in contents.taken]


def pdf(wall: Wall, *, paper: str, language: str, now: datetime) -> bytes:
    """The sheet as PDF/UA-1 on `a4` or `letter`. Raises `StanchError` where it cannot be set."""
    content = {
        **wall.labels,
        "author": "Stanch",
        "paper": PAPERS[paper],
        "language": language,
        "under": wall.under,
        "more": wall.more,
        "foot": wall.foot,
        "banner": wall.banner,
        "clocks": [{"left": one.left, "due": one.due, "tell": one.tell, "cite": one.cite, "sure": one.sure} for one in wall.clocks],
        "steps": [{"do": one.do, "who": one.who, "why": one.why} for one in wall.steps],
        "first": list(wall.first),
    }
    return set_in_type(LAYOUT, "wall.json", content, now)


def a4(contents: Contents, path: Path) -> None:
    """wall-a4.pdf."""
    path.write_bytes(pdf(sheet(contents), paper="a4", language="en", now=contents.now))


def letter(contents: Contents, path: Path) -> None:
    """wall-letter.pdf."""
    path.write_bytes(pdf(sheet(contents), paper="letter", language="en", now=contents.now))


def _row(duty: Duty, contents: Contents, say: Say, at: Callable[[datetime | None], str]) -> Row:
    due = duty.deadline.due if duty.deadline else None
    whom = {"whom": recipient(duty.recipient), "place": place_name(duty.jurisdiction)}
    # Three card brands ask each for itself: without the name they are one line three times.
    tell = (
        Phrase("Tell %(whom)s (%(place)s): %(name)s.", **whom, name=duty.name)
        if duty.name
        else Phrase("Tell %(whom)s (%(place)s).", **whom)
    )
    sure = duty.required is True
    cite = duty.cite if sure else Phrase("%(cite)s, only if its question is answered yes", cite=duty.cite)
    left = say(remaining(due, contents.now)) if due else say(deadline(duty))
    return Row(left, at(due) if due else "", _cut(say(tell)), _cut(say(cite)), sure)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
