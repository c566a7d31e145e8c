"""What came back, in a browser: a newer address, the second attempt, substitute notice; and the words of letters by two people."""

import io
import json
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from the_breach import NOW, text_of

from stanch import notices
from stanch.casefile import Case, pieces, printing, proposing, returned, second_attempts, wording
from stanch.notices.form import texts
from stanch.notices.versions import parts_of
from stanch.portal import errands, rights
from stanch.portal.pages import wording as page_of_words
from stanch.portal.rights import visitor
from stanch.portal.work import Worker
from stanch.records import Duty, Person

sys.path.insert(0, str(Path(__file__).parent.parent / "casefile"))
from letters import DUTY, filled, person

TEXT = "/notices/wording/en/individual"


@pytest.fixture
def sent(own_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """A case of three people whose letters all came back, on the desk; nothing walks."""
    monkeypatch.setattr(Worker, "start", lambda *_given, **_named: None)
    filled(own_case, 3)
    pieces.queue_approved(own_case)
    printing.hand_over(own_case, tmp_path / "out", workers=1)
    rows = "".join(f"{one.id},returned,{NOW.date()},moved <b>away</b>\n" for one in pieces.pieces(own_case))
    (tmp_path / "post.csv").write_text("piece,event,date,reason\n" + rows)
    returned.take_post_report(own_case, tmp_path / "post.csv")
    yield own_case
    notices.adopt(())


def test_a_newer_address_is_written_down_and_tried(browser, sent: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(browser.get("/notices/returns"))
    for told in (
        "3 letters and e-mails came back",
        "Ann 0 Lee",
        "moved &lt;b&gt;away",
        "No newer address is known yet: 3.",
        "Write one down",
    ):
        assert told in page, told
    assert browser.get("/notices/returns/nobody").status_code == 404
    address = {"street": "77 New Lane", "city": "Bangor", "state": "ME", "postcode": "04401", "country": "us", "source": "a call"}
    refused = browser.post("/notices/returns/p0", {**address, "street": "", "source": 'x"><script>'})
    assert (refused.status_code, "cannot be delivered" in text_of(refused), "<script>" in text_of(refused)) == (400, True, False)
    assert browser.post("/notices/returns/p0", {**address, "country": "USA"}).status_code == 400
    assert browser.post("/notices/returns/p0", address).status_code == 302
    assert "77 New Lane" in text_of(browser.get("/notices/returns"))
    assert browser.post("/notices/returns").status_code == 302
    (again,) = pieces.pieces(sent, attempt=2)
    assert (again.state, again.address[1]) == ("queued", "77 New Lane")
    assert "2 letters and e-mails came back" in text_of(browser.get("/notices/returns"))
    found = browser.get("/api/v1/returns").json()
    assert (found["total"], found["no_newer_address"]) == (2, 2)
    listed = browser.get("/notices/returns/addresses").content.decode("utf-8-sig")
    assert "Ann 1 Lee" in listed


def test_substitute_notice_is_recorded_once_with_its_day_and_place(browser, sent: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(browser.get("/notices/returns"))
    assert "3 of 3" in page
    one = text_of(browser.get("/notices/substitute/US-ME/individuals"))
    seen = re.search(r'name="seen" value="([^"]+)"', one)
    assert seen
    given = {"seen": seen[1], "day": "2026-11-23", "where": "www.example.com/notice, until 23 February"}
    assert browser.post("/notices/substitute/US-ME/individuals", {**given, "day": "2027-11-23"}).status_code == 400
    assert browser.post("/notices/substitute/US-ME/individuals", {**given, "day": "soon"}).status_code == 400
    assert browser.post("/notices/substitute/US-ME/individuals", {**given, "where": " "}).status_code == 400
    assert browser.post("/notices/substitute/US-ME/individuals", given).status_code == 302
    assert browser.post("/notices/substitute/US-ME/individuals", given).status_code == 409, "somebody has recorded it since"
    assert "2026-11-23: www.example.com/notice" in text_of(browser.get("/notices/returns"))
    assert browser.get("/notices/substitute/none").status_code == 404
    assert returned.substitutes_given(sent) == {"US-ME/individuals": "2026-11-23: www.example.com/notice, until 23 February"}


def test_who_may_only_look_writes_nothing_down(browser, sent: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "auditor"))
    page = text_of(browser.get("/notices/returns"))
    assert "Write one down" not in page
    for path in ("/notices/returns", "/notices/returns/p0", "/notices/substitute/US-ME/individuals", TEXT, f"{TEXT}/approve"):
        assert browser.get(path).status_code == 200, path
        assert browser.post(path).status_code == 403, path
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "communicator"))
    assert browser.post(f"{TEXT}/approve", {"verdict": "approved"}).status_code == 403
    assert second_attempts.would_be(sent) == {"no newer address": 3}


def edited(browser, **changes: str) -> SimpleUploadedFile:  # type: ignore[no-untyped-def]
    taken = browser.get(f"{TEXT}/text")
    assert taken.headers["Content-Disposition"].endswith('.docx"')
    document = docx.Document(io.BytesIO(taken.content))
    for row in document.tables[0].rows:
        place = row.cells[0].text.replace("/", "_").replace(".", "_")
        if place in changes:
            row.cells[2].text = changes[place]
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("words.docx", out.getvalue())


def test_words_go_out_come_back_are_shown_and_stand_by_two(browser, sent: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def as_(name: str, role: str) -> None:
        from dataclasses import replace

        monkeypatch.setattr(rights, "alone", lambda _name: replace(visitor(name, role), asks_again=True))
        monkeypatch.setattr(rights, "must_sign_in_again", lambda _request: False)

    as_("Kim", "communicator")
    assert "Notice of data breach (United States)" in text_of(browser.get("/notices/wording"))
    assert browser.post(TEXT, {"grounds": "clearer"}).status_code == 400
    no_document = SimpleUploadedFile("x.docx", b"<svg onload=alert(1)>")
    assert browser.post(TEXT, {"grounds": "clearer", "document": no_document}).status_code == 400
    answer = browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="We are sorry <i>indeed</i>.")})
    assert (answer.status_code, answer.url) == (302, f"{TEXT}/approve")
    page = text_of(browser.get(f"{TEXT}/approve"))
    assert "Kim handed these words in" in page
    assert "&lt;i&gt;indeed&lt;/i&gt;." in page
    assert "<del>" in page
    (waits,) = proposing.proposals(sent)
    as_("Lee", "counsel")
    assert browser.post(f"{TEXT}/approve", {"entry": waits.entry + 1, "verdict": "approved"}).status_code == 409
    assert browser.post(f"{TEXT}/approve", {"entry": waits.entry, "verdict": "approved"}).status_code == 302
    assert wording.last(sent, "en/individual") == 1
    page = text_of(browser.get(TEXT))
    assert "Version 1 stands." in page
    assert "Version 1, by Kim" in page
    assert browser.post(TEXT, {"do": "back", "version": "0", "grounds": "it was better"}).status_code == 302
    (waits,) = proposing.proposals(sent)
    alone = browser.post(f"{TEXT}/approve", {"entry": waits.entry, "verdict": "approved"})
    assert (alone.status_code, "you are the one who handed it in" in text_of(alone)) == (400, True)
    assert browser.post(f"{TEXT}/approve", {"entry": waits.entry, "verdict": "refused", "grounds": "no"}).status_code == 302
    assert proposing.proposals(sent) == []
    assert browser.get("/notices/wording/en/none").status_code == 404
    assert browser.get("/notices/wording/en/filing_fr/text").status_code == 404


class Slow:
    """Letters drafted in the place of the case's own, which wait at the first until they may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.may_go_on, self.given = threading.Event(), threading.Event(), 0
        whole = wording._drafted

        def drafted(case, bench):  # type: ignore[no-untyped-def]
            for one in whole(case, bench):
                self.given += 1
                self.began.set()
                while not self.may_go_on.wait(0.005):
                    bench.beat()
                yield one

        monkeypatch.setattr(wording, "_drafted", drafted)
        monkeypatch.setattr(errands, "AT_ONCE_SECONDS", 0.01)
        monkeypatch.setattr(errands.within, "__defaults__", (0.01,))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.may_go_on.set()
    errands.wait()


def test_a_check_that_takes_long_goes_on_beside_the_pages(browser, sent: Case, slow: Slow) -> None:  # type: ignore[no-untyped-def]
    answer = browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="We are sorry.")})
    assert (answer.status_code, answer.url) == (302, f"{TEXT}/approve")
    page = browser.get(f"{TEXT}/approve")
    assert page.headers["Refresh"] == "2"
    assert "Nobody can approve them before that is done." in text_of(page)
    assert 'value="approved"' not in text_of(page)
    assert "are being checked" in text_of(browser.get(TEXT))
    assert "is being checked" in text_of(browser.get("/notices/wording"))
    (waits,) = proposing.proposals(sent)
    refused = browser.post(f"{TEXT}/approve", {"entry": waits.entry, "verdict": "approved"})
    assert (refused.status_code, "not every letter was checked yet" in text_of(refused)) == (400, True)
    found = browser.get("/api/v1/wording/en/individual").json()
    assert found["state"] == "checking"
    busy = browser.post("/settings/destruction", {"do": "ask", "grounds": "x", "confirmed": "x"})
    assert (busy.status_code, "words of letters are being checked" in text_of(busy)) == (400, True)
    slow.may_go_on.set()
    errands.wait()
    page = browser.get(f"{TEXT}/approve")
    assert "Refresh" not in page.headers
    assert 'value="approved"' in text_of(page)
    assert proposing.of_text(sent, "en/individual").state == "waiting"


def test_a_check_is_stopped_and_begun_again_by_a_person(browser, sent: Case, slow: Slow) -> None:  # type: ignore[no-untyped-def]
    browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="We are sorry.")})
    assert slow.began.wait(20)
    assert browser.post(TEXT, {"do": "stop"}).status_code == 302
    errands.wait()
    assert proposing.of_text(sent, "en/individual").state == "stopped"
    assert "The check was stopped before its end." in text_of(browser.get(f"{TEXT}/approve"))
    page_of_words.go_on()
    assert errands.running() == [], "what a person stopped waits for a person"
    slow.may_go_on.set()
    assert browser.post(TEXT, {"do": "check"}).status_code == 302
    errands.wait()
    assert proposing.of_text(sent, "en/individual").state == "waiting"


def test_a_check_that_the_portal_s_end_cut_off_is_begun_again(browser, sent: Case, slow: Slow) -> None:  # type: ignore[no-untyped-def]
    browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="We are sorry.")})
    assert slow.began.wait(20)
    errands.wait(0.01)
    assert (proposing.of_text(sent, "en/individual").state, errands.running()) == ("checking", [])
    errands.forget()
    slow.may_go_on.set()
    page_of_words.go_on()
    errands.wait()
    assert proposing.of_text(sent, "en/individual").state == "waiting"


def test_other_words_handed_in_meanwhile_are_the_ones_checked(browser, sent: Case, slow: Slow) -> None:  # type: ignore[no-untyped-def]
    browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="One.")})
    assert slow.began.wait(20)
    browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="Two.")})
    slow.may_go_on.set()
    errands.wait()
    found = proposing.of_text(sent, "en/individual")
    assert (found.state, found.wording.parts["closing/0/text"]) == ("waiting", "Two.")


def test_on_a_case_that_has_changed_the_letters_are_checked_again_before_they_stand(browser, sent: Case) -> None:  # type: ignore[no-untyped-def]
    browser.post(TEXT, {"grounds": "clearer", "document": edited(browser, closing_0_text="We are sorry.")})
    first = proposing.of_text(sent, "en/individual")
    sent.store.put(Person, [person(number) for number in range(5)])
    assert "The case has changed since" in text_of(browser.get(f"{TEXT}/approve"))
    assert browser.post(f"{TEXT}/approve", {"entry": first.entry, "verdict": "approved"}).status_code == 302
    assert wording.last(sent, "en/individual") == 1
    checks = [json.loads(json.loads(one.details)["grounds"])["letters"] for one in sent.journal.entries() if one.action == "propose words"]
    assert checks == [3, 5]


def test_words_that_would_break_a_law_are_told_and_cannot_be_approved(browser, sent: Case) -> None:  # type: ignore[no-untyped-def]
    # A law that says under which headings a letter speaks (as Cal. Civ. Code § 1798.82(d)(1) does).
    sent.store.put(Duty, [replace(DUTY, contents=("headings_prescribed",))])
    refused = browser.post(TEXT, {"grounds": "shorter", "document": edited(browser, what_happened_heading="Background")})
    assert (refused.status_code, "Put back what a law demands" in text_of(refused)) == (422, True)
    page = text_of(browser.get(f"{TEXT}/approve"))
    assert "They were not taken." in page
    assert 'value="approved"' not in page
    found = proposing.of_text(sent, "en/individual")
    assert browser.post(f"{TEXT}/approve", {"entry": found.entry, "verdict": "approved"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_every_place_of_every_text_is_said_in_words(sent: Case, language: str) -> None:
    from django.utils import translation

    from stanch.portal import placed

    assert sent
    with translation.override(language):
        for text in texts().values():
            if text.kind != "form":
                said = {place: placed.said(place) for place in parts_of(text)}
                assert len(set(said.values())) == len(said), text.place
                assert {place.partition("/")[0] for place in said} - {"title"} <= set(placed.SECTIONS)
                assert not any("/" in one or "_" in one for one in said.values())
        told = {"en": "Closing, paragraph 1", "es": "Cierre, párrafo 1", "fr": "Fin, paragraphe 1", "de": "Schluss, Absatz 1"}
        assert placed.said("closing/0/text") == told[language]


def test_a_document_of_another_text_and_one_that_is_too_large_are_refused(browser, sent: Case) -> None:  # type: ignore[no-untyped-def]
    other = SimpleUploadedFile("x.docx", edited(browser, closing_0_text="A.").read())
    answer = browser.post("/notices/wording/en/general", {"grounds": "x", "document": other})
    assert (answer.status_code, "this is the document of en/individual" in text_of(answer)) == (400, True)
    large = SimpleUploadedFile("x.docx", b"x" * 1_020_000)
    assert browser.post(TEXT, {"grounds": "x", "document": large}).status_code == 400
    assert proposing.proposals(sent) == []
