"""How fast a live source is taken, and in how much memory: `live_sources.py ADDRESS` (its password in STANCH_SOURCE_PASSWORD).

Prints exhibits, rows, bytes, seconds, seconds of this program's own processor time, and the most memory it held. What is
taken goes sealed into a temporary folder that is gone afterwards. Run it against a table or bucket of a size you know.
"""

from __future__ import annotations

import resource
import sys
import time

from stanch import custody
from stanch.cli.bench import temporary_bench
from stanch.records import Evidence


def main(text: str) -> int:
    address = custody.parse(text)
    (secret,) = custody.secrets_for([address])
    started = time.monotonic()
    with temporary_bench() as bench:
        broken = custody.take([(address, "evidence", secret)], by="benchmark", bench=bench)
        passed = time.monotonic() - started
        exhibits = custody.acquire([Evidence(address.plain)], by="benchmark", now=bench.now, bench=bench)
    used = resource.getrusage(resource.RUSAGE_SELF)
    rows, size = sum(one.rows or 0 for one in exhibits), sum(one.size for one in exhibits)
    print(f"{len(exhibits):,} exhibits, {rows:,} rows, {size / 1e6:,.1f} MB in {passed:.1f} s")
    print(f"{used.ru_utime + used.ru_stime:.1f} s of this program's processor time")
    print(f"{rows / passed:,.0f} rows/s, {size / 1e6 / passed:,.1f} MB/s, at most {used.ru_maxrss / 1024:,.0f} MB of memory")
    for one in broken:
        print(one)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
