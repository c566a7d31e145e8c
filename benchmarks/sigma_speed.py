"""Stanch and Zircolite side by side: the same Sigma rules over the same Windows events, times, detections and their difference.

    python benchmarks/sigma_events.py EVTX OUT                              # once: events as JSON lines
    python benchmarks/sigma_speed.py OUT --sigma RULES --evtx EVTX --zircolite FOLDER --python ITS_PYTHON --ruleset RULESET.json
    python benchmarks/sigma_speed.py OUT --sigma RULES --events 1000000     # Stanch alone, the events again and again
    … --times 60                                                            # both, each file sixty times

RULESET.json is what Zircolite makes of RULES (`zircolite.py -r RULES -p sysmon windows-logsources -sr`), so that neither side's
time holds the reading of YAML. Each side runs in a process of its own; `cpu` is its user and system time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path

from stanch.cause.event import Event


def stanch_side(events: Path, rules: Path, many: int) -> None:
    """Run by the benchmark in a process of its own; prints JSON."""
    from sigma_events import read

    from stanch.cause import sigma

    begun = time.perf_counter()
    loaded = sigma.load_folder(rules)
    ready = time.perf_counter()
    prefilter = sigma.Prefilter(loaded)
    found: dict[str, int] = {}
    count = hits = 0
    marks: list[tuple[int, int]] = []
    for event in _events(events, many, read):
        count += 1
        for rule in prefilter.fired(event.kind, event.fields):
            hits += 1
            found[rule.id] = found.get(rule.id, 0) + 1
        if many and count % max(many // 10, 1) == 0:
            marks.append((count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    prefilter.keep()
    ended = time.perf_counter()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "rules": sum(1 for _ in loaded.all()),
                "broken": len(loaded.broken),
                "skipped": loaded.skipped,
                "events": count,
                "hits": hits,
                "found": found,
                "titles": {rule.id: rule.title for rule in loaded.all()},
                "load": ready - begun,
                "run": ended - ready,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak_mb": usage.ru_maxrss // 1024,
                "marks": marks,
            }
        )
    )


def _events(folder: Path, many: int, read: object) -> Iterator[Event]:
    files = sorted(folder.rglob("*.jsonl"))
    once = chain.from_iterable(read(file) for file in files)  # type: ignore[operator]
    if not many:
        return once
    again = chain.from_iterable(read(file) for file in cycle(files))  # type: ignore[operator]
    return islice(again, many)


def run(command: list[str], cwd: Path | None = None) -> tuple[str, float, float]:
    """(output, wall seconds, CPU seconds of the process and its children)."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, time.perf_counter() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def again(source: Path, folder: Path, times: int) -> Path:
    """A folder in which each event log file of `source` stands so many times, as links."""
    for copy in range(times):
        for number, file in enumerate(sorted(source.rglob("*.evtx"))):
            (folder / f"{copy:04}_{number:04}.evtx").symlink_to(file.resolve())
    return folder


def zircolite_side(given: argparse.Namespace, source: Path) -> tuple[dict[str, int], float, float]:
    with tempfile.TemporaryDirectory() as folder:
        if given.times > 1:
            (Path(folder) / "logs").mkdir()
            source = again(source, Path(folder) / "logs", given.times)
        out = Path(folder) / "out.json"
        tail = ["-e", str(source.resolve()), "-r", str(given.ruleset.resolve()), "-o", str(out), "-l", str(out.with_suffix(".log")), "-q"]
        _, wall, cpu = run([str(given.python), "zircolite.py", *tail], given.zircolite)
        found = json.loads(out.read_text()) if out.exists() else []
    counts: dict[str, int] = {}
    for one in found:
        key = str(one.get("id") or one["title"])
        counts[key] = counts.get(key, 0) + one["count"]
    return counts, wall, cpu


def compare(mine: dict[str, int], theirs: dict[str, int], titles: dict[str, str]) -> None:
    more = {key for key in mine if mine[key] > theirs.get(key, 0)}
    fewer = {key for key in theirs if theirs[key] > mine.get(key, 0)}
    print(f"rules that fire: Stanch {len(mine)}, Zircolite {len(theirs)}; hits: {sum(mine.values())} and {sum(theirs.values())}")
    for word, keys in (("more", more), ("fewer", fewer)):
        print(f"Stanch tells {word} for {len(keys)} rules:")
        for key in sorted(keys, key=lambda key: -abs(mine.get(key, 0) - theirs.get(key, 0)))[:40]:
            print(f"  {mine.get(key, 0):5} {theirs.get(key, 0):5}  {titles.get(key, key)}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("events_folder", type=Path)
    asked.add_argument("--sigma", type=Path, required=True)
    asked.add_argument("--events", type=int, default=0, help="this many events, repeated")
    asked.add_argument("--times", type=int, default=1, help="each file so many times, on both sides")
    asked.add_argument("--evtx", type=Path)
    asked.add_argument("--zircolite", type=Path)
    asked.add_argument("--python", type=Path)
    asked.add_argument("--ruleset", type=Path)
    asked.add_argument("--side", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.times > 1:
        given.events = given.times * sum(1 for file in given.events_folder.rglob("*.jsonl") for _ in file.open("rb"))
    if given.side:
        stanch_side(given.events_folder, given.sigma, given.events)
        return
    command = [sys.executable, __file__, str(given.events_folder), "--sigma", str(given.sigma), "--events", str(given.events), "--side"]
    run([*command[:-3], "--events", "0", "--side"])  # once before, so that rules and literals are kept
    out, wall, cpu = run(command)
    told = json.loads(out)
    print(f"{told['rules']} rules ({told['broken']} broken, {told['skipped']} for no log), {told['events']:,} events, {told['hits']} hits")
    print(
        f"Stanch     wall {wall:6.2f} s  cpu {cpu:6.2f} s  (rules {told['load']:.2f}, events {told['run']:.2f})  peak {told['peak_mb']} MB"
    )
    for count, peak in told["marks"]:
        print(f"  after {count:>10,} events: peak {peak} MB")
    if given.zircolite:
        theirs, their_wall, their_cpu = zircolite_side(given, given.evtx)
        print(
            f"Zircolite  wall {their_wall:6.2f} s  cpu {their_cpu:6.2f} s   ratio: wall {their_wall / wall:.1f}, cpu {their_cpu / cpu:.1f} "
            f"peak of all children {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB"
        )
        compare(told["found"], theirs, told["titles"])


if __name__ == "__main__":
    main()
