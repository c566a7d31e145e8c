"""Words of a letter by the word of two: they wait, are read by another person, and one of the two signs as counsel."""

from collections.abc import Iterator

import pytest
from test_wording import TEXT, full, handed_in, letters
from tests.notices.case import SAID_BY_PEOPLE

from stanch.casefile import Case, lettering, proposing, wording
from stanch.casefile.check import faults
from stanch.errors import Changed, StanchError, WrongCall
from stanch.records import Said, Wording

__all__ = ["full"]


@pytest.fixture
def signed(full: Case) -> Iterator[Case]:
    """The letters file names who signs as counsel."""
    lettering.state(full, [Said("counsel", "Lee Law", "", None, "x", "test")], by="x")
    return full


def propose(case: Case, content: bytes, *, by: str = "Kim", **more: bool) -> proposing.Proposal:
    bench = case.bench(settings=SAID_BY_PEOPLE)
    return proposing.propose(case, content, "x.docx", by=by, grounds="clearer", bench=bench, **more)


def approve(case: Case, one: proposing.Proposal, *, by: str, **more: bool) -> Wording:
    return proposing.approve(case, TEXT, by=by, entry=one.entry, bench=case.bench(settings=SAID_BY_PEOPLE), **more)


def test_words_change_nothing_until_another_person_says_that_they_stand(full: Case) -> None:
    found = propose(full, handed_in(full, closing_0_text="We are sorry, and we mean it."))
    assert (found.letters, dict(found.lost), found.wording.version) == (2, {}, 1)
    assert full.store.get(Wording) == []
    (change,) = proposing.changes(full, found.wording)
    assert change.place == "closing/0/text"
    assert ("new", "We are sorry, and we mean it.") in change.runs or any(kind == "new" for kind, _ in change.runs)
    with pytest.raises(WrongCall, match="you are the one who handed it in"):
        approve(full, found, by="kim ")
    made = approve(full, found, by="Lee")
    assert (made.version, made.by) == (1, "Kim")
    assert proposing.proposals(full) == []
    assert all(one.text_id.startswith(f"{TEXT}@") for one in letters(full))
    assert faults(full) == []


def test_one_of_the_two_signs_as_counsel(signed: Case) -> None:
    found = propose(signed, handed_in(signed, closing_0_text="We are sorry."))
    assert not found.is_counsels
    with pytest.raises(StanchError, match="does not sign as counsel"):
        approve(signed, found, by="Pat")
    approve(signed, found, by="Lee Law")
    found = propose(signed, handed_in(signed, closing_0_text="We are so sorry."), by="Lee Law")
    assert found.is_counsels
    approve(signed, found, by="Pat")
    assert wording.last(signed, TEXT) == 2


def test_words_that_break_a_law_do_not_even_wait(full: Case) -> None:
    broken = handed_in(full, what_happened_heading="Background")
    with pytest.raises(StanchError, match="headings_prescribed"):
        propose(full, broken)
    assert proposing.proposals(full) == []
    found = propose(full, broken, force=True)
    assert list(found.lost.values()) == [2]
    approve(full, found, by="Lee")
    assert {one.status for one in letters(full)} == {"held"}


def test_what_was_refused_or_overtaken_waits_no_more(full: Case) -> None:
    first = propose(full, handed_in(full, closing_0_text="A."))
    second = propose(full, handed_in(full, closing_0_text="B."))
    with pytest.raises(Changed, match="other words wait"):
        approve(full, first, by="Lee")
    with pytest.raises(WrongCall, match="grounds"):
        proposing.refuse(full, TEXT, by="Lee", entry=second.entry, grounds="")
    proposing.refuse(full, TEXT, by="Lee", entry=second.entry, grounds="too short")
    with pytest.raises(WrongCall, match="no words of en/individual wait"):
        approve(full, second, by="Lee")
    third = propose(full, handed_in(full, closing_0_text="C."))
    wording.taken(full, handed_in(full, closing_0_text="D."), "x", by="Lee", grounds="", bench=full.bench(settings=SAID_BY_PEOPLE))
    assert proposing.proposals(full) == [], "it was made from words that do not stand any more"
    with pytest.raises(WrongCall):
        approve(full, third, by="Lee")


def test_an_earlier_version_is_proposed_like_any_words(full: Case) -> None:
    approve(full, propose(full, handed_in(full, closing_0_text="A.")), by="Lee")
    bench = full.bench(settings=SAID_BY_PEOPLE)
    found = proposing.propose_back(full, TEXT, 0, by="Kim", grounds="better before", bench=bench)
    assert dict(found.wording.parts) == {}
    approve(full, found, by="Lee")
    assert letters(full)[0].text_id == TEXT
    with pytest.raises(WrongCall, match="no version 9"):
        proposing.propose_back(full, TEXT, 9, by="Kim", grounds="x", bench=bench)
