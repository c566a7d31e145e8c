"""What programs do by the API, one operation after the other; what two do at once; what hostile ones try."""

import json

import pytest


def lines(answer) -> list[dict]:  # type: ignore[no-untyped-def,type-arg]
    return [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]


def test_everybody_is_told_as_lines_and_the_journal_names_the_program(program, case) -> None:  # type: ignore[no-untyped-def]
    found = lines(program().get("/people.ndjson"))
    assert len(found) == 123
    assert {"Ada Example", "Zoë Ångström"} <= {one["name"] for one in found}
    last = case.journal.entries(newest_first=True, count=1)[0]
    assert (last.action, last.subject, last.actor) == ("export", "people.ndjson", "Ann, by the token exporter")
    entries = lines(program().get("/journal.ndjson"))
    assert [one["sequence"] for one in entries] == list(range(1, len(case.journal) + 1))


def test_people_are_paged_searched_and_told_one_by_one(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    page = caller.get("/people?page=3").json()
    assert (page["page"], page["pages"], page["total"], len(page["people"])) == (3, 3, 123, 23)
    assert [one["person"]["id"] for one in caller.get("/people?search=ada oakland").json()["people"]] == ["p1"]
    one = caller.get("/people/p1")
    assert one.json()["notices"] == ["letter-p1"]
    assert one.headers["ETag"] == f'"{one.json()["revision"]}"'


def test_a_fact_shows_what_it_changes_is_stated_and_keeps_its_history(program, case) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    before = len(case.journal)
    found = caller.post("/facts/incident.discovered/effects", {"value": "2026-09-01"})
    assert found.status_code == 200
    assert len(case.journal) == before, "looking ahead keeps nothing"
    seen = caller.get("/facts/org.website").json()["fact"]
    body = {"value": "https://example.com", "source": "the letterhead", "known_at": "2026-11-20T10:00:00Z", "revision": seen["revision"]}
    told = caller.post("/facts/org.website", body).json()
    assert told["fact"]["value"] == "https://example.com"
    assert told["fact"]["known_at"].startswith("2026-11-20T10:00")
    assert told["fact"]["recorded_by"] == "Ann, by the token exporter"
    assert len(told["history"]) == int(seen["revision"]) + 1
    again = caller.post("/facts/org.website", body)
    assert again.status_code == 409
    assert again.json()["current"]["fact"]["value"] == "https://example.com"


@pytest.mark.parametrize(
    ("key", "body", "status"),
    [
        ("org.nothing", {"value": 1, "source": "x", "revision": "0"}, 404),
        ("incident.discovered", {"value": "yesterday", "source": "x", "revision": "1"}, 400),
        ("incident.discovered", {"value": {"$": []}, "source": "x", "revision": "1"}, 400),
        ("turnover_aud", {"value": 10**400, "source": "x", "revision": "1"}, 400),
        ("org.name", {"value": "x", "source": "x", "revision": "1", "known_at": "2099-01-01T00:00:00Z"}, 400),
        ("org.name", {"value": "x", "source": "x", "revision": "1", "known_at": "0001-01-01T00:00:00+14:00"}, 400),
        ("org.name", {"value": "x", "source": "x", "revision": "1", "by": "somebody else"}, 422),
        ("org.name", {"value": "x", "revision": "1"}, 422),
    ],
)
def test_a_fact_that_cannot_be_is_refused_in_words(program, case, key: str, body: dict, status: int) -> None:  # type: ignore[no-untyped-def,type-arg]
    before = len(case.journal)
    answer = program().post(f"/facts/{key}", body)
    assert answer.status_code == status, answer.content
    assert answer.json()["what"]
    assert len(case.journal) == before + 1, "the token's making alone"


def test_of_two_who_sign_a_duty_the_second_is_told(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("counsel")
    seen = caller.get("/duties/US-CA/late").json()
    body = {"verdict": "declined", "grounds": "not ours", "revision": seen["revision"]}
    signed = caller.post("/duties/US-CA%2Flate", body)
    assert signed.status_code == 200
    assert (signed.json()["status"], signed.json()["decided_by"]) == ("declined", "Ann, by the token exporter")
    second = caller.post("/duties/US-CA/late", {**body, "verdict": "confirmed"})
    assert second.status_code == 409
    assert second.json()["current"]["status"] == "declined"
    opened = caller.post("/duties/US-CA/late", {**body, "verdict": "open", "revision": second.json()["current"]["revision"]})
    assert opened.json()["status"] == "overdue"
    assert caller.post("/duties/US-CA/late", {**body, "revision": seen["revision"]}).status_code == 409, "opened again is a change too"


def test_a_notice_is_held_in_the_persons_name_with_the_program_beside_it(program, case) -> None:  # type: ignore[no-untyped-def]
    caller = program("counsel")
    seen = caller.get("/notices/letter-p1").json()
    refused = caller.post("/notices/letter-p1", {"verdict": "approved", "revision": seen["revision"]})
    assert refused.status_code == 409, "it is incomplete"
    assert "phone" in json.dumps(refused.json())
    held = caller.post("/notices/letter-p1", {"verdict": "held", "grounds": "the police ask for it", "revision": seen["revision"]})
    assert held.json()["notice"]["status"] == "held"
    by_program, hold = case.journal.entries(newest_first=True, count=2)
    assert (hold.action, hold.actor) == ("hold notice", "Ann")
    assert (by_program.action, by_program.actor) == ("decide by program", "Ann, by the token exporter")
    late = caller.post("/notices/letter-p1", {"verdict": "held", "grounds": "again", "revision": seen["revision"]})
    assert late.status_code == 409
    assert late.json()["current"]["notice"]["status"] == "held"


def test_an_action_is_closed_with_proof_and_opened_again(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    (seen,) = caller.get("/actions").json()["actions"]
    done = caller.post("/actions/a1", {"verdict": "done", "grounds": "ticket 7", "revision": seen["revision"]}).json()
    assert (done["action"]["status"], done["action"]["proof"]) == ("done", "ticket 7")
    stale = caller.post("/actions/a1", {"verdict": "reopened", "grounds": "no", "revision": seen["revision"]})
    assert stale.status_code == 409
    again = caller.post("/actions/a1", {"verdict": "reopened", "grounds": "it was off again", "revision": done["revision"]})
    assert again.json()["action"]["status"] == "reopened"


def test_a_step_of_the_first_hours_is_taken_as_it_was_seen(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    step = caller.get("/steps").json()["steps"][0]
    assert (step["do"], step["taken"]) == ("Disable the account", None)
    done = caller.post(f"/steps/{step['id']}", {"verdict": "taken", "note": "Max", "revision": step["revision"]}).json()
    assert (done["taken"]["by"], done["taken"]["note"]) == ("Ann, by the token exporter", "Max")
    stale = caller.post(f"/steps/{step['id']}", {"verdict": "not_taken", "revision": step["revision"]})
    assert stale.status_code == 409
    assert caller.post(f"/steps/{step['id']}", {"verdict": "taken", "revision": done["revision"]}).status_code == 400
    again = caller.post(f"/steps/{step['id']}", {"verdict": "not_taken", "revision": done["revision"]})
    assert again.json()["taken"] is None
    assert caller.post("/steps/none", {"verdict": "taken", "revision": "0"}).status_code == 404


def test_an_action_is_arranged_as_it_was_seen(program) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    (seen,) = caller.get("/actions").json()["actions"]
    body = {"owner": "Ben", "due": "2026-12-31", "cost": 1200, "currency": "EUR", "revision": seen["revision"]}
    assert caller.post("/arrangements/a1", {**body, "cost": -1}).status_code == 422
    assert caller.post("/arrangements/a1", {**body, "after": ["a1"]}).status_code == 400
    told = caller.post("/arrangements/a1", body).json()
    assert {name: told["action"][name] for name in ("owner", "due", "cost", "currency")} == {name: body[name] for name in ("owner", "due", "cost", "currency")}  # fmt: skip
    assert caller.post("/arrangements/a1", body).status_code == 409
    assert caller.post("/arrangements/none", body).status_code == 404


def test_a_way_of_telling_people_is_chosen_from_what_was_seen(program) -> None:  # type: ignore[no-untyped-def]
    caller = program("counsel")
    seen = caller.get("/options").json()
    body = {"option": seen["options"][0]["id"], "grounds": "it keeps every clock", "revision": seen["revision"]}
    assert caller.post("/options", {**body, "revision": "0"}).status_code == 409
    assert caller.post("/options", {**body, "option": "none"}).status_code == 404
    chosen = caller.post("/options", body).json()
    assert (chosen["chosen"], chosen["chosen_by"]) == (body["option"], "Ann")


def test_people_are_ruled_on_as_they_were_seen(program, case) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from the_breach import PEOPLE

    from stanch.records import Person

    case.store.put(Person, [replace(one, records=(f"record {one.id}",)) for one in PEOPLE])
    try:
        caller = program("reviewer")
        seen = [{"id": name, "revision": caller.get(f"/people/{name}").json()["revision"]} for name in ("q1", "q2")]
        wrong = caller.post("/people/rulings", {"verdict": "merge", "people": [seen[0], {"id": "q2", "revision": "x"}], "grounds": "same"})
        assert wrong.status_code == 409
        assert wrong.json()["current"][1]["person"]["id"] == "q2"
        both = caller.post("/people/rulings", {"verdict": "drop", "people": seen, "grounds": "nobody"})
        assert both.status_code == 400
        made = caller.post("/people/rulings", {"verdict": "merge", "people": seen, "grounds": "same passport"})
        assert made.json()["rulings"][0].startswith("r-")
    finally:
        case.store.put(Person, PEOPLE)


def test_papers_are_taken_out_and_that_is_journalled(program, case) -> None:  # type: ignore[no-untyped-def]
    folder = case.folder / "report"
    folder.mkdir(exist_ok=True)
    (folder / "summary.pdf").write_bytes(b"%PDF-1.7")
    (folder / "secret.key").write_bytes(b"no")
    (folder / "link.csv").symlink_to(case.folder / "keys.json")
    caller = program()
    assert [one["name"] for one in caller.get("/report").json()["files"]] == ["summary.pdf"]
    taken = caller.get("/report/summary.pdf")
    assert b"".join(taken.streaming_content) == b"%PDF-1.7"
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert case.journal.entries(newest_first=True, count=1)[0].action == "export"
    for name in ("secret.key", "link.csv", "%2e%2e%2fkeys.json", "..%2fcase.db", "summary.pdf%00", "x" * 300 + ".pdf", "%ED%A0%80.pdf"):
        assert caller.get(f"/report/{name}").status_code == 404, name


def test_what_is_privileged_is_for_counsels_circle(program, case) -> None:  # type: ignore[no-untyped-def]
    (case.folder / "report").mkdir(exist_ok=True)
    paper = case.folder / "report" / "after-action.pdf"
    paper.write_bytes(b"%PDF-1.7")
    try:
        case.journal.append("counsel decides", "ransom", by="counsel", details={"grounds": "we do not pay"})
        for role, sees in (("counsel", True), ("responder", False), ("auditor", False)):
            caller = program(role)
            assert (caller.get("/report/after-action.pdf").status_code == 200) == sees, role
            assert ("we do not pay" in caller.get("/journal").content.decode()) == sees, role
            whole = b"".join(caller.get("/journal.ndjson").streaming_content)
            assert (b"we do not pay" in whole) == sees, role
        assert caller.get("/findings.ndjson").status_code == 403, "an auditor takes no list out of the case"
    finally:
        paper.unlink()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"value":' + b"[" * 500 + b"]" * 500 + b"}", 400),
        (b'{"value": NaN}', 400),
        (b'{"value": "\\ud800"}', 400),
        (b"\xff\xfe{}", 400),
        (b"", 422),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
        (b'{"value": "' + b"x" * (1 << 20) + b'"}', 413),
    ],
)
def test_a_body_that_is_none_is_refused_in_words(program, body: bytes, status: int) -> None:  # type: ignore[no-untyped-def]
    answer = program().post("/facts/org.name/effects", body)
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"what", "where", "do"}


@pytest.mark.parametrize(
    "name", ["%00", "..%2f..%2fetc%2fpasswd", "%27%20OR%201=1--", "%ED%A0%80", "%F0%9F%98%80", "x" * 5000, "%0d%0aSet-Cookie:a=b"]
)
def test_a_hostile_id_names_nothing(program, name: str) -> None:  # type: ignore[no-untyped-def]
    caller = program()
    for path in ("people", "exhibits", "duties", "notices", "facts", "kinds"):
        answer = caller.get(f"/{path}/{name}" + ("/places" if path == "kinds" else ""))
        assert answer.status_code == 404, (path, answer.content)
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/people?page=0", "/people?page=1e9", "/people?page=99999999999999999999", "/people?sort=name", "/journal?page=-1"]
)
def test_a_parameter_that_cannot_be_is_refused(program, path: str) -> None:  # type: ignore[no-untyped-def]
    answer = program().get(path)
    assert answer.status_code in (404, 422)
    assert answer.json()["what"]


def test_calls_of_other_kinds_and_pages_are_refused_in_json(program) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client
    from the_breach import HOST

    caller = program()
    assert caller.post("/case", {}).status_code == 405
    client = Client(HTTP_HOST=HOST, headers={"Authorization": f"Bearer {caller.secret}"})
    for method in ("put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)("/api/v1/case")
        assert answer.status_code == 405
        assert answer.json()["what"]
    assert client.get("/people").status_code == 403, "a token opens the API, not the pages"
    for answer in (
        client.get("/api/v2/case"),
        caller.post("/nothing", {}),
        caller.post("/duties/a%0Ab", {}),
        Client(HTTP_HOST=HOST, enforce_csrf_checks=True).post("/api/v1/nothing"),
    ):
        assert answer.status_code == 404
        assert answer.json()["what"] == "there is no such operation"


def test_a_fault_of_ours_tells_neither_its_words_nor_a_trace(
    program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal import desk

    def broken() -> None:
        raise RuntimeError("Ada Example, 1 Main Street")

    monkeypatch.setattr(desk, "contents", broken)
    answer = program().get("/case")
    assert answer.status_code == 500
    assert b"Ada" not in answer.content
    assert b"Traceback" not in answer.content
    assert "Ada" not in capsys.readouterr().err


def test_what_was_just_replaced_is_to_be_asked_again(program, case) -> None:  # type: ignore[no-untyped-def]
    from stanch.engine import Parts

    before = case.store.get_parts("findings")
    case.store.put_parts("findings", Parts((case.parts / "gone",), case.keys))
    try:
        answer = program().get("/findings?at=share/a.txt")
    finally:
        case.store.put_parts("findings", before or Parts((), case.keys))
    assert answer.status_code == 503
    assert "look again" in answer.json()["do"]


def test_findings_are_told_masked_and_without_what_would_join_them(program, case, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from stanch.engine import Parts
    from stanch.records import Finding
    from stanch.records.finding import FINDING_SCHEMA
    from stanch.records.rows import to_table
    from stanch.vault import sealed_writer

    case.parts.mkdir(exist_ok=True)
    rows = [
        Finding("e1", "share/a.txt", "email", at, at + 3, None, None, "a***@e***.com", f"tok{at}", 0.9, "d", text="ada@example.com")
        for at in range(2500)
    ]
    path = case.parts / "findings-of-a-test"
    with sealed_writer(path, FINDING_SCHEMA, case.keys) as writer:
        writer.write_table(to_table(rows, FINDING_SCHEMA))
    case.store.put_parts("findings", Parts((path,), case.keys))
    caller = program()
    found = lines(caller.get("/findings.ndjson"))
    assert case.journal.entries(newest_first=True, count=1)[0].subject == "findings.ndjson"
    assert len(found) == 2500
    assert not {"token", "text"} & set(found[0])
    assert "ada@example.com" not in json.dumps(found)
    assert caller.get("/kinds").json()["kinds"] == [{"kind": "email", "findings": 2500, "files": 1}]
    assert caller.get("/kinds/email/places").json()["places"] == [{"locator": "share/a.txt", "findings": 2500}]
    place = caller.get("/findings?at=share/a.txt").json()
    assert (place["total"], place["findings"][0]["masked"]) == (2500, "a***@e***.com")
