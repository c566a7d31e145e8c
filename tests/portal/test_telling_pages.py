"""How people are told, decided in a browser: the choice, what the letters need, doubts, approval, the switch."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from the_breach import HOSTILE

from stanch.casefile import Case, decisions, drafting, gate, lettering, told_less, weighing
from stanch.portal import desk
from stanch.portal.rights import visitor
from stanch.portal.work import Worker
from stanch.records import Notice, Said


@pytest.fixture(autouse=True)
def walks(case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The steps from which the line was asked to walk; what was said of the letters and what they are is put back."""
    asked: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, **named: asked.append(named.get("first", "cause")))
    said, notices = case.store.get(Said), case.store.get(Notice)
    yield asked
    case.store.put(Said, said)
    case.store.put(Notice, notices)
    gate.lift(case.folder)


def text_of(owner, path: str) -> str:  # type: ignore[no-untyped-def]
    response = owner.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def form_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_the_ways_stand_side_by_side_and_one_is_chosen_with_grounds(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(owner, "/notices/options")
    for told in ("Duties missed", "Cost", "Choose this way", "/notices/options.svg"):
        assert told in page, told
    way = re.findall(r'name="option" value="([^"]+)"', page)[0]
    asked = {"option": way, f"seen-{way}": form_of(page, f"seen-{way}"), "grounds": f"the law leaves no other {HOSTILE}"}
    asked["standing"] = form_of(page, "standing")
    assert owner.post("/notices/options", {**asked, "grounds": " "}).status_code == 400
    assert owner.post("/notices/options", {**asked, "option": "none"}).status_code == 400
    assert owner.post("/notices/options", {**asked, f"seen-{way}": "old"}).status_code == 409
    assert weighing.chosen(case) is None
    assert owner.post("/notices/options", asked).status_code == 302
    assert owner.post("/notices/options", asked).status_code == 409, "a way was chosen since that form was opened"
    made = weighing.chosen(case)
    assert made is not None
    assert (made.verdict, made.decided_by) == (way, "the owner")
    page = text_of(owner, "/notices/options")
    assert "Chosen:" in page
    assert "<script>alert" not in page
    assert "no strategy is chosen" not in page


def test_the_picture_is_a_file_of_its_own_that_can_do_nothing(owner) -> None:  # type: ignore[no-untyped-def]
    response = owner.get("/notices/options.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "script" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_only_who_counsel_is_chooses(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    lettering.state(case, [Said("counsel", "Lee Morgan")], by="the test")
    page = text_of(owner, "/notices/options")
    way = re.findall(r'name="option" value="([^"]+)"', page)[0]
    told = {name: form_of(page, name) for name in (f"seen-{way}", "standing")}
    refused = owner.post("/notices/options", {"option": way, "grounds": "x", **told})
    assert refused.status_code == 400
    assert "does not sign as counsel" in refused.content.decode()


@pytest.mark.parametrize(
    ("by", "signs"), [("Lee Morgan", True), ("lee morgan (lee@example.com)", True), ("Lee (Lee Morgan)", False), ("Kim", False)]
)
def test_a_member_of_the_team_signs_as_counsel_by_the_name_alone(case: Case, by: str, *, signs: bool) -> None:
    from stanch.errors import WrongCall

    lettering.state(case, [Said("counsel", "Lee Morgan")], by="the test")
    if signs:
        drafting.must_be_counsel(case, by)
    else:
        with pytest.raises(WrongCall, match="does not sign"):
            drafting.must_be_counsel(case, by)


def test_what_the_letters_need_is_said_one_by_one_and_the_letters_are_drafted_anew(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    path = "/notices/facts/toll_free"
    seen = form_of(text_of(owner, path), "seen")
    wrong = owner.post(path, {"seen": seen, "value-all": f"call us {HOSTILE}"})
    assert wrong.status_code == 400
    assert "is no telephone number" in wrong.content.decode()
    assert "<script>alert" not in wrong.content.decode()
    assert walks == []
    assert owner.post(path, {"seen": seen, "value-all": "1-800-555-0140"}).status_code == 302
    assert walks == ["law"]
    assert lettering.one_of(case, "toll_free") == "1-800-555-0140"
    late = owner.post(path, {"seen": seen, "value-all": "1-800-555-0199"})
    assert late.status_code == 409
    assert "somebody else" in late.content.decode()
    assert "1-800-555-0140" in text_of(owner, "/notices/facts")


def test_a_sentence_is_said_in_each_language(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    path = "/notices/facts/steps_taken"
    page = text_of(owner, path)
    assert 'lang="es"' in page
    asked = {"seen": form_of(page, "seen"), "value-en": "We closed the way in.", "value-es": "Cerramos la entrada."}
    assert owner.post(path, asked).status_code == 302
    told = {(one.language, one.value) for one in case.store.get(Said) if one.key == "steps_taken"}
    assert told == {("en", "We closed the way in."), ("es", "Cerramos la entrada.")}
    assert owner.get("/notices/facts/nothing").status_code == 404


@pytest.mark.parametrize(("role", "may"), [("communicator", False), ("responder", False), ("counsel", True), ("owner", True)])
def test_who_writes_the_letters_does_not_say_who_approves_them(owner, case: Case, monkeypatch, role: str, *, may: bool) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights

    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, role))
    for key, value in (("two_person", "no"), ("counsel", "Me")):
        sent = owner.post(f"/notices/facts/{key}", {"seen": str(sum(one.key == key for one in case.store.get(Said))), "value-all": value})
        assert (sent.status_code == 302) == may, key
    assert owner.post("/notices/facts/hours", {"seen": "0", "value-en": "9 to 6"}).status_code == 302


def test_what_is_missing_is_ranked_and_counsel_settles_doubts(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    (letter,) = case.store.get(Notice)
    doubts = ("conditional: § 5 applies if data left the country", "conditional: § 5 applies if data left")
    case.store.put(Notice, [replace(letter, missing=(*doubts, "org.phone"))])
    page = text_of(owner, "/notices/missing")
    assert "Complete: 0 of 1 notice." in page
    assert "Settle doubts" in page
    assert owner.post("/notices/missing", {"grounds": "x"}).status_code == 400
    assert owner.post("/notices/missing", {"doubt": "org.phone", "grounds": "x"}).status_code == 400
    assert owner.post("/notices/missing", {"doubt": doubts[1], "grounds": ""}).status_code == 400
    assert owner.post("/notices/missing", {"doubt": doubts[1], "grounds": "nothing left"}).status_code == 302
    assert set(decisions.current(case.alias, drafting.DOUBT)) == {doubts[1]}, "the longer one, that holds its words, is another doubt"


def test_all_that_is_complete_is_approved_by_two_people_where_that_is_said(owner, case: Case, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import rights

    (letter,) = case.store.get(Notice)
    case.store.put(Notice, [replace(letter, missing=())])
    lettering.state(case, [Said("two_person", "yes")], by="the test")
    page = text_of(owner, "/notices/approve")
    assert "Each notice needs two people" in page
    assert owner.post("/notices/approve", {"seen": "old"}).status_code == 409
    readers: list[str] = []
    seen = ""
    for name, status in (("Ada", "draft"), ("Ada", "draft"), ("Ben", "approved")):
        monkeypatch.setattr(rights, "alone", lambda _name, name=name: visitor(name, "owner"))
        told = text_of(owner, "/notices/approve")
        assert ("You have read all of them" in told) == (readers[:1] == [name]), name
        assert ("I have read it: 1 notice" in told) == (not readers), name
        readers.append(name)
        seen = form_of(told, "seen") if 'name="seen"' in told else seen
        assert owner.post("/notices/approve", {"seen": seen, "grounds": "read"}).status_code == 302
        assert case.store.get(Notice)[0].status == status, name
    assert owner.post("/notices/approve", {"seen": ""}).status_code == 400, "nothing is left to approve"


def test_everybody_stands_in_one_state_and_the_switch_stops_all_sending(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    page = text_of(owner, "/notices/status")
    assert "123 people, each in exactly one state" in page
    assert "stanch notices send" in page
    states = re.findall(r"/notices/status\?state=(\w+)", page)
    numbers = [int(one) for one in re.findall(r'data-label="People">(\d+)<', page)]
    assert sum(numbers) == 123
    assert "p1" in "".join(text_of(owner, f"/notices/status?state={one}") for one in states)
    assert owner.post("/notices/status", {"do": "stop", "grounds": "a wrong name"}).status_code == 302
    assert gate.is_stopped(case.folder)
    assert "Sending is stopped." in text_of(owner, "/notices/status")
    assert owner.post("/notices/status", {"do": "resume", "grounds": " "}).status_code == 400
    assert gate.is_stopped(case.folder)
    assert owner.post("/notices/status", {"do": "resume", "grounds": "mended", "seen": "0"}).status_code == 409
    assert gate.is_stopped(case.folder)
    seen = form_of(text_of(owner, "/notices/status"), "seen")
    assert owner.post("/notices/status", {"do": "resume", "grounds": "mended", "seen": seen}).status_code == 302
    assert not gate.is_stopped(case.folder)
    assert {"stop sending", "resume sending"} <= {entry.action for entry in case.journal.entries()}
    assert owner.post("/notices/status", {"do": "send"}).status_code == 400


def test_a_notice_that_is_held_can_be_let_go(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    seen = form_of(text_of(owner, "/notices/letter-p1"), "revision")
    assert "Hold it no longer" not in text_of(owner, "/notices/letter-p1")
    owner.post("/notices/letter-p1", {"verdict": "held", "grounds": "the police asked", "revision": seen})
    assert "Hold it no longer" in text_of(owner, "/notices/letter-p1")
    assert owner.post("/notices/letter-p1", {"verdict": "released", "grounds": "they agreed", "revision": seen}).status_code == 409
    now = form_of(text_of(owner, "/notices/letter-p1"), "revision")
    assert owner.post("/notices/letter-p1", {"verdict": "released", "grounds": "they agreed", "revision": now}).status_code == 302
    assert case.store.get(Notice)[0].status != "held"


def test_who_was_told_less_is_shown_with_what_the_letter_does_not_name(owner, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    assert "Nobody was told less than is known now." in text_of(owner, "/notices/status?less=1")
    less = told_less.Less("p1", "letter-p1", case.clock(), 1, (f"Password {HOSTILE}",), False)
    monkeypatch.setattr(told_less, "found", lambda _case: [less])
    desk.forget()
    page = text_of(owner, "/notices/status?less=1")
    assert "1 person was told less than is known now" in page
    assert 'href="/notices/letter-p1"' in page
    assert "Password" in page
    assert "<script>alert" not in page
