"""What counsel is asked to decide, each with a name of its own, its choices, and the form of the record that was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.records import Duty
from stanch.report.contents import place_name
from stanch.report.phrase import Phrase
from stanch.report.wording import deadline, recipient

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
        due = duty.deadline.due if duty.deadline and duty.deadline.due else deadline(duty)
        name = duty.name or recipient(duty.recipient)
        what = name if duty.recipient.startswith(("register:", "service:")) else Phrase("telling %(recipient)s", recipient=name)
        told = {"law": place_name(duty.jurisdiction), "what": what, "due": due}
        if duty.required is True:
            asked = Phrase("%(law)s: %(what)s is owed (%(due)s). Is it ours, and does it stand?", **told)
        else:
            asked = Phrase("%(law)s: %(what)s may be owed (%(due)s). Is it ours, and does it stand?", **told)
        yield Ask(duty.id, asked, VERDICTS, duty.cite, seen)
