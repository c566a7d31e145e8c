"""Which row of a sheet or of delimited text is its header."""

from __future__ import annotations

from pathlib import Path

import pytest

from stanch.reading.descend import read_file
from stanch.reading.pieces import headed
from stanch.reading.readers.records import _is_head
from stanch.records import Unit, unpack_cells


def test_a_form_has_no_header_among_its_rows() -> None:
    rows = [["SSN", "900-12-3456"], ["Last name", "Example"], ["Date of birth", "1980-02-03"]]
    names, number, below = headed(iter(enumerate(rows, start=1)))
    assert (names, number, list(below)) == ([None, None], 1, rows)


def test_a_title_and_a_band_above_the_header_are_kept() -> None:
    rows: list[list[str | None]] = [
        ["Personal", None, "Other", None],
        ["Name", "Phone", "Part", "Stock"],
        ["Ann Example", "555-0142", "A", "7"],
    ]
    names, _, below = headed(iter(enumerate(rows, start=1)))
    assert names == rows[1]
    assert list(below) == [["Personal Other"], rows[2]]


@pytest.mark.parametrize(
    "row", [["name", "child1_name", "emergency_contact_2_phone"], ["address1", "address line 2", "zip"], ["Q1", "Q2", "Q3"]]
)
def test_words_with_a_small_number_are_headers(row: list[str]) -> None:
    assert _is_head(row)


@pytest.mark.parametrize(
    "row", [["Ann", "ann@example.com"], ["Ann", "SW1A 1AA"], ["Ann", "12"], ["Ann", "12 Oak Street"], ["Ann", "1980-02-03"]]
)
def test_rows_of_values_are_none(row: list[str]) -> None:
    assert not _is_head(row)


@pytest.mark.parametrize(
    ("row", "below"),
    [
        (["CnBio_ID", "CnPh_1_01_Phone_number"], ["70001", "212-555-0101"]),
        (["302-C2 CARDHOLDER ID", "310-CA PATIENT FIRST NAME"], ["900123456", "ANN"]),
        (["Name", "Legal Address 1 Line 2 Text", "SSN"], ["Ann Example", "", "900-12-3456"]),
    ],
)
def test_words_above_values_are_headers_whatever_figures_are_in_them(row: list[str], below: list[str]) -> None:
    assert _is_head(row, [below])
    assert not _is_head(below, [below])
    assert not _is_head(row, [["Ann", "12 Oak Street", ""]])


def test_a_header_that_repeats_itself_is_told_by_the_band_above_it() -> None:
    rows: list[list[str | None]] = [
        ["Employee", None, None, "Spouse", None, "Plan"],
        ["Last", "First", "DOB", "First", "DOB", "Name"],
        ["Example", "Ann", "1985-03-14", "Ben", "1986-04-15", "PPO 500"],
    ]
    names, _, below = headed(iter(enumerate(rows, start=1)))
    assert names == ["Employee Last", "Employee First", "Employee DOB", "Spouse First", "Spouse DOB", "Plan Name"]
    assert list(below)[-1] == rows[2]


def test_a_header_may_hold_the_number_of_a_rule() -> None:
    rows: list[list[str | None]] = [["Name", "G26.3 bis", "Telefon"], ["Ann Beispiel", "05/2027", "030 5550142"]]
    assert headed(iter(enumerate(rows, start=1)))[0] == rows[0]


def test_a_few_headers_with_dates_name_columns_too(tmp_path: Path) -> None:
    """An electoral roll: the days of elections among words; before, it had no header."""
    head = "LAST_NAME,FIRST_NAME,CITY,ZIP,PARTY,STATUS,PRIMARY-03/07/2000"
    path = tmp_path / "roll.csv"
    path.write_text(f"{head}\nLEE,ANN,RENO,89501,D,ACTIVE,X\nRAY,TOM,ELKO,89801,R,ACTIVE,\n", "utf-8")
    (unit,) = [one for one in read_file(path, "roll.csv", "e1") if isinstance(one, Unit)]
    assert unpack_cells(unit.cells or b"").column_names == head.split(",")
    path.write_text("LEE,ANN,RENO,NV,D,ACTIVE,89501\nRAY,TOM,ELKO,NV,R,ACTIVE,89801\n", "utf-8")
    (bare,) = [one for one in read_file(path, "roll.csv", "e1") if isinstance(one, Unit)]
    assert unpack_cells(bare.cells or b"").column_names[0] == "column_1"


def test_a_programs_own_line_above_the_header_is_kept_as_a_title(tmp_path: Path) -> None:
    """An export of DATEV: its sign and version, then the columns, as many as the rows have."""
    path = tmp_path / "EXTF.csv"
    path.write_text(
        '"EXTF";700;16;"Debitoren";5\nKonto;Name;Vorname;Ort;Straße;IBAN-Nr. 1\n10100;Kern;Ina;Ulm;Weg 1;\n10101;Roth;Udo;Kiel;Weg 2;\n'
    )
    (unit,) = [one for one in read_file(path, "EXTF.csv", "e1") if isinstance(one, Unit)]
    table = unpack_cells(unit.cells or b"")
    assert table.column_names[:3] == ["Konto", "Name", "Vorname"]
    assert (unit.start, table.column(0).to_pylist()) == (2, ["EXTF 700 16 Debitoren 5", "10100", "10101"])
