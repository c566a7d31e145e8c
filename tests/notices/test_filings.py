"""Filings: the right form for each duty, prefilled from the case, what is missing listed, each content proven or open."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.notices.case import ATTACK, FACTS, bench, duty, monitoring, person

from stanch import notices
from stanch.notices.form import texts
from stanch.records import Attack, Cause, Chapter, Deadline, Exposure, Indicator, Share


def sheet(one, facts=FACTS, people=(), attack=ATTACK, **settings):
    people = list(people) or [person()]
    made = notices.draft([one], people, facts, attack, monitoring(people), bench=bench(**settings))
    return next(notice for notice in made if notice.person is None and notice.text_id != "en/substitute")


@pytest.mark.parametrize(
    ("jurisdiction", "recipient", "form"),
    [
        ("US-HIPAA", "regulator:HHS", "filing_hhs"),
        ("US-PART2", "regulator:HHS", "filing_part2"),
        ("US-CA", "regulator:AG", "filing_ca_ag"),
        ("US-TX", "regulator:AG", "filing_tx_ag"),
        ("US-MA", "regulator:OCABR", "filing_ma"),
        ("US-NY", "regulator:NYSP", "filing_ny"),
        ("US-FL", "regulator:AG", "filing_fl"),
        ("US-WA", "regulator:AG", "filing_wa"),
        ("EU-GDPR", "regulator:SA", "filing_gdpr"),
        ("UK", "regulator:ICO", "filing_ico"),
        ("US-OH", "cra", "filing_cra"),
        ("US-TX", "cra", "filing_cra"),
        ("US-CA", "owner", "filing_owner"),
        ("EU-GDPR", "controller", "filing_owner"),
        ("US-HIPAA", "covered_entity", "filing_owner"),
        ("US-MO", "regulator:AG", "filing_general"),
        ("US-IN", "regulator:AG", "filing_in"),
        ("US-ME", "regulator:DPFR", "filing_me"),
        ("US-NC", "regulator:AG", "filing_nc"),
        ("US-MD", "regulator:AG", "filing_md"),
        ("US-VT", "regulator:AG", "filing_vt"),
        ("US-NH", "regulator:AG", "filing_nh"),
        ("US-FTC-SG", "regulator:FTC", "filing_ftc"),
        ("US-HBNR", "regulator:FTC", "filing_hbnr"),
        ("US-SEC-8K", "investors", "filing_sec_8k"),
        ("AU", "regulator:OAIC", "filing_oaic"),
        ("CA-PIPEDA", "regulator:OPC", "filing_opc"),
        ("CA-QC", "regulator:CAI", "filing_cai"),
        ("CA-AB", "regulator:OIPC", "filing_ab"),
        ("US-DE", "regulator:AG", "filing_us_de"),
        ("US-VA", "regulator:AG", "filing_va"),
        ("US-NJ", "regulator:state_police", "filing_nj"),
        ("US-CT", "regulator:AG", "filing_ct"),
        ("US-LA", "regulator:AG", "filing_la"),
        ("US-AZ", "regulator:AG", "filing_az"),
        ("US-AZ", "regulator:AZDOHS", "filing_general"),
        ("US-UT", "regulator:cyber_center", "filing_ut"),
        ("US-IA", "regulator:AG", "filing_ia"),
        ("US-NE", "regulator:AG", "filing_ne"),
        ("US-NM", "regulator:AG", "filing_nm"),
        ("US-RI", "regulator:AG", "filing_ri"),
        ("US-OK", "regulator:AG", "filing_ok"),
        ("CA-QC", "owner", "filing_owner"),
        ("PCI", "acquirer", "filing_acquirer"),
        ("US-HIPAA", "media", "media"),
        ("US-XX", "law_enforcement", "filing_police"),
    ],
)
def test_each_body_gets_its_own_form(jurisdiction, recipient, form):
    assert sheet(duty(jurisdiction, recipient)).text_id == f"en/{form}"


@pytest.mark.parametrize("recipient", ["individuals", "service:credit_monitoring", "register:internal"])
def test_what_is_no_message_to_a_body_makes_no_sheet(recipient):
    made = notices.draft([duty("US-CA", recipient)], [person()], FACTS, ATTACK, [], bench=bench())
    assert not [one for one in made if one.person is None]


def test_the_massachusetts_filing_says_what_the_letter_may_not():
    made = sheet(duty("US-MA", "regulator:AG", ["nature_of_breach", "number_affected_residents", "written_security_program"]))
    assert made.fields["nature"] == "Someone got into our computer network without permission"
    assert made.fields["residents"] == "12"
    assert [one.passed for one in made.checks] == [True, True, False]
    assert any("written information security program" in one for one in made.missing)
    with pytest.raises(notices.Refused, match="written_security_program"):
        notices.clear(made)


def test_people_are_counted_as_found_or_as_the_facts_say_where_more():
    people = [person(f"p{number}", residence="US-MA") for number in range(20)]
    made = sheet(duty("US-MA", "regulator:AG"), people=people)
    assert made.fields["residents"] == "20"
    assert sheet(duty("US-NY", "regulator:AG"), people=people).fields["total"] == "521"


def test_a_regime_counts_the_people_of_its_country():
    people = [person("p1", residence="EU-IE"), person("p2", residence="EU-DE"), person("p3", residence="UK")]
    assert sheet(duty("EU-GDPR", "regulator:SA"), people=people, facts=replace(FACTS, affected={})).fields["count"] == "2"


def test_a_state_s_law_for_schools_is_told_of_the_pupils_of_that_state_alone():
    people = [person("p1", residence="US-NY"), person("p2", residence="US-CT")]
    one = duty("US-NY-ED", "regulator:NYSED", contents=("number_affected_residents", "identity_of_persons"), residents=("US-NY",))
    fields = sheet(one, people=people, facts=replace(FACTS, affected={})).fields
    assert fields["residents"] == "1"
    assert "a list of 1 person " in fields["more_identity_of_persons"]


def test_a_filing_speaks_of_those_whom_its_law_is_about():
    people = [
        person("p1", residence="EU-IE", elements=("name", "medical")),
        person("p2", residence="EU-DE", elements=("name", "iban")),
        person("p3", residence="US-CA", elements=("name", "ssn"), minor=True),
    ]
    made = sheet(duty("EU-GDPR", "regulator:SA", people=2), people=people, facts=replace(FACTS, affected={})).fields
    assert "Social Security" not in made["data"]
    assert (made["special"], made["cross_border"]) == ("Data concerning health", "Yes")
    assert "vulnerable" not in made, "the child lives elsewhere"


def test_hipaa_is_told_how_many_patients_there_are_not_how_many_people():
    people = [person("p1"), person("p2", relation="patient"), person("p3")]
    made = sheet(duty("US-HIPAA", "regulator:HHS", people=1), people=people, facts=replace(FACTS, affected={})).fields
    assert made["affected"] == "1"


def test_the_story_and_the_indicators_come_from_the_logs():
    attack = Attack(
        story=(Chapter(datetime(2026, 9, 1, 3, tzinfo=UTC), "initial-access", "An address signed in as admin."),),
        cause=Cause(kind="intrusion", statement="a stolen password"),
        indicators=(Indicator("ip", "192.0.2.7"),),
    )
    police = sheet(duty("US-XX", "law_enforcement"), attack=attack)
    assert police.fields["what"] == "September 1, 2026: An address signed in as admin."
    assert "192.0.2.7" in police.fields["indicators"]


@pytest.mark.parametrize(
    ("jurisdiction", "recipient", "head"),
    [
        ("US-OH", "cra", "Consumer reporting agencies"),
        ("US-XX", "law_enforcement", "Law enforcement"),
        ("US-NH", "regulator:AG", "Attorney General"),
    ],
)
def test_the_head_names_whom_it_goes_to_and_no_code(jurisdiction, recipient, head):
    assert sheet(duty(jurisdiction, recipient)).fields["_authority"] == head


def test_a_state_where_nobody_lives_is_not_told_the_number_of_the_whole_country():
    assert "residents" not in sheet(duty("US-NH", "regulator:AG")).fields


def test_a_content_that_the_form_has_no_field_for_gets_one():
    made = sheet(duty("US-CA", "regulator:AG", ["reasons_for_delay", "date_of_discovery"]))
    assert {one.content: one.passed for one in made.checks} == {"reasons_for_delay": False, "date_of_discovery": True}
    assert "Reasons for a delay" in made.missing
    assert made.status == "draft"


def test_an_answer_longer_than_the_form_takes_is_told():
    made = sheet(duty("US-HIPAA", "regulator:HHS"), facts=replace(FACTS, incident=replace(FACTS.incident, description="x" * 4001)))
    assert any("4001 characters, the form takes 4000" in one for one in made.missing)


def test_the_deadline_and_the_statute_head_the_sheet():
    due = datetime(2026, 10, 4, 12, tzinfo=UTC)
    made = sheet(duty("UK", "regulator:ICO", deadline=Deadline(72, "hours", "awareness", due)))
    assert made.fields["_due"] == "2026-10-04 12:00 UTC"
    assert made.fields["_cite"] == "UK code s. 1"


def test_a_conditional_filing_says_on_what_it_hangs():
    made = sheet(duty("UK", "regulator:ICO", required="conditional", questions=("is a risk likely?",)))
    assert made.missing[0] == "conditional: applies depending on: is a risk likely?"


def test_the_press_notice_proves_what_the_rule_asks():
    contents = [
        "description_of_incident",
        "date_of_breach",
        "types_of_information",
        "steps_individuals_can_take",
        "measures_to_prevent",
        "toll_free_number",
    ]
    made = sheet(duty("US-HIPAA", "media", contents))
    assert all(one.passed for one in made.checks)
    assert len(made.checks) == len(contents)


def test_the_ico_is_told_the_kinds_of_data_and_people_in_its_own_choices():
    people = [person(residence="UK", relation="patient", elements=("name", "medical", "passport"), minor=True)]
    made = sheet(duty("UK", "regulator:ICO"), people=people)
    assert made.fields["categories"] == (
        "Health data; Basic personal identifiers, eg name, contact details; Official documents, eg driving licences"
    )
    assert made.fields["people"] == "Patients; Children"


def test_the_cnil_is_told_in_the_choices_of_its_own_list():
    people = [
        person(residence="EU-FR", relation="employee", elements=("name", "medical", "passport")),
        person("p2", residence="EU-FR", relation="employee", minor=True),
    ]
    facts = replace(
        FACTS,
        org=replace(FACTS.org, establishment=("EU-FR",)),
        incident=replace(FACTS.incident, actor="external_malicious", confidentiality="acquired"),
    )
    made = sheet(duty("EU-GDPR", "regulator:SA"), facts=facts, people=people)
    told = {name: made.fields.get(name) for name in ("origin", "cia", "cause", "people")}
    assert told == {
        "origin": "Piratage, logiciel malveillant (par exemple rançongiciel) et/ou hameçonnage",
        "cia": "Perte de confidentialité",
        "cause": "Acte externe malveillant",
        "people": "Salariés; Personnes vulnérables",
    }
    assert made.fields["data"].startswith("Nom; ")
    assert made.fields["data"].endswith("Documents officiels; Données sensibles")


def test_who_sits_in_two_member_states_learns_whose_authority_leads():
    facts = replace(FACTS, org=replace(FACTS.org, establishment=("US-ME", "EU-FR", "EU-DE")), affected={"EU-FR": 2, "EU-DE": 3, "US-ME": 9})
    made = sheet(duty("EU-GDPR", "regulator:SA"), facts=facts)
    assert "France, Germany: the main one's authority leads (GDPR Art. 56(1))" in made.fields["_seats"]
    assert made.fields["cross_border"] == "Germany 3, France 2", "people of other continents are none of other Member States"
    assert "_seats" not in sheet(duty("US-ME", "regulator:AG"), facts=facts).fields


def test_what_a_list_of_choices_lacks_is_told_in_words_and_nothing_is_marked_for_it():
    people = [person(residence="US-ME", elements=("name", "ssn", "medical"))]
    made = sheet(duty("US-ME", "regulator:AG"), people=people).fields
    assert made["types"] == "Social Security Number"
    assert "Health records" in made["types_other"]
    bare = sheet(duty("US-ME", "regulator:AG"), people=[person(residence="US-ME", elements=("name", "medical"))])
    assert "types" not in bare.fields
    assert not any(one.startswith("Information acquired") for one in bare.missing)


def test_no_sheet_fills_a_list_of_choices_with_words_that_are_not_in_it():
    """What the case knows as its own words (a kind of incident, a kind of data) is turned into the form's choices, or left open."""
    own = {
        "kind",
        "cia",
        "actor",
        "medium",
        "sector_kind",
        "elements",
        "relations",
        "kinds_exposed",
        "categories_of_persons",
        "consequences",
    }
    known = {
        "encrypted",
        "law_enforcement",
        "delayed",
        "services_yes_no",
        "notice_given",
        "cross_border",
        "had_ssn",
        "had_account",
        "had_licence",
    }
    wrong = []
    for text in (one for one in texts().values() if one.kind == "form"):
        for box in (box for part in text.parts for box in part.boxes if box.choices):
            as_they_are = {"Confidentiality", "Availability"} <= set(box.choices)
            yes_or_no = {"Yes", "No"} <= set(box.words or box.choices)
            if (box.answer in own and not box.words and not as_they_are) or (box.answer in known and not yes_or_no):
                wrong.append(f"{text.id}: {box.id}")
    assert not wrong


def test_a_box_of_one_form_said_by_people_stands_before_what_the_case_answers():
    made = sheet(duty("US-HIPAA", "regulator:HHS"), **{"notice.form.hhs.location": "Laptop", "notice.form.ico.location": "no"})
    assert made.fields["location"] == "Laptop"


def test_what_a_form_marks_as_optional_is_needed_where_the_law_demands_it():
    without = sheet(duty("US-MO", "regulator:AG"))
    assert "Steps taken" not in without.missing
    bare = {f"notice.{name}": "" for name in ("steps_taken",)}
    demanded = sheet(duty("US-MO", "regulator:AG", ("steps_taken",)), **bare)
    assert "Steps taken" in demanded.missing


def test_the_authority_of_the_seat_has_its_own_form_and_every_sheet_says_how_far_it_was_seen():
    from stanch.notices.filings import choose_form, seat_of

    authority = duty("EU-GDPR", "regulator:SA")
    for places, form in (
        (("US-ME", "EU-NL"), "filing_nl"),
        (("EU-DE",), "filing_de"),
        (("EU-IE",), "filing_ie"),
        (("EU-FR",), "filing_fr"),
        (("EU-ES",), "filing_gdpr"),
        ((), "filing_gdpr"),
    ):
        facts = replace(FACTS, org=replace(FACTS.org, establishment=places))
        assert choose_form(authority, seat_of(facts)).id == form
    assert seat_of(replace(FACTS, org=replace(FACTS.org, establishment=(), country="NL"))) == "EU-NL"
    assert {texts()[f"en/filing_{one}"].seen for one in ("or", "gdpr", "general")} == {"whole", "part", "none"}


def test_a_form_that_asks_for_street_and_city_apart_gets_them_from_the_facts_or_from_one_line():
    org = replace(FACTS.org, street="1 Mill Lane", city="Bangor", state="ME", postcode="04401")
    told = sheet(duty("US-ME", "regulator:AG"), facts=replace(FACTS, org=org)).fields
    assert [told[one] for one in ("org_street", "org_city", "org_state", "org_zip")] == ["1 Mill Lane", "Bangor", "ME", "04401"]
    nowhere = replace(FACTS, org=replace(FACTS.org, street=None, city=None, state=None, postcode=None, country=None))
    said = {"notice.org_address": "Suite 4, 9 Quay St, Portland, ME 04101-2233"}
    told = sheet(duty("US-ME", "regulator:AG"), facts=nowhere, **said).fields
    assert [told[one] for one in ("org_street", "org_city", "org_state", "org_zip")] == [
        "Suite 4, 9 Quay St",
        "Portland",
        "ME",
        "04101-2233",
    ]
    told = sheet(duty("US-ME", "regulator:AG"), facts=nowhere, **{"notice.org_address": "Kai 1, 20457 Hamburg"}).fields
    assert "org_street" not in told, "an address of another form is not guessed at"


def test_maines_choices_are_made_from_the_facts():
    told = sheet(duty("US-ME", "regulator:AG"), people=[person(residence="US-ME")]).fields
    assert told["how"] == "External system breach (e.g., hacking)"
    assert told["type"] == "Health Care"
    assert told["offered"] == "Yes"
    assert sheet(duty("US-ME", "regulator:AG")).fields["offered"] == "No", "nobody there is offered anything"


def test_massachusetts_asks_for_kinds_one_by_one():
    someone = person(residence="US-MA", elements=("name", "ssn"))
    told = sheet(duty("US-MA", "regulator:OCABR"), people=[someone]).fields
    assert (told["ssn"], told["accounts"], told["licences"], told["device"]) == ("Yes", "No", "No", "No")


def test_massachusetts_has_the_monitoring_certified_where_a_social_security_number_was_breached():
    """c. 93H, s. 3(b): a person certifies it, never the case."""
    with_number, without = (
        sheet(duty("US-MA", "regulator:AG"), people=[person(residence="US-MA", elements=("name", one))])
        for one in ("ssn", "drivers_license")
    )
    assert any("certify" in one for one in with_number.missing)
    assert without.fields["certified"] == "No Social Security number was breached"


def test_where_no_form_exists_the_sheet_says_so_and_speaks_to_people():
    from stanch.notices.form import text_at
    from stanch.notices.rendering import filing_content

    made = sheet(duty("US-OH", "cra"), people=[person(residence="US-CA"), person("q", residence="US-MA")])
    how = filing_content(made, text_at(made.text_id))["how"]
    assert "There is no form to follow" in how
    assert "authority" not in how
    assert made.fields["by"].startswith("California ")


def test_card_brands_are_told_of_card_data_alone():
    found = replace(FACTS.data[0], elements=("name", "ssn", "card_number", "card_security_code"))
    told = sheet(duty("PCI", "acquirer"), facts=replace(FACTS, data=(found,))).fields["types"]
    assert "card" in told
    assert "Social Security" not in told


def test_the_report_to_the_sec_is_dated_by_the_finding_of_materiality_and_takes_no_consequence_for_patients_as_its_impact():
    duty_ = duty("US-SEC-8K", "investors", ["nature_of_breach", "likely_consequences"])
    made = sheet(duty_, facts=replace(FACTS, materiality_determined=date(2026, 10, 9)))
    assert made.fields["determined"] == "October 9, 2026"
    assert not [one for one in made.fields if one.startswith("more_")]
    assert any("Material impact" in one for one in made.missing)


def test_an_authority_is_told_what_may_follow_for_its_own_residents():
    here, there = person(residence="EU-IE", elements=("name", "passport")), person("q", elements=("card_number", "medical", "name"))
    told = sheet(duty("EU-GDPR", "regulator:SA"), people=[here, there]).fields["consequences"]
    assert "pretend to be the person" in told
    assert not [word for word in ("card", "health", "you ") if word in told]


def test_each_business_whose_data_it_is_gets_a_sheet_of_its_own_people_alone():
    people = [replace(person(), id=f"p-{one}", clients=clients) for one, clients in enumerate([("Acme",), ("Acme", "Beta"), ("Beta",), ()])]
    owed = duty("US-CA", "owner", contents=("number_affected", "identity_of_persons"))
    made = [one for one in notices.draft([owed], people, FACTS, ATTACK, monitoring(people), bench=bench()) if one.form == "filing"]
    told = [one for one in made if one.duties == (owed.id,)]
    assert [one.fields["_authority"] for one in told] == ["Acme", "Beta", "The business whose data it is"]
    assert [one.fields.get("count") for one in told] == ["2", "2", None], "whose the last is nobody said, so how many stays open"
    assert len({one.id for one in told}) == 3
    assert "people-of-Acme-" in told[0].fields["identity"]
    assert not [value for value in told[0].fields.values() if "Beta" in value], "one client is not told of another"


def test_who_owns_some_data_and_holds_others_tells_each_of_their_own_and_of_what_theirs_tell():
    shown = {word: Exposure(word, word, "***", 1.0, ("a.csv",)) for word in ("name", "ssn", "medical")}
    ssn, ill = (shown["name"], shown["ssn"]), (shown["name"], shown["medical"])
    both = (Share("Acme", ("medical", "name"), ill), Share("", ("name", "ssn"), ssn))
    ours = replace(person(), id="p-1", elements=("name", "ssn"), exposures=ssn)
    people = [ours, replace(ours, id="p-2", clients=("Acme",), shares=both, elements=("medical", "name", "ssn"), exposures=(*ssn, shown["medical"])),
              replace(ours, id="p-3", clients=("Acme",), elements=("medical", "name"), exposures=ill, residence=None, postal_address=None),
              replace(ours, id="p-4", clients=("Acme",), elements=("medical", "name"), exposures=ill)]  # fmt: skip
    told = replace(duty("US-CA", "individuals"), role="owner", elements=("ssn", "medical"))
    agency = replace(duty("US-CA", "regulator:AG", contents=("number_affected_residents", "types_of_information")), role="owner")
    client = replace(duty("US-CA", "owner", contents=("number_affected", "types_of_information")), role="processor")
    made = notices.draft([told, agency, client], people, FACTS, ATTACK, monitoring(people), bench=bench())
    letters = {one.person: one for one in made if one.person}
    assert letters.keys() == {"p-1", "p-2"}, "whom clients' data alone tell of, the client tells, also where nobody knows where they live"
    assert "exposed:medical" not in letters["p-2"].sections
    assert "Health records" not in str(letters["p-2"].fields), "what a client's data tell stands in no letter of ours"
    filed = next(one for one in made if one.duties == (agency.id,) and one.form == "filing")
    assert "2" in filed.fields.values(), "an authority is told of our own two, not of all four"
    assert "Health records" not in str(filed.fields)
    (sheet,) = [one for one in made if one.duties == (client.id,)]
    assert (sheet.fields["_authority"], sheet.fields["count"]) == ("Acme", "2")
    regime = replace(duty("US-HIPAA", "covered_entity", contents=("number_affected",)), role="processor")
    (alone,) = [one for one in notices.draft([regime], people[2:3], FACTS, ATTACK, [], bench=bench()) if one.duties == (regime.id,)]
    assert (alone.fields["_authority"], alone.fields["count"]) == ("Acme", "1"), (
        "nobody knows where they live, and the client hears of them"
    )
    assert "Social Security" not in sheet.fields["types"]


def test_a_letter_that_a_client_ordered_says_for_whom_the_data_are_held():
    shown = tuple(Exposure(word, word, "***", 1.0, ("a.csv",)) for word in ("name", "ssn"))
    shares = (Share("Acme", ("name", "ssn"), shown), Share("", ("name", "ssn"), shown, ("Acme",)))
    one = replace(person(), elements=("name", "ssn"), exposures=shown, clients=("Acme", "Beta"), shares=shares)
    told = replace(duty("US-CA", "individuals"), role="owner", elements=("ssn",))
    (letter,) = [made for made in notices.draft([told], [one], FACTS, ATTACK, monitoring([one]), bench=bench()) if made.person]
    assert "opening/held_for" in letter.sections
    assert letter.fields["held_for"] == "Acme", "not for the other, which tells its people itself"
    (plain,) = [
        made for made in notices.draft([told], [replace(one, clients=(), shares=())], FACTS, ATTACK, [], bench=bench()) if made.person
    ]
    assert "opening/held_for" not in plain.sections
