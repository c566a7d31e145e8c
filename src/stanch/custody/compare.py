"""Is it untouched? Compares what lies there now with what was taken into custody."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stanch.custody.digest import digest
from stanch.custody.survey import Place, link_note, survey
from stanch.engine.bench import Progress, silent
from stanch.records import Evidence, Exhibit


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was when it was taken."""

    kind: Literal["changed", "missing", "new", "unreadable"]
    name: str
    detail: str
    exhibit: str = ""


def verify(
    exhibits: Sequence[Exhibit], *, evidence: Sequence[Evidence], own: Path | None = None, progress: Progress = silent
) -> list[Difference]:
    """Every difference between the exhibits and the evidence as it lies there now, by name. Empty: untouched."""
    known = {exhibit.name: exhibit for exhibit in exhibits}
    present = {place.name: place for place in survey(evidence, own=own, lenient=True)} if evidence else {}
    differences = [
        Difference("new", name, "was not there when the evidence was taken")
        for name, place in present.items()
        if name not in known and not _is_gone(place)
    ]
    for count, exhibit in enumerate(exhibits, 1):
        place = present.get(exhibit.name)
        found = _compared(exhibit, place) if place else Difference("missing", exhibit.name, "is no longer there", exhibit.id)
        if found:
            differences.append(found)
        progress("comparing evidence", count, len(exhibits))
    return sorted(differences, key=lambda one: (one.name, one.kind))


def _compared(exhibit: Exhibit, place: Place) -> Difference | None:
    """The difference of one exhibit, or None."""
    form = _form(place)
    if _is_gone(place):
        return Difference("missing", exhibit.name, "is no longer there", exhibit.id)
    if exhibit.form == "unreadable":
        return None
    if form == "unreadable":
        return Difference("unreadable", exhibit.name, place.trouble, exhibit.id)
    if form != ("file" if exhibit.form == "sparse" else exhibit.form):
        return Difference("changed", exhibit.name, f"was a {exhibit.form}, is now a {form}", exhibit.id)
    if form == "symlink":
        target = link_note(place.path)
        return None if target == exhibit.note else Difference("changed", exhibit.name, f"was {exhibit.note}, is {target}", exhibit.id)
    if form == "special":
        return None
    now = digest(place.path)
    if now.trouble:
        return Difference("unreadable", exhibit.name, now.trouble, exhibit.id)
    if now.sha256 != exhibit.sha256 or now.blake3 != exhibit.blake3:
        return Difference("changed", exhibit.name, f"SHA-256 was {exhibit.sha256}, is {now.sha256}", exhibit.id)
    return None


def _is_gone(place: Place) -> bool:
    return place.status is None and place.trouble.startswith("it vanished")


def _form(place: Place) -> Literal["file", "symlink", "unreadable", "special"]:
    if place.status is None or (place.trouble and not place.trouble.startswith("Stanch's own")):
        return "unreadable"
    if stat.S_ISLNK(place.status.st_mode):
        return "symlink"
    return "file" if stat.S_ISREG(place.status.st_mode) else "special"
