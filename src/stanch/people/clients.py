"""For whom data are held, where the organisation is a processor: from path, table and column to client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.records import Client, Exposure, Share
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A locator is a way down, `#` names a table; a text has none.
_TABLE = "CASE WHEN contains(locator, '#') THEN regexp_extract(locator, '#([^#]*)$', 1) ELSE regexp_extract(locator, '([^/!]+)$', 1) END"

_FITS = f"(? = '' OR lower(locator) GLOB ?) AND (? = '' OR lower({_TABLE}) GLOB ?) AND (? = '' OR coalesce(header, '') GLOB ?)"
MOST_SOURCES = 200  # places kept for one kind


@dataclass(frozen=True, slots=True)
class _Map:
    clients: tuple[Client, ...]


def read_clients(path: Path) -> tuple[Client, ...]:
    """`clients: [{name, path, table, column, letters}]` from a YAML file. Raises `BrokenDataFile` with the place of a fault."""
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
        query = f"SELECT DISTINCT owner FROM said WHERE {_FITS} ORDER BY owner"  # noqa: S608 a constant of this module
        for (owner,) in connection.execute(query, _patterns(client)).fetchall():
            found.setdefault(owner, {})[client.name] = None
    return {owner: tuple(names) for owner, names in found.items()}


def shares(connection: DuckDBPyConnection, clients: Sequence[Client], held: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[Share, ...]]:
    """Of owners whose data more than one holds: what was exposed in the data of each client (in the map's order), then in one's own.

    Where a client ordered letters, what it holds counts among one's own as well: it is told in the organisation's letters.
    """
    if not clients:
        return {}
    by_client: dict[str, list[Client]] = {}
    for one in clients:
        by_client.setdefault(one.name, []).append(one)
    ordered = [one for one in clients if one.letters == "ours"]
    orders = {one.name for one in ordered}
    nobodys = f"NOT ({_any_of(clients)})"
    own = f"({nobodys} OR {_any_of(ordered)})" if ordered else nobodys
    found: dict[int, list[Share]] = {}
    for name, patterns in by_client.items():
        for owner, share in _exposed(connection, name, _any_of(patterns), patterns):
            found.setdefault(owner, []).append(share)
    for owner, share in _exposed(connection, "", own, [*clients, *ordered]):
        if owner in held:
            writes_for = tuple(name for name in held[owner] if name in orders)
            found.setdefault(owner, []).append(replace(share, writes_for=writes_for))
    return {owner: tuple(told) for owner, told in found.items() if len(told) > 1}


def _exposed(connection: DuckDBPyConnection, name: str, where: str, bound: Sequence[Client]) -> Iterator[tuple[int, Share]]:
    """By owner, what the findings show that fit."""
    facts = {element.id: element.fact for element in elements().values()}
    query = (
        "SELECT owner, kind, min(masked), max(confidence), list_sort(list(DISTINCT locator))[1:?] FROM said "  # noqa: S608 constants
        f"WHERE {where} GROUP BY owner, kind ORDER BY owner, kind"
    )
    rows = connection.execute(query, [MOST_SOURCES, *(text for one in bound for text in _patterns(one))]).fetchall()
    for owner, told in groupby(rows, key=itemgetter(0)):
        exposures = tuple(
            Exposure(kind, facts.get(kind), masked or "", round(float(confidence), 3), tuple(places))
            for _, kind, masked, confidence, places in told
        )
        yield owner, Share(name, tuple(sorted({one.fact for one in exposures if one.fact})), exposures)


def _any_of(clients: Sequence[Client]) -> str:
    """A condition with the patterns of so many clients."""
    return "(" + " OR ".join(f"({_FITS})" for _ in clients) + ")"


def _patterns(client: Client) -> list[str]:
    return [pattern for one in (client.path, client.table, client.column) for pattern in (one, one.casefold())]
