"""Workbooks as offices keep them: lists beside each other, dependants in rows of their own, keys called codes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from tests.extent.test_row_chains import people

from stanch.extent.tables import scan_table
from stanch.reading.pieces import headed
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

Columns = dict[str, list[str | None]]


def found(columns: Columns) -> set[tuple[str, str, str | None]]:
    """Kind, record and text of what a table holds."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    rows = scan_table(Unit("0" * 64, "book.xlsx#Sheet", "table", "text/csv", cells=pack_cells(table), start=1), Keys(bytes(32))).to_pylist()
    return {(row["kind"], row["record"], row["text"] if row["kind"] == "name" else row["masked"][-4:]) for row in rows}


STAFF: Columns = {"Name": ["Ann Berg", "Tom Ray", "Susan Parker"], "SSN": ["912-44-1101", "912-44-1102", "912-44-1103"]}
GAP: Columns = {"column_3": [None, None, None]}


def test_lists_beside_each_other_are_of_people_of_their_own() -> None:
    told = found(
        STAFF | GAP | {"Contractor": ["Robert Jones", "Laura Hill", "Karen Lee"], "TIN": ["912-44-2201", "912-44-2202", "912-44-2203"]}
    )
    assert ("us_ssn", "row/1", "1101") in told
    assert ("us_ssn", "row/1/list/2", "2201") in told
    assert ("name", "row/1/list/2", "Robert Jones") in told


@pytest.mark.parametrize(
    "right",
    [
        {"Name_4": ["Ann Berg", "Tom Ray", "Susan Parker"], "Account Number": ["4410027731", "4410027749", "4410027756"]},
        {"Spouse": ["Robert Berg", "Laura Ray", "Karen Parker"], "Phone": ["212-555-0101", "212-555-0102", "212-555-0103"]},
        {"Code": ["A", "B", "C"], "Meaning": ["active", "left", "on leave"]},
    ],
)
def test_room_within_a_list_parts_nothing(right: Columns) -> None:
    assert not any("/list/" in (record or "") for _, record, _ in found(STAFF | GAP | right))


def test_a_dependants_row_is_the_dependants() -> None:
    told = found(
        {
            "Subscriber": ["Max Lam", None, None, "Dean Spencer", None],
            "Dependent": [None, "Raymond", "Briana Lam", None, "Vanessa"],
            "DOB": ["03/20/1958", "09/22/1964", "12/01/2006", "12/09/1977", "08/16/1975"],
            "SSN": ["903-33-1004", "971-46-6136", "938-31-5499", "984-38-4839", "947-46-6437"],
        }
    )
    assert {("name", "row/2/dependent", "Raymond Lam"), ("us_ssn", "row/2/dependent", "6136"), ("us_ssn", "row/1", "1004")} <= told
    assert ("name", "row/5/dependent", "Vanessa Spencer") in told


def test_a_code_of_a_list_of_clients_is_the_clients(tmp_path: Path) -> None:
    codes: list[str | None] = ["EVA000", "RUB001", "LUN002"]
    told = people(
        tmp_path,
        {
            "p.xlsx#CLIENTS": {
                "Code": codes,
                "Name": ["Evans, Brenda", "Rubio, Deborah", "Luna, Kristie"],
                "Phone": ["212-555-0101", "212-555-0102", "212-555-0103"],
            },
            "p.xlsx#MATTERS": {
                "Matter No": ["1", "2", "3"],
                "Client Code": codes,
                "Client SSN": ["912-44-1101", "912-44-1102", "912-44-1103"],
            },
            "p.xlsx#TRUST": {"Client Code": codes, "Refund Account": ["4410027731", "4410027749", "4410027756"]},
        },
    )
    assert len(told) == 3
    assert all({"ssn", "financial_account"} <= set(one.elements) for one in told.values())


def test_what_is_coded_alike_is_no_key(tmp_path: Path) -> None:
    lists = {"p.xlsx#CLIENTS": {"Code": ["A1", "A1", "B2"], "Name": ["Ann Berg", "Tom Ray", "Susan Parker"], "SSN": STAFF["SSN"]}}
    assert len(people(tmp_path, lists)) == 3


def test_marks_of_staff_are_one_list_under_two_headers(tmp_path: Path) -> None:
    marks: list[str | None] = ["E700", "E701", "E702", "E703", "E704"]
    names: list[str | None] = ["Ann Berg", "Tom Ray", "Susan Parker", "Robert Jones", "Laura Hill"]
    told = people(
        tmp_path,
        {
            "pay.xlsx#Payroll": {"Emp ID": marks, "Employee": names, "Jan": ["3100"] * 5},
            "pay.xlsx#Deposit": {"ID": marks, "Routing": ["021000021"] * 5, "Acct": [f"44100277{at}1" for at in range(5)]},
        },
    )
    assert len(told) == 5
    assert all("financial_account" in one.elements for one in told.values())


def test_a_form_of_the_tax_office_is_a_header() -> None:
    rows: list[tuple[int, list[str | None]]] = [(1, ["Vendor", "1099?", "Tax ID"]), (2, ["Ann Berg", "Y", "912-44-1101"])]
    names, first, _ = headed(iter(rows))
    assert (names, first) == (["Vendor", "1099?", "Tax ID"], 2)


def test_accounts_in_a_list_of_assets_are_the_decedents() -> None:
    rows = [
        ("Estate of", "Tom Pearson", None, None),
        ("Date of birth", "08/20/1943", "SSN", "951-31-7036"),
        (None, None, None, None),
        ("Beneficiary", "Relation", "DOB", "SSN "),
        ("Colleen Waters", "Niece", "06/13/1957", "969-21-6877"),
        ("Megan Swanson", "Niece", "12/05/1981", "962-11-8613"),
        (None, None, None, None),
        ("Asset", "Where held", "Acct #", "DOD value"),
        ("Savings", "Elm Bank", "2833260560", "10400.5"),
        ("Furniture", "residence", None, "300"),
    ]
    told = found({f"column_{at + 1}": [row[at] for row in rows] for at in range(4)})
    owner = next(record for kind, record, text in told if kind == "name" and text == "Tom Pearson")
    assert owner.startswith("form/")
    assert ("us_ssn", owner, "7036") in told
    assert {record for kind, record, _ in told if kind in ("bank_account", "us_bank_account")} == {owner}
    assert {record for kind, record, mask in told if kind == "us_ssn" and mask != "7036"} == {"row/5", "row/6"}
