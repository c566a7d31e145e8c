"""Evidence by browser: stopped in the middle, the portal ended and started again, the same file chosen again; then searched."""

import hashlib
import json
import random
import re
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import hasty
import pytest
from tests.drilled import PASSPHRASE, key_in

from stanch import casefile

PIECE = 4 << 20


@contextmanager
def served(chromium, folder: Path) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """The portal of a case, and a page in which its owner is signed in."""
    command = [*hasty.PROGRAM, "serve", "-C", str(folder / "case"), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=key_in(folder), text=True) as process:
        assert process.stdout
        try:
            told = json.loads(process.stdout.readline())
            window = chromium.new_context()
            page = window.new_page()
            page.set_default_timeout(hasty.PATIENCE_SECONDS * 1000)
            page.goto(told["link"])
            page.goto(f"{told['address']}/evidence/bring")
            yield page
            window.close()
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(hasty.PATIENCE_SECONDS) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new case, in which nothing but what is handed in has to be worked through."""
    made = tmp_path_factory.mktemp("handing")
    with casefile.create(made / "case", passphrase=PASSPHRASE.strip(), org=None, by="the owner", now=datetime.now(UTC)):
        pass
    rows = "".join(f"{number},Ada Example,900-{number % 90 + 10}-{number % 9000 + 1000},a{number}@example.com\n" for number in range(40))
    with zipfile.ZipFile(made / "late.zip", "w") as packed:
        packed.writestr("late.csv", "id,name,ssn,email\n" + rows)
        # As large as it takes for three pieces, and nothing to search.
        packed.writestr("film.mp4", b"\0\0\0\x18ftypmp42" + random.Random(1).randbytes(9 << 20))  # noqa: S311 no secret
    (made / "share" / "logs").mkdir(parents=True)
    (made / "share" / "logs" / "short.log").write_text('198.51.100.7 - - [09/Sep/2026:07:00:00 +0000] "GET /login HTTP/1.1" 200 12\n')
    return made


def test_a_file_survives_a_stop_and_the_end_of_the_portal_and_without_a_script_it_comes_whole(folder: Path, chromium) -> None:  # type: ignore[no-untyped-def]
    content = (folder / "late.zip").read_bytes()
    assert len(content) > 2 * PIECE
    with served(chromium, folder) as page:
        # The second piece never arrives: the line breaks off, and somebody stops it.
        page.route(re.compile(rf"\?at={PIECE}$"), lambda route: route.abort())
        page.set_input_files("#file", folder / "late.zip")
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_text("Trying again").wait_for()
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped.").wait_for()
        page.reload()
        assert f"{PIECE}" in page.locator("main table").inner_text()
        # The portal ends while what came here is being searched.
        without_a_script(page, folder)
    with served(chromium, folder) as page:
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.url) if "?at=" in one.url else None)
        page.set_input_files("#file", folder / "late.zip")
        page.set_input_files("#folder", folder / "share")
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_text("It is in custody").wait_for()
        assert sent[0].endswith(f"?at={PIECE}"), "what was here is not sent again"
        base = page.url.partition("/evidence")[0]
        page.goto(f"{base}/work")
        page.get_by_text("Everything is up to date.").wait_for()
        page.goto(f"{base}/evidence")
        told = page.locator("main").inner_text()
        assert hashlib.sha256(content).hexdigest() in told
        assert "handed-in/share/logs/short.log" in told, "a folder chosen whole keeps where its files lay"
        page.goto(f"{base}/extent/place?at=handed-in/late.zip!/late.csv")
        assert "900-" not in page.locator("main").inner_text()
        assert "masked" in page.locator("main").inner_text()
        page.goto(f"{base}/journal")
        assert "hand in evidence" in page.locator("main").inner_text()


def without_a_script(page, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """A log from a browser that runs none, twice."""
    window = page.context.browser.new_context(storage_state=page.context.storage_state(), java_script_enabled=False)
    plain = window.new_page()
    plain.set_default_timeout(hasty.PATIENCE_SECONDS * 1000)
    plain.goto(page.url)
    (folder / "plain.log").write_text('198.51.100.8 - - [09/Sep/2026:07:30:00 +0000] "GET /help HTTP/1.1" 200 12\n')
    for told in ("It is in custody", "was in custody already"):
        plain.set_input_files("#file", folder / "plain.log")
        plain.get_by_label("A log").check()
        plain.get_by_role("button", name="Hand it in").click()
        plain.get_by_text(told).wait_for()
    window.close()


pytestmark = pytest.mark.timeout(900)
