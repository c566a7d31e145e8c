"""What a workbook keeps from sight: hidden rows and columns, white letters on no ground. Told from the sheet's XML."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
SHOWN = 20  # places named; the rest is counted


def letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def hidden_rows(sheet: bytes) -> list[int]:
    """Numbers of hidden rows."""
    found = []
    for row in _ROW.findall(sheet) if b"hidden=" in sheet else ():
        number = re.search(rb'\sr="(\d+)"', row)
        if number and _HIDDEN.search(row):
            found.append(int(number[1]))
    return found


def hidden_columns(sheet: bytes) -> list[str]:
    """Names of hidden columns."""
    found: list[str] = []
    for column in _COLUMN.findall(sheet[: 1 << 20]):
        low, high = re.search(rb'\smin="(\d+)"', column), re.search(rb'\smax="(\d+)"', column)
        if low and high and _HIDDEN.search(column):
            first, last = int(low[1]), int(high[1])
            found += [letters(first)] if first == last else [f"{letters(first)}-{letters(min(last, 16_384))}"]
    return found


def white_styles(styles: bytes) -> list[int]:
    """Cell styles whose letters are white and whose ground is not painted."""
    from lxml import etree

    root = etree.fromstring(styles, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    if root is None:
        return []
    fonts = [node.find("{*}color") for node in root.findall("{*}fonts/{*}font")]
    # theme 0 is the ground of the window: white nearly everywhere
    white = {
        place
        for place, one in enumerate(fonts)
        if one is not None and (one.get("rgb", "")[-6:].upper() == "FFFFFF" or one.get("theme") == "0")
    }
    fills = [node.find("{*}patternFill") for node in root.findall("{*}fills/{*}fill")]
    bare = {place for place, one in enumerate(fills) if one is None or one.get("patternType", "none") == "none"}
    return [
        place
        for place, one in enumerate(root.findall("{*}cellXfs/{*}xf"))
        if _number(one.get("fontId")) in white and _number(one.get("fillId")) in bare
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def white_cells(sheet: bytes, styles: Iterable[int]) -> list[str]:
    """Addresses of cells in these styles that hold something."""
    wanted = "|".join(map(str, styles))
    if not wanted:
        return []
    cells = re.findall(rf'<(?:\w+:)?c\s[^>]*?r="([A-Z]+\d+)"[^>]*?s="(?:{wanted})"[^>]*[^/]>'.encode(), sheet)
    return [cell.decode() for cell in cells]


def unseen(sheet: bytes, styles: list[int]) -> str:
    """A phrase for the property `hidden`; empty where all can be seen."""
    rows, columns, white = hidden_rows(sheet), hidden_columns(sheet), white_cells(sheet, styles)
    said = []
    for name, places in (("rows", list(map(str, rows))), ("columns", columns), ("white text in", white)):
        if places:
            more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
            said.append(f"{name} {', '.join(places[:SHOWN])}{more}")
    return "; ".join(said)
