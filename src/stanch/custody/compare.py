"""Is it untouched? Compares what lies there now with what was taken into custody."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stanch.custody.digest import digest
from stanch.custody.live.address import is_address
from stanch.custody.live.store import open_taken
from stanch.custody.survey import Place, link_note, survey
from stanch.engine.bench import Progress, silent
from stanch.errors import StanchError
from stanch.records import Evidence, Exhibit
from stanch.vault import Keys


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was when it was taken."""

    kind: Literal["changed", "missing", "new", "unreadable"]
    name: str
    detail: str
    exhibit: str = ""


def verify(
    exhibits: Sequence[Exhibit],
    *,
    evidence: Sequence[Evidence],
    own: Path | None = None,
    held: tuple[Path, Keys] | None = None,
    progress: Progress = silent,
) -> list[Difference]:
    """Every difference between the exhibits and the evidence as it lies there now, by name. Empty: untouched.

    What was taken from live sources is compared with its sealed copy in `held` (folder of sealed parts, keys); the sources
    themselves go on living and are not asked.
    """
    known = {exhibit.name: exhibit for exhibit in exhibits}
    files = [one for one in evidence if not is_address(one.path)]
    present = {place.name: place for place in survey(files, own=own, lenient=True)} if files else {}
    differences = [
        Difference("new", name, "was not there when the evidence was taken")
        for name, place in present.items()
        if name not in known and not _is_gone(place)
    ]
    for count, exhibit in enumerate(exhibits, 1):
        place = present.get(exhibit.name)
        if exhibit.source:
            found = _held(exhibit, held)
        else:
            found = _compared(exhibit, place) if place else Difference("missing", exhibit.name, "is no longer there", exhibit.id)
        if found:
            differences.append(found)
        progress("comparing evidence", count, len(exhibits))
    return sorted(differences, key=lambda one: (one.name, one.kind))


def _held(exhibit: Exhibit, held: tuple[Path, Keys] | None) -> Difference | None:
    """The difference between what was taken and its sealed copy."""
    if exhibit.form != "taken":
        return None
    if held is None:
        return Difference("unreadable", exhibit.name, "its sealed copy was not handed in", exhibit.id)
    mark = hashlib.sha256()
    try:
        for block in open_taken(exhibit, work=held[0], keys=held[1]):
            mark.update(block)
    except (StanchError, OSError) as error:
        if not (held[0] / exhibit.path.rpartition("#")[0]).exists():
            return Difference("missing", exhibit.name, "its sealed copy is no longer there", exhibit.id)
        told = error.what if isinstance(error, StanchError) else error.strerror or "it cannot be read"
        return Difference("unreadable", exhibit.name, f"its sealed copy: {told}", exhibit.id)
    if mark.hexdigest() != exhibit.sha256:
        return Difference("changed", exhibit.name, f"SHA-256 was {exhibit.sha256}, is {mark.hexdigest()}", exhibit.id)
    return None


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
