"""One module per kind of log; the folder is the list.

Each has `KIND`, `recognise(head) -> bool` (the first few thousand characters) and `parse(pieces, file, year_of)`, which
yields an `Event`, or None for a line that it does not understand. Nothing raises on bad lines: criminals write into logs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from stanch.cause.event import Event

YearOf = Callable[[int, int], int]  # (month, day) -> the year meant, for logs that leave it out


class LogReader(Protocol):
    """What a module of this folder offers."""

    KIND: str

    def recognise(self, head: str) -> bool:
        """Whether a log that begins so is of this kind."""

    def parse(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        """The events in order."""


@cache
def readers() -> tuple[LogReader, ...]:
    """All log readers, the pickiest first (each says by `recognise` what is its own)."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def reader_for(head: str) -> LogReader | None:
    """The reader that recognises a log by its beginning, or None."""
    return next((reader for reader in readers() if reader.recognise(head)), None)


def lines(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines (from 1) of a text that comes in pieces, wherever the pieces are cut."""
    number, rest = 0, ""
    for piece in pieces:
        parts = (rest + piece).split("\n")
        rest = parts.pop()
        for number, line in enumerate(parts, number + 1):  # noqa: B020 the count goes on over pieces
            yield number, line.rstrip("\r")
    if rest:
        yield number + 1, rest.rstrip("\r")


def moment(text: str) -> datetime | None:
    """An ISO 8601 moment, aware (UTC where it names no zone), or None."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
