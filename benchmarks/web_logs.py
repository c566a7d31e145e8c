"""How fast web logs are read: `stanch cause` on one large invented access log, beside a program that only counts its lines.

    python benchmarks/web_logs.py [--megabytes 200] [--folder DIR]

Peer: none tells a story from web logs. Ceiling: `wc -l`, and `grep -c` for one address. Prints wall time and processor time (children
counted), megabytes a second and core, and the most memory. 10,000 visitors, unlike addresses of pages, one intruder at the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]
INTRUDER = "203.0.113.9"
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15",
)
PAGES = (
    "/",
    "/portal/login",
    "/css/site.{}.css",
    "/img/{}.jpg",
    "/blog/{}?utm_source=mail",
    "/api/v1/appointments/{}",
    "/search?q=dentist+{}",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="where there is room for the log; a temporary folder otherwise")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stanch-web-", dir=given.folder) as folder:
        log = Path(folder) / "access.log"
        write(log, given.megabytes * 1_000_000)
        size = log.stat().st_size / 1e6
        for title, words in (
            ("wc -l", ["wc", "-l", str(log)]),
            ("grep -c", ["grep", "-c", INTRUDER, str(log)]),
            ("stanch cause", [*STANCH, "cause", str(log), "--json"]),
        ):
            wall, processor, output = timed(words)
            print(f"{title:14} {wall:8.1f} s wall {processor:8.1f} s processor {size / max(processor, 0.01):9.1f} MB/s and core")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        print(f"{size:,.0f} MB; the largest process held {most:,.0f} MB; load {os.getloadavg()[0]:.1f}")
        return 0 if INTRUDER in output else 1


def write(log: Path, size: int) -> None:
    rng, written, second = Random(5), 0, 0
    with log.open("w", encoding="ascii") as file:
        while written < size:
            second += rng.randrange(2)
            day, rest = divmod(second * 19 * 86_400 // max(size // 390, 1), 86_400)
            stamp = f"{1 + day % 28:02}/Sep/2026:{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02} +0000"
            page = rng.choice(PAGES).format(rng.randrange(5000))
            line = f'198.18.{rng.randrange(40)}.{rng.randrange(250)} - - [{stamp}] "GET {page} HTTP/1.1" {rng.choice((200, 200, 304, 404))}'
            written += file.write(f'{line} {rng.randrange(90_000)} "https://example.com/{rng.randrange(99)}" "{rng.choice(AGENTS)}"\n')
        for number in range(50):
            query = f"/portal/search?q=1%27%20UNION%20SELECT%20{number}%2Cssn%20FROM%20patients--"
            file.write(f'{INTRUDER} - - [28/Sep/2026:23:{number:02}:59 +0000] "GET {query} HTTP/1.1" 200 9000 "-" "sqlmap/1.8"\n')


def timed(words: list[str]) -> tuple[float, float, str]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


if __name__ == "__main__":
    sys.exit(main())
