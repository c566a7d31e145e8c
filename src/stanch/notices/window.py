"""What shows in the envelope's window, and the place that a print house needs for its barcode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from stanch.notices.press import AT_PRESS, layout

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the page's upper left corner

# Where a window may show on the first page, by the layout's envelope: what the layouts call `clear`. Nothing but the address
# may stand there.
CLEAR: dict[str, Box] = {
    "us-10": (0.0, 145.5, 388.8, 262.0),
    "din-b": (42.5, 122.0, 311.8, 263.6),
    "fr-dl": (255.2, 124.8, 566.9, 255.1),
}
# Free on the first page for the code that tells an inserter which sheets belong together; outside every window.
BARCODE: dict[str, Box] = {
    "us-10": (432.0, 64.0, 547.0, 122.0),
    "din-b": (411.0, 64.0, 538.0, 118.0),
    "fr-dl": (411.0, 64.0, 538.0, 118.0),
}


@cache
def envelope_of(place: str) -> str:
    """The envelope for which a letter is laid out: `us-10`, `din-b`, `fr-dl`; empty for what is no letter."""
    found = re.search(r"envelope: ([a-z0-9-]+)\)", layout(place).decode())
    return found[1] if found else ""


def standing_in(pdf: bytes, box: Box, page: int = 0) -> str:
    """The words that stand in a box of a page, counted from 0."""
    return standing_on(pdf, box, [page])[0]


def standing_on(pdf: bytes, box: Box, pages: Sequence[int]) -> list[str]:
    """The same for several pages of one file, which is opened once."""
    return [seen for _, seen in read_sheets(pdf, box, pages, only=pages)]


def read_sheets(pdf: bytes, box: Box, windows: Sequence[int], *, only: Sequence[int] | None = None) -> list[tuple[str, str]]:
    """Of each page (or of those in `only`, in that order) the words that stand on it, and those in the box where `windows` names it."""
    import pypdfium2

    left, top, right, bottom = box
    boxed, found = frozenset(windows), []
    with AT_PRESS, pypdfium2.PdfDocument(pdf) as document:
        for page in range(len(document)) if only is None else only:
            sheet = document[page]
            height, words, seen = sheet.get_height(), sheet.get_textpage(), ""
            if page in boxed:
                seen = str(words.get_text_bounded(left=left, top=height - top, right=right, bottom=height - bottom))
            found.append((str(words.get_text_range()), seen))
    return found


def showing(pdf: bytes, place: str, address: Sequence[str], page: int = 0) -> str:
    """What the window on this page shows beside the address; empty where it shows the whole address and nothing else.

    Letters are compared without their order: what is written from right to left comes out of a PDF in the order of the eye.
    """
    envelope = envelope_of(place)
    if not envelope:
        return ""
    seen = standing_in(pdf, CLEAR[envelope], page)
    return "" if sorted(bare(seen)) == sorted(bare("".join(address))) else " ".join(seen.split())


_MARKED = re.compile("\\w[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Text as a comparison wants it: without white space, and without what a PDF may order otherwise or cannot name.

    A letter with a mark that no one character stands for (the last of `Adébáyọ̀`) is set as two glyphs, and may come out twice: it is
    left out. Scripts written from right to left come out of a PDF in the order of the eye, and marks may join their letters.
    """
    whole = _MARKED.sub("", unicodedata.normalize("NFC", text))
    return re.sub("[^A-Za-z0-9]+", "", unicodedata.normalize("NFKD", whole))
