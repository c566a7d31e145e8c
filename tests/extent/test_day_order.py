"""A day that can be read both ways is read in the order of the text or table it stands in."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.scanning import scan_unit, text_spans
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def born(text: str) -> str:
    return next(span.normal for span in text_spans(text, {}) if span.kind == "dob")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date of birth: 11/07/1989", "1989-11-07"),
        ("DOB: 11/07/1989, SSN 900-12-3456, seen on 10/06/2025", "1989-11-07"),
        ("DOB: 11/07/1989, seen on 25/06/2025", "1989-07-11"),
        ("DOB: 11/07/1989, seen on 06/25/2025, +44 20 7946 0123", "1989-11-07"),
        ("Nata il 11/07/1989 a Bologna", "1989-07-11"),
        ("Née le 11/07/1989", "1989-07-11"),
        ("geboren am 11/07/1989", "1989-07-11"),
        ("DOB: 11/07/1989\nPhone: +61 2 5550 1234", "1989-07-11"),
        ("DOB 11/07/1989, 12 High Street, Leeds LS1 4AB", "1989-07-11"),
        ("DOB: 11/07/1989\n12 Oak St, Dallas, TX 75201", "1989-11-07"),
        ("Date of birth: 13/07/1989", "1989-07-13"),
    ],
)
def test_in_texts(text: str, day: str) -> None:
    assert born(text) == day


@pytest.mark.parametrize(
    ("columns", "day"),
    [
        ({"Name": "Ann Example", "DOB": "11/07/1989", "SSN": "900-12-3456"}, "1989-11-07"),
        ({"Name": "Ann Example", "DOB": "11/07/1989", "Postcode": "LS1 4AB"}, "1989-07-11"),
        ({"Name": "Ann Example", "DOB": "11/07/1989", "Phone": "+61 2 5550 1234"}, "1989-07-11"),
        ({"Name": "Ann Example", "Geburtsdatum": "11/07/1989", "Ort": "Bonn"}, "1989-07-11"),
        ({"Nome": "Anna", "Cognome": "Esempio", "Data di nascita": "11/07/1989"}, "1989-07-11"),
        ({"Name": "Ann Example", "DOB": "11/07/1989", "ZIP": "75201"}, "1989-11-07"),
    ],
)
def test_in_tables(columns: dict[str, str], day: str) -> None:
    table = pa.table({name: pa.array([cell, cell], pa.string()) for name, cell in columns.items()})
    found = scan_unit(Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(table)), Keys(bytes(32))).to_pylist()
    assert {row["text"] for row in found if row["kind"] == "dob"} == {day}


def test_a_tables_own_cells_say_more_than_its_columns() -> None:
    table = pa.table({"DOB": ["11/07/1989", "11/25/1989"], "Postcode": ["LS1 4AB", "LS1 4AC"], "Name": ["Ann Example", "Bo Example"]})
    found = scan_unit(Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(table)), Keys(bytes(32))).to_pylist()
    assert [row["text"] for row in found if row["kind"] == "dob"] == ["1989-11-07", "1989-11-25"]
