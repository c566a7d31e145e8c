"""Two people in one file: a form's guarantor, two side by side on a sheet, couples on a list of addresses, accounts beside a bank's id."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.scanning import scan_unit
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

KEYS = Keys(bytes(32))


def by_record(rows: list[dict[str, str]]) -> dict[str, set[str]]:
    """For each record the names and ends of numbers that it bears."""
    found: dict[str, set[str]] = {}
    for row in rows:
        told = (
            row["text"]
            if row["kind"] == "name"
            else row["masked"][-4:]
            if row["kind"] in ("us_ssn", "us_bank_account", "bank_account")
            else ""
        )
        found.setdefault(row["record"], set()).update({told} - {""})
    return found


def of_table(columns: dict[str, list[str]], locator: str = "t.csv") -> dict[str, set[str]]:
    unit = Unit("0" * 64, locator, "table", "text/csv", cells=pack_cells(pa.table(columns)), start=1)
    return by_record(scan_table(unit, KEYS).to_pylist())


def of_text(text: str) -> dict[str, set[str]]:
    return by_record(scan_unit(Unit("0" * 64, "t.txt", "text", "text/plain", text=text), KEYS).to_pylist())


def test_a_guarantor_who_is_named_again_keeps_his_number() -> None:
    told = of_text(
        "PATIENT REGISTRATION\n\nPatient: Ross, Lindsey\nSSN: 939-16-9029    DOB: 10/04/2012\n\n"
        "Guarantor: Ross, Tami\nGuarantor SSN: 947-15-2948    Guarantor DOB: 11/17/1952\n\n"
        "Subscriber: Tami Ross\nSubscriber ID: XWB255438099\n"
    )
    assert {frozenset(one) for one in told.values()} == {frozenset({"Lindsey Ross", "9029"}), frozenset({"Tami Ross", "2948"})}


def test_two_side_by_side_on_a_sheet() -> None:
    told = of_table(
        {
            "Client": ["SSN", "DOB", "Address"],
            "Danielle Gonzalez": ["922-10-3158", "04/05/1980", "12 Maple Ave, Dayton, OH 45402"],
            "Opposing party": ["Phone", "Email", ""],
            "Preston Zavala": ["419-555-0161", "preston@example.com", ""],
        }
    )
    assert {"Danielle Gonzalez", "3158"} in told.values()
    assert {"Preston Zavala"} in told.values()


def test_what_stands_beside_a_doctor_on_a_sheet_is_the_patients() -> None:
    told = of_table(
        {
            "Patient": ["DOB", "Phone", "Allergies"],
            "Danielle Gonzalez": ["04/05/1980", "419-555-0161", "penicillin"],
            "Doctor": ["SSN", "Admitted", ""],
            "Preston Zavala": ["922-10-3158", "01/02/2026", ""],
        }
    )
    assert not any({"Preston Zavala", "3158"} <= one for one in told.values())


def test_couples_on_a_list_of_addresses() -> None:
    told = of_table(
        {
            "Account Number": ["6209726669", "4757725272", "8811220044", "7700112233", "6600998877"],
            "Account Title": [
                "WARREN E AND JOAN R GEORGE",
                "Gregory & Susan Wilkerson",
                "MILLER JOHN OR MILLER MARY",
                "Paul Adams",
                "KAREN LEE & PETER LEE JT TEN",
            ],
            "Mailing Address": ["2668 Sycamore Ln", "1008 Cedar Ct", "12 Elm St", "9 Oak Ave", "77 Pine Rd"],
            "City": ["Gary", "Gary", "Dayton", "Erie", "Toledo"],
            "State": ["IN", "IN", "OH", "PA", "OH"],
            "ZIP": ["46402", "46402", "45402", "16501", "43604"],
        }
    )
    assert told["row/1"] >= {"WARREN E GEORGE", "6669"}
    assert told["row/1/spouse"] == {"JOAN R GEORGE", "6669"}
    assert told["row/3/spouse"] == {"MARY MILLER", "0044"}
    assert told["row/5/spouse"] == {"PETER LEE", "8877"}
    assert "row/4/spouse" not in told


def test_a_list_of_shops_names_nobody() -> None:
    told = of_table(
        {
            "Branch": ["Riverside", "Old Town Plaza", "Harbor Point", "Airport", "Northgate Mall"],
            "Mailing Address": ["2668 Sycamore Ln", "1008 Cedar Ct", "12 Elm St", "9 Oak Ave", "77 Pine Rd"],
            "City": ["Gary", "Gary", "Dayton", "Erie", "Toledo"],
            "ZIP": ["46402", "46402", "45402", "16501", "43604"],
        }
    )
    assert not any(told.values())


def test_an_account_beside_the_id_of_a_bank() -> None:
    told = of_table(
        {
            "id": ["1", "2", "3"],
            "acc_number": ["5371757000", "6617573759", "7100224466"],
            "partner_id": ["40", "41", "42"],
            "bank_id": ["1", "1", "2"],
        },
        "odoo.sql#public.res_partner_bank",
    )
    assert {one for numbers in told.values() for one in numbers} == {"7000", "3759", "4466"}
