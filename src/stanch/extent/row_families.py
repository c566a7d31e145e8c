"""In which databases of what was scanned a chain of keys may be (`row_chains`): told without loading what follows them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from stanch.engine import Parts
from stanch.extent.table_column import NAMES
from stanch.vault import sealed_file

# Numbers of people that an organisation gives out: short ones mean something inside one database only.
OWN_NUMBERS = frozenset({"customer_id", "student_id", "employee_id", "medical_record_number"})
LEAST_TABLES, MOST_TABLES = 2, 300  # in a folder of more, files are no tables of one database


def families(units: Parts, findings: Parts) -> list[dict[str, Any]]:
    """What a worker needs for each database in which a chain may be: its tables, where they lie, and those that tell of somebody."""
    pieces, exhibits, numbered, referring = _pieces(units)
    if not pieces:
        return []
    kinds: dict[str, set[str]] = defaultdict(set)
    for found in findings.tables(["locator", "kind", "row"], coded=("locator", "kind")):
        rows = found.filter(found.column("row").is_valid()).select(["locator", "kind"])
        for one in rows.group_by(["locator", "kind"]).aggregate([]).to_pylist():
            kinds[one["locator"]].add(one["kind"])
    made: list[dict[str, Any]] = []
    for place, tables in sorted(pieces.items()):
        # Employees have numbers of their own, and may be declared to be contacts too: told where both rows name the same.
        loose = sorted(one for one in tables if kinds[one] and (not kinds[one] & OWN_NUMBERS or (one in referring and kinds[one] & NAMES)))
        attributed = sorted(numbered & tables.keys())
        loose = loose if any(kinds[one] & (OWN_NUMBERS | NAMES) for one in tables) else []
        if loose or attributed:
            weight = sum(len(where) for where in tables.values())
            told = {"exhibit": exhibits[(loose or attributed)[0]], "place": place, "weight": weight << 20}
            made.append(told | {"tables": tables, "loose": loose, "attributed": attributed})
    return made


def _pieces(units: Parts) -> tuple[dict[str, dict[str, list[tuple[str, int, int]]]], dict[str, str], set[str], set[str]]:
    """By database, by table: part, group and place in it of each piece; the exhibit of each table; those with attributes by number.

    And those that are declared to refer to others.
    """
    numbered, referring = set[str](), set[str]()
    exhibits: dict[str, str] = {}
    found: dict[str, dict[str, list[tuple[str, int, int]]]] = defaultdict(lambda: defaultdict(list))
    for path in units.paths:
        source = sealed_file(path, units.keys)
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group, columns=["exhibit", "locator", "kind", "properties"])
            for unit, one in enumerate(rows.to_pylist()):
                if one["kind"] == "table":
                    exhibits[one["locator"]] = one["exhibit"]
                    numbered |= {one["locator"]} if any(name == "attribute_ids" for name, _ in one["properties"] or ()) else set()
                    referring |= {one["locator"]} if any(name == "references" and said for name, said in one["properties"] or ()) else set()
                    found[container(one["locator"])[0]][one["locator"]].append((str(path), group, unit))
    kept = {place: dict(tables) for place, tables in found.items() if LEAST_TABLES <= len(tables) <= MOST_TABLES}
    return kept, exhibits, numbered, referring


def container(locator: str) -> tuple[str, str]:
    """Where a table lies with those that share its numbers, and its own name: `shop.db`, `orders`; or folder and file."""
    base, sign, table = locator.rpartition("#")
    if sign:
        return base, table
    folder, _, name = locator.rpartition("/")
    if locator.startswith(_SERVERS):  # `postgresql/host:5432/clinic/public.patients`: what stands before is the schema
        return folder, name.rpartition(".")[2]
    return folder, name.partition(".")[0]


_SERVERS = ("postgresql/", "mssql/", "mysql/", "sqlite/")
