"""Registers of shares: who is named by what right, and in which order a cell's own name stands."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.registrations import read
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

CELLS = [
    "SETH CARTER",
    "STARK LUKE E",
    "CHRISTIAN J MCCANN & ALEXANDRIA MCCANN JT TEN",
    "FERNANDO CALDERON TTEE CALDERON FAMILY TRUST UA DTD 03/01/1999",
    "GREG WHITE CUST NATALIE WHITE UTMA OH",
    "MR ROY OCHOA",
    "HALEY INGRAM TOD ROBYN INGRAM",
    "ACME HOLDINGS LLC",
]


def test_each_holder_is_named_and_the_number_is_the_minors() -> None:
    columns = {"REGISTRATION": CELLS, "TIN": [f"912-44-110{at}" for at in range(len(CELLS))], "SHARES": ["10"] * len(CELLS)}
    unit = Unit("0" * 64, "register.csv", "table", "text/csv", cells=pack_cells(pa.table(columns)), start=1)
    rows = scan_table(unit, Keys(bytes(32))).to_pylist()
    names = {row["record"]: row["text"] for row in rows if row["kind"] == "name"}
    assert names["row/1"] == "SETH CARTER"
    assert names["row/2"] == "STARK, LUKE E"
    assert (names["row/3"], names["row/3/spouse"]) == ("CHRISTIAN J MCCANN", "ALEXANDRIA MCCANN")
    assert names["row/4"] == "FERNANDO CALDERON"
    assert (names["row/5"], names["row/5/guardian"]) == ("NATALIE WHITE", "GREG WHITE")
    assert names["row/6"] == "ROY OCHOA"
    assert names["row/7"] == "HALEY INGRAM", "whom it goes to at a death holds nothing"
    assert {row["record"] for row in rows if row["kind"] == "us_ssn" and row["masked"].endswith("1104")} == {"row/5"}
    assert {row["column"] for row in rows} == {"REGISTRATION", "TIN"}


@pytest.mark.parametrize(
    "columns",
    [
        {"Registration": ["7ABC123", "8XYZ456", "9DEF789"], "Owner": ["Ann Berg", "Tom Ray", "Eva Lee"]},
        {"Name": ["Ann Berg", "Tom Ray", "Eva Lee"], "SSN": ["912-44-1101", "912-44-1102", "912-44-1103"]},
        {"Vesting": ["Cliff, 4 years", "Monthly", "TOD only"], "Grant": ["1", "2", "3"]},
    ],
)
def test_other_columns_are_no_registers(columns: dict[str, list[str]]) -> None:
    assert read(pa.table(columns)) is None
