"""Makes a case, and opens it."""

from __future__ import annotations

import errno
import getpass
import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from stanch.casefile import anchor, framework, lock, server
from stanch.casefile.journal import Journal
from stanch.engine.bench import Bench, Progress, silent
from stanch.errors import StanchError, WrongCall
from stanch.records import Organisation
from stanch.vault import Keys, create_keys, open_keys
from stanch.vault.sealing import KEY_FILE

if TYPE_CHECKING:
    from stanch.casefile.store import Store

DATABASE = "case.db"
PARTS = "parts"
LEAST_FREE = 1_000_000  # bytes; below that the disk counts as full when the database fails
MAKING = ".making"
# What may stand in a folder in which a case was being made.
OURS = {lock.FILE, anchor.FILE, server.FILE, MAKING, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"}


def current_user() -> str:
    """Who works here, for the record: the name of this account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # An account without a name, as in many containers.
        return f"account {os.getuid()}"


def _clock() -> datetime:
    return datetime.now(UTC)


class Case:
    """An open case: its store, its journal, its keys. Close it, or use it in a `with`."""

    def __init__(self, folder: Path, keys: Keys, alias: str, *, by: str, clock: Callable[[], datetime]) -> None:
        from stanch.casefile.store import Store

        self.folder, self.keys, self.by, self.clock, self.alias = folder, keys, by, clock, alias
        self.journal = Journal(alias, folder, keys, clock, by)
        self.store: Store = Store(alias, folder, keys, self.journal, clock=clock, actor=by)

    @property
    def parts(self) -> Path:
        """Where sealed bulk files stand."""
        return self.folder / PARTS

    def bench(
        self,
        *,
        as_of: date | None = None,
        moment: datetime | None = None,
        workers: int = 2,
        progress: Progress = silent,
        settings: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Bench:
        """The bench for work on this case: sealed parts go into its folder, under its keys."""
        now = moment or self.clock()
        self.parts.mkdir(mode=0o700, exist_ok=True)
        wanted = {"by": self.by, **(settings or {})}
        return Bench(self.parts, self.keys, as_of or now.date(), workers=workers, progress=progress, settings=wanted, moment=now, **more)

    def close(self) -> None:
        """Fold the write-ahead log into the database and let others open the case."""
        from django.db import DatabaseError, connections

        if self.alias not in connections.databases:
            return
        try:
            if framework.is_sealed_file(self.alias):
                with connections[self.alias].cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DatabaseError:
            # Nothing is lost: the log is sealed too, and is folded in by the next one who opens the case.
            pass
        finally:
            framework.remove_database(self.alias)
            lock.release(self.folder)

    def __enter__(self) -> Self:
        """The case itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it. A fault of the database is told as one of the case."""
        self.close()
        if error is not None:
            _tell(error, self.folder)


def _tell(error: BaseException, folder: Path) -> None:
    """Raise `StanchError` in place of an error of the database."""
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError):
        return
    if server.schema_of(folder):
        raise StanchError(
            f"the server of the case's rows failed: {type(error).__name__}", where=server.VARIABLE,
            do="See whether PostgreSQL runs, and takes this account; then run the same command again. What was finished is kept.",
        ) from error  # fmt: skip
    if "readonly" in str(error):
        do = "Permission to write is missing: run as the user who owns the case's folder and all in it."
    elif "full" in str(error) or _is_full(folder):
        do = "Free some room (or move the case) and run the same command again; finished work is kept."
    else:
        do = "See `stanch verify`; if it finds faults, restore the whole case folder from a backup."
    raise StanchError(f"the case's database failed: {error}", where=str(folder), do=do) from error


def _is_full(folder: Path) -> bool:
    """On a full disk SQLite may say no more than `disk I/O error`."""
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False


def create(
    folder: Path, *, passphrase: str, org: Organisation | None, by: str, now: datetime, clock: Callable[[], datetime] = _clock
) -> Case:
    """Make a case in a folder that is new or empty. Raises `WrongCall` where something is there already.

    Where `DATABASE_URL` names a PostgreSQL server its rows stand there, in a schema of their own; otherwise sealed in the folder.
    `keys.json` comes last: a folder without it is no case, and what a killed attempt left there is made anew.
    """
    if folder.exists() and not folder.is_dir():
        raise WrongCall("this is no folder", where=str(folder), do="Name a new folder for the case.")
    if (folder / KEY_FILE).exists():
        raise WrongCall("there is a case here already", where=str(folder), do="Name a new folder for the case.")
    existed = folder.exists()
    if existed and not {path.name for path in folder.iterdir()} <= OURS:
        raise WrongCall("this folder is not empty", where=str(folder), do="Name a new folder for the case.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    folder = folder.resolve()
    lock.acquire(folder)
    try:
        _clear(folder)
        return _made(folder, passphrase, org, by=by, now=now, clock=clock)
    except BaseException:
        lock.release(folder)
        _clear(folder)
        (folder / lock.FILE).unlink(missing_ok=True)
        if not existed:
            folder.rmdir()
        raise


def _made(folder: Path, passphrase: str, org: Organisation | None, *, by: str, now: datetime, clock: Callable[[], datetime]) -> Case:
    from django.db import transaction

    framework.configure()
    making = folder / MAKING
    making.mkdir(mode=0o700)
    keys = create_keys(making, passphrase)
    schema = server.new_schema() if server.url() else None
    if schema:
        server.remember(folder, schema)
    else:
        (folder / DATABASE).touch(mode=0o600)
    case = _connected(folder, keys, by, clock)
    try:
        from stanch.casefile.models import CaseRow

        if schema:
            server.make_schema(case.alias, schema)
        framework.migrate(case.alias)
        with transaction.atomic(using=case.alias):
            CaseRow.objects.using(case.alias).create(identity=str(uuid.uuid4()), opened_at=now, opened_by=by)
            case.journal.append("case opened", by=by, details={"opened_at": now.isoformat()})
            if org is not None:
                case.store.put(Organisation, [org])
        (making / KEY_FILE).replace(folder / KEY_FILE)
        making.rmdir()
    except BaseException as error:
        _drop(case.alias, schema)
        case.close()
        _tell(error, folder)
        raise
    return case


def _drop(alias: str, schema: str | None) -> None:
    """Take away what a failed attempt left on the server, if the server still answers."""
    from django.db import DatabaseError

    with suppress(DatabaseError):
        if schema:
            server.drop_schema(alias, schema)


def _clear(folder: Path) -> None:
    """Remove what an attempt that was killed or failed left behind; never called where there are keys."""
    if (folder / KEY_FILE).exists():
        return
    for path in folder.iterdir():
        if path.name == MAKING:
            shutil.rmtree(path)
        elif path.name in OURS and path.name != lock.FILE:
            path.unlink()


def open_case(
    folder: Path,
    *,
    passphrase: str,
    by: str | None = None,
    clock: Callable[[], datetime] = _clock,
    accept_anchor: bool = False,
    check: bool = True,
) -> Case:
    """Open a case. Raises `WrongPassphrase`; `WrongCall` where it is no case or in use; `StanchError` where it was tampered with.

    `accept_anchor` goes on although the journal is not where its anchor says, and journals that; `check=False` is for
    `verify`, which tells everything that is wrong instead of stopping at it.
    """
    keys = open_keys(folder, passphrase)
    folder = folder.resolve()
    framework.configure()
    lock.acquire(folder)
    case = _connected(folder, keys, by or current_user(), clock)
    try:
        _unlock(case)
        if check:
            framework.migrate(case.alias)
            _hold_to_anchor(case, accept=accept_anchor)
            case.store.forget_lost_parts()
    except BaseException as error:
        case.close()
        _tell(error, folder)
        raise
    return case


def _connected(folder: Path, keys: Keys, by: str, clock: Callable[[], datetime]) -> Case:
    try:
        alias = connect(folder, keys)
    except StanchError:
        lock.release(folder)
        raise
    return Case(folder, keys, alias, by=by, clock=clock)


def connect(folder: Path, keys: Keys) -> str:
    """The alias of the database that holds the case's rows, wherever it is. Opens nothing yet. Raises `StanchError`."""
    schema = server.schema_of(folder)
    return framework.add_server(schema) if schema else framework.add_database(folder / DATABASE, keys.derive("database"))


def _unlock(case: Case) -> None:
    """Open the database now, so that a foreign or broken one is told at once."""
    from django.db import DatabaseError, connections

    from stanch.casefile.models import CaseRow

    path = case.folder / DATABASE
    if not framework.is_sealed_file(case.alias):
        _hold_to_rows(case)
        return
    # An empty file would open with any key, as a new database.
    if not path.exists() or path.stat().st_size == 0:
        raise StanchError("the case's database is missing", where=str(path), do="Restore it from a backup, together with journal.head.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        connections[case.alias].ensure_connection()
        CaseRow.objects.using(case.alias).get()
    except (DatabaseError, CaseRow.DoesNotExist) as error:
        raise StanchError(
            f"the case's database does not open with this case's key ({error})",
            where=str(path),
            do="It was altered, damaged, or belongs to another case. Restore it from a backup, together with journal.head.",
        ) from error


def _hold_to_rows(case: Case) -> None:
    """Whether the server holds this case's rows; whose they are is told by the anchor and the journal's chain."""
    from django.db import ProgrammingError

    from stanch.casefile.models import CaseRow

    try:
        CaseRow.objects.using(case.alias).get()
    except (ProgrammingError, CaseRow.DoesNotExist) as error:
        raise StanchError(
            "the server does not hold this case's rows", where=f"{server.VARIABLE}, schema {server.schema_of(case.folder)}",
            do="Name the server that does; or restore the case from a backup: `stanch restore`.",
        ) from error  # fmt: skip


def _hold_to_anchor(case: Case, *, accept: bool) -> None:
    fault = case.journal.anchor_fault()
    if fault and not accept:
        raise StanchError(
            fault,
            where=str(case.folder),
            do="Restore the newest copy of the whole case folder. To go on with this one all the same, and have that journaled: "
            "`stanch verify --accept`.",
        )
    if fault:
        case.journal.append("anchor accepted", details={"fault": fault})
    else:
        case.journal.write_anchor()
