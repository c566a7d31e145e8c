"""Somebody who has nothing but a browser and a bad morning: an empty case says what to do first, and frightens nobody without need."""

from dataclasses import replace

import pytest
from the_breach import NOW, duty

from stanch.portal import desk
from stanch.portal.pages import now, protection
from stanch.portal.signposts import by_page
from stanch.records import Attack, Facts, Organisation


@pytest.fixture
def nobody(case):  # type: ignore[no-untyped-def]
    """The case as it is before anything was handed in, of a firm in Germany."""
    assert case
    facts = Facts(org=Organisation(name="Example GmbH", establishment=("EU-DE",)))
    return replace(desk.contents(), facts=facts, people=(), exhibits=(), unread=())


def test_deadlines_of_countries_where_one_has_no_place_wait_until_somebody_is_counted(nobody) -> None:  # type: ignore[no-untyped-def]
    told = now._clocks(nobody, NOW)
    assert [one.state.duty.id for one in told["clocks"] if one.state.duty.required is not True] == []
    assert {one.state.duty.id for one in told["clocks"]} == {"US-CA/late", "US-CA/ag"}, "what is owed already is shown wherever it is"
    assert told["elsewhere"] == 1
    at_home = replace(nobody, facts=Facts(org=Organisation(establishment=("US-OR",))))
    assert now._clocks(at_home, NOW)["elsewhere"] == 0
    sells_there = replace(nobody, facts=Facts(org=Organisation(establishment=("EU-DE",), targets=("US-OR", "EEA"))))
    assert now._clocks(sells_there, NOW)["elsewhere"] == 0, "where it has customers is its own country too"
    unsaid = replace(nobody, facts=Facts())
    assert now._clocks(unsaid, NOW)["elsewhere"] == 0, "where nobody said where the firm is, everything is shown"


def test_the_first_thing_is_to_hand_something_in(nobody) -> None:  # type: ignore[no-untyped-def]
    from stanch.report import wording

    things = now._things(nobody)
    assert things[0].do == "Hand in what was exposed, and the logs that show what happened."
    assert len(things) <= 5
    assert "No evidence was handed in yet" in wording.headline(nobody)
    unsaid = now._things(replace(nobody, facts=Facts()))
    assert "Say on which day the breach was discovered." in [now.in_pages(one.do) for one in unsaid]


def test_an_empty_page_names_no_command(owner) -> None:  # type: ignore[no-untyped-def]
    for page in ("/", "/notices/missing", "/intake"):
        text = owner.get(page).content.decode()
        assert by_page(text) == text, page


def test_no_comfort_beside_a_deadline_that_has_passed_even_if_it_may_not_be_ours(nobody) -> None:  # type: ignore[no-untyped-def]
    late = duty("late", required="conditional", hours=-4)
    ended = replace(nobody, attack=Attack(ongoing=False), duties=(duty("ag"),))
    assert now._reassurance(ended) == now.COMFORT[0]
    assert now._reassurance(replace(ended, duties=(duty("ag"), late))) == now.COMFORT[2]
    assert now._reassurance(replace(ended, duties=(duty("ag"), duty("past", hours=-4)))) == ""


def test_each_help_stands_once_for_its_reason_whatever_was_exposed() -> None:
    rows = [("fraud_alert", 12, False, f"A fraud alert makes lenders ask: {what} exposed", "FTC", 2) for what in ("ssn", "passport")]
    told = protection._offered([*rows, ("credit_monitoring", 12, True, "US-CA orders it: exposed ssn", "§ 1798.82", 1)])
    assert told == [
        ("credit_monitoring", 12, True, "US-CA orders it", "§ 1798.82", 1),
        ("fraud_alert", 12, False, "A fraud alert makes lenders ask", "FTC", 4),
    ]
