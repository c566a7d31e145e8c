"""What is filled into a form stands apart from the label printed before it."""

from __future__ import annotations

import pytest

from stanch.reading.readers.flow import channels
from stanch.reading.readers.markup import _Page

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def control(value: str) -> str:
    return f"<w:sdt><w:sdtContent><w:r><w:t>{value}</w:t></w:r></w:sdtContent></w:sdt>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def box(value: str) -> str:
    inner = f"<w:txbxContent><w:p>{run(value)}</w:p></w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"


def text(*paragraphs: str) -> str:
    body = "".join(f"<w:p>{one}</w:p>" for one in paragraphs)
    return channels(f"<w:document {W}><w:body>{body}</w:body></w:document>".encode())[""]


def test_a_content_control_behind_its_label() -> None:
    found = text(run("Vorname ") + control("Jo"), run("Name: ") + control("Hay"), run("1. Surname ") + control("Hay"))
    assert found == "Vorname\tJo\nName: Hay\n1. Surname\tHay\n"


def test_a_content_control_within_a_sentence() -> None:
    assert text(run("I, ") + control("Ann Lee") + run(", born on ") + control("3 May 1980")) == "I, Ann Lee, born on 3 May 1980\n"


def test_two_content_controls_in_a_line() -> None:
    assert text(run("Name ") + control("Hay") + run("  Vorname ") + control("Jo")).split() == ["Name", "Hay", "Vorname", "Jo"]


def test_a_text_box_behind_its_label() -> None:
    assert text(run("Nome completo") + box("Rui Dias"), run("CPF") + box("123")) == "Nome completo\tRui Dias\nCPF\t123\n"


def test_a_text_box_beside_a_sentence() -> None:
    assert text(run("This is told at length, and ends.") + box("Aside"), run("More")) == "This is told at length, and ends.\nAside\nMore\n"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('<label>Full name</label><input name="n" value="Ann Lee">', "Full name\tAnn Lee"),
        ('<label>Yes</label><input type="checkbox" value="1">', "Yes 1"),
    ],
)
def test_a_field_of_a_page_behind_its_label(field: str, said: str) -> None:
    reader = _Page()
    reader.feed(f"<form><div>{field}</div></form>")
    assert "".join(reader.out).strip() == said
