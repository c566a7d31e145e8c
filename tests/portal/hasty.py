"""`stanch` as tests start it: passwords and keys are stretched as little as the algorithms allow, which is no part of what they prove.

`python hasty.py ARGUMENTS`. With STANCH_TEST_LATER naming a file, the clock of sessions runs as many seconds ahead as stand in it.
"""

import os
import sys
import time
from pathlib import Path

PROGRAM = (sys.executable, str(Path(__file__)))
# How long a test waits for what comes as soon as it can, on a machine that has much else to do; nobody waits longer than it takes.
PATIENCE_SECONDS = 180.0


def hurry() -> None:
    """Let Argon2 cost next to nothing in this process: for the key of a case, and for members' passwords."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from stanch.vault import sealing

    sealing.ARGON2.update(time_cost=1, memory_cost=64, parallelism=1)
    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        setattr(Argon2PasswordHasher, name, value)


def run_ahead(told: Path) -> None:
    """Move the clock that says how fresh a sign-in is."""
    real = time.time
    time.time = lambda: real() + float((told.read_text() if told.exists() else "") or 0)


if __name__ == "__main__":
    from stanch.cli.main import main

    hurry()
    if later := os.environ.get("STANCH_TEST_LATER"):
        run_ahead(Path(later))
    main()
