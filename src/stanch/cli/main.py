"""The program. What every call waits for is begun before anything else is loaded, the parser of its own options included."""

from __future__ import annotations

import gc
import os
import sys

import stanch.errors  # noqa: F401 it loads what both the program and the first worker begin with, once for both
from stanch.cli.first_worker import begin
from stanch.engine.template import permit


def main() -> None:
    """The program."""
    gc.set_threshold(50_000, 20, 20)  # loading makes many objects and no circles
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here is worth threads of NumPy's algebra, and they take time to start
    permit()
    begin(sys.argv[1:])
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one call in this process; returns the exit status."""
    from stanch.cli import calls

    return calls.run(arguments)


if __name__ == "__main__":
    main()
