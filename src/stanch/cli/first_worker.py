"""The first worker of a call that reads and scans: called before anything else is loaded, so that it loads beside the program."""

from __future__ import annotations

from stanch.engine.crew import Crew

# What the first small file needs.
WARM = (
    "stanch.extent.kept_at_start:begin",
    "stanch.engine.worker",
    "stanch.reading.exhibits",
    "stanch.reading.descend",
    "stanch.extent.task",
    "stanch.extent.scanning:warm",
    "stanch.extent.kept_at_start:end",
)


def call_first(crew: Crew) -> None:
    """Start it."""
    crew.call(WARM)
