"""What may be claimed under the laws that bind here, with sums and sections; and what must be kept."""

from __future__ import annotations

import pytest
from law_cast import assessed, breach

from stanch.law import from_values, statutes
from stanch.law.liability import kept, liabilities

STATES = [one for one in statutes.library() if one.code.startswith("US-") and len(one.code) == len("US-CA") and one.code != "US-SEC-8K"]


def exposed(**changes):
    return liabilities(from_values(breach(**changes)), assessed(**changes).duties)


def test_statutory_damages_are_the_sum_times_the_people():
    found = {one.cite: one for one in exposed(affected={"US-CA": 1000})}
    one = found["Cal. Civ. Code §§ 1798.150(a)(1)(A), 1798.199.95(d)"]
    assert (one.kind, one.least, one.most, one.people, one.currency) == ("private_action", 107_000, 799_000, 1000, "USD")
    assert not one.verified
    assert one.note


def test_the_sums_of_the_day_are_used():
    dates = {"occurred": "2024-04-20", "discovered": "2024-05-04", "determined": "2024-05-11"}
    found = {one.cite: one for one in exposed(affected={"US-CA": 1000}, as_of="2024-06-15", incident=dates)}
    assert found["Cal. Civ. Code § 1798.150(a)(1)(A), (b)"].most == 750_000


def test_a_cap_holds():
    found = {one.cite: one for one in exposed(affected={"US-UT": 1000})}
    assert found["Utah Code § 13-44-301(3)"].most == 100_000
    found = {one.cite: one for one in exposed(affected={"US-UT": 3})}
    assert found["Utah Code § 13-44-301(3)"].most == 7_500


def test_a_sum_for_the_whole_breach_stands_where_it_is_more():
    cite = "N.Y. Gen. Bus. Law § 899-aa(6)(a)"
    most = {number: {one.cite: one for one in exposed(affected={"US-NY": number})}[cite].most for number in (1, 250, 251, 12_500, 12_501)}
    assert most == {1: 5_000, 250: 5_000, 251: 5_020, 12_500: 250_000, 12_501: 250_000}


def test_a_claim_about_other_data_is_left_out_and_counts_only_whose_data_they_are():
    medical = "Cal. Civ. Code § 56.36(b)"
    assert medical not in {one.cite for one in exposed(affected={"US-CA": 10})}
    groups = [
        {"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False, "affected": {"US-CA": 7}},
        {"person_category": "patient", "elements": ["medical"], "with_name": True, "encrypted": False, "affected": {"US-CA": 3}},
    ]
    found = {one.cite: one for one in exposed(affected={"US-CA": 10}, data=groups)}
    assert (found[medical].people, found[medical].most) == (3, 3000)


def test_a_law_that_owes_nothing_is_no_exposure():
    assert not [one for one in exposed(affected={"US-UT": 5}, harm={"finding": "no_reasonable_likelihood"}) if one.jurisdiction == "US-UT"]


def test_what_is_only_possible_is_marked():
    assert {one.is_owed for one in exposed(affected={"US-FL": 5}, harm={"finding": "not_assessed"}) if one.jurisdiction == "US-FL"} == {
        False
    }


@pytest.mark.parametrize("statute", STATES, ids=lambda one: one.code)
def test_every_state_names_what_it_threatens_or_that_it_names_nothing(statute):
    law = statute.versions[-1].law
    assert law.penalties
    assert all(one.cite and one.what for one in law.penalties)
    assert all(one.note for one in law.penalties if not one.verified)


def test_the_register_of_the_gdpr_is_kept_without_a_period_and_hipaas_assessment_for_six_years():
    found = {(one.jurisdiction, one.kind): one for one in kept(from_values(breach(affected={"EU-DE": 5}, targets_eu=True)))}
    assert (found["EU-GDPR", "internal"].years, found["EU-GDPR", "internal"].is_owed) == (None, True)
    clinic = {"sector": "clinic", "regulated_as": ["hipaa_covered_entity"]}
    patient = [{"person_category": "patient", "elements": ["medical"], "with_name": True, "encrypted": False}]
    low = {"finding": "low_probability_of_compromise", "documented": True}
    found = {(one.jurisdiction, one.kind): one for one in kept(from_values(breach(org=clinic, data=patient, harm=low)))}
    assert found["US-HIPAA", "risk_assessment"].years == 6


def test_a_finding_of_no_harm_is_kept_as_long_as_its_law_says():
    harmless = {"harm": {"finding": "no_reasonable_likelihood", "documented": True}, "misuse_possible": False}
    places = {"US-NJ": 5, "US-SD": 5, "US-IA": 5, "US-FL": 5, "US-CA": 5}
    found = {one.jurisdiction: one for one in kept(from_values(breach(affected=places, law_enforcement_consulted=True, **harmless)))}
    assert (found["US-NJ"].years, found["US-IA"].years, found["US-FL"].years) == (5, 5, 5)
    assert "US-CA" not in found


def test_a_finding_that_is_not_made_is_kept_only_if_it_is():
    found = {one.jurisdiction: one for one in kept(from_values(breach(affected={"US-NJ": 5}, harm={"finding": "not_assessed"})))}
    assert (found["US-NJ"].is_owed, bool(found["US-NJ"].questions)) == (False, True)


def test_a_breach_in_the_district_is_for_actual_damages_not_for_1500_dollars_each():
    found = {one.cite: one for one in exposed(affected={"US-DC": 1000})}
    one = found["D.C. Code §§ 28-3853, 28-3904(kk), 28-3905(k)(2)(A)(ii)"]
    assert (one.least, one.most, one.verified) == (None, None, True)


def test_the_fine_of_south_carolina_has_no_cap():
    found = {one.cite: one for one in exposed(affected={"US-SC": 1000})}
    assert found["S.C. Code § 39-1-90(H)"].most == 1_000_000
