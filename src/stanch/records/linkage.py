"""How records were brought together, in numbers: what a reviewer, and counsel, may ask of the list as a whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeightBin:
    """Compared pairs whose weight lies between `low` and `high` bits (log2 of the odds): how many are one person, how many two."""

    low: float
    high: float
    joined: int
    apart: int


@dataclass(frozen=True, slots=True)
class Linkage:
    """`records`: partial records brought together; `weights`: the histogram; `sizes`: (records, people who have so many), by size.

    `lost` are ids of rulings whose records are no longer among the evidence, so that they bind nobody.
    """

    records: int = 0
    weights: tuple[WeightBin, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    lost: tuple[str, ...] = ()
