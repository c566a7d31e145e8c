"""Pictures: every page of them, scanned and mixed pages of a PDF, and what happens when there is no time."""

import io

import pikepdf
import pytest
from PIL import Image

from stanch.reading import read_file
from stanch.records import Unit, Unread


@pytest.fixture
def recognised(monkeypatch):
    """A stand-in for the models: it says how large the pictures were that it was shown."""
    shown = []

    def recognise(picture, settings):
        shown.append(picture.size)
        return f"page {len(shown)}\n"

    monkeypatch.setattr("stanch.reading.readers.image.recognise", recognise)
    return shown


def read(tmp_path, name, content, **settings):
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(read_file(path, name, "x", settings=settings))


def tiff(pages):
    sink = io.BytesIO()
    first, *rest = [Image.new("L", (40, 20 + number)) for number in range(pages)]
    first.save(sink, "TIFF", save_all=True, append_images=rest)
    return sink.getvalue()


def scan(stamp):
    """A page that a picture covers, with a line of text on it."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    page = made.pages[0]
    picture = made.make_stream(bytes(100), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10, BitsPerComponent=8,
                               ColorSpace=pikepdf.Name.DeviceGray)  # fmt: skip
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture), Font=pikepdf.Dictionary(F=font))
    page.Contents = made.make_stream(f"q 190 0 0 190 5 5 cm /I Do Q BT /F 9 Tf 10 10 Td ({stamp}) Tj ET".encode())
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def test_all_pages_of_a_fax(tmp_path, recognised):
    (unit,) = read(tmp_path, "f.tif", tiff(3))
    assert unit.text == "page 1\n\npage 2\n\npage 3\n"
    assert unit.properties["ocr"] == "yes"
    assert recognised == [(40, 20), (40, 21), (40, 22)]


def test_a_scan_with_a_stamp_is_recognised_and_the_stamp_kept(tmp_path, recognised):
    unit = read(tmp_path, "s.pdf", scan("Received 2026"))[0]
    assert unit.text.split() == ["Received", "2026", "page", "1"]
    assert unit.properties["ocr"] == "yes"


def test_a_page_that_says_enough_is_left_to_its_own_words(tmp_path, recognised):
    assert "ocr" not in read(tmp_path, "s.pdf", scan("words enough " * 10))[0].properties
    assert recognised == []


def test_pictures_that_came_too_late_are_told(tmp_path, recognised):
    found = read(tmp_path, "f.tif", tiff(3), seconds="0")
    assert [(one.reason, "no time" in one.detail) for one in found if isinstance(one, Unread)] == [("timed_out", True)]


def test_without_ocr_scans_are_told(tmp_path, recognised):
    found = read(tmp_path, "s.pdf", scan("Received"), ocr="never")
    assert [one.text.strip() for one in found if isinstance(one, Unit) and not one.properties.get("hidden")] == ["Received"]
    assert [one.reason for one in found if isinstance(one, Unread)] == ["unsupported"]
    assert recognised == []
