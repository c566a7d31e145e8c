"""The end of a case: closed with a reason and with what is still open before one's eyes, and opened again.

A closed case is read and kept, not changed: the journal takes no entry but those of looking, of keeping it whole, of the litigation hold
and of destruction at the end of retention. Both decisions stand in the journal; see ADR 0194.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stanch.casefile import decisions, glance
from stanch.casefile.prepared import Question
from stanch.errors import Changed, WrongCall

if TYPE_CHECKING:
    from stanch.casefile.case import Case

KIND, SUBJECT = "Case", "case"
CLOSED, REOPENED = "closed", "reopened"
CLOSE, REOPEN = "close case", "reopen case"
# What goes on in a closed case. Whatever is not named here changes the case, and is refused.
GOES_ON = frozenset(
    {
        # looking, and taking what may be taken
        "reveal value", "reveal sample", "show person", "preview notice", "print sample", "export", "export people", "export addresses",
        "export custody", "export proof of sending", "write text for counsel", "write counsel's pack", "write containment",
        "write public page", "write call-centre pack", "write report", "remove report", "refused",
        # keeping it whole
        "verify", "verify custody", "verify journal", "verify journal at night", "time stamp", "forward journal", "restore",
        "anchor accepted", "serve portal",
        # who may come in
        "sign in to portal", "sign out of portal", "sign-in refused", "change password", "add second factor", "remove second factor",
        "second factor refused", "make token", "revoke token", "make calendar link", "revoke calendar link",
        "invite", "withdraw invitation", "join", "remove member", "end sessions",
        "break glass", "give rights back", "see broken glass", "decide by program",
        # what retention asks for
        "give hold notice", "acknowledge hold notice", "release from hold", "ask for destruction",
        "confirm destruction", "withdraw destruction",
        "order destruction", "destroy people list", CLOSE, REOPEN,
    }
)  # fmt: skip
_ordered: ContextVar[bool] = ContextVar("ordered", default=False)


@dataclass(frozen=True, slots=True)
class Closing:
    """That a case is closed: when, by whom, on what grounds; `left` is what was open then, by what it is."""

    at: datetime
    by: str
    grounds: str
    left: dict[str, int]
    entry: int


def closed(case: Case) -> Closing | None:
    """How and when the case was closed; null while it is open."""
    found = decisions.current(case.alias, KIND, [SUBJECT]).get(SUBJECT)
    if found is None or found.verdict != CLOSED:
        return None
    from stanch.casefile.models import JournalRow

    entry = JournalRow.objects.using(case.alias).filter(sequence=found.entry, action=CLOSE).first()
    told = json.loads(entry.details)["left"] if entry else {}
    left = {name: told[name] for name in WORDS if name in told}
    return Closing(found.decided_at, found.decided_by, found.grounds, left, found.entry)


def is_closed(alias: str) -> bool:
    """Whether the case of this database is closed."""
    if not glance.is_look():
        return bool(_CLOSED.ask(alias))
    found = decisions.current(alias, KIND, [SUBJECT]).get(SUBJECT)
    return found is not None and found.verdict == CLOSED


def _closings() -> Any:
    from stanch.casefile.models import DecisionRow

    return DecisionRow.objects.filter(kind=KIND, subject=SUBJECT, is_current=True, verdict=CLOSED).values_list("id")[:1]


_CLOSED = Question(_closings)


def refuse_if_closed(alias: str, action: str = "") -> None:
    """Raise `WrongCall` where the case is closed and this is not what goes on then."""
    if action not in GOES_ON and not _ordered.get() and is_closed(alias):
        raise WrongCall("this case is closed", do="It can be read. To change anything, an owner opens it again: `stanch reopen -C CASE`.")


@contextmanager
def by_order() -> Iterator[None]:
    """Within it a closed case is changed all the same: what retention orders, and a case that is made from an export."""
    token = _ordered.set(True)
    try:
        yield
    finally:
        _ordered.reset(token)


def still_open(case: Case, *, now: datetime) -> dict[str, int]:
    """What is not finished, by what it is, with how many; empty where nothing is."""
    from stanch.casefile import holding, ledger, own, returned, two_readers
    from stanch.casefile.duties import duty_states
    from stanch.records import Action

    states = [one for one in duty_states(case, now=now) if one.is_running]
    there = ledger.on_the_board(case)
    unfinished = {name: number for name, number in there.counts.items() if name not in DONE}
    given = returned.substitutes_given(case)
    found = {
        "duties_overdue": sum(one.status == "overdue" for one in states),
        "duties": sum(one.duty.required is True and one.status != "overdue" for one in states),
        "questions": sum(one.duty.required == "conditional" for one in states),
        "people": sum(unfinished.values()),
        "substitutes": sum(one.duty not in given for one in returned.substitutions(case)),
        "actions": sum(one.status != "done" for one in decisions.laid_over(case.alias, Action, case.store.get(Action))),
        "tasks": sum(one.is_open for one in own.tasks(case)),
        "second_readings": len(two_readers.waiting(case)),
        "held": sum(one.status != holding.RELEASED for one in holding.held(case)),
    }
    return {name: number for name, number in found.items() if number}


# States of people in which nothing is to be done for them any more.
DONE = ("substitute", "second_sent", "sent_mail", "sent_email", "set_aside", "nothing_owed")
# What each is, as commands and pages say it.
WORDS = {
    "duties_overdue": "Duties whose time has run out",
    "duties": "Duties that are not fulfilled",
    "questions": "Duties that turn on an open question",
    "people": "People who were not told yet",
    "substitutes": "Laws under which people could not be reached, without substitute notice",
    "actions": "Corrective actions that are not done",
    "tasks": "Tasks that are not done",
    "second_readings": "Decisions that wait for a second reader",
    "held": "People under the litigation hold",
}
PLACES = {
    "duties_overdue": "/duties", "duties": "/duties", "questions": "/duties", "people": "/notices/status",
    "substitutes": "/notices/returns",
    "actions": "/actions", "tasks": "/tasks", "second_readings": "/review/second", "held": "/counsel/hold",
}  # fmt: skip


def revision(case: Case, left: dict[str, int]) -> str:
    """What somebody who closes the case has before their eyes."""
    standing = decisions.current(case.alias, KIND, [SUBJECT]).get(SUBJECT)
    return hashlib.sha256(json.dumps([left, standing.entry if standing else 0], sort_keys=True).encode()).hexdigest()[:32]


def close(case: Case, *, by: str, grounds: str, now: datetime, despite_open: bool = False, seen: str | None = None) -> Closing:
    """Close the case. What is still open is told in the journal, and must have been seen: `despite_open` says so.

    Raises `WrongCall` without grounds, where it is closed already, or where something is open and nobody said that it may be;
    `Changed` where a form had `seen` another list.
    """
    from django.db import transaction

    from stanch.casefile import decide

    _need(grounds)
    with transaction.atomic(using=case.alias):
        if is_closed(case.alias):
            raise WrongCall("this case is closed already", do="`stanch close -C CASE` says since when, by whom and why.")
        left = still_open(case, now=now)
        if seen is not None and seen != revision(case, left):
            raise Changed("what is open has changed since you looked at it", do="Read the list again, then decide.")
        if left and not despite_open:
            told = "; ".join(f"{WORDS[name]}: {number}" for name, number in left.items())
            raise WrongCall(f"not everything is finished: {told}", do="Finish it first, or give --despite-open and say why in the grounds.")
        decide.write(case, KIND, {SUBJECT: ""}, verdict=CLOSED, by=by, grounds=grounds.strip(), action=CLOSE, more={"left": left})
    found = closed(case)
    assert found is not None  # noqa: S101 written just now
    return found


def reopen(case: Case, *, by: str, grounds: str) -> None:
    """Open it again. Raises `WrongCall` without grounds, or where it is open."""
    from django.db import transaction

    from stanch.casefile import decide

    _need(grounds)
    with transaction.atomic(using=case.alias):
        if not is_closed(case.alias):
            raise WrongCall("this case is open", do="Nothing is to be done.")
        decide.write(case, KIND, {SUBJECT: ""}, verdict=REOPENED, by=by, grounds=grounds.strip(), action=REOPEN)


def _need(grounds: str) -> None:
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say in a sentence what it rests on; it stands in the journal.")
