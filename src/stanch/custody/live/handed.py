"""Files that were handed in by browser: sealed beside what was taken from live sources, and exhibits like these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath

from stanch.custody.live.store import Held, Shelf
from stanch.records.exhibit import Role
from stanch.vault import Keys

# The address under which they stand in the case.
HANDED = "browser://portal/"
ABOUT = "handed in by browser"


def hand_in(
    name: str,
    blocks: Iterable[bytes],
    *,
    size: int,
    role: Role,
    by: str,
    at: datetime,
    modified_at: datetime | None,
    work: Path,
    keys: Keys,
) -> tuple[Held, bool]:
    """Take a file as it comes: what is held of it, and whether it is new. The same bytes under the same name are held once.

    Another file of a name that is there already gets a number behind its name, so that no place names two things. One call at a time.
    """
    shelf = Shelf(work, keys, HANDED, role)
    shelf.begin()
    named = {one.name for one in shelf.held}
    record = {
        "mark": f"{len(shelf.held) + 1}",
        "name": _free(name, named),
        "modified_at": modified_at.isoformat() if modified_at else None,
        "taken_at": at.isoformat(),
        "by": by,
        "note": ABOUT,
    }
    shelf.add_file(record, blocks, size=size)
    fresh = shelf.pending()
    same = next((one for one in shelf.held if one.sha256 == fresh.sha256 and one.size == fresh.size and _stem(one.name) == name), None)
    if same is not None:
        shelf.forget()
        return same, False
    shelf.finish(ABOUT, at)
    return fresh, True


def _free(name: str, named: set[str]) -> str:
    path, number, made = PurePosixPath(name), 1, name
    while made in named:
        number += 1
        made = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    return made


def _stem(name: str) -> str:
    """The name without the number that `_free` put behind it."""
    path = PurePosixPath(name)
    stem, mark, number = path.stem.rpartition("~")
    return str(path.with_name(f"{stem}{path.suffix}")) if mark and stem and number.isdigit() else name
