"""The sentences that say why: what a law asks for and does not get, what it excepts, and how one person is counted."""

from __future__ import annotations

from law_cast import assessed, duty

from stanch.law import printed
from stanch.law.reasons import deciding
from stanch.records import Proof

BANK = {"org": {"sector": "bank", "role": "owner", "establishment": ["US"], "regulated_as": ["bank_occ"]}, "affected": {"US-CO": 1001}}


def test_a_case_that_a_law_excepts_is_called_an_exception_and_no_requirement():
    reason = duty(assessed(**BANK), "US-CO", "cra").reason
    assert reason.startswith("Not owed. The law excepts this case: financial institution under the Gramm-Leach-Bliley Act: yes (")


def test_harm_that_was_not_found_is_set_against_the_harm_that_the_law_asks_for():
    found = assessed(affected={"US-WY": 9}, harm={"finding": "no_risk", "documented": True})
    reason = duty(found, "US-WY", "individuals").reason
    assert "asks for harm to residents has been or may be caused; here: finding on harm: none" in reason


def test_one_person_is_no_people():
    found = assessed(affected={"US-CA": 1})
    assert "here: 1 resident of California (" in duty(found, "US-CA", "regulator:AG").reason
    assert "here: 2 residents of California (" in duty(assessed(affected={"US-CA": 2}), "US-CA", "regulator:AG").reason


def test_a_printed_proof_says_what_is_asked_once_and_then_what_is_here():
    text = printed.proof(duty(assessed(affected={"US-CA": 1}), "US-CA", "regulator:AG"))
    assert "yes  role: owner; here: owner" in text
    assert "no   more than 500 residents of California; here: 1 resident of California [" in text
    assert "role: owner: role: owner" not in text


def test_facts_that_say_something_else_than_what_is_asked_stay_whole():
    step = Proof("harm is likely", "no", ("finding on harm: none", "role: owner"), "§ 1")
    assert step.here == ("finding on harm: none", "role: owner")


def test_what_decides_below_words_of_a_laws_own_is_told_in_those_words():
    harmless = Proof("finding on harm: none", "yes", ("finding on harm: none",))
    tree = Proof(
        "all of these",
        "no",
        (),
        "§ 1",
        (Proof("role: owner", "yes", ("role: owner",)), Proof("harm is likely", "no", (), "§ 2", (harmless,))),
    )
    [(step, cite)] = list(deciding(tree, ""))
    assert (step.asks, step.here, cite) == ("harm is likely", ("finding on harm: none",), "§ 2")
