"""The pack for those who answer calls: in each language the same steps and questions, and what is not known is told as open."""

from dataclasses import replace
from datetime import date

import pytest
from tests.notices.case import FACTS

from stanch.notices.words import words
from stanch.protection.callcentre import Told, languages, pack, spoken
from stanch.records import Attack, Facts, Offer

OFFER = Offer(
    "p1", "credit_monitoring", 12, True, "", code="A", enrol_by=date(2027, 3, 31), enrol_url="www.guard.example.com", help_line="555-0150"
)


def made(language: str, facts: Facts = FACTS, offers: tuple[Offer, ...] = (OFFER,)):
    said = words(language)
    return pack(facts, Attack(), offers, told=Told(said.exposed, said.day, "Something happened"), language=language)


@pytest.mark.parametrize("language", languages())
def test_each_language_says_what_the_english_one_says(language: str) -> None:
    english, theirs = spoken("en"), spoken(language)
    assert theirs.answers.keys() == english.answers.keys()
    assert [len(one.do) for one in theirs.steps] == [len(one.do) for one in english.steps]
    for name, phrases in english.answers.items():
        for part in ("told", "yes", "no", "found", "lacks", "lacks_day"):
            assert bool(getattr(phrases, part)) == bool(getattr(theirs.answers[name], part)), (name, part)
    whole = made(language)
    assert [one.public for one in whole.questions] == [one.public for one in made("en").questions]
    assert [one.is_open for one in whole.questions] == [one.is_open for one in made("en").questions]
    assert "stanch offers call -C CASE --reference NUMBER" in " ".join(whole.steps[1].do)


@pytest.mark.parametrize("language", languages())
def test_nothing_is_invented_where_the_case_knows_nothing(language: str) -> None:
    empty = pack(Facts(), Attack(), (), told=Told(words(language).exposed, words(language).day), language=language)
    mark = spoken(language).open.partition("{")[0]
    assert len(empty.open) == sum(mark in one.answer for one in empty.questions) >= 6
    assert empty.organisation.startswith(mark)
    assert not any("{" in text for one in empty.questions for text in (one.question, one.answer))


@pytest.mark.parametrize("language", languages())
def test_names_that_hold_braces_are_said_as_they_are(language: str) -> None:
    odd = replace(FACTS, org=replace(FACTS.org, name="A {0} {x} Firm", website="{y}.example.com"))
    whole = made(language, odd, (replace(OFFER, help_line="{z}"),))
    assert any("A {0} {x} Firm" in one for step in whole.steps for one in step.say)
    assert any("{z}" in one.answer for one in whole.questions)
