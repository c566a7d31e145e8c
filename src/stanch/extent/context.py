"""Words around a value: which support it, which speak against it, and how near they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from stanch.extent.patterns import Book, Hits
from stanch.extent.windows import Positions

NOWHERE = 1 << 30
# A word after the value ("…, her SSN") is weaker than a label before it.
AFTER_HANDICAP = 24
FEW = 12  # so many values are sooner asked about one by one


class Words:
    """Where a detector's words stand in one text: sorted by end; `which` numbers them in the book."""

    __slots__ = ("_ends", "_starts", "_which", "ends", "starts")

    def __init__(self, starts: Positions, ends: Positions, which: Positions) -> None:
        if len(ends) > 1:
            order = np.argsort(ends, kind="stable")
            # Starts are searched too: words of one detector hardly overlap, so both are as good as sorted.
            starts, ends, which = np.maximum.accumulate(starts[order]), ends[order], which[order]
        self.ends, self.starts = ends, starts
        self._which: list[int] = which.tolist()
        self._ends: list[int] = self.ends.tolist()
        self._starts: list[int] = self.starts.tolist()

    def near(self, start: Positions, end: Positions, before: int, after: int) -> npt.NDArray[np.bool_]:
        """For each value: whether a word ends at most `before` ahead of it, or begins at most `after` behind it."""
        if len(start) < FEW:
            told = [self.is_near(*one, before, after) for one in zip(start.tolist(), end.tolist(), strict=True)]
            return np.array(told, dtype=np.bool_)
        left = np.searchsorted(self.ends, start, side="right") - 1
        found = (left >= 0) & (start - self.ends[np.maximum(left, 0)] <= before)
        if after:
            right = np.searchsorted(self.starts, end, side="left")
            last = len(self.starts) - 1
            found |= (right <= last) & (self.starts[np.minimum(right, last)] - end <= after)
        return found

    def is_near(self, start: int, end: int, before: int, after: int) -> bool:
        """The same of one value."""
        left = bisect_right(self._ends, start) - 1
        if left >= 0 and start - self._ends[left] <= before:
            return True
        right = bisect_left(self._starts, end)
        return bool(after) and right < len(self._starts) and self._starts[right] - end <= after

    def nearest(self, start: int, end: int, before: int, after: int) -> tuple[int, int]:
        """Distance of the nearest word (`NOWHERE` if none), and its number."""
        best, which = NOWHERE, -1
        left = bisect_right(self._ends, start) - 1
        if left >= 0 and start - self._ends[left] <= before:
            best, which = start - self._ends[left], self._which[left]
        right = bisect_left(self._starts, end)
        if after and right < len(self._starts) and self._starts[right] - end <= after:
            distance = self._starts[right] - end + AFTER_HANDICAP
            if distance < best:
                best, which = distance, self._which[right]
        return best, which

    def nearest_of_all(self, start: Positions, end: Positions, before: int, after: int) -> tuple[list[int], list[int]]:
        """The same of many values."""
        number = np.array(self._which, dtype=np.int64)
        left = np.searchsorted(self.ends, start, side="right") - 1
        best = start - self.ends[np.maximum(left, 0)]
        best[(left < 0) | (best > before)] = NOWHERE
        which = np.where(best < NOWHERE, number[np.maximum(left, 0)], -1)
        if after:
            last = len(self.starts) - 1
            right = np.searchsorted(self.starts, end, side="left")
            behind = self.starts[np.minimum(right, last)] - end
            behind[(right > last) | (behind > after)] = NOWHERE
            nearer = behind + AFTER_HANDICAP < best
            best, which = np.where(nearer, behind + AFTER_HANDICAP, best), np.where(nearer, number[np.minimum(right, last)], which)
        return best.tolist(), which.tolist()


EMPTY = np.zeros(0, dtype=np.int64)


def words_of(words: Mapping[int, tuple[Positions, Positions]], numbers: Sequence[int]) -> Words | None:
    """The places of these words; None where there is none."""
    found = [(number, *words[number]) for number in numbers if number in words]
    if not found:
        return None
    if len(found) == 1:
        number, starts, ends = found[0]
        return Words(starts, ends, np.full(len(ends), number))
    which = np.repeat([number for number, _, _ in found], [len(ends) for _, _, ends in found])
    return Words(np.concatenate([starts for _, starts, _ in found]), np.concatenate([ends for _, _, ends in found]), which)


# Cells of a column lie this far apart for context, however they were joined: further than any window reaches.
GAP = 4096


class Surroundings:
    """The words of every detector in one text, gathered when first asked for; `content` is the folded text."""

    def __init__(self, book: Book, hits: Hits, begins: Positions | None, content: npt.NDArray[np.uint8]) -> None:
        self.content = content
        self._begins = begins
        self._words = hits.words if begins is None else {word: self._apart(*places) for word, places in hits.words.items()}
        self._supports = _invert(book.links.supports, hits.words)
        self._opposes = _invert(book.links.opposes, hits.words)
        self.supported = self._supports.keys()  # the detectors of which words stand here
        self._context: dict[int, Words | None] = {}
        self._against: dict[int, Words | None] = {}

    def spread(self, places: Positions) -> Positions:
        """Places as they lie with every cell far from the next."""
        return places if self._begins is None else places + GAP * np.searchsorted(self._begins, places, side="right")

    def gap(self, place: int) -> int:
        """How far `spread` moves one place."""
        return 0 if self._begins is None else GAP * int(np.searchsorted(self._begins, place, side="right"))

    def _apart(self, starts: Positions, ends: Positions) -> tuple[Positions, Positions]:
        moved = self.spread(starts)
        return moved, moved + (ends - starts)

    def context(self, detector: int) -> Words | None:
        """Words that support a detector's value; None where there is none in the text."""
        if detector not in self._context:
            self._context[detector] = words_of(self._words, self._supports.get(detector, ()))
        return self._context[detector]

    def against(self, detector: int) -> Words | None:
        """Words that speak against it."""
        if detector not in self._against:
            self._against[detector] = words_of(self._words, self._opposes.get(detector, ()))
        return self._against[detector]


def _invert(by_word: Sequence[Sequence[int]], words: Iterable[int]) -> dict[int, list[int]]:
    """By detector, the words of it that stand in the text."""
    found: dict[int, list[int]] = {}
    for word in words:
        for detector in by_word[word]:
            found.setdefault(detector, []).append(word)
    return found
