"""What goes in, as the document of the API shows it. A field that is not named here is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Given(Schema):
    """A body."""

    model_config = ConfigDict(extra="forbid", str_max_length=100_000)


GROUNDS = Field(min_length=1, max_length=2000)
REVISION = Field(max_length=80)


class FactGiven(Given):
    """One fact. `known_at`: when it became known, by default now. `revision` is that of the fact as it was seen."""

    value: Any
    source: str = Field(min_length=1, max_length=500)
    known_at: datetime | None = None
    grounds: str = Field("", max_length=2000)
    revision: str = REVISION


class ValueGiven(Given):
    """A value to look ahead with; nothing is kept."""

    value: Any


class DutySigned(Given):
    """A decision on a duty."""

    verdict: Literal["confirmed", "fulfilled", "declined", "open"]
    grounds: str = GROUNDS
    revision: str = REVISION


class NoticeDecided(Given):
    """Approve a notice, or hold it."""

    verdict: Literal["approved", "held"]
    grounds: str = Field("", max_length=2000)
    revision: str = REVISION


class ActionDecided(Given):
    """Close an action with its proof, or open it again with what was found."""

    verdict: Literal["done", "reopened"]
    grounds: str = GROUNDS
    revision: str = REVISION


class OptionChosen(Given):
    """The way in which people are told."""

    option: str = Field(max_length=100)
    grounds: str = GROUNDS
    revision: str = REVISION


class PersonSeen(Given):
    """A person as they were seen."""

    id: str = Field(max_length=200)
    revision: str = REVISION


class PeopleRuled(Given):
    """A decision on people: they are one, they are different, or this is no affected person."""

    verdict: Literal["merge", "apart", "drop"]
    people: list[PersonSeen] = Field(min_length=1, max_length=100)
    grounds: str = GROUNDS


class WorkAsked(Given):
    """What is to be done: the line walked for what has changed, and then the papers written."""

    report: bool = False
