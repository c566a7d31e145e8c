"""SQLite: the tables of a database that is in use, in one read transaction, with what stands in its write-ahead log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.rows import hand_on
from stanch.custody.live.source import Broken, Part, Put, Refused, told

TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"


@contextmanager
def open_source(address: Address, _secret: Secret) -> Iterator[_Session]:
    """A read transaction. A database without a log that is written to is opened as unchangeable, and no file appears beside it."""
    path = Path("/" + address.place) if not Path(address.place).exists() else Path(address.place)
    if not path.is_file():
        raise Broken("there is no such file", "Write sqlite:////absolute/path or sqlite:///relative/path.", is_lasting=True)
    log = path.with_name(path.name + "-wal")
    has_log = log.exists() and log.stat().st_size > 0
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    base = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=address.timeout, isolation_level=None)
    base.text_factory = bytes
    try:
        base.execute("PRAGMA query_only = 1")
        base.execute("PRAGMA trusted_schema = 0")
        base.execute("BEGIN")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        base.close()
        raise Broken(
            f"it does not open as SQLite ({told(error)})", "Name the file itself to have it read as evidence.", is_lasting=True
        ) from None
    try:
        yield _Session(base, address, has_log=has_log)
    finally:
        base.close()


class _Session:
    def __init__(self, base: sqlite3.Connection, address: Address, *, has_log: bool) -> None:
        self._base, self._address = base, address
        self.about = f"SQLite {sqlite3.sqlite_version}, read transaction" + (", write-ahead log included" if has_log else "")

    def parts(self) -> Iterator[Part]:
        """Tables; virtual ones are read by the tables that hold them."""
        wanted = set(self._address.tables)
        for raw, sql in self._base.execute(TABLES).fetchall():
            name = raw.decode("utf-8", "replace")
            if name == "sqlite_sequence" or (wanted and name not in wanted) or (sql or b"").upper().startswith(b"CREATE VIRTUAL"):
                continue
            yield Part(name, name, "table")

    def table(self, part: Part, put: Put) -> str:
        """Rows as they stand."""
        quoted = part.mark.replace('"', '""')
        try:
            cursor = self._base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 a quoted name out of the file's own list
            names = [column[0] for column in cursor.description]
            hand_on(names, cursor, put)
        except (sqlite3.Error, OverflowError) as error:
            raise Refused(told(error)) from None
        return ""

    def content(self, part: Part) -> Iterator[bytes]:
        """A database holds no files of its own."""
        raise Refused(f"{part.name} is no file")
