"""Tokens: shown once, with an end and a part of their owner's rights; sessions beside them; the pace."""

from datetime import timedelta

import pytest
from the_breach import HOST, NOW

from stanch.errors import WrongCall
from stanch.portal import tokens
from stanch.portal.rights import Visitor, visitor


def test_a_token_opens_what_its_scopes_allow(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("owner", scopes={"people"})
    assert caller.get("/people").status_code == 200
    assert caller.get("/case").status_code == 403
    assert caller.get("/people.ndjson").status_code == 403
    assert caller.get("/openapi.json").status_code == 200


def test_a_token_never_has_more_than_its_owner_has_now(program, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights

    caller = program("owner")
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "communicator"))
    assert caller.get("/people").status_code == 200
    assert caller.get("/journal").status_code == 403


def test_a_token_ends(program, case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    caller = program(days=2)
    monkeypatch.setattr(case, "clock", lambda: NOW + timedelta(days=2) - timedelta(seconds=1))
    assert caller.get("/work").status_code == 200
    monkeypatch.setattr(case, "clock", lambda: NOW + timedelta(days=2))
    assert caller.get("/work").status_code == 401


def test_a_token_is_ended_by_its_owner(program, case) -> None:  # type: ignore[no-untyped-def]
    caller, person = program(), visitor("Ann", "owner")
    (one,) = tokens.keeper().of(None)
    assert caller.secret not in repr(one)
    tokens.revoke(None, person, one.id)
    assert caller.get("/work").status_code == 401
    assert case.journal.entries(newest_first=True, count=1)[0].action == "revoke token"
    with pytest.raises(WrongCall):
        tokens.revoke(None, person, one.id)


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        ("", {"look"}, 1),
        ("x" * 61, {"look"}, 1),
        ("a\x1b", {"look"}, 1),
        ("x", set(), 1),
        ("x", {"duties"}, 1),
        ("x", {"reveal"}, 1),
        ("x", {"members"}, 1),
        ("x", {"look"}, 0),
        ("x", {"look"}, 91),
        ("EXPORTER", {"look"}, 1),
    ],
)
def test_a_token_that_cannot_be_is_refused(program, name: str, scopes: set[str], days: int) -> None:  # type: ignore[no-untyped-def]
    program("owner")
    with pytest.raises(WrongCall):
        tokens.make(None, visitor("Ann", "owner"), name=name, scopes=scopes, days=days)


def test_broken_glass_does_not_outlive_its_hour_in_a_token() -> None:
    from dataclasses import replace

    from stanch.portal.rights import table

    broken: Visitor = replace(visitor("Ann", "responder"), rights=frozenset(table().rights), glass=True)
    assert "duties" not in tokens.offered(broken)
    assert "look" in tokens.offered(broken)


def test_the_page_makes_a_token_shows_it_once_and_ends_it(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    import re

    monkeypatch.setattr(tokens, "_keeper", [tokens.Memory()])
    made = owner.post("/tokens", {"do": "make", "name": "nightly", "scope": ["look"], "days": "3"}).content.decode()
    secret = re.search(r"(stanch_[\w-]{43})<", made)
    assert secret
    again = owner.get("/tokens").content.decode()
    assert secret[1] not in again
    assert "nightly" in again
    identity = re.search(r'name="token" value="(\w+)"', again)
    assert identity
    owner.post("/tokens", {"do": "revoke", "token": identity[1]})
    assert "nightly" not in owner.get("/tokens").content.decode()
    assert owner.post("/tokens", {"do": "make", "name": "x", "days": "3"}).status_code == 400


def test_a_session_reads_and_changes_only_with_the_token_of_a_form(case) -> None:  # type: ignore[no-untyped-def]
    import re

    from django.test import Client

    from stanch.portal.gate import door

    browser = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    browser.get(door.new_link())
    assert browser.get("/api/v1/case").status_code == 200
    before = len(case.journal)
    body = {"value": "x"}
    path = "/api/v1/work"
    assert browser.post(path, {"report": False}, content_type="application/json").status_code == 403
    assert len(case.journal) == before
    form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/tokens").content.decode())
    assert form
    sent = browser.post(path, {"report": False}, content_type="application/json", headers={"X-CSRFToken": form[1]})
    assert sent.status_code == 200
    assert browser.post("/api/v1/facts/org.name/effects", body, content_type="application/json").status_code == 200, "it changes nothing"


def test_a_token_calls_at_a_pace(program, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal.api import door

    pace = door.Pace(door.BURST, door.A_SECOND)
    assert not any(pace.wait("a", 0.0) for _ in range(door.BURST))
    assert pace.wait("a", 0.0) > 0
    assert pace.wait("b", 0.0) == 0, "each token has its own"
    assert pace.wait("a", 1.0) == 0, "it fills again"
    monkeypatch.setattr(door, "pace", pace)
    monkeypatch.setattr(pace, "wait", lambda _token, _now: 2.5)
    answer = program().get("/case")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3"
