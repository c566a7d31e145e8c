"""Data files as tests: each case that stands in one is a test with its own name (`us/ca.yaml::501 residents of California`).

Where workers share a whole run, a file is one test, which names each case that fails: every worker has to gather every test, and gathering ten
thousand cases, for which nine hundred files are read, takes each of them longer than running its share. A case that is asked for by name is a
test of its own there too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
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
        """One test a case, or one for all of them; a file without any case fails."""
        if _is_shared_out(self.config):
            yield Cases.from_parent(self, name="every case")
            return
        for place, (name, _) in enumerate(self.cases() or [("has cases", None)]):
            yield Case.from_parent(self, name=name, place=place)

    def cases(self) -> list[tuple[str, Callable[[], None]]]:
        """Its cases: the name of each, and what fails where it does not come out as written."""
        return _cases(self.prover, self.path)

    def known(self) -> list[tuple[str, Callable[[], None]]]:
        """Its cases, of which there are some."""
        known = self.cases()
        assert known, "this data file holds no case of its own"
        return known


def _is_shared_out(config: pytest.Config) -> bool:
    """Whether workers share the run, and nobody asks for some cases by name."""
    by_name = config.option.keyword or any("::" in str(one) for one in config.args)
    return hasattr(config, "workerinput") and not by_name


class OfRules(pytest.Item):
    """What a data file proves."""

    parent: RuleFile

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The assertion's words; the file itself is the place."""
        return f"{self.path}: {self.name}\n{excinfo.value}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says it stands."""
        return self.path, 0, f"{self.path.relative_to(SOURCE)}::{self.name}"


class Case(OfRules):
    """One case of a data file."""

    def __init__(self, *, place: int, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.place = place

    def runtest(self) -> None:
        """Run the case."""
        self.parent.known()[self.place][1]()


class Cases(OfRules):
    """All cases of a data file."""

    def runtest(self) -> None:
        """Run each case, and name all that fail."""
        every(self.parent.known())


def every(known: list[tuple[str, Callable[[], None]]]) -> None:
    """Run each of a file's cases, also after one that failed; AssertionError names all that did."""
    failed = []
    for name, check in known:
        try:
            check()
        except Exception as fault:  # noqa: BLE001 whatever a case ends with, the others are run too
            kind = "" if isinstance(fault, AssertionError) else f"{type(fault).__name__}: "
            failed.append(f"{name}\n{kind}{fault}")
    assert not failed, "\n\n".join([f"{len(failed)} of {len(known)} cases failed", *failed])
