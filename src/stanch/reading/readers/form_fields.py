"""Fields of PDF forms whose names say nothing (`topmostSubform[0].f1_07[0]`): what is printed beside or above them says what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
Field = tuple[Box, str, str]  # where it stands on its page, its name, its value
MOST = 2_000  # fields of a page
BESIDE, ABOVE, LINE = 260.0, 18.0, 3.0  # points
LONGEST = 80  # letters of a label
_WORD = re.compile(r"[^\W\d_]{2}")


def fields_on(document: Any) -> dict[int, list[Field]]:
    """The filled fields of each page (from 1) that have no words for a reader of their own."""
    import pikepdf

    found: dict[int, list[Field]] = {}
    if not isinstance(document.Root.get("/AcroForm"), pikepdf.Dictionary):
        return found
    for number, page in enumerate(document.pages, 1):
        marks = page.obj.get("/Annots")
        for mark in list(marks)[:MOST] if isinstance(marks, pikepdf.Array) else ():
            if isinstance(mark, pikepdf.Dictionary) and mark.get("/Subtype") == "/Widget" and (one := _field(mark)):
                found.setdefault(number, []).append(one)
    return found


def _field(mark: Any) -> Field | None:
    import pikepdf

    holder = mark if "/T" in mark else mark.get("/Parent", mark)
    value, name, told = (holder.get(key) for key in ("/V", "/T", "/TU"))
    place = mark.get("/Rect")
    if not isinstance(value, pikepdf.String) or not isinstance(name, pikepdf.String) or told is not None or not str(value).strip():
        return None
    if not isinstance(place, pikepdf.Array) or len(place) != 4:
        return None
    left, bottom, right, top = (float(edge) for edge in place)
    return (min(left, right), min(bottom, top), max(left, right), max(bottom, top)), str(name), str(value)


def labels_printed(textpage: Any, fields: Sequence[Field]) -> dict[str, str]:
    """A field's line (`name: value`) and the same under the label that is printed before it on its line, else right above it."""
    found: dict[str, str] = {}
    for box, name, value in fields:
        left, bottom, right, top = box
        others = [other[2] for other, _, _ in fields if other[2] <= left + 1 and other[1] < top and bottom < other[3]]
        before = _said(textpage, (max([left - BESIDE, *others]), bottom - LINE, left + LINE, top + LINE))
        label = before or _said(textpage, (left - LINE, top - 1, max(right, left + BESIDE), top + ABOVE))
        if label:
            found[f"{name}: {value}"] = f"{label}: {value}"
    return found


def _said(textpage: Any, box: Box) -> str:
    """The last line that stands in a box, if it has words."""
    lines = [line.strip(" :*\t") for line in textpage.get_text_bounded(*box).splitlines() if line.strip()]
    return lines[-1] if lines and len(lines[-1]) <= LONGEST and _WORD.search(lines[-1]) else ""
