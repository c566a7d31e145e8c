"""A paper as a Word document: the same sections, a header on each page, tables whose heads repeat, and fields to answer in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from stanch.report.press import Paper, Section

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ROOM = 9360  # twentieths of a point between the margins of a letter page
CHOOSE = "choose"
WRITE = "write here"
# Columns of a form in which the reader writes.
ANSWER, GROUNDS = "Answer", "Grounds"


def word(paper: Paper, now: datetime) -> bytes:
    """The DOCX."""
    import docx
    from docx.shared import Inches, Pt

    made: Any = docx.Document()
    made.core_properties.title, made.core_properties.author, made.core_properties.language = clean(paper.title), paper.author, "en-US"
    made.core_properties.created = made.core_properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    made.styles["Normal"].font.size = Pt(10)
    page = made.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = Inches(1)
    page.header.paragraphs[0].add_run(clean(paper.banner)).bold = True
    page.footer.paragraphs[0].add_run(f"{clean(paper.foot)}  Page ")
    page.footer._element[-1].append(_page_number())  # noqa: SLF001 the library has no field of its own for a page's number
    made.add_heading(clean(paper.title), level=0)
    made.add_paragraph(clean(paper.under))
    for section in paper.sections:
        _section(made, section)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    """Text that XML can hold: no control characters, no bidirectional overrides."""
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)


def _page_number() -> Any:
    from docx.oxml import parse_xml

    return parse_xml(f'<w:fldSimple {W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def _section(made: Any, section: Section) -> None:
    from docx.oxml import parse_xml

    made.add_heading(clean(section.heading), level=section.level)
    for text in section.paragraphs:
        made.add_paragraph(clean(text))
    for text in section.items:
        made.add_paragraph(clean(text), style="List Bullet")
    for number, text in enumerate(section.numbered, 1):
        made.add_paragraph(f"{number}. {clean(text)}")
    if section.rows:
        made.element.body.insert(-1, parse_xml(_table(section)))
        made.add_paragraph()
    for question in section.questions:
        made.add_paragraph(clean(question)).runs[0].bold = True
        made.add_paragraph()


def _table(section: Section) -> str:
    whole = sum(section.widths) or 1
    widths = [ROOM * width // whole for width in section.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([_cell(_run(name, bold=True), width) for name, width in zip(section.columns, widths, strict=True)], head=True)
    rows = "".join(_row(_cells(section, row, widths)) for row in section.rows)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    layout = f'<w:tblPr><w:tblW w:w="{ROOM}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl {W}>{layout}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"


def _cells(section: Section, row: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = list(section.columns)
    cells = []
    for name, text, width in zip(columns, row, widths, strict=True):
        inner = _run(text)
        if section.is_form and name in (ANSWER, GROUNDS):
            ref, choices = row[columns.index("Ref")], row[columns.index("Choose one of")]
            inner = _choice(ref, choices) if name == ANSWER else _field(ref)
        cells.append(_cell(inner, width))
    return cells


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(inner: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{inner}</w:p></w:tc>'


def _run(text: str, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr>{weight}<w:sz w:val="17"/></w:rPr><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def _choice(ref: str, choices: str) -> str:
    """A list to choose from, or a field where the answer is no word of a list."""
    listed = choices.split(" / ")
    if len(listed) < 2:
        return _field(ref)
    entries = "".join(f"<w:listItem w:displayText={quoteattr(clean(one))} w:value={quoteattr(clean(one))}/>" for one in listed)
    return _control(ref, f"<w:comboBox>{entries}</w:comboBox>", CHOOSE)


def _field(ref: str) -> str:
    return _control(ref, "<w:text/>", WRITE)


def _control(ref: str, kind: str, shown: str) -> str:
    tag = quoteattr(clean(ref)[:60])
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={tag}/><w:tag w:val={tag}/><w:showingPlcHdr/>{kind}</w:sdtPr>"
        f'<w:sdtContent><w:r><w:rPr><w:color w:val="808080"/><w:sz w:val="17"/></w:rPr><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>'
    )
