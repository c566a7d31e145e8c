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


@pytest.mark.parametrize("header", ["User", "User ID", "Login"])
def test_the_mailbox_of_whoever_entered_a_row_is_not_the_patients(header: str) -> None:
    people = ("Ann Lee", "Ben Roe", "Eve Day")
    cells = pa.table(
        {
            "Patient Name": list(people),
            "DOB": ["1970-02-03", "1971-03-04", "1972-04-05"],
            "Diagnosis": ["Asthma", "Diabetes", "Epilepsy"],
            header: ["olaf@corp.example.com", "mia@corp.example.com", "olaf@corp.example.com"],
        }
    )
    found = scan_table(Unit("e", "visits.csv", "table", "text/csv", 2, "", pack_cells(cells), {}), Keys(bytes(32))).to_pylist()
    assert not [one for one in found if one["kind"] == "email"]


def test_the_mailbox_that_a_password_opens_is_whose_login_it_is() -> None:
    cells = pa.table(
        {
            "url": ["https://a.example.org"] * 3,
            "username": ["ann@example.com", "ben@example.com", "eve77"],
            "password": ["Tulip-7", "Rose88", "Iris!9"],
        }
    )
    found = scan_table(Unit("e", "passwords.csv", "table", "text/csv", 2, "", pack_cells(cells), {}), Keys(bytes(32))).to_pylist()
    assert [(one["kind"], one["row"]) for one in found if one["kind"] in ("email", "username")] == [
        ("email", 2),
        ("email", 3),
        ("username", 4),
    ]
