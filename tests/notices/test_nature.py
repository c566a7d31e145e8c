"""Words that tell how a breach came about: found in every language, by whoever wrote them, and not in names."""

from dataclasses import replace

import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, SAID_BY_PEOPLE, bench, monitoring, person

from stanch import notices
from stanch.notices.nature import nature, told_nature, told_number
from stanch.notices.versions import adopt
from stanch.records import Wording

SAYS = [(language, one) for language, cases in nature().cases.items() for one in cases.says]
IS_SILENT = [(language, one) for language, cases in nature().cases.items() for one in cases.is_silent]


@pytest.mark.parametrize(("language", "sentence"), SAYS)
def test_a_sentence_that_tells_how_it_came_about(language: str, sentence: str) -> None:
    assert told_nature(sentence), language


@pytest.mark.parametrize(("language", "sentence"), IS_SILENT)
def test_a_sentence_that_does_not(language: str, sentence: str) -> None:
    assert not told_nature(sentence), language


def test_each_word_is_needed_by_no_name_and_numbers_count_people_alone() -> None:
    assert not told_nature("Hacker & Sons wrote to you.", ["Hacker & Sons"])
    assert told_number("It touched 12,000 of our Massachusetts patients.")
    assert not told_number("We offer 24 months of monitoring. Call 1-888-298-0045. People ask us.")


def letter_of(**said: str) -> notices.Notice:
    one = replace(person(), residence="US-MA")
    forbidding = replace(
        DUTIES[0], id="US-MA/individuals", jurisdiction="US-MA", cite="M.G.L. c. 93H", contents=("police_report_right",),
        must_not_contain=("nature_of_breach", "number_affected_residents"),
    )  # fmt: skip
    adopt([Wording("en/massachusetts", 1, {"closing/0/text": said["closing"]})] if "closing" in said else [])
    try:
        facts = replace(FACTS, org=replace(FACTS.org, name=said.get("org", FACTS.org.name)))
        drafts = notices.draft([forbidding], [one], facts, ATTACK, monitoring([one]), bench=bench(settings=SAID_BY_PEOPLE))
    finally:
        adopt([])
    return next(draft for draft in drafts if draft.person)


@pytest.mark.parametrize(
    "closing",
    [
        "We are sorry that a criminal phished an employee.",
        "Ransomware struck us. We are sorry.",
        "All 1,204 of our patients got this letter.",
    ],
)
def test_counsels_own_words_are_held_to_what_massachusetts_forbids(closing: str) -> None:
    assert [one.content for one in letter_of(closing=closing).checks if not one.passed] in (
        ["nature_of_breach"],
        ["number_affected_residents"],
    )


def test_the_letter_as_it_stands_is_silent_whatever_the_firm_is_called() -> None:
    assert all(one.passed for one in letter_of(org="Intruder Alarm & Malware Defense, LLC").checks)
