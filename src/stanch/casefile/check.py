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

ROWS = 2000  # rows read at a time
DECIDED = ("kind", "subject", "verdict", "grounds", "revision", "decided_by", "entry")


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
    from stanch.casefile.store import Digest, digest_of

    said: dict[str, tuple[int, str]] = {}
    for entry in case.journal.each("put"):
        details = json.loads(entry.details)
        said[entry.subject] = details["rows"], details["digest"]
    for kind, table in TABLES.items():
        held = Digest()
        # One after another: a million letters are some gigabytes.
        for text in table.model.objects.using(case.alias).order_by("place").values_list("record", flat=True).iterator(chunk_size=ROWS):
            held.add(text)
        rows, digest = said.get(kind.__name__, (0, digest_of([])))
        if (held.count, held.value) != (rows, digest):
            yield f"the table of {kind.__name__} holds {held.count} rows that are not the {rows} the journal tells of"
    stated = [json.loads(entry.details)["digest"] for entry in case.journal.each("facts")]
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

    counted: dict[int, int] = {}
    number, actor, details = 0, None, {}  # one entry may hold the decisions on a million notices, which stand together
    rows = DecisionRow.objects.using(case.alias).order_by("id").values_list(*DECIDED)
    for kind, subject, verdict, grounds, revision, by, of_entry in rows.iterator(chunk_size=ROWS):
        if of_entry != number:
            number, actor, details = of_entry, *_entry(case, of_entry)
        counted[number] = counted.get(number, 0) + 1
        told = (details.get("verdict"), details.get("grounds"), details.get("subjects", {}).get(subject), actor)
        if told != (verdict, grounds, revision, by):
            yield f"the decision on {kind} {subject} is not what journal entry {number} tells of"
    for entry in case.journal.each():
        subjects = json.loads(entry.details).get("subjects") if entry.action != "put" else None
        if subjects and counted.get(entry.sequence, 0) != len(subjects):
            yield f"decisions of journal entry {entry.sequence} were removed"


def _entry(case: Case, sequence: int) -> tuple[str | None, dict[str, Any]]:
    """Who made an entry, and what it tells; nobody and nothing where there is none."""
    found = case.journal.entry(sequence)
    return (found.actor, json.loads(found.details)) if found else (None, {})


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
