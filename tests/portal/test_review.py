"""The sample and the findings in doubt, reviewed in a browser."""

import dataclasses
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanch import casefile
from stanch.casefile import Case, doubtful, keeping, sampling, two_readers, walking
from stanch.cli.main import run
from stanch.errors import WrongCall
from stanch.portal import rights
from stanch.records import Aside, Person

PASSPHRASE = "correct horse"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with things to look at."""
    home = tmp_path_factory.mktemp("review")
    share = home / "share"
    share.mkdir()
    for number in range(4):
        (share / f"note{number}.txt").write_text(f"The lift in house {number} is out of order again.\n")
    (share / "mail.txt").write_text("Her SSN is 900-12-3456.\n")
    (share / "call.txt").write_text("The lift is out of order.\nBob Example rang and left 4012 8888 8888 1881 with us.\n")
    key = home / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANCH_KEY_FILE", str(key))
        assert run(["respond", os.fspath(share), "-C", os.fspath(home / "case"), "--workers", "1"]) <= 1
    return home / "case"


@pytest.fixture
def sampled(made: Path, tmp_path: Path, case: Case) -> Iterator[Case]:
    """That case for one test alone, on the desk in place of the other."""
    from stanch.portal import desk

    with casefile.open_case(shutil.copytree(made, tmp_path / "case"), passphrase=PASSPHRASE, by="the owner") as own:
        desk.show(own)
        yield own
        desk.show(case)


def shown(owner) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    """The item that the page asks about, and the page."""
    page = owner.get("/review").content.decode()
    found = re.search(r'name="item" value="([0-9a-f]+)"', page)
    return (found[1] if found else ""), page


def test_a_sample_is_drawn_looked_through_and_proves_something(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    assert "Draw a sample" in owner.get("/review").content.decode()
    assert owner.post("/review", {"do": "draw", "seed": "3"}).status_code == 302
    for _ in range(20):
        item, page = shown(owner)
        if not item:
            break
        word = "clean" if 'value="clean"' in page else "right"
        assert "The lift" in page or "SSN is" in page
        assert owner.post("/review", {"item": item, "verdict": word}).status_code == 302
    text = owner.get("/review").content.decode()
    assert "You have answered every item" in text
    assert "at most" in text
    assert "reveal sample" in {entry.action for entry in sampled.journal.entries()}


def test_an_answer_that_does_not_fit_is_refused_in_words(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    sampling.draw(sampled, rate=0.2, confidence=0.9, findings=1, seed=1, by="x")
    item, _ = shown(owner)
    assert owner.post("/review", {"item": item, "verdict": "perhaps"}).status_code == 400
    assert owner.post("/review", {"item": "nothing", "verdict": "clean"}).status_code == 400


def test_a_second_reviewer_is_asked_everything_and_their_agreement_is_told(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    sampling.draw(sampled, rate=0.2, confidence=0.9, findings=1, seed=1, by="x")
    drawn = sampling.items(sampled)
    for number, one in enumerate(drawn):
        words = sampling.VERDICTS[one.stratum]
        sampling.answer(sampled, one.id, verdict=words[0], by="first")
        sampling.answer(sampled, one.id, verdict=words[number == 0], by="second")
    assert len(sampling.waiting(sampled, reviewer="the owner")) == len(drawn)
    assert sampling.waiting(sampled, reviewer="first") == []
    (found,) = sampling.agreements(sampled)
    assert (found.items, found.agreed) == (len(drawn), len(drawn) - 1)
    assert "first, second" in owner.get("/review").content.decode()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),  # a worked example of the measure
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a")] * 4, None),
        ([], None),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    found = sampling.kappa(pairs)
    assert found == expected if expected is None or found is None else abs(found - expected) < 1e-9


def test_papers_are_taken_out_and_nothing_else_is(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/report").content.decode()
    assert "people.xlsx" in page
    response = owner.get("/report/people.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"PK")
    assert ("export", "people.xlsx") in {(entry.action, entry.subject) for entry in sampled.journal.entries()}
    for name in ("../case.db", "..%2Fkeys.json", "keys.json", "nothing.pdf", "%2Fetc%2Fpasswd"):
        assert owner.get(f"/report/{name}").status_code == 404, name


def test_a_privileged_paper_is_for_counsels_circle(owner, sampled: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (sampled.folder / "report" / "after-action.pdf").write_bytes(b"%PDF-1.7")
    assert owner.get("/report/after-action.pdf").status_code == 200
    for role in ("responder", "communicator"):
        monkeypatch.setattr(rights, "alone", lambda name, role=role: rights.visitor(name, role))
        page = owner.get("/report").content.decode()
        assert 'href="/report/people.xlsx"' in page
        assert 'href="/report/after-action.pdf"' not in page
        assert owner.get("/report/after-action.pdf").status_code == 403


def worked_in(case: Case) -> None:
    walking.walk(case, walking.bench_of(case, workers=1), first="people")


def test_a_finding_said_to_be_false_takes_its_person_visibly_and_back(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    assert "Doubtful findings: 1 waits" in owner.get("/review").content.decode()
    page = owner.get("/review/findings").content.decode()
    assert re.search(r"<strong>Bob Example</strong></mark> rang and left \*\*\*\* \*\*\*\* \*\*\*\* 1881 with us", page), (
        "who else is told stays masked"
    )
    assert re.findall(r'data-key="(\w)"', page) == ["f", "d", "s"]
    (item,) = re.findall(r'name="item" value="(\w+)"', page.split("<details>")[0])
    assert owner.post("/review/findings", {"item": item, "verdict": "perhaps"}).status_code == 400
    assert owner.post("/review/findings", {"item": "none", "verdict": "right"}).status_code == 400
    answered = owner.post("/review/findings", {"item": item, "verdict": "wrong", "note": "a brand"})
    assert (answered.status_code, answered.url) == (302, f"/review/findings?last={item}")
    assert sampled.journal.entries()[-1].action == "answer finding"
    after = owner.get(answered.url).content.decode()
    for words in ("No finding waits", "One reader said no: 1 waits"):
        assert words in after
    assert "Said to be false" not in after

    before = {one.id: (one.name, one.elements) for one in sampled.store.get(Person)}
    (bob,) = (one for one, (name, _) in before.items() if name == "Bob Example")
    worked_in(sampled)
    assert {one.id: (one.name, one.elements) for one in sampled.store.get(Person)} == before, "one reader's word takes nothing from anybody"
    asked = owner.get("/review/second").content.decode()
    for words in (f'href="/people/{bob}">Bob Example</a>', "may not be told any more: without the name", "the owner said no", "a brand"):
        assert words in asked
    same = {"item": item, "verdict": "no", "grounds": "it is a brand of lifts", "sure": "yes"}
    for lacking in ("sure", "grounds", "item"):
        assert owner.post("/review/second", {key: value for key, value in same.items() if key != lacking}).status_code == 400, lacking
    assert owner.post("/review/second", same).status_code == 302
    after = owner.get("/review/second").content.decode()
    assert "Nothing waits for a second reader" in after
    assert "does not show yet" in after
    assert owner.post("/review/second", same).status_code == 400, "it waits no longer"
    assert "Said to be false" in owner.get("/review/findings").content.decode()
    worked_in(sampled)
    assert {one.id: one.elements for one in sampled.store.get(Person)}[bob] == ("card_number",), "the kind is taken, and the rest stays"
    (shown,) = (each for one in sampled.store.get(Person) for each in one.exposures if one.id == bob and each.kind == "payment_card")
    card = dataclasses.replace(doubtful.answered(sampled)[item], id="c", kind="payment_card", masked=shown.masked, start=52, end=71)
    doubtful.answer(sampled, card, verdict="wrong", by="the owner")
    assert "would not be told" in owner.get("/review/second").content.decode()
    two_readers.answer(sampled, "c", "no", by="another", grounds="a number of a lift", alone=False)
    for _ in range(2):  # a second run finds the same
        worked_in(sampled)
        assert bob not in {one.id for one in sampled.store.get(Person)}
        (gone,) = (one for one in sampled.store.get(Aside) if one.cause == "refuted")
        assert (gone.id, gone.decided_by) == (bob, "another, the owner")
    assert not doubtful.are_pending(sampled)
    assert owner.post("/people/aside", {"person": bob, "grounds": "he called"}).status_code == 400, "nothing is left to list"

    assert "You have said: It is something else" in owner.get(f"/review/findings?item={item}").content.decode()
    for one in (item, "c"):
        owner.post("/review/findings", {"item": one, "verdict": "right"})
    assert doubtful.refuted(sampled.alias) == [], "a new answer of who confirmed it takes that back"
    worked_in(sampled)
    assert {one.id: (one.name, one.elements) for one in sampled.store.get(Person)} == before
    assert not any(one.cause == "refuted" for one in sampled.store.get(Aside))


def test_where_reviewers_differ_the_finding_stands(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    (item,) = keeping.current(sampled, doubtful.QUEUE).items
    doubtful.answer(sampled, item, verdict="wrong", by="first")
    assert doubtful.refuted(sampled.alias) == []
    page = owner.get("/review/findings").content.decode()
    assert "Read 1 finding a second time" in page
    second = owner.get("/review/findings?second=1").content.decode()
    assert "what another reviewer said is not shown" in second
    owner.post("/review/findings", {"item": item.id, "verdict": "right", "second": "1"})
    assert doubtful.refuted(sampled.alias) == []
    assert "Reviewers differ" in owner.get("/review/findings").content.decode()
    (agreed,) = doubtful.agreements(doubtful.answers(sampled))
    assert (agreed.items, agreed.agreed, agreed.kappa) == (1, 0, 0.0)


def test_two_words_of_one_member_are_not_two_people_s(owner, sampled: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (item,) = keeping.current(sampled, doubtful.QUEUE).items
    doubtful.answer(sampled, item, verdict="wrong", by="Ann, by the token night")
    monkeypatch.setattr(rights, "alone", lambda _name: dataclasses.replace(rights.visitor("Ann", "reviewer"), asks_again=True))
    page = owner.get("/review/second").content.decode()
    assert "somebody else must say the same" in page
    assert 'value="no"' not in page
    sent = {"item": item.id, "verdict": "no", "grounds": "x", "sure": "yes"}
    assert owner.post("/review/second", sent).status_code == 400
    doubtful.answer(sampled, item, verdict="wrong", by="Ann")
    assert doubtful.refuted(sampled.alias) == []
    monkeypatch.setattr(rights, "alone", lambda _name: dataclasses.replace(rights.visitor("Ben", "reviewer"), asks_again=True))
    assert owner.post("/review/second", sent).status_code == 302
    (one,) = doubtful.refuted(sampled.alias)
    assert "Ben" in one.by


def test_a_second_reader_may_say_that_it_stays(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    (item,) = keeping.current(sampled, doubtful.QUEUE).items
    doubtful.answer(sampled, item, verdict="wrong", by="first")
    (one,) = owner.get("/api/v1/second-readings").json()["waiting"]
    assert (one["sort"], one["by"], one["kind"], one["people"], len(one["whose"])) == ("finding", "first", "name", 1, 1)
    with pytest.raises(WrongCall, match="no answer here"):
        two_readers.answer(sampled, item.id, "perhaps", by="second", grounds="x", alone=True)
    two_readers.answer(sampled, item.id, "stays", by="second", grounds="he rang again", alone=False)
    assert two_readers.waiting(sampled) == []
    assert doubtful.disputed(doubtful.answers(sampled)) == [item.id]


def test_a_value_in_doubt_is_shown_for_a_reason_to_who_may_see_it(owner, sampled: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (item,) = keeping.current(sampled, doubtful.QUEUE).items
    assert "See the value" not in owner.get("/review/findings").content.decode(), "a name stands there in the clear"
    assert owner.post("/review/findings/value", {"item": item.id, "reason": " "}).status_code == 400
    assert (
        "Bob Example</strong> (shown once" in owner.post("/review/findings/value", {"item": item.id, "reason": "a call"}).content.decode()
    )
    assert sampled.journal.entries()[-1].action == "reveal value"
    monkeypatch.setattr(rights, "alone", lambda name: rights.visitor(name, "reviewer"))
    assert owner.get("/review/findings").status_code == 200
    assert "/review/findings/value" not in owner.get("/review/findings").content.decode()
    assert owner.post("/review/findings/value", {"item": item.id, "reason": "a call"}).status_code == 403


def test_a_program_reads_and_answers_what_is_in_doubt(owner, sampled: Case, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    told = owner.get("/api/v1/doubtful-findings").json()
    (one,) = told["findings"]
    assert (told["total"], told["waiting"], one["kind"], one["masked"], one["rank"]) == (1, 1, "name", "B*** E***", 2)
    assert one["only"] == 1, "without the name, what is left may be nobody's"
    whole = owner.get(f"/api/v1/doubtful-findings/{one['id']}").json()
    assert "1881 with us" in whole["passages"][0]
    assert owner.get("/api/v1/doubtful-findings/none").status_code == 404


def test_by_command_the_same_person_confirms_with_those_before_them_who_would_not_be_told(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(made, tmp_path / "case")
    monkeypatch.setenv("STANCH_KEY_FILE", str(made.parent / "key"))

    def call(*asked: str) -> tuple[int, str, str]:
        status = run(
            ["review", *asked, "-C", str(folder), "--by", "Ann"] if asked[-1] != "--json" else ["review", *asked, "-C", str(folder)]
        )
        return status, *capsys.readouterr()

    capsys.readouterr()
    item = json.loads(call("list", "--json")[1])["items"][0]["id"]
    assert "a second reader" in call("answer", item, "wrong")[2]
    assert "To 1 one reader said no" in call("second")[1] + call("second")[2]
    status, _, told = call("second", item, "no", "--grounds", "a brand")
    assert "Bob Example: may not be told any more: without the name" in told
    assert status != 0, "nobody was there to say yes"
    assert call("second", item, "no", "--grounds", "a brand", "--sure")[0] == 0
    assert json.loads(call("--json")[1])["refuted"] == 1
    assert json.loads(call("second", "--json")[1]) == {"waiting": []}
    assert call("second", item, "no", "--grounds", "x", "--sure")[0] == 2
