"""Copies of tables that a workbook keeps unseen: a pivot table's cache, cells of linked books; words of charts and captions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from stanch.reading import read_file
from stanch.records import Unit, unpack_cells

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FIELDS = (
    f'<pivotCacheDefinition {SHEET}><cacheFields><cacheField name="Full name"><sharedItems><s v="Ada Example"/><s v="Bo Example"/></sharedItems>'
    '</cacheField><cacheField name="SSN"><sharedItems/></cacheField><cacheField name="Born"><sharedItems/></cacheField></cacheFields>'
    "</pivotCacheDefinition>"
)
RECORDS = (
    f'<pivotCacheRecords {SHEET}><r><x v="1"/><s v="900-21-0002"/><d v="1971-02-03T00:00:00"/></r>'
    '<r><x v="0"/><s v="900-21-0001"/><m/></r></pivotCacheRecords>'
)
LINKED = (
    f'<externalLink {SHEET}><externalBook><sheetNames><sheetName val="Staff"/></sheetNames><sheetDataSet><sheetData sheetId="0">'
    '<row r="1"><cell r="A1"><v>Full name</v></cell><cell r="C1"><v>SSN</v></cell></row>'
    '<row r="2"><cell r="A2"><v>Ada Example</v></cell><cell r="C2"><v>900-21-0001</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'
)


@pytest.fixture(scope="module")
def empty() -> bytes:
    sink = io.BytesIO()
    openpyxl.Workbook().save(sink)
    return sink.getvalue()


def read(folder: Path, book: bytes, parts: dict[str, str]) -> dict[str, Any]:
    """Tables and texts of a workbook with further parts, by the part they are."""
    path = folder / "b.xlsx"
    path.write_bytes(book)
    with zipfile.ZipFile(path, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    units = [one for one in read_file(path, "b.xlsx", "e") if isinstance(one, Unit)]
    return {one.locator.removeprefix("b.xlsx"): unpack_cells(one.cells).to_pylist() if one.cells else one.text for one in units}


def test_rows_that_only_a_pivot_table_still_knows(tmp_path: Path, empty: bytes) -> None:
    parts = {"xl/pivotCache/pivotCacheDefinition1.xml": FIELDS, "xl/pivotCache/pivotCacheRecords1.xml": RECORDS}
    assert read(tmp_path, empty, parts)["#pivot cache 1"] == [
        {"Full name": "Bo Example", "SSN": "900-21-0002", "Born": "1971-02-03"},
        {"Full name": "Ada Example", "SSN": "900-21-0001", "Born": None},
    ]


def test_without_records_the_values_alone_are_told(tmp_path: Path, empty: bytes) -> None:
    found = read(tmp_path, empty, {"xl/pivotCache/pivotCacheDefinition1.xml": FIELDS})
    assert "kept record: Ada Example" in found["#attributes"]


def test_cells_of_a_linked_book(tmp_path: Path, empty: bytes) -> None:
    found = read(tmp_path, empty, {"xl/externalLinks/externalLink1.xml": LINKED})
    assert found["#linked book 1 Staff"] == [{"Full name": "Ada Example", "column_2": None, "SSN": "900-21-0001"}]


@pytest.mark.parametrize(
    "part", ["<pivotCacheRecords", "", "<r><x v='9'/><x/><s/></r>", "<!DOCTYPE a [<!ENTITY b 'c'>]><r><s v='&b;'/></r>"]
)
def test_a_broken_cache_stops_nothing(tmp_path: Path, empty: bytes, part: str) -> None:
    parts = {"xl/pivotCache/pivotCacheDefinition1.xml": FIELDS, "xl/pivotCache/pivotCacheRecords1.xml": part}
    assert "#properties" in read(tmp_path, empty, parts)


def test_words_of_a_chart_whose_cells_are_gone(tmp_path: Path, empty: bytes) -> None:
    chart = '<c:chart xmlns:c="c"><c:strCache><c:pt idx="0"><c:v>Ada Example &amp; Co</c:v></c:pt></c:strCache></c:chart>'
    assert "Ada Example & Co" in read(tmp_path, empty, {"xl/charts/chart1.xml": chart})["#attributes"]
