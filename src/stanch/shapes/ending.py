"""The end of a case: the register of breaches, closing, destruction, what came back, the words of letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """A record that a law has us keep. `until`: the day up to which, counted from the end of the case; empty where no law names a time."""

    jurisdiction: str
    law: str
    kind: str
    cite: str
    is_owed: bool
    years: int | None
    until: str
    decided_by: str
    grounds: str


@dataclass(frozen=True, slots=True)
class RegisterTold:
    """Who was to be told under which law by when, and what was decided on what grounds."""

    duty: str
    jurisdiction: str
    recipient: str
    cite: str
    due: datetime | None
    status: str
    decided_by: str
    decided_at: datetime | None
    grounds: str


@dataclass(frozen=True, slots=True)
class Register:
    """The breach as the register has it: facts, effects and the remedial action (GDPR Art. 33(5)), a line for each."""

    reference: str
    organisation: str
    discovered: date | None
    facts: list[str]
    effects: list[str]
    measures: list[str]
    people: int
    people_told: int
    told: list[RegisterTold]
    open_questions: int
    records: list[RegisterRecord]
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """Whether the case is closed, since when, by whom and why. `open`: what is not (or was not) finished, by what it is.

    Whoever closes it names the revision.
    """

    is_closed: bool
    at: datetime | None
    by: str
    grounds: str
    open: dict[str, int]
    revision: str


@dataclass(frozen=True, slots=True)
class DestructionProof:
    """An entry of the journal that shows what was destroyed."""

    entry: int
    at: datetime
    by: str
    action: str
    people: int
    counts: dict[str, int]
    grounds: str
    code: str


@dataclass(frozen=True, slots=True)
class Destruction:
    """How the destruction of the people list stands: `none`, `asked`, `begun` (confirmed, and not at its end), `done`; the words that must
    be given.

    `remaining`: what of the list is still there, looked for just now; only where it is done. While it is under way it is at `gone` of `of`
    rows and files; `fault` tells why it ended early.
    """

    state: str
    asked_by: str
    asked_at: datetime | None
    grounds: str
    words: str
    against: list[str]
    proof: list[DestructionProof]
    remaining: list[str]
    gone: int = 0
    of: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CameBackState:
    """A letter or e-mail that came back and was not tried again, and the newest address known since, as its lines."""

    person: str
    piece: str
    channel: str
    attempt: int
    state: str
    at: datetime | None
    why: str
    newer: list[str]


@dataclass(frozen=True, slots=True)
class Returns:
    """A page of what came back; of all, how many second attempts would be queued, and for how many no newer address is known."""

    came_back: list[CameBackState]
    page: int
    pages: int
    total: int
    second_attempts: int
    no_newer_address: int


@dataclass(frozen=True, slots=True)
class Substitute:
    """What one law says of those who cannot be reached one by one; `given`: when and where substitute notice was given.

    Whoever records that names the revision.
    """

    duty: str
    jurisdiction: str
    cite: str
    unreached: int
    owed: int
    met: bool
    why: str
    ways: list[str]
    due: datetime | None
    remaining_hours: float | None
    given: str
    revision: str


@dataclass(frozen=True, slots=True)
class Substitutes:
    """Those laws under which somebody is unreached, the shortest clock first."""

    substitutes: list[Substitute]


@dataclass(frozen=True, slots=True)
class WordedText:
    """A text of letters: how many notices use it, the version that stands (0: as Stanch brings it), whether words wait."""

    place: str
    name: str
    notices: int
    version: int
    waits: bool


@dataclass(frozen=True, slots=True)
class WordedTexts:
    """All texts that can be worded."""

    texts: list[WordedText]


@dataclass(frozen=True, slots=True)
class WordsWaiting:
    """Words that wait for a second person: by whom, why, what the checks said, and the new words by their places.

    `lost`: contents that a law demands and letters would lack, with how many letters; `vouched`: what no program can see in the new words.
    Whoever answers names `entry`. `state` is `checking` until every letter was checked, then `waiting`, or `broken` where letters would
    lack what a law demands; `stopped` where somebody ended the check. `stale`: the case has changed since. While a check is under way it is
    `done` of `of` letters; `fault` tells why the last one ended early.
    """

    place: str
    version: int
    by: str
    at: datetime
    grounds: str
    letters: int
    lost: dict[str, int]
    told: dict[str, int]
    vouched: list[str]
    parts: dict[str, str]
    needs_counsel: bool
    entry: int
    state: Literal["checking", "waiting", "broken", "stopped"] = "waiting"
    stale: bool = False
    done: int = 0
    of: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class WordsAnswered:
    """What stands after words were approved or refused."""

    place: str
    version: int
