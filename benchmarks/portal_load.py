"""How long each page takes with many people in the case and many at work: `portal_load.py [PEOPLE] [FINDINGS] [--users 50] [--seconds 30]`.

Fills a case with invented people, a letter and an offer for each, and findings in sealed parts; serves it with `stanch serve`; then so
many users ask for page after page, while one of them decides on a letter every second. Prints for each page how often it was asked for, the
first look after filling, the median and the 95th percentile, and the largest memory of the portal. Rows stand in a sealed file; with
DATABASE_URL set on that PostgreSQL server. All but the CPU time are wall times: run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.records import Notice, Offer, Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LOOKS = 10  # at each page alone; the system counts CPU time in hundredths of a second
PART = 500_000  # findings of one sealed part
STATES = ("US-CA", "US-TX", "US-NY", "US-WA", "US-CO")
KINDS = ("ssn", "name", "dob", "email", "phone", "bank_account")
PAGES = (
    "/", "/intake", "/cause", "/evidence", "/evidence/custody", "/extent", "/people", "/people?page={far}", "/people?residence=US-TX",
    "/people?q=example+{n}", "/people/p{n}", "/people/aside", "/people/decided", "/duties", "/notices", "/notices?page={far}",
    "/notices/letter-p{n}", "/notices/missing", "/notices/approve", "/notices/facts", "/notices/status", "/protection", "/actions",
    "/actions/board", "/counsel", "/review", "/report", "/journal", "/tokens", "/work",
)  # fmt: skip


def people(number: int) -> Iterator[Person]:
    from stanch.records import Exposure, Person, PostalAddress

    for one in range(number):
        state = STATES[one % len(STATES)]
        address = PostalAddress(f"{one} Main Street", "Springfield", state[3:], "00000", "US")
        shown = (Exposure("us_ssn", "ssn", "***-**-0000", 0.99, (f"share/{one % 997}.csv",)),)
        yield Person(f"p{one}", f"Example {one:07}", email=f"p{one}@example.com", postal_address=address, residence=state, exposures=shown,
                     elements=("name", "ssn"), sources=shown[0].sources, records=(f"share/{one % 997}.csv|row/{one}",))  # fmt: skip


def letters(number: int) -> Iterator[Notice]:
    from stanch.records import Notice

    for one in range(number):
        missing = ("org.phone",) if one % 10 == 0 else ()
        yield Notice(f"letter-p{one}", "letter", "individuals", STATES[one % len(STATES)], ("US-CA/individuals",), "en", "en/individual",
                     person=f"p{one}", missing=missing, address=(f"Example {one:07}", f"{one} Main Street"))  # fmt: skip


def offers(number: int) -> Iterator[Offer]:
    from stanch.records import Offer

    for one in range(number):
        yield Offer(f"p{one}", "credit_monitoring", 12, False, "SSN exposed", "good practice")


def findings(case: Case, number: int) -> None:
    """Sealed parts of findings, as the line puts them."""
    import pyarrow as pa

    from stanch.engine.bench import Parts
    from stanch.records.finding import FINDING_SCHEMA
    from stanch.vault import sealed_writer

    folder = case.parts / "findings"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for start in range(0, number, PART):
        size = min(PART, number - start)
        columns = []
        for field in FINDING_SCHEMA:
            if field.name == "kind":
                columns.append(pa.array([KINDS[at % len(KINDS)] for at in range(size)], field.type))
            elif field.name == "locator":
                columns.append(pa.array([f"share/{(start + at) % 997}.csv" for at in range(size)], field.type))
            elif field.nullable and not pa.types.is_string(field.type):
                columns.append(pa.nulls(size, field.type))
            else:
                columns.append(pa.array([""] * size if pa.types.is_string(field.type) else [0] * size, field.type))
        table = pa.table(columns, schema=FINDING_SCHEMA)
        paths.append(folder / f"load-{start}.parquet")
        with sealed_writer(paths[-1], table.schema, case.keys) as writer:
            writer.write_table(table)
    case.store.put_parts("findings", Parts(tuple(paths), case.keys))


def fill(folder: Path, number: int, found: int) -> None:
    from stanch import casefile
    from stanch.records import Duty, Exhibit, Facts, Incident, Notice, Offer, Organisation, Person

    with casefile.create(folder, passphrase="for a benchmark", org=None, by="it", now=NOW) as case:  # noqa: S106
        case.store.put(Organisation, [Organisation(name="Acme")])
        case.store.put(Facts, [Facts(incident=Incident(kind="intrusion", discovered=NOW.date()))])
        case.store.put(
            Exhibit,
            [Exhibit(f"e{one}", f"share/{one}.csv", "/x", "evidence", "a" * 64, "b" * 64, 10, NOW, NOW, "it") for one in range(997)],
        )
        case.store.put(
            Duty,
            [Duty("US-CA/individuals", "US-CA", "individuals", True, None, None, (), "", (), "Cal. Civ. Code 1798.82", "", "individuals")],
        )
        for kind, rows in ((Person, people), (Notice, letters), (Offer, offers)):
            case.store.put(kind, list(rows(number)))
        findings(case, found)


class User:
    """A browser that is signed in, over one connection that stays."""

    def __init__(self, host: str, cookie: str) -> None:
        self.host, self.headers = host, {"Cookie": cookie}
        self.link = http.client.HTTPConnection(host, timeout=600)

    def ask(self, path: str, body: str | None = None) -> tuple[int, float, str]:
        """Status (0 where nothing came), seconds, and the page."""
        started = time.perf_counter()
        headers = dict(self.headers)
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        try:
            self.link.request("POST" if body is not None else "GET", path, body, headers)
            answer = self.link.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.link.close()
            return 0, time.perf_counter() - started, ""
        return answer.status, time.perf_counter() - started, text


def signed_in(link: str) -> tuple[str, str]:
    """The host and the cookies that a link gives."""
    host, path = re.fullmatch(r"http://([^/]+)(/.*)", link).groups()  # type: ignore[union-attr]
    opened = http.client.HTTPConnection(host)
    opened.request("GET", path)
    return host, opened.getresponse().headers["Set-Cookie"].partition(";")[0]


def working(host: str, cookie: str, number: int, until: float) -> None:
    """One who decides on a letter every second, so that nothing stands still."""
    user, dice = User(host, cookie), random.Random(0)
    opened = http.client.HTTPConnection(host)
    opened.request("GET", "/notices/letter-p0", headers=user.headers)
    answer = opened.getresponse()
    form = re.search(r"stanch_form=[^;]+", str(answer.headers))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert form
    assert token
    user.headers["Cookie"] = f"{cookie}; {form[0]}"
    while time.monotonic() < until:
        sent = urlencode({"csrfmiddlewaretoken": token[1], "verdict": "held", "grounds": "load"})
        status, _, _ = user.ask(f"/notices/letter-p{dice.randrange(number)}", sent)
        assert status in (302, 400, 0), status
        time.sleep(1)


def spent(process: int) -> float:
    """CPU seconds of a process so far, all its threads, its own and the system's for it (proc(5), stat: fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alone(host: str, cookie: str, number: int, process: int) -> dict[str, float]:
    """CPU milliseconds of the portal for one look at each page, when nobody else asks and nothing changes."""
    dice, user, found = random.Random(1), User(host, cookie), {}
    for page in PAGES:
        before = spent(process)
        for _ in range(LOOKS):
            user.ask(page.format(n=dice.randrange(number), far=dice.randrange(1, max(2, number // 50))))
        found[page] = (spent(process) - before) * 1000 / LOOKS
    return found


def drive(link: str, number: int, users: int, seconds: float, process: int) -> None:
    host, cookie = signed_in(link)
    first: dict[str, float] = {}
    for page in PAGES:
        status, took, _ = User(host, cookie).ask(page.format(n=number // 2, far=number // 60))
        assert status == 200, (page, status)
        first[page] = took
    calm = alone(host, cookie, number, process)
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    failed: list[tuple[str, int]] = []
    until = time.monotonic() + seconds

    def use(seed: int) -> None:
        dice, user = random.Random(seed), User(host, cookie)
        # People do not all press the same moment: a queue of fifty at the start would be the slowest twentieth of all answers.
        time.sleep(dice.uniform(0, 3.5))
        while time.monotonic() < until:
            page = dice.choice(PAGES)
            status, took, _ = user.ask(page.format(n=dice.randrange(number), far=dice.randrange(1, max(2, number // 50))))
            if status == 200:
                times[page].append(took)
            else:
                failed.append((page, status))
            time.sleep(dice.uniform(0.5, 3.5))  # people read

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(users - 1)]
    threads.append(threading.Thread(target=working, args=(host, cookie, number, until)))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(f"{'page':32} {'asked':>6} {'first ms':>9} {'CPU ms':>7} {'median':>8} {'p95 ms':>8}")
    for page, asked in times.items():
        asked.sort()
        middle, late = (asked[len(asked) // 2] * 1000, asked[min(len(asked) - 1, int(len(asked) * 0.95))] * 1000) if asked else (0.0, 0.0)
        print(f"{page:32} {len(asked):6} {first[page] * 1000:9.0f} {calm[page]:7.1f} {middle:8.0f} {late:8.0f}")
    every = sorted(one for took in times.values() for one in took)
    print(f"all: {len(every)} answers, p95 {every[int(len(every) * 0.95)] * 1000:.0f} ms, failed {len(failed)} {failed[:3]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=1_000_000)
    parser.add_argument("findings", type=int, nargs="?", default=20_000_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, key = Path(place) / "case", Path(place) / "key"
        key.write_text("for a benchmark")
        key.chmod(0o600)
        os.environ["STANCH_KEY_FILE"] = str(key)
        started = time.perf_counter()
        fill(folder, asked.people, asked.findings)
        kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "sealed file"
        took = time.perf_counter() - started
        print(f"{kind}: {asked.people:,} people, {asked.findings:,} findings, {asked.users} users; filled in {took:.0f} s")
        command = [sys.executable, "-m", "stanch.cli.main", "serve", "-C", str(folder), "--port", "0", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
            assert portal.stdout
            try:
                drive(json.loads(portal.stdout.readline())["link"], asked.people, asked.users, asked.seconds, portal.pid)
                peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{portal.pid}/status").read_text())
                print(f"largest memory of the portal: {int(peak[1]) / 1024:.0f} MiB" if peak else "")
            finally:
                portal.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
