"""Makes a case again from a backup: in a new folder, its rows sealed there or on the server that `DATABASE_URL` names."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from stanch.casefile import anchor, framework, lock, searching, server
from stanch.casefile.backup import ACCOUNTS, APP, DATABASES, LEFT_OUT, MAGIC, models_of
from stanch.casefile.case import DATABASE, MAKING, Case, connect
from stanch.errors import StanchError, WrongCall, WrongPassphrase
from stanch.vault import Keys, open_keys, write_whole
from stanch.vault.sealing import KEY_FILE
from stanch.vault.streams import SealedReader, read_head

LONGEST_TOLD = 1 << 20


def _clock() -> datetime:
    return datetime.now(UTC)


def restore(source: Path, folder: Path, *, passphrase: str, by: str, clock: Callable[[], datetime] = _clock) -> Case:
    """The case of a backup, open, in a new or empty folder. Raises `WrongPassphrase`, `WrongCall`, `StanchError` where it is damaged.

    `keys.json` comes last, as when a case is made: what a killed attempt left there is no case.
    """
    existed = folder.exists()
    if existed and (not folder.is_dir() or {path.name for path in folder.iterdir()} - {lock.FILE}):
        raise WrongCall("this folder is not empty", where=str(folder), do="Name a new folder for the case.")
    with source.open("rb") as stream:
        head, told = read_head(stream, MAGIC, source)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        folder = folder.resolve()
        lock.acquire(folder)
        schema = server.new_schema() if server.url() else None
        try:
            keys = _keys(folder, told, passphrase, source)
            return _made(SealedReader(stream, keys, head, source), folder, keys, schema, source, by=by, clock=clock)
        except BaseException:
            _undo(folder, schema, existed=existed)
            raise


def _keys(folder: Path, told: Mapping[str, Any], passphrase: str, source: Path) -> Keys:
    making = folder / MAKING
    making.mkdir(mode=0o700)
    write_whole(making / KEY_FILE, json.dumps(told.get("keys")).encode())
    try:
        return open_keys(making, passphrase)
    except WrongPassphrase:
        raise WrongPassphrase(
            "the passphrase does not open this backup", where=str(source), do="Give the one that the case had when the backup was made."
        ) from None
    except StanchError:
        raise StanchError("this file's head is damaged", where=str(source), do="Use another copy of it.") from None


def _made(
    sealed: SealedReader, folder: Path, keys: Keys, schema: str | None, source: Path, *, by: str, clock: Callable[[], datetime]
) -> Case:
    if schema:
        server.remember(folder, schema)
    else:
        (folder / DATABASE).touch(mode=0o600)
    framework.configure()
    case = Case(folder, keys, connect(folder, keys), by=by, clock=clock)
    try:
        if schema:
            server.make_schema(case.alias, schema)
        try:
            with tarfile.open(fileobj=sealed, mode="r|") as archive:  # type: ignore[call-overload]
                about = _unpack(archive, case, source)
        except (tarfile.TarError, ValueError, KeyError) as error:
            raise StanchError(
                f"this backup cannot be read ({type(error).__name__})", where=str(source), do="Use another copy of it."
            ) from None
        sealed.read()
        framework.migrate(case.alias)
        searching.renew(case.alias)
        _hold_to(case, about, source)
        case.journal.append("restore", details={"made_at": about["made_at"], "entries": about["entries"], "head": about["head"]})
        (folder / MAKING / KEY_FILE).replace(folder / KEY_FILE)
        (folder / MAKING).rmdir()
    except BaseException:
        framework.remove_database(case.alias)
        raise
    return case


def _hold_to(case: Case, about: Mapping[str, Any], source: Path) -> None:
    if case.journal.head() != anchor.Head(about["case"], about["entries"], about["head"]):
        raise StanchError("the journal of this backup does not end where it says", where=str(source), do="Use another copy of it.")


def _unpack(archive: tarfile.TarFile, case: Case, source: Path) -> dict[str, Any]:
    """Rows into tables, files into the folder; what the backup says about itself."""
    about: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    counted: dict[str, int] = {}
    files, end = 0, None
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            raise StanchError("this backup holds what is no file", where=str(source), do="Use another copy of it.")
        kind, _, rest = member.name.partition("/")
        if member.name == "backup.json":
            about = json.loads(content.read(LONGEST_TOLD))
            tables = _tables(case.alias, about["migrations"], source)
            counted = dict.fromkeys(tables, 0)
        elif kind == "rows":
            name = rest.partition("/")[0]
            counted[name] += _put_rows(case.alias, tables[name], content)
        elif kind == "files":
            _put_file(case.folder, rest, content)
            files += 1
        elif member.name == "end.json":
            end = json.loads(content.read(LONGEST_TOLD))
    if end != {"rows": counted, "files": files}:
        raise StanchError("this backup is not whole", where=str(source), do="Use another copy of it.")
    _go_on_counting(case.alias, list(tables.values()))
    return about


def _tables(alias: str, migrations: list[str], source: Path) -> dict[str, Any]:
    """The tables in the form of the program that made the backup, empty. Raises `StanchError` where this program does not know it."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    unknown = sorted(name for name in migrations if (APP, name) not in executor.loader.graph.nodes)
    if unknown:
        raise StanchError(
            f"this backup was made by a newer Stanch (its tables have the form {unknown[-1]})", where=str(source), do="Install that one."
        )
    executor.migrate([(APP, name) for name in migrations])
    return {model.__name__: model for model in models_of(alias, migrations)}


def _put_rows(alias: str, model: Any, content: IO[bytes]) -> int:
    fields = model._meta.concrete_fields  # noqa: SLF001 Django's documented way to a model's fields
    rows = [json.loads(line) for line in content.read().decode().split("\n")]
    made = [model(**{field.attname: field.to_python(row[field.attname]) for field in fields}) for row in rows]
    model.objects.using(alias).bulk_create(made, batch_size=500)
    return len(made)


def _put_file(folder: Path, name: str, content: IO[bytes]) -> None:
    place = PurePosixPath(name)
    reserved = place.parts[0] in {*LEFT_OUT, *DATABASES} - {ACCOUNTS} if place.parts else True
    if reserved or place.is_absolute() or ".." in place.parts:
        raise ValueError(name)
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as stream:
        target.chmod(0o600)
        shutil.copyfileobj(content, stream, 1 << 20)


def _go_on_counting(alias: str, models: list[Any]) -> None:
    """Let a server's counters go on after the rows that were put with their numbers."""
    from django.core.management.color import no_style
    from django.db import connections

    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _undo(folder: Path, schema: str | None, *, existed: bool) -> None:
    """Take away what this attempt made."""
    from django.db import DatabaseError

    if schema and (folder / server.FILE).exists():
        # Where it does not answer, a schema without a case stays there; the error that is on its way says that it does not.
        with suppress(DatabaseError, StanchError):
            alias = framework.add_server(schema)
            try:
                server.drop_schema(alias, schema)
            finally:
                framework.remove_database(alias)
    for path in folder.iterdir():
        if path.name != lock.FILE:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    lock.release(folder)
    (folder / lock.FILE).unlink(missing_ok=True)
    if not existed:
        folder.rmdir()
