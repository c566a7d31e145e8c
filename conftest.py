"""Makes every case that stands in a data file a test with its own name: `us/ca.yaml::501 residents of California`."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.quick_cases import quick

ROOT = Path(__file__).parent
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


@pytest.fixture(scope="session", autouse=True)
def _quick_cases() -> Iterator[None]:
    with quick():
        yield


def pytest_collection() -> None:
    """Gather the tests without a collector of garbage: there is none among them, and it would look through them over and over."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Set the tests aside for good, and collect again what each leaves behind."""
    gc.enable()
    gc.freeze()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a data file whose folder has a prover."""
    for folder, pattern, prover in PROVEN:
        if file_path.match(pattern) and file_path.is_relative_to(SOURCE / folder):
            collected: RuleFile = RuleFile.from_parent(parent, path=file_path)
            collected.prover = prover
            return collected
    return None


class RuleFile(pytest.File):
    """A data file that holds its own cases."""

    prover: str

    def collect(self) -> Iterator[pytest.Item]:
        """One test a case; a file without any case fails."""
        cases = importlib.import_module(self.prover).cases
        found = 0
        for name, check in cases(self.path):
            found += 1
            yield Case.from_parent(self, name=name, check=check)
        if not found:
            yield Case.from_parent(self, name="has cases", check=_no_cases)


class Case(pytest.Item):
    """One case of a data file."""

    def __init__(self, *, check: Callable[[], None], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.check = check

    def runtest(self) -> None:
        """Run the case."""
        self.check()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The assertion's words; the file itself is the place."""
        return f"{self.path}: {self.name}\n{excinfo.value}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says it stands."""
        return self.path, 0, f"{self.path.relative_to(SOURCE)}::{self.name}"


def _no_cases() -> None:
    raise AssertionError("this data file holds no case of its own")
