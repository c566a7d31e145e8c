"""The end of a case in a browser: the register, closing and opening again, the list destroyed by two people, with the proof."""

import json
import re

import pytest
from the_breach import HOSTILE, fill, text_of

from stanch.casefile import Case, closing, destruction
from stanch.portal import rights
from stanch.portal.rights import visitor
from stanch.records import Person


@pytest.fixture
def ours(own_case: Case) -> Case:
    """A case of this test alone, on the desk, with something on every page."""
    fill(own_case)
    return own_case


def hidden(browser, path: str, name: str) -> str:  # type: ignore[no-untyped-def]
    found = re.search(rf'name="{name}" value="([^"]*)"', browser.get(path).content.decode())
    assert found, name
    return found[1]


def close(browser, **more: str):  # type: ignore[no-untyped-def]
    seen = hidden(browser, "/settings/close", "seen")
    return browser.post("/settings/close", {"do": "close", "seen": seen, "grounds": "over", "despite_open": "yes", **more})


def test_the_register_tells_the_breach_and_is_taken_as_files(browser, ours: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(browser.get("/report/register"))
    for told in (
        "An intruder guessed a password.",
        "discovered 2026-10-01",
        "123 people in 2 places",
        "where they live is not known: 1 person",
        "Cal. Civ. Code 1798.82(f)",
        "nobody yet",
    ):
        assert told in page, told
    assert "<script>alert" not in page
    for form in ("csv", "xlsx", "pdf"):
        taken = browser.get(f"/report/register/{form}")
        assert taken.status_code == 200
        assert taken.headers["Content-Disposition"] == f'attachment; filename="register.{form}"'
    assert browser.get("/report/register/exe").status_code == 404
    assert [one.subject for one in ours.journal.entries() if one.action == "export"] == [
        f"register.{one}" for one in ("csv", "xlsx", "pdf")
    ]


def test_a_case_is_closed_with_what_is_open_and_opened_again(browser, ours: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(browser.get("/settings/close"))
    assert "Duties whose time has run out" in page
    assert close(browser, grounds=" ").status_code == 400
    assert close(browser, despite_open="").status_code == 400
    assert close(browser, seen="another").status_code == 409
    assert close(browser).status_code == 302
    found = closing.closed(ours)
    assert found is not None
    assert (found.by, found.grounds) == ("the owner", "over")
    assert "This case is closed: it is read and kept" in text_of(browser.get("/"))
    again = {"do": "reopen", "grounds": ""}
    assert browser.post("/settings/close", again).status_code == 400
    assert browser.post("/settings/close", {**again, "grounds": "new evidence"}).status_code == 302
    assert closing.closed(ours) is None
    assert "This case is closed" not in text_of(browser.get("/"))


def test_a_closed_case_is_seen_and_not_changed(browser, ours: Case) -> None:  # type: ignore[no-untyped-def]
    assert close(browser).status_code == 302
    for path in ("/duties/US-CA/ag", "/people/p1", "/tasks", "/notices/status", "/actions", "/report"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert '<form method="post"' not in page.content.decode().partition("<footer>")[0], path
    before = len(ours.journal)
    for path, form in (
        ("/tasks", {"do": "add", "text": "x"}),
        ("/duties/US-CA/ag", {"verdict": "confirmed", "grounds": "x"}),
        ("/work", {}),
    ):
        answer = browser.post(path, form)
        assert answer.status_code == 409, path
        assert "Nothing was changed" in text_of(answer)
    called = browser.post("/api/v1/tasks", json.dumps({"text": "x"}), content_type="application/json")
    assert (called.status_code, called.json()["what"]) == (409, "this case is closed")
    assert len(ours.journal) == before
    assert browser.post("/counsel/hold", {"do": "ask", "names": "A. Example"}).status_code == 302, "the hold goes on"
    assert browser.post("/journal").status_code in (200, 302), "the chain is looked through"


def test_only_an_owner_closes(browser, ours: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for role in ("counsel", "responder", "auditor", "communicator"):
        monkeypatch.setattr(rights, "alone", lambda name, role=role: visitor(name, role))
        assert browser.get("/settings/close").status_code == 200
        assert browser.post("/settings/close", {"do": "close", "grounds": "x", "despite_open": "yes"}).status_code == 403
    assert closing.closed(ours) is None


def test_two_people_destroy_the_list_and_the_proof_is_shown(browser, ours: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    def as_(name: str, role: str) -> None:
        monkeypatch.setattr(rights, "alone", lambda _name: replace(visitor(name, role), asks_again=True))
        monkeypatch.setattr(rights, "must_sign_in_again", lambda _request: False)

    words = destruction.confirmation(ours)
    as_("Ann", "owner")
    asked = {"do": "ask", "grounds": f"six years are over {HOSTILE}", "confirmed": words}
    assert browser.post("/settings/destruction", {**asked, "confirmed": "yes"}).status_code == 400
    assert browser.post("/settings/destruction", {**asked, "grounds": ""}).status_code == 400
    assert browser.post("/settings/destruction", asked).status_code == 302
    page = text_of(browser.get("/settings/destruction"))
    assert "You asked for it: somebody else must confirm it." in page
    assert "<script>alert" not in page
    refused = browser.post("/settings/destruction", {"do": "confirm", "confirmed": words})
    assert (refused.status_code, "you are the one who asked" in text_of(refused)) == (400, True)
    as_("Rae", "responder")
    assert browser.post("/settings/destruction", {"do": "confirm", "confirmed": words}).status_code == 403
    as_("Lee", "counsel")
    assert browser.post("/settings/destruction", {"do": "confirm", "confirmed": "no"}).status_code == 400
    assert ours.store.count(Person) == 123
    assert browser.get("/settings/destruction/certificate").status_code == 404, "there is nothing to show yet"
    assert browser.post("/settings/destruction", {"do": "confirm", "confirmed": words}).status_code == 302
    assert ours.store.count(Person) == 0
    page = text_of(browser.get("/settings/destruction"))
    for told in ("nothing of the list is left", "destroy people list", "asked for by Ann", "confirmed by Lee", "Code of the entry"):
        assert told in page, told
    certificate = json.loads(browser.get("/settings/destruction/certificate").content)
    assert [one["action"] for one in certificate["entries"]] == ["order destruction", "destroy people list"]
    state = browser.get("/api/v1/destruction").json()
    assert (state["state"], state["remaining"]) == ("done", [])
    assert "Ada Example" not in text_of(browser.get("/people"))
    assert "123" in text_of(browser.get("/report/register")), "how many there were is kept"


def test_whoever_signed_in_long_ago_signs_in_again(browser, ours: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    monkeypatch.setattr(rights, "alone", lambda name: replace(visitor(name, "owner"), asks_again=True))
    monkeypatch.setattr(rights, "must_sign_in_again", lambda _request: True)
    for path in ("/settings/destruction", "/settings/close", "/notices/returns", "/notices/wording/en/individual/approve"):
        answer = browser.post(path, {"do": "ask"})
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/reauthenticate/"), path
    assert not destruction.was_destroyed(ours)
