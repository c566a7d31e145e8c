r"""A block of a web server's access log as columns: one array a field, for all its lines at once.

Only lines of the plain form that nearly all lines have are told so (`is_plain`); every other line is left to the expression of
`logs/web_access.py`, which says what a line is. Lines are told apart by `\n` alone, as there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

Array = np.ndarray[Any, Any]
NEWLINE, SPACE, QUOTE, BACKSLASH, MINUS = 10, 32, 34, 92, 45
STAMP = 26  # signs of 10/Oct/2000:13:55:36 -0700
BEHIND = 64  # bytes after the block that may be looked at without harm
LONGEST_NAME = 64  # signs of an address or of a host's name; a longer one is read the slow way
DIGITS = 15
_ADDRESS = re.compile(rb"[0-9a-fA-F.:]+")
_HOST = re.compile(rb"[A-Za-z0-9_.-]+(?::\d+)?")
# Names of these signs alone are of the form; others may be.
_SIGNS = {
    form: np.isin(np.arange(256), np.frombuffer(signs + b"\0", np.uint8))
    for form, signs in (
        (_ADDRESS, b"0123456789abcdefABCDEF.:"),
        (_HOST, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"),
    )
}
_MONTHS = {
    name: at for at, name in enumerate((b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1)
}


@dataclass(slots=True)
class Columns:
    """`starts` and `ends` of every line; for those that are plain, the time (seconds of the epoch), the place of the address's
    name in `names`, where the request stands, its status, its bytes.
    """

    block: Array
    starts: Array
    ends: Array
    is_plain: Array
    times: Array
    name_at: Array
    names: list[bytes]
    request: Array
    request_end: Array
    status: Array
    sent: Array

    def line(self, at: int) -> bytes:
        """The bytes of one line."""
        return self.block[self.starts[at] : self.ends[at]].tobytes()


class _Marks:
    """Where the signs that part fields stand in a block, so that the next one after any place is found without looking."""

    def __init__(self, block: Array) -> None:
        self.block = np.concatenate([block, np.zeros(BEHIND, np.uint8)])
        self.size = len(block)

    @cached_property
    def spaces(self) -> Array:
        return self._all(SPACE)

    @cached_property
    def quotes(self) -> Array:
        return self._all(QUOTE)

    def _all(self, sign: int) -> Array:
        # The last ones stand for "none": looked up without a bound.
        return np.concatenate([np.flatnonzero(self.block == sign), np.full(8, self.size, np.int64)])


def columns(content: bytes | memoryview) -> Columns:
    """The columns of a block that ends at a line's end, or with the log."""
    block = np.frombuffer(content, np.uint8)
    newlines = np.flatnonzero(block == NEWLINE)
    starts = np.concatenate([np.zeros(1, np.int64), newlines + 1])
    ends = np.concatenate([newlines, np.full(1, len(block), np.int64)])
    if len(block) == 0 or block[-1] == NEWLINE:
        starts, ends = starts[:-1], ends[:-1]
    marks = _Marks(block)
    plain = _without_odd_signs(block, starts, ends)
    first = np.searchsorted(marks.spaces, starts)
    tokens = [marks.spaces[first + place] for place in range(4)]
    after_three = marks.block[np.minimum(tokens[2] + 1, marks.size)] == ord("[")
    after_four = ~after_three & (marks.block[np.minimum(tokens[3] + 1, marks.size)] == ord("["))
    last = np.where(after_three, tokens[2], tokens[3])
    plain &= (after_three | after_four) & (last < ends)
    stamp = last + 2
    for before, behind in ((starts, tokens[0]), (tokens[0] + 1, tokens[1]), (tokens[1] + 1, tokens[2])):
        plain &= behind > before
    plain &= after_three | (tokens[3] > tokens[2] + 1)
    opened = stamp + STAMP + 2
    plain &= opened < ends
    stamp, opened = np.where(plain, stamp, 0), np.where(plain, opened, 0)
    times, told = _times(marks.block, stamp)
    plain &= told
    for offset, sign in ((0, ord("]")), (1, SPACE), (2, QUOTE)):
        plain &= marks.block[stamp + STAMP + offset] == sign
    quote = np.searchsorted(marks.quotes, opened)
    closed = marks.quotes[quote + 1]
    status, sent, told = _answer(marks, closed, ends, quote)
    plain &= told
    from_host = after_four & plain
    address = np.where(from_host, tokens[0] + 1, starts)
    name_at, names, told = _named(marks.block, address, np.where(from_host, tokens[1], tokens[0]), plain, _ADDRESS)
    plain &= told
    if from_host.any():
        plain &= ~from_host | _named(marks.block, starts, tokens[0], from_host, _HOST)[2]
    return Columns(block, starts, ends, plain, times, name_at, names, opened + 1, closed, status, sent)


def _without_odd_signs(block: Array, starts: Array, ends: Array) -> Array:
    r"""Lines without control signs, backslashes and signs beyond ASCII, of at most 8,000 bytes. A `\r` at the end is no odd sign."""
    places = np.flatnonzero((block - np.uint8(SPACE) >= 0x7F - SPACE) | (block == BACKSLASH))  # what is less than a space wraps around
    places = places[block[places] != NEWLINE]
    behind = np.minimum(places + 1, len(block) - 1)
    places = places[(block[places] != 13) | ((block[behind] != NEWLINE) & (places + 1 < len(block)))]
    plain = (ends > starts) & (ends - starts <= 8000)
    if len(places):
        plain[np.searchsorted(starts, places, "right") - 1] = False
    return plain


def _number(block: Array, at: Array, width: int) -> tuple[Array, Array]:
    """(number, whether all were digits) of so many signs."""
    digits = block[at[:, None] + np.arange(width)].astype(np.int64) - 48
    are_digits: Any = ((digits >= 0) & (digits <= 9)).all(axis=1)
    return digits @ (10 ** np.arange(width - 1, -1, -1)), are_digits


def _times(block: Array, stamp: Array) -> tuple[Array, Array]:
    """The same as `_moments`, told once of the lines of one moment that follow one another."""
    if not len(stamp):
        return _moments(block, stamp)
    written = np.zeros((len(stamp), 32), np.uint8)
    written[:, :STAMP] = block[stamp[:, None] + np.arange(STAMP)]
    eights = written.view(np.uint64)
    is_new = np.ones(len(stamp), bool)
    is_new[1:] = (eights[1:] != eights[:-1]).any(axis=1)
    moments, told = _moments(block, stamp[is_new])
    which = np.cumsum(is_new) - 1
    return moments[which], told[which]


def _moments(block: Array, stamp: Array) -> tuple[Array, Array]:
    """(seconds of the epoch, whether it is a moment) of `10/Oct/2000:13:55:36 -0700`."""
    told = np.ones(len(stamp), bool)
    parts = {}
    for name, offset, width in (
        ("day", 0, 2),
        ("year", 7, 4),
        ("hour", 12, 2),
        ("minute", 15, 2),
        ("second", 18, 2),
        ("off", 22, 2),
        ("offm", 24, 2),
    ):
        parts[name], digits = _number(block, stamp + offset, width)
        told &= digits
    for offset, sign in ((2, "/"), (6, "/"), (11, ":"), (14, ":"), (17, ":"), (20, " ")):
        told &= block[stamp + offset] == ord(sign)
    letters = block[stamp[:, None] + np.arange(3, 6)].astype(np.int64) @ np.array([65536, 256, 1])
    month = np.zeros(len(stamp), np.int64)
    for written, number in _MONTHS.items():
        month[letters == int.from_bytes(written, "big")] = number
    sign = block[stamp + 21]
    told &= (month > 0) & ((sign == ord("+")) | (sign == MINUS)) & (parts["year"] > 1990) & (parts["year"] < 2200)
    told &= (parts["hour"] < 24) & (parts["minute"] < 60) & (parts["second"] < 60) & (parts["off"] < 24) & (parts["offm"] < 60)
    month, year = np.where(told, month, 1), np.where(told, parts["year"], 1990)
    months = (year - 1970) * 12 + month - 1
    begins = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - begins
    told &= (parts["day"] >= 1) & (parts["day"] <= length)
    offset = (parts["off"] * 3600 + parts["offm"] * 60) * np.where(sign == MINUS, -1, 1)
    return (begins + parts["day"] - 1) * 86_400 + parts["hour"] * 3600 + parts["minute"] * 60 + parts["second"] - offset, told


def _answer(marks: _Marks, closed: Array, ends: Array, quote: Array) -> tuple[Array, Array, Array]:
    """(status, bytes, whether they are of the plain form) behind the request that ends at `closed`."""
    block = marks.block
    told = closed + 6 <= ends
    at = np.where(told, closed, 0)
    status, digits = _number(block, at + 2, 3)
    told &= digits & (block[at + 1] == SPACE) & (block[at + 5] == SPACE)
    sent, going = np.zeros(len(at), np.int64), np.ones(len(at), bool)
    begin = at + 6
    width = np.zeros(len(at), np.int64)
    for place in range(DIGITS + 1):
        digit = block[np.minimum(begin + place, marks.size)].astype(np.int64) - 48
        going &= (digit >= 0) & (digit <= 9)
        if not going.any():
            break
        sent = np.where(going, sent * 10 + digit, sent)
        width += going
    is_none = (width == 0) & (block[np.minimum(begin, marks.size)] == MINUS)
    told &= is_none | ((width > 0) & (width <= DIGITS))
    behind = begin + np.where(is_none, 1, width)
    over = (behind >= ends) | ((block[np.minimum(behind, marks.size)] == 13) & (behind + 1 >= ends))
    return status, sent, told & (over | _has_agent(marks, behind, ends, quote))


def _has_agent(marks: _Marks, behind: Array, ends: Array, quote: Array) -> Array:
    """Whether a referer and an agent follow, each in quotes."""
    second, third, fourth, fifth = (marks.quotes[np.minimum(quote + place, len(marks.quotes) - 1)] for place in (2, 3, 4, 5))
    block = marks.block
    told = (second == behind + 1) & (fourth == third + 2) & (fifth < ends)
    told = told & (block[np.minimum(behind, marks.size)] == SPACE) & (block[np.minimum(third + 1, marks.size)] == SPACE)
    return np.asarray(told)


def _named(block: Array, starts: Array, ends: Array, wanted: Array, form: re.Pattern[bytes]) -> tuple[Array, list[bytes], Array]:
    """(place of each line's name, the names in the order in which they are first met, whether the line has one of this form)."""
    told = wanted & (ends - starts <= LONGEST_NAME) & (ends > starts)
    lines = np.flatnonzero(told)
    at = np.zeros(len(starts), np.int64)
    if not len(lines):
        return at, [], told
    lengths = (ends - starts)[lines]
    width = -(-int(lengths.max()) // 8) * 8
    signs = np.arange(width)
    rows = block[np.minimum(starts[lines][:, None] + signs, len(block) - 1)]
    rows[signs >= lengths[:, None]] = 0
    firsts, inverse = distinct(pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(rows), [None, pa.py_buffer(rows)]))
    written = rows[firsts]
    names = written.view(f"S{width}").ravel().tolist()  # without the zeros
    at[lines] = inverse
    are_so: Array = np.all(_SIGNS[form][written], axis=1)
    for number in np.flatnonzero(~are_so).tolist():
        are_so[number] = form.fullmatch(names[number]) is not None
    told[lines] &= are_so[inverse]
    return at, names, told


def distinct(values: pa.Array) -> tuple[Array, Array]:
    """(first place of each different value, in the order in which they are met; for each value, which of these it is)."""
    inverse = values.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    firsts = np.zeros(int(inverse.max(initial=-1)) + 1, np.int64)
    firsts[inverse[::-1]] = np.arange(len(inverse) - 1, -1, -1)  # the last one written stays: the first that was met
    return firsts, inverse
