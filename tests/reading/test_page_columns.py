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


def test_behind_a_comma_that_is_drawn_apart_stands_a_space_and_no_gap(tmp_path):
    text = read(
        tmp_path,
        page(
            (60, 680, "Portland"),
            (101, 680, ","),
            (108, 680, "ME 04101"),
            (60, 660, "No."),
            (90, 660, "Name"),
        ),
    )
    assert text.splitlines()[:2] == ["Portland, ME 04101", "No.   Name"]


def form(*labels, fields):
    """A page with labels (x, y, text) and the fields of a form (name, value, place)."""
    made = pikepdf.open(io.BytesIO(page(*labels)))
    marks = [
        made.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=name, V=value, Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=place)
        )
        for name, value, place in fields
    ]
    made.pages[0].Annots = pikepdf.Array(marks)
    made.Root.AcroForm = pikepdf.Dictionary(Fields=marks)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def test_fields_in_a_row_have_each_their_own_label_above_an_empty_one_too(tmp_path):
    fields = (
        ("f1_01[0]", "Lee", [40, 640, 190, 656]),
        ("f1_02[0]", "", [200, 640, 340, 656]),
        ("f1_03[0]", "Ann", [350, 640, 500, 656]),
    )
    text = read(tmp_path, form((40, 660, "Last name"), (200, 660, "Other names"), (350, 660, "First name"), fields=fields))
    assert {"Last name: Lee", "First name: Ann"} <= set(text.splitlines())


def test_labels_below_the_fields_are_told_from_those_above(tmp_path):
    labels = ((40, 688, "Employee name"), (320, 688, "Date of birth"), (40, 648, "Name of bank"), (320, 648, "Account number"))
    fields = (
        ("Text1", "Ann Lee", [40, 698, 300, 716]),
        ("Text2", "04/05/1980", [320, 698, 480, 716]),
        ("Text3", "Union Trust", [40, 658, 300, 676]),
        ("Text4", "4410027731", [320, 658, 480, 676]),
    )
    said = set(read(tmp_path, form((180, 750, "DIRECT DEPOSIT"), *labels, fields=fields)).splitlines())
    assert {"Employee name: Ann Lee", "Date of birth: 04/05/1980", "Name of bank: Union Trust", "Account number: 4410027731"} <= said


def test_a_field_whose_name_says_nothing_is_told_by_what_is_printed_beside_or_above_it(tmp_path):
    fields = (
        ("f1_11[0]", "948-10-7139", [260, 696, 400, 712]),
        ("f1_01[0]", "Ann Lee", [60, 640, 400, 656]),
        ("f1_09[0]", "alone", [60, 100, 400, 116]),
    )
    lines = read(tmp_path, form((60, 700, "Social security number"), (60, 660, "Name of individual"), fields=fields)).splitlines()
    assert {"Social security number: 948-10-7139", "Name of individual: Ann Lee", "f1_09[0]: alone"} <= set(lines)


def test_two_of_one_name_in_a_form_are_both_read(tmp_path):
    labels = ((60, 700, "Last name"), (60, 660, "First name"), (60, 620, "Last name"), (60, 580, "First name"))
    fields = [
        (name, value, [260, y - 4, 400, y + 12])
        for (_, y, _), (name, value) in zip(labels, (("p1", "Lee"), ("p2", "Ann"), ("r1", "Lee"), ("r2", "Bob")), strict=True)
    ]
    lines = read(tmp_path, form(*labels, fields=fields)).splitlines()
    assert [line for line in lines if ":" in line] == ["Last name: Lee", "First name: Ann", "Last name: Lee", "First name: Bob"]
