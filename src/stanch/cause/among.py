"""Logs that lie among the evidence: whoever hands everything in at once has handed in the logs as well.

A file is taken for a log where its reader is sure: most of its first lines are events. Nothing is said about whether it is of this
incident, so what was read is told by name, and a person can say no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol

from stanch.cause.collected import gathered
from stanch.cause.coverage import some, title
from stanch.cause.event import EARLIEST
from stanch.cause.logs import reader_for
from stanch.cause.moments import latest_year
from stanch.records import Exhibit

LINES = 200  # of a beginning that are read
FEWEST = 3  # events: one or two may be a row that happens to have a log's columns
SURE = 0.8  # of what was read are events
READ = (
    "Read as logs, though handed in as evidence: {files}. "
    "If they are not of this incident, say so: stanch respond --no-logs-in-evidence -C CASE."
)
NAMED = (
    "These files among the evidence look like logs and were not read as such: {files}. "
    "If they tell of this incident, hand them in as logs: stanch respond --logs FILE -C CASE."
)
SENTENCES = (READ, NAMED)


class Begins(Protocol):
    """How a file begins."""

    @property
    def locator(self) -> str:
        """Where it stands."""

    @property
    def is_events(self) -> bool:
        """Whether it is a Windows event log by its form."""

    @property
    def text(self) -> str:
        """Its first characters."""


@dataclass(frozen=True, slots=True)
class Among:
    """Logs found: exhibits that are logs as a whole, and the names (with their kind) of all logs, those in other archives too."""

    whole: tuple[Exhibit, ...] = ()
    read: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def unread(self) -> Among:
        """The same where none of them is read."""
        return Among((), (), (*self.read, *self.named))

    def sentences(self) -> tuple[str, ...]:
        """What must be said of them."""
        return tuple(text.format(files=some(names)) for text, names in ((READ, self.read), (NAMED, self.named)) if names)

    def holds(self, file: str) -> bool:
        """Whether a log that was read is, or stands in, one of them."""
        return any(file == one.name or file.startswith(f"{one.name}!/") for one in self.whole)


def logs_among(looked: Iterable[tuple[Exhibit, Sequence[Begins]]], as_of: date) -> Among:
    """Sort what begins like a log. An archive counts as logs where at least half of what was looked at in it does."""
    whole: list[Exhibit] = []
    read: list[str] = []
    named: list[str] = []
    for exhibit, begun in looked:
        known = [f"{one.locator} ({title(kind)})" for one in begun if (kind := sure_kind(one, as_of))]
        if known and len(known) * 2 >= len(begun):
            whole.append(exhibit)
            read += known
        else:
            named += known
    return Among(tuple(whole), tuple(read), tuple(named))


def sure_kind(begun: Begins, as_of: date) -> str:
    """The kind of log that something begins as, where its reader is sure; else empty."""
    if begun.is_events:
        return "windows"
    head, year_of = begun.text, latest_year(as_of)
    if not head or (reader := gathered(reader_for(head), head, year_of)) is None:
        return ""
    whole = head[: head.rfind("\n") + 1] or head
    found = list(islice(reader.parse([whole], begun.locator, year_of), LINES))
    events = [event for event in found if event is not None and event.time.year >= EARLIEST]
    return reader.KIND if len(events) >= max(FEWEST, SURE * len(found)) else ""
