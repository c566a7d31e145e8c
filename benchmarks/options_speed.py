"""How long it takes to weigh all ways of telling people, and how much memory.

python benchmarks/options_speed.py [--people 100000]
"""

import argparse
import resource
import time
from datetime import UTC, datetime

from letters import facts, people

from stanch import law, protection
from stanch.notices.options import Matter, rates, strategies, weigh


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    found = list(people(parser.parse_args().people))
    situation = facts(found)
    duties = law.assess(situation).duties
    offers = protection.offer(duties, found, situation)
    start, cpu = time.perf_counter(), time.process_time()
    matter = Matter(tuple(duties), tuple(found), tuple(offers), datetime(2026, 11, 24, 12, tzinfo=UTC))
    for strategy in strategies().values():
        option = weigh(strategy, matter, rates())
        print(f"{option.id}: {option.letters:,} letters, {len(option.missed)} duties missed, {option.currency} {option.total:,.0f}")
    took, used = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counted = f"{len(strategies())} ways, {len(found):,} people, {len(duties):,} duties"
    print(f"{counted}: {took:.1f} s ({used:.1f} s of processor), peak {memory} MB")


if __name__ == "__main__":
    main()
