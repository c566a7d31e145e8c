"""How long `stanch scan` takes on one small file, and what a worker loads for it.

    python benchmarks/start_up.py [--times 7]

The first call is told apart: it compiles the patterns, for the user's cache is empty. Python's compiled modules are there from the
second call on, as an installed program has them. Ceiling: Python that loads NumPy and Arrow and ends. Prints the middle and the
best of the calls, and the processor time of both processes together.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()", "scan"]
CEILING = [sys.executable, "-c", "import numpy, pyarrow.parquet, pyarrow.compute"]
TEXT = "Dear Ann Example, your Social Security number is 900-12-3456.\n"


def timed(command: list[str], times: int, environment: dict[str, str]) -> tuple[list[float], float]:
    """Seconds of each call, and processor seconds of one."""
    seconds: list[float] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        seconds.append(time.perf_counter() - begun)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-start-") as folder:
        file = Path(folder) / "letter.txt"
        file.write_text(TEXT, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        kept |= {"PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"), "XDG_CACHE_HOME": str(Path(folder) / "cache")}
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        scan = [*STANCH, str(file)]
        rows = (("stanch scan, the very first time", scan, 1), ("stanch scan, one small file", scan, given.times))
        for title, command, times in (*rows, ("ceiling: Python, NumPy, Arrow", CEILING, given.times)):
            seconds, processor = timed(command, times, kept)
            print(f"{title:32} {median(seconds):6.2f} s in the middle, {min(seconds):6.2f} s at best, {processor:6.2f} s of processor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
