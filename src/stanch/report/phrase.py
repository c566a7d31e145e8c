"""Sentences of ours that a page can say in another language: they remember their pattern and what was filled in.

Everywhere else they are plain English text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Self


class Phrase(str):
    """English text made of a pattern (`%(files)s could not be read`) and its values: texts, numbers, moments, phrases."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, Any]

    def __new__(cls, pattern: str, /, **values: Any) -> Self:
        """The text, filled in."""
        made = super().__new__(cls, pattern % {name: in_english(value) for name, value in values.items()})
        made.pattern, made.values = pattern, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """What a copy is made of: the text itself is no pattern."""
        return (self.pattern,), dict(self.values)


def in_english(value: Any) -> str:
    """A value as an English sentence shows it: `2,000`, `Fri 3 Oct 2026, 17:00 EDT`, `3 October 2026`."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%a} {value.day} {value:%b %Y, %H:%M} {value.tzname() or ''}".strip()
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)


def together(parts: Iterable[Any], between: str = "; ") -> str:
    """Several texts in a row; each remembers what it is made of."""
    made = ""
    for part in parts:
        made = Phrase(f"%(one)s{between}%(two)s", one=made, two=part) if made else part
    return made
