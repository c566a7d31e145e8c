"""Columns in pairs, what was asked and what was answered."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.questions import with_questions

ASKED = {"Question 1": ["Date of birth?"] * 2, "Response 1": ["02/03/1971", "04/05/1982"]}


def test_answers_are_called_by_their_question() -> None:
    found = with_questions(pa.table({"Name": ["Ada", "Bo"], **ASKED}))
    assert found is not None
    table, names = found
    assert table.column_names == ["Name", "Question 1", "Date of birth?"]
    assert names["Date of birth?"] == "Response 1"


@pytest.mark.parametrize(
    "columns",
    [
        {"Question 1": ["Date of birth?", "Any pets?"], "Response 1": ["02/03/1971", "no"]},  # not everybody was asked the same
        {"Customer name": ["Ann Lee"] * 2, "Customer value": ["1", "2"]},
        {"Question 1": ["Born?"] * 2, "Response 2": ["1971", "1982"]},
        {"Question 1": [None] * 2, "Response 1": ["1971", "1982"]},
    ],
)
def test_other_pairs_stay(columns: dict[str, list[str | None]]) -> None:
    assert with_questions(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})) is None


def test_two_answers_to_one_question_stay_two_columns() -> None:
    found = with_questions(pa.table({**ASKED, "Question 2": ["Date of birth?"] * 2, "Response 2": ["1", "2"]}))
    assert found is not None
    assert len(set(found[0].column_names)) == len(found[0].column_names)
