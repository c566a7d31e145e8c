"""Columns with bare names are judged by the table's; what a column of salesmen tells is not the customer's."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent import columns
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


@pytest.mark.parametrize(
    ("table", "header", "cell", "expected"),
    [
        ("profile_phones", "number", "260555014{}", "phone"),
        ("user_emails", "value", "ann{}@example.com", "email"),
        ("orders", "number", "260555014{}", None),
        ("phones", "model", "260555014{}", None),
    ],
)
def test_a_number_in_a_table_of_telephones_is_one(table: str, header: str, cell: str, expected: str | None) -> None:
    cells = pa.table({"guid": [f"0f0e-{n}-aa11" for n in range(6)], header: [cell.format(n) for n in range(6)]})
    found = columns.decide(cells, table, among_others=True)[1].detector
    assert (found.kind if found else None) == expected


def test_addresses_of_profiles_are_kept_for_whoever_has_the_key() -> None:
    cells = pa.table(
        {
            "guid": [f"g{n}" for n in range(6)],
            "street_address": [f"{n}2 Maple St" for n in range(6)],
            "city": ["Toledo"] * 6,
            "zipcode": ["43604"] * 6,
        }
    )
    kinds = [one.detector.kind if one.detector else None for one in columns.decide(cells, "autofill_profiles", among_others=True)]
    assert kinds[1:] == ["street", "city", "postcode"]


@pytest.mark.parametrize("header", ["Contact owner", "Lead Owner", "Account Manager"])
def test_the_mailbox_of_a_salesman_is_not_the_customers(header: str) -> None:
    people = [("Ann Lee", "ann@example.com"), ("Ben Roe", "ben@example.com"), ("Eve Day", "eve@example.com")]
    cells = pa.table(
        {"Name": [name for name, _ in people], "Email": [mail for _, mail in people], header: ["Olaf Desk (olaf@corp.example.com)"] * 3}
    )
    found = scan_table(Unit("e", "contacts.csv", "table", "text/csv", 2, "", pack_cells(cells), {}), Keys(bytes(32))).to_pylist()
    assert {one["record"] for one in found if one["text"] == "olaf@corp.example.com"} == {f"row/{n}/manager" for n in (2, 3, 4)}
    assert {one["record"] for one in found if one["text"] == "ann@example.com"} == {"row/2"}
