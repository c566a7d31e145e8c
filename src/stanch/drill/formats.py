"""Drafts as files: DOCX, PDF, scans, PPTX, RTF, HTML, TXT, images, XLSX. The same draft gives the same bytes."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from stanch.drill.draft import Draft, Sheet

MADE = datetime(2026, 8, 3, 9, 0, 0)  # noqa: DTZ001 office formats keep no time zone
ZIP_TIME = (2026, 8, 3, 9, 0, 0)


def same_zip(content: bytes) -> bytes:
    """The archive with fixed times: libraries put the clock's into it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def txt(draft: Draft) -> bytes:
    """Plain text."""
    return ("\n".join(draft.lines()) + "\n").encode()


def html_page(draft: Draft) -> bytes:
    """A page."""
    parts = [f"<h1>{html.escape(draft.title)}</h1>"]
    for kind, content in draft.blocks:
        if isinstance(content, str):
            tag = "h2" if kind == "heading" else "p"
            parts.append(f"<{tag}>{html.escape(content)}</{tag}>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in content)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    title = html.escape(draft.title)
    body = "\n".join(parts)
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}\n<body>\n{body}\n</body></html>\n".encode()


def rtf(draft: Draft) -> bytes:
    """Rich text, characters beyond ASCII as its escapes."""

    def escaped(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\t", "\\tab ")
        return "".join(char if char.isascii() else f"\\u{ord(char) - 65536 * (ord(char) > 32767)}?" for char in plain)

    body = "\\par\n".join(escaped(line) for line in draft.lines())
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Calibri;}}\\f0\\fs22\n" + body + "\\par\n}").encode("ascii")


def docx(draft: Draft) -> bytes:
    """A Word document."""
    from docx import Document

    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.title, document.core_properties.author = draft.title, "Front office"
    document.add_heading(draft.title, 1)
    for kind, content in draft.blocks:
        if not isinstance(content, str):
            table = document.add_table(len(content), len(content[0]))
            for row, cells in zip(table.rows, content, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif kind == "heading":
            document.add_heading(content, 2)
        else:
            document.add_paragraph(content)
    sink = io.BytesIO()
    document.save(sink)
    return same_zip(sink.getvalue())


def pptx(draft: Draft) -> bytes:
    """A presentation: a slide for each eight lines, the last line as speaker's note."""
    from pptx import Presentation

    show: Any = Presentation()
    show.core_properties.created = show.core_properties.modified = MADE
    lines = [line for line in draft.lines()[2:] if line]
    for start in range(0, len(lines), 8):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = draft.title
        slide.placeholders[1].text = "\n".join(line.replace("\t", "  ") for line in lines[start : start + 8])
    sink = io.BytesIO()
    show.save(sink)
    return same_zip(sink.getvalue())


def pdf(draft: Draft) -> bytes:
    """A PDF with text, by Typst; times and fonts fixed."""
    import typst

    def quoted(text: str) -> str:
        return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    parts = [
        '#set document(date: none)\n#set page(paper: "us-letter", margin: 2cm)\n#set text(size: 10pt, hyphenate: false)\n= '
        + quoted(draft.title)
    ]
    for kind, content in draft.blocks:
        if isinstance(content, str):
            parts.append(("== " if kind == "heading" else "") + quoted(content) + "\n")
        else:
            cells = ", ".join(f"[{quoted(cell)}]" for row in content for cell in row)
            parts.append(f"#table(columns: {len(content[0])}, {cells})\n")
    made: bytes = typst.compile("\n".join(parts).encode(), ignore_system_fonts=True)
    return made


def picture(draft: Draft) -> Any:
    """The draft as a page of 200 dots to the inch, a little noisy as scans are."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1700, 2200), 250)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=34)
    top = 140
    for line in draft.lines():
        for piece in wrapped(line.replace("\t", "    "), 78):
            pen.text((150, top), piece, fill=20, font=font)
            top += 54
    for place in range(0, 1700, 97):
        page.putpixel((place, (place * 31) % 2200), 90)
    return page


def wrapped(line: str, width: int) -> list[str]:
    """The line broken at spaces."""
    import textwrap

    return textwrap.wrap(line, width) or [""]


def scan(draft: Draft) -> bytes:
    """A PDF that is only a picture."""
    from PIL import Image

    sink = io.BytesIO()
    made: Image.Image = picture(draft)
    stamp = datetime(2026, 8, 3, 9, tzinfo=UTC).timetuple()
    made.save(sink, "PDF", resolution=200, creationDate=stamp, modDate=stamp, producer="ScanStation 4", title=draft.title)
    return sink.getvalue()


def png(draft: Draft) -> bytes:
    """A picture of the page."""
    sink = io.BytesIO()
    picture(draft).save(sink, "PNG")
    return sink.getvalue()


def xlsx(sheets: Sequence[tuple[str, Sheet, bool]]) -> bytes:
    """A workbook of (name, sheet, hidden)."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": MADE, "title": sheets[0][0]})
    for name, sheet, hidden in sheets:
        page = book.add_worksheet(name)
        page.write_row(0, 0, sheet.header)
        for number, row in enumerate(sheet.rows, start=1):
            page.write_row(number, 0, row)
        if hidden:
            page.hide()
    book.close()
    return same_zip(sink.getvalue())


def locked(content: bytes, password: str, seed: int) -> bytes:
    """The workbook under a password (ECMA-376 agile), with seeded salts and a fixed time so that the bytes are the same."""
    import datetime as dt

    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.method import ecma376_agile
    from msoffcrypto.method.container import ecma376_encrypted

    from stanch.drill.dice import dice

    rng, sink = dice(seed, "salts"), io.BytesIO()

    class Still(dt.datetime):
        """A clock that stands."""

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return MADE if tz is None else MADE.replace(tzinfo=tz)

    kept = ecma376_agile._random_buffer, ecma376_encrypted.datetime  # noqa: SLF001 the library has no other way to give salts
    ecma376_agile._random_buffer, ecma376_encrypted.datetime = rng.randbytes, Still  # noqa: SLF001
    try:
        OOXMLFile(io.BytesIO(content)).encrypt(password, sink)
    finally:
        ecma376_agile._random_buffer, ecma376_encrypted.datetime = kept  # noqa: SLF001
    return sink.getvalue()


WRITERS: dict[str, Callable[[Draft], bytes]] = {
    "docx": docx,
    "pdf": pdf,
    "rtf": rtf,
    "html": html_page,
    "txt": txt,
    "pptx": pptx,
    "scan.pdf": scan,
    "png": png,
}
