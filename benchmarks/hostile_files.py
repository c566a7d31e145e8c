"""Files made to break a reader: `hostile_files.py [--mutations 500] [--seconds 20] [--memory 1500] [--from FOLDER] [--keep FOLDER]`.

Builds bombs, loops, traversal names, deep nesting and huge claims, then mutations of good files (made here, or those of `--from`),
reads them all as a user would, and holds: nothing raises, no file takes longer than the limit, no worker takes more memory than
the limit, every file is accounted for by a unit or a reason, nothing is written outside the work folder.
Exit status 1 where one of these fails. 10,000 mutations are the goal.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
from hostile_cases import CASES, good_files

from stanch import custody, reading
from stanch.cli.bench import temporary_bench
from stanch.engine.bench import Limits
from stanch.records import Evidence

GRACE = 5.0  # seconds over the limit that ending a worker may take
FLAT = 400 << 20  # bytes over the limit between two looks at a worker


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 32))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def doubled(content: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(content)), chance.randrange(1, 4096)
    return content[:at] + content[at : at + size] * chance.choice((2, 50)) + content[at:]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(content)), chance.randrange(1, 2048)
    return content[:at] + bytes(min(size, len(content) - at)) + content[at + size :]


def claimed(content: bytes, chance: random.Random) -> bytes:
    """A number somewhere becomes as large as it can be."""
    at = chance.randrange(max(1, len(content) - 4))
    return content[:at] + struct.pack("<I", chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFF))) + content[at + 4 :]


def dropped(content: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(content)), chance.randrange(1, 1024)
    return content[:at] + content[at + size :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, cut, doubled, zeroed, claimed, dropped)


def build(folder: Path, mutations: int, seed: int, good: Path | None) -> int:
    (folder / "cases").mkdir(parents=True)
    for name, make in CASES.items():
        (folder / "cases" / name).write_bytes(make())
    if good is None:
        files = good_files()
    else:
        files = {path.name: path.read_bytes() for path in sorted(good.iterdir()) if path.is_file() and 0 < path.stat().st_size < 2 << 20}
    chance = random.Random(seed)
    names = sorted(files)
    for number in range(mutations):
        name = names[number % len(names)]
        mutate = chance.choice(MUTATIONS)
        place = folder / "mutations" / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}-{mutate.__name__}-{name}").write_bytes(mutate(files[name], chance) or b"\x00")
    return len(CASES) + mutations


class Watch:
    """The largest memory of any process below this one."""

    def __init__(self) -> None:
        self.most, self.going = 0, True
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        me = psutil.Process()
        while self.going:
            for child in me.children(recursive=True):
                try:
                    self.most = max(self.most, child.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(0.05)

    def stop(self) -> int:
        """The figure, and no more looking."""
        self.going = False
        self.thread.join()
        return self.most


def run(folder: Path, seconds: float, memory: int, workers: int) -> tuple[list[str], str]:
    """(what failed, a summary)."""
    watch = Watch()
    begun = time.perf_counter()
    with temporary_bench(workers=workers) as usual:
        bench = replace(usual, limits=Limits(seconds=seconds, memory=memory))
        bench.settings["ocr"] = "never"
        exhibits = custody.acquire([Evidence(str(folder))], by="", now=bench.now, bench=bench)
        result = reading.read(exhibits, bench=bench)
        units = Counter(row for table in result.units.tables(columns=["exhibit"]) for row in table["exhibit"].to_pylist())
    took, most = time.perf_counter() - begun, watch.stop()
    told = Counter(one.exhibit for one in result.unread)
    failed = [f"not accounted for: {one.name}" for one in exhibits if not units[one.id] and not told[one.id]]
    late = [one for one in result.unread if one.reason == "timed_out" and "not finished after" in one.detail]
    dead = [one for one in result.unread if "its worker died" in one.detail]
    failed += [f"crashed: {one.locator} ({one.detail})" for one in dead]
    if most > memory + FLAT:
        failed.append(f"a worker took {most >> 20} MB, the limit is {memory >> 20} MB")
    if took > GRACE * (1 + len(late)) + seconds * (len(late) + 2) + 1.0 * len(exhibits):
        failed.append(f"took {took:.0f} s")
    reasons = Counter(one.reason for one in result.unread)
    lines = [f"{len(exhibits)} files in {took:.1f} s; {len(units)} gave something; most memory of a worker {most >> 20} MB"]
    lines += [f"  {reason:12} {count}" for reason, count in reasons.most_common()]
    lines += [
        f"  ended at the limit: {one.locator} ({one.detail})" for one in (*late, *(o for o in result.unread if "MB of memory" in o.detail))
    ]
    return failed, "\n".join(lines)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutations", type=int, default=500)
    options.add_argument("--seconds", type=float, default=20.0)
    options.add_argument("--memory", type=int, default=1500, help="MB a worker may take")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--from", dest="good", type=Path, help="mutate the files of this folder instead of those made here")
    options.add_argument("--keep", type=Path, help="build there, and leave it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        folder = given.keep or Path(scratch) / "set"
        count = build(folder, given.mutations, given.seed, given.good)
        beside = set(folder.parent.iterdir())
        failed, summary = run(folder, given.seconds, given.memory << 20, given.workers)
        failed += [f"written outside: {path}" for path in set(folder.parent.iterdir()) - beside]
    print(f"{count} files made; limit {given.seconds:g} s and {given.memory} MB")
    print(summary)
    for one in failed:
        print(f"FAILS {one}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
