"""One file that holds a whole case, sealed, from which it can be made again: elsewhere, and on another kind of database.

The file is a sealed stream (`vault.streams`) whose head holds the case's wrapped master key, as `keys.json` does; so the passphrase of that
day opens it, and nothing else. Within is a tar archive: `backup.json` (what this is), `rows/TABLE/NUMBER.jsonl` (a row a line, as the
tables were named then), `files/…` (sealed parts, as they stand in the folder), and `end.json` (how many of each).

Rows are read in one transaction that sees one moment, so people may work on the case meanwhile.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stanch import __version__
from stanch.casefile import anchor, framework, lock, server
from stanch.casefile.case import DATABASE, MAKING, connect
from stanch.errors import StanchError
from stanch.vault import Keys, open_keys
from stanch.vault.sealing import KEY_FILE
from stanch.vault.streams import SealedWriter

MAGIC = b"STANCH-BACKUP-1\n"
ACCOUNTS = "portal.db"
ROWS = 2000  # rows of one member of the archive
APP = "casefile"
# Made anew where the case is restored, or of no use there.
LEFT_OUT = {lock.FILE, anchor.FILE, server.FILE, KEY_FILE, MAKING}
DATABASES = tuple(f"{name}{end}" for name in (DATABASE, ACCOUNTS) for end in ("", "-wal", "-shm", "-journal"))


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: rows by table, files, and the journal's head at its moment."""

    rows: dict[str, int]
    files: int
    entries: int
    head: str


def write(folder: Path, passphrase: str, target: Path, *, now: datetime) -> Saved:
    """Save a case into a new file. Raises `WrongPassphrase`; `StanchError` where the record was tampered with."""
    keys = open_keys(folder, passphrase)
    folder = folder.resolve()
    framework.configure()
    partial = target.with_name(target.name + ".partial")
    alias = connect(folder, keys)
    try:
        with partial.open("xb") as stream:
            partial.chmod(0o600)
            head = {"version": 1, "keys": json.loads((folder / KEY_FILE).read_bytes())}
            sealed = SealedWriter(stream, keys, MAGIC, head)
            with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
                saved = _fill(archive, folder, keys, alias, now)
            sealed.finish()
        partial.rename(target)
    except FileExistsError:
        raise StanchError(
            "another backup into this file is under way, or broke off", where=str(partial), do="Remove it, then try again."
        ) from None
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    finally:
        framework.remove_database(alias)
    return saved


def _fill(archive: tarfile.TarFile, folder: Path, keys: Keys, alias: str, now: datetime) -> Saved:
    anchored = anchor.read(folder, keys)
    with one_moment(alias):
        head = _head(alias, anchored)
        told = {
            "version": 1,
            "program": __version__,
            "made_at": now.isoformat(),
            "case": head.case,
            "entries": head.sequence,
            "head": head.mac,
        }
        _add(archive, "backup.json", json.dumps({**told, "migrations": _applied(alias)}).encode())
        rows = {model.__name__: _add_rows(archive, alias, model) for model in models_of(alias)}
    files = 0
    for path in _files(folder):
        _add_file(archive, path, f"files/{path.relative_to(folder)}", folder)
        files += 1
    if (folder / ACCOUNTS).exists():
        with _copied(folder, keys) as copy:
            _add_file(archive, copy, f"files/{ACCOUNTS}", folder)
        files += 1
    _add(archive, "end.json", json.dumps({"rows": rows, "files": files}).encode())
    return Saved(rows, files, head.sequence, head.mac)


@contextmanager
def one_moment(alias: str) -> Iterator[None]:
    """A transaction that only reads and sees one moment; nobody waits for it."""
    from django.db import connections

    begin = "BEGIN DEFERRED" if framework.is_sealed_file(alias) else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connections[alias].cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _head(alias: str, anchored: anchor.Head) -> anchor.Head:
    """The journal's head in this moment, which must have come after what the anchor told just before. Raises `StanchError`."""
    found = {model.__name__: model for model in models_of(alias)}
    journal = found["JournalRow"].objects.using(alias)
    last, case = journal.order_by("-sequence").first(), found["CaseRow"].objects.using(alias).get()
    then = journal.filter(sequence=anchored.sequence).first()
    if last is None or case.identity != anchored.case or then is None or then.mac != anchored.mac:
        raise StanchError(
            "the journal is not where its anchor says", where=DATABASE, do="See `stanch verify`; a faulty record is not saved."
        )
    return anchor.Head(case.identity, last.sequence, last.mac)


def _applied(alias: str) -> list[str]:
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(name for app, name in MigrationRecorder(connections[alias]).applied_migrations() if app == APP)


def models_of(alias: str, names: list[str] | None = None) -> list[Any]:
    """The tables as they were after these migrations (those the database has had), in the order of their names."""
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connections[alias])
    wanted = [(APP, name) for name in (names if names is not None else _applied(alias))]
    state = loader.project_state([node for node in wanted if node in loader.graph.nodes])
    return sorted(state.apps.get_models(), key=lambda model: str(model.__name__))


def _add_rows(archive: tarfile.TarFile, alias: str, model: Any) -> int:
    names = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 Django's documented way to a model's fields
    lines: list[str] = []
    number = 0
    for row in model.objects.using(alias).order_by("pk").values_list(*names).iterator(chunk_size=ROWS):
        lines.append(json.dumps(dict(zip(names, row, strict=True)), default=_plain))
        number += 1
        if len(lines) == ROWS:
            _add(archive, f"rows/{model.__name__}/{number:012}.jsonl", "\n".join(lines).encode())
            lines.clear()
    if lines:
        _add(archive, f"rows/{model.__name__}/{number:012}.jsonl", "\n".join(lines).encode())
    return number


def _plain(value: Any) -> str:
    return str(value.isoformat())  # dates and moments; there is nothing else


def _files(folder: Path) -> list[Path]:
    """Everything of the case that is no database, no lock and not half written."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and path.relative_to(folder).parts[0] not in {*LEFT_OUT, *DATABASES}
        and not path.name.endswith(".partial")
    ]


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(content)
    archive.addfile(told, io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, path: Path, name: str, folder: Path) -> None:
    try:
        with path.open("rb") as stream:
            told = tarfile.TarInfo(name)
            told.size = stream.seek(0, 2)
            stream.seek(0)
            archive.addfile(told, stream)
    except (FileNotFoundError, tarfile.ReadError, EOFError):
        raise StanchError(
            "a file of the case was replaced while it was being saved", where=str(path.relative_to(folder)), do="Run the command again."
        ) from None


@contextmanager
def _copied(folder: Path, keys: Keys) -> Iterator[Path]:
    """The accounts as they are in one moment, sealed under their own key as they stand."""
    from django.db import connections

    copy = folder / ".accounts.partial"
    copy.unlink(missing_ok=True)
    alias = framework.add_database(folder / ACCOUNTS, keys.derive("portal database"))
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        copy.chmod(0o600)
        yield copy
    finally:
        framework.remove_database(alias)
        copy.unlink(missing_ok=True)
