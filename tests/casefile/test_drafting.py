"""What people say of the letters stays with its time; doubts are settled by counsel; two people where the case wants two."""

from dataclasses import replace
from pathlib import Path

import pytest
from the_case import NOW

from stanch.casefile import Case, decide, drafting, gate, ledger, lettering, weighing
from stanch.casefile.check import faults
from stanch.errors import BrokenDataFile, WrongCall
from stanch.line import LINE
from stanch.notices import Refused
from stanch.records import Duty, Notice, Offer, Person, Said

LETTER = Notice("letter-p1", "letter", "individuals", "US-CA", ("US-CA/x",), "en", "en/individual")
DUTY = Duty("US-CA/x", "US-CA", "individuals", "conditional", None, None, (), "", (), "cite x", "because", "x")
DOUBT = "conditional: cite x applies depending on: does anybody know?"


def statuses(case: Case) -> list[str]:
    return [one.status for one in drafting.standing(case)]


def test_what_was_said_stays_with_who_said_it_and_when(case: Case) -> None:
    assert lettering.state(case, [Said("website", "a.example.com")], by="Dana") == ["website"]
    assert lettering.state(case, [Said("website", "a.example.com")], by="Dana") == []
    assert lettering.state(case, [Said("website", "b.example.com")], by="Lee") == ["website"]
    kept = case.store.get(Said)
    assert [(one.value, one.by, one.known_at) for one in kept] == [("a.example.com", "Dana", NOW), ("b.example.com", "Lee", NOW)]
    assert lettering.one_of(case, "website") == "b.example.com"
    assert faults(case) == []


def test_a_doubt_holds_the_letter_until_counsel_settles_it(case: Case) -> None:
    case.store.put(Notice, [replace(LETTER, missing=(DOUBT,))])
    with pytest.raises(Refused):
        drafting.approve(case, [LETTER.id], by="Dana")
    with pytest.raises(WrongCall, match="no doubt says"):
        drafting.settle(case, ["something else"], by="Lee", grounds="we tell them all the same")
    assert drafting.settle(case, ["anybody know"], by="Lee", grounds="we tell them all the same") == [DOUBT]
    assert drafting.approve(case, [LETTER.id], by="Dana") == (1, 0)
    assert statuses(case) == ["approved"]
    assert ledger.drafts(case) == {(LETTER.form, "approved", False): 1}, "what counsel settled lacks nothing any more"
    assert faults(case) == []


def test_signing_the_duty_settles_what_turns_on_it(case: Case) -> None:
    case.store.put(Duty, [DUTY])
    case.store.put(Notice, [replace(LETTER, missing=(DOUBT, "a gap"))])
    decide.sign_duty(case, DUTY.id, verdict="confirmed", by="Lee", grounds="we hold a licence")
    assert drafting.standing(case)[0].missing == ("a gap",)


def test_a_gap_is_never_settled(case: Case) -> None:
    case.store.put(Notice, [replace(LETTER, missing=("a gap",))])
    assert drafting.settle(case, [], by="Lee", grounds="all", everything=True) == []
    with pytest.raises(Refused):
        drafting.approve(case, [LETTER.id], by="Dana")


def test_only_those_named_sign_as_counsel(case: Case) -> None:
    lettering.state(case, [Said("counsel", "Lee Morgan, Kim Ode")], by="Dana")
    with pytest.raises(WrongCall, match="does not sign as counsel"):
        drafting.must_be_counsel(case, "Dana")
    drafting.must_be_counsel(case, "kim ode")


def test_where_the_case_wants_two_the_same_person_twice_is_one(case: Case) -> None:
    lettering.state(case, [Said("two_person", "yes")], by="Dana")
    case.store.put(Notice, [LETTER])
    assert drafting.approve(case, [LETTER.id], by="Dana") == (0, 1)
    assert drafting.approve(case, [LETTER.id], by="dana") == (0, 1)
    assert drafting.approve(case, [LETTER.id], by="Dana, by the token night") == (0, 1), "her program is no second person"
    assert statuses(case) == ["draft"]
    assert drafting.approve(case, [LETTER.id], by="Lee") == (1, 0)
    assert statuses(case) == ["approved"]
    assert faults(case) == []


def test_the_second_approval_is_of_the_same_words(case: Case) -> None:
    lettering.state(case, [Said("two_person", "yes")], by="Dana")
    case.store.put(Notice, [LETTER])
    drafting.approve(case, [LETTER.id], by="Dana")
    case.store.put(Notice, [replace(LETTER, fields={"happened": "something else"})])
    assert drafting.approve(case, [LETTER.id], by="Lee") == (0, 1)
    assert statuses(case) == ["draft"]


def test_the_users_rates_stay_with_the_case(case: Case, tmp_path: Path) -> None:
    case.store.put(Duty, [replace(DUTY, required=True)])
    case.store.put(Person, [Person("p1", "Ann Lee", residence="US-CA", email="a@example.com")])
    given = tmp_path / "mine.yaml"
    given.write_text("rates: {email: 5}")
    weighing.weighed(case, now=NOW, rates=given)
    assert {one.each for option in weighing.weighed(case, now=NOW) for one in option.costs if one.own} == {5.0}
    assert [entry.action for entry in case.journal.entries()].count("keep") == 1
    given.write_text("rates: {email: many}")
    with pytest.raises(BrokenDataFile):
        weighing.weighed(case, now=NOW, rates=given)
    assert "5" in (case.folder / "rates.yaml").read_text()


def test_nothing_may_be_sent_before_a_way_is_chosen_by_counsel(case: Case) -> None:
    lettering.state(case, [Said("counsel", "Lee Morgan")], by="Dana")
    case.store.put(Notice, [LETTER])
    drafting.approve(case, [LETTER.id], by="Dana")
    assert "no strategy is chosen" in gate.may_send(case)[0]
    options = weighing.weighed(case, now=NOW)
    with pytest.raises(WrongCall, match="does not sign as counsel"):
        weighing.choose(case, options[0], by="Dana", grounds="quick")
    with pytest.raises(WrongCall, match="grounds"):
        weighing.choose(case, options[0], by="Lee Morgan", grounds=" ")
    weighing.choose(case, options[0], by="Lee Morgan", grounds="it is quick")
    assert gate.may_send(case) == []
    choice = weighing.chosen(case)
    assert choice is not None
    assert (choice.verdict, choice.decided_by, choice.grounds) == (options[0].id, "Lee Morgan", "it is quick")
    assert faults(case) == []


def test_the_way_that_is_chosen_says_who_gets_a_letter_and_who_is_helped(case: Case) -> None:
    options = {one.id: one for one in weighing.weighed(case, now=NOW)}
    found = {}
    for name in ("one_standard", "public_first", "legal_minimum"):
        assert weighing.choose(case, options[name], by="Lee Morgan", grounds="because"), "letters are to be drafted anew"
        found[name] = (lettering.one_of(case, "whom"), lettering.one_of(case, "help"))
    assert found == {"one_standard": ("everyone", "everyone"), "public_first": ("everyone", ""), "legal_minimum": ("", "")}
    assert not weighing.choose(case, options["legal_minimum"], by="Lee Morgan", grounds="still")


def test_help_that_is_said_not_to_be_offered_leaves_the_offers(case: Case) -> None:
    """What people answer to the question for its telephone number; the other services stay."""
    case.store.put(Person, [Person("p1", "Ann Lee", residence="US-TX", elements=("name", "drivers_license"))])
    step = next(one for one in LINE if one.name == "protection")

    def offered() -> set[str]:
        step.run(case.store, case.bench())
        return {one.service for one in case.store.get(Offer)}

    asked = step.also(case.store)
    assert {"identity_restoration", "licence_advice"} <= offered()
    lettering.state(case, [Said("restoration_phone", "none")], by="Lee Morgan")
    assert step.also(case.store) != asked, "the step is done anew"
    assert "licence_advice" in offered()
    assert "identity_restoration" not in offered()
