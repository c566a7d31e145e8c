"""A team on one case, as its members meet it: a real portal, their browsers, their authenticator apps."""

import base64
import hmac
import http.cookiejar
import json
import os
import re
import signal
import ssl
import struct
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import hasty
import pytest
from passkey import Passkey
from the_breach import made

PASSPHRASE, PASSWORD = "correct horse", "seven green umbrellas"


@dataclass
class Answer:
    status: int
    url: str
    text: str


class Stay(urllib.request.HTTPRedirectHandler):
    """Go nowhere by itself."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


@dataclass
class Browser:
    """A browser with its cookies; it follows redirects and fills the tokens of forms in, as people's do."""

    base: str
    secret: str = ""
    context: ssl.SSLContext | None = None
    later: Path | None = None  # a file: by how many seconds the portal's clock runs ahead
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self._at(path)))  # noqa: S310 our own address

    def post(self, path: str, *, page: str = "", **fields: str) -> Answer:
        page = page or self.get(path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        hidden = dict(re.findall(r'<input type="hidden" name="(revision|seen|standing)" value="([^"]*)"', page))
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1] if token else "", **hidden, **fields}).encode()
        return self._ask(urllib.request.Request(self._at(path), sent, {"Referer": self._at(path), "Origin": self.base}))  # noqa: S310

    def _at(self, path: str) -> str:
        return path if path.startswith("http") else self.base + path

    def _ask(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.HTTPSHandler(context=self.context)
        )
        try:
            with opener.open(request, timeout=hasty.PATIENCE_SECONDS) as got:
                return Answer(got.status, got.url, got.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.url or "", error.read().decode())

    def leads_to(self, path: str, *, page: str) -> str:
        """Where a form sends the browser, without going there."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1] if token else ""}).encode()
        request = urllib.request.Request(self._at(path), sent, {"Referer": self._at(path), "Origin": self.base})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as there:
            urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay).open(request, timeout=hasty.PATIENCE_SECONDS)
        return str(there.value.headers["Location"])

    def ask_as_script(self, path: str) -> Any:
        """What the page's own script fetches."""
        return json.loads(self._ask(urllib.request.Request(self._at(path), headers={"Accept": "application/json"})).text)  # noqa: S310

    def code(self) -> str:
        """The six digits that an authenticator app shows (RFC 6238)."""
        counter = struct.pack(">Q", int(time.time()) // 30)
        mac = hmac.digest(base64.b32decode(self.secret), counter, "sha1")
        offset = mac[-1] & 15
        return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    def join(self, link: str, *, password: str = PASSWORD) -> Answer:
        """From an invitation to the case: an account, a sign-in, a second factor."""
        invitation = self.get(link).text
        email = re.search(r'id="email" type="email" value="([^"]+)"', invitation)
        assert email
        self.post(link, page=invitation, name="A Member", password=password, again=password)
        self.post("/account/login/", login=email[1], password=password)
        page = self.get("/account/2fa/totp/activate/").text
        self.secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.replace("\n", " "))[1]  # type: ignore[index]
        answer = self.post("/account/2fa/totp/activate/", page=page, code=self.code())
        if "/totp/activate/" in answer.url:
            # The half minute of the code ended on its way.
            answer = self.post("/account/2fa/totp/activate/", page=answer.text, code=self.code())
        return answer

    def reauthenticate(self, path: str) -> Answer:
        return self.post(f"/account/reauthenticate/?next={urllib.parse.quote(path)}", password=PASSWORD, next=path)


@contextmanager
def running(folder: Path, *options: str, port: int = 0) -> Iterator[tuple[str, str, Path]]:
    """A portal that a team reaches: its address, the owner's invitation, the case's folder."""
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    environment = {**os.environ, "STANCH_KEY_FILE": str(key), "STANCH_TEST_LATER": str(folder / "later")}
    made(folder / "case", PASSPHRASE)
    command = [*hasty.PROGRAM, "serve", "-C", str(folder / "case"), "--team", "--port", str(port), "--json"]
    with subprocess.Popen(
        [*command, "--owner", "owner@example.com", *options], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        yield told["address"], told["invitation"], folder / "case"
        process.send_signal(signal.SIGTERM)
        assert process.wait(hasty.PATIENCE_SECONDS) == 0


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """A portal that a team reaches."""
    with running(tmp_path_factory.mktemp("team")) as found:
        yield found


@pytest.fixture(scope="module")
def owner(portal: tuple[str, str, Path]) -> Browser:
    """The owner of the case, signed in with a second factor."""
    browser = Browser(portal[0])
    assert browser.join(portal[1]).status == 200
    return browser


def invited(owner: Browser, email: str, role: str, **more: str) -> str:
    """The link that the owner hands over."""
    owner.reauthenticate("/members")
    page = owner.post("/members", do="invite", email=email, role=role, **more)
    return re.search(r"(https?://[^<]+/join/[^<]+)<", page.text)[1]  # type: ignore[index]


def member(owner: Browser, email: str, role: str, **more: str) -> Browser:
    link = invited(owner, email, role, **more)
    browser = Browser(owner.base, context=owner.context)
    assert browser.join(link).status == 200
    return browser


def test_a_link_that_went_to_the_wrong_address_is_taken_back_and_opens_nothing(owner: Browser) -> None:
    link = invited(owner, "wrong@example.com", "auditor")
    page = owner.get("/members").text
    number = re.search(r'value="withdraw"><input type="hidden" name="member" value="(\d+)"', page)
    assert number
    told = owner.post("/members", page=page, do="withdraw", member=number[1])
    assert "wrong@example.com" not in told.text
    assert Browser(owner.base).get(link).status in (403, 404)
    assert "withdraw invitation" in owner.get("/journal").text


def test_of_two_owners_who_change_the_members_the_second_is_told(owner: Browser) -> None:
    page = owner.get("/members").text
    invited(owner, "first@example.com", "auditor")
    told = owner.post("/members", page=page, do="invite", email="second@example.com", role="auditor", name="Second")
    assert told.status == 409
    assert "/join/" not in told.text
    assert 'value="second@example.com"' in told.text, "what was written stays to be sent again"
    assert "second@example.com, auditor" not in told.text


def test_a_stranger_is_led_to_the_sign_in_and_sees_nothing(portal: tuple[str, str, Path]) -> None:
    stranger = Browser(portal[0])
    for path in ("/", "/people/p1", "/duties", "/members", "/journal", "/break-glass"):
        answer = stranger.get(path)
        assert "/account/login/" in answer.url, path
        assert "Ada" not in answer.text
    for path in ("/account/signup/", "/account/password/reset/", "/account/email/", "/join/nothing"):
        assert stranger.get(path).status in (403, 404), path
    # Whose breach it is, is nothing for whoever finds the address.
    for told in (
        stranger.get("/account/signup/"),
        stranger.get("/nothing"),
        stranger.post("/account/login/", page=" "),
        stranger.get("/join/nothing"),
    ):
        assert "Acme" not in told.text, told.url


def test_the_owner_joins_once_and_needs_a_second_factor(portal: tuple[str, str, Path], owner: Browser) -> None:
    assert "123 people are affected" in owner.get("/").text
    assert "was used already" in Browser(portal[0]).get(portal[1]).text
    again = Browser(portal[0])
    answer = again.post("/account/login/", login="owner@example.com", password=PASSWORD)
    assert "/account/2fa/authenticate/" in answer.url
    assert "123 people" not in again.get("/").text


def test_without_a_second_factor_a_member_gets_no_further_than_setting_one_up(owner: Browser) -> None:
    link = invited(owner, "slow@example.com", "counsel")
    slow = Browser(owner.base)
    slow.post(link, name="Slow", password=PASSWORD, again=PASSWORD)
    slow.post("/account/login/", login="slow@example.com", password=PASSWORD)
    for path in ("/", "/people", "/journal"):
        answer = slow.get(path)
        assert "/second-factor" in answer.url
        assert "Ada" not in answer.text


def test_a_role_sees_its_part_and_its_name_is_in_the_journal(owner: Browser) -> None:
    counsel = member(owner, "counsel@example.com", "counsel")
    auditor = member(owner, "auditor@example.com", "auditor")
    assert auditor.get("/members").status == 403
    assert auditor.get("/duties").status == 200
    assert auditor.post("/duties/US-CA/none", verdict="declined", grounds="no").status == 403
    assert counsel.post("/duties/US-CA/none", verdict="declined", grounds="not ours").status == 200
    assert "A Member (counsel@example.com)" in counsel.get("/duties/US-CA/none").text
    assert "sign in to portal" in owner.get("/journal").text


def test_broken_glass_gives_all_rights_for_a_reason_that_everybody_sees(owner: Browser) -> None:
    responder = member(owner, "responder@example.com", "responder")
    assert responder.post("/duties/US-CA/ag", verdict="confirmed", grounds="it cannot wait").status == 403
    assert responder.post("/break-glass", reason=" ").status == 400
    answer = responder.post("/break-glass", reason="counsel cannot be reached")
    assert "The glass is broken" in answer.text
    assert responder.post("/duties/US-CA/ag", verdict="confirmed", grounds="it cannot wait").status == 200
    assert responder.get("/members").status == 403, "inviting people stays the owner's"
    assert "counsel cannot be reached" in owner.get("/journal").text
    assert "broke the glass and took all rights" in owner.get("/").text, "nobody must look for it"
    assert "broke the glass and took all rights" in owner.post("/break-glass/seen", page=owner.get("/members").text, item="1").text
    assert responder.post("/break-glass/end", page=responder.get("/break-glass").text).status == 200, "no password for giving rights back"
    assert "The glass is broken" not in responder.get("/").text
    assert "broke the glass and took all rights" not in owner.get("/").text, "what was given back is told by the journal alone"
    assert responder.get("/counsel").status == 403
    assert "give rights back responder" in owner.get("/journal").text


def test_a_helper_from_outside_sees_the_named_exhibits_for_a_time(owner: Browser) -> None:
    owner.reauthenticate("/members")
    refused = owner.post("/members", do="invite", email="h@example.com", role="helper")
    assert refused.status == 400
    assert "named exhibits" in refused.text
    unknown = owner.post("/members", do="invite", email="h@example.com", role="helper", exhibits="nothing", until="2099-12-31")
    assert (unknown.status, "there is no exhibit" in unknown.text) == (400, True)
    past = owner.post("/members", do="invite", email="h@example.com", role="helper", exhibits="e1", until="2026-01-01")
    assert (past.status, "that day is past" in past.text) == (400, True)
    helper = member(owner, "helper@example.com", "helper", exhibits="e1", until="2099-12-31")
    for path in ("/people", "/extent", "/journal", "/duties"):
        assert helper.get(path).status == 403, path
    assert helper.get("/").url.endswith("/evidence"), "whoever signs in is led to what is theirs"
    other = member(owner, "other@example.com", "helper", exhibits="e1", until="2099-12-31")
    assert "share/" in other.get("/evidence").text


def test_whoever_was_removed_sees_nothing_from_then_on(owner: Browser) -> None:
    gone = member(owner, "gone@example.com", "communicator")
    assert gone.get("/people").status == 200
    row = re.search(r'name="member" value="(\d+)"><button aria-label="Remove gone@example.com"', owner.get("/members").text)
    assert row
    owner.reauthenticate("/members")
    owner.post("/members", do="remove", member=row[1])
    assert "/account/login/" in gone.get("/people").url
    mine = re.search(r'name="member" value="(\d+)"><button aria-label="Remove owner@example.com"', owner.get("/members").text)
    assert mine
    kept = owner.post("/members", do="remove", member=mine[1])
    assert "only owner" in kept.text


@pytest.mark.parametrize("password", ["short", "password1234", "weak@example.com"])
def test_a_weak_password_is_refused_in_words(owner: Browser, password: str) -> None:
    link = invited(owner, "weak@example.com", "reviewer")
    answer = Browser(owner.base).post(link, name="W", password=password, again=password)
    assert answer.status == 400
    assert "assword" in answer.text


def test_guessing_passwords_is_slowed_down_and_journalled(owner: Browser) -> None:
    member(owner, "target@example.com", "reviewer")
    guesser = Browser(owner.base)
    answers = [guesser.post("/account/login/", login="target@example.com", password=f"guess {number}") for number in range(7)]
    assert "Too many failed" in answers[-1].text or answers[-1].status == 429
    assert "sign-in refused" in owner.get("/journal").text


def test_accounts_are_sealed_at_rest(portal: tuple[str, str, Path], owner: Browser) -> None:
    assert owner
    for path in (portal[2] / "portal.db", portal[2] / "portal.db-wal"):
        if path.exists():
            assert b"example.com" not in path.read_bytes()
            assert not path.read_bytes().startswith(b"SQLite")


def test_the_portal_of_a_team_is_not_shown_to_the_network_in_the_clear(portal: tuple[str, str, Path]) -> None:
    from stanch.cli.main import run

    case = str(portal[2])
    assert run(["serve", "-C", case, "--host", "192.0.2.1"]) == 2
    assert run(["serve", "-C", case, "--host", "192.0.2.1", "--team"]) == 2
    assert run(["serve", "-C", case, "--owner", "x@example.com"]) == 2


def options_on(page: str) -> dict[str, Any]:
    """What a page tells the script of passkeys."""
    return json.loads(re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page)[1])  # type: ignore[index]


def with_passkey(owner: Browser, email: str) -> tuple[Browser, Passkey]:
    """A member whose only second factor is a passkey."""
    # Browsers take passkeys for names alone, never for 127.0.0.1, and without TLS for this name alone.
    link = invited(owner, email, "auditor").replace("127.0.0.1", "localhost")
    browser = Browser(owner.base.replace("127.0.0.1", "localhost"))
    browser.post(link, page=browser.get(link).text, name="A Member", password=PASSWORD, again=PASSWORD)
    assert browser.post("/account/login/", login=email, password=PASSWORD).url.endswith("/second-factor")
    page = browser.get("/account/2fa/webauthn/add/").text
    key = Passkey(browser.base)
    sent = key.create(options_on(page)["creation_options"])
    browser.post("/account/2fa/webauthn/add/", page=page, name="my telephone", passwordless="on", credential=sent)
    return browser, key


def sign_in_with(key: Passkey, base: str) -> Browser:
    browser = Browser(base.replace("127.0.0.1", "localhost"))
    page = browser.get("/account/login/").text
    asked = browser.ask_as_script("/account/2fa/webauthn/login/")
    browser.post("/account/2fa/webauthn/login/", page=page, credential=key.get(asked["request_options"]))
    return browser


def test_a_passkey_is_a_second_factor_and_a_way_in(portal: tuple[str, str, Path], owner: Browser) -> None:
    browser, key = with_passkey(owner, "passkey@example.com")
    assert "123 people are affected" in browser.get("/").text
    assert "123 people are affected" in sign_in_with(key, portal[0]).get("/").text
    assert "add second factor" in owner.get("/journal").text


def test_another_key_or_another_address_does_not_open(portal: tuple[str, str, Path], owner: Browser) -> None:
    _, key = with_passkey(owner, "passkey2@example.com")
    for wrong in (
        replace(key, key=Passkey(portal[0]).key),
        replace(key, origin="https://elsewhere.example"),
        replace(key, identity=b"x" * 32),
    ):
        assert "123 people" not in sign_in_with(wrong, portal[0]).get("/").text
    assert "123 people" in sign_in_with(key, portal[0]).get("/").text


def test_only_the_scripts_of_passkeys_are_served(portal: tuple[str, str, Path]) -> None:
    stranger = Browser(portal[0])
    assert "webauthn" in stranger.get("/static/mfa/js/webauthn.js").text
    for path in ("/static/../settings.py", "/static/mfa/js/../../models.py", "/static/account/js/select.js", "/static/"):
        assert stranger.get(path).status == 404, path


def test_a_member_sees_and_ends_sessions_elsewhere_and_the_owner_ends_all(portal: tuple[str, str, Path], owner: Browser) -> None:
    here, key = with_passkey(owner, "two.places@example.com")
    there = sign_in_with(key, portal[0])
    assert "123 people are affected" in there.get("/").text
    page = here.get("/account/sessions/").text
    assert page.count("127.0.0.1") >= 2
    here.post("/account/sessions/", page=page)
    assert "/account/login/" in there.get("/").url
    assert "123 people are affected" in here.get("/").text
    owner.reauthenticate("/members")
    listed = owner.get("/members").text
    number = re.search(r'value="(\d+)"><button aria-label="Sign out everywhere two.places@example.com"', listed)
    assert number
    owner.post("/members", page=listed, do="sessions", member=number[1])
    assert "/account/login/" in here.get("/").url


def test_what_is_not_for_a_role_is_refused_and_journalled(owner: Browser) -> None:
    curious = member(owner, "curious@example.com", "auditor")
    assert curious.get("/members").status == 403
    journal = owner.get("/journal").text
    assert re.search(r"curious@example.com\)</td><td[^>]*>refused members", journal)


def test_signing_out_takes_what_the_browser_holds(portal: tuple[str, str, Path], owner: Browser) -> None:
    leaving = member(owner, "leaving@example.com", "auditor")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', leaving.get("/account/logout/").text)
    assert token
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    taken = [(cookie.name, cookie.value) for cookie in leaving.jar]
    request = urllib.request.Request(portal[0] + "/account/logout/", sent, {"Origin": portal[0]})  # noqa: S310 our own address
    with pytest.raises(urllib.error.HTTPError) as left:
        urllib.request.build_opener(urllib.request.HTTPCookieProcessor(leaving.jar), Stay).open(request, timeout=hasty.PATIENCE_SECONDS)
    assert left.value.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "/account/login/" in leaving.get("/").url
    # Whoever kept the cookie, from a copied profile or a proxy, has nothing of it: the session is gone at the server.
    kept = urllib.request.Request(portal[0] + "/", headers={"Cookie": "; ".join(f"{name}={value}" for name, value in taken)})  # noqa: S310
    with urllib.request.urlopen(kept, timeout=hasty.PATIENCE_SECONDS) as answer:  # noqa: S310
        assert "/account/login/" in answer.url


def test_the_sign_in_says_why_it_is_asked_for_again_and_leads_back(portal: tuple[str, str, Path], owner: Browser) -> None:
    late, later = member(owner, "late@example.com", "counsel"), portal[2].parent / "later"
    assert "Sign in again now" not in late.get("/notices/approve").text
    later.write_text("1200")
    assert "/account/reauthenticate/?next=%2Fnotices%2Fapprove" in late.get("/notices/approve").text, "told before anything is written"
    later.write_text("6000")
    asked = late.get("/duties?place=US-CA")
    assert "nothing was asked for an hour" in asked.text
    assert 'value="/duties?place=US-CA"' in asked.text
    assert late.post(asked.url, page=asked.text, login="late@example.com", password=PASSWORD, next="/duties?place=US-CA").status == 200
    later.unlink()
    elsewhere = member(owner, "elsewhere@example.com", "auditor")
    owner.reauthenticate("/members")
    listed = owner.get("/members").text
    number = re.search(r'value="(\d+)"><button aria-label="Sign out everywhere elsewhere@example.com"', listed)
    assert number
    owner.post("/members", page=listed, do="sessions", member=number[1])
    assert "somebody ended this sign-in" in elsewhere.get("/").text
    assert "You were signed out" not in Browser(portal[0]).get("/").text
