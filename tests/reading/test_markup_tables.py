"""Tables of people on pages of HTML are read as tables, also where cells span rows or columns."""

from __future__ import annotations

from stanch.reading.readers.markup import plain
from stanch.reading.readers.markup_tables import tables_of

HEAD = "<tr><th>Household</th><th>Address</th><th>First name</th><th>Last name</th><th>Date of birth</th></tr>"
HOME = '<td rowspan="3">F1</td><td rowspan="3">12 Elm St</td>'
ROWS = (
    f"<tr>{HOME}<td>Ann</td><td>Lee</td><td>1980-01-02</td></tr><tr><td>Ben</td><td>Lee</td><td>1978-03-04</td></tr>"
    "<tr><td>Cai</td><td>Ray</td><td>2011-05-06</td></tr>"
)


def test_what_spans_several_rows_is_said_of_each() -> None:
    (found,) = tables_of(f"<h1>Members</h1><table>{HEAD}{ROWS}</table>")
    assert found.names == ["Household", "Address", "First name", "Last name", "Date of birth"]
    assert [row[:3] for row in found.rows] == [["F1", "12 Elm St", "Ann"], ["F1", "12 Elm St", "Ben"], ["F1", "12 Elm St", "Cai"]]
    assert found.first == 2


def test_headers_above_headers_stand_before_them() -> None:
    heads = (
        '<tr><th rowspan="2">No</th><th colspan="2">Tenant</th><th colspan="2">Spouse</th></tr><tr>'
        + "<th>Name</th><th>Phone</th>" * 2
        + "</tr>"
    )
    rows = "<tr><td>1</td><td>Ann Lee</td><td>303-555-0101</td><td>Ben Lee</td><td>303-555-0102</td></tr>" * 3
    (found,) = tables_of(f"<table>{heads}{rows}</table>")
    assert found.names == ["No", "Tenant Name", "Tenant Phone", "Spouse Name", "Spouse Phone"]
    assert found.rows[0][3] == "Ben Lee"


def test_tables_of_things_and_layouts_stay_text() -> None:
    things = (
        "<table><tr><th>Item</th><th>Colour</th><th>Size</th><th>Price</th></tr>"
        + "<tr><td>a</td><td>b</td><td>c</td><td>1</td></tr>" * 4
        + "</table>"
    )
    layout = f"<table><tr><td>{things}</td></tr></table>"
    assert not list(tables_of(things + layout))


def test_what_is_a_table_is_not_said_twice() -> None:
    page = f"<h1>Members</h1><table>{HEAD}{ROWS}</table><p>End</p>"
    assert plain(page, frozenset({0})).split() == ["Members", "End"]
