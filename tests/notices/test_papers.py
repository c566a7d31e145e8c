"""Papers that every breach needs: the notice for the page stands in each language that people are written to, and in no other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.notices.case import ATTACK, CALIFORNIA, DAY, DUTIES, FACTS, GDPR, HIPAA, bench, duty, monitoring, person

from stanch import notices
from stanch.notices.answers import case_answers
from stanch.notices.public import _owed_lines
from stanch.notices.rendering import refill
from stanch.notices.words import words
from stanch.records import Deadline, Offer


def pages(*people):
    made = notices.papers(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())
    assert len({one.id for one in made}) == len(made)
    return {one.id: one for one in made if one.recipient == "web"}


def test_english_stands_always_and_alone_where_nobody_reads_another_language():
    assert set(pages(person())) == set(pages()) == {"public-web_notice"}


@pytest.mark.parametrize(
    ("place", "language", "heading"), [("US-PR", "es", "Qué pasó"), ("CA-QC", "fr", "Ce qui s’est passé"), ("EU-DE", "de", "Was geschah")]
)
def test_whoever_is_written_to_in_another_language_finds_the_page_in_it(tmp_path, place, language, heading):
    made = pages(person(), replace(person("p2"), residence=place, language=None))
    assert set(made) == {"public-web_notice", f"public-web_notice-{language}"}
    page = made[f"public-web_notice-{language}"]
    assert page.language == language
    files = notices.render(list(made.values()), tmp_path, bench=bench())
    assert len({one.file for one in files}) == 2
    from stanch.notices.rendering import pdf_pages

    printed = "".join(pdf_pages((tmp_path / next(one.file for one in files if one.language == language)).read_bytes()))
    assert heading.split()[-1] in printed


def test_script_and_staff_notice_stand_in_the_same_languages():
    people = (person(), replace(person("p2"), residence="US-PR", language=None), replace(person("p3"), residence="EU-DE", language=None))
    made = {one.id for one in notices.papers(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())}
    for name in ("public-telephone_script", "public-staff"):
        assert {one for one in made if one.startswith(name)} == {name, f"{name}-es", f"{name}-de"}


def test_a_paper_tells_its_readers_what_concerns_them_alone():
    """Before, German callers were offered the American monitoring, for as long as the one state that asks for most."""
    people = [
        person(),
        person("p2", residence="US-MA"),
        replace(person("p3"), residence="EU-DE", language=None, elements=("name", "medical")),
    ]
    offers = [Offer("p1", "credit_monitoring", 12, True, "law"), Offer("p2", "credit_monitoring", 18, True, "law")]
    offers.append(Offer("p3", "identity_restoration", 36, False, "good practice"))
    made = {one.id: one for one in notices.papers(DUTIES, people, FACTS, ATTACK, offers, bench=bench())}
    assert made["public-telephone_script"].fields["monitoring_months"] == "12–18"
    assert "monitoring_months" not in made["public-telephone_script-de"].fields
    assert "Sozialversicherung" not in made["public-web_notice-de"].fields["exposed"]
    assert "Gesundheit" in made["public-web_notice-de"].fields["exposed"]


@pytest.mark.parametrize(
    ("place", "duties", "language"),
    [
        ("US-PR", [duty("US-PR", contents=CALIFORNIA.contents)], "es"),
        ("EU-DE", [GDPR], "de"),
        ("EU-FR", [GDPR], "fr"),
        ("US-CA", DUTIES, "en"),
    ],
)
def test_whoever_cannot_be_reached_finds_the_substitute_notice_in_their_language(place, duties, language):
    nowhere = replace(person("p1", residence=place, language=None), postal_address=None)
    made = [one for one in notices.draft(duties, [nowhere], FACTS, ATTACK, [], bench=bench()) if one.id.startswith("public-substitute")]
    assert [one.text_id for one in made] == [f"{language}/substitute"]
    assert "the person" not in made[0].fields.get("consequences", "")  # a German notice said `sich für the person ausgeben`
    assert not [one for one in made[0].checks if not one.passed and not one.where.startswith("open")]


@pytest.mark.parametrize(("place", "language"), [("UK", "en"), ("EU-IE", "en"), ("EU-ES", "es")])
def test_a_page_for_readers_in_europe_is_whole_and_gives_them_no_american_advice(place, language):
    """Before, a page in English could never prove what GDPR Art. 34 asks for, and sent its readers to American bureaus."""
    people = [person(residence=place, elements=("name", "financial_account"))]
    facts = replace(FACTS, org=replace(FACTS.org, phone="207-555-0140"))
    said = bench(**{"notice.es.steps_taken": "Cerramos la entrada.", "notice.es.prevention": "Pedimos una segunda prueba."})
    page = notices.draft_page([replace(GDPR, jurisdiction=place)], people, facts, ATTACK, bench=said, language=language)
    assert all(one.passed for one in page.checks)
    assert not page.missing
    assert "what_you_can_do/freeze" not in page.sections
    assert "what_you_can_do/statements" in page.sections
    american = notices.draft_page([CALIFORNIA], [person()], FACTS, ATTACK, bench=bench(), offers=monitoring([person()]))
    assert {"what_you_can_do/freeze", "what_we_are_doing/services"} <= set(american.sections)
    assert american.fields["monitoring_months"] == "24"


def test_a_language_that_cannot_prove_what_the_law_demands_gives_way_to_english():
    nowhere = replace(person("p1", residence="US-CA", language="fr"), postal_address=None)
    made = [one for one in notices.draft(DUTIES, [nowhere], FACTS, ATTACK, [], bench=bench()) if one.id.startswith("public-substitute")]
    assert [one.text_id for one in made] == ["en/substitute"]


def test_media_of_puerto_rico_are_written_to_in_spanish_too():
    people = [person(f"p{number}", residence="US-PR", language=None) for number in range(3)]
    made = notices.draft([*DUTIES, duty("US-HIPAA", "media", HIPAA.contents)], people, FACTS, ATTACK, [], bench=bench())
    found = [one for one in made if one.recipient == "media"]
    assert [one.language for one in found] == ["en", "es"]
    assert len({one.id for one in found}) == 2
    assert all(check.passed or check.where.startswith("open") for one in found for check in one.checks)


@pytest.mark.parametrize(
    ("places", "freeze", "abroad"), [(["US-CA"], True, False), (["UK", "AU"], False, True), (["US-CA", "UK"], True, True)]
)
def test_callers_who_live_abroad_are_not_sent_to_american_bureaus(places, freeze, abroad):
    people = [person(f"p{number}", residence=place) for number, place in enumerate(places)]
    made = {one.id: one for one in notices.papers(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())}
    said = "".join(section.plain for section in refill(made["public-telephone_script"]).sections)
    assert ("three bureaus" in said, "messages that ask for data" in said) == (freeze, abroad)
    assert ("find your credit file" in said) == freeze


def test_media_of_another_country_are_given_no_american_advice():
    korean = duty("KR", "media", ["description_of_incident", "steps_individuals_can_take"])
    made = notices.draft([korean], [person(), person("p2", residence="KR")], FACTS, ATTACK, [], bench=bench())
    said = "".join(section.plain for section in refill(next(one for one in made if one.recipient == "media")).sections)
    assert "Look at your statements" in said
    assert "annualcreditreport" not in said


def test_a_number_is_written_as_the_language_writes_it():
    """A German paper spoke of 4,120 people, which is four there."""
    facts = replace(FACTS, affected={"EU-DE": 4120})
    told = {one: case_answers(facts, ATTACK, words(one), DAY, {})["number_affected"] for one in ("en", "en-gb", "de", "fr", "es")}
    assert told == {"en": "4,120", "en-gb": "4,120", "de": "4.120", "fr": "4 120", "es": "4 120"}


def test_the_board_reads_all_that_is_owed_also_what_has_no_day():
    """Before, twenty duties at most, and none that is owed without delay."""
    passed = datetime(2026, 11, 1, 12, tzinfo=UTC)
    dated = [duty(f"US-{place}", deadline=Deadline(30, "days", "discovery", passed)) for place in ("CA", "NH")]
    soon = duty("US-NH", "regulator:AG", name="Attorney General of New Hampshire")
    open_ = duty("US-MA", "regulator:AG", required="conditional")
    kept = duty("US-CA", "register:internal")
    lines = list(_owed_lines([soon, *dated, open_, kept], DAY))
    assert lines == [
        "The people affected (California): by November 1, 2026 (that day has passed), US-CA code s. 1",
        "The people affected (New Hampshire): by November 1, 2026 (that day has passed), US-NH code s. 1",
        "Attorney General of New Hampshire (New Hampshire): without delay, no day is set, US-NH code s. 1",
        "1 more duty turns on what is not answered yet.",
    ]
