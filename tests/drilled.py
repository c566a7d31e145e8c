"""A drill's breach that `stanch respond` was given once, for all tests that go on from there, also where several processes share them."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parent / "portal"))
import hasty

if TYPE_CHECKING:
    import pytest

PASSPHRASE = "a passphrase for practice only\n"


def key_in(folder: Path) -> dict[str, str]:
    """The environment in which a case opens; the key lies in the folder."""
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    return {**os.environ, "STANCH_KEY_FILE": str(key)}


def called(*arguments: str, environment: dict[str, str], right: tuple[int, ...] = (0,)) -> None:
    """One call of `stanch` in a process of its own."""
    done = subprocess.run([*hasty.PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in right, done.stderr


def told(breach: Path) -> list[str]:
    """What a drill tells beside its evidence."""
    given = {"--facts": "facts.yaml", "--letters": "letters.yaml", "--logs": "logs"}
    return [*(word for option, name in given.items() for word in (option, str(breach / name))), "--drill"]


def responded(temporary: pytest.TempPathFactory) -> Path:
    """The folder with `breach`, `case` and `key`: to be copied from, never to be written to."""
    shared = temporary.getbasetemp()
    shared = (shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared) / "drilled"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            environment, breach, case = key_in(shared), shared / "breach", shared / "case"
            called("drill", "--people", "40", "--seed", "7", "--out", str(breach), environment=environment)
            # A locked and a damaged file need attention.
            called("respond", str(breach / "evidence"), "-C", str(case), *told(breach), environment=environment, right=(1,))
            (shared / "done").touch()
    return shared
