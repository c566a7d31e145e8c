"""Letters that follow, in a browser and by program: a sentence for a closed action, and the reminder before an offer ends."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from stanch.casefile import Case, decide, following_up, lettering
from stanch.portal.work import Worker
from stanch.records import Action, Said
from stanch.records.said import current

PAGE = "/notices/following"


@pytest.fixture(autouse=True)
def walks(case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The steps from which the line was asked to walk; what was said is put back."""
    asked: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, **named: asked.append(named.get("first", "cause")))
    said = case.store.get(Said)
    yield asked
    case.store.put(Said, said)


def post(owner, **told: str):  # type: ignore[no-untyped-def]
    """A form as a browser sends it, made from what stands now."""
    found = re.search(r'name="seen" value="([^"]*)"', owner.get(PAGE).content.decode())
    assert found
    return owner.post(PAGE, {"seen": found[1], **told})


def closed(case: Case) -> Action:
    one = next(one for one in case.store.get(Action) if one.status != "done")
    decide.close_action(case, one.id, by="the owner", proof="ticket 7")
    return one


def test_a_sentence_is_told_of_what_is_closed_alone_and_taken_back(owner, case: Case, walks: list[str]) -> None:  # type: ignore[no-untyped-def]
    open_ = next(one for one in case.store.get(Action) if one.status != "done")
    told = {"do": "say", "action": open_.id, "language": "en", "sentence": "Everyone gives a second proof. <b>"}
    refused = post(owner, **told)
    assert (refused.status_code, "people are told only of what is done" in refused.content.decode()) == (400, True)
    one = closed(case)
    assert post(owner, **told | {"action": one.id}).status_code == 302
    assert following_up.measures_in(case, "en") == {one.id: "Everyone gives a second proof. <b>"}
    page = owner.get(PAGE).content.decode()
    assert "Everyone gives a second proof. &lt;b&gt;" in page
    assert walks == ["law"]
    late = owner.post(PAGE, told | {"action": one.id, "seen": "0-0", "sentence": "Something else."})
    assert (late.status_code, following_up.measures_in(case, "en")[one.id]) == (409, "Everyone gives a second proof. <b>")
    decide.reopen_action(case, one.id, by="the owner", grounds="it did not hold")
    assert "not done: held back" in owner.get(PAGE).content.decode()
    assert post(owner, do="withdraw").status_code == 302
    assert following_up.measures_in(case, "en") == {}
    assert post(owner, **told | {"language": "xx"}).status_code == 400
    assert post(owner, do="nonsense").status_code == 400


def test_a_reminder_is_ordered_by_days(owner, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for wrong in ("", "0", "366", "many", "-3"):
        assert post(owner, do="remind", within=wrong).status_code == 400
    assert "nobody has an unused code" in post(owner, do="remind", within="30").content.decode()
    monkeypatch.setattr(
        "stanch.casefile.codes.to_remind", lambda _case, **given: [("p", "credit_monitoring", given["as_of"] + timedelta(3))]
    )
    assert post(owner, do="remind", within="30").status_code == 302
    assert "A reminder was ordered on" in owner.get(PAGE).content.decode()
    assert post(owner, do="forget").status_code == 302
    assert lettering.one_of(case, "remind") == ""
    assert [one.key for one in current(case.store.get(Said)) if one.key == "remind" and one.value] == []
