"""The people list is destroyed as ordered: what was there is told in the journal, rows and files go lot by lot, and the proof is written.

The order is kept in the case until all is gone. Cut off in between, `carry_out` finishes it and ends in the same state: what was there is
counted once, before the first row goes. See ADR 0044 and ADR 0198.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from stanch.casefile import closing, dates, destruction, framework, keeping, report
from stanch.casefile.case import Case
from stanch.casefile.destruction import ACTION, NOT_KNOWN, ORDER, UNDER_WAY
from stanch.casefile.ledger import ledger
from stanch.engine import Parts
from stanch.engine.bench import Progress, silent
from stanch.errors import StanchError
from stanch.records import Aside, DoubtfulPair, Listed, Notice, Offer, Person

KINDS: tuple[type, ...] = (Person, DoubtfulPair, Offer, Aside, Listed)
PARTS = ("units", "findings", "logs", "logs_among")
BLOCK = 1 << 20
LOT = 2000  # rows of one transaction: others write between two
GOING = "rows and files"  # what is counted while they go


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What is gone: rows by table, files, and the number of the journal's entry that says so."""

    people: int
    rows: dict[str, int]
    files: int
    entry: int


@dataclass(frozen=True, slots=True)
class _Order:
    """Who ordered it on what grounds; how many people, rows and files there were (null until they are counted)."""

    by: str
    grounds: str
    despite_open: bool
    people: int | None = None
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0


def destroy_people(
    case: Case, *, by: str, grounds: str, confirmed: str, despite_open: bool = False, progress: Progress = silent
) -> Destroyed:
    """Destroy the list. Raises `WrongCall` without grounds or the right words, under a litigation hold, or while letters are on their way.

    Killed in between, the same call finishes it: each part is gone or not, and the last entry is written when all are.
    """
    destruction.check(case, grounds, confirmed, despite_open=despite_open)
    order(case, by=by, grounds=grounds, despite_open=despite_open)
    return carry_out(case, progress=progress)


def order(case: Case, *, by: str, grounds: str, despite_open: bool) -> None:
    """Keep the order in the case; one that has begun stays as it was counted."""
    before = _ordered(case)
    _keep(case, replace(before, by=by, grounds=grounds, despite_open=despite_open) if before else _Order(by, grounds, despite_open))


def is_begun(case: Case) -> bool:
    """Whether something may be gone already, and not all is."""
    found = _ordered(case)
    return found is not None and found.people is not None


def forget_order(case: Case) -> None:
    """Take back an order of which nothing was done."""
    from stanch.casefile.models import StepRow

    if not is_begun(case):
        StepRow.objects.using(case.alias).filter(name=UNDER_WAY).delete()


def _ordered(case: Case) -> _Order | None:
    told = case.store.fingerprint(UNDER_WAY)
    return None if told is None else _Order(**json.loads(told))


def _keep(case: Case, one: _Order) -> None:
    case.store.set_fingerprint(UNDER_WAY, json.dumps(asdict(one)))


def carry_out(case: Case, *, progress: Progress = silent) -> Destroyed:
    """Do, or finish, what was ordered; `progress` is told how far it is, and may end it between two lots.

    Raises `WrongCall` under a litigation hold or while letters are on their way, `StanchError` where nothing was ordered, or something is
    left.
    """
    with closing.by_order():
        found = _ordered(case)
        if found is None:
            raise StanchError("nobody ordered the people list to be destroyed", where=str(case.folder), do="Nothing is to be done.")
        destruction.stands_against(case, despite_open=found.despite_open or found.people is not None)
        if found.people is None:
            found = _counted(case, found)
        return _done(case, found, progress)


def _counted(case: Case, one: _Order) -> _Order:
    """Tell in the journal what there is, before the first row goes."""
    from django.db import transaction

    counted = ledger(case)
    residences, elements = Counter[str](), set[str]()
    for person in case.store.each(Person):
        residences[person.residence or NOT_KNOWN] += 1
        elements.update(person.elements)
    before = {
        "people": residences.total(),
        "by residence": dict(sorted(residences.items())),
        "elements": sorted(elements),
        "by state": counted.counts,
        "pieces": counted.pieces,
        "digests": _digests(case),
        # Before the order: once it stands, nothing is counted and kept.
        **dates.lasting(case, now=case.clock()),
        "grounds": one.grounds,
    }
    rows = {name: table.count() for name, table in _tables(case)}
    made = replace(one, people=residences.total(), rows=rows, files=sum(1 for _ in _files(case)))
    with transaction.atomic(using=case.alias):
        case.journal.append(ORDER, by=one.by, details=before)
        _keep(case, made)
    return made


def _done(case: Case, one: _Order, progress: Progress) -> Destroyed:
    from django.db import transaction

    from stanch.casefile.models import StepRow

    people, of = one.people or 0, sum(one.rows.values()) + one.files
    progress(GOING, 0, of)
    gone = _rows(case, progress, of)
    _wipe(case, progress, gone, of)
    progress(GOING, of, of)
    _compact(case)
    if left := destruction.left_here(case):
        raise StanchError(f"not everything could be destroyed: {', '.join(left)}", where=str(case.folder), do="Run the same command again.")
    with transaction.atomic(using=case.alias):
        told = {"people": people, "rows": one.rows, "files": one.files, "grounds": one.grounds}
        entry = case.journal.append(ACTION, by=one.by, details=told)
        StepRow.objects.using(case.alias).filter(name=UNDER_WAY).delete()
    return Destroyed(people, one.rows, one.files, entry)


def _digests(case: Case) -> dict[str, str]:
    from stanch.casefile.models import HoldingRow

    return dict(HoldingRow.objects.using(case.alias).order_by("kind").values_list("kind", "digest"))


def _tables(case: Case) -> list[tuple[str, Any]]:
    """What goes, as the journal names it, and its rows."""
    from stanch.casefile.kinds import TABLES
    from stanch.casefile.models import NoticeRow

    found: list[tuple[str, Any]] = [(kind.__name__, TABLES[kind].model.objects.using(case.alias).all()) for kind in KINDS]
    found.append(("Notice", NoticeRow.objects.using(case.alias).exclude(person="")))
    own = [(table.__name__.removesuffix("Row"), table.objects.using(case.alias).all()) for table in destruction.own_tables()]  # type: ignore[attr-defined]
    return found + own


def _rows(case: Case, progress: Progress, of: int) -> int:
    """Empty the tables a lot at a time, and at last what was noted of them; how many rows. The database overwrites what it deletes
    (secure_delete).
    """
    from django.db import transaction

    from stanch.casefile.models import StepRow

    gone: int = of - sum(table.count() for _, table in _tables(case)) - sum(1 for _ in _files(case))  # by a run that was cut off
    for _, table in _tables(case):
        while lot := list(table.order_by("pk").values_list("pk", flat=True)[:LOT]):
            with transaction.atomic(using=case.alias):
                table.filter(pk__in=lot).delete()
            gone += len(lot)
            progress(GOING, gone, of)
    with transaction.atomic(using=case.alias):
        for kind in KINDS:
            case.store.put(kind, [])
        case.store.put(Notice, [one for one in case.store.each(Notice) if one.person is None])
        for name in PARTS:
            if case.store.get_parts(name) is not None:
                case.store.put_parts(name, Parts((), case.keys))
        StepRow.objects.using(case.alias).exclude(name=UNDER_WAY).delete()
        keeping.forget(case)
    return gone


def _files(case: Case) -> Iterator[Path]:
    """Sealed parts, passwords and the report."""
    for folder in (case.parts, case.folder / report.FOLDER, case.folder / report.MAKING):
        yield from (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    yield from destruction.sealed_lists(case)


def _wipe(case: Case, progress: Progress, gone: int, of: int) -> None:
    """Overwrite and remove these files, and the folders that held them."""
    for done, path in enumerate(sorted(_files(case)), start=1):
        _overwritten(path)
        progress(GOING, gone + done, of)
    for folder in (case.parts, case.folder / report.FOLDER, case.folder / report.MAKING):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir()
        if folder.is_dir() and folder != case.parts:
            folder.rmdir()


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
