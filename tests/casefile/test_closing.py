"""The end of a case: what is open is told, nothing is changed afterwards, nobody is reminded, and it can be opened again."""

from datetime import timedelta

import pytest
from letters import filled

from stanch.casefile import (
    Case,
    check,
    closing,
    decide,
    destroying,
    destruction,
    destruction_by_two,
    gate,
    holding,
    known_people,
    own,
    passwords,
    pieces,
    reminders,
    sums,
    team,
    walking,
)
from stanch.casefile.reminders import Plan, Step
from stanch.errors import Changed, WrongCall
from stanch.records import Duty, Person

GROUNDS = "all letters are out, the authority has closed its file"


def close(case: Case, **more: object) -> closing.Closing:
    given = {"by": "the owner", "grounds": GROUNDS, "now": case.clock(), "despite_open": True, **more}
    return closing.close(case, **given)  # type: ignore[arg-type]


def test_what_is_open_is_told_before_and_kept_with_the_reason(case: Case) -> None:
    filled(case, 3)
    own.add_task(case, "Ask the vendor", by="x")
    left = closing.still_open(case, now=case.clock())
    assert left == {"duties": 1, "people": 3, "tasks": 1}
    with pytest.raises(WrongCall, match=r"not everything is finished: .*People who were not told yet: 3; Tasks that are not done: 1"):
        close(case, despite_open=False)
    with pytest.raises(WrongCall, match="grounds"):
        close(case, grounds=" ")
    assert closing.closed(case) is None
    found = close(case)
    assert (found.by, found.grounds, found.left) == ("the owner", GROUNDS, left)
    assert closing.closed(case) == found
    with pytest.raises(WrongCall, match="closed already"):
        close(case)
    assert check.faults(case) == []


def test_who_looked_at_another_list_is_told(case: Case) -> None:
    filled(case, 1)
    seen = closing.revision(case, closing.still_open(case, now=case.clock()))
    own.add_task(case, "Ask the vendor", by="x")
    with pytest.raises(Changed, match="has changed since you looked"):
        close(case, seen=seen)
    close(case, seen=closing.revision(case, closing.still_open(case, now=case.clock())))


def test_a_closed_case_is_changed_by_nobody(case: Case) -> None:
    filled(case, 2)
    close(case)
    tried = (
        lambda: decide.sign_duty(case, "US-ME/individuals", verdict="confirmed", by="x", grounds="x"),
        lambda: decide.hold_notice(case, "letter-p0", by="x", grounds="x"),
        lambda: decide.set_fact(case, "org.name", "Other", by="x", source="x"),
        lambda: own.add_task(case, "x", by="x"),
        lambda: case.store.put(Person, []),
        lambda: known_people.add(case, []),
        lambda: passwords.add(case, ["a"]),
        lambda: walking.walk(case, case.bench()),
        lambda: team.tell_team(case, [], now=case.clock(), by="x"),
        lambda: pieces.queue_approved(case),
    )
    for one in tried:
        with pytest.raises(WrongCall, match="this case is closed"):
            one()
    assert case.store.count(Person) == 2
    assert any("closed" in one for one in gate.may_send(case))
    assert check.faults(case) == []


def test_looking_and_keeping_go_on_and_it_can_be_opened_again(case: Case) -> None:
    filled(case, 1)
    close(case)
    for action in ("export", "verify journal at night", "preview notice", "sign in to portal"):
        case.journal.append(action, by="x")
    holding.ask(case, ["Ann"], by="counsel")
    holding.release(case, "Ann", grounds="lifted", by="counsel")
    with pytest.raises(WrongCall, match="grounds"):
        closing.reopen(case, by="the owner", grounds="")
    closing.reopen(case, by="the owner", grounds="new evidence came in")
    assert closing.closed(case) is None
    own.add_task(case, "x", by="x")
    with pytest.raises(WrongCall, match="this case is open"):
        closing.reopen(case, by="the owner", grounds="x")
    assert [one.action for one in case.journal.entries() if one.subject == closing.SUBJECT] == ["close case", "reopen case"]


def test_nobody_is_reminded_of_a_closed_case(case: Case) -> None:
    from dataclasses import replace

    from stanch.records import Deadline

    filled(case, 1)
    due = case.clock() + timedelta(hours=5)
    case.store.put(Duty, [replace(one, deadline=Deadline(72.0, "hours", "discovery", due)) for one in case.store.get(Duty)])
    plan = Plan((Step(24.0, ("board@example.com",)),))
    assert len(reminders.due(case, plan, now=case.clock())) == 1
    close(case)
    assert reminders.due(case, plan, now=case.clock()) == []
    closing.reopen(case, by="x", grounds="x")
    assert len(reminders.due(case, plan, now=case.clock())) == 1


def test_the_list_of_a_closed_case_is_destroyed_by_the_word_of_two(case: Case) -> None:
    filled(case, 2)
    close(case)
    words = destruction.confirmation(case)
    with pytest.raises(WrongCall, match="nobody asked"):
        destruction_by_two.confirm(case, by="counsel", confirmed=words, alone=False)
    with pytest.raises(WrongCall, match="not confirmed"):
        destruction_by_two.ask(case, by="the owner", grounds="six years", confirmed="yes")
    destruction_by_two.ask(case, by="the owner", grounds="six years", confirmed=words)
    destruction_by_two.withdraw(case, by="counsel", grounds="a claim")
    destruction_by_two.ask(case, by="the owner", grounds="seven years", confirmed=words)
    with pytest.raises(WrongCall, match="you are the one who asked"):
        destruction_by_two.confirm(case, by="The owner ", confirmed=words, alone=False)
    assert case.store.count(Person) == 2
    destruction_by_two.confirm(case, by="counsel", confirmed=words, alone=False)
    with pytest.raises(WrongCall, match="is being destroyed by order"):
        destruction.refuse_if_destroyed(case)
    assert destroying.carry_out(case).people == 2
    assert destruction.remaining(case) == []
    sums.bring_up_to_date(case)  # as the next start of the portal does
    assert destruction.remaining(case) == [], "of nobody nothing is counted and kept"
    assert destruction_by_two.asked(case) is None
    assert "seven years (asked for by the owner" in destruction.certificate(case)
    assert closing.closed(case) is not None, "it stays closed"
    assert check.faults(case) == []


def test_what_was_confirmed_can_be_taken_back_until_the_first_row_goes(case: Case) -> None:
    filled(case, 2)
    words = destruction.confirmation(case)
    destruction_by_two.ask(case, by="the owner", grounds="six years", confirmed=words)
    destruction_by_two.confirm(case, by="counsel", confirmed=words, alone=False)
    holding.ask(case, ["Ann"], by="counsel")
    with pytest.raises(WrongCall, match="litigation hold stands"):
        destroying.carry_out(case)
    assert (destruction.is_ordered(case), destroying.is_begun(case)) == (True, False)
    destruction_by_two.withdraw(case, by="counsel", grounds="a claim")
    destruction.refuse_if_destroyed(case)
    assert case.store.count(Person) == 2


def test_under_the_hold_nobody_may_even_ask(case: Case) -> None:
    filled(case, 1)
    holding.ask(case, ["Ann"], by="counsel")
    with pytest.raises(WrongCall, match="litigation hold stands"):
        destruction_by_two.ask(case, by="x", grounds="x", confirmed=destruction.confirmation(case))
