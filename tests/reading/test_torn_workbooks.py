"""A workbook that is cut off: its rows where they can be put together, its parts where not, and always the word that it is damaged."""

import io
import zipfile

import pyarrow as pa
import pytest
import xlsxwriter

from stanch.reading import read_file
from stanch.records import Unread

PEOPLE = [("Ruby Example", "900-01-0001"), ("Ödön Example", "900-01-0002")]


def packed(order):
    made, again = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(made)
    for title in ("First", "Second"):
        sheet = book.add_worksheet(title)
        for at, row in enumerate([("Name", "SSN"), *PEOPLE]):
            sheet.write_row(at, 0, row)
    book.close()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: order(name.lower()))
        for name in names:
            target.writestr(name, source.read(name))
        starts = {name: target.getinfo(name).header_offset for name in names}
    return again.getvalue(), starts


def read(path):
    found = list(read_file(path, path.name, "e1"))
    return [one for one in found if not isinstance(one, Unread)], [(one.reason, one.detail) for one in found if isinstance(one, Unread)]


def rows(unit):
    with pa.ipc.open_stream(unit.cells) as stream:
        return [tuple(row.values()) for row in stream.read_all().to_pylist()]


@pytest.mark.parametrize(
    ("last", "sheets"),
    [("theme", ["First", "Second"]), ("sheet2", ["First"])],
    ids=["behind its sheets", "within its second sheet"],
)
def test_rows_are_put_together(tmp_path, last, sheets):
    content, starts = packed(lambda name: last in name)
    cut = next(at for name, at in starts.items() if last in name) + 120
    path = tmp_path / "torn.xlsx"
    path.write_bytes(content[:cut])
    units, unread = read(path)
    assert {one.locator: rows(one) for one in units if one.kind == "table" and "!/" not in one.locator} == {
        f"torn.xlsx#{sheet}": PEOPLE for sheet in sheets
    }
    assert [reason for reason, _ in unread] == ["damaged"]
    assert "parts are cut off" in unread[0][1]


def test_without_its_words_the_parts_are_read_one_by_one(tmp_path):
    content, starts = packed(lambda name: "sharedstrings" in name)
    path = tmp_path / "torn.xlsx"
    path.write_bytes(content[: starts["xl/sharedStrings.xml"] + 90])
    units, unread = read(path)
    assert units
    assert not any("#First" in one.locator for one in units)
    assert [reason for reason, _ in unread] == ["damaged"]


def test_lists_that_lie_about_parts_do_not_crash(tmp_path):
    content, _ = packed(lambda name: "theme" in name)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, b"<x/>" if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels") else source.read(name))
        cut = target.getinfo("xl/theme/theme1.xml").header_offset
    path = tmp_path / "torn.xlsx"
    path.write_bytes(made.getvalue()[: cut + 100])
    units, unread = read(path)
    assert any("900-01-0002" in (one.text or str(rows(one))) for one in units)
    assert unread
