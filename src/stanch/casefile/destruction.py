"""At the end of retention: the people list is destroyed on order, and it can be shown that it was. Counts and decisions stay.

Gone: people, those set aside, lists handed in, doubtful pairs, letters, offers, codes, pieces and their events, newer
addresses, calls, the text and the findings taken from the evidence, passwords, known people, the report. Kept: the journal,
facts, duties, decisions and filings, and in the journal how many people of which residence there were, where they stood, what the
calendar knew of them (counts and days), and the hashes of what was destroyed. See ADR 0044.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stanch.casefile import closing, dates, framework, holding, keeping, report
from stanch.casefile.case import Case
from stanch.casefile.known_people import FILE as KNOWN_PEOPLE
from stanch.casefile.ledger import ledger
from stanch.casefile.log_hints import FILE as SUSPECTS
from stanch.casefile.passwords import FILE as PASSWORDS
from stanch.engine import Parts
from stanch.errors import StanchError, WrongCall
from stanch.records import Aside, DoubtfulPair, Listed, Notice, Offer, Person

ORDER, ACTION = keeping.ORDER, "destroy people list"
KINDS: tuple[type, ...] = (Person, DoubtfulPair, Offer, Aside, Listed)
PARTS = ("units", "findings", "logs", "logs_among")
OPEN = ("queued", "sending", "in_doubt", "handed", "printed")
BLOCK = 1 << 20
NOT_KNOWN = "not known"  # where somebody lives
NAMED = 5  # people under the hold whom a refusal names


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What is gone: rows by table, files, and the number of the journal's entry that says so."""

    people: int
    rows: dict[str, int]
    files: int
    entry: int


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
    """Raise `WrongCall` where the list was destroyed: whatever would read the evidence again, or count the people anew, would undo it."""
    if was_destroyed(case):
        raise WrongCall("the people list of this case was destroyed by order", where=str(case.folder), do="Make a new case to begin again.")


def destroy_people(case: Case, *, by: str, grounds: str, confirmed: str, despite_open: bool = False) -> Destroyed:
    """Destroy the list. Raises `WrongCall` without grounds or the right words, under a litigation hold, or while letters are on their way.

    Killed in between, the same call finishes it: each part is gone or not, and the last entry is written when all are.
    """
    with closing.by_order():
        return _destroyed(case, by, grounds, confirmed, despite_open=despite_open)


def _destroyed(case: Case, by: str, grounds: str, confirmed: str, *, despite_open: bool) -> Destroyed:
    check(case, grounds, confirmed, despite_open=despite_open)
    counted = ledger(case)
    residences, elements = Counter[str](), set[str]()
    for one in case.store.each(Person):
        residences[one.residence or NOT_KNOWN] += 1
        elements.update(one.elements)
    people = residences.total()
    before = {
        "people": people,
        "by residence": dict(sorted(residences.items())),
        "elements": sorted(elements),
        "by state": counted.counts,
        "pieces": counted.pieces,
        "digests": _digests(case),
        # Before the order: once it stands, nothing is counted and kept.
        **dates.lasting(case, now=case.clock()),
        "grounds": grounds,
    }
    case.journal.append(ORDER, by=by, details=before)
    rows = _rows(case)
    files = _files(case)
    _compact(case)
    left = remaining(case)
    if left:
        raise StanchError(f"not everything could be destroyed: {', '.join(left)}", where=str(case.folder), do="Run the same command again.")
    entry = case.journal.append(ACTION, by=by, details={"people": people, "rows": rows, "files": files, "grounds": grounds})
    return Destroyed(people, rows, files, entry)


def remaining(case: Case) -> list[str]:
    """What of the list is still there; empty when it is gone."""
    from django.db import connections

    from stanch.casefile import models

    tables = (models.KeptRow, models.PersonRow, models.DoubtfulPairRow, models.OfferRow, models.AsideRow, models.ListedRow, *_own_tables())
    left = [table.__name__ for table in tables if table.objects.using(case.alias).exists()]  # type: ignore[attr-defined]
    if models.NoticeRow.objects.using(case.alias).exclude(person="").exists():
        left.append("NoticeRow")
    if case.parts.exists() and any(path.is_file() for path in case.parts.rglob("*")):
        left.append("sealed parts")
    if _sealed_lists(case) or (case.folder / report.FOLDER).exists():
        left.append("report, passwords or known people")
    if framework.is_sealed_file(case.alias):
        with connections[case.alias].cursor() as cursor:
            cursor.execute("PRAGMA freelist_count")
            if cursor.fetchone()[0]:
                left.append("free pages of the database")
    else:
        left.append("whatever the server's own log and backups hold, until whoever keeps the server has removed them")
    return left


def check(case: Case, grounds: str, confirmed: str, *, despite_open: bool) -> None:
    """Whether it may be done. Raises `WrongCall` as `destroy_people` does."""
    from stanch.casefile.models import PieceRow

    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Name the end of retention, and that no litigation hold or claim stands against it.")
    kept = [one.name for one in holding.held(case) if one.status != holding.RELEASED]
    if kept:
        raise WrongCall(
            f"the litigation hold stands: {len(kept)} asked to keep what they have are not released ({', '.join(kept[:NAMED])})",
            do="Ask counsel; whoever lifts it releases them first, on grounds: `stanch counsel hold --release NAME`.",
        )
    wanted = confirmation(case)
    if confirmed.strip() != wanted:
        raise WrongCall("this was not confirmed", do=f'To go on, give --confirm "{wanted}". It cannot be undone.')
    on_the_way = PieceRow.objects.using(case.alias).filter(state__in=OPEN).count()
    if on_the_way and not despite_open:
        raise WrongCall(
            f"{on_the_way} letters are on their way or not accounted for", do="Reconcile them first, or give --despite-open and say why."
        )


def _digests(case: Case) -> dict[str, str]:
    from stanch.casefile.models import HoldingRow

    return dict(HoldingRow.objects.using(case.alias).order_by("kind").values_list("kind", "digest"))


def _own_tables() -> tuple[type, ...]:
    from stanch.casefile import models

    return (models.PieceRow, models.PieceEventRow, models.AddressRow, models.CodeRow, models.CallRow, models.DraftedRow)


def _rows(case: Case) -> dict[str, int]:
    """Empty the tables. The database overwrites what it deletes (secure_delete)."""
    from django.db import transaction

    from stanch.casefile.models import NoticeRow, StepRow

    gone: dict[str, int] = {}
    with transaction.atomic(using=case.alias):
        for kind in KINDS:
            gone[kind.__name__] = case.store.count(kind)
            case.store.put(kind, [])
        gone["Notice"] = NoticeRow.objects.using(case.alias).exclude(person="").count()
        case.store.put(Notice, [one for one in case.store.each(Notice) if one.person is None])
        for table in _own_tables():
            number, _ = table.objects.using(case.alias).all().delete()  # type: ignore[attr-defined]
            gone[table.__name__.removesuffix("Row")] = number
        for name in PARTS:
            if case.store.get_parts(name) is not None:
                case.store.put_parts(name, Parts((), case.keys))
        StepRow.objects.using(case.alias).all().delete()
        keeping.forget(case)
    return gone


def _files(case: Case) -> int:
    """Overwrite and remove sealed parts, passwords and the report; how many files."""
    count = 0
    for folder in (case.parts, case.folder / report.FOLDER, case.folder / report.MAKING):
        for path in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                count += 1
                _overwritten(path)
        if folder.is_dir() and folder != case.parts:
            folder.rmdir()
    for path in _sealed_lists(case):
        count += 1
        _overwritten(path)
    return count


def _sealed_lists(case: Case) -> list[Path]:
    """Passwords of locked evidence, the list of the company's own people, and suspects, where there are such."""
    return [path for path in (case.folder / PASSWORDS, case.folder / KNOWN_PEOPLE, case.folder / SUSPECTS) if path.exists()]


def _overwritten(path: Path) -> None:
    # On a disk that writes elsewhere (SSD, copy on write) this proves nothing; there the sealing does.
    if not path.is_symlink() and path.is_file():
        with path.open("r+b") as stream:
            left = path.stat().st_size
            while left > 0:
                left -= stream.write(bytes(min(left, BLOCK)))
            stream.flush()
            os.fsync(stream.fileno())
    path.unlink()


def _compact(case: Case) -> None:
    """Write the database anew, without the pages that became free, and empty its log."""
    from django.db import connections

    with connections[case.alias].cursor() as cursor:
        if not framework.is_sealed_file(case.alias):
            for table in sorted(connections[case.alias].introspection.table_names()):
                cursor.execute(f'VACUUM (FULL) "{table}"')
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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
