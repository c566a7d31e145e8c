"""A letter of which an earlier one has left: when, and which kinds of data that one named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Earlier:
    """The first letter under this notice's id that arrived as far as anybody knows; `marks` of the kinds that it named (`mark_of`).

    Whoever was told of less than a letter names today is told in it that one went before.
    """

    notice: str
    left_on: date
    marks: tuple[str, ...]

    def tells_less_than(self, kinds: Collection[str]) -> bool:
        """Whether one of these kinds of data was not named."""
        return any(mark_of(kind) not in self.marks for kind in kinds)


def mark_of(kind: str) -> str:
    """What is kept of a kind of data that a letter named: no word of it, the same in every language and release."""
    return sha256(kind.encode()).hexdigest()[:8]
