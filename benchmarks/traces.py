"""Searches every byte that a run leaves behind for planted values: the case folder without report/, and the temporary folder.

    python benchmarks/traces.py [--people 300] [--seed 11]

Looked for, as UTF-8 and UTF-16: every SSN and card (as written, and its bare digits), every password, every surname of
five letters and more. Ends with 1 where one is found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]
KINDS = {"us_ssn", "us_itin", "payment_card", "password", "family_name", "iban", "us_bank_account"}


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-traces-") as folder:
        root = Path(folder)
        for name in ("tmp", "state", "cache"):
            (root / name).mkdir()
        (root / "key").write_text("a passphrase for practice only\n", encoding="utf-8")
        (root / "key").chmod(0o600)
        os.environ |= {
            "STANCH_KEY_FILE": str(root / "key"),
            "TMPDIR": str(root / "tmp"),
            "XDG_STATE_HOME": str(root / "state"),
            "XDG_CACHE_HOME": str(root / "cache"),
        }
        drill = root / "d"
        made = ["drill", "--people", str(given.people), "--seed", str(given.seed), "--out", str(drill)]
        subprocess.run([*STANCH, *made], check=True, capture_output=True)
        # The compiled patterns hold examples of their own; what stands there before anything is read is no trace.
        (root / "nothing.txt").write_text("nothing\n", encoding="utf-8")
        subprocess.run([*STANCH, "scan", str(root / "nothing.txt")], check=True, capture_output=True)
        subprocess.run([*STANCH, "law", "list"], check=True, capture_output=True)  # as does the compiled law ("Townsend")
        before = {path: path.read_bytes() for path in left_behind(root) if path.is_file()}
        handed = ["--facts", str(drill / "facts.yaml"), "--logs", str(drill / "logs"), "--drill"]
        call = [*STANCH, "respond", str(drill / "evidence"), "-C", str(root / "case"), *handed]
        done = subprocess.run(call, check=False, capture_output=True)
        if done.returncode > 1:
            raise SystemExit(done.stderr.decode()[-2000:])
        wanted = planted(drill / "truth/elements.jsonl")
        files = [path for path in left_behind(root) if path.is_file() and before.get(path) != path.read_bytes()]
        found = [(path.relative_to(root), value) for path in files for value in search(path, wanted)]
    print(f"{len(wanted):,} forms of planted values, {len(files)} files left behind: {len(found)} found")
    for path, value in found[:20]:
        print(f"  {path}: {value[:2]!r}…")
    return 1 if found else 0


def planted(elements: Path) -> set[bytes]:
    """Every form that is looked for."""
    values: set[str] = set()
    with elements.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["kind"] in KINDS and len(row["value"]) >= 5:
                values |= {row["value"], re.sub(r"[\s-]", "", row["value"])}
    return {value.encode(code) for value in values for code in ("utf-8", "utf-16-le")}


def left_behind(root: Path) -> Iterator[Path]:
    """All files but the drill's own and the report."""
    for name in ("case", "tmp", "state", "cache"):
        yield from (path for path in (root / name).rglob("*") if "report" not in path.relative_to(root / name).parts[:1])


def search(path: Path, wanted: set[bytes]) -> list[bytes]:
    """The values in a file. Hyperscan would be quicker; a file of this size does not need it."""
    content = path.read_bytes()
    return [value for value in wanted if value in content]


if __name__ == "__main__":
    sys.exit(main())
