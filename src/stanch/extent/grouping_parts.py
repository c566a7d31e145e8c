"""The parts of a text that belong together: paragraphs, the parts of a form, labels above values with empty lines between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from stanch.extent.grouping_signs import LABEL, Line
from stanch.extent.labelled_blocks import RULED
from stanch.extent.labels import MOST_LINES, joined, opens_anothers

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

HEADING = re.compile(r"(?=[^\n]{4,48}$)[^\W\d_][^:\d]*(?:[ ][^\W\d_][^:\d]*)*")


def parts_of(sheet: Sheet) -> Iterator[list[Line]]:
    """The lines of each part."""
    return (list(chain(*part)) for part in joined(_with_what_stands_before(sheet)))


def _with_what_stands_before(sheet: Sheet) -> Iterator[tuple[list[str], str, list[Line]]]:
    behind = 0
    for block in _paragraphs(sheet):
        said = [sheet.text[line.start : line.end].strip() for line in block[:MOST_LINES]]
        yield said, sheet.text[behind : block[0].start], block
        behind = block[-1].end


def _paragraphs(sheet: Sheet) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line, below in zip(sheet.lines, [*sheet.lines[1:], None], strict=True):
        if block and (not line.text.strip(RULED) or _is_heading(sheet, line, below) or _opens_anothers(sheet, line, block)):
            yield block
            block = []
        if line.text.strip(RULED):
            block.append(line)
    if block:
        yield block


def _is_heading(sheet: Sheet, line: Line, below: Line | None) -> bool:
    """A line of capitals above the labels of a form's next part: of a printed page the blank lines are not known."""
    return (
        line.text.isupper()
        and not any(span.start < line.start < span.end for span in sheet.spans)
        and below is not None
        and bool(HEADING.fullmatch(line.text.strip()))
        and not line.members
        and bool(LABEL.match(below.text))
        and (":" in sheet.text[below.start : below.end] or not sheet.is_label(line))
    )


def _opens_anothers(sheet: Sheet, line: Line, block: Sequence[Line]) -> bool:
    """`Tenant:` on a line of its own, below what is somebody's: what follows is of another."""
    if _RELATION.search(sheet.text[block[-1].start : block[-1].end]):  # `Mother` below `Relationship` is what somebody is
        return False
    return not line.members and opens_anothers(sheet.text[line.start : line.end].strip()) and any(one.members for one in block)


_RELATION = re.compile(
    r"(?i)^\W*(?:\w+ ){0,2}(?:relation\w*|parent[eé]sco|lien de parent[ée]|verwandtschaft\w*|parentela|relatie)\b[^:\n]{0,24}:?\W*$"
)
