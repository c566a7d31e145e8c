"""Copies of tables that a workbook keeps unseen: the cache of a pivot table, whose sheet may long be gone, and of books it links to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from stanch.reading.pieces import headed, tables
from stanch.reading.readers.office import Package
from stanch.reading.source import Source
from stanch.records import Unit

MOST_ROWS = 2_000_000
_NUMBER = re.compile(r"(\d+)\.xml$")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")


def copies(source: Source, package: Package) -> Iterator[Unit]:
    """Each copy as a table."""
    for name in package.matching(r"xl/pivotCache/pivotCacheDefinition\d+\.xml"):
        number = _number(name)
        records = f"xl/pivotCache/pivotCacheRecords{number}.xml"
        if records in package.names:
            names, shared = _fields(package.part(name))
            rows = _records(package.part(records), shared)
            yield from tables(source, names, rows, part=f"#pivot cache {number}", first=2, properties={"hidden": "pivot cache"})
    for name in package.matching(r"xl/externalLinks/externalLink\d+\.xml"):
        for title, cells in _sheets(package.part(name)):
            heads, first, below = headed(iter(cells))
            part = f"#linked book {_number(name)} {title}".rstrip()
            yield from tables(source, heads, below, part=part, first=first, properties={"hidden": "copy of a linked workbook"})


def _number(name: str) -> str:
    found = _NUMBER.search(name)
    return found[1] if found else ""


def _elements(part: bytes, *tags: str) -> Iterator[Any]:
    from lxml import etree

    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    try:
        for _, node in etree.iterparse(io.BytesIO(part), tag=wanted, resolve_entities=False, no_network=True, recover=True):
            yield node
            node.clear()
    except etree.XMLSyntaxError:  # nothing of it can be followed: the sheets are read all the same
        return


def _fields(part: bytes) -> tuple[list[str], list[list[str | None]]]:
    """The names of the fields of a pivot cache, and of each the values that records speak of by number (ECMA-376 18.10)."""
    names, shared = list[str](), list[list[str | None]]()
    for node in _elements(part, "cacheField"):
        names.append(node.get("name") or "")
        held = node.find("{*}sharedItems")
        shared.append([_value(one) for one in held] if held is not None else [])
    return names, shared


def _records(part: bytes, shared: list[list[str | None]]) -> Iterator[list[str | None]]:
    for count, node in enumerate(_elements(part, "r")):
        if count >= MOST_ROWS:
            return
        yield [_cell(one, shared[at] if at < len(shared) else []) for at, one in enumerate(node)]


def _cell(node: Any, shared: list[str | None]) -> str | None:
    said = node.get("v")
    if str(node.tag).rpartition("}")[2] != "x":
        return _value(node)
    return shared[int(said)] if said and said.isdigit() and int(said) < len(shared) else None


def _value(node: Any) -> str | None:
    said = node.get("v")
    return _MIDNIGHT.sub("", said) if said else None


_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _sheets(part: bytes) -> Iterator[tuple[str, list[tuple[int, list[str | None]]]]]:
    """(name of the sheet, its rows that are kept) of a linked book (ECMA-376 18.14)."""
    titles = [node.get("val") or "" for node in _elements(part, "sheetName")]
    for node in _elements(part, "sheetData"):
        number = node.get("sheetId") or ""
        rows = [(int(row.get("r") or at), _row(row)) for at, row in enumerate(node, start=1) if (row.get("r") or "1").isdigit()]
        if any(cells for _, cells in rows):
            yield titles[int(number)] if number.isdigit() and int(number) < len(titles) else "", [one for one in rows if one[1]]


def _row(row: Any) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row:
        place = _PLACE.fullmatch(cell.get("r") or "")
        at = _column(place[1]) if place else len(cells)
        value = cell.find("{*}v")
        if at < WIDEST:
            cells += [None] * (at + 1 - len(cells))
            cells[at] = value.text if value is not None else None
    return cells if any(cells) else []


WIDEST = 2_000


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("@")
    return at - 1
