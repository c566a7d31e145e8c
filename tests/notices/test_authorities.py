"""Whom a letter names for a complaint: the authority of the law that wants one named, wherever the letter is read."""

import pytest
from tests.notices.case import ATTACK, FACTS, bench, duty, person

from stanch import notices
from stanch.law import statutes
from stanch.notices.authorities import DEMANDED, to_turn_to

ONTARIO = duty("CA-ON-PHIPA", contents=[DEMANDED])
TORONTO, BERLIN = {"residence": "CA-ON"}, {"residence": "EU-DE", "language": "de"}


def letter(one, *duties):
    return notices.draft(duties, [one], FACTS, ATTACK, [], bench=bench())[0]


@pytest.mark.parametrize("home", [{"residence": "US-CA"}, {"residence": "US-PR", "language": "es"}, TORONTO, BERLIN])
def test_ontario_s_commissioner_is_named_to_whoever_ontario_s_law_protects(home):
    """Before, a patient in California waited for the contact of an attorney general, and one in Toronto was sent to Ottawa's."""
    made = letter(person(elements=("medical", "name"), relation="patient", **home), ONTARIO)
    assert not [one for one in made.missing if "contact" in one or "contacto" in one]
    (check,) = [one for one in made.checks if one.content == DEMANDED]
    assert check.passed
    assert "www.ipc.on.ca" in made.fields.get("complain_to", made.fields.get("authority", ""))
    assert "www.priv.gc.ca" not in str(made.fields)


def test_a_state_s_own_authority_and_another_law_s_are_both_named():
    told = to_turn_to("US-NY", [duty("US-NY", contents=[DEMANDED]), ONTARIO])
    assert "New York" in told["state_contact"]
    assert "Ontario" in told["complain_to"]


def test_where_no_law_asks_the_reader_s_own_authority_is_named():
    assert "www.priv.gc.ca" in to_turn_to("CA-ON", [duty("CA-PIPEDA")])["authority"]


def test_an_authority_that_is_not_known_is_never_replaced_by_another():
    told = to_turn_to("CA-ON", [ONTARIO, duty("CA-XX-HEALTH", contents=[DEMANDED])])
    assert not {"authority", "complain_to"} & told.keys()


def test_each_law_that_wants_its_authority_named_has_one_on_file():
    laws = [version.law for statute in statutes.library() for version in statute.versions]
    wanting = {law.code for law in laws for rule in law.rules if rule.recipient == "individuals" and DEMANDED in rule.contents}
    assert len(wanting) > 10
    told = {code: to_turn_to("", [duty(code, contents=[DEMANDED])]) for code in wanting}
    assert not sorted(code for code, one in told.items() if not one)


def test_whoever_cannot_be_reached_is_told_of_them_too():
    """Before, a substitute notice under New York's, North Carolina's, Maryland's or the District's law could not be made complete."""
    someone = person(residence="US-NY", postal_address=None)
    made = notices.draft([duty("US-NY", contents=[DEMANDED])], [someone], FACTS, ATTACK, [], bench=bench())
    (substitute,) = [one for one in made if one.text_id == "en/substitute"]
    assert all(one.passed for one in substitute.checks)
    assert "New York Attorney General" in substitute.fields["turn_to"]
