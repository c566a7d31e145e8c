"""What a remark in a row says of health is the row's own person's, and nobody's where it is denied, an animal's or a course."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from stanch.extent import row_notes
from stanch.extent.scanning import scan_unit
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys
from stanch.vocabulary import elements

NOTES = row_notes.read()
KEYS = Keys(bytes(32))


def told(header: str, cell: str) -> list[str]:
    return [span.text for span in row_notes.added(cell, [], np.array([0]), header)]


@pytest.mark.parametrize("example", NOTES.must_match, ids=lambda example: example.cell[:30])
def test_what_a_remark_says_is_found(example: row_notes.Example) -> None:
    assert told(example.header, example.cell) == list(example.values)


@pytest.mark.parametrize("example", NOTES.must_not_match, ids=lambda example: example.cell[:30])
def test_what_is_denied_or_of_no_person_is_left_out(example: row_notes.Example) -> None:
    assert told(example.header, example.cell) == []


def health(columns: dict[str, list[str]]) -> list[tuple[int, str]]:
    unit = Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(pa.table(columns)))
    rows = scan_table(unit, KEYS).to_pylist()
    return [(row["row"], row["record"]) for row in rows if elements()[row["kind"]].group == "health"]


PEOPLE = {"Name": ["Ann Lee", "Bob Ray", "Cy Moe"], "DOB": ["1970-01-02", "1980-03-04", "1990-05-06"]}
REMARKS = ["", "epilepsy, sits in front", "mother has dementia"]


def test_a_remark_is_of_the_rows_own_person_and_a_relatives_health_is_his() -> None:
    own, theirs = health(PEOPLE | {"Remarks": REMARKS})
    assert own == (3, "row/3")
    assert theirs[0] == 4
    assert theirs[1] != "row/4"


def test_where_a_row_names_nobody_a_remark_says_nothing_of_anybody() -> None:
    assert (
        health({"Article": ["A-1", "A-2", "A-3"], "Price": ["1.00", "2.00", "3.00"], "Remarks": ["", "epilepsy, sits in front", ""]}) == []
    )


def test_what_is_said_of_animals_is_no_persons() -> None:
    animals = {"Species": ["canine", "feline", "feline"], "Notes": ["Dx: hyperthyroid, methimazole 5mg", "epilepsy", "diabetes"]}
    assert health({"Patient ID": ["P900", "P901", "P902"], "Owner": PEOPLE["Name"], "Phone": ["212-555-0101"] * 3} | animals) == []


def test_a_denial_is_no_disability() -> None:
    answers = {"Do you consider yourself to have a disability?": ["No", "Yes - dyslexia", "none"]}
    assert health(PEOPLE | answers) == [(3, "row/3")]


def test_what_stands_in_many_cells_is_found_in_each_and_prose_between_empty_words_is_read() -> None:
    said = "Spoke with Maria Delgado about the refund, call 512-555-0100 back."
    cells = ["N/A"] * 40 + [said] + ["N/A"] * 40 + [said, said]
    rows = pa.table({"id": [str(at) for at in range(len(cells))], "name": ["Ann Lee"] * len(cells), "notes": cells})
    unit = Unit("e1", "crm.csv", "table", "text/csv", 2, "", pack_cells(rows))
    found = [(one["kind"], one["row"], one["start"]) for one in scan_unit(unit, KEYS).to_pylist() if one["column"] == "notes"]
    at = said.index("Maria")
    assert [row for kind, row, start in found if kind == "name" and start == at] == [42, 83, 84]
    assert [row for kind, row, _ in found if kind == "phone"] == [42, 83, 84]
