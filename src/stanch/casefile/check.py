"""Is the record of the case untouched? Checks every page of the database, the journal, its anchor, and the tables against it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch.casefile.case import Case
from stanch.errors import StanchError
from stanch.vault import Keys, sealed_file


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as Stanch left it. `where`: `database`, `journal`, `tables`, `deliveries`, `time stamps`, `parts`."""

    where: str
    what: str


def faults(case: Case) -> list[Fault]:
    """Everything that is wrong; empty: untouched."""
    from django.db import DatabaseError

    found: list[Fault] = []
    for where, check in CHECKS:
        try:
            found += [Fault(where, what) for what in check(case)]
        except DatabaseError as error:
            found.append(Fault(where, f"cannot be read: {error}"))
        except StanchError as error:
            found.append(Fault(where, str(error).replace("\n", " ")))
    return found


def _pages(case: Case) -> Iterator[str]:
    """Each page carries a code of its own (SQLCipher: HMAC-SHA512 a page); one changed byte and the page is refused."""
    from django.db import connections

    from stanch.casefile import framework

    if not framework.is_sealed_file(case.alias):
        # Pages are the server's; whoever changes rows there is told by the journal's chain and what it says of each table.
        return
    with connections[case.alias].cursor() as cursor:
        cursor.execute("PRAGMA cipher_integrity_check")
        yield from (str(row[0]) for row in cursor.fetchall())
        cursor.execute("PRAGMA integrity_check")
        yield from (str(row[0]) for row in cursor.fetchall() if row[0] != "ok")


def _journal(case: Case) -> Iterator[str]:
    yield from case.journal.faults()
    fault = case.journal.anchor_fault()
    if fault:
        yield fault


def _tables(case: Case) -> Iterator[str]:
    """What each table holds, against what the journal says was put into it last."""
    from stanch.casefile.kinds import TABLES
    from stanch.casefile.models import PartRow
    from stanch.casefile.store import digest_of

    said: dict[str, tuple[int, str]] = {}
    for entry in case.journal.entries():
        if entry.action == "put":
            details = json.loads(entry.details)
            said[entry.subject] = details["rows"], details["digest"]
    for kind, table in TABLES.items():
        texts = list(table.model.objects.using(case.alias).order_by("place").values_list("record", flat=True))
        rows, digest = said.get(kind.__name__, (0, digest_of([])))
        if (len(texts), digest_of(texts)) != (rows, digest):
            yield f"the table of {kind.__name__} holds {len(texts)} rows that are not the {rows} the journal tells of"
    stated = [json.loads(entry.details)["digest"] for entry in case.journal.entries() if entry.action == "facts"]
    if case.store.facts_digest() != (stated[-1] if stated else digest_of([])):
        yield "the facts are not what the journal tells of"
    for name, (_, digest) in said.items():
        if name.startswith("parts "):
            paths = (
                PartRow.objects.using(case.alias).filter(name=name.removeprefix("parts ")).order_by("place").values_list("path", flat=True)
            )
            if digest_of(paths) != digest:
                yield f"the list of {name} is not what the journal tells of"


def _parts(case: Case) -> Iterator[str]:
    """Each sealed file of bulk rows carries codes of its own; reading it to the end checks every one, the records of chunks too."""
    from stanch.casefile.models import PartRow
    from stanch.engine.chunk import is_whole_record

    for relative in PartRow.objects.using(case.alias).order_by("name", "place").values_list("path", flat=True):
        if not (case.folder / relative).exists():
            yield f"{relative} is missing; `stanch respond` makes it anew"
    for path in sorted(case.parts.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        whole = {".parquet": _is_whole_part, ".done": is_whole_record, ".lost": is_whole_record}.get(path.suffix)
        if whole and not whole(path, case.keys):
            again = "restore it from a backup" if "taken" in path.parts else "remove it, and `stanch respond` makes it anew"
            yield f"{path.relative_to(case.folder)} was altered; {again}"


def _is_whole_part(path: Path, keys: Keys) -> bool:
    import pyarrow as pa

    try:
        part = sealed_file(path, keys)
        for group in range(part.num_row_groups):
            part.read_row_group(group)
        with path.open("rb") as stream:
            # The first four bytes are read by nobody.
            return stream.read(4) == b"PARE"
    except (StanchError, OSError, pa.ArrowException):
        return False


def _decisions(case: Case) -> Iterator[str]:
    """Each decision against the entry that was written with it."""
    from stanch.casefile.models import DecisionRow

    entries = {entry.sequence: entry for entry in case.journal.entries()}
    parsed: dict[int, dict[str, Any]] = {}  # one entry may hold the decisions on a hundred thousand notices
    counted: dict[int, int] = {}
    for row in DecisionRow.objects.using(case.alias).order_by("id"):
        entry = entries.get(row.entry)
        if row.entry not in parsed:
            parsed[row.entry] = json.loads(entry.details) if entry else {}
        details = parsed[row.entry]
        counted[row.entry] = counted.get(row.entry, 0) + 1
        told = (
            details.get("verdict"),
            details.get("grounds"),
            details.get("subjects", {}).get(row.subject),
            entry.actor if entry else None,
        )
        if told != (row.verdict, row.grounds, row.revision, row.decided_by):
            yield f"the decision on {row.kind} {row.subject} is not what journal entry {row.entry} tells of"
    for entry in entries.values():
        subjects = json.loads(entry.details).get("subjects") if entry.action != "put" else None
        if subjects and counted.get(entry.sequence, 0) != len(subjects):
            yield f"decisions of journal entry {entry.sequence} were removed"


def _rulings(case: Case) -> Iterator[str]:
    """Each ruling on who is who against the decision that was written with it."""
    from stanch.casefile import rulings

    yield from rulings.faults(case.alias)


def _deliveries(case: Case) -> Iterator[str]:
    """What went out, against the entries that seal it."""
    from stanch.casefile.pieces import event_faults

    yield from event_faults(case)


def _stamps(case: Case) -> Iterator[str]:
    """Each time stamp against the entry that it was given for, and the roots that it is traced to."""
    from stanch.casefile import stamping

    yield from stamping.faults(case)


def _sums(case: Case) -> Iterator[str]:
    from stanch.casefile import sums

    yield from sums.faults(case)


CHECKS: tuple[tuple[str, Callable[[Case], Iterator[str]]], ...] = (
    ("database", _pages),
    ("journal", _journal),
    ("tables", _tables),
    ("tables", _decisions),
    ("tables", _rulings),
    ("tables", _sums),
    ("deliveries", _deliveries),
    ("time stamps", _stamps),
    ("parts", _parts),
)
