"""How long each page takes with many people in the case and many at work: `portal_load.py CASE [--users 50] [--seconds 60]`.

CASE was made by portal_case.py (in a sealed file, or with DATABASE_URL set on that PostgreSQL server). Serves it with `stanch serve`. First
one user looks at each page twice: the first look after the start, and the mean of those after it, in milliseconds of wall and of the
portal's processor. Then so many users ask for page after page, while one of them decides on a letter every second; printed are
the median, the 95th and the 99th percentile by page, and the largest memory of the portal. `--users 0` does the first part alone.
Wall times need a quiet machine.
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
from pathlib import Path
from urllib.parse import urlencode

from portal_case import key_file

LOOKS = 5  # at each page alone; the system counts CPU time in hundredths of a second
# {far}: a page far down a list; {n}: a person; {duty}, {letter}: one of them.
PAGES = (
    "/", "/wall", "/work", "/intake", "/intake/incident.discovered", "/cause", "/timeline", "/evidence", "/evidence/custody",
    "/evidence?unread=", "/extent", "/extent?kind=us_ssn", "/people", "/people?page={far}", "/people?residence=US-TX",
    "/people?residence=US-TX&page={far}", "/people?q=example+{n}", "/people?q=ex", "/people?q=main+street", "/people/p{n}",
    "/people/review", "/people/aside", "/people/decided", "/duties", "/duties/{duty}", "/notices", "/notices?page={far}",
    "/notices/letter-p{n}", "/notices/options", "/notices/missing", "/notices/approve", "/notices/facts", "/notices/status",
    "/notices/status?state=not_approved", "/notices/send", "/protection", "/protection/calls", "/actions", "/actions/board",
    "/actions/plan", "/actions/containment", "/bring", "/tasks", "/fields", "/counsel", "/review", "/review/findings", "/review/second",
    "/report",    "/journal", "/tokens",
)  # fmt: skip


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
        path = f"/notices/letter-p{dice.randrange(number)}"
        seen = re.search(r'name="revision" value="([^"]+)"', user.ask(path)[2])
        sent = {"csrfmiddlewaretoken": token[1], "verdict": "held", "grounds": "load", "revision": seen[1] if seen else ""}
        status, _, _ = user.ask(path, urlencode(sent))
        assert status in (302, 400, 404, 0), status
        time.sleep(1)


def spent(process: int) -> float:
    """CPU seconds of a process so far, all its threads, its own and the system's for it (proc(5), stat: fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Fill:
    """What stands in the places of an address."""

    def __init__(self, user: User, seed: int) -> None:
        self._dice = random.Random(seed)
        found = [int(one) for one in re.findall(r"[\d,]{2,}", user.ask("/people")[2].replace(",", ""))]
        self.number = max((one for one in found if one < 10**8), default=2)
        self.duties = re.findall(r'href="/duties/([^"]+)"', user.ask("/duties")[2]) or [""]

    def path(self, page: str) -> str:
        """The address, with another person, duty or page each time."""
        dice, number = self._dice, self.number
        return page.format(n=dice.randrange(number), far=dice.randrange(1, max(2, number // 60)), duty=dice.choice(self.duties))


def alone(host: str, cookie: str, fill: Fill, process: int) -> None:
    """One user: the first look at each page after the start, then some more when nobody else asks and nothing changes."""
    user, rows = User(host, cookie), []
    for page in PAGES:
        before = spent(process)
        status, took, _ = user.ask(fill.path(page))
        assert status == 200, (page, status)
        cold = (took * 1000, (spent(process) - before) * 1000)
        before, started = spent(process), time.perf_counter()
        for _ in range(LOOKS):
            user.ask(fill.path(page))
        rows.append((page, *cold, (time.perf_counter() - started) * 1000 / LOOKS, (spent(process) - before) * 1000 / LOOKS))
    print(f"{'one user':36} {'first ms':>9} {'CPU ms':>8} {'then ms':>8} {'CPU ms':>8}")
    for page, *figures in rows:
        print(f"{page:36} {figures[0]:9.0f} {figures[1]:8.0f} {figures[2]:8.0f} {figures[3]:8.0f}", flush=True)


def drive(host: str, cookie: str, fill: Fill, users: int, seconds: float) -> None:
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    failed: list[tuple[str, int]] = []
    until = time.monotonic() + seconds

    def use(seed: int) -> None:
        dice, user = random.Random(seed), User(host, cookie)
        # People do not all press the same moment: a queue of fifty at the start would be the slowest twentieth of all answers.
        time.sleep(dice.uniform(0, 3.5))
        while time.monotonic() < until:
            page = dice.choice(PAGES)
            status, took, _ = user.ask(fill.path(page))
            if status == 200:
                times[page].append(took)
            else:
                failed.append((page, status))
            time.sleep(dice.uniform(0.5, 3.5))  # people read

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(users - 1)]
    threads.append(threading.Thread(target=working, args=(host, cookie, fill.number, until)))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(f"{f'{users} users':36} {'asked':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for page, asked in times.items():
        print(f"{page:36} {len(asked):6} " + " ".join(f"{at:8.0f}" for at in shares(asked)))
    every = [one for took in times.values() for one in took]
    print(f"{'all':36} {len(every):6} " + " ".join(f"{at:8.0f}" for at in shares(every)) + f" failed {len(failed)} {failed[:3]}")


def shares(asked: list[float]) -> list[float]:
    """Milliseconds within which half, 95 and 99 of a hundred answers came."""
    asked = sorted(asked)
    return [asked[min(len(asked) - 1, int(len(asked) * at))] * 1000 for at in (0.5, 0.95, 0.99)] if asked else [0.0] * 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        key_file(Path(place))
        command = [sys.executable, "-m", "stanch.cli.main", "serve", "-C", str(asked.case), "--port", "0", "--json"]
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
            assert portal.stdout
            try:
                host, cookie = signed_in(json.loads(portal.stdout.readline())["link"])
                kind = "PostgreSQL" if (asked.case / "rows.json").exists() else "sealed file"
                print(f"{kind}; serves after {time.perf_counter() - started:.1f} s, {spent(portal.pid):.1f} s of processor")
                fill = Fill(User(host, cookie), 1)
                alone(host, cookie, fill, portal.pid)
                if asked.users:
                    drive(host, cookie, fill, asked.users, asked.seconds)
                peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{portal.pid}/status").read_text())
                print(f"largest memory of the portal: {int(peak[1]) / 1024:.0f} MiB" if peak else "")
            finally:
                portal.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
