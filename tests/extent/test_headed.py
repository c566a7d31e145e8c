"""Sheets with a shape of their own: tenants below their building, cards of labels and values."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from stanch.extent.headed import homes
from stanch.extent.pairs import of_pairs
from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

TENANTS = {
    "Unit": ["Oak Court - 12 Oak Court Denver, CO 80202", "1A", "2B", "90 Harbor Street, Akron, OH 44308", "1A", "Total 3 Units"],
    "Tenant": [None, "Example, Ann", "Muster, Ben", None, "Probe, Cem", None],
    "Emails": [None, "a@example.com", "b@example.com", None, "c@example.com", None],
    "Rent": [None, "900.00", "950.00", None, "800.00", "2,650.00"],
}
CARDS = {
    "Name:": ["Address:", None, "Home Phone:", None, "Name:", "Address:"],
    "Ann Example": ["12 Oak St", "Reno, NV 89501", "775-555-0101", None, "Ben Muster", "4 Elm St\nReno, NV 89501"],
    "column_3": [None] * 6,
    "Employee ID:": ["Soc Sec No:", "Birth Date:", None, None, "Employee ID:", "Soc Sec No:"],
    "100": ["900-12-3456", "03/04/1980", None, None, "101", "900-12-3457"],
}


def found(columns: dict[str, list[Any]], kind: str) -> list[tuple[int, str, str | None]]:
    """Row, record and text of the findings of a kind."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    unit = Unit("exhibit", "share/t.xlsx#T", "table", "text/csv", start=2, cells=pack_cells(table))
    rows: list[dict[str, Any]] = scan_unit(unit, Keys(bytes(32))).to_pylist()
    return [(row["row"], row["record"], row["text"]) for row in rows if row["kind"] == kind]


def test_tenants_live_in_the_building_above_them() -> None:
    told = {row: text for row, record, text in found(TENANTS, "postal_address") if record == f"row/{row}" and text}
    assert [told[row].partition(" |")[0] for row in (3, 4, 6)] == ["12 Oak Court", "12 Oak Court", "90 Harbor Street"]


def test_rows_with_addresses_of_their_own_have_no_other() -> None:
    table = pa.table({**TENANTS, "City": [None, "Reno", "Reno", None, "Reno", None]})
    from stanch.extent.columns import decide

    assert homes(table, decide(table)) == []


def test_cards_side_by_side_and_below_one_another_are_a_person_each() -> None:
    assert [(row, record, text) for row, record, text in found(CARDS, "name")] == [
        (1, "rows/2", "Ann Example"),
        (6, "rows/3", "Ben Muster"),
    ]
    assert [record for _, record, _ in found(CARDS, "us_ssn")] == ["rows/2", "rows/3"]
    assert ["Reno" in (text or "") for _, _, text in found(CARDS, "postal_address")] == [True, True]


def test_a_table_with_few_colons_is_none() -> None:
    assert of_pairs(pa.table({"Name": ["Ann:"], "Note": ["see: below"], "Phone": ["775-555-0101"]})) is None
