"""MySQL and MariaDB: every table of the database (or of all) in one read-only transaction with a consistent snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.rows import hand_on
from stanch.custody.live.source import Broken, Part, Put, Refused, guarded, tls_context, told

OWN = "('mysql', 'information_schema', 'performance_schema', 'sys')"
TABLES = f"""
SELECT table_schema, table_name, engine FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND (table_schema = %s OR (%s = '' AND table_schema NOT IN {OWN})) ORDER BY 1, 2
"""  # noqa: S608 a constant
SETTINGS = (
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SET SESSION time_zone = '+00:00'", "SET SESSION net_write_timeout = 3600",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)  # fmt: skip
SNAPSHOT = ("InnoDB", "ROCKSDB", "TokuDB")
# Numbers of the server's errors (MySQL reference manual, server error messages): who may not come in, what is not there.
LASTING = {1044, 1045, 1049, 1130, 1142, 1146, 1227, 1251, 1698, 1862, 2059, 3118}
BROKEN = {2006, 2013, 2014, 2027, 1317}
PASSWORD = "Give it by STANCH_SOURCE_PASSWORD, or with its address in a file that only you can read: --credentials FILE."  # noqa: S105 advice


@contextmanager
def open_source(address: Address, secret: Secret) -> Iterator[_Session]:
    """A transaction that only reads."""
    import pymysql
    import pymysql.converters
    import pymysql.cursors

    context = tls_context(address)
    with guarded(address):
        try:
            link = pymysql.connect(
                host=address.host, port=address.port, user=address.user or secret.user, password=secret.password, database=address.place or None,
                connect_timeout=max(1, int(address.timeout)), read_timeout=address.timeout, write_timeout=address.timeout, charset="utf8mb4",
                cursorclass=pymysql.cursors.SSCursor, conv=pymysql.converters.encoders, local_infile=False, ssl=context, ssl_disabled=context is None, program_name="stanch",
            )  # fmt: skip
        except pymysql.err.MySQLError as error:
            raise _refusal(error, address) from None
    try:
        yield _Session(link, address)
    finally:
        # Not `close`: after a table that was left half way it would read the rest of it first.
        with suppress(Exception):
            link._force_close()  # noqa: SLF001


def _refusal(error: Any, address: Address) -> Broken:
    from stanch.custody.live.source import fault_of

    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    said = told(error.args[1] if len(error.args) > 1 else error)
    if number == 1045:
        return Broken(f"user or password is wrong ({said})", PASSWORD, is_lasting=True)
    if "SSL" in said and "support" in said:
        return Broken("the server speaks no TLS", "Give ?tls=off where nobody listens in between.", is_lasting=True)
    origin = getattr(error, "original_exception", None) or error.__cause__ or error.__context__
    if number in (2003, 2013, 2006) and isinstance(origin, OSError):
        return fault_of(origin, address)
    if number in (2013, 2006) and "timed out" in said:
        return fault_of(TimeoutError(), address)
    if number in BROKEN or not number:
        return Broken("the connection broke off", "Check the server and the network, and run the same command again.")
    return Broken(said, "Check user, database and rights.", is_lasting=number in LASTING)


class _Session:
    def __init__(self, link: Any, address: Address) -> None:
        self._link, self._address = link, address
        for command in SETTINGS:
            self._all(command)
        self._version = told(self._all("SELECT VERSION()")[0][0])

    @property
    def about(self) -> str:
        """Server and transaction."""
        return f"{'MariaDB' if 'MariaDB' in self._version else 'MySQL'} {self._version}, read-only transaction with a consistent snapshot"

    def _all(self, command: str, given: tuple[str, ...] = ()) -> Any:
        import pymysql

        with guarded(self._address):
            try:
                with self._link.cursor() as cursor:
                    cursor.execute(command, given or None)
                    return cursor.fetchall()
            except pymysql.err.MySQLError as error:
                raise _refusal(error, self._address) from None

    def parts(self) -> Iterator[Part]:
        """Base tables."""
        wanted = set(self._address.tables)
        for schema, name, engine in self._all(TABLES, (self._address.place, self._address.place)):
            if wanted and not wanted & {name, f"{schema}.{name}"}:
                continue
            note = "" if engine in SNAPSHOT else f"engine {engine} keeps no snapshot: rows are as they were when each was read"
            yield Part(f"{schema}\0{name}", f"{schema}/{name}", "table", note=note)

    def table(self, part: Part, put: Put) -> str:
        """Rows as the server sends them."""
        import pymysql

        cursor = self._link.cursor()
        name = ".".join("`" + one.replace("`", "``") + "`" for one in part.mark.split("\0"))
        with guarded(self._address):
            try:
                cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 a quoted name out of the server's own list
                names = [column[0] for column in cursor.description]
                hand_on(names, cursor.fetchall_unbuffered(), put)
            except pymysql.err.MySQLError as error:
                fault = _refusal(error, self._address)
                number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
                if not number or number in BROKEN or not self._link.open:
                    raise fault from None
                raise Refused(fault.what) from None
            finally:
                _leave(cursor)
        return ""

    def content(self, part: Part) -> Iterator[bytes]:
        """A database holds no files of its own."""
        raise Refused(f"{part.name} is no file")


def _leave(cursor: Any) -> None:
    """Let go of a cursor: left half way it would read the rest of its table when it is thrown away, from a line that may be dead."""
    result = getattr(cursor, "_result", None)
    if result is not None:
        result.unbuffered_active = False
    cursor.connection = None
