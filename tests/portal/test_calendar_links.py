"""Links of calendars: read without signing in, by whoever has the address; dates alone; ended at once, by time, or with their owner."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from the_breach import HOST, NOW

from stanch.casefile import closing
from stanch.portal import calendars, pace_of_calls, tokens
from stanch.portal.rights import visitor


@pytest.fixture
def kept(owner, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The owner's browser, with no link made yet, and nobody who has read too often."""
    monkeypatch.setattr(tokens, "_keeper", [tokens.Memory()])
    monkeypatch.setattr(calendars, "pace", pace_of_calls.Pace(calendars.BURST, calendars.A_SECOND))
    return owner


def made(browser, **more: str) -> str:  # type: ignore[no-untyped-def]
    """The path of a link, as somebody makes it on the page."""
    page = browser.post("/settings/calendar", {"do": "make", "name": "my telephone", "days": "30", "words": "yes", **more}).content.decode()
    found = re.search(r"http://[^/<]+(/calendar/[\w-]{43}\.ics)<", page)
    assert found, page
    return found[1]


def elsewhere():  # type: ignore[no-untyped-def]
    """A calendar program: it has no session."""
    from django.test import Client

    return Client(HTTP_HOST=HOST)


def said(answer) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """By UID what the entries say."""
    return {str(one["uid"]): str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_program_reads_the_clocks_without_signing_in(kept) -> None:  # type: ignore[no-untyped-def]
    answer = elsewhere().get(made(kept))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    (calendar,) = Calendar.from_ical(answer.content).walk("VCALENDAR")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.content.decode()
    assert str(calendar["name"]).startswith("Case ")
    assert any(one.startswith("California: tell ") for one in said(answer).values())
    assert "This calendar's link ends: make a new one in Settings" in said(answer).values()


def test_it_names_no_person_and_without_words_nothing_but_that_something_is_due(kept, case) -> None:  # type: ignore[no-untyped-def]
    from stanch.records import Action, Person

    in_words, plain = (elsewhere().get(made(kept, name=name, words=words)) for name, words in (("a", "yes"), ("b", "")))
    assert said(in_words).keys() - said(plain).keys() == {next(uid for uid, says in said(in_words).items() if "link ends" in says)}
    assert set(said(plain).values()) <= {*(sort[2] for sort in (*calendars.feed.SORTS, calendars.feed.CLOCK)),
                                         "This calendar's link ends: make a new one in Settings"}  # fmt: skip
    secret = [word for one in case.store.get(Person) for word in (one.name, one.email, *one.name.split()) if word]
    secret += [word for one in case.store.get(Action) for word in (one.owner, one.title) if word]
    assert secret
    for answer in (in_words, plain):
        text = re.sub(r"\r\n[ \t]", "", answer.content.decode())
        assert [one for one in secret if re.search(rf"\b{re.escape(one)}\b", text)] == []
        assert "DESCRIPTION" not in re.sub(r"BEGIN:VALARM.*?END:VALARM", "", text, flags=re.DOTALL).replace("DESCRIPTION:\r\n", "")


def test_it_shows_no_more_than_its_owner_may_see_at_that_moment(kept, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights

    path = made(kept)
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "reviewer"))
    assert elsewhere().get(path).status_code == 404
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "responder"))
    assert elsewhere().get(path).status_code == 200


def test_dates_of_the_letters_are_for_who_may_see_the_letters(case) -> None:  # type: ignore[no-untyped-def]
    from stanch.casefile import feed
    from stanch.report.dates import Dated

    dated = [Dated(f"{begins}x", NOW, "says") for begins, _, _ in (*feed.SORTS, feed.CLOCK)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "dates", lambda *_given, **_named: tuple(dated))
        seen = {one.matter for one in feed.entries(case, now=NOW, rights={"look"}, in_words=True)}
    assert seen == {"remind x", "term x", "action x", "x"}


def test_a_link_ends_by_hand_and_by_time_and_the_journal_names_it(kept, case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    path, (one,) = made(kept), calendars.of(None)
    assert case.journal.entries(newest_first=True, count=1)[0].action == "make calendar link"
    assert path.split("/")[2][:20] not in case.journal.entries(newest_first=True, count=1)[0].details
    assert path not in kept.get("/settings/calendar").content.decode()
    assert one.name not in kept.get("/tokens").content.decode()
    with monkeypatch.context() as later:
        later.setattr(case, "clock", lambda: NOW + timedelta(days=30))
        assert elsewhere().get(path).status_code == 404
    assert elsewhere().get(path).status_code == 200
    assert calendars.of(None)[0].used_at is not None
    kept.post("/settings/calendar", {"do": "revoke", "link": one.id})
    assert case.journal.entries(newest_first=True, count=1)[0].action == "revoke calendar link"
    assert elsewhere().get(path).status_code == 404
    assert {"make calendar link", "revoke calendar link"} <= closing.GOES_ON


def test_its_secret_opens_nothing_else_and_a_token_for_programs_opens_no_calendar(kept) -> None:  # type: ignore[no-untyped-def]
    path = made(kept)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    for told in (secret, tokens.MARK + secret):
        assert elsewhere().get("/api/v1/work", headers={"Authorization": f"Bearer {told}"}).status_code == 401
    program = tokens.make(None, visitor("Ann", "owner"), name="program", scopes={"look"}, days=3)
    assert elsewhere().get(f"/calendar/{program}.ics").status_code == 404
    reader = elsewhere()
    reader.get(path)
    assert reader.get("/duties").status_code == 403


def test_it_is_read_at_a_pace_and_only_read(kept) -> None:  # type: ignore[no-untyped-def]
    path, reader = made(kept), elsewhere()
    assert [reader.get(path).status_code for _ in range(calendars.BURST + 1)] == [200] * calendars.BURST + [429]
    assert int(reader.get(path)["Retry-After"]) > 0
    assert reader.post(path, {}).status_code == 405
    assert reader.put(path).status_code == 405
    assert reader.get("/calendar/nothing.ics").status_code == 404
    assert reader.get("/calendar/.ics").status_code == 404
    assert reader.get("/calendar/").status_code == 404


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "a\x1b"}, {"days": "0"}, {"days": "181"}, {"days": "x"}])
def test_a_link_that_cannot_be_is_refused(kept, wrong: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert kept.post("/settings/calendar", {"do": "make", "name": "n", "days": "3", **wrong}).status_code == 400
    assert calendars.of(None) == []
