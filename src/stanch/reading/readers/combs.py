"""Values written letter by letter into the boxes of a form (`9 | 1 | 2 | 4 | …`): each read as the one value that it is.

Told by where the letters stand on the page: one each, all as far from the next, closer together than the columns of a table are. A box left
empty is a space. Rows of a scale (`1 2 3 4 5`) and of marks (`Y N Y Y`) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

LEAST, LEAST_LETTERS, MOST = 6, 4, 60  # boxes; of letters alone; of one value
NARROWEST, WIDEST = 6.0, 26.0  # points from box to box
EVEN = 0.14  # of that: by how much two boxes may differ
LEVEL = 3.0  # points by which letters of a line may stand higher
Letter = tuple[int, float]  # its place in the text, and its middle in points from the left
LEAST_KINDS = 3  # different signs
PAGES_MOST = 200  # values of one page
_RUN = re.compile(r"(?<!\S)[0-9A-ZÀ-Þ/.-](?:[ \r\n]+[0-9A-ZÀ-Þ/.-]){3,}(?!\S)")


def joined(textpage: Any, text: str, said: str) -> str:
    """`said`, the text of a page as it is given on, with such values whole; `text` is as the page itself gives it."""
    for _, (spaced, whole) in zip(range(PAGES_MOST), _values(textpage, text), strict=False):
        said = re.sub(rf"(?<!\S){spaced}(?!\S)", lambda _, whole=whole: whole, said, count=1)  # type: ignore[misc]
    return said


def _values(textpage: Any, text: str) -> Iterator[tuple[str, str]]:
    """How each such value stands in the text, as a pattern, and the value itself."""
    for run in _RUN.finditer(text):
        for letters in _lines(textpage, [place for place in range(run.start(), run.end()) if not text[place].isspace()]):
            signs = [text[place] for place, _ in letters]
            if LEAST_LETTERS <= len(letters) <= MOST and (value := _value(signs, [middle for _, middle in letters])):
                yield r"\s+".join(map(re.escape, signs)), value


def _lines(textpage: Any, places: list[int]) -> Iterator[list[Letter]]:
    """Letters that stand on one line, each a box or two from the next."""
    line: list[Letter] = []
    level = 0.0
    for place in places:
        left, bottom, right, top = textpage.get_charbox(place, loose=True)
        middle, height = (left + right) / 2, (bottom + top) / 2
        if line and (abs(height - level) > LEVEL or not NARROWEST <= middle - line[-1][1] <= 2 * WIDEST):
            yield line
            line = []
        line.append((place, middle))
        level = height
    if line:
        yield line


def _value(signs: list[str], middles: list[float]) -> str:
    """The letters as one value, "" where they do not stand in boxes."""
    steps = [after - before for before, after in pairwise(middles)]
    pitch = sorted(steps)[len(steps) // 2]
    if not NARROWEST <= pitch <= WIDEST or not all(_is_multiple(step, pitch) for step in steps):
        return ""
    figures = sum(map(str.isdigit, signs))
    if len(set(signs)) < LEAST_KINDS or len(signs) < (LEAST if figures else LEAST_LETTERS) or _counts(signs):
        return ""
    value = signs[0]
    for step, sign in zip(steps, signs[1:], strict=True):
        value += (" " if step > 1.5 * pitch else "") + sign
    return value


def _is_multiple(step: float, pitch: float) -> bool:
    """Whether a letter stands one box further, or two with one left empty between."""
    return any(abs(step - many * pitch) <= EVEN * pitch for many in (1, 2))


def _counts(signs: list[str]) -> bool:
    """Whether figures or letters only follow one another: a scale, the alphabet."""
    return all(ord(after) - ord(before) in (1, -9) for before, after in pairwise(signs))
