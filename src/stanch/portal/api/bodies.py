"""What goes in, as the document of the API shows it. A field that is not named here is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

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
    """Approve a notice, hold it, or release it again."""

    verdict: Literal["approved", "held", "released"]
    grounds: str = Field("", max_length=2000)
    revision: str = REVISION


class ActionDecided(Given):
    """Close an action with its proof, or open it again with what was found."""

    verdict: Literal["done", "reopened"]
    grounds: str = GROUNDS
    revision: str = REVISION


class StepSaid(Given):
    """A step was taken, or was not after all; with who did it and how, as far as somebody says."""

    verdict: Literal["taken", "not_taken"]
    note: str = Field("", max_length=2000)
    revision: str = REVISION


class CauseJudged(Given):
    """The cause or a failed control was so, was not, or is open again; with what it is known by."""

    verdict: Literal["confirmed", "refuted", "open"]
    grounds: str = Field(max_length=2000)
    revision: str = REVISION


class ActionArranged(Given):
    """Who carries out an action, by when, at what cost, and which actions must be done first. What is not named stays."""

    owner: str | None = Field(None, max_length=200)
    due: date | None = None
    cost: float | None = Field(None, ge=0, le=1e12)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    after: list[str] | None = Field(None, max_length=50)
    grounds: str = Field("", max_length=2000)
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
    """A decision on people: they are one, they are different, or this is no affected person.

    `split`: the records of one person that `records` names are somebody else's; `write`: a letter goes although a list says no.
    """

    verdict: Literal["merge", "apart", "drop", "split", "write"]
    people: list[PersonSeen] = Field(min_length=1, max_length=100)
    records: list[str] = Field([], max_length=200)
    grounds: str = GROUNDS


class WorkAsked(Given):
    """What is to be done: the line walked for what has changed, and then the papers written."""

    report: bool = False


class TaskMade(Given):
    """A task. `blocks`: `action ID`, `duty ID`, `notice ID`, `notices`, `sending`, or empty."""

    text: str = Field(min_length=1, max_length=2000)
    blocks: str = Field("", max_length=300)
    who: str = Field("", max_length=200)
    due: date | None = None


class TaskEnded(Given):
    """A task is done, or need not be."""

    verdict: Literal["done", "withdrawn"]
    grounds: str = GROUNDS


class TemplateAsked(Given):
    """Which template the report in Word is written from: ours."""

    template: Literal["ours"]


class FieldDefined(Given):
    """A field of the organisation's own; one of the same key is defined anew."""

    key: str = Field(max_length=40)
    label: str = Field(min_length=1, max_length=200)
    kind: Literal["text", "date", "number", "yes_no", "choice"] = "text"
    choices: list[str] = Field([], max_length=100)
    needed_for: Literal["", "approve", "send", "close"] = ""
    why: str = Field("", max_length=2000)


class FieldFilled(Given):
    """A value of a field as text (a day as 2026-11-24); an empty one withdraws it."""

    value: str = Field(max_length=2000)
    source: str = Field("", max_length=500)
    revision: str = REVISION


class EntryNoted(Given):
    """An entry of the timeline; without `at` nobody knows when."""

    text: str = Field(min_length=1, max_length=2000)
    at: datetime | None = None
    source: str = Field("", max_length=500)


class FileComing(Given):
    """A file that is to come. `modified`: seconds since 1970; `either`: its own form tells whether it is a log.

    `folder`: where it lay (`HR/2025`); it becomes part of the name in custody.
    """

    name: str = Field(min_length=1, max_length=1000)
    folder: str = Field("", max_length=4000)
    size: int = Field(ge=0, le=10**15)
    role: Literal["evidence", "log", "either"] = "evidence"
    modified: float | None = Field(None, ge=0, le=10**10)


class PasswordsTold(Given):
    """Passwords of locked files; each is tried on every one of them."""

    passwords: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(min_length=1, max_length=200)


class OnGrounds(Given):
    """What a decision rests on."""

    grounds: str = GROUNDS


class SampleDrawn(Given):
    """The same seed draws the same sample again."""

    seed: int = Field(1, ge=1, le=99_999_999)


class FindingAnswered(Given):
    """Whether a finding is what it is called; of a table's the answer is for the column."""

    verdict: Literal["right", "wrong"]
    note: str = Field("", max_length=500)


class SecondWord(Given):
    """What a second reader says of what one said no to: the same (`no`), or that it `stays` as found."""

    verdict: Literal["no", "stays"]
    grounds: str = Field(min_length=1, max_length=2000)


class DoubtDecided(Given):
    """The answer to one doubt, or without `doubt` to all of the family."""

    family: str = Field(max_length=100)
    doubt: str = Field("", max_length=1000)
    verdict: Literal["one", "apart", "somebody", "nobody"]
    grounds: str = Field("", max_length=2000)


class LettersSaid(Given):
    """What is said, by language; under an empty language what holds in all of them. An empty text withdraws."""

    said: dict[str, str] = Field(max_length=20)
    revision: str = REVISION


class MeasureSaid(Given):
    """The sentence that people read, in one language, of an action that is closed."""

    action: str = Field(min_length=1, max_length=200)
    language: str = Field(min_length=2, max_length=5)
    sentence: str = Field(min_length=1, max_length=1000)
    revision: str = REVISION


class ReminderOrdered(Given):
    """Within how many days the terms end that are reminded of."""

    within: int = Field(ge=1, le=365)
    revision: str = REVISION


class FollowingTakenBack(Given):
    """What is taken back: all sentences, or the reminder."""

    what: Literal["measures", "reminder"]
    revision: str = REVISION


class DoubtsSettled(Given):
    """The doubts that letters may go with, in their whole words."""

    doubts: list[str] = Field(min_length=1, max_length=500)
    grounds: str = GROUNDS


class AllApproved(Given):
    """Every complete draft, as `seen` names them."""

    seen: str = Field(max_length=80)
    grounds: str = Field("", max_length=2000)


class CallTaken(Given):
    """A caller to be verified (`reference`, `postcode`, `born`), a call to be logged (`topic`, `note`), or both."""

    reference: str = Field("", max_length=40)
    postcode: str = Field("", max_length=20)
    born: int | None = Field(None, ge=1900, le=2100)
    topic: str = Field("", max_length=100)
    note: str = Field("", max_length=500)


class HoldGiven(Given):
    """The hold notice was given to these people; `how` says by what way."""

    names: list[str] = Field(min_length=1, max_length=1000)
    how: str = Field("", max_length=2000)


class HoldAnswered(Given):
    """Somebody acknowledged the hold and says what they hold, or counsel released them, with the grounds."""

    verdict: Literal["acknowledged", "released"]
    text: str = GROUNDS


class CaseEnded(Given):
    """Close the case (the revision is that of what is open as it was seen), or open it again."""

    verdict: Literal["closed", "reopened"]
    grounds: str = GROUNDS
    despite_open: bool = False
    revision: str = Field("", max_length=80)


class DestructionSaid(Given):
    """Ask for the people list to be destroyed, take that back, or confirm it with the words that `GET /destruction` gives."""

    verdict: Literal["ask", "withdraw", "confirm", "finish"]
    grounds: str = Field("", max_length=2000)
    confirmed: str = Field("", max_length=200)
    despite_open: bool = False


class TriedAgain(Given):
    """Queue the second attempts."""


class AddressTold(Given):
    """A newer address, and where it is from; the country as two letters, or empty for one's own."""

    street: str = Field("", max_length=200)
    city: str = Field("", max_length=200)
    state: str = Field("", max_length=200)
    postcode: str = Field("", max_length=20)
    country: str = Field("", max_length=2)
    email: str = Field("", max_length=254)
    source: str = Field(min_length=1, max_length=500)


class SubstituteGiven(Given):
    """On which day substitute notice was given, where it can be seen and until when."""

    on: date
    where: str = Field(min_length=1, max_length=2000)
    revision: str = REVISION


class WordsBack(Given):
    """An earlier version that is to stand again."""

    version: int = Field(ge=0, le=100_000)
    grounds: str = GROUNDS


class WordsChecked(Given):
    """Words that were handed in are to be checked (again), or their check is to end."""

    do: Literal["check", "stop"]


class WordsSaid(Given):
    """Words that wait stand, or do not; `entry` is that of what was seen."""

    verdict: Literal["approved", "refused"]
    entry: int = Field(ge=0, le=10**9)
    grounds: str = Field("", max_length=2000)
