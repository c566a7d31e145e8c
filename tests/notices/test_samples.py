"""The sample letter that an authority asks for holds nothing of a person."""

from dataclasses import replace

from tests.notices.case import ATTACK, DUTIES, FACTS, bench, duty, monitoring, person

from stanch import notices
from stanch.notices.rendering import refill
from stanch.records import Exposure

AUTHORITY = duty("US-CA", "regulator:AG", ["sample_notice"])


def drafts(*people):
    return notices.draft([*DUTIES, AUTHORITY], people, FACTS, ATTACK, monitoring(people), bench=bench())


def test_the_sample_says_what_the_letter_says_and_names_nobody():
    card = Exposure("payment_card", "card_number", "************4242", 0.9, ("x",))
    made = drafts(person(name="Ann Quixote", elements=("card_number", "name", "ssn"), exposures=(card,)))
    letter = next(one for one in made if one.person)
    (sample,) = [one for one in made if one.recipient == "sample"]
    printed = refill(sample).plain + sample.fields["greeting"] + "".join(sample.address) + repr(sample)
    assert [section.heading for section in refill(sample).sections] == [section.heading for section in refill(letter).sections]
    for personal in ("Quixote", "4242", "BWD-7Q4K-22", "Elm Street", "p1"):
        assert personal not in printed


def test_the_filing_encloses_it_and_is_proven_by_it(tmp_path):
    made = drafts(person())
    sheet = next(one for one in made if one.duties == (AUTHORITY.id,))
    assert sheet.fields["sample"] == "enclosed: samples/US-CA.pdf"
    assert all(one.passed for one in sheet.checks)
    files = {one.file for one in notices.render(made, tmp_path, bench=bench())}
    assert "samples/US-CA.pdf" in files
    assert (tmp_path / "samples" / "US-CA.pdf").exists()


def test_no_letter_no_sample_and_a_child_s_letter_is_none():
    assert not [one for one in drafts(replace(person(), minor=True)) if one.recipient == "sample"]
    assert not [one for one in drafts() if one.recipient == "sample"]
