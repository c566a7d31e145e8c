"""Escapes of addresses (`%2e`, `+`) undone for many lines at once, byte by byte as `urllib.parse.unquote_plus` does."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
PERCENT, PLUS, SPACE, NEWLINE, RETURN = 37, 43, 32, 10, 13
_VALUES = np.full(256, 255, np.uint8)
for _place, _letter in enumerate(b"0123456789abcdef"):
    _VALUES[_letter] = _place
    _VALUES[ord(chr(_letter).upper())] = _place


def gathered(block: Array, starts: Array, ends: Array) -> Array:
    """The stretches of a block, a line each."""
    lengths = ends - starts + 1
    begins = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum())) + np.repeat(starts - begins, lengths)
    found: Array = block[np.minimum(places, len(block) - 1)]
    found[begins + lengths - 1] = NEWLINE
    return found


def unescaped(block: Array) -> Array:
    r"""Lines with their escapes undone once. A line end that was escaped becomes `\r`, so that lines stay as many as they are.

    The block itself where there are none.
    """
    spaces = np.flatnonzero(block == PLUS)
    escaped = np.flatnonzero(block[: max(0, len(block) - 2)] == PERCENT)
    high, low = _VALUES[block[escaped + 1]], _VALUES[block[escaped + 2]]
    is_one = (high < 16) & (low < 16)
    escaped, undone = escaped[is_one], high[is_one] * 16 + low[is_one]
    if len(spaces):
        block = block.copy()
        block[spaces] = SPACE
    if not len(escaped):
        return block
    block = block if len(spaces) else block.copy()
    block[escaped] = np.where(undone == NEWLINE, RETURN, undone)
    return np.delete(block, np.concatenate([escaped + 1, escaped + 2]))
