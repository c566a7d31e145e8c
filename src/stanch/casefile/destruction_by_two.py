"""Destroying the people list by the word of two: one asks on grounds, another confirms, and then it is done.

From a browser no single person can do what cannot be undone. The order of the one and the confirmation of the other stand in the journal,
beside what was destroyed. See ADR 0044 and ADR 0194.
"""

from __future__ import annotations

from stanch.casefile import decide, decisions, destruction
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, reader_of
from stanch.casefile.destruction import Destroyed
from stanch.errors import WrongCall

KIND, SUBJECT = "Destruction", "people list"
ASK, WITHDRAW = "ask for destruction", "withdraw destruction"


def asked(case: Case) -> Decision | None:
    """Who asked for it, when and on what grounds; null where nobody did, or it was withdrawn or done."""
    found = decisions.current(case.alias, KIND, [SUBJECT]).get(SUBJECT)
    return found if found and found.verdict == "asked" and not destruction.was_destroyed(case) else None


def ask(case: Case, *, by: str, grounds: str, confirmed: str, despite_open: bool = False) -> None:
    """Ask for it. Raises `WrongCall` where it may not be: without grounds or the right words, under a hold, with letters on their way."""
    destruction.refuse_if_destroyed(case)
    destruction.check(case, grounds, confirmed, despite_open=despite_open)
    decide.write(case, KIND, {SUBJECT: confirmed.strip()}, verdict="asked", by=by, grounds=grounds.strip(), action=ASK)


def withdraw(case: Case, *, by: str, grounds: str) -> None:
    """Take the request back. Raises `WrongCall` without grounds, or where there is none."""
    if asked(case) is None:
        raise WrongCall("nobody asked for this list to be destroyed", do="Nothing is to be done.")
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why it is not to be destroyed; it stands in the journal.")
    decide.write(case, KIND, {SUBJECT: ""}, verdict="withdrawn", by=by, grounds=grounds.strip(), action=WITHDRAW)


def confirm(case: Case, *, by: str, confirmed: str, alone: bool, despite_open: bool = False) -> Destroyed:
    """Confirm what another person asked for: the list is destroyed. `alone`: there is nobody else to ask.

    Raises `WrongCall` where nobody asked, where the same person did, and whatever `destruction.destroy_people` refuses. Cut off in between,
    the same call finishes it.
    """
    first = asked(case)
    if first is None:
        raise WrongCall("nobody asked for this list to be destroyed", do="One person asks, on grounds; another confirms.")
    if reader_of(first.decided_by) == reader_of(by) and not alone:
        raise WrongCall("you are the one who asked", do="Somebody else must confirm it: one person alone destroys nothing.")
    said = f"{first.grounds} (asked for by {first.decided_by}, journal entry {first.entry}; confirmed by {by})"
    return destruction.destroy_people(case, by=by, grounds=said, confirmed=confirmed, despite_open=despite_open)
