"""One module per kind of log that needs code; the folder is the list. Kinds that a table of names describes stand in `mappings/`.

Each has `KIND`, `RANK` (who is asked first whether a log is theirs: the pickiest), `recognise(head) -> bool` (the first few
thousand characters) and `parse(pieces, file, year_of)`, which yields an `Event`, or None for a line that it does not
understand. Nothing raises on bad lines: criminals write into logs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Protocol

from stanch.cause import mapping
from stanch.cause.event import Event
from stanch.cause.forms import Mapped
from stanch.cause.moments import Clock, YearOf
from stanch.cause.records import lines

__all__ = ["HEAD", "LogReader", "YearOf", "lines", "moment", "reader_for", "readers"]
HEAD = 65536  # characters shown to the readers to recognise a log: a record of a cloud service may take thousands
_ISO = Clock(lambda _month, _day: 1970)


class LogReader(Protocol):
    """What a module of this folder offers."""

    @property
    def KIND(self) -> str:  # noqa: N802 a constant of the modules
        """The kind of its events."""

    def recognise(self, head: str) -> bool:
        """Whether a log that begins so is of this kind."""

    def parse(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        """The events in order."""


@cache
def _coded() -> tuple[tuple[int, LogReader], ...]:
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return tuple((module.RANK, module) for module in modules)


def readers() -> tuple[LogReader, ...]:
    """All log readers, given mappings first, then the pickiest (each says by `recognise` what is its own)."""
    described = [(one.rank, Mapped(one)) for one in mapping.described().values() if one.form != "code"]
    ranked: list[tuple[int, LogReader]] = [*_coded(), *described]
    given = [Mapped(one) for one in mapping.given()]
    return (*given, *(reader for _, reader in sorted(ranked, key=lambda pair: (pair[0], pair[1].KIND))))


def reader_for(head: str) -> LogReader | None:
    """The reader that recognises a log by its beginning, or None."""
    return next((reader for reader in readers() if reader.recognise(head)), None)


def moment(text: str) -> datetime | None:
    """A stamp that names its year, aware (`UNSTATED` where it names no zone), or None."""
    return _ISO.read(text)
