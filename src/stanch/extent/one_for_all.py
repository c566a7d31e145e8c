"""A mailbox or telephone that is the same in every row beside one that differs: the sender's or the office's, nobody's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.table_column import NAMES, Column

KINDS = ("email", "phone")
LEAST = 5  # rows
ROLE = "sender"


def without_shared(columns: Sequence[Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; what all of several people would share, where each has another as well, is somebody else's."""
    named = [at for at, one in enumerate(columns) if one.detector is not None and one.detector.kind in NAMES and not one.role]
    if not any(_differs(rows(at)) for at in named):
        return list(columns)
    found = list(columns)
    for kind in KINDS:
        theirs = [at for at, one in enumerate(columns) if one.detector is not None and one.detector.kind == kind and not one.role]
        shared = [at for at in theirs if _is_shared(rows(at))]
        if any(_differs(rows(at)) for at in theirs if at not in shared):
            for at in shared:
                found[at] = replace(columns[at], role=ROLE)
    return found


def _is_shared(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell]
    return len(said) >= LEAST and len(set(said)) == 1


def _differs(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell]
    return len(said) > 1 and len(set(said)) * 2 > len(said)
