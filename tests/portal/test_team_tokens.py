"""Tokens of a team's members, against a real portal: made after a fresh sign-in, narrowed to their owner, gone with them."""

import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import hasty
import pytest
from test_team import Browser, invited, member, owner, portal  # noqa: F401 fixtures

from stanch.client import Refused, Stanch

PASSWORD = "seven green umbrellas"


def token(browser: Browser, *scopes: str, name: str = "program") -> str:
    """A token as a member makes it on the page."""
    browser.reauthenticate("/tokens")
    page = browser.get("/tokens").text
    form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert form
    fields = [("csrfmiddlewaretoken", form[1]), ("do", "make"), ("name", name), ("days", "30"), *(("scope", one) for one in scopes)]
    sent = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(  # noqa: S310 our own address
        browser.base + "/tokens", sent, {"Referer": browser.base + "/tokens", "Origin": browser.base}
    )
    found = re.search(r"(stanch_[\w-]{43})<", browser._ask(request).text)
    assert found
    return found[1]


def test_a_members_program_does_what_its_token_allows_in_the_members_name(owner: Browser) -> None:  # noqa: F811
    counsel = member(owner, "c@example.com", "counsel")
    program = Stanch(owner.base, token(counsel, "look", "duties", name="tracker"))
    program.sign(program.duty("US-CA/ag"), "confirmed", grounds="it is ours")
    assert "A Member (c@example.com), by the token tracker" in owner.get("/journal").text
    with pytest.raises(Refused) as refused:
        program.people()
    assert refused.value.status == 403


def test_a_token_goes_with_its_owner(owner: Browser) -> None:  # noqa: F811
    gone = member(owner, "leaver@example.com", "auditor")
    program = Stanch(owner.base, token(gone, "people"))
    assert program.people().total == 123
    row = re.search(r'name="member" value="(\d+)"><button aria-label="Remove leaver@example.com"', owner.get("/members").text)
    assert row
    owner.reauthenticate("/members")
    owner.post("/members", do="remove", member=row[1])
    with pytest.raises(Refused) as refused:
        program.people()
    assert refused.value.status == 401


def test_a_helpers_program_sees_the_named_exhibits_alone(owner: Browser) -> None:  # noqa: F811
    named = member(owner, "h1@example.com", "helper", exhibits="e1", until="2099-12-31")
    program = Stanch(owner.base, token(named, "evidence"))
    assert [one.id for one in program.exhibits().rows] == ["e1"]
    with pytest.raises(Refused) as refused:
        program.case()
    assert refused.value.status == 403


def test_one_member_cannot_end_anothers_token(owner: Browser) -> None:  # noqa: F811
    first, second = member(owner, "t1@example.com", "auditor"), member(owner, "t2@example.com", "auditor")
    program = Stanch(owner.base, token(first, "look"))
    identity = re.search(r'name="token" value="(\w+)"', first.get("/tokens").text)
    assert identity
    assert identity[1] not in second.get("/tokens").text
    second.reauthenticate("/tokens")
    assert second.post("/tokens", do="revoke", token=identity[1]).status == 400
    assert program.work().state
    first.reauthenticate("/tokens")
    first.post("/tokens", do="revoke", token=identity[1])
    with pytest.raises(Refused):
        program.work()


def test_a_session_without_a_second_factor_calls_nothing(owner: Browser) -> None:  # noqa: F811
    link = invited(owner, "half@example.com", "counsel")
    half = Browser(owner.base)
    half.post(link, name="Half", password=PASSWORD, again=PASSWORD)
    half.post("/account/login/", login="half@example.com", password=PASSWORD)
    for path in ("/api/v1/case", "/api/v1/people", "/api/v1/openapi.json"):
        answer = half.get(path)
        assert answer.status == 401
        assert set(json.loads(answer.text)) == {"what", "where", "do"}
    assert owner.get("/api/v1/case").status == 200


def test_the_secret_of_a_token_is_kept_nowhere(portal: tuple[str, str, Path], owner: Browser) -> None:  # noqa: F811
    secret = token(owner, "look", name="kept nowhere")
    for path in portal[2].rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes()
    assert secret not in owner.get("/tokens").text
    assert secret not in owner.get("/journal").text


@pytest.mark.parametrize("length", ["-1", "1e9", "99999999999999999999", "1048577"])
def test_a_body_that_says_it_is_too_large_is_not_read(portal: tuple[str, str, Path], length: str) -> None:  # noqa: F811
    link = http.client.HTTPConnection(portal[0].removeprefix("http://"), timeout=hasty.PATIENCE_SECONDS)
    link.putrequest("POST", "/api/v1/work")
    link.putheader("Content-Length", length)
    link.endheaders(b"{}" + b" " * (1 << 16))  # as much as is read ahead; no more need come
    assert link.getresponse().status in (400, 411, 413)
    link.close()


def calendar_of(browser: Browser) -> str:
    """The address of a calendar as a member makes it on the page."""
    browser.reauthenticate("/settings/calendar")
    made = browser.post("/settings/calendar", do="make", name="telephone", days="30", words="yes").text
    found = re.search(r"(https?://[^<]+/calendar/[\w-]{43}\.ics)<", made)
    assert found, made
    return browser.base + urllib.parse.urlsplit(found[1]).path


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 our own address
            assert b"BEGIN:VCALENDAR" in answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_members_calendar_is_read_without_signing_in_until_they_end_it_or_leave(owner: Browser) -> None:  # noqa: F811
    leaver, other = member(owner, "cal1@example.com", "auditor"), member(owner, "cal2@example.com", "communicator")
    address, second = calendar_of(leaver), calendar_of(other)
    assert (status_of(address), status_of(second)) == (200, 200)
    identity = re.search(r'name="link" value="(\w+)"', other.get("/settings/calendar").text)
    assert identity
    leaver.reauthenticate("/settings/calendar")
    assert leaver.post("/settings/calendar", do="revoke", link=identity[1]).status == 400
    assert status_of(second) == 200
    other.reauthenticate("/settings/calendar")
    other.post("/settings/calendar", do="revoke", link=identity[1])
    assert status_of(second) == 404
    row = re.search(r'name="member" value="(\d+)"><button aria-label="Remove cal1@example.com"', owner.get("/members").text)
    assert row
    owner.reauthenticate("/members")
    owner.post("/members", do="remove", member=row[1])
    assert status_of(address) == 404


def test_a_helper_from_outside_makes_no_calendar(owner: Browser) -> None:  # noqa: F811
    named = member(owner, "cal3@example.com", "helper", exhibits="e1", until="2099-12-31")
    assert named.get("/settings/calendar").status == 403
