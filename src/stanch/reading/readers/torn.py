"""A workbook that is cut off, put together again from its whole parts: whose number stands beside whose name only its rows tell."""

from __future__ import annotations

import io
import re
import zipfile

FRAME = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
WORDS = "xl/sharedStrings.xml"


def workbook_of(whole: dict[str, bytes]) -> bytes | None:
    """A workbook of these parts (name -> bytes), without the sheets that are missing; None where its rows cannot be put together.

    Cells name their words by number, so that sheets without the list of words would be wrong, not merely poorer.
    """
    sheets = [name for name in whole if SHEET.fullmatch(name)]
    if not sheets or any(name not in whole for name in FRAME):
        return None
    if WORDS not in whole and any(b't="s"' in whole[name] for name in sheets):
        return None
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in whole.items():
            package.writestr(name, _without_lost(name, content, whole))
    return made.getvalue() if _opens(made) else None


def _without_lost(name: str, content: bytes, whole: dict[str, bytes]) -> bytes:
    """The list of parts, and the workbook's own list of its sheets, name only what is there."""
    if name == "[Content_Types].xml":
        return re.sub(rb'<Override\b[^>]*PartName="/([^"]*)"[^>]*/>', lambda one: one[0] if _there(one[1], whole) else b"", content)
    if name == "xl/_rels/workbook.xml.rels":
        return re.sub(rb'<Relationship\b[^>]*Target="(?:/?xl/)?([^"]*)"[^>]*/>', lambda one: _kept(one, whole), content)
    if name == "xl/workbook.xml":
        lost = _lost_ids(whole)
        return re.sub(rb'<sheet\b[^>]*\br:id="([^"]*)"[^>]*/>', lambda one: b"" if one[1] in lost else one[0], content)
    return content


def _there(name: bytes, whole: dict[str, bytes]) -> bool:
    return name.decode("utf-8", "replace") in whole


def _kept(one: re.Match[bytes], whole: dict[str, bytes]) -> bytes:
    return one[0] if _there(b"xl/" + one[1], whole) else b""


def _lost_ids(whole: dict[str, bytes]) -> set[bytes]:
    """The numbers of relations whose parts are missing."""
    found = re.findall(rb"<Relationship\b[^>]*/>", whole["xl/_rels/workbook.xml.rels"])
    lost = set()
    for one in found:
        target, known = re.search(rb'Target="(?:/?xl/)?([^"]*)"', one), re.search(rb'\bId="([^"]*)"', one)
        if target and known and not _there(b"xl/" + target[1], whole):
            lost.add(known[1])
    return lost


def _opens(made: io.BytesIO) -> bool:
    import openpyxl

    try:
        return bool(openpyxl.load_workbook(made, read_only=True, data_only=True, keep_links=False).worksheets)
    except Exception:  # noqa: BLE001 whatever hostile parts make it stumble over: the parts are then read one by one, as before
        return False
