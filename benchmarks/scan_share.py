"""How fast a share of office files, PDF, mail and archives is read, and what the scan adds; beside xberg and iscc-tika alone.

    python benchmarks/scan_share.py [FOLDER ...] [--workers 2] [--people 2000] [--tika PYTHON]

Without a folder the evidence of a drill is taken. Stanch: every file in a worker with limits, to any depth, each part sealed on
disk; then the scan, by the same workers. They are forks of a process that loads what they need, as those of `stanch scan` are, and what
that costs is counted with the reading. Pictures are not recognised. Peers: text
only, one file after the other in one process, killed and started again behind a file that takes more than 30 seconds.
`--tika` names the Python of an environment with iscc-tika (it is no dependency of Stanch).
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from stanch.cli.first_worker import call_first
from stanch.engine.crew import Crew
from stanch.engine.template import permit

MEGABYTE = 1_000_000
PATIENCE = 30.0

XBERG = """
import asyncio, inspect, sys, xberg
def text(path):
    found = xberg.extract(xberg.ExtractInput(kind=xberg.ExtractInputKind.BYTES, bytes=open(path, "rb").read(), filename=path))
    if inspect.isawaitable(found):
        async def wait():
            return await found
        found = asyncio.run(wait())
    return "".join(one.content for one in found.results)
"""
TIKA = """
import sys, iscc_tika
reader = iscc_tika.Extractor()
def text(path):
    return reader.extract_file_to_string(path)[0]
"""
# A line for each file, so that whoever waits knows which one is being read.
LOOP = """
import json, time
for path in json.load(sys.stdin):
    try:
        letters = len(text(path))
    except BaseException:
        letters = 0
    print(letters, time.process_time(), flush=True)
"""


def files_in(folders: Sequence[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def used() -> float:
    """Processor seconds of this process and all below it, those that ended included."""
    own = psutil.Process()
    spent = sum(own.cpu_times()[:4])
    for child in own.children(recursive=True):
        try:
            spent += sum(child.cpu_times()[:4])
        except psutil.Error:
            continue
    return spent


def told(title: str, given: tuple[int, int], seconds: float, processor: float, more: str) -> None:
    """A row; `given` are files and bytes."""
    files, size = given
    speed = f"{files / seconds:8.1f} files/s {size / MEGABYTE / seconds:8.2f} MB/s"
    print(f"{title:28} {seconds:8.2f} s {processor:8.2f} s of processor {speed}   {more}")


def ours(folders: Sequence[Path], files: int, size: int, workers: int) -> float:
    """Processor seconds of reading and scan."""
    begun, work, crew = time.perf_counter(), used(), Crew()
    call_first(crew)
    from stanch import custody, extent, reading
    from stanch.cli.bench import temporary_bench
    from stanch.records import Evidence

    with temporary_bench(workers=workers, crew=crew) as bench:
        bench.settings["ocr"] = "never"
        exhibits = custody.acquire([Evidence(str(folder)) for folder in folders], by="", now=bench.now, bench=bench)
        read = reading.read(exhibits, bench=bench)
        middle, half = time.perf_counter(), used()
        told(
            "stanch: custody, reading",
            (files, size),
            middle - begun,
            half - work,
            f"{read.units.rows():,} units, {len(read.unread)} unread",
        )
        found = extent.scan(read.units, bench=bench)
        end, whole = time.perf_counter(), used()
        told("stanch: reading and scan", (files, size), end - begun, whole - work, f"{found.findings.rows():,} findings")
        print(f"the scan adds {(end - middle) / (middle - begun):.0%} of time, {(whole - half) / (half - work):.0%} of processor time")
        return whole - work


def peer(title: str, python: str, program: str, paths: Sequence[Path], size: int) -> float:
    """A peer's text extraction; what it hangs on is skipped."""
    waiting, letters, hung, processor = [str(path) for path in paths], 0, 0, 0.0
    begun = time.perf_counter()
    while waiting:
        with subprocess.Popen(
            [python, "-c", program + LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(waiting))
            process.stdin.close()
            done, spent = 0, 0.0
            while select.select([process.stdout], [], [], PATIENCE)[0] and (line := process.stdout.readline()):
                count, spent = int(line.split()[0]), float(line.split()[1])
                letters, done = letters + count, done + 1
            process.kill()
        if not done and process.returncode not in (-9, 0):
            print(f"{title:28} did not run")
            return 0.0
        processor += spent
        hung += done < len(waiting)
        waiting = waiting[done + 1 :]
    told(title, (len(paths), size), time.perf_counter() - begun, processor, f"{letters:,} letters, {hung} files hung or ended it")
    return processor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--people", type=int, default=2000, help="of the drill that is invented where no folder is given")
    parser.add_argument("--tika", default="", help="the Python of an environment that has iscc-tika")
    given = parser.parse_args()
    permit()  # this is a program from its start: what loads for workers may be forked from it
    with tempfile.TemporaryDirectory(prefix="stanch-share-") as temporary:
        folders = given.folders
        if not folders:
            drill = Path(temporary) / "drill"
            call = [
                sys.executable,
                "-c",
                "from stanch.cli.main import main; main()",
                "drill",
                "--people",
                str(given.people),
                "--seed",
                "31",
            ]
            subprocess.run([*call, "--out", str(drill)], check=True, capture_output=True)
            folders = [drill / "evidence"]
        paths = files_in(folders)
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths):,} files, {size / MEGABYTE:.1f} MB, {given.workers} workers, load {os.getloadavg()[0]:.1f}")
        spent = ours(folders, len(paths), size, given.workers)
        peers = {"xberg": peer("xberg alone, one process", sys.executable, XBERG, paths, size)}
        if given.tika:
            peers["iscc-tika"] = peer("iscc-tika alone, one process", given.tika, TIKA, paths, size)
        for name, seconds in peers.items():
            if seconds:
                print(f"stanch, scan included, takes {spent / seconds:.0%} of the processor time that {name} takes to read alone")
        if not given.tika:
            print("iscc-tika was not asked for (--tika PYTHON)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
