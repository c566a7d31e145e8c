"""Who may come in."""

import http.client
import re
import threading

import pytest
from the_breach import HOST

from stanch.casefile import Case

EVERY = [
    "/",
    "/evidence",
    "/people",
    "/people/p1",
    "/duties",
    "/duties/US-CA/ag",
    "/notices",
    "/notices/letter-p1/print",
    "/actions",
    "/journal",
]


@pytest.mark.parametrize("path", EVERY)
def test_a_stranger_sees_nothing_of_the_case(stranger, path: str) -> None:  # type: ignore[no-untyped-def]
    response = stranger.get(path)
    assert response.status_code == 403
    assert not [word for word in ("Acme", "Ada", "California", "1798") if word in response.content.decode()]


def test_a_link_opens_once(stranger, case: Case) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal.gate import COOKIE, door

    link = door.new_link()
    assert stranger.head(link).status_code == 405, "looking ahead must not use the link up"
    response = stranger.get(link)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert stranger.get("/").status_code == 200
    second = Client(HTTP_HOST=HOST)
    assert second.get(link).status_code == 403
    assert second.get("/").status_code == 403
    assert second.get("/sign-in/").status_code == 403
    assert "has been used" in second.get(link).content.decode()


def test_signing_in_is_in_the_journal(stranger, case: Case) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal.gate import door

    before = len(case.journal)
    stranger.get(door.new_link())
    assert [entry.action for entry in case.journal.entries(start=before)] == ["sign in to portal"]


def test_a_fault_tells_nothing_of_the_case(owner, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    from stanch.casefile import browse

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Ada Example")

    owner.raise_request_exception = False
    monkeypatch.setattr(browse, "find_person", broken)
    response = owner.get("/people/p1-ada-example", headers={"accept-language": "de"})
    console = "".join(capfd.readouterr())
    assert response.status_code == 500
    assert "Ein Fehler in Stanch" in response.content.decode()
    assert '<a href="/">' in response.content.decode(), "and a way back"
    assert "RuntimeError" in console
    assert "ada" not in (console + response.content.decode()).lower().replace(__file__.lower(), "")


def test_a_session_ends_when_it_was_idle_too_long(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import gate

    assert owner.get("/").status_code == 200
    monkeypatch.setattr(gate, "IDLE_SECONDS", -1)
    assert owner.get("/").status_code == 403
    monkeypatch.undo()
    assert owner.get("/").status_code == 403


def test_every_form_of_every_page_is_refused_without_its_token(owner) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal.urls import urlpatterns

    takes = [str(one.pattern) for one in urlpatterns if getattr(one.callback, "needs", (None, None))[1]]
    browser = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    browser.cookies = owner.cookies
    assert len(takes) > 25
    for pattern in takes:
        path = "/" + re.sub("<[^>]+>", "x", pattern)
        assert browser.post(path, {"do": "add"}).status_code == 403, path
        assert browser.post(path, {"csrfmiddlewaretoken": "a" * 64}, HTTP_ORIGIN="https://evil.example").status_code == 403, path


def test_what_is_not_there_is_no_fault(owner, capfd: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert owner.get("/duties/nothing").status_code == 404
    assert "fault" not in capfd.readouterr().err


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7:8765", "evil.example:8765", ""])
def test_another_hosts_name_is_refused(owner, host: str) -> None:  # type: ignore[no-untyped-def]
    response = owner.get("/", HTTP_HOST=host, HTTP_X_FORWARDED_HOST="127.0.0.1")
    assert response.status_code == 400
    assert "Acme" not in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_changed_from_a_page(owner, method: str) -> None:  # type: ignore[no-untyped-def]
    assert getattr(owner, method)("/people").status_code == 405


@pytest.mark.parametrize("path", ["/", "/style.css", "/nowhere", "/sign-in/x"])
def test_every_answer_forbids_scripts_frames_and_keeping(owner, path: str) -> None:  # type: ignore[no-untyped-def]
    headers = owner.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"], "a script of our own from a file, and nothing else"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_real_server_listens_on_this_machine_only_and_answers_several_at_once(case: Case) -> None:
    from stanch.portal.gate import door
    from stanch.portal.serving import Listening, server

    serving, address = server(case, Listening(port=0))
    thread = threading.Thread(target=serving.serve)
    thread.start()
    try:
        assert address.startswith("http://127.0.0.1:")
        port = int(address.rpartition(":")[2])
        signing = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        signing.request("GET", door.new_link())
        response = signing.getresponse()
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        assert response.status == 302
        found: list[tuple[int, bool]] = []

        def look() -> None:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            asking.request("GET", "/people/p1", headers={"Cookie": cookie})
            answer = asking.getresponse()
            found.append((answer.status, b"Ada Example" in answer.read()))

        lookers = [threading.Thread(target=look) for _ in range(6)]
        for one in lookers:
            one.start()
        for one in lookers:
            one.join()
        assert found == [(200, True)] * 6
    finally:
        serving.stop()
        thread.join()


@pytest.mark.parametrize("quoted", ["/duties/US-CA%2Fag", "/duties/US-CA%2fag", "/api/v1/duties/US-CA%2Fag"])
def test_a_quoted_slash_in_an_id_leads_to_the_same_page_as_a_plain_one(owner, quoted: str) -> None:  # type: ignore[no-untyped-def]
    # The server leaves it as it is, as browsers send it from a link; the test's own client would undo it.
    assert owner.get("/", PATH_INFO=quoted).status_code == 200


def test_a_quoted_slash_opens_no_other_door(stranger) -> None:  # type: ignore[no-untyped-def]
    for quoted in ("/duties%2FUS-CA/ag", "/api%2Fv1/duties", "/%2Fapi/v1/duties", "/report/..%2Fcase.db"):
        assert stranger.get("/", PATH_INFO=quoted).status_code in (401, 403, 404), quoted
