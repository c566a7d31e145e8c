"""How often a remark in a table's column that is read as somebody's health is it, and how much of what is said is found.

python benchmarks/remark_kinds.py [--part look|held|both] [--misses]

`remark_kinds.txt` holds remarks with slots, which are filled with conditions and things from the lists below, `EACH` times; a table a
remark, a row a filling,
beside invented people. By hash of the remark one half may be looked at (`--misses` prints what went wrong there), the
other is held apart. A remark says something of health, or nothing: right is a row of the first sort with a finding of the groups health
or family, wrong one of the second. The interval is Wilson's of 95 %, with a remark for one observation, not a row.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from annotated_sets import part_of

from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys
from stanch.vocabulary import elements

SENTENCES = Path(__file__).parent / "remark_kinds.txt"
EACH = 12
KEYS = Keys(bytes(32))
FILLED = {
    "c": [
        "epilepsy", "type 1 diabetes", "asthma", "breast cancer", "PTSD", "bipolar disorder", "Crohn's disease", "multiple sclerosis",
        "a stroke", "lupus",
        "hepatitis C", "HIV", "a concussion", "sleep apnea", "psoriasis", "kidney stones", "a miscarriage", "COPD", "high blood pressure",
        "schizophrenia",
        "endometriosis", "Parkinson's", "a heart attack", "ADHD", "a slipped disc", "migraine",
        "long covid", "an eating disorder", "celiac disease",
        "glaucoma",
    ],
    "d": ["Bandscheibenvorfall", "Depression", "Epilepsie", "Asthma", "Brustkrebs", "Diabetes", "Herzinfarkt", "Rheuma", "Migräne"],
    "f": ["dépression", "asthme", "épilepsie", "diabète", "cancer du sein", "hernie discale", "migraines", "hypertension"],
    "s": ["depresión", "asma", "epilepsia", "diabetes", "cáncer de mama", "lumbalgia", "migraña", "hipertensión"],
    "m": ["metformin", "lisinopril", "sertraline", "insulin", "levothyroxine", "atorvastatin", "lithium", "methotrexate"],
    "p": ["blue jacket", "coffee machine", "garden chair", "printer", "invoice", "bicycle", "lamp", "parcel", "two books", "tyre"],
}  # fmt: skip
PEOPLE = [("Ann Lee", "1970-01-02"), ("Robert Ray", "1980-03-04"), ("Cyrus Moe", "1990-05-06"), ("Dana Gill", "1961-07-08")]
Said = tuple[bool, str, str]


def remarks(part: str) -> Iterator[Said]:
    """Whether it tells of health, the header, the remark with its slots."""
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line and line[0] in "+-" and (part == "both" or part_of(line) == part):
            header, _, remark = line[2:].partition(" | ")
            yield line[0] == "+", header, remark


def cells(remark: str, draw: random.Random) -> list[str]:
    """The remark filled again and again."""
    return [re.sub(r"\{(\w)\}", lambda slot: draw.choice(FILLED[slot[1]]), remark) for _ in range(EACH)]


def found(header: str, told: list[str]) -> dict[int, float]:
    """The rows of a table with such a column in which health is found, and the highest confidence."""
    people = [PEOPLE[number % len(PEOPLE)] for number in range(len(told))]
    columns = {"Name": [name for name, _ in people], "DOB": [born for _, born in people], header: told}
    unit = Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(pa.table(columns)))
    rows: dict[int, float] = {}
    for row in scan_table(unit, KEYS).to_pylist():
        if elements()[row["kind"]].group in ("health", "genetic") and row["column"] == header:
            rows[row["row"] - 2] = max(rows.get(row["row"] - 2, 0.0), row["confidence"])
    return rows


def interval(right: float, many: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    z, share = 1.96, right / many
    middle, width = share + z * z / (2 * many), z * math.sqrt(share * (1 - share) / many + z * z / (4 * many * many))
    return (middle - width) / (1 + z * z / many), (middle + width) / (1 + z * z / many)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["look", "held", "both"], default="both")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    for part in ("look", "held") if given.part == "both" else (given.part,):
        draw = random.Random(5)
        missed = many = 0
        said: dict[float, list[tuple[str, bool]]] = {}
        for is_told, header, remark in remarks(part):
            filled = cells(remark, draw)
            rows = found(header, filled)
            many, missed = many + 1, missed + is_told * (EACH - len(rows))
            for sure in rows.values():
                said.setdefault(round(sure, 2), []).append((remark, is_told))
            if given.misses and part == "look":
                for at in [at for at in range(EACH) if (at in rows) != is_told][:4]:
                    print("   ", "missed  " if is_told else "too much", f"{header} | {filled[at]}")
        right = sum(is_told for rows in said.values() for _, is_told in rows)
        print(f"{part}: {many} remarks, {EACH} rows each; found {right / max(1, right + missed):.3f} of what is said")
        for sure, rows in sorted(said.items()):
            share, tellers = sum(is_told for _, is_told in rows) / len(rows), len({remark for remark, _ in rows})
            low, high = interval(share * tellers, tellers)
            print(f"  confidence {sure:.2f}: {len(rows)} findings of {tellers} remarks, right {share:.3f} ({low:.2f}-{high:.2f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
