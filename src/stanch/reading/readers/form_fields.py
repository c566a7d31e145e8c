"""Fields of PDF forms whose names say nothing (`topmostSubform[0].f1_07[0]`): what is printed beside, above or below says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
Field = tuple[Box, str, str]  # where it stands on its page, its name, its value ("" for one that is empty or tells itself what it holds)
MOST = 2_000  # fields of a page
RUNS = 3_000  # pieces of text of a page
BESIDE, AWAY, LINE = 260.0, 18.0, 3.0  # points
LONGEST = 80  # letters of a label
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A piece of what is printed on a page."""

    box: Box
    said: str


def fields_on(document: Any) -> dict[int, list[Field]]:
    """The fields of each page (from 1): their values where they have no words for a reader of their own."""
    import pikepdf

    found: dict[int, list[Field]] = {}
    if not isinstance(document.Root.get("/AcroForm"), pikepdf.Dictionary):
        return found
    for number, page in enumerate(document.pages, 1):
        marks = page.obj.get("/Annots")
        for mark in list(marks)[:MOST] if isinstance(marks, pikepdf.Array) else ():
            if isinstance(mark, pikepdf.Dictionary) and mark.get("/Subtype") == "/Widget" and (one := _field(mark)):
                found.setdefault(number, []).append(one)
    return {number: fields for number, fields in found.items() if any(value for _, _, value in fields)}


def _field(mark: Any) -> Field | None:
    import pikepdf

    holder = mark if "/T" in mark else mark.get("/Parent", mark)
    value, name, told = (holder.get(key) for key in ("/V", "/T", "/TU"))
    place = mark.get("/Rect")
    if not isinstance(place, pikepdf.Array) or len(place) != 4:
        return None
    left, bottom, right, top = (float(edge) for edge in place)
    speaks = isinstance(value, pikepdf.String) and isinstance(name, pikepdf.String) and told is None and bool(str(value).strip())
    box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return (box, str(name), str(value)) if speaks else (box, "", "")


def labels_printed(textpage: Any, fields: Sequence[Field]) -> dict[str, str]:
    """A field's line (`name: value`) and the same under what is printed before it on its line, else right above it, or below it.

    Whether labels stand above or below is one form's: where both are printed near a field, those that stand nearer on the whole page count.
    """
    if not any(value for _, _, value in fields):
        return {}
    printed = list(_printed(textpage))
    boxes = [box for box, _, _ in fields]
    above = [_near(box, boxes, printed, above=True) for box in boxes]
    below = [_near(box, boxes, printed, above=False) for box in boxes]
    both = [(up[0], down[0]) for up, down in zip(above, below, strict=True) if up and down]
    is_under = sum(down for _, down in both) + len(both) / 2 < sum(up for up, _ in both)
    found: dict[str, str] = {}
    for (box, name, value), up, down in zip(fields, above, below, strict=True):
        first, second = (down, up) if is_under else (up, down)
        label = _before(box, boxes, printed) or (first or second or (0.0, ""))[1] if value else ""
        if label:
            found[f"{name}: {value}"] = f"{label}: {value}"
    return found


def _printed(textpage: Any) -> Iterator[_Printed]:
    for place in range(min(textpage.count_rects(), RUNS)):
        box = textpage.get_rect(place)
        said = " ".join(textpage.get_text_bounded(*box).split()).strip(" :*_.")
        if said:
            yield _Printed(box, said)


def _before(box: Box, boxes: Sequence[Box], printed: Sequence[_Printed]) -> str:
    """What is printed on the line of a field, between it and the one before."""
    left, bottom, _, top = box
    start = max([left - BESIDE, *(other[2] for other in boxes if other[2] <= left + 1 and other[1] < top and bottom < other[3])])
    said = [
        one
        for one in printed
        if start - LINE <= one.box[0] < left and one.box[2] <= left + LINE and bottom <= (one.box[1] + one.box[3]) / 2 <= top
    ]
    said.sort(key=lambda one: one.box[0])
    return _label(said[-1:] if len(said) > 1 and said[-1].box[0] - said[-2].box[2] > AWAY else said)


def _near(box: Box, boxes: Sequence[Box], printed: Sequence[_Printed], *, above: bool) -> tuple[float, str] | None:
    """How far the nearest line above a field (or below it) is printed, and what it says, up to the next field on that line."""
    left, bottom, right, top = box
    beside = [other[0] for other in boxes if other[0] > left + LINE and other[1] < top and bottom < other[3]]
    end = min([max(right, left + BESIDE), *beside])
    near = [
        (one.box[1] - top if above else bottom - one.box[3], one)
        for one in printed
        if left - 2 * LINE <= one.box[0] < end - LINE and -LINE <= (one.box[1] - top if above else bottom - one.box[3]) <= AWAY
    ]
    if not near:
        return None
    least = min(far for far, _ in near)
    label = _label(sorted((one for far, one in near if far <= least + LINE), key=lambda one: one.box[0]))
    return (least, label) if label else None


def _label(said: Sequence[_Printed]) -> str:
    """What pieces of one line say, if that is words and no more than a label's."""
    line = " ".join(one.said for one in said).strip(" :*\t")
    return line if len(line) <= LONGEST and _WORD.search(line) else ""
