"""No cell runs; every cell comes back."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stanch
from stanch import safe_csv
from stanch.errors import BrokenDataFile

TEXT = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]), max_size=30)


@given(TEXT)
def test_no_cell_begins_like_a_formula_and_all_come_back(text: str) -> None:
    made = safe_csv.cell(text)
    assert not made.lstrip(" \u00a0").startswith(safe_csv.STARTS)
    assert safe_csv.plain(made) == text


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "＝1", "|calc", "%x", "\r\n=1"])
def test_what_programs_run_is_marked(text: str) -> None:
    assert safe_csv.cell(text).startswith("'")


@given(st.lists(st.lists(TEXT.filter(str.strip), min_size=2, max_size=2), max_size=6))
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    safe_csv.write(stream, ("one", "two"), rows)
    assert [[row["one"], row["two"]] for _, row in safe_csv.read(stream.getvalue(), "x.csv", ("one", "two"))] == [
        [cell.strip() for cell in row] for row in rows
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_programs_separators_and_marks(separator: str) -> None:
    text = "\ufeffPiece ID" + separator + "Event\r\nA1" + separator + "mailed\r\n\r\n"
    assert list(safe_csv.read(text, "x.csv", ("piece_id", "event"))) == [(2, {"piece_id": "A1", "event": "mailed"})]


@pytest.mark.parametrize("text", ["", "other\n1\n", 'piece\n"' + "x" * 200_000])
def test_what_is_no_such_table_is_told(text: str) -> None:
    with pytest.raises(BrokenDataFile):
        list(safe_csv.read(text, "x.csv", ("piece",)))


def test_a_row_too_long_or_too_short_is_no_crash() -> None:
    assert list(safe_csv.read("a,b\n1\n1,2,3\n", "x.csv", ("a",))) == [(2, {"a": "1"}), (3, {"a": "1", "b": "2"})]
    assert csv.field_size_limit() >= 100_000


SOURCES = Path(stanch.__file__).parent
UNGUARDED = {
    "custody/live/store.py": "evidence as it was found",
    "drill/databases.py": "a made breach",
    "drill/formats.py": "a made breach",
}


def test_every_table_that_is_written_goes_through_the_guard() -> None:
    bare = []
    for path in SOURCES.rglob("*.py"):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(SOURCES).as_posix()
        rows = re.search(r"csv\.(?:DictW|w)riter\(|write_csv\(|to_csv\(", text) and not re.search(r"\bcell\(", text)
        book = "xlsxwriter.Workbook(" in text and not ("strings_to_formulas" in text and "write_string(" in text)
        formulas = re.search(r"openpyxl\.Workbook\(|\.write_(?:formula|row|column)\(", text)
        bare += [name] if name not in UNGUARDED and (rows or book or formulas) else []
    assert not bare, "a spreadsheet program could run what stands in these tables"
