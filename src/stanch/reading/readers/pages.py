"""The text of one PDF page in the order in which it is read, and what of it a reader would not see."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from stanch.reading.readers import combs, drawn_apart
from stanch.reading.readers.cells import rows_as_lines

LEAST = 20  # letters below which spacing cannot be judged
SINGLE = 0.4  # share of words of one or two letters above which the letters were set apart by hand
WIDER = 1.7  # times the usual gap between letters: a gap between words
COVERS = 0.5  # share of the page
GAP = 1.5  # times the height of letters: a gap between columns
LOW = 0.6  # of the height of letters: what is lower than that is a sign
SIGNS, WIDE_SPACE = ".,;:", 2  # times the room of a sign
RUNS = 3_000
LITTLE = 100  # letters that a stamp or a page number adds to a scan
OBJECTS = 5_000
FAR, FAR_UP = 40, 120  # points
TABULAR = 4  # gaps of a page that may hold a table
ROOM, MORE, EMPTY = 0.9, 1.3, 0.6  # times the height of letters, and the usual room between lines: a line left empty
SMALLER = 0.76  # of the large letters of a page: the labels of a form's boxes
LEAST_HEIGHT = 5.0  # points
Box = tuple[float, float, float, float]


def page_text(textpage: Any) -> str:
    """The text, with running numbers at their places and letters that were set apart joined."""
    given = textpage.get_text_range()
    text = _columns_apart(textpage, given)
    if textpage.count_chars() == len(given):
        text = combs.joined(textpage, given, text)
    words = re.findall(r"\w+", text)
    letters = sum(map(len, words))
    if letters >= LEAST and sum(len(word) <= 2 for word in words) > SINGLE * len(words) and letters < 2.2 * len(words):
        text = _joined(textpage) or text
    return _placed(textpage, text).replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", "")


def _columns_apart(textpage: Any, text: str) -> str:
    """Wide gaps within a line, which part columns, as three spaces (a word's gap stays one); rows of tables as lines with tabs."""
    count = textpage.count_rects()
    if not 2 <= count <= RUNS or textpage.count_chars() != len(text):
        return text
    boxes = [textpage.get_rect(place) for place in range(count)]
    gaps = list(_gaps(textpage, text, boxes))
    rows = rows_as_lines(textpage, text, gaps) if len(gaps) >= TABULAR or _jumps(boxes) else []
    edits = [*((place, place, "  ") for place in gaps), *((place, place, "\r\n") for place in _rooms(textpage, text, boxes))]
    edits = [edit for edit in edits if not any(start <= edit[0] < end for start, end, _ in rows)]
    if _jumps(boxes) and (moved := drawn_apart.edits(textpage, text)):
        rows, edits = [], moved
    parts, done = [], 0
    for start, end, said in sorted([*edits, *rows]):
        parts.append(text[done:start] + said)
        done = end
    return "".join(parts) + text[done:]


def _gaps(textpage: Any, text: str, boxes: Sequence[Box]) -> Iterator[int]:
    """The places behind wide gaps."""
    last = 0
    for (_, bottom, right, top), (left, low, _, high) in pairwise(boxes):
        height, higher = sorted((top - bottom, high - low))
        # A comma is a box of its own in what some browsers print, and hardly has a height.
        if left - right < GAP * max(height, higher * LOW) or min(top, high) - max(bottom, low) < height / 2:
            continue
        place = textpage.get_index(left + 0.5, (low + high) / 2, 2, 2)
        if place is None or place <= last or text[place - 1] != " ":
            continue
        if text[place - 2] not in SIGNS or _is_far(textpage, place - 2, left):
            last = place
            yield place


def _jumps(boxes: Sequence[Box]) -> bool:
    """Whether words stand higher than those before them, or far from the edge of the line above: where tables may have lines in cells."""
    edge = boxes[0][0]  # where the line begins
    for (_, bottom, _, top), (left, low, _, high) in pairwise(boxes):
        if low > top or (bottom > high and left > edge + FAR):
            return True
        edge = left if bottom > high else edge
    return False


def _rooms(textpage: Any, text: str, boxes: Sequence[Box]) -> Iterator[int]:
    """The places of lines that stand well apart from all above them: blocks of a letter, parts of a form."""
    lowest, found, columns = boxes[0][1], list[tuple[float, float, Box]](), list[int]()
    for box in boxes[1:]:
        _, low, _, high = box
        if high <= lowest:
            found.append((lowest - high, high - low, box))
            lowest = low
        elif low > lowest + FAR_UP:  # the next column of a page
            place = textpage.get_index(box[0] + 0.5, (low + high) / 2, 2, 2)
            if place and text[place - 1] == "\n" and text[place].isupper() and text[:place].rstrip()[-1:] not in (",", "-"):
                columns.append(place)
            lowest = low
        lowest = min(lowest, low)
    if not found:
        return
    places: list[int] = []
    usual = sorted(room for room, _, _ in found)[len(found) // 2]
    for room, height, (left, low, _, high) in found:
        if room > max(ROOM * max(height, LEAST_HEIGHT), MORE * usual):
            place = textpage.get_index(left + 0.5, (low + high) / 2, 2, 2)
            if place and text[place - 1] == "\n" and _is_empty_between(textpage, text, place, high + room):
                places.append(place)
    yield from places if len(places) < 2 else _of_size(textpage, text, places)
    yield from columns


def _is_empty_between(textpage: Any, text: str, place: int, lowest: float) -> bool:
    """Whether between a line and the lowest words above it another line would nearly have room."""
    _, bottom, _, top = textpage.get_charbox(place, loose=True)
    before = len(text[:place].rstrip()) - 1
    if before < 0:
        return False
    above = textpage.get_charbox(before, loose=True)[1]
    return bool(min(above, lowest) - top > EMPTY * (top - bottom))


def _of_size(textpage: Any, text: str, places: Sequence[int]) -> Iterator[int]:
    """Those lines that are not written smaller than others of the page: the labels of a form's boxes are, and its boxes are one form."""

    def height(place: int) -> float:
        _, bottom, _, top = textpage.get_charbox(place, loose=True)
        return float(top - bottom)

    heights = sorted(height(found.start()) for found in re.finditer(r"(?m)^\S", text))
    large = heights[len(heights) * 3 // 4] if heights else 0.0
    yield from (place for place in places if height(place) >= SMALLER * large)


def _is_far(textpage: Any, sign: int, left: float) -> bool:
    """Whether more than a space lies behind a sign, which in letters of one width takes as much room as any."""
    start, _, end, _ = textpage.get_charbox(sign, loose=True)
    return bool(left - end >= WIDE_SPACE * (end - start))


def _joined(textpage: Any) -> str:
    """Lines rebuilt from the gaps between their letters."""
    from pypdfium2 import raw

    lines: list[list[tuple[float, float, str]]] = [[]]
    for place in range(min(textpage.count_chars(), 50_000)):
        letter = textpage.get_text_range(place, 1)
        if letter in ("\r", "\n"):
            lines.append([])
        elif letter.strip() and not raw.FPDFText_IsGenerated(textpage.raw, place):
            left, _, right, _ = textpage.get_charbox(place)
            lines[-1].append((left, right, letter))
    out = []
    for line in lines:
        gaps = [after[0] - before[1] for before, after in pairwise(line)]
        usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
        said = line[0][2] if line else ""
        for gap, (_, _, letter) in zip(gaps, line[1:], strict=True):
            said += (" " if gap > max(usual, 0.5) * WIDER else "") + letter
        out.append(said)
    return "\n".join(out)


def _placed(textpage: Any, text: str) -> str:
    """Some programs write the foot of a page first: a first line below all others is its last, and the other way round."""
    lines = text.strip("\r\n").split("\n")
    count = textpage.count_rects()
    if len(lines) < 2 or not 2 <= count <= 400:
        return text
    boxes = [textpage.get_rect(place) for place in range(count)]
    tops, bottoms = [box[3] for box in boxes], [box[1] for box in boxes]
    if tops[0] < min(bottoms[1:]):
        return "\n".join([*lines[1:], lines[0]])
    if bottoms[-1] > max(tops[:-1]):
        return "\n".join([lines[-1], *lines[:-1]])
    return text


def seen_on(page: Any) -> tuple[bool, bool]:
    """(a picture covers most of the page, there is white text)."""
    from pypdfium2 import raw

    area = max(page.get_width() * page.get_height(), 1.0)
    pictured = white = False
    colour = [ctypes.c_uint() for _ in range(4)]
    edges = [ctypes.c_float() for _ in range(4)]
    for place in range(min(raw.FPDFPage_CountObjects(page.raw), OBJECTS)):
        found = raw.FPDFPage_GetObject(page.raw, place)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_IMAGE and not pictured and raw.FPDFPageObj_GetBounds(found, *map(ctypes.byref, edges)):
            left, bottom, right, top = (one.value for one in edges)
            pictured = (right - left) * (top - bottom) > COVERS * area
        elif kind == raw.FPDF_PAGEOBJ_TEXT and not white and raw.FPDFPageObj_GetFillColor(found, *map(ctypes.byref, colour)):
            white = all(one.value >= 254 for one in colour[:3]) and colour[3].value > 0
    return pictured, white


WIDE, HIGH = 90.0, 24.0  # points: what is smaller shows a sign


def pictures_on(page: Any) -> list[Box]:
    """Where pictures stand on a page (left, bottom, right, top, in points) that are large enough to show words.

    One that covers most of the page is a scan, whose words stand over it already.
    """
    from pypdfium2 import raw

    found: list[Box] = []
    most = COVERS * page.get_width() * page.get_height()
    edges = [ctypes.c_float() for _ in range(4)]
    for place in range(min(raw.FPDFPage_CountObjects(page.raw), OBJECTS)):
        one = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(one, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            if right - left >= WIDE and top - bottom >= HIGH and (right - left) * (top - bottom) <= most:
                found.append((left, bottom, right, top))
    return found[:20]


def is_looped(content: bytes) -> bool:
    """Its page tree, or its drawings, contain themselves. The second reader follows such loops until it dies."""
    import io

    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            return _runs_in_circles(document.Root.get("/Pages"))
    except pikepdf.PdfError as error:
        return "loop" in str(error).lower()
    except (ValueError, KeyError, TypeError, RuntimeError, AttributeError):
        return False


def _runs_in_circles(root: Any) -> bool:
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(root, ())]
    seen = 0
    while waiting and seen < OBJECTS:
        node, path = waiting.pop()
        seen += 1
        mark = getattr(node, "objgen", (0, 0))
        if mark != (0, 0) and mark in path:
            return True
        way = (*path, mark)
        if not hasattr(node, "get"):
            continue
        waiting += [(child, way) for child in _listed(node.get("/Kids"))]
        resources = node.get("/Resources")
        drawings: Any = resources.get("/XObject") if hasattr(resources, "get") else None
        waiting += [(drawings[key], way) for key in drawings.keys()] if hasattr(drawings, "keys") else []  # noqa: SIM118 no mapping
    return False


def _listed(found: Any) -> list[Any]:
    try:
        return list(found)[:OBJECTS] if found is not None else []
    except TypeError:
        return []
