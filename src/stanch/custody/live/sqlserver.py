"""SQL Server: tables under snapshot isolation where the database allows it, else repeatable read, by the TDS protocol ([MS-TDS])."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.rows import hand_on
from stanch.custody.live.source import Broken, Part, Put, Refused, fault_of, guarded, told

TABLES = "SELECT s.name, t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE t.is_external = 0 ORDER BY 1, 2"
SNAPSHOT = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()"
REFUSED = {
    18456: "user or password is wrong",
    4060: "there is no such database",
    18452: "this user may not log in",
    18487: "the password has expired",
}
PASSWORD = "Give it by STANCH_SOURCE_PASSWORD, or with its address in a file that only you can read: --credentials FILE."  # noqa: S105 advice


@contextmanager
def open_source(address: Address, secret: Secret) -> Iterator[Session]:
    """A connection with the intent to read only."""
    import pytds

    if address.tls == "trust":
        raise Broken(
            "a certificate that nobody vouches for cannot be accepted here", "Name its authority's file with ?ca=FILE.", is_lasting=True
        )
    authorities = None if address.tls == "off" else address.ca or ssl.get_default_verify_paths().cafile
    with guarded(address):
        try:
            link = pytds.connect(
                address.host, address.place or None, address.user or secret.user, secret.password, timeout=address.timeout,
                login_timeout=address.timeout, port=address.port, autocommit=True, readonly=True, cafile=authorities, appname="stanch",
                disable_connect_retry=True,
            )  # fmt: skip
        except TimeoutError:  # the driver tries again and again until its time is up, and says only that
            raise _unreached(address) from None
        except pytds.tds_base.Error as error:
            raise _refusal(error) from None
    try:
        yield Session(link, address)
    finally:
        with suppress(Exception):
            link.close()


def _unreached(address: Address) -> Broken:
    """Why no connection was made."""
    try:
        socket.create_connection((address.host, address.port), address.timeout).close()
    except OSError as error:
        return fault_of(error, address)
    return fault_of(TimeoutError(), address)


def _refusal(error: Any) -> Broken:
    number = getattr(error, "msg_no", 0) or 0
    what = REFUSED.get(number) or told(error)
    return Broken(
        what, PASSWORD if number in REFUSED else "Check host, port, TLS, user, database and rights.", is_lasting=number in REFUSED
    )


class Session:
    """Reads by any connection of the Python database interface that speaks Transact-SQL."""

    def __init__(self, link: Any, address: Address) -> None:
        self._link, self._address = link, address
        self._schema = address.place
        state = self._all(SNAPSHOT)
        self._level = "SNAPSHOT" if state and state[0][0] == 1 else "REPEATABLE READ"
        self._all(f"SET TRANSACTION ISOLATION LEVEL {self._level}", rows=False)
        self._all("BEGIN TRANSACTION", rows=False)
        self._version = told(self._all("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))")[0][0])

    @property
    def about(self) -> str:
        """Server and transaction."""
        return f"SQL Server {self._version}, {self._level.lower()} transaction, read-only intent"

    def _all(self, command: str, *, rows: bool = True) -> Any:
        with guarded(self._address):
            cursor = self._link.cursor()
            cursor.execute(command)
            return cursor.fetchall() if rows else None

    def parts(self) -> Iterator[Part]:
        """User tables."""
        wanted = set(self._address.tables)
        for schema, name in self._all(TABLES):
            if not wanted or wanted & {name, f"{schema}.{name}"}:
                yield Part(f"{schema}\0{name}", f"{self._address.place}/{schema}.{name}".lstrip("/"), "table")

    def table(self, part: Part, put: Put) -> str:
        """Rows as they come."""
        name = ".".join("[" + one.replace("]", "]]") + "]" for one in part.mark.split("\0"))
        with guarded(self._address):
            cursor = self._link.cursor()
            try:
                cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 a quoted name out of the server's own list
            except Exception as error:
                if getattr(error, "msg_no", 0):  # the server itself says no to this table
                    raise Refused(told(error)) from None
                raise
            hand_on([column[0] for column in cursor.description], _fetched(cursor), put)
        return ""

    def content(self, part: Part) -> Iterator[bytes]:
        """A database holds no files of its own."""
        raise Refused(f"{part.name} is no file")


def _fetched(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(1000):
        yield from rows
