"""Columns of ASCII text taken by their bytes: filters and masks over the whole buffer at once, without a regex a cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]

_CODES = np.arange(256)
DIGIT = (_CODES >= 48) & (_CODES <= 57)
LETTER = ((_CODES | 0x20) >= 97) & ((_CODES | 0x20) <= 122) & (_CODES < 128)
ALNUM = DIGIT | LETTER
UPPER = np.where(LETTER & (_CODES >= 97), _CODES - 32, _CODES).astype(np.uint8)
STAR, SPACE, AT, NEWLINE = b"* @\n"
STARS = b"***"
LAST_ASCII = 127
# As `vault.mask`: this many letters and digits, or more, show their last four, or two.
FOUR_FROM, TWO_FROM = 8, 5


@dataclass(frozen=True, slots=True)
class Buffer:
    """The characters of a column one after the other, and where each cell begins (one place more than cells)."""

    content: Bytes
    offsets: Offsets

    def array(self) -> pa.Array:
        """As Arrow has it."""
        offsets = pa.py_buffer(self.offsets.astype(np.int32))
        return pa.StringArray.from_buffers(len(self.offsets) - 1, offsets, pa.py_buffer(np.ascontiguousarray(self.content)))

    def alike(self, told: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
        """What is told of each byte of a cell, where all cells are of one length and the same holds of the same places in each; else None.

        So are most numbers of people, days and codes: 900-12-3456.
        """
        many = len(self.offsets) - 1
        width = len(self.content) // many
        if not width or width * many != len(self.content) or bool((np.diff(self.offsets) != width).any()):
            return None
        cells = told.reshape(many, width)
        return cells[0] if bool((cells == cells[0]).all()) else None

    def keep(self, wanted: npt.NDArray[np.bool_]) -> Buffer:
        """Only the bytes of these codes."""
        chosen = wanted.take(self.content)
        if (places := self.alike(chosen)) is not None:
            kept = self.content.reshape(-1, len(places))[:, np.flatnonzero(places)]
            return Buffer(kept.ravel(), np.arange(len(self.offsets)) * kept.shape[1])
        before = np.concatenate([[0], np.cumsum(chosen)])
        return Buffer(self.content[chosen], before[self.offsets])


def buffer_of(cells: pa.Array) -> Buffer | None:
    """The column's bytes; None where it has nulls, other letters than ASCII, or too much for 32-bit offsets."""
    if cells.type != pa.string() or cells.null_count or not len(cells):
        return None
    _, offsets, content = cells.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    whole = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0, dtype=np.uint8)
    used = whole[places[0] : places[-1]]
    if used.max(initial=0) > LAST_ASCII:
        return None
    return Buffer(used, np.subtract(places, places[0], dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Edges:
    """How many bytes each cell of a column has (none where it is null), its first two and its last.

    A byte that a cell does not have is any byte.
    """

    lengths: npt.NDArray[np.int32]
    first: Bytes
    second: Bytes
    last: Bytes


_last: list[tuple[pa.Array, Edges | None]] = []  # the column that was looked at last: it is asked more than once


def edges_of(cells: pa.Array) -> Edges | None:
    """The edges of a column's cells in UTF-8; None where its offsets have 64 bits, or there is nothing in it."""
    for known, edges in _last:
        if known is cells:
            return edges
    found = _edges_of(cells)
    _last[:] = [(cells, found)]
    return found


def _edges_of(cells: pa.Array) -> Edges | None:
    if cells.type != pa.string() or not len(cells):
        return None
    _, offsets, content = cells.buffers()
    if content is None or not content.size:
        return None
    places = np.frombuffer(offsets, dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    whole = np.frombuffer(content, dtype=np.uint8)
    lengths = np.diff(places)
    if cells.null_count:
        lengths[cells.is_null().to_numpy(zero_copy_only=False)] = 0
    first, second = (whole.take(places[:-1] + at if at else places[:-1], mode="clip") for at in (0, 1))
    return Edges(lengths, first, second, whole.take(places[1:] - 1, mode="clip"))


_EDGE_SPACE = (_CODES <= 32) | (_CODES >= 127)
RE2_SPACES = np.isin(_CODES, list(b"\t\n\f\r "))


def are_trimmed(edges: Edges, nulls: int) -> bool:
    """Whether surely no cell has white space around it, and none is empty but for the nulls; Unicode's spaces are not ASCII."""
    some = edges.lengths > 0
    around = _EDGE_SPACE.take(edges.first) | _EDGE_SPACE.take(edges.last)
    return int(some.sum()) == len(some) - nulls and not bool((around & some).any())


def are_spaced(cells: pa.Array) -> bool:
    """Whether surely all white space between words is a single space."""
    if cells.type != pa.string() or not len(cells):
        return False
    _, offsets, content = cells.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)
    whole = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0, dtype=np.uint8)
    used = whole[places[cells.offset] : places[cells.offset + len(cells)]]
    spaces = RE2_SPACES.take(used)
    return not bool((spaces & (used != SPACE)).any()) and not bool((spaces[1:] & spaces[:-1]).any())


def mask_mailboxes(cells: pa.Array) -> pa.Array | None:
    """The first letter of each mailbox and its domain; None where a cell is not `local@domain` in one line of ASCII."""
    found = buffer_of(cells)
    if found is None:
        return None
    content, starts, ends = found.content, found.offsets[:-1], found.offsets[1:]
    signs = np.flatnonzero(content == AT)
    if len(signs) != len(starts) or bool((signs <= starts).any()) or bool((signs >= ends).any()) or bool((content == NEWLINE).any()):
        return None
    offsets = np.concatenate([[0], np.cumsum(ends - signs + 1 + len(STARS))])
    # Each byte is the domain's, counted from the sign, but for the first letter and the stars.
    from_sign = np.arange(offsets[-1]) + np.repeat(signs - 1 - len(STARS) - offsets[:-1], np.diff(offsets))
    made = content[np.maximum(from_sign, 0)]
    made[offsets[:-1]] = content[starts]
    for place, star in enumerate(STARS, start=1):
        made[offsets[:-1] + place] = star
    return Buffer(made, offsets).array()


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
    return Buffer(UPPER.take(kept.content), kept.offsets).array()


def mask_last(cells: pa.Array) -> pa.Array | None:
    """All letters and digits as stars but the last four (two, none) of each cell."""
    found = buffer_of(cells)
    if found is None:
        return None
    told = ALNUM.take(found.content)
    if (places := found.alike(told)) is not None:
        whole = int(places.sum())
        hidden = np.flatnonzero(places)[: whole - _shown(whole)]
        masked = found.content.reshape(-1, len(places)).copy()
        masked[:, hidden] = STAR
        return Buffer(masked.ravel(), found.offsets).array()
    before = np.concatenate([[0], np.cumsum(told)])
    totals = before[found.offsets[1:]] - before[found.offsets[:-1]]
    shown = np.where(totals >= FOUR_FROM, 4, np.where(totals >= TWO_FROM, 2, 0))
    # A letter or digit is shown when no more than `shown` of them, itself included, are left in its cell.
    first_shown = np.repeat(before[found.offsets[1:]] - shown, np.diff(found.offsets))
    stars = told & (before[:-1] < first_shown)
    return Buffer(np.where(stars, STAR, found.content).astype(np.uint8), found.offsets).array()


def _shown(many: int) -> int:
    return 4 if many >= FOUR_FROM else 2 if many >= TWO_FROM else 0
