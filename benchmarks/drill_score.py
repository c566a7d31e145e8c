"""Runs Stanch on a drill and compares what it says with the drill's truth.

    python benchmarks/drill_score.py [--people 2000] [--seed 90211]

Peer: none works from files to duties. Ceiling: the truth itself. Choose a seed that nobody looked at while building.
Prints time and memory of `respond`, then people, findings, duties, story and what could not be read. Ends with 1 below the bar.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from stanch import custody, reading
from stanch.cli.bench import temporary_bench
from stanch.drill import score
from stanch.records import Evidence

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]
BAR = 0.98  # of recall and precision, each kind
PEOPLE_BAR = 0.99


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=90211)
    parser.add_argument("--only-cause", action="store_true", help="Window, cause, and what the actor reached; nothing else.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-score-") as folder:
        root = Path(folder)
        (root / "key").write_text("a passphrase for practice only\n", encoding="utf-8")
        (root / "key").chmod(0o600)
        os.environ["STANCH_KEY_FILE"] = str(root / "key")
        drill, case = root / "drill", root / "case"
        called("drill", "--people", given.people, "--seed", given.seed, "--out", drill)
        respond = ["respond", drill / "evidence", "-C", case, "--facts", drill / "facts.yaml", "--logs", drill / "logs", "--drill"]
        seconds, megabytes = watched(respond)
        print(f"respond: {seconds:.1f} s, {megabytes:,.0f} MB at most, all processes together")
        good = reach_right(drill, case)
        attack = json.loads(called("cause", drill / "logs", "--json"))
        good &= told("window and cause", score.score_story(parsed(drill / "truth/story.json"), attack))
        return 0 if good and (given.only_cause or rest_right(drill, case, root)) else 1


def rest_right(drill: Path, case: Path, root: Path) -> bool:
    good = people_right(drill, case)
    good &= findings_right(drill, root)
    duties = json.loads(called("duties", "-C", case, "--json"))
    return good & told("duties", score.score_duties(parsed(drill / "truth/duties.json"), duties["duties"]))


def people_right(drill: Path, case: Path) -> bool:
    found = score.score_people(lines(drill / "truth/people.jsonl"), json.loads(called("people", "-C", case, "--json"))["people"])
    print(
        f"people: {found.truth} true, {len(found.found)} found ({found.found_share:.2%}), {len(found.missing)} missing,"
        f" {len(found.merged)} merged, {len(found.split)} split, residence right {found.residence_share:.2%}"
    )
    for title, ids in (("missing", found.missing), ("merged", found.merged), ("split", found.split)):
        print(f"  {title}: {' '.join(ids[:20])}") if ids else None
    return found.found_share >= PEOPLE_BAR and not found.merged and found.residence_share >= PEOPLE_BAR


def reach_right(drill: Path, case: Path) -> bool:
    """What the actor reached, of exhibits and of people. A person's truth is that of the places that speak of them."""
    true = {row["locator"]: row["contact"] for row in lines(drill / "truth/exhibits.jsonl")}
    said = {row["locator"]: row["contact"] for row in json.loads(called("reached", "-C", case, "--json"))["exhibits"]}
    said |= {place: said[place.partition("#")[0]] for place in true.keys() - said.keys()}
    found = {row["id"]: row["contact"] for row in json.loads(called("reached", "--people", "-C", case, "--json"))["people"]}
    sources = {row["id"]: row["sources"] for row in lines(drill / "truth/people.jsonl")}
    people = score.score_people(lines(drill / "truth/people.jsonl"), json.loads(called("people", "-C", case, "--json"))["people"])
    whole = {
        place: true.get(place) or true.get(place.partition("#")[0].partition("!/")[0], "not_known")
        for places in sources.values()
        for place in places
    }
    own = {result: score.gravest(whole[place] for place in sources[truth]) for truth, result in people.pairs}
    found = {result: contact for result, contact in found.items() if result in own}
    good = True
    for title, one in (("exhibits", score.score_reach(true, said)), ("people", score.score_reach(own, found))):
        shares = f"recall {one.recall:.2%}, precision {one.precision:.2%}"
        print(f"{title} reached: {one.true} true, {one.told} told, {shares}, {len(one.wrong)} told otherwise")
        for key, expected, got in one.wrong[:20]:
            print(f"  {key}: {got}, expected {expected}")
        good &= min(one.recall, one.precision) >= BAR
    return good


def findings_right(drill: Path, root: Path) -> bool:
    called("scan", drill / "evidence", "--format", "jsonl", "--out", root / "found.jsonl", "--unread", root / "unread.jsonl")
    true = lines(drill / "truth/elements.jsonl")
    kinds = score.score_findings(true, lines(root / "found.jsonl"), texts_of(drill / "evidence"))
    print(f"{'kind':24} {'true':>8} {'found':>8} {'recall':>8} {'precision':>9}")
    for kind in kinds:
        flag = "" if min(kind.recall, kind.precision) >= BAR else "  below the bar"
        print(f"{kind.kind:24} {kind.true:8} {kind.reported:8} {kind.recall:8.2%} {kind.precision:9.2%}{flag}")
    whole = [sum(getattr(kind, name) for kind in kinds) for name in ("true", "right", "reported")]
    print(f"all kinds: recall {whole[1] / whole[0]:.2%}, precision {whole[1] / whole[2]:.2%}")
    unread = score.score_unread(parsed(drill / "truth/unread.json"), lines(root / "unread.jsonl"))
    return told("unread", unread) and all(min(kind.recall, kind.precision) >= BAR for kind in kinds)


def texts_of(evidence: Path) -> dict[str, str]:
    """The text of each unit by its locator: findings count characters in it."""
    with temporary_bench() as bench:
        exhibits = custody.acquire([Evidence(str(evidence))], by="", now=bench.now, bench=bench)
        units = reading.read(exhibits, bench=bench).units
        return {row["locator"]: row["text"] for table in units.tables() for row in table.to_pylist() if row["kind"] == "text"}


def called(*words: object) -> str:
    done = subprocess.run([*STANCH, *map(str, words)], check=False, capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"stanch {words[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def watched(words: Sequence[object]) -> tuple[float, float]:
    """Seconds, and the most megabytes that the process and all below it held together (PSS: shared pages counted once)."""
    start, most = time.perf_counter(), 0
    running = psutil.Popen([*STANCH, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None:
        try:
            family = [running, *running.children(recursive=True)]
            most = max(most, sum(one.memory_full_info().pss for one in family))
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            pass
        time.sleep(0.5)
    if running.returncode > 1:
        raise SystemExit(f"respond ended with {running.returncode}")
    return time.perf_counter() - start, most / 1e6


def parsed(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def told(title: str, differences: list[str]) -> bool:
    print(f"{title}: {'as expected' if not differences else f'{len(differences)} differences'}")
    for difference in differences:
        print(f"  {difference}")
    return not differences


if __name__ == "__main__":
    sys.exit(main())
