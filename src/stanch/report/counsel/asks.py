"""What counsel is asked to decide, each with a name of its own, its choices, and the form of the record that was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.records import Duty
from stanch.report.contents import place_name
from stanch.report.wording import deadline, moment, recipient

VERDICTS = ("confirmed", "declined", "fulfilled", "open")
YES_NO = ("yes", "no")
HOLD = "hold:notice"
DATE = "a date such as 2026-09-01"


@dataclass(frozen=True, slots=True)
class Ask:
    """One decision asked for.

    `ref` names it for good: a duty (`US-CA/individuals`), a fact (`fact:material`, of sets of data `data:encrypted`), a finding
    (`harm:US-FL`), or the hold. `choices` are the answers that fit (one of `DATE`: a date). `seen` marks the form of the record
    that was asked about: an answer to one that has changed since is refused. `turning`: how many duties turn on it.
    """

    ref: str
    asked: str
    choices: tuple[str, ...]
    why: str = ""
    seen: str = ""
    turning: int = 0

    @property
    def needs_grounds(self) -> bool:
        """Whether an answer must say what it rests on: all but plain facts."""
        return not self.ref.startswith(("fact:", "data:"))


def duty_asks(duties: Sequence[tuple[Duty, str]]) -> Iterator[Ask]:
    """One for each duty that is owed or open, with the mark of its form."""
    for duty, seen in duties:
        if duty.required is False:
            continue
        due = moment(duty.deadline.due) if duty.deadline and duty.deadline.due else deadline(duty)
        owed = "is owed" if duty.required is True else "may be owed"
        name = duty.name or recipient(duty.recipient)
        what = name if duty.recipient.startswith(("register:", "service:")) else f"telling {name}"
        asked = f"{place_name(duty.jurisdiction)}: {what} {owed} ({due}). Is it ours, and does it stand?"
        yield Ask(duty.id, asked, VERDICTS, duty.cite, seen)
