"""pseudopeople's noisy census, wage, tax, benefits and Social Security files of one simulated population, linked together.

    python benchmarks/people_pseudo.py --peers PYTHON [--seed 1] [--show]

PYTHON is one that has `pseudopeople` (BSD; its sample population of about ten thousand is in the package) and `recordlinkage`.
The five files are laid one below the other as they come: half of the fields empty, dates in three orders. For the peers the dates
are brought into one form, as whoever runs them would. Ends with 1 where a bar is missed. `--show` lists what went wrong, for every
second person (even number) only; the others are never shown, so that what is learnt can be checked on them.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from people_beside import compare
from people_peers import Recipe

GENERATE = """
import sys, warnings
warnings.filterwarnings("ignore")
import pseudopeople
from loguru import logger
logger.remove()
for name in sys.argv[2].split():
    made = getattr(pseudopeople, "generate_" + name)(seed=int(sys.argv[3]))
    made.astype(object).where(made.notna(), "").to_csv(f"{sys.argv[1]}/{name}.csv", index=False)
"""
FILES = ("decennial_census", "taxes_w2_and_1099", "women_infants_and_children", "social_security", "taxes_1040")
COLUMNS = {
    "first_name": ("first_name",),
    "middle_name": ("middle_name", "middle_initial"),
    "last_name": ("last_name",),
    "date_of_birth": ("date_of_birth",),
    "ssn": ("ssn",),
    "street_number": ("street_number", "mailing_address_street_number"),
    "street_name": ("street_name", "mailing_address_street_name"),
    "unit_number": ("unit_number", "mailing_address_unit_number"),
    "city": ("city", "mailing_address_city"),
    "state": ("state", "mailing_address_state"),
    "zipcode": ("zipcode", "mailing_address_zipcode"),
}
RECIPE = Recipe(
    given="first_name",
    family="last_name",
    dob="date_of_birth",
    number="ssn",
    exact=("middle_name", "street_number", "street_name"),
    blocking=(
        ("first_name", "last_name"),
        ("date_of_birth",),
        ("ssn",),
        ("street_number", "street_name"),
    ),
    sure=(("ssn",), ("first_name", "last_name", "date_of_birth")),
    training=(("first_name", "last_name"), ("date_of_birth",)),
    keys=(("ssn",), ("first_name", "last_name", "date_of_birth")),
    dob_format="%Y-%m-%d",
)


def generated(python: str, seed: int) -> tuple[list[dict[str, str]], dict[str, str]] | None:
    with TemporaryDirectory() as folder:
        command = [python, "-c", GENERATE, folder, " ".join(FILES), str(seed)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        rows, truth = [], {}
        for name in FILES:
            with (Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
                for number, read in enumerate(csv.DictReader(stream)):
                    record = f"{name}-{number:06}"
                    truth[record] = read["simulant_id"]
                    own = {one: next((read[old] for old in olds if read.get(old)), "") for one, olds in COLUMNS.items()}
                    rows.append({"record_id": record} | own)
    return rows, truth


def in_one_form(written: str) -> str:
    """A date as the peers are given it; what is no date stays as it is."""
    if found := re.fullmatch(r"(\d{2})/?(\d{2})/?((?:19|20)\d{2})", written):
        return f"{found[3]}-{found[1]}-{found[2]}"
    if found := re.fullmatch(r"((?:18|19|20)\d{2})(\d{2})(\d{2})", written):
        return f"{found[1]}-{found[2]}-{found[3]}"
    return written


def is_shown(person: str) -> bool:
    return int(person.rsplit("_", maxsplit=1)[-1]) % 2 == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has pseudopeople and recordlinkage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    made = generated(given.peers, given.seed)
    if made is None:
        print(f"skipped: {given.peers} has no pseudopeople, whose population this is (--peers PYTHON)")
        return 0
    if given.show:
        from people_beside import show

        show(*made, is_shown)
        return 0
    own = {row["record_id"]: row for row in made[0]}
    rows = [row | {"date_of_birth": in_one_form(row["date_of_birth"])} for row in made[0]]
    return 0 if compare(f"pseudopeople, seed {given.seed}", rows, made[1], RECIPE, given.peers, as_written=own) else 1


if __name__ == "__main__":
    sys.exit(main())
