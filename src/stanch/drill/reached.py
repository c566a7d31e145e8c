"""Which exhibits the actor reached: chosen by the seed, written into the logs by the story, told in truth/exhibits.jsonl.

What no log can show is "not_known" in the truth too: a place that nobody logs, or a store that the actor may have come to by a
way that its log does not see.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

SHARE = "evidence/share/"
BEYOND = "archive/2019/scan_{:04d}.pdf"  # what the actor took that was not handed in
GRAVEST = ("acquired", "accessed", "not_known", "not_reached")


@dataclass(slots=True)
class Shelf:
    """The file share as the logs may name it, and what came of each place. `files` are relative to the share."""

    files: list[str]
    contact: dict[str, str] = field(default_factory=dict)  # locator or folder -> contact
    rest: dict[str, str] = field(default_factory=dict)  # folder whose other places have this contact

    def some(self, rng: Random, least: float, most: float) -> list[str]:
        """A part of the share: whole folders first, then single files, as an intruder browses."""
        wanted = round(len(self.files) * rng.uniform(least, most))
        folders = sorted({file.rpartition("/")[0] for file in self.files})
        rng.shuffle(folders)
        ordered = [file for folder in folders for file in self.files if file.rpartition("/")[0] == folder]
        return ordered[:wanted]

    def of(self, locator: str) -> str:
        """What the truth says of a place."""
        above = [locator.partition("#")[0], *(str(parent) for parent in Path(locator.partition("#")[0]).parents)]
        found = [self.contact[place] for place in (locator, *above) if place in self.contact]
        if found:
            return min(found, key=GRAVEST.index)
        return next((contact for folder, contact in self.rest.items() if locator.startswith(folder)), "not_known")


def share_of(evidence: Path) -> list[str]:
    """The files of the share, relative to it, in order."""
    root = evidence / "share"
    return sorted(str(path.relative_to(root).as_posix()) for path in root.rglob("*") if path.is_file())


def truth(evidence: Path, shelf: Shelf) -> list[dict[str, Any]]:
    """A line for every file, and for every table of the dumps that hold more than one."""
    files = [f"evidence/{path.relative_to(evidence).as_posix()}" for path in sorted(evidence.rglob("*")) if path.is_file()]
    told = {place: shelf.of(place) for place in (*_tables(evidence, files), *files)}
    for place in list(told):
        whole = place.partition("#")[0]
        told[whole] = min(told[whole], told[place], key=GRAVEST.index)  # of a part that left, the file has left in part
    return [{"locator": place, "contact": contact} for place, contact in told.items()]


def _tables(evidence: Path, places: Iterable[str]) -> list[str]:
    found = []
    for place in places:
        if place.endswith(".sqlite"):
            with sqlite3.connect(evidence.parent / place) as base:
                found += [
                    f"{place}#{name}" for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                ]
        elif place.endswith("practice.sql"):
            found.append(f"{place}#public.patients")
    return found
