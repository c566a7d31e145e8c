"""What must be kept, by which rule and how long: the general rules (`preservation.yaml`), and what each law has kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.records import Kept
from stanch.report.contents import Contents, place_name
from stanch.report.phrase import Phrase
from stanch.report.press import Section

FILE = Path(__file__).parent / "preservation.yaml"
NO_PERIOD = "no period in the law: as long as it may be asked for"
KINDS = {
    "internal": "register of breaches",
    "no_harm_determination": "finding that no harm is expected",
    "risk_assessment": "assessment of the risk",
}


@dataclass(frozen=True, slots=True)
class Preservation:
    """A general rule: the laws beside which it is told, what it asks, and its citation."""

    id: str
    laws: tuple[str, ...]
    says: str
    cite: str


@dataclass(frozen=True, slots=True)
class Preservations:
    """The file."""

    duties: tuple[Preservation, ...]


@cache
def rules() -> tuple[Preservation, ...]:
    """The general rules on file."""
    return datafile.read(FILE, Preservations).duties


def applying(laws: Collection[str]) -> list[Preservation]:
    """The rules that stand beside these laws."""
    return [one for one in rules() if any(fnmatchcase(code, pattern) for code in laws for pattern in one.laws)]


def preserved(kept: Sequence[Kept], laws: Collection[str], contents: Contents) -> Iterator[Section]:
    """Two parts of the brief: what must not be destroyed, and what must be recorded and kept."""
    yield Section(
        "Preservation",
        paragraphs=["The litigation hold beside this paper (hold-notice) says what to keep and has lines for those who received it."],
        items=[f"{one.says} ({one.cite})" for one in applying(laws)]
        + [f"{len(contents.exhibits):,} files are in custody with their hashes; the rest is where it was."] * bool(contents.exhibits),
    )
    yield Section(
        "Records that the law has the organisation keep",
        columns=("Law", "Record", "Kept for", "Section"),
        widths=(4, 6, 3, 4),
        rows=[(place_name(one.jurisdiction), told(one), period(one), one.cite) for one in kept],
    )


def told(one: Kept) -> str:
    """What is kept, in words."""
    owed = "" if one.is_owed else f" Only if: {' '.join(one.questions)}"
    return f"{KINDS.get(one.kind, one.kind.replace('_', ' '))}: {one.point}{owed}"


def period(one: Kept) -> str:
    """How long."""
    return Phrase("%(number)s years", number=one.years) if one.years else NO_PERIOD
