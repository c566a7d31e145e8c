"""How the time of a function grows with its text, without a clock of the wall: a pause of the collector must not fail a test."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 3


def grows_with_the_text_only(work: Callable[[int], object], small: int, large: int, *, most: float, floor: float = 0.05) -> bool:
    """Whether `work` on the large size takes at most `most` times what the small one takes, once in three tries."""
    return any(_spent(work, large) < most * max(_spent(work, small), floor) for _ in range(TRIES))


def _spent(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
