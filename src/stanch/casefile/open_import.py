"""Makes a new case from an open export with full values: what was found, stated, drafted, decided and sent, and the journal of that case.

The new case has keys, an identity and a journal of its own. The entries of the other journal are taken into it with their moments and
actors, each with its number and hash there; an entry before them says from which file they came. Evidence is not in an export: until some
is handed in, the line is walked only from what was found on.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec
import pyarrow as pa

from stanch.casefile import case as cases
from stanch.casefile import closing, known_people, report
from stanch.casefile.case import Case
from stanch.casefile.open_form import (
    FILES,
    FINDINGS,
    FORMAT,
    JOURNAL,
    MANIFEST,
    RECORDS,
    TABLES_FOLDER,
    VERSION,
    PlainTable,
    name_of,
    plain_tables,
)
from stanch.casefile.pieces import SEALED_BY, digest_of_events
from stanch.engine.bench import Parts
from stanch.errors import StanchError, WrongCall
from stanch.extent.known_people import KnownPerson
from stanch.records import FINDING_SCHEMA, Evidence, Facts, Person, from_plain
from stanch.vault import sealed_writer

BROUGHT = "bring in case"
LONGEST_LINE = 64 << 20  # bytes; the longest record is a letter’s
LONGEST_MANIFEST = 4 << 20
BLOCK = 1 << 20
ROWS = 5000


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What was brought: people, entries of the journal, and from which export."""

    people: int
    entries: int
    sha256: str


def _clock() -> datetime:
    return datetime.now(UTC)


def is_brought(case: Case) -> bool:
    """Whether this case was made from an export, and no evidence has been handed in since."""
    from stanch.casefile.models import JournalRow

    return JournalRow.objects.using(case.alias).filter(action=BROUGHT).exists() and not case.store.count(Evidence)


def bring_in(source: Path, folder: Path, *, passphrase: str, by: str, clock: Callable[[], datetime] = _clock) -> tuple[Case, BroughtIn]:
    """A new case, open, from an export. Raises `WrongCall` where it is masked or of another form; `StanchError` where it is damaged."""
    with _Source.of(source) as given:
        manifest, mark = given.manifest()
        given.check(manifest)
        existed = folder.exists()
        case = cases.create(folder, passphrase=passphrase, org=None, by=by, now=clock(), clock=clock)
        try:
            # The case that is brought may be closed.
            with closing.by_order():
                return case, _taken(case, given, manifest, mark, by=by)
        except BaseException as error:
            _undo(case, existed=existed)
            if isinstance(error, msgspec.ValidationError | KeyError | ValueError | TypeError):
                raise StanchError(
                    f"this export holds what its form does not ({error})", where=str(source), do="Use an export as Stanch wrote it."
                ) from None
            raise


def _undo(case: Case, *, existed: bool) -> None:
    from stanch.casefile import server

    schema = server.schema_of(case.folder)
    if schema:
        server.drop_schema(case.alias, schema)
    case.close()
    for path in case.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if not existed:
        case.folder.rmdir()


class _Source:
    """A folder or a ZIP file. Only files that the manifest names are ever opened, and nothing is unpacked."""

    def __init__(self, path: Path, archive: zipfile.ZipFile | None) -> None:
        self._path, self._archive = path, archive

    @classmethod
    @contextmanager
    def of(cls, path: Path) -> Iterator[_Source]:
        """The source at a path. Raises `WrongCall` where it is neither."""
        if path.is_dir():
            yield cls(path, None)
            return
        try:
            with zipfile.ZipFile(path) as archive:
                yield cls(path, archive)
        except zipfile.BadZipFile:
            raise WrongCall("this is no export", where=str(path), do="Name the folder or the .zip that `stanch export` wrote.") from None

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One file of the export."""
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
            raise StanchError("the export names a file outside itself", where=str(self._path), do="Use an export as Stanch wrote it.")
        try:
            with self._archive.open(name) if self._archive else self._path.joinpath(*parts).open("rb") as stream:
                yield stream
        except (KeyError, FileNotFoundError):
            raise StanchError(f"{name} is missing", where=str(self._path), do="Use a whole copy of the export.") from None

    def manifest(self) -> tuple[Mapping[str, Any], str]:
        """What the export says of itself, and its hash. Raises `WrongCall` where it is none that this program takes."""
        try:
            with self.open(MANIFEST) as stream:
                content = stream.read(LONGEST_MANIFEST)
            told = json.loads(content)
            form, version, masked = told["format"], told["version"], told["masked"]
        except (StanchError, ValueError, KeyError, TypeError):
            raise WrongCall(f"no {MANIFEST} tells what this is", where=str(self._path), do="Name what `stanch export` wrote.") from None
        if form != FORMAT or version != VERSION:
            raise WrongCall(f"this is {form!r}, version {version}", where=str(self._path), do=f"This program takes {FORMAT!r}, {VERSION}.")
        if masked:
            raise WrongCall(
                "this export holds masked values, so nobody in it could be written to",
                where=str(self._path), do="Make one with `stanch export --full --grounds …`, or move the case with `stanch backup`.",
            )  # fmt: skip
        return told, hashlib.sha256(content).hexdigest()

    def check(self, manifest: Mapping[str, Any]) -> None:
        """Every file as the manifest has it. Raises `StanchError` at the first that is not."""
        for name, told in manifest["files"].items():
            mark = hashlib.sha256()
            with self.open(name) as stream:
                try:
                    while block := stream.read(BLOCK):
                        mark.update(block)
                except (zipfile.BadZipFile, EOFError, OSError):
                    mark = hashlib.sha256(b"cut")
            if mark.hexdigest() != told["sha256"]:
                raise StanchError(f"{name} is not as it was written", where=str(self._path), do="Use another copy of the export.")

    def lines(self, manifest: Mapping[str, Any], name: str) -> Iterator[Any]:
        """The rows of a file; none where the export does not have it."""
        if name not in manifest["files"]:
            return
        with self.open(name) as stream:
            while line := stream.readline(LONGEST_LINE):
                yield json.loads(line)


def _taken(case: Case, given: _Source, manifest: Mapping[str, Any], mark: str, *, by: str) -> BroughtIn:
    from django.db import transaction

    from stanch.casefile.kinds import TABLES

    told = {name: manifest[name] for name in ("case", "made_at", "program", "journal_entries", "journal_head")}
    with transaction.atomic(using=case.alias):
        case.journal.append(BROUGHT, str(manifest["case"]), by=by, details={**told, "case.json": mark})
        before = len(case.journal)
        for table in plain_tables():
            rows = given.lines(manifest, f"{TABLES_FOLDER}/{table.name}.jsonl")
            if table.name == JOURNAL:
                _take_journal(case, rows)
            else:
                _take_table(case, table, rows, before)
        _say_facts(case)
        for kind in TABLES:
            # The paths of another machine lead nowhere here; what was in custody stays told by its exhibits.
            wanted = given.lines(manifest, f"{RECORDS}/{name_of(kind)}.jsonl") if kind is not Evidence else iter(())
            case.store.put(kind, [from_plain(kind, row) for row in wanted])
        if f"{FINDINGS}.jsonl" in manifest["files"]:
            _take_findings(case, given.lines(manifest, f"{FINDINGS}.jsonl"))
    _take_files(case, given, manifest)
    return BroughtIn(case.store.count(Person), len(case.journal) - before, mark)


def _take_table(case: Case, table: PlainTable, rows: Iterator[dict[str, Any]], before: int) -> None:
    held: list[Any] = []
    for row in rows:
        values = {name: _value(table.model, name, row[name]) for name in table.columns}
        if values.get("entry") is not None:
            # That journal’s entries follow those that the new one has already.
            values["entry"] += before
        held.append(table.model(**values))
        if len(held) == ROWS:
            table.model.objects.using(case.alias).bulk_create(held, batch_size=500)
            held.clear()
    table.model.objects.using(case.alias).bulk_create(held, batch_size=500)


def _value(model: Any, name: str, value: Any) -> Any:
    """A value of JSON as its column takes it."""
    from django.db import models

    field = model._meta.get_field(name)  # noqa: SLF001 Django's documented way to a model's fields
    if isinstance(value, str) and isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(field, models.DateField) else value


def _take_journal(case: Case, rows: Iterator[dict[str, Any]]) -> None:
    """The entries of the other journal, in order; what they say of tables that are made anew here is said again by what makes them."""
    for row in rows:
        details, action = dict(row["details"]), row["action"]
        if action == SEALED_BY:
            details |= _events_here(case, details)
        if action == "put" and row["subject"].startswith("parts "):
            action = "put before"
        details["brought"] = {"entry": row["sequence"], "hash": row["mac"]}
        case.journal.append(action, row["subject"], by=row["actor"], details=details, at=row["at"])


def _events_here(case: Case, told: Mapping[str, Any]) -> dict[str, Any]:
    """Which deliveries an entry seals, by their numbers in the new table."""
    from stanch.casefile.models import PieceEventRow

    rows = PieceEventRow.objects.using(case.alias).filter(entry=len(case.journal) + 1).order_by("id")
    first, last = rows.first(), rows.last()
    if first is None or last is None:
        return {"first": 0, "last": 0, "events": 0, "digest": digest_of_events(case, 0, 0), "were": told.get("events", 0)}
    return {"first": first.pk, "last": last.pk, "digest": digest_of_events(case, first.pk, last.pk)}


def _say_facts(case: Case) -> None:
    """The journal tells what the table of facts holds now."""
    if case.store.get(Facts) or case.store.fact_history():
        case.journal.append("facts", "brought in", details={"changed": {}, "grounds": "", "digest": case.store.facts_digest()})


def _take_findings(case: Case, rows: Iterator[dict[str, Any]]) -> None:
    place = case.parts / FINDINGS / "brought.parquet"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sealed_writer(place, FINDING_SCHEMA, case.keys) as writer:
        held: list[dict[str, Any]] = []
        for row in rows:
            held.append(row)
            if len(held) == ROWS:
                writer.write_table(pa.Table.from_pylist(held, schema=FINDING_SCHEMA))
                held.clear()
        writer.write_table(pa.Table.from_pylist(held, schema=FINDING_SCHEMA))
    case.store.put_parts(FINDINGS, Parts((place,), case.keys))


def _take_files(case: Case, given: _Source, manifest: Mapping[str, Any]) -> None:
    """What was handed in beside: the organisation's template, and its own people."""
    if f"{FILES}/{report.TEMPLATE}" in manifest["files"]:
        with given.open(f"{FILES}/{report.TEMPLATE}") as stream:
            report.keep_template(case, stream.read(), by=case.by)
    known = [
        KnownPerson(tuple((a, b) for a, b in row["names"]), tuple((a, b) for a, b in row["numbers"]))
        for row in given.lines(manifest, f"{FILES}/known_people.jsonl")
    ]
    if known:
        known_people.add(case, known)
