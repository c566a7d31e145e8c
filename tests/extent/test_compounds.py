"""Cells that hold several facts, and sheets with a person in each column."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.across import of_columns
from stanch.extent.compounds import of_compounds
from stanch.extent.continued import of_continued
from stanch.extent.scanning import scan_unit
from stanch.extent.several_in_cells import of_several
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

PEOPLE = [
    ("LEE, ANN", "02/03/1970", "F", "303-555-0101"),
    ("RAY, TOM", "11/30/1981", "M", "206-555-0102"),
    ("MA, QIANG", "07/15/1966", "M", "404-555-0103"),
]


def table(**columns: list[str | None]) -> pa.Table:
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


@pytest.mark.parametrize(
    ("header", "cells", "first"),
    [
        ("DOB/SEX", [f"{born} {sex}" for _, born, sex, _ in PEOPLE], {"DOB": "02/03/1970", "SEX": "F"}),
        ("Sex, DOB", [f"{born}/{sex}" for _, born, sex, _ in PEOPLE], {"DOB": "02/03/1970", "Sex": "F"}),
        ("Name (DOB)", [f"{name} ({born})" for name, born, *_ in PEOPLE], {"Name": "LEE, ANN", "DOB": "02/03/1970"}),
        ("Contact (Name/Phone)", [f"{name} / {phone}" for name, *_, phone in PEOPLE], {"Contact Name": "LEE, ANN", "Contact Phone": "303-555-0101"}),
        ("Name & DOB & Phone", [f"{name}\n{born}\n{phone}" for name, born, _, phone in PEOPLE], {"Name": "LEE, ANN", "DOB": "02/03/1970", "Phone": "303-555-0101"}),
        ("Patient", [f"{name} ({born})" for name, born, *_ in PEOPLE], {"Patient": "LEE, ANN", "Patient DOB": "02/03/1970"}),
    ],
)  # fmt: skip
def test_each_fact_of_a_cell_is_a_column(header: str, cells: list[str | None], first: dict[str, str]) -> None:
    laid = of_compounds(table(**{header: cells}))
    assert laid is not None
    assert {name: value for name, value in laid.table.to_pylist()[0].items() if value} == first
    for name, value in first.items():
        row, column, start = laid.places[0, name]
        assert (row, column, (cells[0] or "")[start : start + len(value)]) == (0, header, value)


@pytest.mark.parametrize(
    ("header", "cell"), [("SSN/EIN", "900-12-3456"), ("City, State", "Reno, NV"), ("Phone / Mobile", "303-555-0101"), ("Town/City", "Reno"), ("Name (Last, First)", "Lee, Ann")]
)  # fmt: skip
def test_a_header_of_alternatives_parts_nothing(header: str, cell: str) -> None:
    assert of_compounds(table(**{header: [cell] * 3})) is None


def test_what_is_parted_otherwise_is_still_read() -> None:
    cells: list[str | None] = [*(f"{born} {sex}" for _, born, sex, _ in PEOPLE), "call 303-555-0199 first"]
    unit = Unit(
        "x",
        "t",
        "table",
        "text/csv",
        start=2,
        cells=pack_cells(table(**{"Name": ["Ann Lee", "Tom Ray", "Qiang Ma", "Eve Poe"], "DOB/SEX": cells})),
    )
    found = {(row["row"], row["kind"], row["column"], row["start"], row["end"]) for row in scan_unit(unit, Keys(bytes(32))).to_pylist()}
    assert {(2, "dob", "DOB/SEX", 0, 10), (2, "gender", "DOB/SEX", 11, 12), (5, "phone", "DOB/SEX", 5, 17)} <= found


ACROSS = table(
    Field=["First name", "Last name", "Date of birth", "SSN", "Phone"],
    A=["Ann", "Lee", "02/03/1970", "900-12-3456", "303-555-0101"],
    B=["Tom", "Ray", "11/30/1981", "901-12-3456", "206-555-0102"],
)


def test_a_person_in_each_column_is_a_record_of_his_own() -> None:
    unit = Unit("x", "t", "table", "text/csv", start=2, cells=pack_cells(ACROSS))
    found = scan_unit(unit, Keys(bytes(32))).to_pylist()
    by_column = {name: {row["record"] for row in found if row["column"] == name} for name in "AB"}
    assert all(len(records) == 1 for records in by_column.values())
    assert by_column["A"] != by_column["B"]
    assert {(row["row"], row["column"]) for row in found if row["kind"] == "us_ssn"} == {(5, "A"), (5, "B")}


def test_remarks_and_two_states_are_no_two_people() -> None:
    assert of_columns(ACROSS.set_column(2, "Remark", pa.array(["as in passport", "", "checked", "verified", "daytime"]))) is None
    assert of_columns(ACROSS.rename_columns(["Field", "Old value", "New value"])) is None
    # A list of contacts, each of which says that it is one.
    rows = table(
        type=["contact"] * 5,
        name=["Ann Lee", "Tom Ray", "Eve Poe", "Qiang Ma", "Ida Fox"],
        alias=["Ann Li", "T Ray", "E Poe", "Q Ma", "I Fox"],
    )
    assert of_columns(rows) is None


def test_a_person_over_two_lines_is_a_row() -> None:
    said: list[tuple[str | None, ...]] = []
    for name, born, _, phone in PEOPLE:
        said += [(name, "4 Elm St", phone, "900-12-3456"), (None, "Columbus, OH 43215", "a@example.com", born)]
    laid = of_continued(table(**dict(zip(("Name", "Address", "Contact", "SSN/DOB"), map(list, zip(*said, strict=True)), strict=True))))
    assert laid is not None
    first = {"Name": "LEE, ANN", "Address": "4 Elm St", "City State ZIP": "Columbus, OH 43215", "Contact": "303-555-0101"}
    assert laid.table.to_pylist()[0] == first | {"column": "a@example.com", "SSN": "900-12-3456", "DOB": "02/03/1970"}
    assert laid.places[0, "DOB"] == (1, "SSN/DOB", 0)


def test_what_somebody_bought_is_no_second_line_of_him() -> None:
    names, goods = [name for one in PEOPLE for name in (one[0], None)], ["Lamp", "Desk"] * len(PEOPLE)
    assert of_continued(table(Name=names, Article=goods, Price=["12.50", "80.00"] * len(PEOPLE))) is None


def test_a_remark_in_brackets_is_no_part_of_a_name_before_a_telephone() -> None:
    said = ["Joyce Landry 850-555-0121", "Ron Poole (grandfather) 850-555-0125", "Eva Kern (aunt) 850-555-0126"]
    laid = of_compounds(table(**{"Name": ["Ann Lee", "Ben Ray", "Cai Roe"], "Emergency contact": said}))
    assert laid is not None
    assert {"Ron Poole", "Eva Kern"} <= {cell for column in laid.table.columns for cell in column.to_pylist()}


def test_people_who_share_a_row_have_a_row_each() -> None:
    rooms = table(
        Room=["301 DBL", "302 SGL", "303 DBL"],
        Ospiti=["Ann Lee, Ben Lee", "Tom Ray", "Eva Sanz\nLuis Gil"],
        Nascita=["08/04/1961, 30/12/1964", "17/01/1958", "01/02/1970\n03/04/1971"],
    )
    laid = of_several(rooms)
    assert laid is not None
    assert [tuple(row.values())[1:] for row in laid.table.to_pylist()] == [
        ("Ann Lee", "08/04/1961"), ("Ben Lee", "30/12/1964"), ("Tom Ray", "17/01/1958"), ("Eva Sanz", "01/02/1970"), ("Luis Gil", "03/04/1971"),
    ]  # fmt: skip
    assert laid.places[4, "Nascita"] == (2, "Nascita", len("01/02/1970\n"))
    unit = Unit("e1", "rooms.docx", "table", "application/x-table", cells=pack_cells(rooms), start=1)
    found = scan_unit(unit, Keys(bytes(32))).to_pylist()
    assert len({one["record"] for one in found if one["kind"] == "dob"}) == 5
    assert {(one["row"], one["text"]) for one in found if one["kind"] == "name"} >= {(1, "Ben Lee"), (3, "Luis Gil")}


@pytest.mark.parametrize(
    "row",
    [
        {"Name": "Lee, Ann", "Phone": "303-555-0101, 303-555-0102"},
        {"Name": "Ann Lee", "Address": "4 Elm St, Boston", "Email": "ann@example.com; lee@example.com"},
    ],
)
def test_two_numbers_of_one_person_are_no_two_people(row: dict[str, str]) -> None:
    assert of_several(table(**{name: [cell] for name, cell in row.items()})) is None


def test_a_row_without_a_spouse_is_no_second_line_of_the_row_above() -> None:
    from stanch.extent.continued import of_continued

    table = pa.table(
        {
            "TP Last": ["Lee", "Ray", "Moe", "Day", "Fox", "Hay"],
            "TP SSN": [f"900-12-000{n}" for n in range(1, 7)],
            "TP DOB": [f"01/02/198{n}" for n in range(1, 7)],
            "SP Last": ["Lee", None, "Moe", None, "Fox", None],
            "Phone": [f"614-555-010{n}" for n in range(1, 7)],
        }
    )
    assert of_continued(table) is None
