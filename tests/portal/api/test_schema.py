"""The document held against the portal: calls as it allows them, and as it does not, by Schemathesis with the same examples each time.

Each operation is called as every role; most often as the role that it is for. Whoever may not is refused whatever they send, changes nothing,
and no answer tells a role what it has no right to.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from the_breach import HOST

from stanch.portal.rights import table

# Calls of an operation as the first role that may, as each other that may, and as whoever may not. The first of each is the simplest there is.
MOST, SOME, ONE = 5, 2, 1
ROLES = ("owner", "counsel", "responder", "communicator", "auditor", "reviewer", "helper")
WRITTEN_DOWN = {"verify_journal", "notice_print", "words_out"}  # a look of which the journal tells
ADVICE = "counsel advises not to pay"
# What stands in the case, and the right without which nobody is told it.
TOLD_BY = {b"Ada Example": "people", b"ada@example.com": "people", ADVICE.encode(): "privileged"}


def test_what_is_sent_and_what_is_answered_have_names_of_their_own(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    from stanch import shapes
    from stanch.portal.api import bodies

    # Of two of one name the document keeps one, and tells the other wrong.
    sent = {name for name, one in vars(bodies).items() if isinstance(one, type) and one.__module__ == bodies.__name__}
    assert not sent & set(vars(shapes))


@cache
def operations() -> list[tuple[Any, Any]]:
    """Each operation of the document, with the calls that are tried: as the document allows them, and as it does not."""
    from django.core.handlers.wsgi import WSGIHandler

    from stanch.portal.api.site import described

    found = schemathesis.openapi.from_dict(deepcopy(described()))
    found.app = WSGIHandler()
    return [(one.ok(), calls_of(one.ok())) for one in found.get_all_operations()]


def calls_of(operation: Any) -> Any:
    """Calls as the document allows them, and calls that it does not allow."""
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    has_input = operation.body or operation.query or operation.path_parameters
    return st.one_of(right, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)) if has_input else right


def hold(calls: Any, role: str, headers: dict[str, str], *, examples: int, refused: bool) -> None:
    """Call an operation in so many ways; each answer is as the document says, and where it is `refused` nothing is told."""
    hidden = [mark for mark, right in TOLD_BY.items() if refused or right not in table().roles[role].rights]

    @seed(ROLES.index(role))
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(call=calls)
    def holds(call: Any) -> None:
        # What the document allows may still be wrong of this case: a fact's value, one person where two are needed.
        response = call.call(headers=headers)
        # That nobody without a token is answered is tried with every operation in test_matrix. Schemathesis does not know 413 as a refusal.
        excluded = [ignored_auth, positive_data_acceptance, *([negative_data_rejection] if response.status_code == 413 else [])]
        call.validate_response(response, headers=headers, excluded_checks=excluded)
        assert response.status_code < 500
        assert b"Traceback" not in response.content
        assert [mark for mark in hidden if mark in response.content] == []
        if refused:
            assert response.status_code in (400, 401, 403, 404, 405, 413)

    holds()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_the_document_says_and_no_more(program: Callable[..., Any], case: Any, role: str) -> None:
    case.journal.append("counsel decides", "ransom", by="counsel", details={"grounds": ADVICE})
    headers, allowed, tried = {"Authorization": f"Bearer {program(role).secret}", "Host": HOST}, set(table().roles[role].rights), 0
    for operation, calls in operations():
        raw = operation.definition.raw
        right, before = raw["x-right"], len(case.journal)
        refused = bool(right) and right not in allowed
        is_for = next(one for one in ROLES if not right or right in table().roles[one].rights)
        hold(calls, role, headers, examples=MOST if role == is_for else ONE if refused else SOME, refused=refused)
        if refused or (role == "auditor" and raw["operationId"] not in WRITTEN_DOWN):
            assert len(case.journal) == before, operation.label
        tried += 1
    assert tried > 80


pytestmark = pytest.mark.timeout(280)
