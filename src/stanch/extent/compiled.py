"""Databases of Hyperscan: compiled, serialised, and loaded when they are first asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Database:
    """One compiled database; `literal`: hits tell no start. Of hundreds a text needs a few: each is unpacked at its first search."""

    __slots__ = ("_ready", "literal", "serialised")

    def __init__(self, serialised: bytes, *, literal: bool = False) -> None:
        self.serialised = serialised
        self.literal = literal
        self._ready: Any = None

    @property
    def ready(self) -> Any:
        """Hyperscan's object, for `scan`."""
        if self._ready is None:
            import hyperscan

            self._ready = hyperscan.loadb(self.serialised, hyperscan.HS_MODE_BLOCK)
            self._ready.scratch = hyperscan.Scratch(self._ready)
        return self._ready


def compile_database(expressions: Sequence[str], numbers: Sequence[int], *, literal: bool = False) -> Database:
    """Compile expressions or literals; a hit gives their numbers, and of literals its end alone. Raises `hyperscan.error`."""
    import hyperscan

    database = hyperscan.Database()
    coded = [expression.encode() for expression in expressions]
    flags = [0 if literal else hyperscan.HS_FLAG_SOM_LEFTMOST] * len(coded)
    database.compile(expressions=coded, ids=list(numbers), elements=len(coded), flags=flags, literal=literal)
    return Database(hyperscan.dumpb(database), literal=literal)


def compile_signs(expressions: Sequence[str], numbers: Sequence[int]) -> Database:
    """Compile expressions of which only counts that they match somewhere; too long ones are cut to what Hyperscan takes."""
    import hyperscan

    database = hyperscan.Database()
    flags = [hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_PREFILTER] * len(expressions)
    coded = [one.encode() for one in expressions]
    database.compile(expressions=coded, ids=list(numbers), elements=len(coded), flags=flags)
    return Database(hyperscan.dumpb(database))
