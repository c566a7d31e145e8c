"""Columns whose cells differ in their digits alone (numbers of people, days, postcodes): what asks for digits, whichever, is asked once.

900-12-3456, 901-45-6789 …   →   000-00-0000, and at which places the digits stand
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.bytewise import DIGIT, Buffer, buffer_of

LEAST = 100  # cells that are as soon asked one by one
ZERO = ord("0")
_AS_ZERO = np.where(DIGIT, ZERO, np.arange(256)).astype(np.uint8)
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]")
_ANY_DIGIT = re.compile(r"\\[dDwWsSbB]|\{\d+(?:,\d*)?\}")


@dataclass(frozen=True, slots=True)
class OneShape:
    """The cells of a column as a rectangle of bytes; `shape` is any of them with its digits as zeros."""

    shape: str
    cells: npt.NDArray[np.uint8]

    @property
    def digits(self) -> npt.NDArray[np.uint8]:
        """The digits of each cell, as numbers from 0 to 9."""
        return self.cells[:, [at for at, sign in enumerate(self.shape) if sign == "0"]] - np.uint8(ZERO)

    def fits(self, pattern: str) -> bool:
        """Whether such cells hold a match of a pattern that treats all digits alike (`is_blind`), as RE2 reads it."""
        return bool(pc.match_substring_regex(pa.array([self.shape]), pattern)[0].as_py())


_last: list[tuple[pa.Array, OneShape | None]] = []  # the column that was looked at last: it is asked more than once


def one_shape(cells: pa.Array) -> OneShape | None:
    """None where cells differ in more than their digits, or some are missing, or hold other letters than ASCII."""
    if len(cells) < LEAST:
        return None
    for known, alike in _last:
        if known is cells:
            return alike
    _last[:] = [(cells, _one_shape(cells))]
    return _last[0][1]


def _one_shape(cells: pa.Array) -> OneShape | None:
    if (found := buffer_of(cells)) is None:
        return None
    many = len(cells)
    width = len(found.content) // many
    if not width or width * many != len(found.content) or bool((found.offsets[1:] - found.offsets[:-1] != width).any()):
        return None
    rectangle = found.content.reshape(many, width)
    zeros = _AS_ZERO.take(rectangle)
    return OneShape(zeros[0].tobytes().decode("ascii"), rectangle) if bool((zeros == zeros[0]).all()) else None


@cache
def is_blind(pattern: str) -> bool:
    """Whether a regular expression treats all digits alike: it names none but by a class that holds all of them."""
    for found in _CLASS.findall(pattern):
        if re.search("[0-9]", found.replace("0-9", "")):
            return False
    return not re.search("[0-9]", _ANY_DIGIT.sub("", _CLASS.sub("", pattern)))


def matches(pattern: str, cells: pa.Array) -> pa.Array:
    """As `match_substring_regex` (a test holds them equal), sooner where all cells have one shape and the pattern sees no more."""
    if is_blind(pattern) and (alike := one_shape(cells)) is not None:
        return pa.array(np.full(len(cells), alike.fits(pattern)))
    return pc.match_substring_regex(cells, pattern)


def column(cells: npt.NDArray[np.uint8]) -> pa.Array:
    """A rectangle of bytes as texts."""
    many, width = cells.shape
    return Buffer(cells.ravel(), np.arange(many + 1) * width).array()
