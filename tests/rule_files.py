"""Data files as tests: each case that stands in one is a test with its own name (`us/ca.yaml::501 residents of California`).

All workers of a run need all names, and only one of them runs a case. Whoever comes to a file first reads it and leaves the names for the
others, who read the file itself only when they are to run one of its cases.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "stanch"

# Which room proves the data files of which folder: (folder, file pattern, module with `cases(path)`).
PROVEN = (
    ("extent/detectors", "*.yaml", "stanch.extent.proof"),
    ("law/statutes", "*.yaml", "stanch.law.proof"),
    ("notices/texts", "letter.yaml", "stanch.notices.proof"),
    ("notices/strategies", "*.yaml", "stanch.notices.options.proof"),
    ("cause/detections", "*.yml", "stanch.cause.proof"),
    ("cause/playbooks", "*.yaml", "stanch.cause.proof"),
    ("cause/mappings", "*.yaml", "stanch.cause.proof"),
    ("recovery/controls", "*.yaml", "stanch.recovery.proof"),
    ("drill/exercises", "*.yaml", "stanch.drill.proof"),
)


def collected(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The data file as a collector of its cases, if its folder has a prover."""
    for folder, pattern, prover in PROVEN:
        if path.match(pattern) and path.is_relative_to(SOURCE / folder):
            found: RuleFile = RuleFile.from_parent(parent, path=path)
            found.prover = prover
            return found
    return None


@cache
def _cases(prover: str, path: Path) -> list[tuple[str, Callable[[], None]]]:
    return list(importlib.import_module(prover).cases(path))


class RuleFile(pytest.File):
    """A data file that holds its own cases."""

    prover: str

    def collect(self) -> Iterator[pytest.Item]:
        """One test a case; a file without any case fails."""
        for place, name in enumerate(self._names() or ["has cases"]):
            yield Case.from_parent(self, name=name, place=place)

    def check(self, place: int) -> None:
        """Run the case at that place."""
        known = _cases(self.prover, self.path)
        assert known, "this data file holds no case of its own"
        known[place][1]()

    def _names(self) -> list[str]:
        kept = _shared(self.config, self.path)
        if kept:
            with suppress(OSError, ValueError):
                return list(json.loads(kept.read_text("utf-8")))
        names = [name for name, _ in _cases(self.prover, self.path)]
        if kept:
            partial = kept.with_name(f"{kept.name}.{os.getpid()}")
            partial.write_text(json.dumps(names), "utf-8")
            partial.replace(kept)
        return names


def _shared(config: pytest.Config, path: Path) -> Path | None:
    """Where the workers of this run keep the names of a file's cases for each other; None where there is one process."""
    if not hasattr(config, "workerinput"):
        return None
    folder = Path(config.option.basetemp).parent / "names"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / hashlib.sha256(os.fsencode(path)).hexdigest()[:32]


class Case(pytest.Item):
    """One case of a data file."""

    def __init__(self, *, place: int, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.place = place

    def runtest(self) -> None:
        """Run the case."""
        assert isinstance(self.parent, RuleFile)
        self.parent.check(self.place)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The assertion's words; the file itself is the place."""
        return f"{self.path}: {self.name}\n{excinfo.value}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says it stands."""
        return self.path, 0, f"{self.path.relative_to(SOURCE)}::{self.name}"
