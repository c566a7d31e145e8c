"""What stands, kept between looks, is always what a reading of the rows tells."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.casefile import Case, decide, decisions, glance, kept_decisions

KINDS = ("Way", "Duty", "Step")
DECIDED = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("abcd"), st.sampled_from(("yes", "no"))), max_size=6)


def _decide(case: Case, kind: str, subject: str, verdict: str) -> None:
    decide.write(case, kind, {subject: ""}, verdict=verdict, by="Ann", grounds="so", action="decide")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(DECIDED, min_size=1, max_size=4))
def test_a_look_tells_what_a_reading_tells(case: Case, rounds: list[list[tuple[str, str, str]]]) -> None:
    for made in rounds:
        for one in made:
            _decide(case, *one)
        for kind in KINDS:
            read, some = decisions.current(case.alias, kind), decisions.current(case.alias, kind, ["a", "d"])
            words = kept_decisions.said(case.alias, kind)
            with glance.look():
                assert list(decisions.current(case.alias, kind).items()) == list(read.items())
                assert decisions.current(case.alias, kind, ["d", "a"]) == some
                assert kept_decisions.said(case.alias, kind) == words


def test_one_question_a_look_where_nothing_is_new(case: Case) -> None:
    from django.db import connections

    _decide(case, "Way", "email", "allowed")
    asked: list[str] = []

    def noting(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked.append(sql)
        return execute(sql, params, many, context)

    for number in (2, 1):  # the first look reads what stands, too
        asked.clear()
        with connections[case.alias].execute_wrapper(noting), glance.look():
            assert decisions.email_is_allowed(case.alias)
            assert decisions.email_is_allowed(case.alias)
            assert not decisions.current(case.alias, "Way", ["other"])
        assert len(asked) == number


def test_what_is_given_is_the_callers_own(case: Case) -> None:
    _decide(case, "Way", "email", "allowed")
    with glance.look():
        decisions.current(case.alias, "Way").clear()
        assert decisions.email_is_allowed(case.alias)


def test_too_many_are_not_kept_and_are_told_all_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_decisions, "KEPT", 3)
    monkeypatch.setattr(kept_decisions, "CAUGHT_UP", 4)
    for number in range(3):
        _decide(case, "Duty", f"duty-{number}", "signed")
    with glance.look():
        assert len(decisions.current(case.alias, "Duty")) == 3
    for number in range(2, 9):
        _decide(case, "Duty", f"duty-{number}", "open")
        with glance.look():
            told = decisions.current(case.alias, "Duty")
        assert told == decisions.current(case.alias, "Duty")
    for number in range(9):
        _decide(case, "Way", "email", f"verdict {number}")
    with glance.look():
        assert decisions.current(case.alias, "Way")["email"].verdict == "verdict 8"


def test_who_began_to_look_before_another_takes_nothing_from_him(case: Case) -> None:
    """A look that knows of fewer decisions than have been read neither keeps nor undoes what the later one read."""
    _decide(case, "Way", "email", "allowed")
    with glance.look():
        kept_decisions.newest(case.alias)
        _decide(case, "Way", "email", "not allowed")
        other = threading.Thread(target=_looked, args=(case,))
        other.start()
        other.join()
        decisions.current(case.alias, "Step")
        assert not decisions.email_is_allowed(case.alias)
    with glance.look():
        assert not decisions.email_is_allowed(case.alias)
        assert decisions.current(case.alias, "Step") == {}


def _looked(case: Case) -> None:
    from django.db import connections

    with glance.look():
        decisions.current(case.alias, "Way")
    connections[case.alias].close()
