"""Data files as tests: a whole file is one test where workers share a run, and loses no case by it."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.rule_files import PROVEN, ROOT, SOURCE, every

from stanch.cause.proof import cases

RULE = SOURCE / "cause" / "playbooks" / "insider.yaml"


def fails(words: str) -> None:
    raise AssertionError(words)


def test_every_case_is_run_and_each_that_fails_is_named() -> None:
    ran = []
    known = [("one", lambda: fails("owed, and was not")), ("two", lambda: ran.append("two")), ("three", lambda: int("x") and None)]
    with pytest.raises(AssertionError) as told:
        every(known)
    assert ran == ["two"]
    assert str(told.value).startswith("2 of 3 cases failed\n\none\nowed, and was not\n\nthree\nValueError: invalid literal")
    every(known[1:2])


def gathered(*arguments: str) -> list[str]:
    """The names of the tests that a worker was sent."""
    command = [sys.executable, "-m", "pytest", "-vv", "-n", "1", "--rootdir", str(ROOT), *arguments]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return [line.partition(" PASSED ")[2] for line in told.stdout.splitlines() if " PASSED " in line]


def test_a_worker_takes_a_whole_file_or_the_case_that_is_asked_for() -> None:
    assert [one.rpartition("::")[2].strip() for one in gathered(str(RULE))] == ["every case"]
    name = next(name for name, _ in cases(RULE))
    assert [one.rpartition("::")[2].strip() for one in gathered(f"{RULE}::{name}")] == [name]


def test_each_folder_with_a_prover_holds_files() -> None:
    assert [folder for folder, pattern, _ in PROVEN if not any(Path(SOURCE / folder).rglob(pattern))] == []
