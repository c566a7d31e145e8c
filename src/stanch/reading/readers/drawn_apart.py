"""Forms whose labels are drawn first, their values after all of them: each value is put on the line of its label, where a reader sees it.

Told by the page: a run of short lines without figures, then a run to its right on the very same lines, many of them with figures. Columns
of prose, and blocks of addresses, are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LEAST, MOST = 3, 400  # values; lines of a page
LONGEST, WORDS = 45, 6  # letters and words of a label
SAME = 3.5  # points by which a value may stand higher than its label
FIGURES = 0.3  # share of values with figures
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    said: str
    left: float
    right: float
    middle: float


def edits(textpage: Any, text: str) -> list[Edit]:
    """What of a page's text is written otherwise: values behind their labels, and no more where they were drawn."""
    lines = list(_lines(textpage, text))
    if not 2 * LEAST <= len(lines) <= MOST:
        return []
    jumps = [0, *(at for at, (above, below) in enumerate(pairwise(lines), 1) if below.middle > above.middle + SAME), len(lines)]
    found: list[Edit] = []
    for first, jump, last in zip(jumps, jumps[1:], jumps[2:], strict=False):
        if pairs := _pairs(lines[first:jump], lines[jump:last]):
            found += [(label.end, label.end, f"   {value.said}") for label, value in pairs]
            found.append((lines[jump].start, lines[last - 1].end, ""))
    return found


def _lines(textpage: Any, text: str) -> Iterator[_Line]:
    at = 0
    for piece in text.split("\n"):
        said = piece.strip()
        if said:
            start = at + len(piece) - len(piece.lstrip())
            left, bottom, _, top = textpage.get_charbox(start, loose=True)
            right = textpage.get_charbox(start + len(said) - 1, loose=True)[2]
            yield _Line(start, start + len(said), said, left, right, (bottom + top) / 2)
        at += len(piece) + 1


def _pairs(labels: Sequence[_Line], values: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """Each value with its label; nothing where one has none, or they are no labels."""
    found: list[tuple[_Line, _Line]] = []
    for value in values:
        label = next((one for one in labels if abs(one.middle - value.middle) <= SAME and one.right < value.left), None)
        if label is None or not _is_label(label.said) or any(one is label for one, _ in found):
            return []
        found.append((label, value))
    figures = sum(any(map(str.isdigit, value.said)) for value in values)
    return found if len(found) >= LEAST and figures >= FIGURES * len(found) else []


def _is_label(said: str) -> bool:
    return len(said) <= LONGEST and len(said.split()) <= WORDS and not any(map(str.isdigit, said)) and not said.endswith((".", ","))
