"""The document held against the portal: calls as it allows them, and as it does not, by Schemathesis with the same examples each time."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from the_breach import HOST

EXAMPLES = 8
CHANGING = {
    "facts",
    "export",
    "run",
    "review",
    "duties",
    "approve",
    "actions",
    "tasks",
    "choose",
    "letters",
    "calls",
    "bring",
}  # what an auditor has no right to
WRITTEN_DOWN = {"verify_journal", "notice_print"}  # a look of which the journal tells
tried = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def operations(program: Callable[..., Any], role: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Each operation of the document as a program of this role reads it, and the headers that it calls with."""
    from django.core.handlers.wsgi import WSGIHandler

    headers = {"Authorization": f"Bearer {program(role).secret}", "Host": HOST}
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers=headers)
    for one in found.get_all_operations():
        yield one.ok(), headers


def calls_of(operation: Any) -> Any:
    """Calls as the document allows them, and calls that it does not allow."""
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    has_input = operation.body or operation.query or operation.path_parameters
    return st.one_of(right, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)) if has_input else right


def hold(operation: Any, headers: dict[str, str], *, refused: bool) -> None:
    """Call an operation in many ways; each answer is as the document says, and where it is `refused` nothing is done or told."""

    @tried
    @given(call=calls_of(operation))
    def holds(call: Any) -> None:
        # What the document allows may still be wrong of this case: a fact's value, one person where two are needed.
        response = call.call(headers=headers)
        # Schemathesis does not know 413 as a refusal.
        excluded = [positive_data_acceptance, *([negative_data_rejection] if response.status_code == 413 else [])]
        call.validate_response(response, headers=headers, excluded_checks=excluded)
        assert response.status_code < 500
        assert b"Traceback" not in response.content
        if refused:
            assert response.status_code in (400, 401, 403, 404, 405, 413)
            assert b"Ada Example" not in response.content

    holds()


def test_the_owner_gets_what_the_document_says(program: Callable[..., Any]) -> None:
    labels = []
    for operation, headers in operations(program, "owner"):
        hold(operation, headers, refused=False)
        labels.append(operation.label)
    assert len(labels) > 30


def test_an_auditor_gets_what_the_document_says_and_changes_nothing(program: Callable[..., Any], case: Any) -> None:
    for operation, headers in operations(program, "auditor"):
        before = len(case.journal)
        hold(operation, headers, refused=operation.definition.raw["x-right"] in CHANGING)
        assert len(case.journal) == before or operation.definition.raw["operationId"] in WRITTEN_DOWN, operation.label


pytestmark = pytest.mark.timeout(280)
