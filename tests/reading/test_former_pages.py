"""What a PDF said before a program added its changes at the end."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest

from stanch.reading import read_file
from stanch.reading.readers.former_pages import lines
from stanch.records import Unit


def _page(said: str) -> bytes:
    return f"BT /F1 12 Tf 72 700 Td ({said}) Tj ET".encode()


@pytest.fixture(scope="module")
def first() -> bytes:
    """A page that names somebody."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = made.add_blank_page(page_size=(612, 792))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(_page("Patient Ada Example, SSN 900-21-0001"))
    sink = io.BytesIO()
    made.save(sink, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return sink.getvalue()


def _changed(content: bytes, said: str) -> bytes:
    """The same file with the page written anew behind its end."""
    with pikepdf.open(io.BytesIO(content)) as read:
        number, root, size = read.pages[0].obj.Contents.objgen[0], read.Root.objgen[0], int(read.trailer.Size)
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    page = _page(said)
    added = b"\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(page), page)
    at = len(content) + len(added)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, before, at)
    return content + added + table + trailer


def read(folder: Path, content: bytes) -> dict[tuple[str, str], str]:
    """Texts by locator and what hides them."""
    path = folder / "a.pdf"
    path.write_bytes(content)
    found = read_file(path, "a.pdf", "e", settings={"ocr": "never"})
    return {(one.locator, one.properties.get("hidden", "")): one.text for one in found if isinstance(one, Unit)}


def test_who_was_named_before_a_change_is_found(tmp_path: Path, first: bytes) -> None:
    found = read(tmp_path, _changed(first, "Patient withheld"))
    assert "Patient withheld" in found["a.pdf", ""]
    assert "Ada Example, SSN 900-21-0001" in found["a.pdf#former pages", "former pages"]


def test_what_still_stands_there_is_told_once(tmp_path: Path, first: bytes) -> None:
    found = read(tmp_path, _changed(first, "Patient Ada Example, SSN 900-21-0001"))
    assert ("a.pdf#former pages", "former pages") not in found


def test_one_state_or_one_that_does_not_open_tells_nothing(first: bytes) -> None:
    def opened(_content: bytes) -> object:
        raise ValueError

    assert lines(first, [], opened) == []
    assert lines(first + first, [], opened) == []


def test_no_state_is_opened_when_the_time_is_over(first: bytes) -> None:
    def opened(_content: bytes) -> object:
        raise AssertionError

    assert lines(first + first, [], opened, until=0.0) == []
