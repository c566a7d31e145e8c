"""Checks that several validators share."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache

from stanch.extent.normalise import folded


def luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, char in enumerate(reversed(number)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def stdnum_valid(module: str, text: str) -> bool:
    """What python-stdnum says of the value."""
    return bool(_stdnum(module)(folded(text)))


@cache
def _stdnum(module: str) -> Callable[[str], bool]:
    found: Callable[[str], bool] = importlib.import_module(module).is_valid
    return found
