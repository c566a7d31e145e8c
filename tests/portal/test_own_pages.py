"""Tasks and fields in the browser: what waits says so where it waits, in words; and nothing of it runs in a spreadsheet."""

import re

import pytest
from the_breach import HOSTILE

from stanch.casefile import decide, own
from stanch.casefile.reminders import Plan, Step
from stanch.portal import rights, sending
from stanch.portal.rights import visitor
from stanch.records import Action, OwnField, Task


@pytest.fixture(autouse=True)
def clean(case):  # type: ignore[no-untyped-def]
    yield
    for one in own.tasks(case):
        if one.is_open:
            own.end_task(case, one.id, by="x", grounds="the test is over", withdrawn=True)


def seen_of(owner, page: str, of: str) -> str:  # type: ignore[no-untyped-def]
    """What the form about this one carries of what it was made from."""
    return re.search(rf'value="{of}"><input type="hidden" name="seen" value="([^"]+)"', owner.get(page).content.decode())[1]  # type: ignore[index]


def test_a_task_holds_up_an_action_and_the_pages_say_what_it_waits_for(owner, case) -> None:  # type: ignore[no-untyped-def]
    told = {"do": "add", "text": f"Ask the vendor {HOSTILE}", "blocks": "action a1", "who": "IT lead", "due": "2026-11-20"}
    assert owner.post("/tasks", told).status_code == 302
    for page in ("/tasks", "/actions/a1"):
        text = owner.get(page).content.decode()
        assert "Ask the vendor" in text
        assert "<script>alert" not in text
    assert "waits for a task" in owner.get("/actions").content.decode()
    told = {"action": "a1", "verdict": "done", "proof": "ticket 7", "seen": seen_of(owner, "/actions", "a1")}
    refused = owner.post("/actions", told)
    assert refused.status_code == 400
    assert "this waits for: Ask the vendor" in refused.content.decode()
    (task,) = [one for one in own.tasks(case) if one.is_open]
    assert owner.post("/tasks", {"do": "done", "task": task.id, "grounds": "the vendor wrote back"}).status_code == 302
    assert owner.post("/actions", told).status_code == 302
    assert owner.post("/actions", told).status_code == 409, "it was closed since that form was opened"
    assert case.store.get(Action)[0].status == "done"
    decide.reopen_action(case, "a1", by="x", grounds="the test is over")


def test_approval_says_what_it_waits_for_before_anybody_presses(owner, case) -> None:  # type: ignore[no-untyped-def]
    own.add_task(case, "Read by the board", by="the owner", blocks="notices")
    for page in ("/notices/approve", "/notices/letter-p1"):
        assert "Read by the board" in owner.get(page).content.decode()


def test_a_wrong_form_keeps_what_was_written_and_changes_nothing(owner, case) -> None:  # type: ignore[no-untyped-def]
    before = len(case.store.get(Task))
    refused = owner.post("/tasks", {"do": "add", "text": "Do this", "blocks": "action none", "due": ""})
    assert refused.status_code == 400
    assert "Do this" in refused.content.decode()
    assert owner.post("/tasks", {"do": "add", "text": "Do this", "due": "soon"}).status_code == 400
    assert owner.post("/fields", {"do": "define", "key": "Not A Key", "label": "x"}).status_code == 400
    assert owner.post("/fields", {"do": "define", "key": "one", "label": "x", "kind": "spell"}).status_code == 400
    assert len(case.store.get(Task)) == before


def test_the_list_of_tasks_is_text_in_a_spreadsheet(owner, case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    own.add_task(case, "=HYPERLINK(1)", by="the owner")
    assert b"\"'=HYPERLINK(1); " in owner.get("/tasks?table=1&as=csv").getvalue()
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, "auditor"))
    assert owner.get("/tasks?table=1&as=csv").headers["Content-Type"].startswith("text/html")


def test_a_field_is_defined_and_filled(owner, case) -> None:  # type: ignore[no-untyped-def]
    form = {
        "do": "define",
        "key": "board_told",
        "label": "The board was told",
        "kind": "yes_no",
        "needed_for": "",
        "choices": "",
        "why": "",
    }
    assert owner.post("/fields", form).status_code == 302
    filled = {"do": "fill", "key": "board_told", "seen": seen_of(owner, "/fields", "board_told")}
    assert owner.post("/fields", {**filled, "value": "perhaps"}).status_code == 400
    assert owner.post("/fields", {**filled, "value": "yes", "source": "the minutes"}).status_code == 302
    assert owner.post("/fields", {**filled, "value": "no", "source": "somebody else"}).status_code == 409
    assert [one.value.value for one in own.fields(case) if one.value] == ["yes"]
    assert "The board was told" in owner.get("/fields").content.decode()


def test_settings_say_who_is_reminded_when(owner, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    assert "nobody: no plan was named" in owner.get("/settings").content.decode()
    plan = Plan((Step(0, ("board@example.com",)), Step(72, ("privacy@example.com", "it@example.com"))))
    monkeypatch.setattr(sending, "_means", sending.Means(plan=plan))
    told = owner.get("/settings").content.decode()
    assert told.index("3 days before: privacy@example.com, it@example.com") < told.index("when the time is up: board@example.com")


def test_now_says_that_a_field_is_wanting(owner, case) -> None:  # type: ignore[no-untyped-def]
    told = "1 field of your own must be filled before something can go on."
    assert told not in owner.get("/").content.decode()
    own.define(case, [OwnField("claim", "Claim number", "text", (), "approve", "")], by="owner")
    assert told in owner.get("/").content.decode()
    own.fill(case, "claim", "C-1", by="owner", source="the insurer")
    assert told not in owner.get("/").content.decode()
