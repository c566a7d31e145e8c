"""How often detections are wrong on ordinary days: an invented firm's logs of a quiet month, and what `stanch cause` says.

    python benchmarks/benign_logs.py [--seed 1] [--days 30] [--people 60] [--keep DIR]

The firm's days hold what real ones hold and rules stumble over: management agents that start shells, administrators at work, backups,
installers, a new laptop that synchronises, mistyped passwords behind one office address, servers that read storage all day, search
engines and monitors on the web site. Prints detections of the level medium and above by rule, and the events that they
count for each 100,000. Peer: none publishes such a figure; SigmaHQ tests its rules on logs of idle virtual machines, which hold no people.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benign_days import Firm, write_logs

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]
SHOWN = ("medium", "high", "critical")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--keep", type=Path, help="a folder to leave the logs in")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-benign-") as made:
        folder = given.keep or Path(made)
        write_logs(Firm(given.seed, given.people, given.days), folder)
        done = subprocess.run([*STANCH, "cause", str(folder), "--json"], check=False, capture_output=True, text=True)
        score(json.loads(done.stdout))


def score(account: dict[str, Any]) -> None:
    """Print what was told, by kind of log and by rule."""
    events = account["events"]
    kinds = Counter[str]()
    for source in account["sources"]:
        kinds[source["kind"]] += source["events"]
    wrong, hits = Counter[str](), Counter[str]()
    for one in account["detections"]:
        if one["level"] in SHOWN:
            wrong[f"{one['level']:8} {one['title']}"] += one["count"]
            hits[f"{one['level']:8} {one['title']}"] += 1
    print(f"{events:,} events: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    told, counted = sum(hits.values()), sum(wrong.values())
    print(f"{counted:,} events of {told:,} detections: {counted * 100_000 / events:.1f} of 100,000 events")
    print(f"detections for each 100,000 events: {told * 100_000 / events:.1f}; story of {len(account['story'])} steps")
    for title, count in wrong.most_common():
        print(f"  {count:7,} in {hits[title]:4}  {title}")


if __name__ == "__main__":
    main()
