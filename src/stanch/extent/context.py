"""Words around a value: which support it, which speak against it, and how near they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stanch.extent.patterns import Book, Hits, Positions

NOWHERE = 1 << 30
# A word after the value ("…, her SSN") is weaker than a label before it.
AFTER_HANDICAP = 24


@dataclass(frozen=True, slots=True)
class Words:
    """Where a detector's words stand in one text: sorted by end; `which` numbers them in the book."""

    starts: Positions
    ends: Positions
    which: Positions

    def near(self, start: Positions, end: Positions, before: int, after: int) -> npt.NDArray[np.bool_]:
        """For each value: whether a word ends at most `before` ahead of it, or begins at most `after` behind it."""
        if not len(self.ends):
            return np.zeros(len(start), dtype=bool)
        left = np.searchsorted(self.ends, start, side="right") - 1
        found = (left >= 0) & (start - self.ends[np.maximum(left, 0)] <= before)
        if after:
            right = np.searchsorted(self.starts, end, side="left")
            last = len(self.starts) - 1
            found |= (right <= last) & (self.starts[np.minimum(right, last)] - end <= after)
        return found  # type: ignore[no-any-return]

    def nearest(self, start: int, end: int, before: int, after: int) -> tuple[int, int]:
        """Distance of the nearest word (`NOWHERE` if none), and its number."""
        best, which = NOWHERE, -1
        left = int(np.searchsorted(self.ends, start, side="right")) - 1
        if left >= 0 and start - self.ends[left] <= before:
            best, which = int(start - self.ends[left]), int(self.which[left])
        right = int(np.searchsorted(self.starts, end, side="left"))
        if right < len(self.starts) and self.starts[right] - end <= after:
            distance = int(self.starts[right] - end) + AFTER_HANDICAP
            if distance < best:
                best, which = distance, int(self.which[right])
        return best, which


EMPTY = np.zeros(0, dtype=np.int64)
NO_WORDS = Words(EMPTY, EMPTY, EMPTY)


def words_of(hits: Hits, numbers: list[int]) -> Words:
    """The places of these words."""
    found = [(number, *hits.words[number]) for number in numbers if number in hits.words]
    if not found:
        return NO_WORDS
    ends = np.concatenate([end for _, _, end in found])
    starts = np.concatenate([start for _, start, _ in found])
    which = np.concatenate([np.full(len(end), number) for number, _, end in found])
    order = np.argsort(ends, kind="stable")
    # Starts are searched too: words of one detector hardly overlap, so both are as good as sorted.
    return Words(np.maximum.accumulate(starts[order]), ends[order], which[order])


# Cells of a column lie this far apart for context, however they were joined: further than any window reaches.
GAP = 4096


class Surroundings:
    """The words of every detector in one text, gathered when first asked for."""

    def __init__(self, book: Book, hits: Hits, begins: Positions | None = None) -> None:
        self._begins = begins
        self._book = book
        self._hits = hits if begins is None else Hits(hits.shapes, {word: self._apart(*places) for word, places in hits.words.items()})
        self._context: dict[int, Words] = {}
        self._against: dict[int, Words] = {}

    def spread(self, places: Positions) -> Positions:
        """Places as they lie with every cell far from the next."""
        return places if self._begins is None else places + GAP * np.searchsorted(self._begins, places, side="right")

    def gap(self, place: int) -> int:
        """How far `spread` moves one place."""
        return 0 if self._begins is None else GAP * int(np.searchsorted(self._begins, place, side="right"))

    def _apart(self, starts: Positions, ends: Positions) -> tuple[Positions, Positions]:
        moved = self.spread(starts)
        return moved, moved + (ends - starts)

    def context(self, detector: int) -> Words:
        """Words that support a detector's value."""
        if detector not in self._context:
            self._context[detector] = words_of(self._hits, self._book.context[detector])
        return self._context[detector]

    def against(self, detector: int) -> Words:
        """Words that speak against it."""
        if detector not in self._against:
            self._against[detector] = words_of(self._hits, self._book.against[detector])
        return self._against[detector]
