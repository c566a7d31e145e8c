"""At the end of retention: the people list is destroyed on order, and it can be shown that it was. Counts and decisions stay.

Here is what may stand against it, how it stands, and the proof; `destroying` does it. Gone: people, those set aside, lists handed in,
doubtful pairs, letters, offers, codes, pieces and their events, newer addresses, calls, the text and the findings taken from the evidence,
passwords, known people, the report. Kept: the journal, facts, duties, decisions and filings, and in the journal how many people of which
residence there were, where they stood, what the calendar knew of them, and the hashes of what was destroyed. See ADR 0044.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stanch.casefile import framework, holding, keeping, report
from stanch.casefile.case import Case
from stanch.casefile.known_people import FILE as KNOWN_PEOPLE
from stanch.casefile.log_hints import FILE as SUSPECTS
from stanch.casefile.passwords import FILE as PASSWORDS
from stanch.errors import WrongCall

ORDER, ACTION = keeping.ORDER, "destroy people list"
UNDER_WAY = "destruction"  # under which name the case keeps an order that has not come to its end
OPEN = ("queued", "sending", "in_doubt", "handed", "printed")
NOT_KNOWN = "not known"  # where somebody lives
NAMED = 5  # people under the hold whom a refusal names


def confirmation(case: Case) -> str:
    """The words that must be given, so that nobody destroys the list of another case, or by a slip."""
    from stanch.casefile.models import CaseRow, PersonRow

    identity = CaseRow.objects.using(case.alias).get().identity
    ordered = [json.loads(entry.details)["people"] for entry in case.journal.entries() if entry.action == ORDER]
    # A run that was cut off is finished with the same words.
    count = max([PersonRow.objects.using(case.alias).count(), *ordered])
    return f"destroy {count} people of {identity[:8]}"


def was_destroyed(case: Case) -> bool:
    """Whether the people list of this case was destroyed; the line is then not walked any more."""
    from stanch.casefile.models import JournalRow

    return JournalRow.objects.using(case.alias).filter(action=ACTION).exists()


def is_ordered(case: Case) -> bool:
    """Whether it was ordered and has not come to its end: the line is not walked, for a walk would make the list again."""
    return case.store.fingerprint(UNDER_WAY) is not None


def destroyed(case: Case) -> tuple[int, date] | None:
    """How many people the list held, and on which day it was destroyed; null where it stands."""
    from stanch.casefile.models import JournalRow

    rows = JournalRow.objects.using(case.alias)
    last = rows.filter(action=ACTION).order_by("-sequence").first()
    if last is None:
        return None
    # A run that was cut off had ordered it for all, and found fewer when it was run again.
    people = max(json.loads(one.details)["people"] for one in rows.filter(action=ORDER))
    return people, datetime.fromisoformat(last.at).date()


def counted_before(case: Case) -> dict[str, Any] | None:
    """What the order told of a list that was destroyed (`people`, `by residence`, `by state`, `elements`); null where it stands."""
    from stanch.casefile.models import JournalRow

    if not was_destroyed(case):
        return None
    orders = [json.loads(one.details) for one in JournalRow.objects.using(case.alias).filter(action=ORDER)]
    # A run that was cut off had ordered it for all, and found fewer when it was run again.
    told: dict[str, Any] = max(orders, key=lambda one: int(one["people"]))
    return told


def refuse_if_destroyed(case: Case) -> None:
    """Raise `WrongCall` where the list was destroyed, or is being: whatever would read the evidence again, or count the people anew, would
    undo it.
    """
    if is_ordered(case):
        raise WrongCall("the people list of this case is being destroyed by order", where=str(case.folder), do="Have it finished first.")
    if was_destroyed(case):
        raise WrongCall("the people list of this case was destroyed by order", where=str(case.folder), do="Make a new case to begin again.")


def remaining(case: Case) -> list[str]:
    """What of the list may still be there; empty when it is gone."""
    left = left_here(case)
    if not framework.is_sealed_file(case.alias):
        left.append("whatever the server's own log and backups hold, until whoever keeps the server has removed them")
    return left


def left_here(case: Case) -> list[str]:
    """What of the list is still there, of what is Stanch's to destroy."""
    from django.db import connections

    from stanch.casefile import models

    tables = (models.KeptRow, models.PersonRow, models.DoubtfulPairRow, models.OfferRow, models.AsideRow, models.ListedRow, *own_tables())
    left = [table.__name__ for table in tables if table.objects.using(case.alias).exists()]  # type: ignore[attr-defined]
    if models.NoticeRow.objects.using(case.alias).exclude(person="").exists():
        left.append("NoticeRow")
    if case.parts.exists() and any(path.is_file() for path in case.parts.rglob("*")):
        left.append("sealed parts")
    if sealed_lists(case) or (case.folder / report.FOLDER).exists():
        left.append("report, passwords or known people")
    if framework.is_sealed_file(case.alias):
        with connections[case.alias].cursor() as cursor:
            cursor.execute("PRAGMA freelist_count")
            if cursor.fetchone()[0]:
                left.append("free pages of the database")
    return left


def check(case: Case, grounds: str, confirmed: str, *, despite_open: bool) -> None:
    """Whether it may be done. Raises `WrongCall` without grounds or the right words, and as `stands_against` does."""
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Name the end of retention, and that no litigation hold or claim stands against it.")
    stands_against(case, despite_open=despite_open)
    wanted = confirmation(case)
    if confirmed.strip() != wanted:
        raise WrongCall("this was not confirmed", do=f'To go on, give --confirm "{wanted}". It cannot be undone.')


def stands_against(case: Case, *, despite_open: bool) -> None:
    """Raise `WrongCall` under a litigation hold, or while letters are on their way."""
    from stanch.casefile.models import PieceRow

    kept = [one.name for one in holding.held(case) if one.status != holding.RELEASED]
    if kept:
        raise WrongCall(
            f"the litigation hold stands: {len(kept)} asked to keep what they have are not released ({', '.join(kept[:NAMED])})",
            do="Ask counsel; whoever lifts it releases them first, on grounds: `stanch counsel hold --release NAME`.",
        )
    on_the_way = PieceRow.objects.using(case.alias).filter(state__in=OPEN).count()
    if on_the_way and not despite_open:
        raise WrongCall(
            f"{on_the_way} letters are on their way or not accounted for", do="Reconcile them first, or give --despite-open and say why."
        )


def own_tables() -> tuple[type, ...]:
    """The tables that hold nothing but what goes."""
    from stanch.casefile import models

    return (models.PieceRow, models.PieceEventRow, models.AddressRow, models.CodeRow, models.CallRow, models.DraftedRow)


def sealed_lists(case: Case) -> list[Path]:
    """Passwords of locked evidence, the list of the company's own people, and suspects, where there are such."""
    return [path for path in (case.folder / PASSWORDS, case.folder / KNOWN_PEOPLE, case.folder / SUSPECTS) if path.exists()]


def certificate(case: Case) -> str:
    """What can be shown afterwards: the order and its execution, with their journal codes, as JSON."""
    told = [
        {
            "entry": entry.sequence,
            "at": entry.at,
            "by": entry.actor,
            "action": entry.action,
            "details": json.loads(entry.details),
            "code": entry.mac,
        }
        for entry in case.journal.entries()
        if entry.action in (ORDER, ACTION)
    ]
    return json.dumps({"case": case.journal.head().case, "entries": told, "remaining": remaining(case)}, ensure_ascii=False, indent=1)
