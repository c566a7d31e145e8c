"""The different cells of a column: where many repeat (names, cities, days), each is judged once, and that told at all its rows."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

# To tell a column's values apart costs as much as to judge them: it is not done where of so many cells at its start so few are alike.
SAMPLE, VARIOUS = 1000, 0.8


@dataclass(frozen=True, slots=True)
class Distinct:
    """Values of a column, and which of them stands in each row (null: none); `places` None: each row has the value of its own place."""

    values: pa.Array
    places: pa.Array | None

    def spread(self, told: pa.Array) -> pa.Array:
        """What was told of each value, told of each row."""
        return told if self.places is None else told.take(self.places)


_last: list[tuple[pa.Array, Distinct]] = []  # the column that was looked at last: it is judged, and then told


def distinct(cells: pa.Array) -> Distinct:
    """Each value once."""
    for known, found in _last:
        if known is cells:
            return found
    coded = cells.dictionary_encode()
    _last[:] = [(cells, Distinct(coded.dictionary, coded.indices))]
    return _last[0][1]


def few(cells: pa.Array) -> Distinct:
    """The same where values repeat; else the cells as they are."""
    first = cells.slice(0, SAMPLE)
    repeat = len(cells) <= SAMPLE or len(first.unique()) < VARIOUS * SAMPLE
    return distinct(cells) if repeat else Distinct(cells, None)
