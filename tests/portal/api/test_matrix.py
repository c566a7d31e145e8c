"""Every operation with every role, taken from the document; and object by object for a helper from outside."""

import re

import pytest
from the_breach import HOST

from stanch.portal.rights import table
from stanch.portal.tokens import NEVER

# By hand, so that an operation whose right is changed is seen here.
RIGHTS = {
    "openapi": "", "case_summary": "look", "journal_page": "journal", "journal_lines": "journal", "report_files": "look",
    "report_file": "export", "work_state": "look", "start_work": "run", "stop_work": "run", "facts": "facts", "fact": "facts", "state_fact": "facts",
    "look_ahead": "facts", "exhibits": "evidence", "exhibit": "evidence", "unread": "evidence", "kinds": "extent", "places": "extent",
    "findings": "extent", "finding_lines": "export", "people": "people", "people_lines": "export", "rule": "review", "person": "people",
    "duties": "look", "duty": "look", "sign_duty": "duties", "running_clocks": "look", "actions": "look", "decide_action": "actions", "arrange_action": "actions",
    "steps": "look", "take_step": "actions", "told_causes": "look", "judge_cause": "actions", "our_template": "run",
    "notices": "notices", "notice": "notices", "decide_notice": "approve", "offers": "notices", "options": "notices",
    "choose_option": "choose", "notice_print": "notices", "tasks": "look", "add_task": "tasks", "end_task": "tasks", "fields": "facts",
    "define_field": "facts", "fill_field": "facts", "timeline_page": "look", "timeline_csv": "export", "note_entry": "facts",
    "withdraw_entry": "facts", "bring_file": "bring", "doubts": "review", "decide_doubt": "review", "rulings_page": "people",
    "take_back_ruling": "review", "aside": "people", "restore_person": "review", "sample": "review", "draw_sample": "review",
    "doubtful_findings": "review", "doubtful_finding": "review", "answer_finding": "review", "second_readings": "review", "read_second": "review",
    "letters": "notices", "say_of_letters": "letters", "what_follows": "notices", "say_what_was_done": "letters",
    "order_reminder": "letters", "take_back_following": "letters", "lacks": "notices", "settle_doubts": "choose", "approval": "notices",
    "approve_all": "approve", "delivery_state": "notices", "stop_sending": "approve", "resume_sending": "approve", "code_states": "look",
    "assign_codes": "letters", "call_counts": "calls", "take_call": "calls", "asked_of_counsel": "privileged",
    "counsel_paper": "privileged", "take_answers": "duties", "hold": "privileged", "give_hold": "duties", "answer_hold": "duties",
    "containment_files": "export", "case_files": "export", "wall_sheet": "look", "verify_journal": "journal", "files_coming": "evidence",
    "announce_file": "run", "tell_passwords": "run", "send_piece": "run", "finish_file": "run", "cancel_file": "run",
    "register": "look", "register_file": "export", "case_end": "look", "end_case": "close", "destruction_state": "look",
    "destruction_certificate": "export", "destroy_list": "destroy", "what_came_back": "notices", "try_again": "approve",
    "newer_address": "letters", "addresses_file": "export", "substitutes": "notices", "substitute_given": "approve",
    "worded_texts": "notices", "hand_in_words": "letters", "words_out": "notices", "words_waiting": "notices", "words_back": "letters",
    "check_words": "letters",
    "answer_words": "approve",
}  # fmt: skip
NAMES = {"form": "csv", "language": "en", "identity": "p1", "key": "org.name", "kind": "us_ssn", "name": "summary.pdf", "paper": "a4"}
WITHOUT_BODY = {"stop_work", "assign_codes", "verify_journal"}
QUERIES = {"findings": "?at=nowhere"}


def operations() -> list[tuple[str, str, str, str]]:
    """Method, path with its names filled in, id and right of each operation of the document."""
    from stanch.portal.api.site import described

    found = []
    for path, methods in described()["paths"].items():
        for method, told in methods.items():
            filled = re.sub(r"{(\w+)}", lambda match: NAMES[match[1]], path)
            found.append((method, filled + QUERIES.get(told["operationId"], ""), told["operationId"], told["x-right"]))
    return found


def test_the_document_names_the_right_of_each_operation(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    assert {name: right for _, _, name, right in operations()} == RIGHTS
    assert {right for right in RIGHTS.values() if right} <= set(table().rights)


def test_every_operation_is_in_the_document(case) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal.api.site import api

    assert case
    served = sum(len(one.methods) for _, router in api._routers for view in router.path_operations.values() for one in view.operations)
    assert served == len(operations())


@pytest.mark.parametrize("role", table().roles)
def test_a_role_may_call_what_its_rights_allow_and_nothing_else(program, role: str) -> None:  # type: ignore[no-untyped-def]
    caller, allowed = program(role), set(table().roles[role].rights)
    for method, path, name, right in operations():
        relative = path.removeprefix("/api/v1")
        answer = caller.get(relative) if method == "get" else caller.post(relative, {"unheard": True})
        may = not right or right in allowed - NEVER
        assert (answer.status_code != 403) == may, (role, name, answer.status_code)
        if not may:
            assert set(answer.json()) == {"what", "where", "do"}
            assert b"Ada" not in answer.content
        elif method == "post":
            assert answer.status_code in ((200,) if name in WITHOUT_BODY else (422, 404)), (role, name)
        elif not answer.streaming:
            assert answer.status_code in (200, 404), (role, name, answer.content)


def test_without_a_token_or_with_a_wrong_one_nothing_is_told(case) -> None:  # type: ignore[no-untyped-def]
    from django.test import Client

    assert case
    for headers in ({}, {"Authorization": "Bearer stanch_nothing"}, {"Authorization": "Basic b3duZXI6"}, {"Authorization": "Bearer"}):
        client = Client(HTTP_HOST=HOST)
        for method, path, name, _ in operations():
            answer = getattr(client, method)(path, headers=headers)
            assert answer.status_code == 401, name
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="stanch"'
            assert set(answer.json()) == {"what", "where", "do"}


def test_a_helper_from_outside_sees_the_named_exhibits_and_no_other(program) -> None:  # type: ignore[no-untyped-def]
    other = program("helper", exhibits={"e9"})
    assert other.get("/exhibits").json()["total"] == 0
    assert other.get("/unread").json()["total"] == 0
    refused = other.get("/exhibits/e1")
    assert refused.status_code == 404
    assert refused.json()["what"] == other.get("/exhibits/e404").json()["what"], "one that is there is not told from one that is not"
    named = program("helper", exhibits={"e1"})
    assert named.get("/exhibits").json()["exhibits"][0]["path"] == ""
    assert named.get("/exhibits/e1").json()["id"] == "e1"
    assert named.get("/unread").json()["total"] == 2
    assert named.get("/unread?reason=damaged").json()["total"] == 1
