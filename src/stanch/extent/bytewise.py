"""Columns of ASCII text taken by their bytes: filters and masks over the whole buffer at once, without a regex a cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]

_CODES = np.arange(256)
DIGIT = (_CODES >= 48) & (_CODES <= 57)
LETTER = ((_CODES | 0x20) >= 97) & ((_CODES | 0x20) <= 122) & (_CODES < 128)
ALNUM = DIGIT | LETTER
UPPER = np.where(LETTER & (_CODES >= 97), _CODES - 32, _CODES).astype(np.uint8)
STAR = ord("*")
# As `vault.mask`: this many letters and digits, or more, show their last four, or two.
FOUR_FROM, TWO_FROM = 8, 5


@dataclass(frozen=True, slots=True)
class Buffer:
    """The characters of a column one after the other, and where each cell begins (one place more than cells)."""

    content: Bytes
    offsets: Offsets

    def array(self) -> pa.Array:
        """As Arrow has it."""
        offsets = pa.py_buffer(self.offsets.astype(np.int32).tobytes())
        return pa.StringArray.from_buffers(len(self.offsets) - 1, offsets, pa.py_buffer(self.content.tobytes()))

    def keep(self, wanted: npt.NDArray[np.bool_]) -> Buffer:
        """Only the bytes of these codes."""
        chosen = wanted[self.content]
        before = np.concatenate([[0], np.cumsum(chosen)])
        return Buffer(self.content[chosen], before[self.offsets])


def buffer_of(cells: pa.Array) -> Buffer | None:
    """The column's bytes; None where it has nulls, other letters than ASCII, or too much for 32-bit offsets."""
    if cells.type != pa.string() or cells.null_count or not len(cells):
        return None
    if not pc.all(pc.string_is_ascii(cells)).as_py():
        return None
    _, offsets, content = cells.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1].astype(np.int64)
    whole = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0, dtype=np.uint8)
    return Buffer(whole[places[0] : places[-1]], places - places[0])


def digits(cells: pa.Array) -> pa.Array | None:
    """Digits only; None where `buffer_of` is."""
    found = buffer_of(cells)
    return None if found is None else found.keep(DIGIT).array()


def compact(cells: pa.Array) -> pa.Array | None:
    """Letters and digits only, capitals."""
    found = buffer_of(cells)
    if found is None:
        return None
    kept = found.keep(ALNUM)
    return Buffer(UPPER[kept.content], kept.offsets).array()


def mask_last(cells: pa.Array) -> pa.Array | None:
    """All letters and digits as stars but the last four (two, none) of each cell."""
    found = buffer_of(cells)
    if found is None:
        return None
    told = ALNUM[found.content]
    before = np.concatenate([[0], np.cumsum(told)])
    totals = before[found.offsets[1:]] - before[found.offsets[:-1]]
    shown = np.where(totals >= FOUR_FROM, 4, np.where(totals >= TWO_FROM, 2, 0))
    # A letter or digit is shown when no more than `shown` of them, itself included, are left in its cell.
    first_shown = np.repeat(before[found.offsets[1:]] - shown, np.diff(found.offsets))
    stars = told & (before[:-1] < first_shown)
    return Buffer(np.where(stars, STAR, found.content).astype(np.uint8), found.offsets).array()
