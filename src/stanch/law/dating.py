"""The law of one day: resolves `dated:` values and `since`/`until` entries, and keeps every value's place in the file.

Statutes change; a file says what held when. `dated: {2003-07-01: X, 2026-01-01: Y}` is X before 2026 and Y from then
on (the idea is PolicyEngine's `values`); an entry of a list with `since: 2026-01-01` exists from that day, one with
`until: 2026-01-01` up to the day before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from stanch import datafile
from stanch.datafile import Place

# Python's own words cannot be field names.
RENAMED = {"from": "from_", "with": "with_"}
BEGINNING = date(1900, 1, 1)


class Branch(dict[str, Any]):
    """A mapping that knows its place and its entries' places."""

    place: Place
    places: dict[str, Place]


class Row(list[Any]):
    """A list that knows its place and its entries' places."""

    place: Place
    places: list[Place]


def days_of_change(node: Any) -> list[date]:
    """The days on which something in the file changes, after the beginning, in order."""
    return sorted({day for day in _days(node) if day > BEGINNING})


def _days(node: Any) -> Iterator[date]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("cases", "case_facts", "sources"):
                continue
            if key == "dated" and isinstance(value, Mapping):
                yield from (day for day in value if isinstance(day, date))
            if key in ("since", "until") and isinstance(value, date):
                yield value
            yield from _days(value)
    elif isinstance(node, list):
        for value in node:
            yield from _days(value)


def resolve(node: Any, day: date) -> Any:
    """The tree as it stood on `day`, as `Branch`es and `Row`s of plain values."""
    if isinstance(node, Mapping):
        if set(node) == {"dated"} and isinstance(node["dated"], Mapping):
            begun = [start for start in node["dated"] if isinstance(start, date) and start <= day]
            return resolve(node["dated"][max(begun)], day) if begun else None
        return _branch(node, day)
    if isinstance(node, list):
        return _row(node, day)
    return datafile.plain(node)


def _branch(node: Mapping[Any, Any], day: date) -> Branch:
    branch = Branch()
    branch.place, branch.places = datafile.place(node), {}
    for key, value in node.items():
        name = RENAMED.get(str(key), str(key))
        found = resolve(value, day)
        if found is None and isinstance(value, Mapping) and "dated" in value:
            continue  # the value did not exist yet: the field's default stands
        branch[name] = found
        branch.places[name] = datafile.place(node, key)
    return branch


def _row(node: list[Any], day: date) -> Row:
    row = Row()
    row.place, row.places = datafile.place(node), []
    for index, value in enumerate(node):
        if not in_force(value, day):
            continue
        found = resolve(value, day)
        if found is None:
            continue
        row.append(found)
        row.places.append(datafile.place(node, index))
    return row


def in_force(entry: Any, day: date) -> bool:
    """Whether an entry of a list exists on that day."""
    if not isinstance(entry, Mapping):
        return True
    since, until = entry.get("since"), entry.get("until")
    return not (isinstance(since, date) and day < since) and not (isinstance(until, date) and day >= until)


def place_of(node: Any, path: tuple[str | int, ...]) -> Place:
    """The place that a path of keys leads to, as near as it goes."""
    here: Place = getattr(node, "place", (1, 1))
    for step in path:
        known = step in node if isinstance(node, Branch) else isinstance(node, Row) and isinstance(step, int) and step < len(node)
        if not known:
            break
        here, node = node.places[step], node[step]
    return here
