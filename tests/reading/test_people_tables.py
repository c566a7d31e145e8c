"""Tables of people in documents keep their header over pages, over cells that were merged, and within other tables."""

from __future__ import annotations

import pytest

from stanch.reading.readers import people_tables
from stanch.reading.readers.flow import gather
from stanch.reading.readers.people_tables import Lifted, lifted_lines

HEAD = ("Name", "Address", "Phone", "SSN")
ROWS = [(f"Ann Lee{at}", f"{at} Elm St", f"303-555-010{at}", f"900-12-345{at}") for at in range(6)]
WIDE, DOWN, ON = '<tcPr><gridSpan val="2"/></tcPr>', '<tcPr><vMerge val="restart"/></tcPr>', "<tcPr><vMerge/></tcPr>"


def table(*rows: tuple[str, ...]) -> str:
    """A table as Word writes it; a cell may begin with its properties."""

    def cell(text: str) -> str:
        shape, _, said = text.rpartition("</tcPr>")
        return f"<tc>{shape}{'</tcPr>' if shape else ''}<p><r><t>{said}</t></r></p></tc>"

    return f"<tbl>{''.join('<tr>' + ''.join(map(cell, row)) + '</tr>' for row in rows)}</tbl>"


def read(*parts: str) -> tuple[str, Lifted]:
    """The text that is left of a document, and its tables."""
    lifted = Lifted()
    return gather([f"<doc>{''.join(parts)}</doc>".encode()], "office", lifted=lifted).get("", ""), lifted


def test_rows_behind_a_page_break_keep_their_header_also_where_it_stands_again() -> None:
    text, lifted = read(table(HEAD, *ROWS[:2]), "<p><r><t>Page 2</t></r></p>", table(*ROWS[2:3]), table(HEAD, *ROWS[3:]))
    (found,) = lifted.tables
    assert (found.names, [tuple(row) for row in found.rows], text.split()) == ([*HEAD], ROWS, ["Page", "2"])


def test_a_table_of_other_things_below_does_not_go_on() -> None:
    text, lifted = read(table(HEAD, *ROWS[:3]), table(("Item", "Size", "Colour", "Stock"), ("1-1", "9", "red", "many")))
    assert len(lifted.tables[0].rows) == 3
    assert "Item\tSize\tColour\tStock" in text


def test_cells_over_columns_and_rows_say_so_in_each() -> None:
    heads = ((DOWN + "No", WIDE + "Tenant", WIDE + "Spouse"), (ON, "Name", "Phone", "Name", "Phone"))
    rows = ((DOWN + "7", "Ann Lee", "303-555-0101", "Ben Lee", "303-555-0102"), (ON, "Cai Ray", "303-555-0103", "", ""))
    (found,) = read(table(("List",), *heads, *rows))[1].tables
    assert found.names == ["No", "Tenant Name", "Tenant Phone", "Spouse Name", "Spouse Phone"]
    assert [row[:2] for row in found.rows] == [["7", "Ann Lee"], ["7", "Cai Ray"]]


def test_open_documents_cover_cells() -> None:
    cell = "<table-cell{}><p>{}</p></table-cell>"
    head = (
        cell.format(' number-columns-spanned="2"', "Tenant") + "<covered-table-cell/>" + cell.format("", "Home") + cell.format("", "More")
    )
    second = "".join(cell.format("", said) for said in ("Name", "Phone", "Address", "Email"))
    rows = "".join(f"<table-row>{''.join(cell.format('', said) for said in row)}</table-row>" for row in ROWS[:2])
    lifted = Lifted()
    gather([f"<doc><table><table-row>{head}</table-row><table-row>{second}</table-row>{rows}</table></doc>".encode()], "odf", lifted=lifted)
    assert lifted.tables[0].names == ["Tenant Name", "Tenant Phone", "Home Address", "More Email"]


def test_a_table_within_a_layout_is_lifted_and_the_layout_stays() -> None:
    inner = table(HEAD, *ROWS[:2])
    text, lifted = read(f"<tbl><tr><tc><p><r><t>Left</t></r></p></tc><tc>{inner}<p/></tc></tr></tbl>")
    assert (len(lifted.tables), text.split()) == (1, ["Left"])


def test_a_title_in_the_table_stays_text() -> None:
    text, lifted = read(table(("Ward 3",), HEAD, *ROWS[:2]))
    assert (text.strip(), lifted.tables[0].first) == ("Ward 3", 3)


def test_a_form_is_no_table_of_people() -> None:
    form = table(("Patient name", "Ann", "Address", "Elm Street"), ("Date of birth", "a", "Phone", "b"), ("Email", "c", "City", "d"))
    assert not read(form)[1].tables


@pytest.mark.parametrize("between", ["\t", "   "])
def test_lines_of_a_printed_table_go_on_below_the_foot_of_a_page(between: str) -> None:
    lines = (
        [between.join(row) for row in (HEAD, *ROWS[:3])]
        + ["", "Page 1 of 2", "Acme", between.join(HEAD)]
        + [between.join(row) for row in ROWS[3:]]
    )
    text, (found,) = lifted_lines("\n".join(["List", *lines, "Total"]))
    assert [tuple(row) for row in found.rows] == ROWS
    assert text.split("\n") == ["List", "", "Page 1 of 2", "Acme", "Total"]


def test_lines_with_cells_missing_stay_text() -> None:
    lines = ["\t".join(HEAD), *("\t".join(row[:3]) for row in ROWS), "\t".join(ROWS[0])]
    assert lifted_lines("\n".join(lines)) == ("\n".join(lines), [])


def test_a_header_on_every_page_of_a_report_that_is_no_table_is_looked_below_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    below = people_tables._below
    monkeypatch.setattr(people_tables, "_below", lambda *told: looked.append(told[1]) or below(*told))
    page = ["\t".join(HEAD), *("\t".join(row) for row in ROWS), *(f"Total\t{at}" for at in range(2 * len(ROWS)))]
    text = "\n".join(page * 40)
    assert lifted_lines(text) == (text, [])
    assert len(looked) == people_tables.MOST_TRIED


def test_headers_of_travellers_speak_of_people_too() -> None:
    rooms = [("301", "Ann Lee", "08/04/1961", "TK6526482"), ("302", "Tom Ray", "17/01/1958", "TK6978692")]
    _, lifted = read(table(("Camera", "Ospiti", "Nascita", "Passaporto n."), *rooms))
    assert [tuple(row) for row in lifted.tables[0].rows] == rooms
