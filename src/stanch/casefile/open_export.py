"""A whole case written out in forms that anybody can read: JSON, CSV, and the incident in VERIS. Nothing of it needs Stanch.

What identifies people is masked, unless full values were ordered; what is privileged leaves with full values only. The evidence itself, the
passwords that open it, and accounts are never in it. `open_import` makes a new case from one with full values.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from stanch import __version__, safe_csv
from stanch.casefile import journal, known_people, report
from stanch.casefile.backup import one_moment
from stanch.casefile.case import Case
from stanch.casefile.decisions import laid_over
from stanch.casefile.masking import Mask
from stanch.casefile.open_form import (
    FILES,
    FINDINGS,
    FORMAT,
    JOURNAL,
    MANIFEST,
    PRIVILEGED,
    RECORDS,
    SCHEMAS,
    SHEETS,
    TABLES_FOLDER,
    VERSION,
    PlainTable,
    name_of,
    plain_tables,
)
from stanch.errors import WrongCall
from stanch.records import Attack, Facts, Finding, Person, from_json, to_plain
from stanch.report import veris

PAGE = 500  # rows that are held at a time
README_FILE = "README.txt"
README = """This is a case of data breach response, written out whole.

case.json        what this is: when it was made, whether values are masked, and each file with its SHA-256 and its number of rows
records/*.jsonl  what was found and drafted, a record a line, as it was made; schema/*.json says what each field is
tables/*.jsonl   what people did: facts with their history, decisions, deliveries, calls, codes, the journal
csv/*.csv        the same for a spreadsheet, with what was decided laid over the records
facts.json       the facts as they stand
veris.json       the incident in VERIS 1.4.0: kinds and numbers, no person
files/           what was handed in beside

Lines are UTF-8; moments are ISO 8601 with their zone; an empty cell is a value that is not known.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What left: rows by file, and the SHA-256 of `case.json`, which names that of every other file."""

    rows: dict[str, int]
    masked: bool
    sha256: str


@dataclass(slots=True)
class _Told:
    """A file as it is being written."""

    sha256: Any
    rows: int = 0


def folder(case: Case, target: Path, *, full: bool, by: str, grounds: str = "") -> Written:
    """Write into a new folder, or into a new ZIP file where the name ends so. Raises `WrongCall` where something is there already."""
    _check(case, target, full=full, grounds=grounds)
    if target.suffix.casefold() == ".zip":
        with target.open("xb") as stream:
            target.chmod(0o600)
            made: list[Written] = []
            try:
                for block in zipped(case, full=full, by=by, grounds=grounds, then=made.append):
                    stream.write(block)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
        return made[0]
    target.mkdir(mode=0o700)
    told: dict[str, _Told] = {}
    with one_moment(case.alias):
        for name, blocks in _members(case, told, full=full):
            place = target / name
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with place.open("xb") as stream:
                place.chmod(0o600)
                stream.writelines(blocks)
    return _journal(case, told, full=full, by=by, grounds=grounds)


def zipped(case: Case, *, full: bool, by: str, grounds: str = "", then: Callable[[Written], object] | None = None) -> Iterator[bytes]:
    """The same as blocks of a ZIP file, as they are made: nothing of it lies on the disk in the clear. `then` is told what left."""
    pipe, told = _Pipe(), dict[str, _Told]()
    with one_moment(case.alias), zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blocks in _members(case, told, full=full):
            entry = zipfile.ZipInfo(name, case.clock().timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with archive.open(entry, "w", force_zip64=True) as member:
                for block in blocks:
                    member.write(block)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()
    written = _journal(case, told, full=full, by=by, grounds=grounds)
    if then:
        then(written)


class _Pipe(io.RawIOBase):
    """What a ZIP archive is written into: whoever reads takes away what is there."""

    def __init__(self) -> None:
        super().__init__()
        self._held, self._at = bytearray(), 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, block: Any) -> int:
        """Keep a block until it is taken."""
        self._held += block
        self._at += len(block)
        return len(block)

    def tell(self) -> int:
        """How much was written in all."""
        return self._at

    def taken(self) -> bytes:
        """What was written since the last time."""
        block = bytes(self._held)
        self._held.clear()
        return block


def ordered(*, full: bool, grounds: str) -> None:
    """Raise `WrongCall` where full values would leave without an order."""
    if full and not grounds.strip():
        raise WrongCall("full values leave on an order only", do="Say who asked for them and why (--grounds); the journal keeps it.")


def _check(case: Case, target: Path, *, full: bool, grounds: str) -> None:
    ordered(full=full, grounds=grounds)
    if target.exists():
        raise WrongCall("something is there already", where=str(target), do="Name a new folder, or a new file that ends in .zip.")
    if not target.resolve().parent.is_dir():
        raise WrongCall("there is no such folder", where=str(target.parent), do="Make it first.")
    if target.resolve().is_relative_to(case.folder.resolve()):
        raise WrongCall("the export would lie inside the case’s folder", where=str(target), do="Name a place elsewhere.")


def _journal(case: Case, told: dict[str, _Told], *, full: bool, by: str, grounds: str) -> Written:
    rows = {name: one.rows for name, one in told.items() if name != MANIFEST}
    written = Written(rows, not full, told[MANIFEST].sha256.hexdigest())
    details = {"masked": not full, "files": len(rows), "rows": sum(rows.values()), "case.json": written.sha256}
    case.journal.append("export", "the whole case", by=by, details={**details, **({"grounds": grounds.strip()} if full else {})})
    return written


def _members(case: Case, told: dict[str, _Told], *, full: bool) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file with its content, in order: what it is first, so that something leaves before all names are known; `case.json` last,
    because it names the others.
    """
    told[README_FILE] = _Told(hashlib.sha256())
    yield README_FILE, _counted([README.encode()], told[README_FILE])
    mask = None if full else Mask(case)
    for name, lines in (*_of_tables(case, mask), *_of_records(case, mask), *_of_findings(case, mask), *_beside(case, mask)):
        told[name] = _Told(hashlib.sha256())
        yield name, _counted(lines, told[name])
    told[MANIFEST] = _Told(hashlib.sha256())
    manifest = json.dumps(_manifest(case, told, full=full), indent=1).encode() + b"\n"
    yield MANIFEST, _counted([manifest], told[MANIFEST])


def _counted(lines: Iterable[bytes], told: _Told) -> Iterator[bytes]:
    for line in lines:
        told.sha256.update(line)
        told.rows += 1
        yield line


def _manifest(case: Case, told: dict[str, _Told], *, full: bool) -> dict[str, Any]:
    head = case.journal.head()
    files = {name: {"sha256": one.sha256.hexdigest(), "rows": one.rows} for name, one in told.items() if name != MANIFEST}
    # A header is no row, and what is one document has none.
    for name, one in files.items():
        one["rows"] = one["rows"] - 1 if name.endswith(".csv") else one["rows"] if name.endswith(".jsonl") else 1
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "made_at": case.clock().isoformat(),
        "masked": not full,
        "case": head.case,
        "journal_entries": head.sequence,
        "journal_head": head.mac,
        "files": files,
    }


def _line(value: Any) -> bytes:
    # In ASCII alone, so that names that are no UTF-8 pass too.
    return json.dumps(value, ensure_ascii=True, sort_keys=True).encode() + b"\n"


def _sheet(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A CSV file, row by row; no cell of it is run by a spreadsheet program."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    yield ("\ufeff" + ",".join(f'"{one}"' for one in columns) + "\r\n").encode()
    for row in rows:
        writer.writerow([safe_csv.cell(_cell(row.get(column))) for column in columns])
        yield stream.getvalue().encode("utf-8", "backslashreplace")
        stream.seek(0)
        stream.truncate()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, list | tuple | dict) else value


def _of_records(case: Case, mask: Mask | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    from stanch.casefile.kinds import TABLES

    for kind in TABLES:
        columns = tuple(one.name for one in fields(kind))
        name = name_of(kind)
        yield f"{RECORDS}/{name}.jsonl", (_line(to_plain(one)) for one in _records(case, kind, mask, decided=False))
        yield f"{SHEETS}/{name}.csv", _sheet(columns, (to_plain(one) for one in _records(case, kind, mask, decided=True)))
        yield f"{SCHEMAS}/{name}.json", [json.dumps(msgspec.json.schema(kind), indent=1).encode() + b"\n"]


def _records(case: Case, kind: type[Any], mask: Mask | None, *, decided: bool) -> Iterator[Any]:
    """The records of a kind as they were made, or with what was decided laid over them; a page at a time."""
    from stanch.casefile.kinds import TABLES

    rows = TABLES[kind].model.objects.using(case.alias).order_by("place").values_list("record", flat=True).iterator(chunk_size=PAGE)
    while page := list(islice(rows, PAGE)):
        made = [from_json(kind, text) for text in page]
        for one in laid_over(case.alias, kind, made) if decided else made:
            yield mask.record(one) if mask else one


def _of_tables(case: Case, mask: Mask | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    for table in plain_tables():
        yield f"{TABLES_FOLDER}/{table.name}.jsonl", map(_line, _rows(case, table, mask))
        yield f"{SHEETS}/{table.name}.csv", _sheet(table.columns, _rows(case, table, mask))


def _rows(case: Case, table: PlainTable, mask: Mask | None) -> Iterator[dict[str, Any]]:
    rows = table.model.objects.using(case.alias).order_by("pk").values_list(*table.columns)
    for values in rows.iterator(chunk_size=PAGE):
        row = {name: one.isoformat() if hasattr(one, "isoformat") else one for name, one in zip(table.columns, values, strict=True)}
        if table.name == JOURNAL:
            row["details"] = json.loads(row["details"])
        if mask is None:
            yield row
        elif row.get("kind") not in PRIVILEGED:
            if row.get("action") in journal.PRIVILEGED:
                row["details"] = dict(journal.WITHHELD)
            yield mask.table(table.name, row)


def _of_findings(case: Case, mask: Mask | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    columns = tuple(one.name for one in fields(Finding) if mask is None or one.name not in ("text", "token"))
    if case.store.get_parts(FINDINGS) is not None:
        yield f"{FINDINGS}.jsonl", map(_line, _findings(case, columns, mask))
        yield f"{SHEETS}/{FINDINGS}.csv", _sheet(columns, _findings(case, columns, mask))
        yield f"{SCHEMAS}/{FINDINGS}.json", [json.dumps(msgspec.json.schema(Finding), indent=1).encode() + b"\n"]


def _findings(case: Case, columns: tuple[str, ...], mask: Mask | None) -> Iterator[dict[str, Any]]:
    parts = case.store.get_parts(FINDINGS)
    for found in parts.tables(list(columns)) if parts else ():
        for batch in found.to_batches(max_chunksize=PAGE):
            yield from (mask.plain(row) if mask else row for row in batch.to_pylist())


def _beside(case: Case, mask: Mask | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    facts, attacks = next(iter(case.store.get(Facts)), Facts()), case.store.get(Attack)
    people = _records(case, Person, None, decided=False)
    told = veris.incident(case.journal.head().case, facts, attacks[0] if attacks else Attack(), people, day=case.clock().date())
    shown = mask.plain if mask else lambda same: same
    yield "facts.json", [json.dumps(shown(to_plain(facts)), indent=1).encode() + b"\n"]
    yield "veris.json", [json.dumps(shown(told), indent=1).encode() + b"\n"]
    template = case.folder / report.TEMPLATE
    if template.is_file():
        yield f"{FILES}/{report.TEMPLATE}", [template.read_bytes()]
    if mask is None and (known := known_people.known(case)):
        yield f"{FILES}/known_people.jsonl", (_line({"names": one.names, "numbers": one.numbers}) for one in known)
