"""From an invitation to one's own session in a real browser, by keyboard alone; every page of accounts looked at for barriers."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hasty
import pytest
from barriers import barriers
from joining import PASSWORD, code_of

PASSPHRASE = "a passphrase for practice only\n"
# What stands in the footer of a team's pages, and what each of those leads to.
ACCOUNT = (
    "/members", "/tokens", "/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/",
    "/account/password/change/", "/account/reauthenticate/", "/account/sessions/", "/account/logout/",
)  # fmt: skip


@pytest.fixture(scope="module")
def team(drilled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A team's portal on a copy of the case: its address, and the owner's invitation."""
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(drilled, folder / "case")
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    command = [*hasty.PROGRAM, "serve", "-C", str(folder / "case"), "--team", "--port", "0", "--json"]
    environment = {**os.environ, "STANCH_KEY_FILE": str(key)}
    with subprocess.Popen([*command, "--owner", "owner@example.com"], stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


class Joining:
    """Somebody who was invited, with a keyboard and no mouse."""

    def __init__(self, page: Any, axe: Any) -> None:
        self.page, self.axe, self.found = page, axe, list[str]()

    def look(self, name: str) -> None:
        self.found += barriers(self.page, self.axe, name)

    def write(self, selector: str, text: str) -> None:
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", selector
                self.page.keyboard.type(text)
                return
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def join(self, link: str) -> str:
        """All the way in; the secret of the authenticator app."""
        self.page.goto(link)
        self.look("join")
        self.write('[name="name"]', "Ada Member")
        self.write('[name="password"]', PASSWORD)
        self.write('[name="again"]', PASSWORD)
        self.send()
        self.look("sign in")
        self.write('[name="login"]', "owner@example.com")
        self.write('[name="password"]', PASSWORD)
        self.send()
        assert "second" in self.page.locator("main").inner_text().lower(), "nothing is seen before the second factor"
        self.look("second factor")
        self.page.goto(self.page.url.split("/second-factor")[0].split("/account")[0] + "/account/2fa/totp/activate/")
        self.look("authenticator app")
        secret = self.page.locator("#authenticator_secret").input_value()
        self.write('[name="code"]', code_of(secret))
        self.send()
        return str(secret)


def test_who_is_invited_comes_in_by_keyboard_and_no_page_of_accounts_has_a_barrier(chromium, team: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the package axe-playwright-python is not installed").Axe()
    window = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(f"{page.url}: {line.text}") if line.type in ("error", "warning") else None)
    member = Joining(page, axe)
    member.join(team["invitation"])
    for path in ACCOUNT:
        answer = page.goto(team["address"] + path)
        assert answer.status == 200, path
        member.look(path)
    # Somebody else is invited from the page; the link is shown once.
    page.goto(team["address"] + "/members")
    member.write('[name="email"]', "counsel@example.com")
    member.write('[name="role"]', "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=opens once")
    assert "/join/" in page.content()
    member.look("invited")
    window.close()
    assert member.found == [], "\n".join(member.found)
    assert complaints == []
