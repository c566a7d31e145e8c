"""Searching parts of a text only: where windows lie, and one call of Hyperscan for all of them.

A window reaches as far around what opens it as a match may be long, and one character more. So every match that holds an opening
lies wholly within one window, with its neighbours: what is found is what a search of the whole text would have found there.
"""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from stanch.extent.compiled import Database

Positions = npt.NDArray[np.int64]
Windows = tuple[Positions, Positions]
# Between joined windows: in no pattern's alphabet.
GAP = b"\x00\x00"
# From this share of a text on, taking windows out costs more than it saves; and so it does in a text as short as this.
MOST, SHORT = 0.5, 4_000
NOTHING: Positions = np.zeros((0, 3), dtype=np.int64)


def run(database: Database, content: bytes) -> Positions:
    """All matches: number, start (of literals nothing that means anything), end."""
    found: list[int] = []
    add = found.extend  # of a list: that of an array takes twice as long a match

    def on_match(number: int, start: int, end: int, _flags: int, _context: object) -> None:
        add((number, start, end))

    database.ready.scan(content, match_event_handler=on_match)
    return np.frombuffer(array("q", found), dtype=np.int64).reshape(-1, 3) if found else NOTHING


def run_within(database: Database, content: bytes, windows: Windows) -> Positions:
    """All matches that lie within one of some windows (starts and ends, in any order); more where that costs less."""
    if not len(windows[0]):
        return NOTHING
    if len(content) <= SHORT:
        return run(database, content)
    starts, ends = merged(*windows, len(content))
    sizes = ends - starts
    if int(sizes.sum()) > len(content) * MOST:
        return run(database, content)
    joined = GAP.join([content[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
    placed = run(database, joined)
    if not len(placed):
        return placed
    begins = np.cumsum(sizes + len(GAP)) - sizes - len(GAP)
    window = np.searchsorted(begins, placed[:, 2], side="left") - 1
    to_end = placed[:, 2] - begins[window]
    from_start = to_end if database.literal else placed[:, 1] - begins[window]
    inside = (from_start >= 0) & (to_end <= sizes[window])
    hits: Positions = np.column_stack([placed[:, 0], starts[window] + from_start, starts[window] + to_end])[inside]
    return hits


def merged(starts: Positions, ends: Positions, length: int) -> Windows:
    """Windows in a text of so many characters, in order, those that touch as one. There must be one."""
    if (starts[1:] < starts[:-1]).any():
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
    starts, ends = np.maximum(starts, 0), np.minimum(np.maximum.accumulate(ends), length)
    new = np.flatnonzero(starts[1:] > ends[:-1]) + 1
    return np.concatenate([starts[:1], starts[new]]), np.concatenate([ends[new - 1], ends[-1:]])


def digits_of(content: bytes) -> Positions:
    """Where the digits of a folded text are."""
    found: Positions = np.flatnonzero((np.frombuffer(content, dtype=np.uint8) - np.uint8(48)) < 10)
    return found


def has_joints(content: bytes, least: int) -> bool:
    """Whether so many colons and hyphens stand in a folded text: most have them at their beginning."""
    return any(part.count(b":") + part.count(b"-") >= least for part in (content[:BEGINNING], content))


def around(signs: str, content: bytes, digits: Positions, least: int, width: int) -> Windows:
    """Where a match that is no longer than `width` may stand, if it holds so many of these signs; `digits` are those of the text."""
    if signs == "digits":
        return around_signs(digits, least, width)
    codes = np.frombuffer(content, dtype=np.uint8)
    if signs == "unbroken":
        return _around_stretches(codes, least, width)
    return around_signs(np.flatnonzero((codes == COLON) | (codes == HYPHEN)), least, width)


BEGINNING = 4_000
COLON, HYPHEN, BLANK = 58, 45, 32
PIECE = 4  # bytes that are looked at together


def _around_stretches(codes: npt.NDArray[np.uint8], least: int, width: int) -> Windows:
    """Around stretches of so many characters above the space: wherever one lies, it holds so many whole pieces of four bytes in a row."""
    many, pieces = (least - PIECE + 1) // PIECE, len(codes) // PIECE
    whole = (codes[: pieces * PIECE] <= BLANK).view(np.uint32) == 0
    rows = max(pieces - many + 1, 0)
    row = whole[:rows].copy()
    for place in range(1, many if rows else 0):
        row &= whole[place : rows + place]
    begins = np.flatnonzero(row) * PIECE
    return begins - width - 1, begins + PIECE * many + width + 1


def around_signs(places: Positions, least: int, width: int) -> Windows:
    """Where so many signs stand within so many characters: what holds them and is no longer than that lies within these windows."""
    if len(places) < least:
        return places[:0], places[:0]
    first = places[: len(places) - least + 1]
    near = first[places[least - 1 :] - first < width]
    return near - width - 1, near + width + 1
