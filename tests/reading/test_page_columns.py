"""Columns of a PDF's page stay apart: what stands far to the right is not the next word."""

import io

import pikepdf

from stanch.reading import read_file
from stanch.records import Unit

FONT = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def page(*placed):
    """A PDF of one page with these (x, y, text)."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(612, 792))
    drawn = " ".join(f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in placed)
    made.pages[0].Contents = made.make_stream(drawn.encode())
    made.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=FONT))
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def read(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    return next(one.text for one in read_file(path, "a.pdf", "x", settings={"ocr": "never"}) if isinstance(one, Unit))


def test_a_wide_gap_parts_two_columns_and_a_words_gap_does_not(tmp_path):
    text = read(
        tmp_path,
        page(
            (60, 700, "PATIENT"),
            (330, 700, "ORDERING PROVIDER"),
            (60, 680, "ALLEN, EDWARD C"),
            (330, 680, "Robert Lee, MD"),
            (60, 660, "Dear"),
            (88, 660, "Ms Lee"),
        ),
    )
    assert text.splitlines()[:3] == ["PATIENT   ORDERING PROVIDER", "ALLEN, EDWARD C   Robert Lee, MD", "Dear Ms Lee"]
