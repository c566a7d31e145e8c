"""The bench a step works at: where it may write, with which keys, how many workers, on which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.records import own_rows
from stanch.vault import SPOKEN, Keys, sealed_file, spelled

if TYPE_CHECKING:
    from stanch.engine.crew import Crew

Progress = Callable[[str, int, int], None]  # (what is being done, done, of how many)
At = Callable[[str, float], None]  # (a token for the place within the input, seconds that may pass there)


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def still() -> None:
    """A beat that nobody stops."""


def nowhere(_token: str, _seconds: float) -> None:
    """A place that nobody asks for."""


class Stumbled(Exception):
    """Raised by a task that failed at a place within its input: it is called again with that place among the input's `stuck`."""

    def __init__(self, token: str, reason: str, detail: str) -> None:
        super().__init__(token, reason, detail)
        self.token, self.reason, self.detail = token, reason, detail
        self.place = 0  # of the input in its chunk; the engine knows it


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one input, enforced by killing its worker: seconds and bytes of address space."""

    seconds: float = 60.0
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Bench:
    """What a step may use beside its rows. `work` is a folder for sealed parts; `settings` are the call's options.

    `engine`: `local` (workers of this machine) or `spark` (`engine.spark`).
    `crew` are workers that stay between steps; without one each step starts its own.
    `beat` is called many times a second while workers work: what it raises ends the step, and what is done stays done.
    A task may tell `at` where within its input it is. If it is lost there, it is called again with the input's `stuck`: a list
    of {"at": token, "reason", "detail", "last"}, and is to go around these places; `last` asks it to end at that one. The same where the
    task itself raises `Stumbled`.
    `outdated` collects the parts of earlier inputs or rules: whoever gives it removes them once nothing refers to them any more, so that
    pages read what stands until the new stands. Without it they are removed as soon as the new ones are whole.
    """

    work: Path
    keys: Keys
    as_of: date
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    progress: Progress = silent
    beat: Callable[[], None] = still
    settings: dict[str, str] = field(default_factory=dict)
    moment: datetime | None = None
    crew: Crew | None = field(default=None, compare=False, repr=False)
    at: At = nowhere
    engine: str = field(default="local", compare=False)
    outdated: list[Path] | None = field(default=None, compare=False, repr=False)

    @property
    def now(self) -> datetime:
        """The moment of this run (aware); midnight UTC of `as_of` where none was given."""
        return self.moment or datetime.combine(self.as_of, time(), UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """Bulk rows between rooms: sealed Parquet files in a fixed order. Iterate `tables()`; never all in memory."""

    paths: tuple[Path, ...]
    keys: Keys

    def tables(self, columns: list[str] | None = None, *, coded: Sequence[str] = ()) -> Iterator[pa.Table]:
        """The Arrow tables, one a row group, in order. The columns of texts that are `coded` come as numbers of a dictionary.

        Tokens, which are sealed as bytes where no text beside them tells them, come as texts of hexadecimal digits, records as `row/12`.
        """
        wanted = columns or []
        beside = [*(name for name in SPOKEN if "token" in wanted and name not in wanted), *own_rows.beside(wanted)]
        for path in self.paths:
            source = sealed_file(path, self.keys, (*coded, *own_rows.coded(columns)))
            for group in range(source.num_row_groups):
                found = spelled(source.read_row_group(group, columns=columns and [*columns, *beside]), self.keys)
                found = found if own_rows.RECORD in coded else own_rows.as_text(found)
                yield found.drop_columns(beside) if beside else found

    def rows(self) -> int:
        """How many rows in all."""
        return sum(sealed_file(path, self.keys).metadata.num_rows for path in self.paths)
