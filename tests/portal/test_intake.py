"""The guided intake: what is asked, what an answer changes, and that no answer is lost."""

from datetime import UTC, date, datetime

import pytest
import words_of_pages

from stanch import law
from stanch.casefile import Case
from stanch.casefile import facts as known
from stanch.law import askable
from stanch.portal.questions import find, questions
from stanch.records import Facts


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The line is not walked in these tests; who asked for it is noted."""
    from stanch.portal.work import Worker

    asked: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, *, by: asked.append(by))
    return asked


def stated(case: Case) -> Facts:
    return case.store.get(Facts)[0]


def answer(owner, key: str, *answers: str, **more: str):  # type: ignore[no-untyped-def]
    """Send the form of a question as a browser would: with the mark that the page carries."""
    page = owner.get(f"/intake/{key}").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    return owner.post(f"/intake/{key}", {"answer": list(answers), "seen": seen, **more})


@pytest.mark.parametrize("question", questions(), ids=lambda one: one.key)
def test_every_question_asks_for_a_fact_and_the_law_knows_each_answer(question) -> None:  # type: ignore[no-untyped-def]
    assert known.checked_key(question.key)
    assert question.ask
    assert question.why
    if question.form == "some_of":
        given: list[object] = [list(question.choices())]
    else:
        words = question.choices() or {"day": ["2026-11-20"], "text": ["some words"]}[question.form]
        given = [question.read([word]) for word in words]
    group, _, name = question.key.partition(".")
    for value in given:
        plain = value.isoformat() if isinstance(value, date) else value
        law.from_values({group: {name: plain}} if name else {group: plain})


def test_an_answer_is_kept_with_its_time_and_source_and_the_line_walks(owner, case: Case, quiet: list[str]) -> None:  # type: ignore[no-untyped-def]
    more = {"confirmed": "yes", "known": "2026-11-20T09:30", "source": "the night shift's log"}
    sent = answer(owner, "incident.discovered", "2026-10-04", **more)
    assert sent.status_code == 302
    assert stated(case).incident.discovered == date(2026, 10, 4)
    last = case.store.fact_history("incident.discovered")[-1]
    assert (last.known_at, last.source) == (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), "the night shift's log")
    assert quiet == ["the owner"]
    page = owner.get("/intake/incident.discovered").content.decode()
    assert "the night shift&#x27;s log" in page


def test_what_an_answer_changes_is_shown_before_it_is_kept(owner, case: Case, quiet: list[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from the_breach import duty

    from stanch.portal import ahead

    monkeypatch.setattr(
        ahead,
        "duties",
        lambda facts: [duty("ag", required=True if facts.exfiltration else "conditional", hours=5 if facts.exfiltration else 30)],
    )
    looked = answer(owner, "exfiltration", "yes")
    text = looked.content.decode()
    assert looked.status_code == 200
    assert "is owed now" in text
    assert "Cal. Civ. Code 1798.82(f)" in text
    assert stated(case).exfiltration is None
    assert quiet == []


def test_not_known_is_an_answer(owner, case: Case, quiet: list[str]) -> None:  # type: ignore[no-untyped-def]
    answer(owner, "backup", "yes", confirmed="yes")
    assert stated(case).backup is True
    answer(owner, "backup", "", confirmed="yes")
    assert stated(case).backup is None
    assert len(quiet) == 2


def test_an_answer_of_somebody_else_is_not_overwritten_unseen(owner, case: Case, quiet: list[str]) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/intake/org.name").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    answer(owner, "org.name", "Acme Dental & Daughters", confirmed="yes")
    late = owner.post("/intake/org.name", {"answer": "Acme", "seen": seen, "confirmed": "yes"})
    assert late.status_code == 409
    assert "Somebody else has answered" in late.content.decode()
    assert stated(case).org.name == "Acme Dental & Daughters"
    assert len(quiet) == 1


@pytest.mark.parametrize(
    ("key", "told", "says"),
    [
        ("incident.discovered", "yesterday", "is no day"),
        ("incident.discovered", "2026-13-45", "is no day"),
        ("org.role", "king", "is no answer"),
        ("org.name", "x" * 3000, "3,000 characters"),
        ("incident.determined", "1999-01-01", "before discovered"),
    ],
)
def test_an_impossible_answer_is_refused_in_words(owner, case: Case, quiet: list[str], *, key: str, told: str, says: str) -> None:  # type: ignore[no-untyped-def]
    answer(owner, "incident.discovered", "2026-10-02", confirmed="yes")
    before = stated(case)
    sent = answer(owner, key, told, confirmed="yes")
    assert sent.status_code == 400
    assert says in sent.content.decode()
    assert stated(case) == before


def test_a_moment_to_come_is_refused(owner, quiet: list[str]) -> None:  # type: ignore[no-untyped-def]
    sent = answer(owner, "backup", "no", confirmed="yes", known="2031-01-01T00:00")
    assert "still to come" in sent.content.decode()
    assert quiet == []


def test_a_wide_place_is_not_lost_when_the_form_is_sent_again() -> None:
    question = find("org.establishment")
    assert question is not None
    assert {"US", "EU", "CA"} <= set(question.choices())
    assert question.read(["US", "EU-IE", "US"]) == ("US", "EU-IE")


def test_every_question_of_a_law_that_a_fact_answers_has_its_page() -> None:
    keys = {key: question for question in words_of_pages.law_questions() if (key := askable.fact_of(question))}
    assert len(keys) > 20
    assert {key: question for key, question in keys.items() if find(key) is None} == {}
