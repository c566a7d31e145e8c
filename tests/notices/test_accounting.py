"""Each person in one state; substitute notice where a law's condition is met."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.case import duty

from stanch.notices.accounting import STATES, Letter, account
from stanch.notices.substitution import judge
from stanch.records import Piece, SubstituteRule

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PIECE_STATES = ("queued", "sending", "in_doubt", "sent", "refused", "bounced", "handed", "printed", "mailed", "forwarded", "returned")


def piece(state, notice="n1", attempt=1):
    return Piece(f"{notice}{attempt}", notice, "p", "mail", attempt, state, ("x",), NOW)


def letter(name="n1", status="approved", *, has=True, duties=("d",)):
    return Letter(name, status, duties, has)


@pytest.mark.parametrize(
    ("state", "attempt", "standing"),
    [
        ("queued", 1, "waiting"), ("queued", 2, "second_waiting"), ("sending", 1, "in_doubt"), ("sent", 1, "sent_email"), ("mailed", 1, "sent_mail"),
        ("mailed", 2, "second_sent"), ("forwarded", 1, "sent_mail"), ("returned", 1, "returned"), ("bounced", 1, "returned"),
        ("handed", 1, "at_print_house"), ("refused", 1, "returned"),
    ],
)  # fmt: skip
def test_where_a_letter_stands_by_its_piece(state, attempt, standing):
    assert account("p", [letter()], {"n1": piece(state, attempt=attempt)}).state == standing


def test_without_a_piece():
    assert account("p", [letter(has=False)], {}).state == "no_address"
    assert account("p", [letter(status="held")], {}).state == "held"
    assert account("p", [letter(status="draft")], {}).state == "not_approved"
    assert account("p", [], {}, owed=False).state == "nothing_owed"
    assert account("p", [], {}).state == "unexplained"


def test_of_two_letters_the_one_that_is_least_far_counts():
    two = [letter(), letter("n2", "draft")]
    assert account("p", two, {"n1": piece("mailed")}).state == "not_approved"


def test_set_aside_does_not_hide_what_was_sent():
    assert account("p", [letter()], {}, set_aside="told in person").state == "set_aside"
    assert account("p", [letter()], {"n1": piece("mailed")}, set_aside="told in person").state == "sent_mail"


def test_substitute_notice_counts_only_when_every_duty_is_met_by_it():
    lost = {"n1": piece("returned")}
    assert account("p", [letter(duties=("a", "b"))], lost, substituted={"a": "web"}).state == "returned"
    assert account("p", [letter(duties=("a", "b"))], lost, substituted={"a": "web"}).why.endswith("given under b as well")
    assert account("p", [letter(has=False, duties=("a", "b"))], {}, substituted={"b": "web"}).why.endswith("given under a as well")
    assert account("p", [letter(duties=("a", "b"))], lost, substituted={"a": "web", "b": "web"}).state == "substitute"
    assert account("p", [letter()], {"n1": piece("mailed")}, substituted={"d": "web"}).state == "sent_mail"


@given(
    st.lists(
        st.tuples(st.sampled_from(["draft", "approved", "held"]), st.booleans(), st.sampled_from([None, *PIECE_STATES]), st.integers(1, 3)),
        max_size=3,
    )
)
def test_everybody_has_exactly_one_known_state(rows):
    letters = [letter(f"n{number}", status, has=has) for number, (status, has, _, _) in enumerate(rows)]
    sent = {f"n{number}": piece(state, f"n{number}", attempt) for number, (_, _, state, attempt) in enumerate(rows) if state}
    assert account("p", letters, sent).state in STATES


@pytest.mark.parametrize(
    ("rule", "unreached", "owed", "cost", "met"),
    [
        ({"cost_over": 250_000, "persons_over": 500_000}, 0, 500_000, None, False),
        ({"cost_over": 250_000, "persons_over": 500_000}, 0, 500_001, None, True),
        ({"cost_over": 250_000, "persons_over": 500_000}, 0, 10, 250_000, False),
        ({"cost_over": 250_000, "persons_over": 500_000}, 0, 10, 250_000.01, True),
        ({"cost_over": 250_000, "persons_over": 500_000}, 1, 10, None, True),
        ({"without_contact": False, "cost_over": 10_000}, 1, 10, None, False),
        ({"without_contact": False, "disproportionate_effort": True}, 0, 10, None, False),
        ({"without_contact": False, "disproportionate_effort": True}, 1, 10, None, True),
        ({"without_contact_from": 10, "ways": ("website_90_days",)}, 9, 100, None, True),
        ({"without_contact_from": 10, "ways": ("website_90_days",)}, 10, 100, None, True),
    ],
)
def test_when_a_law_allows_substitute_notice(rule, unreached, owed, cost, met):
    found = judge(duty("US-XX"), SubstituteRule("US-XX/individuals", "US-XX", "s. 2", **rule), unreached=unreached, owed=owed, cost=cost)
    assert found.met is met
    if "disproportionate_effort" in rule and unreached:
        assert "write down why" in found.why, "it is a judgement, and somebody has to make it"
    if "without_contact_from" in rule:
        assert ("90 days" in found.ways[0]) is (unreached >= 10)


def test_a_law_without_a_substitute_never_allows_one():
    assert not judge(duty("US-XX"), None, unreached=5, owed=5).met
