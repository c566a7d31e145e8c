"""Sorting millions of numbers: a number and its place packed into one word sort four times as fast as places sorted by numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
WORD = 63  # bits of a word without its sign


def by_hash(hashes: Hashes) -> tuple[Ints, Hashes]:
    """The places of the hashes from the smallest up, equal ones in the order of their places, and the hashes in that order."""
    bits = np.uint64(max(1, len(hashes) - 1).bit_length())
    packed = (hashes >> bits << bits) | np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    order = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    found = hashes[order]
    _few_mended(order, found, packed >> bits)
    return order, found


def _few_mended(order: Ints, found: Hashes, starts: Hashes) -> None:
    """Hashes that begin alike (`starts`) and differ further on stand by their places alone: they are few, and sorted here."""
    done = 0
    for at in np.flatnonzero((starts[1:] == starts[:-1]) & (found[1:] != found[:-1])).tolist():
        if at >= done:
            first, done = (int(np.searchsorted(starts, starts[at], side=side)) for side in ("left", "right"))
            again = np.argsort(found[first:done], kind="stable")
            order[first:done], found[first:done] = order[first:done][again], found[first:done][again]


def strongest_first(weight: Floats, left: Ints, right: Ints, *, decimals: int = 6) -> Ints:
    """The places of pairs from the heaviest down, of equal weight by `left`, then `right`. Weights are rounded to so many `decimals`."""
    if not len(weight):
        return np.empty(0, dtype=np.int64)
    # The two numbers of a pair, and its weight with its place among all pairs, fit in a word each, but for the largest lists.
    apart = int(right.max()).bit_length()
    lightness = np.rint(-weight * 10**decimals)
    lightness = (lightness - lightness.min()).astype(np.int64)
    bits = len(weight).bit_length()
    if int(left.max()).bit_length() + apart > WORD or int(lightness.max()).bit_length() + bits > WORD:
        return np.lexsort((right, left, -weight))
    by_pair = np.argsort((left << apart) | right, kind="stable")
    packed = (lightness[by_pair] << bits) | np.arange(len(weight))
    packed.sort()
    result: Ints = by_pair[packed & ((1 << bits) - 1)]
    return result
