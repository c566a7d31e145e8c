"""What programs do beyond the records of a case: tasks, fields, timeline, doubts, letters, the switch, calls, counsel, files."""

import io
import zipfile

import pytest

from stanch.portal.rights import table


def test_a_task_is_made_holds_something_up_and_is_ended(program, case) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    made = caller.post("/tasks", {"text": "the board has read it", "blocks": "action a1", "who": "Ann", "due": "2026-12-01"}).json()[
        "tasks"
    ]
    one = next(task for task in made if task["text"] == "the board has read it" and not task["ended"])
    assert (one["due"], one["made_by"]) == ("2026-12-01", "Ann, by the token exporter")
    action = next(each for each in caller.get("/actions").json()["actions"] if each["action"]["id"] == "a1")
    body = {"verdict": "done", "grounds": "ticket 7", "revision": action["revision"]}
    refused = caller.post("/actions/a1", body)
    assert refused.status_code == 400
    assert "the board has read it" in refused.json()["what"]
    assert caller.post(f"/tasks/{one['id']}", {"verdict": "done", "grounds": "minutes of Tuesday"}).status_code == 200
    assert caller.post(f"/tasks/{one['id']}", {"verdict": "done", "grounds": "again"}).status_code == 400
    assert caller.post("/tasks/t999", {"verdict": "done", "grounds": "x"}).status_code == 404
    assert caller.post("/tasks", {"text": "x", "blocks": "action none"}).status_code == 400
    assert any(entry.action == "task done" for entry in case.journal.entries(newest_first=True, count=3))


def test_of_two_who_fill_a_field_the_second_is_told(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    body = {"key": "policy", "label": "Policy number", "needed_for": "", "kind": "text"}
    seen = next(one for one in caller.post("/fields", body).json()["fields"] if one["field"]["key"] == "policy")
    filled = caller.post("/fields/policy", {"value": "P-1", "revision": seen["revision"]})
    assert filled.json()["value"] == "P-1"
    second = caller.post("/fields/policy", {"value": "P-2", "revision": seen["revision"]})
    assert second.status_code == 409
    assert second.json()["current"]["value"] == "P-1"
    assert caller.post("/fields", {**body, "key": "Not a key"}).status_code == 400


def test_an_entry_of_the_timeline_is_noted_and_taken_back(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    told = {"text": "=the door stood open", "at": "2026-11-20T10:00:00+02:00", "source": "the porter"}
    noted = caller.post("/timeline", told).json()
    assert caller.post("/timeline", told).json() == noted, "noted twice it stands once"
    assert noted["at"] == "2026-11-20T08:00:00Z"
    assert noted["id"] in {one["id"] for one in caller.get("/timeline").json()["entries"]}
    assert "'=the door" in caller.get("/timeline.csv").content.decode(), "no spreadsheet program runs it"
    assert caller.post(f"/timeline/{noted['id']}", {"grounds": "another door"}).status_code == 200
    assert noted["id"] not in {one["id"] for one in caller.get("/timeline").json()["entries"]}
    again = caller.post("/timeline", told).json()["id"]
    assert again != noted["id"], "what was taken back and holds after all is an entry of its own"
    assert again in {one["id"] for one in caller.get("/timeline").json()["entries"]}
    assert caller.post("/timeline", {"text": "x", "at": "2999-01-01T00:00:00Z"}).status_code == 400
    assert caller.post("/timeline", {"text": "x", "at": "0001-01-01T00:00:00+14:00"}).status_code == 400


def test_a_file_is_brought_in_whole_or_not_at_all(program, case) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client
    from the_breach import HOST

    caller = program()

    def sent(query: str, content: bytes):  # type: ignore[no-untyped-def]
        headers = {"Authorization": f"Bearer {caller.secret}"}
        client = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
        return client.post(f"/api/v1/bring?{query}", content, content_type="application/octet-stream", headers=headers)

    told = b"message,datetime,timestamp_desc\nthe service began,2026-11-20T10:00:00Z,Start\n"
    assert sent("sort=timeline&name=export.csv", told).json()["counts"]["new"] == 1
    assert sent("sort=timeline&name=export.csv", told).json()["counts"]["known already"] == 1
    assert sent("sort=nothing&name=export.csv", told).status_code == 404
    assert sent("sort=timeline&name=../../x.exe", told).status_code == 400
    assert sent("sort=timeline&name=x.json", b"{").status_code == 400
    assert sent("sort=timeline&name=x.csv", b"x" * 8_000_001).status_code == 413
    assert sent("sort=timeline&name=x.csv", b"x" * 9_000_000).status_code == 413
    assert not list(case.folder.glob("stanch-*")), "nothing of it is left"


def test_the_switch_stops_and_lets_go_on_only_with_grounds(program, case) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    assert caller.post("/delivery/stop", {"grounds": "the address list is wrong"}).json()["is_stopped"] is True
    assert caller.post("/delivery/resume", {"grounds": ""}).status_code == 422
    assert caller.post("/delivery/resume", {"grounds": "it is mended"}).json()["is_stopped"] is False
    actions = [one.action for one in case.journal.entries(newest_first=True, count=4)]
    assert actions[0] == "resume sending"
    assert "stop sending" in actions


def test_letters_are_told_what_they_need_and_not_overwritten_unseen(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("communicator")
    asked = {one["key"]: one for one in caller.get("/letters").json()["asked"]}
    seen = asked["toll_free"]
    said = caller.post("/letters/toll_free", {"said": {"": "+1 555 0100"}, "revision": seen["revision"]})
    assert said.json()["said"] == {"": "+1 555 0100"}
    assert caller.post("/letters/toll_free", {"said": {"": "+1 555 0101"}, "revision": seen["revision"]}).status_code == 409
    governing = asked["two_person"]
    assert governing["is_yours"] is False
    refused = caller.post("/letters/two_person", {"said": {"": "no"}, "revision": governing["revision"]})
    assert refused.status_code == 400, "who writes the letters does not decide who approves"
    assert caller.post("/letters/toll_free", {"said": {"xx": "1"}, "revision": said.json()["revision"]}).status_code == 400


def test_an_approval_of_all_names_what_was_seen(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    seen = caller.get("/approval").json()
    assert seen["number"] >= seen["complete"]
    refused = caller.post("/approval", {"seen": "0" * 32})
    assert refused.status_code in (400, 409)
    assert caller.get("/missing").json()["number"] == seen["number"]


def test_only_counsel_s_circle_chooses_and_settles(program) -> None:  # type: ignore[no-untyped-def]
    for role in table().roles:
        caller, may = program(role), "choose" in table().roles[role].rights
        options = {"option": "none", "grounds": "x", "revision": "1"}
        assert (caller.post("/options", options).status_code == 403) != may, role
        assert (caller.post("/missing", {"doubts": ["none"], "grounds": "x"}).status_code == 403) != may, role


def test_a_caller_is_answered_yes_or_no_and_nothing_else(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("communicator")
    told = caller.post("/calls", {"reference": "NONE-1", "postcode": "94607", "born": 1980, "topic": "other"})
    assert told.status_code in (200, 400)
    if told.status_code == 200:
        assert told.json() == {"verified": False, "logged": "other"}
    assert caller.post("/calls", {}).status_code == 400
    assert isinstance(caller.get("/calls").json()["calls"], dict)


def test_the_hold_is_given_acknowledged_and_lifted(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("counsel")
    given = caller.post("/hold", {"names": ["A. Example"], "how": "by hand"}).json()["people"]
    assert [(one["name"], one["status"]) for one in given] == [("A. Example", "asked")]
    held = caller.post("/hold/A. Example", {"verdict": "acknowledged", "text": "a laptop"}).json()["people"]
    assert held[0]["holds"] == "a laptop"
    assert caller.post("/hold/A. Example", {"verdict": "released", "text": "the case is closed"}).status_code == 200
    assert caller.post("/hold/Nobody", {"verdict": "released", "text": "x"}).status_code == 404


def test_files_leave_with_an_entry_in_the_journal(program, case) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    whole = b"".join(caller.get("/case.zip").streaming_content)
    assert b"Ada Example" not in whole
    assert any(name.endswith("case.json") for name in zipfile.ZipFile(io.BytesIO(whole)).namelist())
    assert caller.get("/wall/a4.pdf").content.startswith(b"%PDF")
    assert caller.get("/wall/a3.pdf").status_code == 404
    assert zipfile.ZipFile(io.BytesIO(caller.get("/containment.zip?own=192.0.2.0/24").content)).testzip() is None
    assert caller.get("/containment.zip?own=nowhere").status_code == 400
    assert caller.get("/counsel/answers.csv").status_code == 200
    assert caller.get("/counsel/none.csv").status_code == 404
    told = {(one.action, one.subject) for one in case.journal.entries(newest_first=True, count=12)}
    assert {("export", "containment.zip"), ("export", "counsel/answers.csv")} <= told
    assert caller.post("/journal/verification", {}).json() == {"faults": []}


@pytest.mark.parametrize(
    "path",
    [
        "/doubts",
        "/doubtful-findings",
        "/second-readings",
        "/rulings",
        "/aside",
        "/sample",
        "/codes",
        "/delivery",
        "/counsel",
        "/hold",
        "/fields",
    ],
)
def test_what_pages_tell_programs_can_read(program, path: str) -> None:  # type: ignore[no-untyped-def]
    assert program().get(path).status_code == 200


def test_a_decision_that_does_not_hold_is_not_taken_back(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    assert caller.post("/rulings/none", {"grounds": "x"}).status_code == 404
    assert caller.post("/aside/none", {"grounds": "x"}).status_code == 404
    assert caller.post("/second-readings/none", {"verdict": "no", "grounds": "x"}).status_code == 404
    assert caller.post("/doubts", {"family": "none", "doubt": "x", "verdict": "one"}).status_code == 409, "it is told that it is not open"
