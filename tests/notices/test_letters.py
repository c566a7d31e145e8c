"""One letter per person: the right text, said to the right reader, with every duty proven."""

from dataclasses import replace
from datetime import date

import pytest
from tests.notices.case import (
    ATTACK,
    CALIFORNIA,
    DUBLIN,
    DUTIES,
    FACTS,
    GDPR,
    HIPAA,
    MASSACHUSETTS,
    TOLL_FREE,
    bench,
    duty,
    monitoring,
    person,
)

from stanch import notices
from stanch.notices.form import texts
from stanch.notices.rendering import refill
from stanch.notices.words import day_said
from stanch.records import Earlier, Exposure, Offer, PostalAddress, mark_of


def drafted(*people, duties=DUTIES, facts=FACTS, offers=None, **settings):
    made = notices.draft(duties, people, facts, ATTACK, monitoring(people) if offers is None else offers, bench=bench(**settings))
    return [one for one in made if one.person]


def text(notice):
    return refill(notice).plain


def test_a_californian_gets_the_prescribed_title_and_headings_and_every_duty_is_proven():
    (letter,) = drafted(person())
    assert letter.text_id == "en/individual"
    assert [section.heading for section in refill(letter).sections if section.heading] == [
        "What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do", "For More Information",
    ]  # fmt: skip
    assert all(one.passed for one in letter.checks)
    assert {one.duty for one in letter.checks} == {"US-CA/individuals", "US-CA/service-credit_monitoring"}
    assert letter.missing == ()
    notices.clear(letter)


def test_where_everybody_is_told_who_is_owed_nothing_gets_a_letter_too_unless_a_name_is_all_that_was_exposed():
    people = (person("p1", residence="US-WY"), person("p2", residence="US-WY", elements=("name",)))
    assert drafted(*people, duties=(CALIFORNIA,), offers=()) == []
    (letter,) = drafted(*people, duties=(CALIFORNIA,), offers=(), **{"notice.whom": "everyone"})
    assert (letter.person, letter.duties, letter.missing) == ("p1", (), ())
    assert "Social Security number" in text(letter)


def test_a_letter_to_somebody_whose_name_is_unknown_says_so_and_cannot_go():
    (letter,) = drafted(person(name=""))
    assert letter.address[0] == "[to be completed: name]"
    assert letter.fields["greeting"] == "Dear [to be completed: name]:"
    assert any("name of the person" in one for one in letter.missing)


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_services_must_be_told_and_none_is_offered_the_letter_says_that(language):
    asks = duty("US-CT/individuals", contents=("services_offered",))
    (letter,) = drafted(person(residence="US-CT", elements=("card_number", "name"), language=language), duties=(asks,), offers=())
    assert all(one.passed for one in letter.checks)
    assert [one.where.partition(": “")[2][:15] for one in letter.checks] == [{"en": "We do not offer", "es": "Con esta carta "}[language]]
    (offered,) = drafted(person(residence="US-CT", language=language), duties=(asks,))
    assert all(one.passed for one in offered.checks)
    assert "no_offer" not in "".join(offered.sections)


RESTORED = [
    ("US-TX", "en", "drivers_license", "en/individual", "in the next 12 months, trained staff"),
    ("US-MA", "en", "drivers_license", "en/massachusetts", "in the next 12 months, trained staff"),
    ("US-PR", "es", "drivers_license", "es/individual", "en los próximos 12 meses"),
    ("EU-IE", "en", "passport", "en/gdpr", "in the next 12 months, trained staff"),
    ("EU-DE", "de", "national_id", "de/gdpr", "in den nächsten 12 Monaten"),
    ("EU-FR", "fr", "passport", "fr/gdpr", "dans les 12 mois"),
    ("EU-ES", "es", "passport", "es/gdpr", "en los próximos 12 meses"),
    ("UK", "en", "passport", "en/uk", "in the next 12 months, trained staff"),
    ("CA-ON", "en", "passport", "en/canada", "in the next 12 months, trained staff"),
    ("CA-QC", "fr", "passport", "fr/quebec", "dans les 12 mois"),
    ("AU", "en", "passport", "en/general", "in the next 12 months, trained staff"),
]


def restoration(one, **more):
    return Offer(one.id, "identity_restoration", 12, False, "good practice", **more)


@pytest.mark.parametrize(("residence", "language", "exposed", "place", "said"), RESTORED)
def test_help_to_put_an_identity_right_that_is_offered_alone_is_told_in_every_language(residence, language, exposed, place, said):
    someone = person(residence=residence, language=language, elements=("name", exposed))
    owed = duty(residence, contents=("services_offered",))
    (letter,) = drafted(someone, duties=(owed,), offers=[restoration(someone)])
    told = text(letter)
    assert letter.text_id == place
    assert said in told
    assert "207-555-0160" in told
    assert all(one.passed for one in letter.checks)
    assert not any("restoration" in one or "hard" in one for one in letter.missing)
    assert "BWD-7Q4K-22" not in told, "the code that serves for monitoring opens nothing here"


def test_a_reader_abroad_whom_the_free_number_for_that_help_does_not_answer_is_told_the_sender_s():
    someone = person(residence="EU-IE", elements=("name", "passport"))
    free = {"notice.restoration_phone": "1-800-555-0160", "notice.phone": "207-555-0140"}
    (letter,) = drafted(someone, duties=(duty("EU-IE"),), offers=[restoration(someone)], **free)
    assert "Call +1 207-555-0140. You keep" in text(letter)


def test_a_code_for_that_help_is_told_with_where_and_until_when():
    someone = person(residence="US-TX", elements=("name", "drivers_license"))
    offer = restoration(someone, code="RST-7", enrol_by=date(2027, 3, 31), enrol_url="www.restore.example.com", help_line="1-800-555-0170")
    (letter,) = drafted(someone, duties=(duty("US-TX"),), offers=[offer])
    assert all(word in text(letter) for word in ("RST-7", "March 31, 2027", "www.restore.example.com", "1-800-555-0170"))


def test_whoever_is_offered_monitoring_reads_of_one_help_and_one_code():
    someone = person()
    (letter,) = drafted(someone, offers=[*monitoring([someone]), restoration(someone, code="RST-7")])
    assert "24 months of credit monitoring and help with identity theft" in text(letter)
    assert "RST-7" not in text(letter)
    assert letter.missing == ()


def test_that_help_without_a_number_to_call_waits_for_one():
    someone = person(residence="US-TX", elements=("name", "drivers_license"))
    (letter,) = drafted(someone, duties=(duty("US-TX"),), offers=[restoration(someone)], **{"notice.restoration_phone": ""})
    assert any("telephone number of those who help" in one for one in letter.missing)


@pytest.mark.parametrize(
    ("service", "said"), [("identity_restoration", "Identity restoration"), ("credit_monitoring", "Credit monitoring")]
)
def test_a_letter_that_does_not_tell_of_what_is_offered_cannot_go(service, said):
    """Counsel may have worded the text without it."""
    someone = person(residence="US-TX", elements=("name", "drivers_license"))
    silent = duty("US-TX", forbids=("services_offered",))
    (letter,) = drafted(someone, duties=(silent,), offers=[Offer(someone.id, service, 12, False, "good practice")])
    assert any(said in one and "does not tell of it" in one for one in letter.missing)


def test_a_letter_to_massachusetts_says_neither_what_happened_nor_how_many():
    (letter,) = drafted(person(residence="US-MA"))
    assert letter.text_id == "en/massachusetts"
    assert "got into our computer network" not in text(letter)
    assert "police report" in text(letter)
    assert "24 months" in text(letter)
    forbidden = [one for one in letter.checks if one.kind == "must_not_contain"]
    assert [one.content for one in forbidden] == ["nature_of_breach", "number_affected_residents"]
    assert all(one.passed for one in letter.checks)


def test_where_one_law_demands_what_another_forbids_each_gets_its_own_letter():
    letters = drafted(person(residence="US-MA", relation="patient"))
    assert [one.duties for one in letters] == [
        ("US-MA/individuals",),
        ("US-MA/service-credit_monitoring", "US-HIPAA/individuals"),
    ]
    assert len({one.id for one in letters}) == 2
    assert all(check.passed for one in letters for check in one.checks)
    assert "got into" not in text(letters[0])
    assert "got into" in text(letters[1])


def test_a_patient_gets_what_hipaa_asks_for_in_the_same_letter():
    (letter,) = drafted(person(relation="patient", elements=("name", "ssn", "medical")))
    assert set(letter.duties) == {"US-CA/individuals", "US-CA/service-credit_monitoring", "US-HIPAA/individuals"}
    assert all(one.passed for one in letter.checks)
    assert "toll-free at 1-800-555-0140" in text(letter)


def test_somebody_in_the_union_gets_the_communication_of_article_34():
    (letter,) = drafted(person(residence="EU-IE", elements=("name", "password")), offers=[])
    assert letter.text_id == "en/gdpr"
    assert "Data Protection Commission" in text(letter)
    assert "Someone could try to sign in to your accounts." in text(letter)
    assert "Dana Reyes, Privacy Officer" in text(letter)
    assert "Between 1 September 2026 and 5 September 2026" in text(letter)
    assert all(one.passed for one in letter.checks)


@pytest.mark.parametrize(
    ("residence", "language", "place"),
    [
        ("US-PR", "en", "es/individual"),
        ("US-CA", "es", "es/individual"),
        ("US-CA", "xx", "en/individual"),
        ("UK", "en", "en/uk"),
        ("AU", "en", "en/general"),
        ("CA-ON", "en", "en/canada"),
        ("CA-QC", "en", "fr/quebec"),
        ("US-NY", "en", "en/individual"),
    ],
)
def test_the_text_is_chosen_by_place_and_language(residence, language, place):
    (letter,) = drafted(person(residence=residence, language=language), duties=[duty(residence)])
    assert letter.text_id == place


def test_a_spanish_letter_proves_california_s_law_too():
    (letter,) = drafted(person(language="es"), **{"notice.es.steps_taken": "Cerramos la entrada."})
    assert letter.text_id == "es/individual"
    assert all(one.passed for one in letter.checks)
    assert "Cerramos la entrada." in text(letter)
    assert "We now ask" not in text(letter)
    assert "qué hacen para que no vuelva a pasar" in letter.missing
    assert "1 de septiembre de 2026" in text(letter)


def test_a_letter_in_another_language_than_the_place_s_says_that_one_is_wanting():
    (letter,) = drafted(person(residence="EU-DE"), duties=[GDPR])
    assert letter.language in {"en", "de"}
    assert letter.language == "de" or any("language" in one for one in letter.missing)


def test_a_child_s_letter_goes_to_the_guardian_s_address_and_speaks_of_the_child():
    mother = person("p2", "Eva Lee")
    child = person("p1", "Kim Lee", minor=True, postal_address=None, guardian="p2")
    letter = drafted(child, mother)[0]
    assert letter.address == ("To the parent or guardian of Kim Lee", "12 Elm Street", "Springfield, IL 62701")
    assert "your child's information" in text(letter)
    assert "Freeze your child's credit" in text(letter)
    assert "Free monitoring for your child" in text(letter)
    assert all(one.passed for one in letter.checks)


def test_the_family_of_somebody_who_died_is_written_to():
    (letter,) = drafted(person(name="Old Lee", deceased=True))
    assert letter.address[0] == "To the family or estate of Old Lee"
    assert "Old Lee's information" in text(letter)
    assert "deceased alert" in text(letter)
    assert "Dear" not in letter.fields["greeting"]
    assert all(one.passed for one in letter.checks)


def test_nobody_without_an_address_is_dropped():
    by_mail = person("p1", postal_address=None, email="ann@example.com")
    nowhere = person("p2", postal_address=None)
    half = person("p3", postal_address=PostalAddress(street="", city="Springfield"))
    letters = drafted(by_mail, nowhere, half)
    assert [one.form for one in letters] == ["email", "letter", "letter"]
    assert "does not name e-mail" in letters[0].missing[0]
    assert all("substitute notice" in one.missing[0] for one in letters[1:])
    everything = notices.draft(DUTIES, [by_mail, nowhere, half], FACTS, ATTACK, [], bench=bench())
    (substitute,) = [one for one in everything if one.text_id == "en/substitute"]
    assert substitute.missing[0].startswith("2 people")


def test_the_substitute_notice_to_massachusetts_keeps_silent_too():
    nowhere = person(residence="US-MA", postal_address=None)
    everything = notices.draft([MASSACHUSETTS], [nowhere], FACTS, ATTACK, [], bench=bench())
    (substitute,) = [one for one in everything if one.text_id == "en/substitute"]
    assert "got into" not in text(substitute)
    assert all(one.passed for one in substitute.checks if one.kind == "must_not_contain")


def test_who_is_owed_nothing_gets_no_letter_and_an_unknown_residence_is_not_dropped():
    assert drafted(person(residence="US-TX")) == []
    (letter,) = drafted(person(residence=None))
    assert letter.text_id == "en/individual"
    assert "residence" in letter.missing[0]


def test_what_is_not_known_is_a_marked_gap_and_listed_never_invented():
    bare = replace(FACTS, org=replace(FACTS.org, phone=None, contact_name=None), incident=replace(FACTS.incident, discovered=None))
    (letter,) = drafted(person(relation="patient"), facts=bare, **{"notice.steps_taken": ""})
    said = text(letter)
    assert "[to be completed: date on which the breach was found]" in said
    assert "toll-free at [to be completed: toll-free telephone number for questions]" in said
    assert "what you have done since the breach was found" in letter.missing
    assert not next(one for one in letter.checks if one.content == "toll_free_number").passed
    with pytest.raises(notices.Refused, match=r"US-HIPAA code s\. 1: toll_free_number is not proven"):
        notices.clear(letter)


@pytest.mark.parametrize("phone", ["207-555-0140", "0800 5550140", "+49 800 5550140"])
def test_an_ordinary_number_is_not_passed_off_as_toll_free(phone):
    (letter,) = drafted(person(relation="patient"), facts=replace(FACTS, org=replace(FACTS.org, phone=phone)))
    assert "toll-free telephone number for questions" in letter.missing
    assert f"toll-free at {phone}" not in text(letter)


@pytest.mark.parametrize("phone", ["+1 800 555 0140", "+1-888-555-0140", "(866) 555-0140", "18005550140"])
def test_a_toll_free_number_is_known_however_it_is_written(phone):
    (letter,) = drafted(person(relation="patient"), facts=replace(FACTS, org=replace(FACTS.org, phone=phone)))
    assert f"toll-free at {phone}" in text(letter)
    assert next(one for one in letter.checks if one.content == "toll_free_number").passed


@pytest.mark.parametrize(
    ("place", "country", "phone", "told", "untold"),
    [
        ("EU-IE", "IE", TOLL_FREE, "Portland, ME 04101, UNITED STATES", "1-800-555-0140"),
        ("UK", "GB", "207-555-0140", "+1 207-555-0140", "free"),
        ("CA-QC", "CA", TOLL_FREE, "ÉTATS-UNIS", "UNITED STATES"),
        ("CA-ON", "CA", TOLL_FREE, f"free of charge at {TOLL_FREE}", "+1"),
        ("US-PR", "PR", TOLL_FREE, TOLL_FREE, "UNITED STATES"),
        ("AU", "AU", "not a number", "Call us at not a number", "free"),
    ],
)
def test_a_reader_abroad_gets_numbers_that_answer_and_an_address_with_its_country(place, country, phone, told, untold):
    reader = person(residence=place, postal_address=PostalAddress("5 Quay Street", "Town", "", "H91 XY12", country))
    asks = duty(place, contents=("contact_point",))
    (letter,) = drafted(reader, facts=replace(FACTS, org=replace(FACTS.org, phone=phone)), duties=(asks,), offers=())
    assert told in text(letter)
    assert untold not in text(letter)
    assert all(one.passed for one in letter.checks)


def test_where_a_law_asks_for_the_toll_free_number_a_reader_abroad_gets_it_too():
    patient = person(residence="EU-IE", relation="patient", postal_address=PostalAddress("5 Quay Street", "Galway", "", "H91 XY12", "IE"))
    (letter,) = drafted(patient, duties=(HIPAA, GDPR))
    assert f"{TOLL_FREE} (free from the United States)" in text(letter)
    assert next(one for one in letter.checks if one.content == "toll_free_number").passed
    # With a number of its own in the facts, the letter tells the one that answers from there.
    facts = replace(FACTS, org=replace(FACTS.org, phone="(207) 555-0140"))
    (letter,) = drafted(patient, facts=facts, duties=(HIPAA, GDPR), **{"notice.toll_free": TOLL_FREE})
    assert f"{TOLL_FREE} (free from the United States; from elsewhere +1 207-555-0140)" in text(letter)


def test_a_free_number_does_not_hide_the_one_that_answers_from_abroad():
    reader = person(residence="EU-IE", postal_address=PostalAddress("5 Quay Street", "Galway", "", "H91 XY12", "IE"))
    facts = replace(FACTS, org=replace(FACTS.org, phone="(207) 555-0140"))
    (letter,) = drafted(reader, facts=facts, duties=(GDPR,), offers=(), **{"notice.toll_free": TOLL_FREE})
    assert "Call us at +1 207-555-0140" in text(letter)


def test_a_free_number_of_the_reader_s_own_country_is_told_as_free():
    one = person(residence="EU-DE", language="de", postal_address=PostalAddress("Gasse 5", "Bonn", "", "53111", "DE"))
    said = {"notice.de.toll_free": "0800 1234567", "notice.enrol_by": "March 31, 2027"}
    (letter,) = drafted(one, duties=(replace(GDPR, jurisdiction="EU-DE"),), **said)
    assert "ohne Kosten an: 0800 1234567" in text(letter)
    assert "bis zum 31. März 2027" in text(letter)  # whoever fills in a day writes it as at home


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-03-31", (2027, 3, 31)),
        ("March 31st, 2027", (2027, 3, 31)),
        ("31. März 2027", (2027, 3, 31)),
        ("1er avril 2027", (2027, 4, 1)),
        ("el 2 de mayo de 2027", (2027, 5, 2)),
        ("February 30, 2027", None),
        ("end of March 31, 2027", None),
        ("March 2027", None),
        ("03/04/2027", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_never_guessed(said, day):
    assert day_said(said) == (date(*day) if day else None)


def test_too_short_a_monitoring_is_refused_with_the_statute():
    one = person(residence="US-MA")
    (letter,) = drafted(one, offers=monitoring([one], months=12))
    assert letter.status == "held"
    assert any("US-MA code s. 1: credit_monitoring_offer" in missing for missing in letter.missing)


def test_a_demand_that_no_section_can_meet_holds_the_letter():
    strange = duty("US-CA", contents=("written_security_program",))
    (letter,) = drafted(person(), duties=[strange])
    assert letter.status == "held"
    with pytest.raises(notices.Refused, match="written_security_program"):
        notices.clear(letter)


def test_an_open_duty_is_drafted_and_marked():
    (letter,) = drafted(person(), duties=[replace(CALIFORNIA, required="conditional", questions=("was it encrypted?",))])
    assert any(one.startswith("conditional:") and "was it encrypted?" in one for one in letter.missing)


def test_identifiers_stand_in_a_letter_as_masks_only():
    exposures = (
        Exposure("payment_card", "card_number", "************4242", 0.9, ("x",)),
        Exposure("us_ssn", "ssn", "***-**-6789", 0.9, ("x",)),
    )
    (letter,) = drafted(person(elements=("card_number", "name", "ssn"), exposures=exposures))
    said = text(letter)
    assert "Payment card number (ending in 4242)" in said
    assert "6789" not in said


def test_what_a_name_holds_is_never_read_as_a_slot_or_sent_to_another_line():
    (letter,) = drafted(person(name="Ann {code} {0}\nBcc: x@example.com\u202e"))
    assert letter.address[0] == "Ann {code} {0} Bcc: x@example.com"
    assert len(letter.address) == 3


def test_the_order_and_number_of_letters_follow_the_people():
    people = [person(f"p{number}") for number in range(30)]
    assert [one.person for one in drafted(*people)] == [one.id for one in people]


def test_every_check_quotes_a_place_that_is_in_the_letter():
    (letter,) = drafted(person(relation="patient"), duties=[CALIFORNIA, HIPAA])
    said = text(letter).replace("\n", " ")
    for one in letter.checks:
        quoted = one.where.partition("“")[2].rstrip("”").removesuffix(" …")
        assert quoted in said or one.content == "date_of_notice"


def test_massachusetts_wants_the_owner_named_or_told_that_there_is_none():
    asked = duty("US-MA", contents=["parent_company_name"], forbids=["nature_of_breach"])
    one = person(residence="US-MA")
    assert "name of the parent company" in drafted(one, duties=[asked])[0].missing
    assert "is part of Big Teeth Inc." in text(drafted(one, duties=[asked], **{"notice.parent_company": "Big Teeth Inc"})[0])
    (alone,) = drafted(one, duties=[asked], **{"notice.parent_company": "none"})
    assert "is not owned by another company" in text(alone)
    assert all(check.passed for check in alone.checks)


def test_a_long_name_of_a_child_gets_a_line_of_its_own():
    (letter,) = drafted(person(name="Maximiliana Theodora Featherstonehaugh", minor=True))
    assert letter.address[:2] == ("To the parent or guardian of", "Maximiliana Theodora Featherstonehaugh")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (PostalAddress("5 Quay Street", "Galway", "", "H91 XY12", "IE"), ("5 Quay Street", "Galway", "H91 XY12", "IRELAND")),
        (PostalAddress("Hauptstr. 1", "Berlin", "", "10115", "DE"), ("Hauptstr. 1", "10115 Berlin", "GERMANY")),
        (
            PostalAddress("1 King St, Suite 900, The Long Name of a Very Large Building", "Toronto", "ON", "M5H 1A1", "CA"),
            ("1 King St", "Suite 900, The Long Name of a Very Large Building", "Toronto ON M5H 1A1", "CANADA"),
        ),
        (PostalAddress("7 Oak\nLane", "Reno", "NV", "89501", ""), ("7 Oak Lane", "Reno, NV 89501")),
    ],
)
def test_an_address_is_written_as_its_post_reads_it(address, lines):
    (letter,) = drafted(person(postal_address=address))
    assert letter.address[1:] == lines


ADVISED = {
    "password",
    "card_number",
    "financial_account",
    "passport",
    "national_id",
    "drivers_license",
    "medical",
    "health_insurance",
    "billing_data",
}


def test_every_first_letter_and_notice_of_its_kind_advises_on_each_kind_exposed_and_warns_of_false_messages():
    said = [one for one in texts().values() if (one.kind == "letter" and not one.whom.recipients) or one.id in ("media", "substitute")]
    assert {one.language for one in said} == {"en", "es", "fr", "de"}
    for text in said:
        paragraphs = [one for section in text.sections for one in section.paragraphs]
        told = {part.strip() for one in paragraphs for when in one.when for part in when.split(" or ")}
        assert not {f"exposed:{kind}" for kind in ADVISED} - told, text.place
        assert "wary" in {one.id for one in paragraphs}, text.place


def test_a_name_or_hours_that_end_with_a_full_stop_do_not_end_a_sentence_twice():
    facts = replace(FACTS, org=replace(FACTS.org, name="Brightwater Dental, Inc."))
    settings = {"notice.org_name": "Brightwater Dental, Inc.", "notice.hours": "Monday to Friday, 9 a.m. to 6 p.m."}
    (made,) = [one for one in notices.draft(DUTIES, [person()], facts, ATTACK, [], bench=bench(**settings)) if one.person]
    said = refill(made).plain
    assert "a data breach at Brightwater Dental, Inc. It" in said
    assert "9 a.m. to 6 p.m.\n" in said
    assert ".." not in said


def told_before(one, *kinds):
    """Letters to this person whose forerunner left on 3 November and named these kinds."""
    before = [Earlier(f"letter-{one.id}", date(2026, 11, 3), tuple(map(mark_of, kinds)))]
    made = notices.draft_each(DUTIES, [one], FACTS, ATTACK, monitoring([one]), bench=bench(**{"notice.whom": "everyone"}), earlier=before)
    return next(one for one in made if one.person)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (person(), "We wrote to you about this on November 3, 2026. Since then we found that more information about you was involved."),
        (person(minor=True), "more information about your child was involved"),
        (person(deceased=True), "more information about Ann Lee was involved"),
        (person(residence="US-MA"), "We wrote to you about this on November 3, 2026."),
        (person(residence="UK", postal_address=DUBLIN), "We wrote to you about this on 3 November 2026."),
        (person(residence="NZ"), "Since then we found that more data about you is concerned."),
        (person(residence="CA-QC"), "Nous vous avons déjà écrit à ce sujet le 3 novembre 2026."),
        (person(residence="EU-FR", postal_address=DUBLIN), "Nous vous avons déjà écrit à ce sujet le 3 novembre 2026."),
        (person(residence="EU-DE", postal_address=DUBLIN), "Wir haben Ihnen dazu schon am 3. November 2026 geschrieben."),
        (person(residence="EU-ES", postal_address=DUBLIN), "Ya le escribimos sobre esto el 3 de noviembre de 2026."),
        (person(language="es"), "Ya le escribimos sobre esto el 3 de noviembre de 2026."),
    ],
)
def test_whoever_was_told_of_less_reads_that_a_letter_went_before_and_when(one, said):
    letter = told_before(one, "name")
    assert said in text(letter)
    assert "told_before" not in " ".join(letter.missing)


def test_whoever_was_told_of_all_of_it_reads_nothing_of_an_earlier_letter():
    letter = told_before(person(), "name", "ssn", "password")
    assert "We wrote to you" not in text(letter)
    assert letter == drafted(person())[0]
