"""The papers and lists that stand at the head of the report's folder, and which of them somebody may take."""

from __future__ import annotations

from pathlib import Path

from stanch.casefile import Case, report
from stanch.portal.rights import Visitor
from stanch.report import PRIVILEGED

# Letters and filings lie in folders below, each on its own page.
SHOWN = {".pdf", ".xlsx", ".csv", ".ics", ".json", ".html", ".docx", ".svg"}
LONGEST = 250  # bytes of a file's name


def written(case: Case) -> list[Path]:
    """What there is, by name."""
    folder = case.folder / report.FOLDER
    return sorted(path for path in folder.iterdir() if _is_shown(path)) if folder.is_dir() else []


def find(case: Case, name: str) -> Path | None:
    """The paper of this name; None for what is no name, or of nothing that is shown."""
    path = case.folder / report.FOLDER / Path(name.replace("\0", "")).name
    return path if path.name == name and _is_shown(path) else None


def may_take(visitor: Visitor, name: str) -> bool:
    """Whether this visitor may take it out: what is marked privileged is for counsel's circle alone."""
    return visitor.may("export") and (name not in PRIVILEGED or visitor.may("privileged"))


def _is_shown(path: Path) -> bool:
    return len(path.name.encode()) < LONGEST and path.suffix in SHOWN and path.is_file() and not path.is_symlink()
