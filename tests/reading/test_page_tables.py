"""Tables on a PDF's page: a cell's second line is its own, an empty cell stays empty, and boxes keep their labels above their values."""

import io

import pikepdf

from stanch.reading import read_file
from stanch.records import Unit, unpack_cells

FONT = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def lines(tmp_path, *placed):
    """The lines read of a page with these (x, y, text), drawn in this order; a size of letters may stand behind."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(612, 792))
    drawn = " ".join(f"BT /F1 {size[0] if size else 11} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text, *size in placed)
    made.pages[0].Contents = made.make_stream(drawn.encode())
    made.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=FONT))
    sink = io.BytesIO()
    made.save(sink)
    path = tmp_path / "file"
    path.write_bytes(sink.getvalue())
    units = [one for one in read_file(path, "a.pdf", "x", settings={"ocr": "never"}) if isinstance(one, Unit)]
    if table := next((unpack_cells(one.cells) for one in units if one.cells), None):  # of people
        rows = [table.column_names, *([cell or "" for cell in row.values()] for row in table.to_pylist())]
        return ["\t".join(row) for row in rows]
    return units[0].text.splitlines()


HEAD = ((60, 700, "Student"), (150, 700, "Born"), (230, 700, "Home address"), (400, 700, "Phone"))


def test_what_is_wrapped_in_a_narrow_column_is_one_cells(tmp_path):
    row = ((60, 680, "Lindgren, Saga"), (60, 667, "Marie"), (150, 680, "11/02/2012"), (230, 680, "1724 E Newton Ave,"))
    rest = ((230, 667, "Shorewood, WI 53211"), (400, 680, "414-555-0132"))
    found = lines(tmp_path, *HEAD, *row, *rest, (60, 645, "Okafor, Ben"), (150, 645, "05/17/2013"), (400, 645, "414-555-0131"))
    assert found[:3] == [
        "Student\tBorn\tHome address\tPhone",
        "Lindgren, Saga Marie\t11/02/2012\t1724 E Newton Ave, Shorewood, WI 53211\t414-555-0132",
        "Okafor, Ben\t05/17/2013\t\t414-555-0131",
    ]


def test_lines_that_broke_off_early_are_one_cells_where_rows_stand_further_apart(tmp_path):
    rows = ((60, 680, "Ann Lee"), (150, 680, "11/02/2012"), (230, 680, "12 Oak St"), (230, 667, "Tulsa OK 74101"), (400, 680, "1"))
    found = lines(tmp_path, *HEAD, *rows, (60, 640, "Bo Ray"), (150, 640, "01/02/2011"), (230, 640, "9 Elm St"), (400, 640, "2"))
    assert found[1] == "Ann Lee\t11/02/2012\t12 Oak St, Tulsa OK 74101\t1"


def test_boxes_with_small_labels_stay_lines_and_a_wrapped_label_is_one(tmp_path):
    boxes = (
        (60, 700, "Patient name Last First", 7),
        (60, 692, "Middle", 7),
        (60, 680, "LEE, ANN"),
        (142, 700, "Birth date", 7),
        (142, 688, "11/02/1990"),
        (60, 660, "City", 7),
        (60, 648, "TULSA"),
        (142, 660, "State", 7),
        (142, 648, "OK"),
    )
    assert lines(tmp_path, *boxes)[:4] == ["Patient name Last First Middle", "LEE, ANN", "Birth date", "11/02/1990"]


def test_a_table_of_single_lines_is_read_as_before(tmp_path):
    found = lines(tmp_path, *HEAD, (60, 680, "Ann Lee"), (150, 680, "1990-01-02"), (230, 680, "9 Elm St Apt 12"), (400, 680, "555-0102"))
    assert found[:2] == ["Student   Born   Home address   Phone", "Ann Lee   1990-01-02   9 Elm St Apt 12   555-0102"]


def test_two_blocks_of_a_letter_stay_blocks(tmp_path):
    left = [(60, 700 - 13 * n, said) for n, said in enumerate(("Ann Lee", "12 Oak St", "Tulsa OK 74101"))]
    right = [(350, 700 - 13 * n, said) for n, said in enumerate(("Date: 1 May", "Our ref: 12", "Page 1"))]
    assert lines(tmp_path, *left, *right)[:3] == ["Ann Lee", "12 Oak St", "Tulsa OK 74101"]
