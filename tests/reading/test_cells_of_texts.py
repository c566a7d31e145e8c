"""Cells of tables in documents and pages: several lines of one stay its own, and empty ones join no rows."""

import pytest

from stanch.reading.readers.flow import xml_text
from stanch.reading.readers.markup import plain


def word(*rows):
    """A table as Word writes it; a cell is a text, its paragraphs apart by `|`."""
    cells = ["".join(f"<tc>{''.join(f'<p><r><t>{line}</t></r></p>' for line in cell.split('|'))}</tc>" for cell in row) for row in rows]
    return xml_text(f"<doc><tbl>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbl></doc>".encode())


def page(*rows):
    """The same as a mail program writes it into a page."""
    cells = ["".join(f"<td>{''.join(f'<p>{line}</p>' for line in cell.split('|'))}</td>" for cell in row) for row in rows]
    return plain(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")


HEAD = ("Copropriétaire", "Lot et adresse", "Téléphone")


@pytest.mark.parametrize("write", [word, page])
def test_an_address_of_several_lines_in_a_list_is_in_its_row(write):
    said = write(HEAD, ("BOUSCAREL Ginette", "Lot 12|3 rue du Port|34300 AGDE", "06 39 98 11 01"))
    assert "BOUSCAREL Ginette\tLot 12, 3 rue du Port, 34300 AGDE\t06 39 98 11 01" in [line.strip() for line in said.split("\n")]


@pytest.mark.parametrize("write", [word, page])
def test_blocks_side_by_side_stay_blocks_and_none_begins_on_the_others_last_line(write):
    said = write(("Ann Lee|5 Oak St|Tulsa", "Bo Ray|9 Elm St|Ulm"))
    assert [line.strip() for line in said.split("\n") if line.strip()] == ["Ann Lee", "5 Oak St", "Tulsa", "Bo Ray", "9 Elm St", "Ulm"]


@pytest.mark.parametrize("write", [word, page])
def test_a_label_stands_beside_the_first_line_of_its_value(write):
    said = write(("Name", "Ann Lee"), ("Address", "5 Oak St|Tulsa OK 74101"))
    assert [line.strip() for line in said.split("\n") if line.strip()] == ["Name\tAnn Lee", "Address\t5 Oak St", "Tulsa OK 74101"]


def test_an_empty_first_cell_does_not_join_its_row_to_the_one_above():
    assert word(("a", "b", "c"), ("", "e", "f")).split("\n")[:2] == ["a\tb\tc\t", "\te\tf\t"]


def test_what_is_said_of_a_term_stands_beside_it():
    said = plain("<dl><dt>Legal name</dt><dd>Ann Lee</dd><dt>Home address</dt><dd>5 Oak St<br>Tulsa OK 74101</dd></dl>")
    assert said.splitlines() == ["Legal name\tAnn Lee", "Home address\t5 Oak St", "Tulsa OK 74101"]


def test_lines_that_are_a_block_each_follow_one_another_and_paragraphs_have_room():
    mail = "<div>Ann Lee</div><div>5 Oak St</div><div><br></div><div>Tulsa</div><p>Dear Ann,</p><p>hello</p>"
    assert plain(mail) == "Ann Lee\n5 Oak St\n\nTulsa\n\nDear Ann,\n\nhello\n"


def test_rows_of_a_page_follow_one_another():
    assert page(("Name", "Born", "SSN"), ("Ann", "1990", "1")).splitlines() == ["Name\tBorn\tSSN", "Ann\t1990\t1"]
