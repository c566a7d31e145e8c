"""How long the law room takes: loading, one jurisdiction, all of them with their proof trees, a million people grouped.

    python benchmarks/law_speed.py

Peer: none is open that reasons over dated law with proofs. Ceiling: the bare reading of the compiled library (loading), and
a plain count of the same million people by residence and elements (grouping); the ratio to it is printed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from stanch.law import assess, from_values, merge_facts, statutes
from stanch.law.supposing import shifts
from stanch.records import Facts, Person

ROUNDS = 20
NOW = datetime(2026, 6, 15, tzinfo=UTC)
BREACH = {
    "as_of": "2026-06-15",
    "org": {"sector": "retail", "role": "owner", "establishment": ["US"], "regulated_as": []},
    "incident": {
        "kind": "intrusion", "medium": "electronic", "confidentiality": "acquired", "actor": "external_malicious",
        "occurred": "2026-04-20", "discovered": "2026-05-04", "determined": "2026-05-11",
    },
    "data": [{"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False}],
    "harm": {"finding": "risk", "documented": False},
}  # fmt: skip


def main() -> int:
    load = (
        "import time; b, p = time.perf_counter(), time.process_time(); from stanch.law import statutes; q = time.process_time(); "
        "statutes.library(); print(time.perf_counter() - b, time.process_time() - p, time.process_time() - q)"
    )
    runs = [subprocess.run([sys.executable, "-c", load], check=True, capture_output=True, text=True).stdout.split() for _ in range(4)]
    first, (clock, processor, loading) = runs[0][0], (min(float(run[part]) for run in runs[1:]) for part in (0, 1, 2))
    print(
        f"library: {len(statutes.library())} instruments, imported and loaded in {clock:.3f} s ({processor:.3f} s of the processor, "
        f"{loading:.3f} of them loading; first, perhaps compiling: {float(first):.3f} s)"
    )
    places = sorted({place for statute in statutes.library() for place in statute.versions[-1].law.residence})
    one = from_values({**BREACH, "affected": {"US-CA": 501}})
    every = from_values({**BREACH, "affected": dict.fromkeys(places, 1000), "targets_eu": True})
    print(f"one jurisdiction: {told(lambda: assess(one))}")
    print(f"{len(places)} residences, {len(assess(every).duties)} duties with proofs: {told(lambda: assess(every))}")
    print(f"what if, all residences (two assessments): {told(lambda: shifts(every, {'discovered': date(2026, 4, 24)}, now=NOW), rounds=5)}")
    grouping()
    return 0


def grouping() -> None:
    person = Person(id="p", name="Ada Example", residence="US-CA", elements=("name", "ssn"), relation="customer")
    mixed = [person, replace(person, residence="US-TX"), replace(person, elements=("name",)), replace(person, residence=None)]
    people = mixed * 250_000
    facts = Facts(as_of=date(2026, 6, 15))
    ours = timed(lambda: merge_facts(facts, None, people), rounds=3)
    ceiling = timed(lambda: Counter((one.residence, one.elements) for one in people), rounds=3)
    print(f"a million people grouped: {ours:.2f} s, a bare count {ceiling:.2f} s, ratio {ours / ceiling:.1f}")


def told(work: Callable[[], object], rounds: int = ROUNDS) -> str:
    """The best of some rounds by the clock, and by the processor, which others on the machine disturb less."""
    return f"{1000 * timed(work, rounds):.1f} ms ({1000 * timed(work, rounds, time.process_time):.1f} ms of the processor)"


def timed(work: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter) -> float:
    """The best of some rounds, in seconds: what the machine can do when nobody disturbs it."""
    best = float("inf")
    for _ in range(rounds):
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best


if __name__ == "__main__":
    sys.exit(main())
