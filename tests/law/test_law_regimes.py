"""Regimes beside the states: which are on file, when a sector leaves them open, and how one law asks about others."""

from __future__ import annotations

import pytest
from law_cast import assessed, duty

from stanch.law import statutes
from stanch.vocabulary import regimes

FEDERAL = ("US-SEC-8K", "US-REGSP", "US-NYDFS", "US-NAIC", "US-FERPA", "US-FCC", "US-CIRCIA", "US-DFARS", "US-IRS", "PCI")
BANKING = ("US-GLBA-IG", "US-BANK36", "US-NCUA", "US-FTC-SG", "US-HBNR", "US-CA-HSC", "US-PART2")


def listed(found):
    return {one.jurisdiction for one in found.duties}


@pytest.mark.parametrize("code", FEDERAL + BANKING)
def test_the_regime_is_on_file_and_has_a_name(code):
    assert statutes.find(code) is not None
    assert regimes()[code]


@pytest.mark.parametrize(
    ("sector", "element", "code"),
    [
        ("broker_dealer", "ssn", "US-REGSP"),
        ("insurance", "ssn", "US-NAIC"),
        ("telecom", "cpni", "US-FCC"),
        ("defense", "ssn", "US-DFARS"),
        ("retail", "card_number", "PCI"),
        ("bank", "ssn", "US-GLBA-IG"),
        ("bank", "ssn", "US-BANK36"),
        ("credit_union", "ssn", "US-NCUA"),
        ("health_app", "medical", "US-HBNR"),
    ],
)
def test_a_sector_that_names_no_regime_leaves_it_open_and_asks(sector, element, code):
    group = {"person_category": "customer", "elements": [element], "with_name": True, "encrypted": False}
    found = assessed(org={"sector": sector, "regulated_as": []}, data=[group], affected={"US-OH": 1})
    duties = [one for one in found.duties if one.jurisdiction == code and one.required == "conditional"]
    assert duties
    assert all(one.questions for one in duties)


def test_a_retailer_without_card_data_meets_none_of_them():
    assert not listed(assessed()) & set(FEDERAL + BANKING)


def test_another_authority_that_is_to_be_told_makes_the_notice_to_new_york_due():
    bank = {"sector": "bank", "regulated_as": ["nydfs_covered"], "establishment": ["US-NY"]}
    quiet = {"org": bank, "service_disruption": False, "material": False}
    assert duty(assessed(**quiet, affected={"US-OH": 1}), "US-NYDFS", "regulator:NYDFS", stage="").required is False
    found = duty(assessed(**quiet, affected={"US-OH": 1, "US-IA": 501}), "US-NYDFS", "regulator:NYDFS", stage="")
    assert found.required is True
    assert "notice is due to an authority under another law" in str(found.proof)


def test_laws_that_ask_about_other_authorities_do_not_answer_for_each_other():
    org = {"sector": "insurance", "regulated_as": ["nydfs_covered", "insurance_licensee"], "domicile": "US-SC"}
    found = assessed(org=org, affected={"US-OH": 1}, service_disruption=False, material=False)
    assert duty(found, "US-NAIC", "regulator:DOI").required is True
    assert duty(found, "US-NYDFS", "regulator:NYDFS", stage="").required is False


def test_each_state_counts_its_own_people():
    org = {"sector": "insurance", "regulated_as": ["insurance_licensee"], "domicile": "US-TX"}
    found = assessed(org=org, affected={"US-AL": 250, "US-MI": 249})
    told = [one for one in found.duties if one.jurisdiction == "US-NAIC"]
    assert [one.rule for one in told] == ["al"]
    assert "250 residents of Alabama" in str(told[0].proof)


def test_a_law_without_a_duty_says_so_and_cites():
    group = {"person_category": "student", "elements": ["grades"], "with_name": True, "encrypted": False}
    found = assessed(org={"sector": "education", "regulated_as": ["ferpa"]}, data=[group])
    reason = duty(found, "US-FERPA", "individuals").reason
    assert reason.startswith("Not owed.")
    assert "FERPA has none" in reason
    assert "73 FR 74806" in reason


def test_a_law_that_is_not_yet_in_force_is_told_and_demands_nothing():
    found = assessed(org={"sector": "energy", "regulated_as": ["circia_covered"]})
    assert "US-CIRCIA" not in listed(found)
    assert any(warning.startswith("US-CIRCIA: ") and "not in force" in warning for warning in found.warnings)
    assert not any("US-CIRCIA" in warning for warning in assessed().warnings)


def test_a_bank_hears_of_its_own_agency_only_and_a_lender_of_none_of_the_banks_rules():
    found = assessed(org={"sector": "bank", "regulated_as": ["bank_fdic"]}, service_disruption=True)
    assert duty(found, "US-BANK36", "regulator:FDIC").required is True
    assert duty(found, "US-BANK36", "regulator:OCC").required is False
    lender = assessed(org={"sector": "mortgage_lender", "regulated_as": ["ftc_safeguards"]}, affected={"US-OH": 500})
    assert not listed(lender) & {"US-BANK36", "US-GLBA-IG", "US-NCUA"}
    assert duty(lender, "US-FTC-SG", "regulator:FTC").required is True
    dealer = assessed(org={"sector": "auto_dealer", "regulated_as": []}, affected={"US-OH": 500})
    assert duty(dealer, "US-FTC-SG", "regulator:FTC").required == "conditional"


def test_a_disruption_found_immaterial_is_none_and_hours_are_counted_only_where_there_was_one():
    org = {"sector": "service_provider", "role": "service_provider", "regulated_as": ["bank_service_provider"]}
    for more, wanted in (
        ({"disruption_hours": 4}, True),
        ({"disruption_hours": 3.5}, False),
        ({}, "conditional"),
        ({"service_disruption": False}, False),
        ({"service_disruption": True, "material": False, "disruption_hours": 9}, False),
    ):
        assert duty(assessed(org=org, **more), "US-BANK36", "owner").required == wanted, more


def test_a_provider_with_patients_data_is_asked_whether_it_is_a_business_associate():
    group = {"person_category": "patient", "elements": ["medical"], "with_name": True, "encrypted": False}
    org = {"sector": "service_provider", "role": "service_provider", "regulated_as": []}
    found = duty(assessed(org=org, data=[group]), "US-HIPAA", "covered_entity")
    assert found.required == "conditional"
    assert any("business associate" in question for question in found.questions)
    assert "US-HIPAA" not in listed(assessed(org={**org, "establishment": ["EU-DE"]}, data=[group]))
