"""Shapes that mean something beside a word only: searched in windows around the words, each group of them around its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stanch.extent.compiled import Database
from stanch.extent.plan import Opener
from stanch.extent.windows import NOTHING, Positions, run_within


@dataclass(frozen=True, slots=True)
class Openings:
    """What the words of a book open. `firsts` tells by word where its rows in the other columns begin (one place more than words)."""

    firsts: Positions
    group: Positions
    left: Positions
    right: Positions
    lettered: npt.NDArray[np.bool_]

    def beside(self, found: Positions, digits: Positions, folded: bytes, groups: Sequence[Database]) -> Positions:
        """Hits of the shapes of each group in the windows that its words (`found`: number, start, end) open."""
        group, starts, ends = self._windows(found, digits) if len(found) else (found[:, 0],) * 3
        if not len(group):
            return NOTHING
        edges = np.append(np.flatnonzero(np.append(True, group[1:] != group[:-1])), len(group)).tolist()
        hits = [run_within(groups[int(group[low])], folded, (starts[low:high], ends[low:high])) for low, high in pairwise(edges)]
        return hits[0] if len(hits) == 1 else _once(np.concatenate(hits))

    def _windows(self, found: Positions, digits: Positions) -> tuple[Positions, Positions, Positions]:
        """Group, start and end of each window, by group."""
        words = found[:, 0]
        many = self.firsts[words + 1] - self.firsts[words]
        opening = np.flatnonzero(many)
        if not len(opening):
            return opening, opening, opening
        many = many[opening]
        found = np.repeat(found[opening], many, axis=0)
        # The rows of each word, one after the other.
        within = np.arange(len(found)) - np.repeat(np.cumsum(many) - many, many)
        row = self.firsts[found[:, 0]] + within
        group, starts, ends = self.group[row], found[:, 1] - self.left[row], found[:, 2] + self.right[row]
        # Nearly all values have a digit: most windows in prose and in code have none.
        some = (np.searchsorted(digits, ends) > np.searchsorted(digits, starts)) | self.lettered[row]
        group, starts, ends = group[some], starts[some], ends[some]
        order = np.argsort(group, kind="stable")
        return group[order], starts[order], ends[order]


def openings(openers: Sequence[Opener], words: int) -> Openings:
    """The openers of a plan, sorted by word, of a book with so many words."""
    columns = [(one.word, one.group, one.left, one.right) for one in openers]
    table = np.array(columns, dtype=np.int64).reshape(-1, 4)
    firsts = np.searchsorted(table[:, 0], np.arange(words + 1))
    lettered = np.fromiter((one.lettered for one in openers), dtype=np.bool_, count=len(openers))
    return Openings(firsts, table[:, 1], table[:, 2], table[:, 3], lettered)


def _once(hits: Positions) -> Positions:
    """Without the hits of a shape that stands in several groups and was found by two of them."""
    if not len(hits):
        return hits
    hits = hits[np.lexsort((hits[:, 1], hits[:, 2], hits[:, 0]))]
    new = np.append(True, (hits[1:] != hits[:-1]).any(axis=1))
    kept: Positions = hits[new]
    return kept
