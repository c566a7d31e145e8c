"""Words of a letter by the word of two: they wait, are read by another person, and one of the two signs as counsel."""

from collections.abc import Iterator

import pytest
from test_wording import TEXT, full, handed_in, letters
from tests.notices.case import SAID_BY_PEOPLE, monitoring, person

from stanch.casefile import Case, lettering, proposing, wording
from stanch.casefile.check import faults
from stanch.errors import Changed, StanchError, WrongCall
from stanch.records import Offer, Person, Said, Wording

__all__ = ["full"]


@pytest.fixture
def signed(full: Case) -> Iterator[Case]:
    """The letters file names who signs as counsel."""
    lettering.state(full, [Said("counsel", "Lee Law", "", None, "x", "test")], by="x")
    return full


def checked(case: Case) -> proposing.Proposal:
    found = proposing.check(case, TEXT, bench=case.bench(settings=SAID_BY_PEOPLE))
    assert found
    return found


def propose(case: Case, content: bytes, *, by: str = "Kim", **more: bool) -> proposing.Proposal:
    handed = proposing.hand_in(case, content, "x.docx", by=by, grounds="clearer", **more)
    assert (handed.state, handed.wording.by) == ("checking", by)
    return checked(case)


def approve(case: Case, one: proposing.Proposal, *, by: str, **more: bool) -> Wording:
    return proposing.approve(case, TEXT, by=by, entry=one.entry, **more)


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


def test_words_that_break_a_law_cannot_be_approved(full: Case) -> None:
    broken = handed_in(full, what_happened_heading="Background")
    found = propose(full, broken)
    assert (found.state, list(found.lost), list(found.lost.values())) == ("broken", ["US-CA code s. 1: headings_prescribed"], [2])
    with pytest.raises(WrongCall, match="would lack what a law demands"):
        approve(full, found, by="Lee")
    assert full.store.get(Wording) == []
    found = propose(full, broken, force=True)
    assert found.state == "waiting"
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
    proposing.hand_back(full, TEXT, 0, by="Kim", grounds="better before")
    found = checked(full)
    assert dict(found.wording.parts) == {}
    approve(full, found, by="Lee")
    assert letters(full)[0].text_id == TEXT
    with pytest.raises(WrongCall, match="no version 9"):
        proposing.hand_back(full, TEXT, 9, by="Kim", grounds="x")


def test_nobody_approves_before_every_letter_was_checked(full: Case) -> None:
    handed = proposing.hand_in(full, handed_in(full, closing_0_text="A."), "x.docx", by="Kim", grounds="clearer")
    assert proposing.unchecked(full) == [TEXT]
    with pytest.raises(WrongCall, match="not every letter was checked yet"):
        approve(full, handed, by="Lee")
    proposing.halt(full, TEXT, by="Pat")
    stopped = proposing.of_text(full, TEXT)
    assert (stopped.state, stopped.wording.by, stopped.at) == ("stopped", "Kim", handed.at)
    assert proposing.unchecked(full) == [], "what a person stopped is not begun again by itself"
    with pytest.raises(WrongCall, match="not every letter was checked yet"):
        approve(full, stopped, by="Lee")
    found = checked(full)
    assert (found.state, found.at, found.letters) == ("waiting", handed.at, 2)
    assert approve(full, found, by="Lee").by == "Kim"
    assert faults(full) == []


def test_words_are_approved_only_on_the_case_that_they_were_checked_on(full: Case) -> None:
    found = propose(full, handed_in(full, closing_0_text="A."))
    people = [*full.store.get(Person), person("p3", name="Cy Doe")]
    full.store.put(Person, people)
    full.store.put(Offer, monitoring(people))
    assert proposing.is_stale(full, found)
    with pytest.raises(Changed, match="changed since these letters were checked"):
        approve(full, found, by="Lee")
    again = checked(full)
    assert (again.letters, again.entry > found.entry) == (3, True)
    approve(full, again, by="Lee")


def test_a_check_that_is_ended_or_overtaken_writes_nothing(full: Case) -> None:
    class Ended(BaseException):
        pass

    def end(_what: str, _done: int, _of: int) -> None:
        raise Ended

    proposing.hand_in(full, handed_in(full, closing_0_text="A."), "x.docx", by="Kim", grounds="clearer")
    with pytest.raises(Ended):
        proposing.check(full, TEXT, bench=full.bench(settings=SAID_BY_PEOPLE, progress=end))
    assert proposing.unchecked(full) == [TEXT]

    def overtake(_what: str, _done: int, _of: int) -> None:
        proposing.hand_in(full, handed_in(full, closing_0_text="B."), "x.docx", by="Pat", grounds="shorter")

    assert proposing.check(full, TEXT, bench=full.bench(settings=SAID_BY_PEOPLE, progress=overtake)) is None
    now = proposing.of_text(full, TEXT)
    assert (now.state, now.wording.by, now.wording.parts["closing/0/text"]) == ("checking", "Pat", "B.")
