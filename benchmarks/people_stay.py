"""Evidence is added in two steps: does everybody who is listed after the first keep the id after the second?

    python benchmarks/people_stay.py [--people 500] [--seed 90017]

A drill is handed in first without its databases, then with them: they sort before the rest, and hold numbers that identify
better than what was known. Prints how many of the people listed first are listed under the same id, are found as a former
id of somebody, or are neither; the same without what was listed before; and how many decisions still bind.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from stanch import drill, people
from stanch.engine import Bench
from stanch.line import LINE, MemoryStore
from stanch.records import Aside, DoubtfulPair, Evidence, Linkage, Person, Ruling
from stanch.vault import random_keys

STEPS = ("custody", "reading", "extent", "people")


def walked(store: MemoryStore, bench: Bench) -> list[Person]:
    for step in LINE:
        if step.name in STEPS:
            step.run(store, bench)
    return store.get(Person)


def rulings(store: MemoryStore, most: int = 50) -> list[Ruling]:
    """Every doubtful pair of the first step kept apart, as a reviewer might decide."""
    by_id = {person.id: person for person in store.get(Person)}
    pairs = store.get(DoubtfulPair)[:most]
    return [
        Ruling(f"r-{at}", "apart", (by_id[one.left].records, by_id[one.right].records), (one.left, one.right))
        for at, one in enumerate(pairs, 1)
    ]


def main() -> int:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--people", type=int, default=500)
    wanted.add_argument("--seed", type=int, default=90017)
    asked = wanted.parse_args()
    with TemporaryDirectory(prefix="stanch-") as folder:
        made = Path(folder) / "breach"
        drill.make(made, people=asked.people, seed=asked.seed)
        bench = Bench(
            work=Path(folder) / "work", keys=random_keys(), as_of=datetime.now(UTC).date(), workers=2, settings={"by": "benchmark"}
        )
        bench = replace(bench, moment=datetime.now(UTC))
        first, later = [made / "evidence" / name for name in ("mail", "share")], made / "evidence" / "databases"
        store = MemoryStore()
        store.put(Evidence, [Evidence(str(path)) for path in first])
        before = walked(store, bench)
        store.put(Ruling, rulings(store))
        store.put(Evidence, [Evidence(str(path)) for path in (*first, later)])
        begun = time.process_time()
        after = walked(store, bench)
        now = {one.id for one in after} | {one.id for one in store.get(Aside)}
        former = {old for one in after for old in one.former_ids}
        listed = {one.id for one in before}
        seconds = time.process_time() - begun
        print(f"{len(before)} people listed first, {len(after)} after the databases were added ({seconds:.1f} s of this process)")
        print(f"  same id: {len(listed & now)}; a former id: {len(listed & former - now)}; neither: {len(listed - now - former)}")
        findings = store.get_parts("findings")
        assert findings is not None
        fresh = people.consolidate(findings, bench=bench)
        print(f"  without what was listed before: same id: {len(listed & {one.id for one in fresh.people})}")
        decided = store.get(Ruling)
        lost = store.get(Linkage)[0].lost
        holder = {key: one.id for one in after for key in one.records}
        kept = sum(
            {holder.get(key) for key in ruling.groups[0]}.isdisjoint({holder.get(key) for key in ruling.groups[1]} - {None})
            for ruling in decided
        )
        print(f"  {len(decided)} pairs decided to be two people: {kept} still two, {len(lost)} bind nobody any more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
