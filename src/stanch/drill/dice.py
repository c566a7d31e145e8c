"""Seeded chance: each thing that is invented has its own generator, named by a path, so that order does not matter."""

from __future__ import annotations

from random import Random
from typing import Any


def dice(seed: int, *path: Any) -> Random:
    """A generator for one thing. `Random` hashes strings with SHA-512, so it is the same on every machine."""
    return Random(":".join(map(str, (seed, *path))))


def digits(rng: Random, count: int) -> str:
    """`count` digits, the first not zero."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def letters(rng: Random, count: int, alphabet: str = "ABCDEFGHJKLMNPRSTUVWXYZ") -> str:
    """`count` letters of the alphabet."""
    return "".join(rng.choice(alphabet) for _ in range(count))
