"""Workbooks: each sheet a table; hidden ones too; numbers as they are shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from stanch.cell_text import shown
from stanch.errors import EvidenceError
from stanch.reading.pieces import headed, tables, texts
from stanch.reading.readers import attributes
from stanch.reading.readers.flow import xml_text
from stanch.reading.readers.kept_copies import copies
from stanch.reading.readers.office import Package, aside, beside, charted, properties, within
from stanch.reading.readers.unseen import unseen, white_styles
from stanch.reading.source import Source
from stanch.records import Unit

WIDEST = 2_000  # cells of one row; a sheet may claim 16,384
DENSE = 20_000_000


def xlsx(source: Source) -> Iterator[Unit | Source]:
    """A workbook by openpyxl, streaming, so that claimed dimensions cost nothing; then comments, text boxes, embedded files."""
    import openpyxl

    source.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = openpyxl.load_workbook(io.BytesIO(source.whole()), read_only=True, data_only=True, keep_links=False)
    package = Package(source)
    known = properties(package)
    white = white_styles(package.part("xl/styles.xml")) if "xl/styles.xml" in package.names else []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        part = getattr(sheet, "_worksheet_path", "")
        within = unseen(package.part(part), white) if part in package.names else ""
        extra = {**known, "hidden": within if sheet.sheet_state == "visible" else "; ".join(filter(None, ("sheet", within)))}
        names, first, rows = headed(_rows(sheet))
        yield from tables(source, names, rows, part=f"#{sheet.title}", first=first, properties=extra)
    yield from _around(source, package, list(book.sheetnames), known)


def _around(source: Source, package: Package, titles: list[str], known: dict[str, str]) -> Iterator[Unit | Source]:
    """What stands around the cells: names of sheets, text boxes, headers and footers; comments; properties; embedded files."""
    said = [
        *titles,
        *(xml_text(package.part(name)) for name in package.matching(r"xl/(drawings/drawing\d+|charts/chart\d+|chartsheets/.*)\.xml")),
    ]
    for name in package.matching(r"xl/worksheets/sheet\d+\.xml"):
        said += re.findall(r"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<", package.part(name)[-20_000:].decode("utf-8", "replace"))
    yield from texts(source, "\n".join(one.strip() for one in said if one.strip()) + "\n", properties=known)
    spoken = package.matching(r"xl/(comments\d*|comments/.*|threadedComments/.*)\.xml")
    noted = [xml_text(package.part(name), every=True) for name in spoken]
    people = [
        f"person: {name}"
        for part in package.matching(r"xl/persons/.*\.xml")
        for word in ("displayName", "userId")
        for name in _attributes(package.part(part), word)
    ]
    if any(one.strip() for one in [*noted, *people]):
        yield from texts(source, "\n".join([*noted, *people]) + "\n", part="#comments", properties={**known, "hidden": "comments"})
    yield from copies(source, package)
    yield from beside(source, package, known)
    yield from aside(source, package, _ASIDE, known, _kept_apart(package))
    yield from within(source, package, "xl")


# Parts whose attributes people wrote; sheets are left to `formulas`, for there attributes are counted by the million.
_ASIDE = r"xl/(connections|drawings/[^/]*|comments/.*|richData/.*)\.(xml|vml)"


def _kept_apart(package: Package) -> Iterator[str]:
    """Names with a value of their own, choices of a list, formulas' own words, copies of other books, what a shared book had before."""
    for name in package.matching(r"xl/workbook\.xml"):
        yield from re.findall(r"<definedName[^>]*>\s*&?(?:quot;|\")([^<]{2,2000}?)&?(?:quot;|\")\s*</definedName>", _text(package, name))
    for name in package.matching(r"xl/worksheets/sheet\d+\.xml"):
        sheet = package.part(name)
        end = sheet[sheet.rfind(b"</sheetData>") :] if b"<dataValidation" in sheet or b"<hyperlink" in sheet else b""
        yield from attributes.said([end], ("prompt", "hint"))
        yield from re.findall(r"<formula\d>\s*&?(?:quot;|\")([^<]{2,2000}?)&?(?:quot;|\")\s*</formula\d>", end.decode("utf-8", "replace"))
        yield from attributes.formulas(sheet)
    for name in package.matching(r"xl/revisions/revisionLog\d+\.xml"):
        yield from filter(None, map(str.strip, xml_text(package.part(name), every=True).split("\n")))
    for name in package.matching(r"xl/pivotCache/pivotCacheDefinition\d+\.xml"):
        if name.replace("Definition", "Records") not in package.names:  # the values alone are kept, not whose they are
            yield from attributes.said([package.part(name)], ("kept record",))
    yield from charted(package)


def _text(package: Package, name: str) -> str:
    return package.part(name).decode("utf-8", "replace")


def _attributes(part: bytes, name: str) -> list[str]:
    import html

    return [html.unescape(one) for one in re.findall(rf'{name}="([^"]*)"', part.decode("utf-8", "replace"))]


def _rows(sheet: Any) -> Iterator[tuple[int, list[str | None]]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [shown(cell.value, getattr(cell, "number_format", "General") or "General") for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > WIDEST:
            cells = [cell for cell in cells if cell is not None]
        if cells:
            yield number, cells


def _refuse_far_corners(source: Source) -> None:
    """A sheet with one cell at its far corner takes all memory there is where every cell between is made. Raises `EvidenceError`."""
    if source.head()[:4] != b"PK\x03\x04":
        return
    package = Package(source)
    for name in package.matching(r"xl/worksheets/sheet\d+\.xml"):
        rows, widest = 0, 0
        for letters, number in re.findall(rb'\sr="([A-Z]{1,3})(\d{1,7})"', package.part(name)):
            rows, widest = max(rows, int(number)), max(widest, int.from_bytes(letters.rjust(3, b"@"), "big"))
        wide = sum((byte - 64) * 26**place for place, byte in enumerate(reversed(widest.to_bytes(3, "big"))) if byte > 64)
        if rows * wide > DENSE:
            raise EvidenceError("too_large", f"a sheet whose cells span {rows} x {wide}")


def calamine(source: Source) -> Iterator[Unit]:
    """A workbook by calamine: XLS, XLSB, ODS, and XLSX that openpyxl refuses."""
    import python_calamine

    _refuse_far_corners(source)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.whole()))
    source.media_type = "application/vnd.ms-excel"
    titles = []
    for meta in book.sheets_metadata:
        if "worksheet" not in str(meta.typ).lower():
            continue
        titles.append(meta.name)
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > DENSE:
            raise EvidenceError("too_large", f"a sheet of {sheet.total_height} x {sheet.total_width} cells")
        start = (sheet.start or (0, 0))[0] + 1
        rows = (
            (number, [shown(cell) for cell in row])
            for number, row in enumerate(sheet.to_python(), start=start)
            if any(cell != "" for cell in row)
        )
        names, first, below = headed(rows)
        hidden = "" if "visible" in str(meta.visible).lower() else "sheet"
        yield from tables(source, names, below, part=f"#{meta.name}", first=first, properties={"hidden": hidden})
    if titles:
        yield from texts(source, "\n".join(titles) + "\n")


def xlsb(source: Source) -> Iterator[Unit | Source]:
    """A binary workbook: sheets by calamine, then the words of its comments, drawings and persons."""
    from stanch.reading.readers.text import runs

    yield from calamine(source)
    package = Package(source)
    known = properties(package)
    drawn = [xml_text(package.part(name)) for name in package.matching(r"xl/(drawings/drawing\d+|charts/chart\d+)\.xml")]
    if any(one.strip() for one in drawn):
        yield from texts(source, "\n".join(drawn) + "\n", part="#drawings", properties=known)
    noted = [line for name in package.matching(r"xl/comments\d*\.bin") for line in runs(package.part(name))]
    if noted:
        yield from texts(source, "\n".join(noted) + "\n", part="#comments", properties={**known, "hidden": "comments"})
    yield from beside(source, package, known)


def ods(source: Source) -> Iterator[Unit | Source]:
    """An OpenDocument workbook: sheets by calamine, then comments, headers, properties, embedded files."""
    from stanch.reading.readers.flow import gather
    from stanch.reading.readers.office import given, odf_beside

    yield from calamine(source)
    package = Package(source)
    parts = gather([package.part(name) for name in ("content.xml",) if name in package.names], "odf")
    noted = {name: text for name, text in parts.items() if name in ("comments", "hidden", "deleted")}
    if "styles.xml" in package.names:
        noted[""] = gather([package.part("styles.xml")], "odf").get("", "")
    yield from given(source, noted, {})
    yield from odf_beside(source, package)
