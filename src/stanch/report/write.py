"""Writes the report folder: readable by its owner alone, identifiers as masks only, rebuilt at any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stanch.report import after_action, calendar, client_lists, paper, sheets, summary, wall
from stanch.report.contents import Contents

FILES: dict[str, Callable[[Contents, Path], None]] = {
    "summary.html": summary.page,
    "summary.pdf": paper.summary,
    "after-action.pdf": after_action.privileged,
    "after-action-shareable.pdf": after_action.shareable,
    "wall-a4.pdf": wall.a4,
    "wall-letter.pdf": wall.letter,
    "people.xlsx": sheets.people,
    "duties.xlsx": sheets.duties,
    "actions.xlsx": sheets.actions,
    "unread.xlsx": sheets.unread,
    "deadlines.ics": calendar.deadlines,
}
# For counsel's circle alone.
PRIVILEGED = frozenset({"after-action.pdf"})


def write(contents: Contents, folder: Path) -> list[Path]:
    """Write all files; returns their paths. Letters and filings are the notices room's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []
    for name, make in FILES.items():
        target = folder / name
        make(contents, target)
        target.chmod(0o600)
        written.append(target)
    return [*written, *client_lists.lay(contents, folder)]
