"""Where in a text forms are looked for: near what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stanch.extent.labels import MOST_LINES, joined

RULED = " \t\r-=_*~#+"  # a line of these alone parts records as an empty one does
NEAR = 600  # characters around something found


def blocks(text: str, places: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The parts of forms near what was found, as lines with their places; where there is no form, paragraphs."""
    told, behind = [], 0
    for block in _paragraphs(text, places):
        told.append(([text[slice(*line)].strip() for line in block[:MOST_LINES]], text[behind : block[0][0]], block))
        behind = block[-1][1]
    return ([line for block in part for line in block] for part in joined(told))


def _paragraphs(text: str, places: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Paragraphs near what was found, as lines with their places."""
    near = sorted((max(0, start - NEAR), end + NEAR) for start, end in places)
    block: list[tuple[int, int]] = []
    at, next_near, until = 0, 0, -1
    for line in text.split("\n"):
        end = at + len(line)
        while next_near < len(near) and near[next_near][0] <= end:
            until, next_near = max(until, near[next_near][1]), next_near + 1
        if line.strip(RULED) and at <= until:
            block.append((at, end))
        elif block:
            yield block
            block = []
        at = end + 1
    if block:
        yield block
