"""Django's SQLite backend, speaking to `sqlcipher3` instead of `sqlite3`.

It keeps everything of Django 5.2's backend but the module that opens the file, the cursor that this module makes, and
the key that is given before anything else (Zetetic, "SQLCipher API", PRAGMA key with raw key data: no derivation, the
vault has derived the key already). It leans on two names that Django does not promise, `_functions.register` and
`SQLiteCursorWrapper.convert_query`; `tests/casefile/test_sealed.py` fails if they change (ADR: SQLCipher under Django).
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base as plain
from django.db.backends.sqlite3._functions import register
from django.db.backends.sqlite3.features import DatabaseFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2

# The same conversions that Django registers with `sqlite3`; they are kept per module.
dbapi2.register_converter("bool", b"1".__eq__)
dbapi2.register_converter("date", plain.decoder(parse_date))
dbapi2.register_converter("time", plain.decoder(parse_time))
dbapi2.register_converter("datetime", plain.decoder(parse_datetime))
dbapi2.register_converter("timestamp", plain.decoder(parse_datetime))
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(dt.date, plain.adapt_date)
dbapi2.register_adapter(dt.datetime, plain.adapt_datetime)

# Temporary tables and sorting stay in memory; deleted rows are overwritten; a commit is on the disk when it returns,
# because the journal's anchor is written after it. SQLCipher's own log would put page numbers on standard error.
PRAGMAS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA foreign_keys = ON",
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
)


CACHE_KIB = 65_536


# Django keeps a wrapper a thread; those of threads that ended live until the collector comes by, and their files stay open.
_opened: WeakSet[DatabaseWrapper] = WeakSet()


def close_everywhere(alias: str) -> None:
    """Close the connections of all threads to a database, so that its write-ahead log is folded in and goes."""
    for one in list(_opened):
        if one.alias == alias and one.connection is not None:
            one.connection.close()
            one.connection = None


class Features(DatabaseFeatures):
    """SQLCipher's own builds allow 250,000 parameters a statement; Django counts on the 999 of old SQLite."""

    max_query_params = 30_000


class DatabaseWrapper(plain.DatabaseWrapper):
    """A connection to a sealed database. `OPTIONS["key"]` holds the 32 bytes of the raw key, `"cache"` how many KiB
    of the file it may hold in memory.
    """

    Database = dbapi2
    features_class = Features

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, without the key."""
        params: dict[str, Any] = super().get_connection_params()
        self._key: bytes = params.pop("key")
        self._cache_kib = int(params.pop("cache", CACHE_KIB))
        params["detect_types"] = dbapi2.PARSE_DECLTYPES | dbapi2.PARSE_COLNAMES
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open, unlock, and check that the key fits by reading the schema."""
        connection = dbapi2.connect(**conn_params)
        try:
            connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            for pragma in PRAGMAS[:1]:
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in (*PRAGMAS[1:], f"PRAGMA cache_size = -{self._cache_kib}"):
                connection.execute(pragma)
            register(connection)
        except BaseException:
            connection.close()
            raise
        _opened.add(self)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 Django names cursors on other databases
        """A cursor that takes Django's `%s`."""
        return self.connection.cursor(factory=Cursor)


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """Turns Django's placeholders into SQLite's, as Django's own cursor does."""

    convert_query = plain.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement with many sets of parameters."""
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return super().executemany(self.convert_query(query), [])
        names = list(first) if isinstance(first, Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), chain([first], rows))
