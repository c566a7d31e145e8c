"""How long one answer of the review takes by keyboard, in a real browser: `review_speed.py CASE [--answers 200]`.

CASE was walked by `stanch respond`; its passphrase file is named by STANCH_KEY_FILE. A copy of it is served, a sample is drawn, and one
item after the other is answered by the key `f` (every tenth by `d`) as soon as the page shows it. Printed are the milliseconds from the key
to the next item on the screen, the answers an hour if nobody had to read, and the seconds that a reader has for each at 1,000 an hour.
Needs Chromium and the package playwright.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOUR, WANTED = 3600, 1000  # seconds, answers


def answered(page: Any, address: str, wanted: int) -> list[float]:
    """Milliseconds of each answer."""
    page.goto(f"{address}/review")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    took: list[float] = []
    while len(took) < wanted and page.locator("main kbd").count():
        started = time.perf_counter()
        with page.expect_navigation():
            page.keyboard.press("d" if len(took) % 10 == 9 else "f")
        page.wait_for_load_state()
        took.append((time.perf_counter() - started) * 1000)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("--answers", type=int, default=200)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        shutil.copytree(asked.case, Path(place) / "case")
        command = [sys.executable, "-m", "stanch.cli.main", "serve", "-C", f"{place}/case", "--port", "0", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
            assert portal.stdout
            told = json.loads(portal.stdout.readline())
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
            page = browser.new_page()
            page.goto(told["link"])
            took = sorted(answered(page, told["address"], asked.answers))
            browser.close()
            portal.send_signal(signal.SIGTERM)
    middle, slow = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(f"{len(took)} answers: {middle:.0f} ms in the middle, {slow:.0f} ms for 95 of 100")
    print(f"{HOUR * 1000 / middle:,.0f} an hour without reading; at {WANTED:,} an hour {HOUR / WANTED - middle / 1000:.2f} s to read each")


if __name__ == "__main__":
    main()
