"""A portal as `stanch serve` starts it, on a drill's breach, and a real browser before it."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.drilled import key_in, responded

sys.path.append(str(Path(__file__).parent.parent / "portal"))
import hasty

# The form without a face of its own does the same for two thirds of the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Portal:
    """A running portal: its address, and a browser window's state in which somebody is signed in."""

    address: str
    signed_in: dict  # type: ignore[type-arg]


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """The system's own Chromium: nothing is downloaded.

    A driver for each module, not for the session: as long as it stands its event loop runs in this process, and Django refuses a
    database there to every other test.
    """
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt install chromium-headless-shell)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that the whole line has walked."""
    return responded(tmp_path_factory) / "case"


@pytest.fixture(scope="module")
def portal(chromium, drilled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:  # type: ignore[no-untyped-def]
    """`stanch serve` on a copy of the case; the link it prints was opened once."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(drilled, folder / "case")
    command = [*hasty.PROGRAM, "serve", "-C", str(folder / "case"), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=key_in(folder), text=True) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        window = chromium.new_context()
        page = window.new_page()
        page.goto(told["link"], timeout=hasty.PATIENCE_SECONDS * 1000)
        assert page.locator("h1").inner_text() == "Now"
        state = window.storage_state()
        window.close()
        yield Portal(told["address"], state)
        process.send_signal(signal.SIGTERM)
        assert process.wait(hasty.PATIENCE_SECONDS) == 0
