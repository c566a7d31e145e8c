"""A place that is written otherwise is refused with the code that was meant."""

from __future__ import annotations

import pytest
from law_cast import breach, duty

from stanch.errors import BrokenDataFile
from stanch.law import assess, from_values
from stanch.law.nearest import CALLED, near_element, near_place
from stanch.law.wellformed import element_words


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("GB", "; nearest known word: UK"),
        ("EL", "; nearest known word: EU-GR"),
        ("FR", "; nearest known word: EU-FR"),
        ("DE", "; nearest known words: US-DE, EU-DE"),
        ("us-ca", "; nearest known word: US-CA"),
        ("California", "; nearest known word: US-CA"),
        ("Calfornia", "; nearest known word: US-CA"),
        ("US-PUERTO_RICO", "; nearest known word: US-PR"),
        ("US", "; name the state: US-CA, US-TX, …"),
        ("CA", "; name the province or state: CA-ON, CA-QC (Canada), US-CA (California), …"),
        ("US-CX", "; nearest known word: US-TX"),
    ],
)
def test_what_was_meant(word, told):
    assert near_place(word) == told


def test_a_word_like_none_gets_a_list():
    assert near_place("XX").startswith("; known: ")


def test_the_fault_names_it():
    with pytest.raises(BrokenDataFile, match="unknown jurisdiction 'California'; nearest known word: US-CA"):
        from_values(breach(affected={"California": 3}))
    with pytest.raises(BrokenDataFile, match="unknown place 'GB'; nearest known word: UK"):
        from_values(breach(org={"establishment": ["GB"]}))


GROUP = {"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False}


def test_people_who_are_counted_in_the_data_sets_alone_are_those_affected():
    groups = [{**GROUP, "affected": {"US-CA": 400, "US-OH": 3}}, {**GROUP, "person_category": "employee", "affected": {"US-CA": 101}}]
    facts = from_values(breach(affected={}, data=groups))
    assert facts.affected == {"US-CA": 501, "US-OH": 3}
    found = assess(facts)
    assert duty(found, "US-CA", "regulator:AG").required is True
    assert {one.jurisdiction for one in found.duties} == {"US-CA", "US-OH"}


def test_a_data_set_without_counts_leaves_them_open():
    assert from_values(breach(affected={}, data=[{**GROUP, "affected": {"US-CA": 400}}, GROUP])).affected == {}
    assert from_values(breach(affected={"US-CA": 450}, data=[{**GROUP, "affected": {"US-CA": 400}}])).affected == {"US-CA": 450}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("social_security_number", "ssn"), ("Social Security", "ssn"), ("snn", "ssn"), ("driver_license", "drivers_license"), ("credit_card", "card_number"),
        ("bank_account", "financial_account"), ("fingerprint", "biometric"), ("health", "medical"), ("phone", "contact"), ("birthdate", "dob"),
    ],
)  # fmt: skip
def test_a_kind_of_data_is_known_by_what_people_call_it(written, meant):
    assert near_element(written) == f"; nearest known word: {meant}"


def test_what_people_call_kinds_of_data_are_none_of_our_words():
    assert set(CALLED) <= element_words()
    assert not [name for names in CALLED.values() for name in names.split("|") if name.replace(" ", "_") in element_words()]
