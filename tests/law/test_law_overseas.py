"""Canada, Australia, New Zealand, Japan, Korea and Singapore: who is bound, whose harm counts, and which laws stay out."""

from __future__ import annotations

from datetime import date

import pytest
from law_cast import assessed, breach, duty

from stanch.law import bound, clocks, exposure, from_values, harm_tests
from stanch.law.circumstances import FACTS
from stanch.law.clocks import Clock
from stanch.law.instrument import Combination, Counting, Definition

CUSTOMERS = [{"person_category": "customer", "elements": ["email"], "with_name": True, "encrypted": False, "key_compromised": False}]


def codes(found):
    """The laws that are listed, owed or not."""
    return {one.jurisdiction for one in found.duties}


def drawn(fact, code, **changes):
    """What a named fact says of the changed breach under the law of that code."""
    return FACTS[fact].draw(from_values(breach(**changes)), code)


@pytest.mark.parametrize(
    ("code", "place"),
    [("CA-ON-PHIPA", "CA-ON"), ("CA-PIPEDA", "CA"), ("AU-RANSOM", "AU"), ("NZ", "NZ"), ("EU-GDPR", "EU"), ("CA-QC", "CA-QC")],
)
def test_the_place_of_a_law_is_the_longest_part_of_its_code_that_is_one(code, place):
    assert bound.place_of(code) == place


@pytest.mark.parametrize(
    ("establishment", "sector", "affected", "governed"),
    [
        (["CA-ON"], "retail", {"CA-ON": 5}, True),
        (["CA-QC"], "retail", {"CA-QC": 5}, False),
        (["CA-QC"], "bank", {"CA-QC": 5}, True),
        (["CA-QC"], "transport", {"CA-QC": 5}, None),
        (["CA-QC"], "retail", {"CA-QC": 5, "US-NY": 1}, True),
        (["CA-BC"], "retail", {"CA-AB": 5}, True),
        (["CA-BC", "CA-ON"], "retail", {"CA-BC": 5}, None),
        (["CA"], "retail", {"CA-AB": 5}, None),
        (["CA"], "retail", {"CA-ON": 5}, True),
        (["CA-ON"], "clinic", {"CA-ON": 5}, False),
        (["CA-MB"], "clinic", {"CA-MB": 5}, True),
        (["CA-ON"], "public", {"CA-ON": 5}, False),
        (["CA-ON"], None, {"CA-ON": 5}, None),
        (["US"], "retail", {"CA-ON": 5}, None),
        ([], "retail", {"CA-ON": 5}, None),
        (["CA-ON", "US"], "retail", {"US-NY": 5}, None),
    ],
)
def test_pipeda_governs_what_no_act_of_the_province_governs(establishment, sector, affected, governed):
    org = {"establishment": establishment, "sector": sector}
    assert drawn("pipeda", "CA-PIPEDA", org=org, affected=affected) is governed


def test_people_counted_in_a_data_set_alone_are_people_too():
    groups = [{**CUSTOMERS[0], "affected": {"CA-ON": 3}}]
    assert bound.homes(from_values(breach(data=groups, affected={}))) == {"CA-ON"}


@pytest.mark.parametrize(
    ("finding", "rrosh", "any_harm", "serious", "significant"),
    [
        ("real_risk_significant_harm", True, True, None, None),
        ("serious_injury", True, True, None, None),
        ("likely_serious_harm", True, True, True, True),
        ("high_risk", True, True, True, True),
        ("significant_harm", True, True, None, True),
        ("risk", None, True, None, None),
        ("no_rrosh", False, None, False, False),
        ("no_serious_injury", False, None, None, None),
        ("no_serious_harm", None, None, False, None),
        ("unlikely_risk", False, False, False, False),
        ("prevented_by_remedial_action", None, None, None, None),
        ("no_substantial_economic_loss", None, None, None, None),
        ("not_assessed", None, None, None, None),
    ],
)
def test_a_finding_answers_another_law_only_where_it_says_as_much(finding, rrosh, any_harm, serious, significant):
    facts = from_values(breach(harm={"finding": finding}))
    draws = {name: parts[2](facts, "CA-PIPEDA") for name, parts in harm_tests.TABLE.items()}
    assert draws == {"rrosh": rrosh, "any_harm": any_harm, "serious_harm": serious, "significant_harm": significant}


@pytest.mark.parametrize(
    ("org", "turnover", "bound_by_act"),
    [
        ({"sector": "retail"}, 3_000_000, False),
        ({"sector": "retail"}, 3_000_000.01, True),
        ({"sector": "retail"}, None, None),
        ({"sector": "clinic"}, 10, True),
        ({"sector": "childcare"}, 10, None),
        ({"sector": "public"}, 5_000_000, None),
    ],
)
def test_australia_binds_above_three_million_dollars(org, turnover, bound_by_act):
    assert drawn("app_entity", "AU", org=org, turnover_aud=turnover, data=CUSTOMERS) is bound_by_act


@pytest.mark.parametrize(
    ("kind", "paid", "extorted"),
    [("ransomware", None, True), ("ransomware", False, True), ("intrusion", True, True), ("intrusion", None, False), (None, None, None)],
)
def test_a_payment_is_asked_for_only_where_one_was_demanded(kind, paid, extorted):
    assert drawn("extorted", "AU-RANSOM", incident={"kind": kind}, ransom_paid=paid) is extorted


@pytest.mark.parametrize(
    ("sector", "quebec", "alberta"),
    [("retail", True, True), ("public", True, False), ("bank", None, False), ("nonprofit", True, None), ("transport", True, None)],
)
def test_the_provinces_bind_their_own(sector, quebec, alberta):
    assert drawn("quebec_enterprise", "CA-QC", org={"sector": sector}) is quebec
    assert drawn("alberta_organisation", "CA-AB", org={"sector": sector}) is alberta


def test_a_wider_place_leaves_a_province_open():
    assert drawn("established_here", "CA-QC", org={"establishment": ["CA"]}) is None
    assert drawn("established_here", "CA-PIPEDA", org={"establishment": ["CA-QC"]}) is True
    assert drawn("established_here", "CA-QC", org={"establishment": ["CA-ON"]}) is False
    assert drawn("targets_here", "CA-QC", org={"targets": ["CA"]}) is None
    assert drawn("targets_here", "NZ", org={"targets": []}) is False


def test_an_american_breach_lists_no_law_from_across_the_seas():
    abroad = {code for code in codes(assessed()) if not code.startswith(("US-", "PCI"))}
    assert abroad == set()


def test_a_quebec_shop_is_under_its_own_act_and_pipeda_says_why_not():
    org = {"establishment": ["CA-QC"]}
    found = assessed(org=org, affected={"CA-QC": 10}, data=CUSTOMERS, harm={"finding": "serious_injury"})
    assert duty(found, "CA-QC", "regulator:CAI").required is True
    refused = duty(found, "CA-PIPEDA", "regulator:OPC")
    assert refused.required is False
    assert "PIPEDA" in refused.reason


def test_an_ontario_clinic_is_under_the_health_act_alone():
    found = assessed(
        org={"establishment": ["CA-ON"], "sector": "clinic"},
        affected={"CA-ON": 10},
        data=[{**CUSTOMERS[0], "person_category": "patient", "elements": ["medical"]}],
    )
    assert duty(found, "CA-ON-PHIPA", "individuals").required is True
    assert duty(found, "CA-ON-PHIPA", "regulator:IPC", "").required is True
    assert duty(found, "CA-PIPEDA", "individuals").required is False
    assert not any(code in codes(found) for code in ("CA-AB-HIA", "CA-NB-PHIPAA", "CA-QC"))


def test_an_open_reach_asks_whom_the_business_turns_to():
    found = assessed(affected={"US-CA": 1, "NZ": 5}, data=CUSTOMERS, harm={"finding": "serious_harm"})
    asked = duty(found, "NZ", "regulator:OPC")
    assert asked.required == "conditional"
    assert any("people of which countries" in question for question in asked.questions)


def test_the_day_of_the_event_may_be_the_first_day():
    plain, first = (Clock("Asia/Tokyo", Counting(first_day=counts), "JP") for counts in (False, True))
    assert clocks.add(date(2026, 5, 11), 30, "days", plain).date() == date(2026, 6, 10)
    assert clocks.add(date(2026, 5, 11), 30, "days", first).date() == date(2026, 6, 9)


def test_an_assessment_without_its_day_counts_from_the_determination_and_says_so():
    assert clocks.event("assessment", from_values(breach(assessed="2026-05-20"))) == (date(2026, 5, 20), [])
    day, notes = clocks.event("assessment", from_values(breach()))
    assert day == date(2026, 5, 11)
    assert "assessment" in notes[0]
    assert clocks.event("assessment", from_values(breach(incident={"determined": None})))[0] is None


def test_elements_that_do_not_count_leave_nothing_but_themselves_out():
    facts = from_values(breach(data=[{**CUSTOMERS[0], "elements": ["business_contact"]}, CUSTOMERS[0]]))
    kind = Definition("any", (Combination(("*",), not_of=("business_contact",), name=False),), "§", "law", media=("electronic", "paper"))
    answers = [exposure.meets(group, kind, facts, lambda _node: pytest.fail("asked")).answer for group in facts.data]
    assert answers == ["no", "yes"]


def test_a_doubtful_kind_asks_its_own_question():
    facts = from_values(breach())
    kind = Definition("some", (Combination(("ssn",), doubtful=True, asks="Which kind?"),), "§", "law", media=("electronic", "paper"))
    assert exposure.meets(facts.data[0], kind, facts, lambda _node: pytest.fail("asked")).questions == ("Which kind?",)


@pytest.mark.parametrize(
    ("fact", "word", "sectors"),
    [
        ("osfi_institution", "ca_osfi_institution", {"bank": True, "insurance": None, "retail": False, None: None}),
        ("ontario_institution", "ca_on_institution", {"public": None, "education": None, "hospital": None, "retail": False, None: None}),
        ("apra_entity", "au_apra_entity", {"bank": True, "credit_union": True, "insurance": True, "retail": False, None: None}),
        ("investment_dealer", "ca_investment_dealer", {"broker_dealer": None, "bank": False, None: None}),
        ("online_service", "kr_online_service", {"telecom": True, "retail": None, "public": False, None: None}),
    ],
)
def test_the_trade_tells_who_is_bound_and_a_named_regime_settles_it(fact, word, sectors):
    for sector, bound_ in sectors.items():
        assert drawn(fact, "CA-OSFI", org={"sector": sector, "regulated_as": []}) is bound_
    assert drawn(fact, "CA-OSFI", org={"sector": "other", "regulated_as": [word]}) is True


@pytest.mark.parametrize(("sector", "authority"), [("public", True), ("education", None), ("hospital", None), ("retail", False)])
def test_public_bodies_of_saskatchewan_and_their_local_authorities(sector, authority):
    assert drawn("local_authority", "CA-SK", org={"sector": sector}) is authority


def test_a_quebec_clinic_answers_for_health_information_under_one_act_and_for_its_staff_under_the_other():
    org = {"establishment": ["CA-QC"], "sector": "clinic"}
    patients = {**CUSTOMERS[0], "person_category": "patient", "elements": ["medical"]}
    staff = {**CUSTOMERS[0], "person_category": "employee", "elements": ["tax_id"]}
    injury = {"finding": "serious_injury"}
    of_patients = assessed(org=org, affected={"CA-QC": 10}, data=[patients], harm=injury)
    assert duty(of_patients, "CA-QC-HEALTH", "regulator:CAI").required is True
    assert duty(of_patients, "CA-QC-HEALTH", "regulator:MSSS").required is True
    assert duty(of_patients, "CA-QC", "regulator:CAI").required is False
    of_staff = assessed(org=org, affected={"CA-QC": 10}, data=[staff], harm=injury)
    assert duty(of_staff, "CA-QC-HEALTH", "regulator:CAI").required is False
    assert duty(of_staff, "CA-QC", "regulator:CAI").required is True


@pytest.mark.parametrize(
    ("org", "affected", "code", "far"),
    [
        ({"establishment": []}, {"US-CA": 3}, "NZ", True),
        ({"establishment": []}, {"US-CA": 3}, "CA-AB-HIA", True),
        ({"establishment": []}, {"US-CA": 3}, "EU-GDPR", True),
        ({"establishment": []}, {"US-CA": 3}, "US-HIPAA", False),
        ({"establishment": []}, {"US-CA": 3}, "PCI", False),
        ({"establishment": []}, {"CA-ON": 3}, "CA-AB-HIA", False),
        ({"establishment": []}, {"NZ": 0, "US-CA": 3}, "NZ", True),
        ({"establishment": []}, {}, "NZ", True),
        ({"establishment": ["US"]}, {}, "NZ", True),
        ({"establishment": ["NZ"]}, {}, "NZ", False),
        ({"establishment": ["US"]}, {}, "US-HIPAA", False),
        ({"establishment": ["US"]}, {"US-CA": 3}, "NZ", False),
        ({"establishment": [], "targets": ["NZ"]}, {"US-CA": 3}, "NZ", False),
        ({"establishment": [], "targets_eu": True}, {"US-CA": 3}, "EU-GDPR", False),
        ({"establishment": [], "targets_uk": True}, {"US-CA": 3}, "UK", False),
    ],
)
def test_what_is_untold_alone_brings_in_no_law_of_a_country_where_nobody_lives(org, affected, code, far):
    assert bound.nowhere_near(from_values(breach(org=org, affected=affected)), code) is far


def test_the_laws_left_out_are_told_in_one_line():
    found = assessed(org={"establishment": []}, affected={"US-CA": 3})
    told = [line for line in found.warnings if "left out until org.establishment is told" in line]
    assert len(told) == 1
    assert "European Union" in told[0]
    assert "New Zealand" in told[0]
    assert not any(code.startswith(("EU", "NZ", "CA-", "KR")) for code in codes(found))
    assert not any("left out" in line for line in assessed().warnings)


def test_where_nobody_is_counted_yet_one_question_stands_for_all_foreign_laws():
    found = assessed(affected={}, org={"establishment": ["US-OH"]})
    assert found.warnings[0].startswith("affected is missing: How many people of which countries are affected?")
    assert {one.jurisdiction for one in found.duties if one.required is not False} == {"US-OH"}
    told = [line for line in found.warnings if line.startswith("Nobody was counted yet")]
    assert len(told) == 1
    assert all(name in told[0] for name in ("other US states", "European Union", "Canada", "Japan"))
    assert sum("How many people of which countries are affected?" in line for line in found.warnings) == 1


@pytest.mark.parametrize(
    ("org", "owed"),
    [
        ({"establishment": ["EU-FR"]}, "EU-GDPR"),
        ({"establishment": ["US-OH"], "targets_eu": True}, "EU-GDPR"),
        ({"establishment": ["US-OH"], "targets": ["JP"]}, "JP"),
        ({"establishment": ["US-OH"], "means": ["ZA"]}, "ZA"),
        ({"establishment": [], "targets": ["JP"]}, "JP"),
    ],
)
def test_a_law_near_the_organisation_stays_open_where_nobody_is_counted(org, owed):
    assert owed in {one.jurisdiction for one in assessed(affected={}, org=org).duties if one.required is not False}


def test_a_law_that_asks_for_no_place_is_asked_while_no_place_is_known():
    nothing = from_values(breach(org={"establishment": []}, affected={}))
    assert bound.nowhere_near(nothing, "US-HIPAA", by_place=True) is True
    assert bound.nowhere_near(nothing, "US-HIPAA", by_place=False) is False


def test_who_names_neither_people_nor_place_is_asked_for_both_and_sector_rules_stay_open():
    found = assessed(affected={}, org={"establishment": [], "sector": "hospital", "regulated_as": []})
    lines = "\n".join(found.warnings)
    assert "org.establishment is missing" in lines
    assert "affected is missing" in lines
    assert "Nobody was counted yet: the laws of US states" in lines
    assert {one.jurisdiction for one in found.duties if one.required == "conditional"} >= {"US-HIPAA"}
    assert not {"JP", "EU-GDPR", "UK"} & {one.jurisdiction for one in found.duties}


def test_people_without_residence_raise_one_question_not_sixty_laws():
    found = assessed(affected={}, without_residence=340, org={"establishment": ["US-OH"]})
    assert {one.jurisdiction for one in found.duties if one.required is not False} == {"US-OH"}
    assert any(line.startswith("340 people have no known residence") for line in found.warnings)


@pytest.mark.parametrize(
    ("elements", "met"), [(["name"], "yes"), (["name", "business_contact"], "no"), (["name", "email"], "yes"), (["business_contact"], "no")]
)
def test_a_bare_list_of_names_is_personal_data_and_a_name_beside_a_business_address_is_not(elements, met):
    any_data = Definition("personal", (Combination(("*",), name=False, not_of=("business_contact",)),), "", "")
    facts = from_values(breach(data=[{"person_category": "customer", "elements": elements, "with_name": True, "encrypted": False}]))
    readings = exposure.read(any_data, facts, lambda _condition: None)
    assert [one.answer for _, one in readings] == [met]


def test_names_alone_are_told_to_the_authority_under_the_gdpr():
    names = [{"person_category": "patient", "elements": ["name"], "with_name": True, "encrypted": False}]
    found = assessed(affected={"EU-DE": 40}, org={"establishment": ["EU-DE"]}, data=names)
    assert duty(found, "EU-GDPR", "regulator:SA").required is True
