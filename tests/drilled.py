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
# A room without a network; before the program runs, a file is told what interfaces there are in it.
NO_NETWORK = ("unshare", "-r", "-n", "sh", "-c", 'cat /proc/net/dev > "$0" && exec "$@"')


def key_in(folder: Path) -> dict[str, str]:
    """The environment in which a case opens; the key lies in the folder."""
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    return {**os.environ, "STANCH_KEY_FILE": str(key)}


def called(*arguments: str, environment: dict[str, str], right: tuple[int, ...] = (0,), within: tuple[str, ...] = ()) -> str:
    """One call of `stanch` in a process of its own, in the room that `within` makes; what it told."""
    done = subprocess.run([*within, *hasty.PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in right, done.stderr
    return done.stdout + done.stderr


def may(*kinds: str) -> bool:
    """Whether this machine lets us make a room of our own."""
    try:
        return subprocess.run(["unshare", "-r", *kinds, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def told(breach: Path) -> list[str]:
    """What a drill tells beside its evidence."""
    given = {"--facts": "facts.yaml", "--letters": "letters.yaml", "--logs": "logs"}
    return [*(word for option, name in given.items() for word in (option, str(breach / name))), "--drill"]


def responded(temporary: pytest.TempPathFactory) -> Path:
    """The folder with `breach`, `case` and `key`: to be copied from, never to be written to.

    Where this machine allows it, the whole line runs without any network interface; `told` and `interfaces` say how it went there.
    """
    shared = temporary.getbasetemp()
    shared = (shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared) / "drilled"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            environment, breach, case = key_in(shared), shared / "breach", shared / "case"
            called("drill", "--people", "40", "--seed", "7", "--out", str(breach), environment=environment)
            call = ("respond", str(breach / "evidence"), "-C", str(case), *told(breach))
            # A locked and a damaged file need attention.
            said = called(*call, environment=environment, right=(1,), within=(*NO_NETWORK, str(shared / "interfaces")) if may("-n") else ())
            (shared / "told").write_text(said)
            (shared / "done").touch()
    return shared
