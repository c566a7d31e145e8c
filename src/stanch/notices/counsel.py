"""A text out as DOCX for counsel's edits, and back in: what was changed, by its place in the text.

The document is a table: the place of each paragraph (leave it), when it appears, and its words (change them). Fields stand in
braces. Tracked changes are read as accepted; comments are left alone.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from stanch.errors import StanchError, WrongCall
from stanch.notices.form import Text
from stanch.notices.press import printable
from stanch.notices.versions import parts_of

LARGEST = 20_000_000  # bytes of an unpacked document: a letter has no more
# What the reader of documents raises where one is cut, changed or made by hand: it looks for parts that every document has.
BROKEN = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, SyntaxError, AttributeError, TypeError, EOFError, OSError, RuntimeError,
)  # fmt: skip
_MARK = "Stanch text: "
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted under tracked changes, or a text box said a second time for readers of another age.
_GONE = (f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def written(text: Text, version: int) -> bytes:
    """The text as a DOCX to be edited. `version` is the one that stands now."""
    import docx
    from docx.shared import Inches, Pt

    document = docx.Document()
    document.core_properties.title = text.title
    document.add_paragraph(f"{_MARK}{text.place.partition('@')[0]}, version {version}")
    document.add_paragraph(
        "Change the words in the right column. Leave the left column and the names in braces; what stands in braces is filled in "
        "for each person. Empty a cell to leave its paragraph out. Tracked changes count as accepted."
    )
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, ("Place", "Appears", "Words"), strict=True):
        cell.text = head
    when = dict(_conditions(text))
    for place, said in parts_of(text).items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = place, when.get(place.rpartition("/")[0], ""), said
        for cell in cells[:2]:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
    for row in table.rows:
        for cell, width in zip(row.cells, (1.3, 1.3, 4.0), strict=True):
            cell.width = Inches(width)
    document.add_heading("Names in braces", level=2)
    for name, meaning in text.fields.items():
        document.add_paragraph(f"{{{name}}}: {meaning}", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _conditions(text: Text) -> Iterator[tuple[str, str]]:
    for section in text.sections:
        for index, one in enumerate(section.paragraphs):
            yield f"{section.id}/{index}", "; ".join([*section.when, *one.when])


def read(content: bytes, name: str) -> tuple[str, int, dict[str, str]]:
    """The text's name, the version it was written from, and the words of each place, as they stand in the document.

    Raises `WrongCall` where it is no such document, too large when unpacked, or the table is broken.
    """
    try:
        mark, parts = _table(_opened(content, name), name)
    except BROKEN:
        raise WrongCall("this is no DOCX document", where=name, do="Save it as a Word document (.docx).") from None
    text, _, version = mark.removeprefix(_MARK).partition(", version ")
    if not version.strip().isdecimal():
        raise WrongCall("the line that names the text was changed", where=name, do="Leave the first line of the document as it is.")
    return text.strip(), int(version), parts


def _table(document: Any, name: str) -> tuple[str, dict[str, str]]:
    """The line that names the text, and the words of each place in the table."""
    lines = [_words(one) for one in document.element.body.iter(f"{_W}p")]
    mark = next((line for line in lines[:10] if line.startswith(_MARK)), "")
    if not mark or not document.tables:
        raise WrongCall(
            "this is no document of a text of letters",
            where=name,
            do="Take the text as it stands: `stanch notices edit TEXT --out FILE.docx`.",
        )
    parts = {}
    for row in document.tables[0]._tbl.tr_lst[1:]:  # noqa: SLF001 the only way to cells with tracked changes
        cells = [_cell(cell) for cell in row.tc_lst]
        if len(cells) != 3:
            raise WrongCall("a row of the table has not three cells", where=name, do="Leave the table's columns as they are.")
        if cells[0]:
            parts[cells[0]] = cells[2]
    return mark, parts


def changed(text: Text, parts: dict[str, str]) -> dict[str, str]:
    """The places whose words differ from the text as Stanch brings it. Raises `StanchError` where a place is unknown or gone."""
    own = parts_of(text)
    if unknown := sorted(set(parts) - set(own)):
        raise StanchError(f"the text has no place {unknown[0]!r}", where=text.place, do="Leave the left column as it is.")
    if gone := sorted(set(own) - set(parts)):
        raise StanchError(
            f"the row of {gone[0]!r} was removed", where=text.place, do="To leave a paragraph out, empty its cell and keep the row."
        )
    return {place: said for place, said in parts.items() if _plain(said) != _plain(own[place])}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _opened(content: bytes, name: str) -> Any:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise WrongCall(
                    "this document is too large when unpacked",
                    where=name,
                    do="Send back the document that was written, with words changed.",
                )
        return docx.Document(io.BytesIO(content))
    except BROKEN:
        raise WrongCall("this is no DOCX document", where=name, do="Save it as a Word document (.docx).") from None


def _cell(cell: Any) -> str:
    return "\n".join(line for one in cell.iter(f"{_W}p") if (line := _words(one)))


def _words(paragraph: Any) -> str:
    """The words of a paragraph: what was deleted under tracked changes is gone, what was inserted is there.

    A text box lies within a paragraph and holds paragraphs of its own: its words are theirs alone.
    """
    said = []
    for node in paragraph.iter():
        if node is paragraph or next(node.iterancestors(f"{_W}p")) is not paragraph or next(node.iterancestors(*_GONE), None) is not None:
            continue
        if node.tag == f"{_W}t":
            said.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            said.append(" ")
    return printable("".join(said))
