"""The engine: what is owed, what is open, what is not, and why."""

from __future__ import annotations

from datetime import date

import pytest
from law_cast import assessed, breach, duty

from stanch.law import assess, from_values, statutes, to_contract
from stanch.law.assess import assess_under


def test_a_duty_says_why_by_when_and_from_which_section():
    found = duty(assessed(affected={"US-CA": 501}), "US-CA", "regulator:AG")
    assert found.required is True
    assert found.deadline.due.isoformat() == "2026-06-18T23:59:59-07:00"
    assert "501" in found.reason
    assert "1798.82(f)" in found.cite
    assert found.proof.answer == "yes"
    assert [part.answer for part in found.proof.parts] == ["yes", "yes", "yes"]


def test_a_non_duty_names_the_number_that_was_not_reached():
    found = duty(assessed(affected={"US-CA": 500}), "US-CA", "regulator:AG")
    assert found.required is False
    assert "more than 500 residents of California" in found.reason
    assert "500 residents" in found.reason


def test_an_open_duty_asks_the_question_that_settles_it():
    group = {"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": True}
    found = assessed(data=[group])
    assert duty(found, "US-CA", "individuals").required == "conditional"
    assert duty(found, "US-CA", "individuals").questions == ("The data were encrypted: was the key taken too?",)
    assert any("was the key taken too?" in warning and "duties turn" in warning for warning in found.warnings)


def test_people_of_a_place_without_a_law_on_file_are_not_passed_over():
    california = [statute.on(date(2026, 6, 15)) for statute in statutes.library() if statute.code == "US-CA"]
    found = assess_under(california, from_values(breach(affected={"US-CA": 1, "AR": 4})))
    assert [warning[:22] for warning in found.warnings if "on file" in warning] == ["AR: no breach law of A"]


def test_a_day_older_than_what_is_followed_is_said_with_the_law_and_the_day():
    old = {"as_of": "2016-06-15", "incident": {"occurred": "2016-04-20", "discovered": "2016-05-04", "determined": "2016-05-11"}}
    (said,) = [line for line in assessed(affected={"US-NE": 3, "US-CA": 1}, **old).warnings if line.startswith("Older than")]
    assert "US-NE (before 2020-01-01)" in said
    assert "US-CA (before" in said
    assert "EU-GDPR" not in said
    assert not [line for line in assessed(affected={"US-NE": 3}).warnings if line.startswith("Older than")]


def test_counts_are_of_people_with_the_elements_not_of_everyone():
    ssn = {
        "person_category": "customer",
        "elements": ["ssn"],
        "with_name": True,
        "encrypted": False,
        "affected": {"US-CA": 500, "US-TX": 1},
    }
    contact = {**ssn, "elements": ["contact"], "affected": {"US-CA": 9000, "US-TX": 249}}
    found = assessed(data=[ssn, contact], affected={"US-CA": 9500, "US-TX": 250})
    assert duty(found, "US-CA", "individuals").people == 500
    assert duty(found, "US-CA", "regulator:AG").required is False
    assert duty(found, "US-TX", "individuals").required is True
    assert duty(found, "US-TX", "regulator:AG").required is False


@pytest.mark.parametrize(("alone", "required"), [(True, True), (False, False), (None, "conditional")])
def test_whether_an_account_opens_by_its_number_alone_is_taken_from_the_facts(alone, required):
    account = {"person_category": "customer", "elements": ["financial_account"], "with_name": True, "encrypted": False}
    owed = duty(assessed(affected={"US-NY": 3}, data=[account], sensitive_account=alone), "US-NY", "individuals")
    assert owed.required == required
    assert any("number alone" in question for question in owed.questions) == (alone is None)


def test_a_login_without_a_name_asks_for_the_name_not_for_an_account_number():
    login = {"person_category": "customer", "elements": ["email", "password"], "with_name": False, "encrypted": False}
    owed = duty(assessed(affected={"US-NJ": 3}, data=[login]), "US-NJ", "individuals")
    assert owed.questions == ("Do the logins stand with the names of their holders, or lead to them?",)


def test_each_question_is_asked_once_with_its_key_and_what_turns_on_it():
    found = assessed(org={"role": None}, incident={"medium": None}).warnings
    for key, words in (("org.role", "own the data"), ("incident.medium", "electronic or on paper")):
        (line,) = [warning for warning in found if words in warning]
        assert line.startswith(f"{key} is missing: ")
        assert "turn" in line


def test_a_reason_speaks_only_of_the_data_of_those_whom_the_law_protects():
    common = {"person_category": "customer", "with_name": True, "encrypted": False}
    ours = {**common, "elements": ["ssn"], "affected": {"US-CA": 3}}
    theirs = {**common, "elements": ["ssn", "drivers_license"], "affected": {"US-TX": 9}}
    found = duty(assessed(data=[ours, dict(ours), theirs], affected={"US-CA": 3, "US-TX": 9}), "US-CA", "individuals")
    assert found.elements == ("ssn",)
    assert "drivers license" not in found.reason
    leaves = [found.proof]
    for node in leaves:
        leaves += node.parts
    told = [fact for node in leaves for fact in node.facts if fact.startswith("customer:")]
    assert told == ["customer: ssn (with name, not encrypted)"]


def test_where_nobody_of_a_place_is_counted_the_reason_says_so_and_not_what_the_data_were():
    found = duty(assessed(org={"establishment": ["US-OR"]}, affected={"US-WA": 1}), "US-OR", "individuals")
    assert "here: nobody of Oregon is among the people counted with such data" in found.reason


def test_a_law_that_follows_the_organisation_speaks_of_the_people_of_its_own_territory():
    common = {"person_category": "customer", "with_name": True, "encrypted": False}
    ours = {**common, "elements": ["ssn"], "affected": {"US-CA": 90}}
    theirs = {**common, "elements": ["national_id"], "affected": {"EU-IE": 3}}
    org = {"establishment": ["US", "EU-IE"]}
    found = duty(assessed(org=org, data=[ours, theirs], affected={"US-CA": 90, "EU-IE": 3}), "EU-GDPR", "regulator:SA")
    assert (found.people, found.elements) == (3, ("national_id",))


def test_name_and_address_alone_trigger_no_us_statute():
    codes = ["US-CA", "US-NY", "US-TX", "US-FL", "US-MA", "US-IL", "US-WA", "US-CO", "US-PA", "US-OH"]
    group = {"person_category": "customer", "elements": ["name", "contact", "email"], "with_name": True, "encrypted": False}
    found = assessed(data=[group], affected=dict.fromkeys(codes, 100_000))
    assert [one.id for one in found.duties if one.required is not False] == []
    assert {one.jurisdiction for one in found.duties} == set(codes)


def test_hipaa_takes_away_what_it_takes_away_and_leaves_the_rest():
    group = {"person_category": "patient", "elements": ["ssn", "medical"], "with_name": True, "encrypted": False}
    org = {"sector": "clinic", "regulated_as": ["hipaa_covered_entity"]}
    found = assessed(org=org, data=[group], affected={"US-NY": 600, "US-OH": 600, "US-CA": 600})
    assert duty(found, "US-HIPAA", "individuals").required is True
    assert duty(found, "US-HIPAA", "media").people == 600
    assert duty(found, "US-NY", "individuals").required is False
    assert "regulator" not in duty(found, "US-NY", "individuals").reason
    assert "does not remove" in duty(found, "US-NY", "individuals").reason
    assert duty(found, "US-NY", "regulator:AG").required is True
    assert duty(found, "US-OH", "individuals").required is False
    assert duty(found, "US-CA", "individuals").required is True


def test_the_lead_authority_is_that_of_the_main_establishment():
    org = {"establishment": ["EU-IE", "EU-DE"], "domicile": "EU-DE"}
    assert "Land" in duty(assessed(org=org, affected={"EU-FR": 5}), "EU-GDPR", "regulator:SA").name
    org["domicile"] = "EU-IE"
    lead = duty(assessed(org=org, affected={"EU-FR": 5}), "EU-GDPR", "regulator:SA")
    assert lead.name == "Data Protection Commission"
    assert lead.deadline.due.isoformat() == "2026-05-07T00:00:00+01:00"


def test_without_an_establishment_every_authority_concerned_is_named():
    found = assessed(org={"establishment": ["US"]}, targets_eu=True, affected={"EU-FR": 5, "EU-IE": 2})
    assert (
        duty(found, "EU-GDPR", "regulator:SA").name
        == "Commission Nationale de l'Informatique et des Libertés (CNIL); Data Protection Commission"
    )


def test_the_contract_s_json():
    plain = to_contract(assessed(affected={"US-TX": 250}))
    found = next(one for one in plain["duties"] if one["recipient"] == "regulator:AG")
    asked = {"jurisdiction", "recipient", "required", "deadline", "months", "means", "stage", "contents", "cite", "reason", "rule"}
    assert asked <= set(found)
    assert found["deadline"] == {"amount": 30, "unit": "days", "from": "determination", "due": "2026-06-10T23:59:59-05:00", "note": ""}


@pytest.mark.parametrize("key", ["affected", "data"])
def test_missing_facts_are_asked_for(key):
    values = breach()
    del values[key]
    found = assess(from_values(values))
    assert any(warning.startswith(f"{key} is missing") for warning in found.warnings)
    assert not [one for one in found.duties if one.required is True]


@pytest.mark.parametrize(("day", "warned"), [("2026-08-22", True), ("2026-08-23", False)])
def test_a_law_not_yet_in_force_covers_nobody(day, warned):
    found = assessed(as_of=day, org={"establishment": ["MD"]}, affected={"MD": 4})
    assert any(warning.startswith("MD: no breach law") for warning in found.warnings) is warned
    assert any(one.jurisdiction == "MD" for one in found.duties) is not warned


def test_one_answer_on_whom_a_business_turns_to_settles_every_country():
    question = "To people of which countries does the organisation offer goods or services, or whose behaviour does it watch?"
    found = assessed(affected={"RS": 3, "TR": 2})
    assert {one.required for one in found.duties if one.rule == "authority"} == {"conditional"}
    assert sum(warning.startswith(question) for warning in found.warnings) == 1
    settled = assessed(org={"targets": ["TR"]}, affected={"RS": 3, "TR": 2}, harm={"finding": "high_risk"})
    assert duty(settled, "TR", "regulator:KVKK").required is True
    assert duty(settled, "RS", "regulator:POVERENIK").required is False
    assert duty(assessed(org={"targets_uk": True}, affected={"UK": 1}), "UK", "regulator:ICO").required is True


def test_a_telecom_notifies_once_but_its_staff_under_the_general_law():
    data = [
        {"person_category": "customer", "elements": ["email"], "with_name": True, "encrypted": False, "affected": {"EU-IE": 5}},
        {"person_category": "employee", "elements": ["salary"], "with_name": True, "encrypted": False, "affected": {"EU-IE": 2}},
    ]
    org = {"sector": "telecom", "establishment": ["EU-IE"], "regulated_as": ["eu_public_ecs"]}
    customers = assessed(org=org, affected={"EU-IE": 5}, data=data[:1])
    assert duty(customers, "EU-GDPR", "regulator:SA").required is False
    both = assessed(org=org, affected={"EU-IE": 7}, data=data)
    assert duty(both, "EU-GDPR", "regulator:SA").required is True


@pytest.mark.parametrize(
    ("means", "required", "asked"),
    [(["ZA"], True, False), ([], False, False), (None, "conditional", True)],
    ids=["there", "none", "unknown"],
)
def test_a_law_that_reaches_who_processes_there_asks_for_the_means(means, required, asked):
    found = assessed(org={"establishment": ["US"], "means": means}, affected={"ZA": 3})
    assert duty(found, "ZA", "regulator:IR").required == required
    assert any("equipment, servers or agents" in warning for warning in found.warnings) is asked


def test_notice_to_the_people_may_count_from_that_to_the_authority():
    # Egypt: 72 hours to the Center, then three working days, which there run from Sunday to Thursday.
    incident = {"occurred": "2026-11-01", "discovered": "2026-11-02", "determined": "2026-11-02"}
    found = assessed(as_of="2026-11-20", org={"establishment": ["EG"]}, incident=incident, affected={"EG": 3})
    assert duty(found, "EG", "regulator:PDPC").deadline.due.isoformat() == "2026-11-05T00:00:00+02:00"
    assert duty(found, "EG", "individuals").deadline.due.isoformat() == "2026-11-10T23:59:59+02:00"


@pytest.mark.parametrize(("small", "due"), [(True, "2026-05-12"), (False, "2026-05-07"), (None, "2026-05-07")])
def test_a_small_business_has_twice_the_time_in_brazil_and_the_shorter_counts_while_that_is_open(small, due):
    data = [{"person_category": "customer", "elements": ["financial_account"], "with_name": True, "encrypted": False}]
    incident = {"discovered": "2026-05-04", "determined": "2026-05-04"}
    found = assessed(org={"establishment": ["BR"], "small_business": small}, incident=incident, affected={"BR": 3}, data=data)
    assert duty(found, "BR", "regulator:ANPD", "initial").deadline.due.date().isoformat() == due


def test_a_law_that_may_apply_but_asks_for_nothing_is_not_listed():
    dealer = {"sector": "auto_dealer", "regulated_as": []}
    assert "US-FTC-SG" not in {one.jurisdiction for one in assessed(org=dealer, affected={"US-OH": 1}).duties}
    assert "US-FTC-SG" in {one.jurisdiction for one in assessed(org=dealer, affected={"US-OH": 500}).duties}
    named = {"sector": "auto_dealer", "regulated_as": ["ftc_safeguards"]}
    assert "US-FTC-SG" in {one.jurisdiction for one in assessed(org=named, affected={"US-OH": 1}).duties}


def test_where_no_place_of_business_is_known_lands_without_people_are_not_listed_but_the_place_is_asked_for():
    values = breach(affected={"US-CA": 3})
    del values["org"]["establishment"]
    found = assess(from_values(values))
    assert {one.jurisdiction for one in found.duties} == {"US-CA"}
    assert any("org.establishment is missing" in warning for warning in found.warnings)
    values["affected"]["EU-IE"] = 1
    assert "EU-GDPR" in {one.jurisdiction for one in assess(from_values(values)).duties}
