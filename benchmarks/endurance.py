"""Kills `stanch respond` at random moments and runs it again: people, duties and letters must be those of an undisturbed run.

    python benchmarks/endurance.py [--people 300] [--seed 11] [--kills 30]

Each kill goes to the whole process group (SIGKILL). Prints what differs, if anything; ends with 1 if something does.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kills", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-endurance-") as folder:
        root = Path(folder)
        (root / "key").write_text("a passphrase for practice only\n", encoding="utf-8")
        (root / "key").chmod(0o600)
        os.environ |= {"STANCH_KEY_FILE": str(root / "key"), "XDG_CACHE_HOME": str(root / "cache")}
        made = ["drill", "--people", str(given.people), "--seed", str(given.seed), "--out", str(root / "d")]
        subprocess.run([*STANCH, *made], check=True, capture_output=True)
        # One case, copied while it is empty: the key is the same, so tokens and what is named by them must be too.
        subprocess.run([*STANCH, "init", str(root / "empty")], check=True, capture_output=True)
        fresh(root, "calm")
        fresh(root, "killed")
        begun = time.monotonic()
        respond(root, "calm")
        whole = time.monotonic() - begun
        killed = disturbed(root, random.Random(given.seed), given.kills, whole)
        respond(root, "killed")
        differing = [what for what in ("people", "duties", "letters") if answer(root, "calm", what) != answer(root, "killed", what)]
    print(f"undisturbed {whole:.0f} s; killed {killed} times; differing: {', '.join(differing) or 'nothing'}")
    return 1 if differing else 0


def call(root: Path, case: str) -> list[str]:
    """The command under test."""
    drill = root / "d"
    given = ["--facts", str(drill / "facts.yaml"), "--logs", str(drill / "logs"), "--drill"]
    return [*STANCH, "respond", str(drill / "evidence"), "-C", str(root / case), *given]


def respond(root: Path, case: str) -> None:
    """To the end."""
    done = subprocess.run(call(root, case), check=False, capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"respond failed with {done.returncode}: {done.stderr[-2000:]}")


def disturbed(root: Path, rng: random.Random, kills: int, whole: float) -> int:
    """Start and kill. Once a run has come to its end the case is asked to work anew, so that every kill meets work."""
    killed = 0
    while killed < kills:
        running = subprocess.Popen(call(root, "killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            running.wait(timeout=rng.uniform(0.2, whole * 0.6))
            fresh(root, "killed")
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            killed += 1
    return killed


def fresh(root: Path, case: str) -> None:
    """The case as it was while it was empty; a finished one is thrown away."""
    shutil.rmtree(root / case, ignore_errors=True)
    shutil.copytree(root / "empty", root / case)


def answer(root: Path, case: str, what: str) -> object:
    """What is compared: the two commands' JSON without moments, and a hash of each letter."""
    if what == "letters":
        letters = sorted((root / case / "report/letters").glob("*.pdf"))
        return [(one.name, hashlib.sha256(one.read_bytes()).hexdigest()) for one in letters]
    done = subprocess.run([*STANCH, what, "-C", str(root / case), "--json"], check=False, capture_output=True, text=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
