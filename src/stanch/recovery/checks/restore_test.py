"""The record of a restore test: YAML with a section `restore_test`, written by whoever did it.

restore_test: {system: file server, on: 2026-11-20, backup_of: 2026-11-19, hours: 3.5, checked_by: A. Example, result: passed}
"""

from __future__ import annotations

from collections.abc import Iterator

from stanch import datafile
from stanch.errors import BrokenDataFile
from stanch.recovery.checks import Observation, moment

TOOL = "restore_test"
NEEDED = ("system", "on", "hours", "checked_by", "result")


def recognise(head: str) -> bool:
    """Whether the section is there."""
    return "restore_test:" in head


def read(text: str) -> Iterator[Observation]:
    """The result and the hours it took. Raises `ValueError` naming what is missing: a test that nobody signs proves nothing."""
    try:
        found = datafile.plain(datafile.from_text(text))["restore_test"]
    except BrokenDataFile as error:
        raise ValueError(str(error).splitlines()[0]) from None
    for one in found if isinstance(found, list) else [found]:
        missing = [name for name in NEEDED if one.get(name) in (None, "")]
        if missing:
            raise ValueError(f"restore_test lacks {', '.join(missing)}")
        at = moment(str(one["on"]))
        if at is None:
            raise ValueError(f"restore_test.on: {one['on']} is no day")
        yield Observation(TOOL, str(one["system"]), "result", str(one["result"]).lower(), at)
        yield Observation(TOOL, str(one["system"]), "hours", str(one["hours"]), at)
        yield Observation(TOOL, str(one["system"]), "checked by", str(one["checked_by"]), at)
