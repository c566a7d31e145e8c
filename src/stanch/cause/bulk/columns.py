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
NEWLINE, RETURN, SPACE, QUOTE, PERCENT, PLUS, MINUS, BACKSLASH = 10, 13, 32, 34, 37, 43, 45, 92
STAMP = 26  # signs of 10/Oct/2000:13:55:36 -0700
BEHIND = 64  # bytes after the block that may be looked at without harm
NOBODY = b" - - "  # behind the address of most requests
LONGEST_NAME = 64  # signs of an address or of a host's name; a longer one is read the slow way
DIGITS = 15
CACHED = 1 << 18  # bytes
_ADDRESS = re.compile(rb"[0-9a-fA-F.:]+")
_HOST = re.compile(rb"[A-Za-z0-9_.-]+(?::\d+)?")
# Names of these signs alone are of the form; others may be.
_OF = {
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
    name in `names`, where the request stands, its status, its bytes; `escapes` are the places of `%` and `+`.
    """

    block: Array
    starts: Array
    ends: Array
    is_plain: Array
    times: Array
    name_at: Array
    names: Array
    request: Array
    request_end: Array
    status: Array
    sent: Array
    escapes: Array
    padded: Array

    def rows(self, at: Array, width: int) -> Array:
        """So many bytes (at most `BEHIND`) from each of these places, a row each."""
        return _rows(self.padded, at, width)

    def line(self, at: int) -> bytes:
        """The bytes of one line."""
        return self.block[self.starts[at] : self.ends[at]].tobytes()


def _marked(block: Array) -> Array:
    """Where control signs, signs beyond ASCII, quotes, backslashes and escapes stand: one look, in pieces that a core's cache holds."""
    found = [np.zeros(0, np.int64)]
    for begin in range(0, len(block), CACHED):
        piece = block[begin : begin + CACHED]
        marked = piece - np.uint8(SPACE) >= 0x7F - SPACE  # what is less than a space wraps around
        for sign in (QUOTE, BACKSLASH, PERCENT, PLUS):
            marked |= piece == sign
        found.append(np.flatnonzero(marked) + begin)
    return np.concatenate(found)


class _Signs:
    """A block whose text is gathered many bytes at a time, and where the signs that part fields stand in it."""

    def __init__(self, block: Array) -> None:
        self.size = len(block)
        self.block = np.concatenate([block, np.zeros(BEHIND, np.uint8)])
        places = _marked(block)
        signs = block[places]
        self.newlines, self._quotes = places[signs == NEWLINE], places[signs == QUOTE]
        is_escape = (signs == PERCENT) | (signs == PLUS)
        self.escapes = places[is_escape]
        self.odd = places[(signs != NEWLINE) & (signs != QUOTE) & ~is_escape]

    @cached_property
    def quotes(self) -> Array:
        return self._with_end(self._quotes)

    @cached_property
    def spaces(self) -> Array:
        return self._with_end(np.flatnonzero(self.block == SPACE))

    def _with_end(self, places: Array) -> Array:
        # The last ones stand for "none": looked up without a bound.
        return np.concatenate([places, np.full(8, self.size, np.int64)])

    def rows(self, at: Array, width: int) -> Array:
        return _rows(self.block, at, width)


def _rows(block: Array, at: Array, width: int) -> Array:
    every = np.ndarray((len(block) - width + 1,), f"V{width}", block.data, 0, (1,))
    return every[at].view(np.uint8).reshape(len(at), width)


def columns(content: bytes | memoryview) -> Columns:
    """The columns of a block that ends at a line's end, or with the log."""
    block = np.frombuffer(content, np.uint8)
    signs = _Signs(block)
    starts = np.concatenate([np.zeros(1, np.int64), signs.newlines + 1])
    ends = np.concatenate([signs.newlines, np.full(1, len(block), np.int64)])
    if len(block) == 0 or block[-1] == NEWLINE:
        starts, ends = starts[:-1], ends[:-1]
    plain = _without_odd_signs(signs, starts, ends)
    quote = np.searchsorted(signs.quotes, starts)
    opened = signs.quotes[quote]
    bracket = opened - STAMP - 3
    plain &= (opened < ends) & (bracket > starts)
    bracket = np.where(plain, bracket, 0)
    stamps = signs.rows(bracket + 1, 32)
    plain &= (signs.block[bracket] == ord("[")) & (stamps[:, STAMP] == ord("]")) & (stamps[:, STAMP + 1] == SPACE)
    times, told = _times(stamps)
    plain &= told
    closed = signs.quotes[quote + 1]
    status, sent, told = _answer(signs, closed, ends, quote)
    plain &= told
    name_at, names, told = _addresses(signs, starts, bracket, plain)
    return Columns(block, starts, ends, plain & told, times, name_at, names, opened + 1, closed, status, sent, signs.escapes, signs.block)


def _without_odd_signs(signs: _Signs, starts: Array, ends: Array) -> Array:
    r"""Lines without control signs, backslashes and signs beyond ASCII, of at most 8,000 bytes. A `\r` at the end is no odd sign."""
    places, block = signs.odd, signs.block
    places = places[(block[places] != RETURN) | (block[places + 1] != NEWLINE)]
    plain = (ends > starts) & (ends - starts <= 8000)
    if len(places):
        plain[np.searchsorted(starts, places, "right") - 1] = False
    return plain


def _addresses(signs: _Signs, starts: Array, ends: Array, wanted: Array) -> tuple[Array, Array, Array]:
    """(place of each line's address, the addresses, whether the line has one) of `address - user ` between these places.

    A host may stand before it. Most lines have no user: they are told by their last signs alone, and the spaces of a block are looked up
    only for others.
    """
    last, lengths = signs.rows(np.maximum(ends - 8, 0), 8), ends - len(NOBODY) - starts
    nameless = wanted & (last[:, -len(NOBODY) :] == np.frombuffer(NOBODY, np.uint8)).all(axis=1) & (lengths > 0) & (lengths <= LONGEST_NAME)
    if nameless[wanted].all():
        heads = signs.rows(starts, -(-int(lengths[nameless].max(initial=1)) // 8) * 8)
        if not ((heads == SPACE) & (np.arange(heads.shape[1]) < lengths[:, None]))[nameless].any():
            return _named(signs, starts, ends - len(NOBODY), nameless, _ADDRESS)
    told, address, behind = _parted(signs, starts, ends, wanted)
    name_at, names, is_so = _named(signs, address, behind, told, _ADDRESS)
    from_host = is_so & (address > starts)
    if from_host.any():
        is_so &= ~from_host | _named(signs, starts, np.maximum(address - 1, 0), from_host, _HOST)[2]
    return name_at, names, is_so


def _parted(signs: _Signs, starts: Array, ends: Array, wanted: Array) -> tuple[Array, Array, Array]:
    """(whether three parts stand between these places, or four; where the address begins, where it ends)."""
    first = np.searchsorted(signs.spaces, starts)
    tokens = [signs.spaces[first + place] for place in range(4)]
    of_three, of_four = tokens[2] == ends - 1, tokens[3] == ends - 1
    told = wanted & (of_three | of_four)
    for before, behind in ((starts, tokens[0]), (tokens[0] + 1, tokens[1]), (tokens[1] + 1, tokens[2])):
        told &= behind > before
    told &= of_three | (tokens[3] > tokens[2] + 1)
    from_host = of_four & told
    return told, np.where(from_host, tokens[0] + 1, starts), np.where(from_host, tokens[1], tokens[0])


def _number(signs: Array) -> tuple[Array, Array]:
    """(number, whether all were digits) of rows of signs."""
    digits = signs.astype(np.int64) - 48
    are_digits: Any = ((digits >= 0) & (digits <= 9)).all(axis=1)
    return digits @ (10 ** np.arange(signs.shape[1] - 1, -1, -1)), are_digits


def _times(rows: Array) -> tuple[Array, Array]:
    """The same as `_moments`, told once of the lines of one moment that follow one another. What stands behind in the rows is cleared."""
    rows[:, STAMP:] = 0
    if not len(rows):
        return _moments(rows)
    eights = rows.view(np.uint64)
    is_new = np.ones(len(rows), bool)
    is_new[1:] = (eights[1:] != eights[:-1]).any(axis=1)
    moments, told = _moments(rows[is_new])
    which = np.cumsum(is_new) - 1
    return moments[which], told[which]


def _moments(rows: Array) -> tuple[Array, Array]:
    """(seconds of the epoch, whether it is a moment) of `10/Oct/2000:13:55:36 -0700`."""
    told = np.ones(len(rows), bool)
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
        parts[name], digits = _number(rows[:, offset : offset + width])
        told &= digits
    for offset, between in ((2, "/"), (6, "/"), (11, ":"), (14, ":"), (17, ":"), (20, " ")):
        told &= rows[:, offset] == ord(between)
    letters = rows[:, 3:6].astype(np.int64) @ np.array([65536, 256, 1])
    month = np.zeros(len(rows), np.int64)
    for written, number in _MONTHS.items():
        month[letters == int.from_bytes(written, "big")] = number
    sign = rows[:, 21]
    told &= (month > 0) & ((sign == ord("+")) | (sign == MINUS)) & (parts["year"] > 1990) & (parts["year"] < 2200)
    told &= (parts["hour"] < 24) & (parts["minute"] < 60) & (parts["second"] < 60) & (parts["off"] < 24) & (parts["offm"] < 60)
    month, year = np.where(told, month, 1), np.where(told, parts["year"], 1990)
    months = (year - 1970) * 12 + month - 1
    begins = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - begins
    told &= (parts["day"] >= 1) & (parts["day"] <= length)
    offset = (parts["off"] * 3600 + parts["offm"] * 60) * np.where(sign == MINUS, -1, 1)
    return (begins + parts["day"] - 1) * 86_400 + parts["hour"] * 3600 + parts["minute"] * 60 + parts["second"] - offset, told


def _answer(signs: _Signs, closed: Array, ends: Array, quote: Array) -> tuple[Array, Array, Array]:
    """(status, bytes, whether they are of the plain form) behind the request that ends at `closed`."""
    told = closed + 6 <= ends
    at = np.where(told, closed, 0)
    rows = signs.rows(at, 32)
    status, digits = _number(rows[:, 2:5])
    told &= digits & (rows[:, 1] == SPACE) & (rows[:, 5] == SPACE)
    sent, width, going = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64), np.ones(len(at), bool)
    for place in range(DIGITS + 1):
        digit = rows[:, 6 + place].astype(np.int64) - 48
        going &= (digit >= 0) & (digit <= 9)
        if not going.any():
            break
        sent = np.where(going, sent * 10 + digit, sent)
        width += going
    is_none = (width == 0) & (rows[:, 6] == MINUS)
    told &= is_none | ((width > 0) & (width <= DIGITS))
    behind = np.minimum(at + 6 + np.where(is_none, 1, width), signs.size)
    over = (behind >= ends) | ((signs.block[behind] == RETURN) & (behind + 1 >= ends))
    return status, sent, told & (over | _has_agent(signs, behind, ends, quote))


def _has_agent(signs: _Signs, behind: Array, ends: Array, quote: Array) -> Array:
    """Whether a referer and an agent follow, each in quotes."""
    second, third, fourth, fifth = (signs.quotes[quote + place] for place in (2, 3, 4, 5))
    block = signs.block
    told = (second == behind + 1) & (fourth == third + 2) & (fifth < ends)
    return np.asarray(told & (block[behind] == SPACE) & (block[third + 1] == SPACE))


def _named(signs: _Signs, starts: Array, ends: Array, wanted: Array, form: re.Pattern[bytes]) -> tuple[Array, Array, Array]:
    """(place of each line's name, the names in the order in which they are first met, whether the line has one of this form)."""
    told = wanted & (ends - starts <= LONGEST_NAME) & (ends > starts)
    lines = np.flatnonzero(told)
    at = np.zeros(len(starts), np.int64)
    if not len(lines):
        return at, np.zeros(0, "S8"), told
    lengths = (ends - starts)[lines]
    width = -(-int(lengths.max()) // 8) * 8
    rows = signs.rows(starts[lines], width) * (np.arange(width) < lengths[:, None])
    firsts, inverse = distinct(rows)
    written = rows[firsts]
    names = written.view(f"S{width}").ravel()  # told without the zeros
    at[lines] = inverse
    are_so: Array = np.all(_OF[form][written], axis=1)
    for number in np.flatnonzero(~are_so).tolist():
        are_so[number] = form.fullmatch(names[number]) is not None
    told[lines] &= are_so[inverse]
    return at, names, told


def distinct(values: Array) -> tuple[Array, Array]:
    """(first place of each different value, in the order in which they are met; for each value, which of these it is).

    Values are numbers, or rows of bytes.
    """
    if values.ndim == 1:
        listed = pa.array(values)
    else:
        listed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(values.shape[1]), len(values), [None, pa.py_buffer(values)])
    inverse = listed.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    firsts = np.zeros(int(inverse.max(initial=-1)) + 1, np.int64)
    firsts[inverse[::-1]] = np.arange(len(inverse) - 1, -1, -1)  # the last one written stays: the first that was met
    return firsts, inverse
