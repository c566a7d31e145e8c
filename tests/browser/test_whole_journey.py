"""A fresh case by browser alone: from the first evidence to notices that two people approved; the owner at a desk, counsel on a telephone in the dark."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hasty
import pytest
from joining import PASSWORD, code_of
from tests.drilled import called, key_in

pytestmark = pytest.mark.timeout(900)
CUSTOMERS = """id,first name,last name,date of birth,ssn,street,city,state,zip,email
1,Ada,Example,1971-03-02,900-11-1001,1 Main Street,Austin,TX,78701,ada@example.com
2,Ben,Sample,1980-07-12,900-11-1002,2 Main Street,Dallas,TX,75201,ben@example.com
3,Carla,Muster,1965-01-22,900-11-1003,3 Oak Avenue,Sacramento,CA,95814,carla@example.com
4,Dora,Probe,1990-11-02,900-11-1004,4 Oak Avenue,San Diego,CA,92101,dora@example.com
5,Emil,Tester,1955-05-05,900-11-1005,5 Elm Road,New York,NY,10001,emil@example.com
"""
# Ben is there again, under another form of his name, without his day of birth, in another house of his town: somebody has to look.
MEMBERS = """name,born,street,city,state,zip,phone
Ada Example,1971-03-02,1 Main Street,Austin,TX,78701,512-555-0101
Benjamin Sample,,20 Main Street,Dallas,TX,75201,512-555-0102
Fay Other,1977-08-01,6 Elm Road,Austin,TX,78701,512-555-0103
"""
LONG_AGO = datetime.now(UTC).date() - timedelta(days=5)
# What an owner knows on the first day. What is not among it stays unknown.
KNOWN = {
    "incident.discovered": f"{LONG_AGO + timedelta(days=3)}", "incident.determined": f"{LONG_AGO + timedelta(days=4)}",
    "incident.occurred": f"{LONG_AGO}", "incident.ended": f"{LONG_AGO}",
    "org.name": "Acme Hardware", "org.sector": "retail", "org.role": "owner", "org.establishment": "US-TX", "org.targets_eu": "no",
    "org.targets_uk": "no", "incident.kind": "intrusion", "incident.confidentiality": "acquired", "exfiltration": "yes",
    "incident.medium": "electronic", "incident.actor": "external_malicious", "harm.finding": "high_risk", "harm.documented": "no",
    "misuse_possible": "yes", "law_enforcement_consulted": "no", "org.street": "1 Front Street", "org.city": "Austin", "org.state": "TX",
    "org.postcode": "78701", "org.country": "US", "org.phone": "512-555-0100", "org.email": "help@example.com",
    "org.contact_name": "Olga Owner",
}  # fmt: skip
GOVERNING = {"two_person": "yes", "counsel": "Carl Counsel"}


def log_of_guesses() -> str:
    """Somebody guesses a password of a server, comes in, and copies a folder away."""
    day = f"{LONG_AGO:%b} {LONG_AGO.day:2}"
    tried = [
        f"{day} 02:{at // 60:02}:{at % 60:02} web1 sshd[311]: Failed password for root from 198.51.100.7 port {40000 + at} ssh2"
        for at in range(120)
    ]
    return "\n".join([*tried, f"{day} 02:03:01 web1 sshd[312]: Accepted password for root from 198.51.100.7 port 41001 ssh2"]) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("whole")
    for name, text in {"customers.csv": CUSTOMERS, "members.csv": MEMBERS, "auth.log": log_of_guesses()}.items():
        (made / name).write_text(text)
    called("init", str(made / "case"), environment=key_in(made))
    return made


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[dict[str, str]]:
    command = [*hasty.PROGRAM, "serve", "-C", str(folder / "case"), "--team", "--port", "0", "--json"]
    with subprocess.Popen([*command, "--owner", "owner@example.com"], stdout=subprocess.PIPE, env=key_in(folder), text=True) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(hasty.PATIENCE_SECONDS) == 0


class Member:
    """Somebody on the case, before a window of one size and one scheme."""

    def __init__(self, chromium: Any, address: str, size: tuple[int, int], scheme: str) -> None:
        self.window = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce")
        self.page, self.address, self.told, self.shots = self.window.new_page(), address, list[str](), 0
        self.page.set_default_timeout(hasty.PATIENCE_SECONDS * 1000)
        self.page.on("console", lambda line: self.told.append(line.text) if line.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda fault: self.told.append(str(fault)))

    def join(self, link: str, name: str, email: str) -> None:
        page = self.page
        page.goto(link)
        page.fill('[name="name"]', name)
        page.fill('[name="password"]', PASSWORD)
        page.fill('[name="again"]', PASSWORD)
        self.press("main form button")
        page.fill('[name="login"]', email)
        page.fill('[name="password"]', PASSWORD)
        self.press("main form button")
        page.goto(f"{self.address}/account/2fa/totp/activate/")
        page.fill('[name="code"]', code_of(page.locator("#authenticator_secret").input_value()))
        self.press("main form button")

    def look(self, path: str) -> str:
        """Open a page, see that nothing stands outside the window; its words. With STANCH_SHOTS set, a picture of it is kept there."""
        self.page.goto(self.address + path)
        return self.seen()

    def seen(self) -> str:
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        if where := os.environ.get("STANCH_SHOTS"):
            self.shots += 1
            name = re.sub(r"\W+", "-", self.page.url.removeprefix(self.address))[:60]
            self.page.screenshot(path=f"{where}/{self.page.viewport_size['width']}-{self.shots:03}{name}.png", full_page=True)
        return str(self.page.locator("main").inner_text())

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def button(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def rests(self) -> None:
        """Wait until the line has walked: the page looks again by itself, and where it was lost, whoever waits opens it again."""
        from playwright.sync_api import Error

        told = ""
        until = time.monotonic() + hasty.PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(Error):
                self.page.goto(f"{self.address}/work")
                self.page.get_by_text(re.compile("Everything is up to date|ended early|Nothing is being")).first.wait_for(timeout=10_000)
            told = self.page.locator("body").inner_text()
            if "Everything is up to date." in told or "ended early" in told:
                break
        assert "Everything is up to date." in told, told

    def answer(self, key: str, value: str) -> None:
        """A question of the intake: answered, its effects seen, kept."""
        self.look(f"/intake/{key}")
        field = self.page.locator('[name="answer"]').first
        if field.get_attribute("type") in ("radio", "checkbox"):
            self.page.locator(f'[name="answer"][value="{value}"]').check()
        else:
            field.fill(value)
        self.button("See what this changes")
        assert "What this changes" in self.seen()
        self.button("Keep this answer")


def say(owner: Member, address: str) -> None:
    """What a letter or a filing needs, as its example shows; of choices the first."""
    page = owner.page
    page.goto(address)
    key = page.url.rpartition("/")[2]
    ticks = page.locator('main form.ask input[type="checkbox"]')
    if ticks.count():
        ticks.first.check()
    elif (choice := page.locator("main form.ask select")).count():
        choice.select_option(GOVERNING.get(key) or choice.locator("option").nth(1).inner_text())
    for field in page.locator('main form.ask textarea, main form.ask input[type="text"], main form.ask input[type="date"]').all():
        example = page.locator(f'label[for="{field.get_attribute("id")}"] .why')
        shown = example.inner_text().partition(": ")[2] if example.count() else "see the letter"
        field.fill(GOVERNING.get(key, shown))
    owner.button("Keep it")


def test_from_an_empty_case_to_approved_notices(chromium, served: dict[str, str], folder: Path) -> None:  # type: ignore[no-untyped-def]
    owner = Member(chromium, served["address"], (1280, 900), "light")
    owner.join(served["invitation"], "Olga Owner", "owner@example.com")
    assert "Hand in what was exposed" in owner.look("/")
    counsel = invited(chromium, owner)
    evidence_is_handed_in(owner, folder)
    for key, value in KNOWN.items():
        owner.answer(key, value)
    owner.rests()
    doubts_are_settled(owner)
    assert "Ada Example" in owner.look("/people?q=ada")
    owner.press("main table a")
    assert "900-11-1001" not in owner.seen(), "values stay masked"
    counsel_signs_and_chooses(counsel)
    letters_are_filled(owner, counsel)
    approved_by_two(owner, counsel)
    assert owner.told == counsel.told == []


def invited(chromium: Any, owner: Member) -> Member:
    owner.look("/members")
    owner.page.fill('[name="email"]', "counsel@example.com")
    owner.page.check('[name="role"][value="counsel"]')
    owner.button("Make a link")
    link = re.search(r"http://\S+/join/\S+", owner.seen())
    assert link
    counsel = Member(chromium, owner.address, (360, 760), "dark")
    counsel.join(link[0], "Carl Counsel", "counsel@example.com")
    counsel.look("/")
    return counsel


def evidence_is_handed_in(owner: Member, folder: Path) -> None:
    owner.look("/evidence/bring")
    owner.page.set_input_files("#file", [folder / name for name in ("customers.csv", "members.csv", "auth.log")])
    owner.page.get_by_role("button", name="Hand it in").click()
    owner.page.get_by_text("It is in custody").wait_for()
    assert "1 file was taken as a log" in owner.seen()
    owner.rests()
    assert "7 people are affected, found in 2 exposed files" in owner.look("/")
    assert "198.51.100.7" in owner.look("/cause")
    assert "Sacramento" not in owner.look("/extent"), "what was found stays where it is"


def doubts_are_settled(owner: Member) -> None:
    before = int(re.search(r"(\d+) doubts?", owner.look("/people/review"))[1])  # type: ignore[index]
    owner.press("main table a")
    owner.seen()
    with owner.page.expect_navigation():
        owner.page.keyboard.press("f")
    assert before == 1
    owner.rests()
    assert "Nothing is open" in owner.look("/people/review")


def counsel_signs_and_chooses(counsel: Member) -> None:
    counsel.look("/duties")
    counsel.press("main table a")
    counsel.seen()
    counsel.page.check('[name="verdict"][value="confirmed"]')
    counsel.page.fill("#grounds", "we do business there")
    counsel.button("Sign")
    assert "confirmed, by Carl Counsel" in counsel.seen()
    counsel.look("/notices/options")
    counsel.page.check('[name="option"] >> nth=0')
    counsel.page.fill("#grounds", "the earliest way")
    counsel.button("Choose this way")
    assert "Chosen:" in counsel.seen()


def letters_are_filled(owner: Member, counsel: Member) -> None:
    for key in GOVERNING:
        say(owner, f"{owner.address}/notices/facts/{key}")
    for _ in range(12):
        owner.rests()
        owner.look("/notices/missing")
        links = owner.page.eval_on_selector_all('main td a[href^="/notices/facts/"]', "all => all.map(one => one.href)")
        if not links:
            break
        for link in dict.fromkeys(links):
            say(owner, link)
    told = counsel.look("/notices/missing")
    if counsel.page.locator('[name="doubt"]').count():
        for tick in counsel.page.locator('[name="doubt"]').all():
            tick.check()
        counsel.page.fill("#grounds", "the open questions change no letter")
        counsel.button("Settle")
        told = counsel.seen()
    number = re.search(r"(\d+) of (\d+) notices are complete", told)
    assert number
    assert number[1] == number[2], told


def approved_by_two(owner: Member, counsel: Member) -> None:
    told = owner.look("/notices/approve")
    assert "Ada Example" in told, "whom a letter is to stands beside it"
    assert "Each notice needs two people" in told
    number = int(re.search(r"I have read all (\d+)", told)[1])  # type: ignore[index]
    owner.button("I have read all")
    assert "Read already by Olga Owner" in owner.seen()
    assert "Another person approves them now" in owner.seen()
    assert f"Approved\n{0}" in re.sub(r"\n+", "\n", owner.seen()), "one person alone approves nothing"
    counsel.look("/notices/approve")
    counsel.button("Approve all")
    assert f"Approved\n{number}" in re.sub(r"\n+", "\n", counsel.seen())
    counsel.look("/notices")
    counsel.press("main table a")
    assert "approved" in counsel.seen()
    assert "approve" in owner.look("/journal")
