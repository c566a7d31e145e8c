"""Destroying the people list by the word of two: one asks on grounds, another confirms; then it is done, beside the pages.

From a browser no single person can do what cannot be undone. The order of the one and the confirmation of the other stand in the journal,
beside what was destroyed. See ADR 0044, ADR 0194 and ADR 0198.
"""

from __future__ import annotations

from stanch.casefile import decide, decisions, destroying, destruction
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, reader_of
from stanch.errors import WrongCall

KIND, SUBJECT = "Destruction", "people list"
ASK, CONFIRM, WITHDRAW = "ask for destruction", "confirm destruction", "withdraw destruction"


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
    """Take the request back, also a confirmed one of which nothing was done. Raises `WrongCall` without grounds, where there is none, or
    where something is gone already.
    """
    from django.db import transaction

    if destroying.is_begun(case):
        raise WrongCall("the destruction was begun", do="What is gone cannot be brought back: have it finished.")
    if asked(case) is None:
        raise WrongCall("nobody asked for this list to be destroyed", do="Nothing is to be done.")
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why it is not to be destroyed; it stands in the journal.")
    with transaction.atomic(using=case.alias):
        destroying.forget_order(case)
        decide.write(case, KIND, {SUBJECT: ""}, verdict="withdrawn", by=by, grounds=grounds.strip(), action=WITHDRAW)


def confirm(case: Case, *, by: str, confirmed: str, alone: bool, despite_open: bool = False) -> None:
    """Confirm what another person asked for: `destroying.carry_out` does it from here on. `alone`: there is nobody else to ask.

    Raises `WrongCall` where nobody asked, where the same person did, and whatever `destruction.check` refuses.
    """
    from django.db import transaction

    first = asked(case)
    if first is None:
        raise WrongCall("nobody asked for this list to be destroyed", do="One person asks, on grounds; another confirms.")
    if reader_of(first.decided_by) == reader_of(by) and not alone:
        raise WrongCall("you are the one who asked", do="Somebody else must confirm it: one person alone destroys nothing.")
    destruction.check(case, first.grounds, confirmed, despite_open=despite_open)
    said = f"{first.grounds} (asked for by {first.decided_by}, journal entry {first.entry}; confirmed by {by})"
    with transaction.atomic(using=case.alias):
        destroying.order(case, by=by, grounds=said, despite_open=despite_open)
        case.journal.append(CONFIRM, SUBJECT, by=by, details={"asked for in entry": first.entry})
