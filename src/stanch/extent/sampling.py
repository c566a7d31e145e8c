"""What may have been overlooked: how many to look at, which ones, and what the answers prove.

An elusion test: of the units in which nothing was found some are drawn by lot and read by a person. Drawn without putting
back, the missed among them follow the hypergeometric distribution, so the bound holds exactly for any number of units
(the method of Clopper and Pearson, 1934, on a finite population), not by a rule of thumb.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def size_for(population: int, rate: float, confidence: float) -> int:
    """How many to draw so that a share of misses above `rate` would show at least once with this confidence."""
    missed = min(population, math.floor(rate * population) + 1)
    low, high = 0, population
    while low < high:
        drawn = (low + high) // 2
        if _at_most(population, missed, drawn, 0) <= 1 - confidence:
            high = drawn
        else:
            low = drawn + 1
    return low


def upper_bound(population: int, drawn: int, missed: int, confidence: float) -> int:
    """At most so many of the population are misses, with this confidence, when `missed` of `drawn` were."""
    low, high = missed, population - drawn + missed
    while low < high:
        held = (low + high + 1) // 2
        if _at_most(population, held, drawn, missed) > 1 - confidence:
            low = held
        else:
            high = held - 1
    return low


def by_lot(entries: Iterable[tuple[str, T]], seed: int, count: int) -> list[T]:
    """So many of the (key, entry) pairs, chosen by a chance that anybody can repeat who knows the seed, whatever order they come in."""

    def lot(entry: tuple[str, T]) -> tuple[bytes, str]:
        return hashlib.blake2b(f"{seed}|{entry[0]}".encode("utf-8", "surrogatepass"), digest_size=16).digest(), entry[0]

    return [entry for _, entry in heapq.nsmallest(count, entries, key=lot)]


def _at_most(population: int, held: int, drawn: int, seen: int) -> float:
    """The chance of at most `seen` misses among `drawn`, where `held` of the population are misses."""
    whole = _log_ways(population, drawn)
    least = max(0, drawn - (population - held))
    terms = (_log_ways(held, one) + _log_ways(population - held, drawn - one) - whole for one in range(least, min(seen, held, drawn) + 1))
    return math.fsum(math.exp(term) for term in terms)


def _log_ways(of: int, taken: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(taken + 1) - math.lgamma(of - taken + 1)
