"""For whom data are held, where the organisation is a processor: from path, table and column to client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.records import Client

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A locator is a way down, `#` names a table; a text has none.
_TABLE = "CASE WHEN contains(locator, '#') THEN regexp_extract(locator, '#([^#]*)$', 1) ELSE regexp_extract(locator, '([^/!]+)$', 1) END"


@dataclass(frozen=True, slots=True)
class _Map:
    clients: tuple[Client, ...]


def read_clients(path: Path) -> tuple[Client, ...]:
    """`clients: [{name, path, table, column}]` from a YAML file. Raises `BrokenDataFile` with the place of a fault."""
    node = datafile.load(path)
    listed = node.get("clients") if isinstance(node, dict) else None
    faults = [fault for one in listed or () for fault in datafile.unknown_keys(one, Client, str(path))]
    if faults:
        raise BrokenDataFile(faults)
    found = datafile.convert(node, _Map, str(path)).clients
    for at, one in enumerate(found):
        if not (one.path or one.table or one.column):
            line, column = datafile.place(listed, at)
            raise BrokenDataFile([Fault(str(path), line, column, f"{one.name!r} has no path, table or column to be told by")])
    return found


def of_owners(connection: DuckDBPyConnection, clients: Sequence[Client]) -> dict[int, tuple[str, ...]]:
    """For each owner the clients whose patterns fit one of their findings, in the map's order. Case of letters does not count."""
    found: dict[int, dict[str, None]] = {}
    for client in clients:
        # Patterns are bound as parameters: they are a user's text, never part of the statement.
        rows = connection.execute(
            f"SELECT DISTINCT owner FROM said WHERE (? = '' OR lower(locator) GLOB ?) AND (? = '' OR lower({_TABLE}) GLOB ?) "  # noqa: S608 a constant of this module
            "AND (? = '' OR header GLOB ?) ORDER BY owner",
            [pattern for one in (client.path, client.table, client.column) for pattern in (one, one.casefold())],
        ).fetchall()
        for (owner,) in rows:
            found.setdefault(owner, {})[client.name] = None
    return {owner: tuple(names) for owner, names in found.items()}
