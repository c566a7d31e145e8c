"""Several cases on one portal and a PostgreSQL server: each with its own members, who never reach another, whatever they call."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hasty
import pytest
from test_rights import PAGES
from test_team import PASSPHRASE, PASSWORD, Answer, Browser
from the_breach import NOW, fill

from stanch import casefile
from stanch.portal import settings
from stanch.records import Organisation, Person

sys.path.insert(0, str(Path(__file__).parent.parent / "casefile"))
import a_server


def laid_down(cases: Path) -> None:
    """Two cases, each with somebody whom only it knows."""
    settings.configure()
    for name in ("acme", "beta"):
        with casefile.create(cases / name, passphrase=PASSPHRASE, org=None, by="x", now=NOW) as case:
            fill(case)
            case.store.put(Organisation, [Organisation(name=f"Whose-{name}-is")])
            case.store.put(Person, [Person("p1", f"Marker-{name}", elements=("name",))])


@dataclass
class Served:
    """A portal of two cases: its address, the links for the owners, the server their rows stand on, the folder, its process."""

    address: str
    links: dict[str, str]
    server: a_server.Server
    folder: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("several")
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    cases = folder / "cases"
    cases.mkdir()
    with a_server.running() as server:
        environment = {**os.environ, "STANCH_KEY_FILE": str(key), "DATABASE_URL": server.url}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", server.url)
            laid_down(cases)
        command = [*hasty.PROGRAM, "serve", "--cases", str(cases), "--team", "--port", "0", "--json"]
        with subprocess.Popen([*command, "--owner", "ann@example.com"], stdout=subprocess.PIPE, env=environment, text=True) as process:
            assert process.stdout
            told = json.loads(process.stdout.readline())
            yield Served(told["address"], told["invitations"], server, cases)
            process.send_signal(signal.SIGTERM)
            assert process.wait(hasty.PATIENCE_SECONDS) == 0


@pytest.fixture(scope="module")
def ann(served: Served) -> Browser:
    """Owner of acme, with an account that stands on no other case yet."""
    browser = Browser(served.address)
    assert browser.join(served.links["acme"]).status == 200
    return browser


def link_of(owner: Browser, case: str, email: str, role: str) -> str:
    owner.reauthenticate(f"/c/{case}/members")
    page = owner.post(f"/c/{case}/members", do="invite", email=email, role=role)
    return re.search(r"(http://[^<]+/join/[^<]+)<", page.text)[1]  # type: ignore[index]


def raw(browser: Browser, path: str, *, method: str = "GET", token: str = "") -> Answer:
    """One call without following anything; as a program where a token is given."""

    class Still(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_given: object) -> None:
            return None

    kept = [] if token else [urllib.request.HTTPCookieProcessor(browser.jar)]
    opener = urllib.request.build_opener(Still, *kept)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(browser.base + path, b"{}" if method == "POST" else None, headers, method=method)  # noqa: S310
    request.add_header("Content-Type", "application/json")
    try:
        with opener.open(request, timeout=hasty.PATIENCE_SECONDS) as got:
            return Answer(got.status, got.url, got.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(error.code, str(error.headers.get("Location")), error.read().decode())


def operations(browser: Browser, token: str) -> list[tuple[str, str]]:
    """Every operation of the API, its places filled with ids that both cases have."""
    document = json.loads(raw(browser, "/c/acme/api/v1/openapi.json", token=token).text)
    return [
        (method.upper(), re.sub(r"\{[^}]+\}", "p1", path))
        for path, ways in document["paths"].items()
        for method in ways
        if method in ("get", "post")
    ]


@pytest.fixture(scope="module")
def token(ann: Browser) -> str:
    """All that a program may do in the name of acme's owner."""
    page = ann.get("/c/acme/tokens").text
    scopes = re.findall(r'name="scopes?" value="([^"]+)"', page)
    assert scopes
    name = re.search(r'name="(scopes?)"', page)[1]  # type: ignore[index]
    fields = re.findall(r'<input[^>]*name="(days)"', page)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
    sent = urllib.parse.urlencode(
        [
            ("csrfmiddlewaretoken", csrf),
            ("do", "make"),
            ("name", "matrix"),
            *[(one, "5") for one in fields],
            *[(name, one) for one in scopes],
        ]
    ).encode()
    at = f"{ann.base}/c/acme/tokens"
    answer = ann._ask(urllib.request.Request(at, sent, {"Referer": at, "Origin": ann.base}))  # noqa: S310
    return re.search(r"stanch_[A-Za-z0-9_-]{30,}", answer.text)[0]  # type: ignore[index]


def test_a_member_sees_their_cases_and_every_link_stays_in_the_case(served: Served, ann: Browser) -> None:
    assert [*served.links] == ["acme", "beta"]
    listed = ann.get("/")
    assert listed.url.endswith("/cases")
    assert "Whose-acme-is" in listed.text
    assert "beta" not in listed.text
    seen = 0
    for path in ("/", "/people", "/people/p1", "/duties", "/notices", "/members", "/intake/org.name", "/nothing"):
        page = ann.get(f"/c/acme{path}")
        assert page.status == (404 if path == "/nothing" else 200), path
        for link in re.findall(r'(?:href|action|src)="(/[^"]*)"', page.text):
            assert link.startswith(("/c/acme/", "/account/", "/style.css", "/keys.js", "/cases")), link
            seen += 1
    assert seen > 100
    assert "Marker-acme" in ann.get("/c/acme/people").text


def test_a_form_lands_in_its_own_case(ann: Browser) -> None:
    sent = ann.post("/c/acme/notices/status", do="stop", grounds="Wrong list of addresses.")
    assert (sent.status, sent.url) == (200, f"{ann.base}/c/acme/notices/status")
    assert "Wrong list of addresses." in ann.get("/c/acme/journal").text


def test_the_register_is_of_ones_own_cases_and_a_closed_one_says_so(served: Served, ann: Browser) -> None:
    page = ann.get("/cases/register").text
    assert "Whose-acme-is" in page
    assert "beta" not in page
    ann.reauthenticate("/cases/register/csv")
    taken = ann.get("/cases/register/csv")
    assert (taken.status, taken.text.lstrip("\ufeff").startswith("case,organisation,record,")) == (200, True)
    assert ann.get("/cases/register/exe").status == 404
    assert Browser(served.address).get("/cases/register").url.startswith(f"{served.address}/account/login/")
    ann.reauthenticate("/c/acme/settings/close")
    assert ann.post("/c/acme/settings/close", do="close", grounds="over", despite_open="yes").status == 200
    assert "closed" in ann.get("/cases").text
    assert ann.post("/c/acme/tasks", do="add", text="x").status == 409
    assert ann.post("/c/acme/settings/close", do="reopen", grounds="for the next test").status == 200
    assert ">open<" in ann.get("/cases").text.replace(" ", "").replace("\n", "")


# The token of a form is another on each page, and so is, once a minute, the moment.
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+|\d\d:\d\d UTC')


def test_no_page_and_no_call_of_another_case_opens(served: Served, ann: Browser, token: str) -> None:
    """Each page and operation, as a browser and as a program: as if there were no such case, and nothing of it in the answer."""
    assert raw(ann, "/c/acme/api/v1/people", token=token).status == 200
    tried = 0
    for path in ["/tokens", "/members", "/break-glass", *PAGES.values()]:
        for method in ("GET", "POST"):
            theirs, nobodys = (raw(ann, f"/c/{name}{path}", method=method) for name in ("beta", "gamma"))
            assert theirs.status == nobodys.status == 404, (method, path)
            told = [TOKEN.sub("", one.text).replace("/c/beta/", "/c/gamma/") for one in (theirs, nobodys)]
            assert told[0] == told[1], path
            assert "Whose-beta" not in theirs.text
            assert "Marker-beta" not in theirs.text
            tried += 1
    ways = operations(ann, token)
    assert len(ways) > 25
    for method, path in ways:
        for with_token in (token, ""):
            theirs, nobodys = (raw(ann, f"/c/{name}{path}", method=method, token=with_token) for name in ("beta", "gamma"))
            if path.endswith("openapi.json"):
                continue
            assert theirs.status == nobodys.status, (method, path)
            assert theirs.status in (401, 403), (method, path, theirs)
            assert theirs.text == nobodys.text, path
            tried += 1
    assert tried > 150


def test_nobody_without_an_account_learns_which_cases_there_are(served: Served) -> None:
    stranger = Browser(served.address)
    for path in ("/", "/people", "/api/v1/people", "/style.css"):
        theirs, nobodys = (raw(stranger, f"/c/{name}{path}") for name in ("beta", "gamma"))
        assert (theirs.status, theirs.text) == (nobodys.status, nobodys.text), path
        assert theirs.url.replace("beta", "gamma") == nobodys.url.replace("beta", "gamma")


def test_an_owner_cannot_take_over_somebody_of_another_case(served: Served, ann: Browser) -> None:
    """The owner of beta invites acme's owner and opens the link: without her password and factor nothing happens."""
    eve = Browser(served.address)
    beta = served.links["beta"]
    # The link that the console printed for beta's owner is for ann too: she joins by it as herself, and keeps what she has.
    taken = eve.get(beta)
    assert "/account/login/" in taken.url
    assert eve.post(beta, page=taken.text, name="Eve", password=PASSWORD, again=PASSWORD).url.startswith(f"{served.address}/account/login/")
    assert ann.get(beta).status == 200
    joined = ann.post(beta)
    assert joined.url.endswith("/cases")
    assert "Whose-beta-is" in joined.text
    assert "Marker-beta" in ann.get("/c/beta/people").text
    assert "Marker-acme" not in ann.get("/c/beta/people").text
    assert "Marker-acme" in ann.get("/c/acme/people").text


def test_roles_glass_and_removal_are_of_one_case(served: Served, ann: Browser) -> None:
    bob = Browser(served.address)
    bob.join(link_of(ann, "acme", "bob@example.com", "counsel"))
    auditor = link_of(ann, "beta", "bob@example.com", "auditor")
    bob.get(auditor)
    bob.post(auditor)
    bob.reauthenticate("/c/acme/break-glass")
    assert bob.post("/c/acme/break-glass", reason="Nobody can be reached.").status == 200
    assert "glass is broken" in bob.get("/c/acme/").text
    assert "glass is broken" not in bob.get("/c/beta/").text
    assert raw(bob, "/c/beta/intake").status == 403
    ann.reauthenticate("/c/acme/members")
    page = ann.get("/c/acme/members").text
    rows = re.findall(r"\(([^)]+@example.com)\).*?name=\"member\" value=\"(\d+)\"", page)
    number = dict(rows)["bob@example.com"]
    beta_rows = dict(re.findall(r"\(([^)]+@example.com)\).*?name=\"member\" value=\"(\d+)\"", ann.get("/c/beta/members").text))
    # A number of the other case's list removes nobody.
    assert "no such member" in ann.post("/c/acme/members", do="remove", member=beta_rows["bob@example.com"]).text
    ann.post("/c/acme/members", do="remove", member=number)
    assert raw(bob, "/c/acme/").status == 404
    assert raw(bob, "/c/beta/").status == 200


def test_second_factors_do_not_stand_on_the_server_in_the_clear(served: Served, ann: Browser) -> None:
    import psycopg

    with psycopg.connect(served.server.url) as link:
        rows = link.execute("SELECT data::text FROM stanch_portal.mfa_authenticator WHERE type = 'totp'").fetchall()
        assert rows
        assert all(ann.secret not in row[0] for row in rows)


def test_a_killed_server_gives_a_clear_page_and_nothing_is_lost(served: Served, ann: Browser) -> None:
    ann.post("/c/acme/notices/status", do="stop", grounds="The last thing before the kill.")
    served.server.kill()
    for path in ("/c/acme/people", "/cases"):
        page = raw(ann, path)
        assert page.status == 503, path
        assert "The database does not answer" in page.text
        assert "What was saved before is kept" in page.text
    called = raw(ann, "/c/acme/api/v1/people")
    assert called.status == 503
    assert json.loads(called.text)["what"] == "the database does not answer"
    served.server.start()
    assert "Marker-acme" in ann.get("/c/acme/people").text
    assert "The last thing before the kill." in ann.get("/c/acme/journal").text
