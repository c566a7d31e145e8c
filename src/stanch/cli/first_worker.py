"""Workers of a call that reads and scans that are called before they are needed, so that they load beside other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stanch.engine.crew import Crew
from stanch.engine.template import Template, is_forkable

if TYPE_CHECKING:
    from stanch.engine import Bench

# What the first small file needs.
WARM = (
    "stanch.extent.kept_at_start:begin",
    "stanch.engine.worker",
    "stanch.reading.exhibits",
    "stanch.reading.descend",
    "stanch.reading.readers.listings",
    "stanch.extent.task",
    "stanch.extent.scanning:warm",
    "stanch.extent.kept_at_start:end",
)

# And what tables need, to be searched.
TABLES = ("pyarrow.compute", "pyarrow.csv", "stanch.extent.tables")

LARGE = 32 << 20  # bytes of evidence that are scanned by more than one worker
VERB = "scan"  # whoever calls it has evidence read; others may find that all was done before
HELP = frozenset(("-h", "--help"))
_begun: list[Template] = []


def begin(arguments: list[str]) -> None:
    """Before the options of the call are parsed: what parses them takes as long to load as a tenth of what the first worker needs."""
    if arguments[:1] == [VERB] and not HELP & {*arguments} and is_forkable():
        _begun.append(Template(WARM))


def call_first(crew: Crew) -> None:
    """Before anything else is loaded."""
    crew.call(WARM, begun=_begun.pop() if _begun else None)


def call_none() -> None:
    """This call needs no worker of ours."""
    while _begun:
        _begun.pop().end()


def call_second(bench: Bench, size: int) -> None:
    """For evidence of so many bytes: one large file is read by one worker, and then scanned by all."""
    if bench.crew and bench.engine == "local" and bench.workers > 1 and size >= LARGE:
        bench.crew.call((*WARM, *TABLES))
