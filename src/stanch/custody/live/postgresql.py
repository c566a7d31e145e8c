"""PostgreSQL: every table under one read-only, repeatable-read transaction, by COPY (docs: SQL COPY; frontend/backend protocol 55.2.6)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.source import Broken, Part, Put, Refused, guarded, tls_context, told

BATCH = 4 << 20  # bytes of CSV
TABLES = """
SELECT n.nspname, c.relname, c.relkind, c.oid
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY 1, 2
"""
COLUMNS = """
SELECT a.attname, a.atttypid = 'pg_catalog.bytea'::pg_catalog.regtype FROM pg_catalog.pg_attribute a
WHERE a.attrelid = :oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
# Row security must not hide rows in silence: with it off, a table that would be filtered is refused instead.
SETTINGS = (
    "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL row_security = off", "SET LOCAL search_path = ''",
    "SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0", "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL timezone = 'UTC'", "SET LOCAL bytea_output = 'hex'", "SET LOCAL extra_float_digits = 1",
)  # fmt: skip
WRONG = {"28P01": "the password is wrong", "28000": "this user may not log in", "3D000": "there is no such database"}


@contextmanager
def open_source(address: Address, secret: Secret) -> Iterator[_Session]:
    """A transaction that only reads."""
    import pg8000.exceptions
    import pg8000.native

    context = tls_context(address)
    with guarded(address):
        try:
            link = pg8000.native.Connection(
                address.user or secret.user, host=address.host, port=address.port, database=address.place or None, password=secret.password,
                timeout=address.timeout, ssl_context=context or False, application_name="stanch",
            )  # fmt: skip
        except pg8000.exceptions.DatabaseError as error:
            raise _refusal(error) from None
        except pg8000.exceptions.InterfaceError as error:
            if "SSL" in str(error):
                raise Broken("the server speaks no TLS", "Give ?tls=off where nobody listens in between.", is_lasting=True) from None
            if "password" in str(error):
                raise Broken("it wants a password", PASSWORD, is_lasting=True) from None
            raise
    try:
        with guarded(address):
            session = _Session(link, address)
        yield session
    finally:
        with suppress(Exception):
            link.close()


PASSWORD = "Give it by STANCH_SOURCE_PASSWORD, or with its address in a file that only you can read: --credentials FILE."  # noqa: S105 advice


def _refusal(error: Any) -> Broken:
    said = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    code = str(said.get("C", ""))
    what = WRONG.get(code) or told(said.get("M", "the server refused"))
    return Broken(
        what, PASSWORD if code.startswith("28") else "Check user, database and rights.", is_lasting=code[:2] in ("28", "3D", "42", "0A")
    )


class _Session:
    def __init__(self, link: Any, address: Address) -> None:
        self._link, self._address = link, address
        self._oids: dict[str, int] = {}
        with guarded(address):
            for command in SETTINGS:
                self._run(command)
            self._version = told(self._run("SHOW server_version")[0][0])

    @property
    def about(self) -> str:
        """Server and transaction."""
        return f"PostgreSQL {self._version}, read-only repeatable-read transaction"

    def _run(self, command: str, **given: Any) -> Any:
        import pg8000.exceptions

        try:
            return self._link.run(command, **given)
        except pg8000.exceptions.DatabaseError as error:
            raise _refusal(error) from None

    def parts(self) -> Iterator[Part]:
        """Tables and materialised views; a partitioned table is read by its partitions, a foreign one lies elsewhere."""
        with guarded(self._address):
            rows = self._run(TABLES)
        wanted = set(self._address.tables)
        for schema, name, kind, oid in rows:
            self._oids[f"{schema}\0{name}"] = oid
            if wanted and not wanted & {name, f"{schema}.{name}"}:
                continue
            trouble = "a foreign table: its rows lie on another server" if kind == "f" else ""
            yield Part(f"{schema}\0{name}", f"{self._address.place or self._address.user}/{schema}.{name}", "table", trouble=trouble)

    def table(self, part: Part, put: Put) -> str:
        """By COPY, a row a message."""
        import pg8000.exceptions

        name = ".".join('"' + one.replace('"', '""') + '"' for one in part.mark.split("\0"))
        with guarded(self._address):
            columns = self._run(COLUMNS, oid=self._oids[part.mark])
            self._run("SAVEPOINT stanch")
            rows = _Rows([column for column, _ in columns], [is_bytes for _, is_bytes in columns], put)
            try:
                # ONLY: the rows of a table's heirs are read with the heirs.
                self._link.run(f"COPY (SELECT * FROM ONLY {name}) TO STDOUT (FORMAT csv, FORCE_QUOTE *, ENCODING 'UTF8')", stream=rows)  # noqa: S608
            except pg8000.exceptions.DatabaseError as error:
                fault = _refusal(error)
                self._run("ROLLBACK TO SAVEPOINT stanch")
                raise Refused(fault.what) from None
            self._run("RELEASE SAVEPOINT stanch")
            rows.flush(last=True)
        return ""

    def content(self, part: Part) -> Iterator[bytes]:
        """A database holds no files of its own."""
        raise Refused(f"{part.name} is no file")


class _Rows:
    """Takes the server's CSV and hands on tables."""

    def __init__(self, columns: list[str], are_bytes: list[bool], put: Put) -> None:
        self._columns, self._are_bytes, self._put = columns, are_bytes, put
        self._held, self._size, self._any = list[bytes](), 0, False
        # Names may come twice in no table, but a hostile server can say anything.
        self._names = [f"{place}" for place in range(len(columns))]

    def write(self, row: bytes) -> int:
        """A row, or a piece of one."""
        self._held.append(bytes(row))
        self._size += len(row)
        if self._size > BATCH and row.endswith(b"\n"):
            self.flush()
        return len(row)

    def flush(self, *, last: bool = False) -> None:
        """Hand on what is there; quotes must be even, else the last row is not whole."""
        whole = b"".join(self._held)
        if not last and whole.count(b'"') % 2:
            return
        self._held, self._size = [], 0
        if not whole and (self._any or not last):
            return
        self._any = True
        if not self._columns:
            raise Refused("a table without columns")
        self._put(self._table(whole))

    def _table(self, whole: bytes) -> pa.Table:
        if not whole:
            return pa.table({name: pa.array([], pa.string()) for name in self._unique()})
        found = pc.read_csv(
            io.BytesIO(whole),
            pc.ReadOptions(column_names=self._names, block_size=len(whole) + 1, use_threads=False),
            pc.ParseOptions(newlines_in_values=True, ignore_empty_lines=len(self._names) > 1),
            pc.ConvertOptions(
                column_types={name: pa.string() for name in self._names}, strings_can_be_null=True, quoted_strings_can_be_null=False,
                null_values=[""], check_utf8=True,
            ),
        )  # fmt: skip
        columns = [_unhexed(column) if is_bytes else column for column, is_bytes in zip(found.columns, self._are_bytes, strict=True)]
        return pa.Table.from_arrays(columns, names=self._unique())

    def _unique(self) -> list[str]:
        return [name if self._columns.index(name) == place else f"{name}_{place}" for place, name in enumerate(self._columns)]


def _unhexed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    r"""Bytes out of `\x…`."""
    cells = [
        None if value is None else bytes.fromhex(value[2:]) if value.startswith("\\x") else value.encode() for value in column.to_pylist()
    ]
    return pa.chunked_array([pa.array(cells, pa.large_binary())])
