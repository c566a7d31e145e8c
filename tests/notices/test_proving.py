"""The checker: it proves what is there, and refuses what is not or must not be."""

from tests.notices.case import duty

from stanch import vocabulary
from stanch.notices.form import texts
from stanch.notices.proving import check
from stanch.notices.wording import Filled, FilledParagraph, FilledSection


def letter(*paragraphs, title="Notice of Data Breach", proves=(), heading="What Happened"):
    return Filled(title, (FilledSection("one", heading, tuple(paragraphs), tuple(proves)),))


def checked(filled, contents=(), forbids=(), **more):
    return [
        one.passed for one in check(filled, [duty("US-XX", contents=contents, forbids=forbids, months=more.pop("months", None))], **more)
    ]


def test_a_section_proves_what_it_declares_and_nothing_else():
    said = letter(FilledParagraph(text="We found it.", proves=("date_of_discovery",)))
    assert checked(said, ["date_of_discovery", "steps_taken"]) == [True, False]


def test_a_section_with_a_gap_proves_nothing():
    assert checked(letter(FilledParagraph(text="[gap]", proves=("steps_taken",), open=("steps_taken",))), ["steps_taken"]) == [False]


def test_a_declared_content_that_is_not_there_is_recognised_as_missing():
    assert checked(letter(FilledParagraph(text="Call 207-555-0140.", proves=("toll_free_number",))), ["toll_free_number"]) == [False]
    assert checked(letter(FilledParagraph(text="Call 1-888-555-0140.", proves=("toll_free_number",))), ["toll_free_number"]) == [True]


def test_the_bureaus_need_name_address_and_number():
    short = FilledParagraph(lines=("Equifax", "Experian", "TransUnion"), proves=("consumer_reporting_agencies_contact",))
    assert checked(letter(short), ["consumer_reporting_agencies_contact"]) == [False]


def test_months_of_monitoring_are_counted():
    offer = FilledParagraph(text="We offer you 12 months of monitoring.", proves=("credit_monitoring_offer",))
    assert checked(letter(offer), ["credit_monitoring_offer"], months=12) == [True]
    assert checked(letter(offer), ["credit_monitoring_offer"], months=18) == [False]


def test_headings_and_title_are_compared_word_by_word():
    said = letter(
        FilledParagraph(text="x", proves=("title_notice_of_data_breach",)), title="Security update", proves=("headings_prescribed",)
    )
    assert checked(said, ["title_notice_of_data_breach", "headings_prescribed"]) == [False, False]


def test_a_forbidden_content_is_found_by_section_and_by_words():
    assert checked(letter(FilledParagraph(text="x", proves=("nature_of_breach",))), forbids=["nature_of_breach"]) == [False]
    leaked = letter(FilledParagraph(text="Someone got in. So we write."))
    assert checked(leaked, forbids=["nature_of_breach"], happened="someone got in") == [False]
    assert checked(leaked, forbids=["nature_of_breach"], happened="a laptop was lost") == [True]
    assert checked(letter(FilledParagraph(text="It touched 1,204 residents.")), forbids=["number_affected_residents"]) == [False]
    assert checked(letter(FilledParagraph(text="It touched residents.")), forbids=["number_affected_residents"]) == [True]


def test_every_word_of_the_vocabulary_can_be_proven_by_some_text():
    """A law may demand any of these words: whoever adds one adds the section or field that proves it."""
    provable = set().union(*(text.proves() for text in texts().values()))
    assert sorted(set(vocabulary.contents()) - provable) == []
