"""The lines of a text as a form's: a label above a value is as good as one before it, also above one of several columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent.grouping_signs import OTHERS
from stanch.extent.labelled import LONGEST_ALONE, stands_alone

_NUMBERED = re.compile(r"^(?:[a-z]|\d{1,2}[a-z]?)[.)]?[ ](?=[A-Z])")
_GAP = re.compile(r"\t+| {3,}")
Piece = tuple[str, int]


Head = tuple[str, int, int]  # a label, and where it begins and ends in the text


def labelled_lines(text: str) -> Iterator[tuple[str, int, Head | None]]:
    """Each line, or each column of a line whose columns are labelled above: its text, where it begins, that label."""
    heads: list[Head] = []
    at = 0
    for line in text.split("\n"):
        pieces = list(_pieces(line))
        labels = _heads(pieces)
        if heads and not labels and min(2, len(heads)) <= len(pieces) <= len(heads) and not any(":" in piece for piece, _ in pieces):
            # Up to the next piece, so that nothing between two of them is lost.
            ends = [*(start for _, start in pieces[1:]), len(line)]
            for head, (_, start), end in zip(heads, pieces, ends, strict=False):
                yield line[start:end].rstrip(), at + start, head
            heads = []
        else:
            yield line, at, None
            heads = [(label, at + start, at + start + len(piece)) for label, (piece, start) in zip(labels, pieces, strict=False)]
        at += len(line) + 1


def labels_alone(text: str) -> Iterator[tuple[int, int]]:
    """Where labels stand in lines of two or more that are nothing but labels."""
    at = 0
    for line in text.split("\n"):
        pieces = list(_pieces(line))
        if len(pieces) > 1 and _heads(pieces):
            yield from ((at + start, at + start + len(piece)) for piece, start in pieces)
        at += len(line) + 1


def labelled_beside(text: str) -> Iterator[tuple[Head, int, int]]:
    """Labels with their values in the next column, without a colon: `Surname   Coles   First name(s)   Sophie`; where each value stands."""
    at = 0
    for line in text.split("\n"):
        pieces = list(_pieces(line)) if "  " in line or "\t" in line else []
        alone = [stands_alone(piece) for piece, _ in pieces]
        if pieces and len(pieces) % 2 == 0 and all(alone[::2]) and not any(alone[1::2]) and ":" not in line:
            for (label, start), (value, begin) in zip(pieces[::2], pieces[1::2], strict=True):
                yield (label, at + start, at + start + len(label)), at + begin, at + begin + len(value)
        at += len(line) + 1


def _pieces(line: str) -> Iterator[Piece]:
    """What stands in the columns of a line, and where."""
    begin = 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        piece = line[begin:end].strip()
        if piece:
            yield piece, begin + line[begin:end].index(piece)
        begin = gap.end() if gap else end


def _heads(pieces: list[Piece]) -> list[str]:
    """The labels in a line of nothing but labels, one of them at least known; none for any other line."""
    labels = [_NUMBERED.sub("", piece).rstrip(" :：") for piece, _ in pieces]
    if not labels or any(len(label) > LONGEST_ALONE or any(char.isdigit() for char in label) for label in labels):
        return []
    known = [stands_alone(label) or bool(OTHERS.search(label)) for label in labels]
    return labels if any(known) else []
