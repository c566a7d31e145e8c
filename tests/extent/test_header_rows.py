"""A second row of headers, as programs that ask questions write it."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.header_rows import with_second_header
from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

ASKED = {
    "ResponseId": ["Response ID", '{"ImportId":"_recordId"}', "R_1"],
    "Q1_1": ["Please enter your name: - First name", '{"ImportId":"QID1"}', "Ann"],
    "Q1_2": ["Please enter your name: - Last name", '{"ImportId":"QID2"}', "Lee"],
    "Q2": ["What is your date of birth? (MM/DD/YYYY)", '{"ImportId":"QID3"}', "02/03/1970"],
}


def table(columns: dict[str, list[str]]) -> pa.Table:
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def test_the_row_of_words_names_the_columns_that_stay_known_by_their_codes() -> None:
    unit = Unit("x", "t", "table", "text/csv", start=2, cells=pack_cells(table(ASKED)))
    found = {(row["row"], row["column"], row["kind"]) for row in scan_unit(unit, Keys(bytes(32))).to_pylist()}
    assert {(4, "Q1_1", "given_name"), (4, "Q1_2", "family_name"), (4, "Q2", "dob")} <= found


def test_rows_of_people_are_no_header() -> None:
    rows = table({"a": ["Ann", "Tom"], "b": ["Lee", "Ray"], "c": ["Reno", "Elko"], "d": ["Client", "Owner"]})
    assert with_second_header(rows) is None
    assert with_second_header(table({name: ["First name", "Ann"] for name in ("First", "Last", "City", "Phone")})) is None


def test_a_header_that_stands_over_several_columns_is_said_before_each() -> None:
    head = ("Tenant", "", "", "Co-Tenant", "", "")
    rows = [
        ["Name", "Date of Birth", "Phone", "Name", "Date of Birth", "Phone"],
        ["Ann Lee", "1980-01-02", "303-555-0101", "Cai Ray", "1990-05-06", "303-555-0103"],
        ["Ben Poe", "1978-03-04", "303-555-0102", "Dee Roe", "1991-07-08", "303-555-0104"],
    ]
    names = [one or f"column_{at}" for at, one in enumerate(head, 1)]
    given = pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)})
    found = with_second_header(given)
    assert found is not None
    assert list(found[1]) == [f"{who} {what}" for who in ("Tenant", "Co-Tenant") for what in rows[0][:3]]
    assert found[0].num_rows == 2


def test_a_header_that_says_no_kind_by_itself_is_kept_beside_those_that_do() -> None:
    rows = [
        ["Dipendente", "Codice fiscale", "IBAN", "Netto set. 26"],
        ["Rossi Anna", "RSSNNA80A41H501X", "IT60X0542811101000000123456", "1.200,00"],
    ]
    given = pa.table({f"column_{at}": pa.array([row[at - 1] for row in rows], pa.string()) for at in range(1, 5)})
    found = with_second_header(given)
    assert found is not None
    assert found[0].column_names[3] == "Netto set. 26"
