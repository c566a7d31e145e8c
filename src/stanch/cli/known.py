"""The list of known people that a call names, read before anything else is done, and what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stanch.cli import show

if TYPE_CHECKING:
    from stanch.extent.known_people import KnownPerson


def known_list(path: Path | None) -> tuple[KnownPerson, ...]:
    """The people of `--known-people`, none where it was not given. Raises `WrongCall` naming rows and columns with faults."""
    if path is None:
        return ()
    from stanch.extent import known_list, known_people

    listed = known_list.read(path)
    show.message(f"{len(listed.people):,} known people, by {', '.join(listed.used)}.")
    if listed.unused:
        show.message(f"Not looked for: {', '.join(listed.unused)}.")
    if crowded := known_people.Known(listed.people).crowded:
        show.message(
            f"Numbers of {' and '.join(map(str, crowded))} digits are not looked for: so many are given out that any such number is one."
        )
    return listed.people
