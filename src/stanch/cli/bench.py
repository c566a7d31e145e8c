"""A bench for work without a case: a private folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from stanch.engine.bench import Bench, Progress, silent
from stanch.engine.crew import Crew
from stanch.vault import user_keys


@contextmanager
def temporary_bench(
    *, workers: int = 2, progress: Progress = silent, as_of: date | None = None, crew: Crew | None = None, engine: str = "local"
) -> Iterator[Bench]:
    """A bench in a 0700 folder below the system's temporary folder; what is written there is sealed, and removed.

    `crew` are workers that were called before; `engine` is the bench's.
    """
    work = Path(tempfile.mkdtemp(prefix="stanch-"))
    now = datetime.now(UTC)
    try:
        with crew or Crew() as kept:
            yield Bench(
                work=work,
                keys=user_keys(),
                as_of=as_of or now.date(),
                workers=workers,
                progress=progress,
                moment=now,
                crew=kept,
                engine=engine,
            )
    finally:
        shutil.rmtree(work, ignore_errors=True)
