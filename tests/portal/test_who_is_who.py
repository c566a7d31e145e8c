"""Who is who, decided in a browser: in review, on a person's page, and taken back."""

import re
from collections.abc import Iterator

import pytest
from the_breach import HOSTILE

from stanch.casefile import Case, rulings
from stanch.portal.work import Worker
from stanch.records import DoubtfulPair, Person


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps from which the line was asked to walk."""
    asked: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, **named: asked.append(named.get("first", "cause")))
    return asked


@pytest.fixture(autouse=True)
def nothing_is_decided_before_or_after(case: Case) -> Iterator[None]:
    yield
    for one in (*rulings.standing(case.alias), *rulings.one_said_no(case.alias)):
        while not rulings.take_back(case, one.id, by="the test", grounds="over", alone=True):
            pass


def text_of(owner, path: str) -> str:  # type: ignore[no-untyped-def]
    response = owner.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def form_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def first_doubt(owner) -> dict[str, str]:  # type: ignore[no-untyped-def]
    found = re.search(r"/people/review\?family=(f-\w+)", text_of(owner, "/people/review"))
    assert found
    page = text_of(owner, f"/people/review?family={found[1]}")
    return {"family": found[1], "doubt": form_of(page, "doubt")}


def test_a_doubt_is_shown_with_both_sides_and_decided_by_one_key(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    page = text_of(owner, "/people/review")
    assert "1 doubt." in page
    assert "same phone" in page
    asked = first_doubt(owner)
    page = text_of(owner, f"/people/review?family={asked['family']}")
    for told in ("Ada Example", "Zoë Ångström", "***-**-6789", 'data-key="f"', 'data-key="d"', "60 %"):
        assert told in page, told
    assert owner.post("/people/review", {**asked, "verdict": "apart", "grounds": "two birthdays"}).status_code == 302
    (made,) = rulings.standing(case.alias)
    assert (made.verdict, set(made.people), made.grounds, made.by) == ("apart", {"p1", "p2"}, "two birthdays", "the owner")
    assert walks == ["people"], "it was the last that was open"
    assert "Nothing is open" in text_of(owner, "/people/review")


def test_what_somebody_else_decided_meanwhile_is_told_and_not_decided_twice(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    asked = first_doubt(owner)
    owner.post("/people/review", {**asked, "verdict": "one"})
    again = owner.post("/people/review", {**asked, "verdict": "apart"})
    assert again.status_code == 409
    assert "not open any more" in again.content.decode()
    assert [one.verdict for one in rulings.one_said_no(case.alias)] == ["one"]
    assert walks == [], "one reader's word changes nothing that the line would have to work in"


def test_one_reader_s_merge_leaves_both_on_the_list_until_a_second_says_the_same(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    asked = first_doubt(owner)
    answer = owner.post("/people/review", {**asked, "verdict": "one", "grounds": "one telephone"})
    assert (answer.status_code, answer.url) == (302, "/review/second")
    assert rulings.standing(case.alias) == []
    page = text_of(owner, "/review/second")
    for told in ("Are these one person?", "the owner said: one person: one telephone", "would be told in one letter with"):
        assert told in page, told
    assert "one person (p1, p2), because: one telephone. They stay" in text_of(owner, "/people/p1").replace("p2, p1", "p1, p2")
    (waits,) = owner.get("/api/v1/second-readings").json()["waiting"]
    assert (waits["sort"], waits["people"], waits["leave"], sorted(waits["whose"])) == ("merge", 2, 1, ["p1", "p2"])
    same = {"item": waits["id"], "verdict": "no", "grounds": "I asked them", "sure": "yes"}
    assert owner.post("/review/second", same).status_code == 302
    assert [one.verdict for one in rulings.standing(case.alias)] == ["one"]


def test_a_verdict_that_does_not_fit_and_a_family_that_is_not_safe_are_refused(owner, case: Case) -> None:  # type: ignore[no-untyped-def]
    asked = first_doubt(owner)
    assert owner.post("/people/review", {**asked, "verdict": "nobody"}).status_code == 400
    whole = owner.post("/people/review", {"do": "family", "family": asked["family"], "verdict": "one", "grounds": "x"})
    assert whole.status_code == 400
    assert "one by one" in whole.content.decode()
    assert rulings.standing(case.alias) == []


def test_a_walk_does_not_wait_for_each_of_many_decisions(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    people, pairs = case.store.get(Person), case.store.get(DoubtfulPair)
    more = [Person(f"m{at}", "Max Muster", records=(f"m.csv|row/{at}",)) for at in range(4)]
    case.store.put(Person, [*people, *more])
    case.store.put(DoubtfulPair, [*pairs, DoubtfulPair("m0", "m1", 0.7, ("same name",)), DoubtfulPair("m2", "m3", 0.7, ("same name",))])
    try:
        asked = first_doubt(owner)
        assert owner.post("/people/review", {**asked, "verdict": "apart"}).status_code == 302
        assert walks == []
        assert "does not show yet" in text_of(owner, "/people/review")
        assert owner.post("/people/review", {"do": "walk"}).status_code == 302
        assert walks == ["people"]
    finally:
        case.store.put(Person, people)
        case.store.put(DoubtfulPair, pairs)


def test_a_person_is_merged_parted_and_dropped_on_their_page(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    first = form_of(text_of(owner, "/people/p1"), "seen")
    for asked in (
        {"verdict": "one", "other": "p2"},
        {"verdict": "apart", "other": "p2"},
        {"verdict": "split", "record": ["1"]},
        {"verdict": "nobody"},
    ):
        seen = {"seen": form_of(text_of(owner, "/people/p1"), "seen"), "grounds": "the file says so"}
        assert owner.post("/people/p1", {**seen, **asked}).status_code == 302, asked
        assert owner.post("/people/p1", {**seen, **asked, "seen": first}).status_code == 409, asked
    made = rulings.standing(case.alias)
    assert [one.verdict for one in made] == ["apart", "apart"], "nobody is one or nobody by one reader's word"
    assert [one.people for one in rulings.one_said_no(case.alias)] == [("p1",)]
    assert made[1].groups == (("share/pay.csv|row/1",), ("share/pay.csv|row/2",))
    assert walks == ["people"] * 3
    page = text_of(owner, "/people/p1")
    assert "the owner: no affected person (p1), because: the file says so. They stay on the list" in page


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"verdict": "one", "other": "nobody"}, 400, "no such person"),
        ({"verdict": "one", "other": "p1"}, 400, "fewer than two"),
        ({"verdict": "split"}, 400, "all records are in one part"),
        ({"verdict": "split", "record": ["0", "1"]}, 400, "all records are in one part"),
        ({"verdict": "split", "record": ["99", "x", "-1"]}, 400, "all records are in one part"),
        ({"verdict": "write"}, 400, "no list speaks against"),
        ({"verdict": "perhaps"}, 400, "no decision was chosen"),
        ({"verdict": "nobody", "grounds": " "}, 400, "grounds"),
        ({"verdict": "nobody", "seen": "old"}, 409, "has changed"),
    ],
)
def test_a_decision_on_a_person_that_cannot_be_is_refused_in_words(
    owner, case: Case, asked: dict[str, str], status: int, told: str
) -> None:  # type: ignore[no-untyped-def]
    seen = {"seen": form_of(text_of(owner, "/people/p1"), "seen"), "grounds": "x"}
    answer = owner.post("/people/p1", {**seen, **asked})
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert rulings.standing(case.alias) == []


def test_who_is_set_aside_is_told_with_the_reason_and_can_be_put_on_the_list(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    page = text_of(owner, "/people/aside")
    assert "a company is no individual" in page
    assert "an account for trials" in page
    assert page.count("An affected person after all") == 1, "a company is never put on the list of people"
    assert owner.post("/people/aside", {"person": "t1", "grounds": "she is real"}).status_code == 302
    assert [one.verdict for one in rulings.standing(case.alias)] == ["somebody"]
    assert owner.post("/people/aside", {"person": "c1", "grounds": "x"}).status_code == 400
    assert owner.post("/people/aside", {"person": "none", "grounds": "x"}).status_code == 400
    assert walks == ["people"]


def test_a_decision_is_taken_back_with_grounds(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    people = {one.id: one for one in case.store.get(Person)}
    (made,) = rulings.decide(case, [rulings.apart([people["p1"], people["p2"]])], by="x", grounds=f"for {HOSTILE}", action="apart")
    page = text_of(owner, "/people/decided")
    assert "1 decision holds." in page
    assert "<script>alert" not in page
    assert owner.post("/people/decided", {"ruling": made, "grounds": ""}).status_code == 400
    assert owner.post("/people/decided", {"ruling": made, "grounds": "it was wrong"}).status_code == 302
    assert walks == [], "who is told by it stays"
    assert "the owner wants it taken back" in text_of(owner, "/people/decided")
    assert owner.post("/people/decided", {"ruling": made, "grounds": "it was wrong"}).status_code == 302
    assert rulings.standing(case.alias) == []
    assert walks == ["people"]


def test_why_is_told_of_one_and_of_two_and_nobody_unknown(owner) -> None:  # type: ignore[no-untyped-def]
    assert "One person because: same SSN in two files" in text_of(owner, "/people/why?one=p1")
    assert "Perhaps one person (0.60)" in text_of(owner, "/people/why?one=p1&other=p2")
    assert owner.get("/people/why?one=p1&other=none").status_code == 404
    assert owner.get("/people/why").status_code == 404
