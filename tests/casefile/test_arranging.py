"""Who carries out an action, by when and at what cost: it stays, with its history, and cannot go in circles."""

from datetime import date

import pytest

from stanch.casefile import Case, arranging, decide
from stanch.casefile.arranging import Change
from stanch.casefile.check import faults
from stanch.errors import WrongCall
from stanch.records import Action


def action(name: str, order: int = 1) -> Action:
    return Action(name, f"Do {name}", "because", "IT lead", date(2026, 12, 1), "small", would_have_stopped_it=False, order=order)


@pytest.fixture
def planned(case: Case) -> Case:
    """A case with three actions."""
    case.store.put(Action, [action("a"), action("b", 2), action("c", 3)])
    return case


def one(case: Case, name: str) -> Action:
    return next(each for each in case.store.get(Action) if each.id == name)


def test_what_was_arranged_stays_when_the_plan_is_drawn_up_again_and_when_it_is_done(planned: Case) -> None:
    change = Change("Ben", date(2026, 12, 24), 1200.5, "EUR", ("b",))
    arranging.arrange(planned, "a", change, by="Ann", grounds="Ben knows the firewall")
    arranging.arrange(planned, "a", Change(due=date(2027, 1, 15)), by="Ann", grounds="parts come late")
    planned.store.put(Action, [action("a"), action("b", 2), action("c", 3)])
    decide.close_action(planned, "b", by="Ann", proof="ticket 7")
    found = one(planned, "a")
    assert (found.owner, found.due, found.cost, found.currency, found.after) == ("Ben", date(2027, 1, 15), 1200.5, "EUR", ("b",))
    assert one(planned, "c") == action("c", 3)
    assert len(arranging.past(planned, "a")) == 2
    assert not arranging.waits_for(found, {each.id: each for each in planned.store.get(Action)})
    assert [entry.action for entry in planned.journal.entries()].count("arrange action") == 2
    assert faults(planned) == []


def test_what_changes_nothing_is_not_written(planned: Case) -> None:
    before = len(planned.journal)
    arranging.arrange(planned, "a", Change(owner="IT lead"), by="Ann")
    assert len(planned.journal) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(owner="  "), "without a name"),
        (Change(cost=-1.0, currency="EUR"), "no cost"),
        (Change(cost=float("nan"), currency="EUR"), "no cost"),
        (Change(cost=5.0), "without its currency"),
        (Change(currency="euro"), "no currency"),
        (Change(after=("nowhere",)), "no such action"),
        (Change(after=("a",)), "wait for each other"),
        (Change(after=("c",)), "wait for each other"),
    ],
)
def test_what_cannot_be_is_refused(planned: Case, change: Change, says: str) -> None:
    arranging.arrange(planned, "b", Change(after=("a",)), by="Ann")
    arranging.arrange(planned, "c", Change(after=("b",)), by="Ann")
    before = len(planned.journal)
    with pytest.raises(WrongCall, match=says):
        arranging.arrange(planned, "a", change, by="Ann")
    assert len(planned.journal) == before


def test_what_must_be_done_first_can_be_taken_back(planned: Case) -> None:
    arranging.arrange(planned, "a", Change(after=("b",)), by="Ann")
    assert arranging.waits_for(one(planned, "a"), {each.id: each for each in planned.store.get(Action)}) == [one(planned, "b")]
    assert arranging.arrange(planned, "a", Change(after=("",)), by="Ann").after == ()
