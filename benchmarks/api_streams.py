"""What whole lists ask for when they are taken out: `api_streams.py [CASE] [--people 100000] [--findings 2000000] [--only NAME …]`.

CASE was made by portal_case.py (it is written into: each export stands in its journal); without one, a case of so many people and findings
is made. For each export, in a process of its own: rows, size, the time to the first byte, user time, and by how much the largest memory
grew while it went out. Memory must not grow with the rows, nor the first byte wait for the last.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from portal_case import WORD, findings, key_file, people, put_many, rows_of

HOST = "127.0.0.1:8765"
WAYS = {
    "people.ndjson": "/api/v1/people.ndjson",
    "findings.ndjson": "/api/v1/findings.ndjson",
    "people of the page": "/people?table=1&as=csv",
    "the whole case": "/api/v1/case.zip",
}


def fill(folder: Path, number: int, found: int) -> None:
    """A case with nothing but people and findings."""
    from stanch import casefile
    from stanch.casefile import sums
    from stanch.portal import settings
    from stanch.records import Person

    settings.configure()
    with casefile.create(folder, passphrase=WORD, org=None, by="it", now=datetime(2026, 11, 24, tzinfo=UTC)) as case:
        put_many(case, Person, rows_of(Person, people(number)))
        findings(case, found)
        sums.bring_up_to_date(case)


def take(folder: Path, name: str) -> None:
    """One export, and what it asked for."""
    from django.test import Client

    from stanch import casefile
    from stanch.portal import desk, rights, settings, tokens
    from stanch.portal.gate import door

    settings.configure()
    with casefile.open_case(folder, passphrase=WORD) as case:
        desk.show(case)
        secret = tokens.make(None, rights.alone("it"), name="benchmark", scopes=tokens.offered(rights.alone("it")), days=1)
        of_page = not WAYS[name].startswith("/api/")
        client = Client(HTTP_HOST=HOST, headers={} if of_page else {"Authorization": f"Bearer {secret}"})
        client.get(door.new_link() if of_page else "/api/v1/work")
        before, busy, started = _grown(), resource.getrusage(resource.RUSAGE_SELF).ru_utime, time.perf_counter()
        parts = iter(client.get(WAYS[name]).streaming_content)  # type: ignore[attr-defined]
        first = next(parts)
        waited, rows, size = time.perf_counter() - started, 0, 0
        for part in chain([first], parts):
            rows, size = rows + part.count(b"\n"), size + len(part)
        spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - busy
    told = f"{rows:,} lines, " if name != "the whole case" else ""
    print(f"{name}: {told}{size / 1e6:.1f} MB, first byte after {waited:.2f} s, {spent:.1f} s of user time, ", end="")
    print(f"memory grew by {(_grown() - before) / 1e6:.0f} MB")


def _grown() -> int:
    """The largest memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path, nargs="?")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=2_000_000)
    parser.add_argument("--only", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--take", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.take:
        take(asked.case, asked.take)
        return
    with tempfile.TemporaryDirectory() as made:
        key_file(Path(made))
        case = asked.case or Path(made) / "case"
        if asked.case is None:
            # In a process of its own, as the exports are: a memory that was large once does not count.
            pid = os.fork()
            if not pid:
                fill(case, asked.people, asked.findings)
                os._exit(0)
            os.waitpid(pid, 0)
        for name in asked.only:
            subprocess.run([sys.executable, __file__, str(case), "--take", name], check=True)


if __name__ == "__main__":
    main()
