"""The team, the public, those who call: told what they need, and nothing about any person."""

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from letters import DUTY, filled

from stanch.casefile import Case, calls, pieces, public_page, team
from stanch.client import is_ours
from stanch.errors import StanchError, WrongCall
from stanch.notices.courier import Answer
from stanch.notices.team_post import Listener, body_of, post, read_team
from stanch.records import Action, Deadline, Duty, Facts, Incident, Organisation

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
FACTS = Facts(
    as_of=date(2026, 11, 24),
    org=Organisation(
        name="Brightwater <Dental> Group", street="400 Harbor Road", city="Portland", state="ME", postcode="04101", phone="1-800-555-0140"
    ),
    incident=Incident(kind="intrusion", occurred=date(2026, 9, 1), discovered=date(2026, 10, 1)),
    law_enforcement_consulted=True,
)
SAID = {"notice.steps_taken": "We closed the way in.", "notice.prevention": "We ask for a second proof."}


class Hook(BaseHTTPRequestHandler):
    """Keeps what it is told; answers as the path says."""

    told: list[tuple[str, dict[str, str], bytes]] = []  # noqa: RUF012 one for the test's server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.path, dict(self.headers), body))
        self.send_response(302 if "away" in self.path else 200)
        if "away" in self.path:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_given) -> None:
        """Quiet."""


@pytest.fixture
def hook():
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Hook.told.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def due(case: Case) -> None:
    soon = Duty(
        "US-ME/ag",
        "US-ME",
        "regulator:AG",
        True,
        Deadline(30, "days", "discovery", NOW + timedelta(hours=5)),
        None,
        (),
        "",
        (),
        "§ 1348(5)",
        "",
        "ag",
    )
    case.store.put(Duty, [DUTY, soon])


@pytest.mark.parametrize("kind", ["slack", "teams", "webhook"])
def test_the_team_is_told_counts_and_clocks_and_nobody(case: Case, hook: str, kind: str) -> None:
    people = filled(case, 3)
    pieces.queue_approved(case)
    due(case)
    told = team.tell_team(case, [Listener("room", kind, f"{hook}/x?y=1", "secret")], now=NOW, by="it")  # type: ignore[arg-type]
    assert told == {"room": 1}
    path, headers, body = Hook.told[0]
    assert path == "/x?y=1"
    assert is_ours(body, headers, secret="secret")
    assert not is_ours(body, headers, secret="another")
    assert not is_ours(body + b" ", headers, secret="secret")
    assert not is_ours(body, headers, secret="secret", now=time.time() + 301), "kept and sent again later"
    assert not is_ours(body, {**headers, "X-Stanch-Timestamp": str(int(time.time()) + 1)}, secret="secret")
    text = body.decode()
    assert "Maine: tell the Attorney General: in 5 hours" in text
    assert "3 of 3 people: waiting" in text
    assert not any(word in text for one in people for word in (one.name, one.email or "", one.id + '"', one.postal_address.street))
    json.loads(text)


def test_what_may_not_be_owed_has_not_run_out(case: Case) -> None:
    filled(case, 2)
    due(case)
    soon = case.store.get(Duty)[-1]
    late = replace(soon, id="US-TX/ag", jurisdiction="US-TX", deadline=Deadline(30, "days", "discovery", NOW - timedelta(days=49)))
    case.store.put(Duty, [*case.store.get(Duty), replace(late, required="conditional", questions=("Was it a bank?",))])
    told = team.news(case, now=NOW).lines
    assert told[0].startswith("0 clocks have run out")
    assert "1 more turns on open questions: answer them first." in told
    assert not [line for line in told if "Texas" in line]
    case.store.put(Duty, [late])
    assert team.news(case, now=NOW).lines[0].startswith("1 clock has run out")


def test_a_redirect_is_not_followed_and_a_dead_address_is_told(hook: str) -> None:
    from stanch.notices.team_post import News

    said = News("x", ("y",), NOW)
    assert post(Listener("a", "slack", f"{hook}/away"), said) == Answer("later", "answered 302")
    assert len(Hook.told) == 1
    assert post(Listener("b", "slack", "http://127.0.0.1:9/"), said) == Answer("not_taken", "ConnectionRefusedError")
    assert b"secret" not in body_of(Listener("c", "webhook", hook, "secret"), said)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "https://user:pw@example.com/",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://exam ple.com/",
        "https://x\n.example.com",
    ],
)
def test_addresses_that_leak_are_refused(tmp_path: Path, url: str) -> None:
    file = tmp_path / "team.yaml"
    file.write_text(json.dumps({"listeners": [{"name": "a", "kind": "slack", "url": url}]}))
    file.chmod(0o600)
    with pytest.raises(StanchError):
        read_team(file)
    file.write_text(json.dumps({"listeners": [{"name": "a", "kind": "slack", "url": "https://hooks.example.com/x"}]}))
    assert read_team(file)[0].name == "a"
    file.chmod(0o644)
    with pytest.raises(WrongCall, match="read by others"):
        read_team(file)


def test_the_calendar_names_clocks_and_nobody(case: Case, tmp_path: Path) -> None:
    filled(case, 2)
    due(case)
    assert team.write_calendar(case, tmp_path / "team.ics", now=NOW) == 1
    text = (tmp_path / "team.ics").read_text()
    assert "Maine: tell the Attorney General" in text
    assert "Ann" not in text
    days = (NOW.date() - timedelta(days=3), NOW.date() + timedelta(days=300), NOW.date())
    actions = [Action(f"a{at}", f"Check {at}", "w", "Owner", day, "low", False, order=at) for at, day in enumerate(days)]
    case.store.put(Action, [*actions[:2], replace(actions[2], status="done", proof="x")])
    assert team.write_calendar(case, tmp_path / "team.ics", now=NOW) == 3, (
        "a check a year after stands in the calendar, one that is done does not"
    )
    assert "1 corrective action is past its day:" in team.news(case, now=NOW).lines
    assert any(line.startswith("Check 0 (Owner") for line in team.news(case, now=NOW).lines)


class Page(HTMLParser):
    """What a screen reader and a security officer would look at."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str | None]] = {}

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)


def test_the_public_page_has_the_headings_no_script_and_nobody(case: Case, tmp_path: Path) -> None:
    people = filled(case, 3)
    case.store.put_facts(FACTS, source="test")
    (page,) = public_page.write(case, tmp_path / "site", draft=False, by="counsel", grounds="counsel, 24 November", settings=SAID)
    text = (tmp_path / "site/index.html").read_text()
    seen = Page()
    seen.feed(text)
    assert page.missing == ()
    for heading in ("What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do", "For More Information"):
        assert f"<h2>{heading}</h2>" in text
    assert seen.tags.count("h1") == seen.tags.count("main") == 1
    assert not {"script", "img", "iframe", "form", "style", "object"} & set(seen.tags)
    assert not any(name.startswith("on") for name in seen.attributes)
    assert seen.attributes["lang"] == ["en"]
    assert seen.attributes.get("src", []) == []
    assert seen.attributes["href"] == ["style.css", "#notice"]
    assert "Brightwater &lt;Dental&gt; Group" in text
    assert "[to be completed" not in text
    assert not any(word in text for one in people for word in (one.name, one.email or ""))
    style = (tmp_path / "site/style.css").read_text()
    assert "url(" not in style
    assert "overflow-wrap: anywhere" in style, "an address of a page is longer than a telephone is wide"


def test_a_page_of_one_place_asks_for_what_its_laws_ask(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    case.store.put_facts(FACTS, source="test")
    union = Duty("EU-GDPR/individuals", "EU-GDPR", "individuals", True, None, None, (), "", ("dpo_contact",), "Art. 34", "", "individuals")
    case.store.put(Duty, [DUTY, union])
    (both,) = public_page.write(case, tmp_path / "both", draft=True, by="x", grounds="", settings=SAID)
    assert "name and contact of the data protection officer or other contact" in both.missing
    assert "<h3>What happened?</h3>" not in (tmp_path / "both/index.html").read_text()
    (states,) = public_page.write(case, tmp_path / "us", draft=False, by="x", grounds="counsel", place="US", settings=SAID)
    assert states.missing == ()


def test_the_page_in_four_languages_links_them_and_never_breaks_into_english(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    case.store.put_facts(FACTS, source="test")
    pages = public_page.write(
        case, tmp_path, draft=True, by="x", grounds="", languages=("en", "es", "fr", "de"), settings=SAID
    )  # fmt: skip
    assert [one.language for one in pages] == ["en", "es", "fr", "de"]
    for name, language, heading in (("es", "es", "Qué pasó"), ("fr", "fr", "Ce qui s’est passé"), ("de", "de", "Was geschah")):
        text = (tmp_path / f"{name}.html").read_text()
        assert f'<html lang="{language}">' in text
        assert heading in text
        assert "What Happened" not in text
        assert "Questions and answers" not in text
        assert 'href="index.html" hreflang="en"' in text
    with pytest.raises(StanchError, match="not written in xx"):
        public_page.write(case, tmp_path, draft=True, by="x", grounds="", languages=("xx",))


def test_an_open_page_is_a_draft_or_none(case: Case, tmp_path: Path) -> None:
    filled(case, 1)
    case.store.put_facts(FACTS, source="test")
    with pytest.raises(StanchError, match="not complete"):
        public_page.write(case, tmp_path / "site", draft=False, by="counsel", grounds="x")
    with pytest.raises(StanchError, match="approved"):
        public_page.write(case, tmp_path / "site", draft=False, by="counsel", grounds=" ", settings=SAID)
    assert not (tmp_path / "site").exists()
    public_page.write(case, tmp_path / "site", draft=True, by="counsel", grounds="")
    assert "Not to be published" in (tmp_path / "site/index.html").read_text()


def test_the_call_centre_pack_is_drawn_from_the_case_and_marks_what_is_open(case: Case, tmp_path: Path) -> None:
    people = filled(case, 2)
    case.store.put_facts(FACTS, source="test")
    made, files = calls.write_pack(case, tmp_path / "pack")
    text = files[1].read_text()
    assert files[0].read_bytes().startswith(b"%PDF")
    assert "We found out on October 1, 2026." in text
    assert "never offer" in text
    assert "Is it over?" in made.open
    assert not any(one.name in text for one in people)
    with pytest.raises(WrongCall, match="unknown topic"):
        calls.log(case, topic="gossip", note="", reference="", verified=False)
    calls.log(case, topic="enrolment", note="how to enrol", reference="", verified=False)
    assert calls.counts(case) == {"enrolment": 1}
