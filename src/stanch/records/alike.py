"""Rows of which many are alike in all that is asked of them: one of each sort is held, with how many there are.

A million people fall into some hundred sorts by where they live, what of theirs was exposed and how they are reached. Whoever counts
asks `numbered`; whoever goes through the rows one by one still meets each sort as often as it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Alike(Sequence[T]):
    """As many rows as there are, of which one of each sort is held."""

    def __init__(self, sorts: Iterable[tuple[T, int]]) -> None:
        """`sorts`: one row of each, and how many are like it."""
        self.sorts = tuple(sorts)
        self._number = sum(number for _, number in self.sorts)

    def __len__(self) -> int:
        """How many rows there are, not how many sorts."""
        return self._number

    def __iter__(self) -> Iterator[T]:
        """Each row: one of a sort as often as there are rows of it."""
        return chain.from_iterable(repeat(row, number) for row, number in self.sorts)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: Any) -> Any:
        """The row at a place, sort after sort. Raises `IndexError`."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        left = index if index >= 0 else len(self) + index
        for row, number in self.sorts:
            if 0 <= left < number:
                return row
            left -= number
        raise IndexError(index)


def numbered(rows: Iterable[T]) -> Iterable[tuple[T, int]]:
    """(row, how many like it): each row once, or each sort once where the rows are held by sorts."""
    return rows.sorts if isinstance(rows, Alike) else ((row, 1) for row in rows)
