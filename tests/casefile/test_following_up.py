"""The letter that follows tells of closed actions only: said, drafted, approved, sent; and it stops when one is opened again."""

import json
from dataclasses import replace

import pytest
from letters import choose, filled, person
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring
from tests.notices.case import person as somebody

from stanch import notices
from stanch.casefile import Case, decide, drafting, following_up, ledger, lettering, pieces
from stanch.errors import WrongCall
from stanch.notices.following import told
from stanch.records import Action, Notice, Person, Said

SECOND = Action("second_factor", "Ask for a second factor", "why", "IT lead", None, "small", would_have_stopped_it=True)
SENTENCE = "Everyone who signs in must give a second proof."
LETTER = Notice("follow-up-p1", "letter", "follow_up", "US-ME", (), "en", "en/follow_up", person="p1", address=("Ann", "Elm", "Portland"))


@pytest.fixture
def told_case(case: Case) -> Case:
    """A case with one person told before, and a measure said of a closed action."""
    filled(case, 2)
    case.store.put(Action, [SECOND, replace(SECOND, id="less_data")])
    decide.close_action(case, "second_factor", by="IT", proof="ticket 7")
    following_up.say(case, {"second_factor": SENTENCE}, language="en", by="Dana")
    case.store.put(Notice, [*case.store.get(Notice), LETTER])
    return case


def test_what_is_not_closed_is_not_told(case: Case) -> None:
    case.store.put(Action, [SECOND])
    with pytest.raises(WrongCall, match="is open"):
        following_up.say(case, {"second_factor": SENTENCE}, language="en", by="Dana")
    with pytest.raises(WrongCall, match="no such action"):
        following_up.say(case, {"nothing": SENTENCE}, language="en", by="Dana")
    assert case.store.get(Said) == []


def test_an_action_opened_again_stops_approval_and_sending(told_case: Case) -> None:
    drafting.approve(told_case, [LETTER.id], by="Lee")
    decide.reopen_action(told_case, "second_factor", by="IT", grounds="it was switched off")
    assert following_up.not_done(told_case) == ["second_factor"]
    choose(told_case)
    assert pieces.queue_approved(told_case)["mail"] == 2, "the two first letters, not the one that follows"
    with pytest.raises(WrongCall, match="not done: second_factor"):
        drafting.approve(told_case, [LETTER.id], by="Lee")
    decide.close_action(told_case, "second_factor", by="IT", proof="ticket 9")
    assert pieces.queue_approved(told_case)["mail"] == 1


def test_a_line_without_an_action_is_refused_and_taking_back_frees_nothing_else(told_case: Case) -> None:
    lettering.state(told_case, [Said("measures", "All is well now.", "en")], by="Dana")
    with pytest.raises(WrongCall, match="names no action"):
        drafting.approve(told_case, [LETTER.id], by="Lee")
    following_up.withdraw(told_case, by="Dana")
    assert following_up.measures_in(told_case, "en") == {}
    assert following_up.not_done(told_case) == []


def test_where_a_person_stands_is_where_the_first_letter_stands(told_case: Case) -> None:
    pieces.queue_approved(told_case)
    assert ledger.ledger(told_case).counts == {"waiting": 2}


def test_no_further_letter_goes_where_one_came_back_from_until_an_address_is_known(told_case: Case) -> None:
    """Somebody else lives there now, and would read that the addressee's data was taken."""
    from stanch.casefile.models import AddressRow

    address = (person(1).name, "1 Elm Street", "Portland, ME 04101")
    told_case.store.put(Notice, [*told_case.store.get(Notice)[:-1], replace(LETTER, address=address)])
    pieces.queue_approved(told_case)
    first = next(one for one in pieces.pieces(told_case) if one.person == "p1")
    pieces.change(told_case, first.id, "returned", state="returned")
    drafting.approve(told_case, [LETTER.id], by="Dana")
    assert pieces.would_queue(told_case) == {"set aside": 1}
    newer = json.dumps([address[0], "9 Oak St", address[2]])
    AddressRow.objects.using(told_case.alias).create(person="p1", address=newer, source="NCOA", known_at=told_case.clock())
    assert pieces.would_queue(told_case)["mail"] == 1


def test_everybody_who_was_written_to_gets_one_in_their_language_with_the_measures() -> None:
    people = [somebody("p1"), replace(somebody("p2"), residence="EU-IE"), somebody("p3", residence="US-TX")]
    people.append(somebody("p4", minor=True))
    said = {"notice.en.measures": f"second_factor: {SENTENCE}\nless_data: We keep less data."}
    made = notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench(**said))
    found = {one.person: one for one in made if one.recipient == "follow_up"}
    assert set(found) == {"p1", "p2", "p4"}, "nobody to whom nothing was owed"
    assert found["p1"].fields["measures"] == f"{SENTENCE}\nWe keep less data."
    assert [one.text_id for one in found.values()] == ["en/follow_up", "en/follow_up_a4", "en/follow_up"]
    assert found["p4"].fields["voice"] == "guardian"
    assert not found["p1"].missing
    without = notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())
    assert [one for one in without if one.recipient == "follow_up"] == []


def test_a_language_for_which_nothing_was_said_leaves_a_gap() -> None:
    people = [somebody("p1"), replace(somebody("p2"), residence="US-PR", language="es")]
    said = {"notice.en.measures": f"second_factor: {SENTENCE}"}
    duties = [replace(one, jurisdiction="US-PR", id=f"pr-{one.id}") for one in DUTIES[:1]] + DUTIES
    made = notices.draft(duties, people, FACTS, ATTACK, monitoring(people), bench=bench(**said))
    spanish = next(one for one in made if one.recipient == "follow_up" and one.person == "p2")
    assert spanish.text_id == "es/follow_up"
    assert any("acciones cerradas" in one for one in spanish.missing)


def test_both_letters_of_a_person_have_files_of_their_own(tmp_path) -> None:
    here = bench(**{"notice.en.measures": f"second_factor: {SENTENCE}"})
    made = notices.draft(DUTIES, [somebody()], FACTS, ATTACK, monitoring([somebody()]), bench=here)
    files = {one.file for one in notices.render(made, tmp_path, bench=here)}
    assert {"letters/p1.pdf", "letters/p1-follow-up.pdf"} <= files


def test_lines_are_told_apart() -> None:
    assert told("a_b: One.\n  c: Two: three. \n\n") == {"a_b": "One.", "c": "Two: three."}
    assert told("All is well.") == {"": "All is well."}


def test_counsel_by_role_needs_no_name_in_the_file(case: Case) -> None:
    lettering.state(case, [Said("counsel", "Lee Morgan")], by="Dana")
    case.store.put(Person, [person(1)])
    with pytest.raises(WrongCall, match="does not sign as counsel"):
        drafting.must_be_counsel(case, "Kim Park (kim@example.com)")
    drafting.must_be_counsel(case, "Kim Park (kim@example.com)", as_counsel=True)
    drafting.must_be_counsel(case, "Lee Morgan (lee@example.com)")
