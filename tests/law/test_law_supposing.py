"""What if discovery was earlier: which clocks move, by how much, which would be overdue."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_cast import assessed, breach

from stanch.cli.main import run
from stanch.errors import WrongCall
from stanch.law import from_values
from stanch.law.supposing import between, changes, date_keys, shifts, supposed

NOW = datetime(2026, 5, 30, 12, tzinfo=UTC)


def moved(*given_, now=NOW, settled=(), **facts):
    return {shift.duty: shift for shift in shifts(from_values(breach(**facts)), changes(given_), now=now, settled=settled)}


def test_a_clock_from_discovery_moves_with_it_and_one_from_determination_does_not():
    found = moved("discovered=2026-04-24", affected={"US-CA": 501, "US-TX": 300})
    shift = found["US-CA/individuals"]
    assert (shift.due_before[:10], shift.due_after[:10], shift.moved_hours) == ("2026-06-03", "2026-05-24", -240.0)
    assert shift.overdue_hours == pytest.approx(125.0, abs=0.1)  # from 24 May 23:59:59 in California to 30 May noon UTC
    assert not shift.was_overdue
    assert not any(name.startswith("US-TX") for name in found)


def test_a_later_law_may_bind_or_fall_away():
    found = moved("as_of=2025-12-31", now=NOW, affected={"US-OK": 600})
    assert (found["US-OK/ag"].required_before, found["US-OK/ag"].required_after) == (True, False)


def test_what_is_settled_is_left_out():
    assert "US-CA/individuals" not in moved("discovered=2026-04-24", settled=["US-CA/individuals"])


def test_the_overdue_stand_first():
    found = list(moved("discovered=2026-04-22", affected={"US-CA": 501, "US-WA": 501, "US-NY": 1}).values())
    late = [shift.overdue_hours for shift in found]
    assert late == sorted(late, reverse=True)
    assert late[0] > 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("discoverd=2026-04-01", "discovered"),
        ("discovered=yesterday", "is no date"),
        ("discovered", "the date is missing"),
        ("=2026-04-01", "no date is called"),
        ("affected=2026-04-01", "no date is called"),
    ],
)
def test_a_wrong_supposition_says_what_is_right(text, told):
    with pytest.raises(WrongCall) as error:
        changes([text])
    assert told in str(error.value)


def test_dates_that_contradict_are_refused():
    with pytest.raises(WrongCall) as error:
        supposed(from_values(breach()), changes(["discovered=2026-04-01"]))
    assert "discovered 2026-04-01 is before occurred 2026-04-20" in str(error.value)
    assert supposed(from_values(breach()), changes(["discovered=2026-04-01", "occurred=2026-03-01"])).incident.occurred == date(2026, 3, 1)


def test_every_date_of_the_facts_may_be_supposed():
    assert {"discovered", "determined", "occurred", "ended", "as_of", "paid_on", "law_enforcement_hold_until"} <= set(date_keys())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 14))
def test_an_earlier_discovery_never_gives_more_time(days):
    day = date(2026, 5, 4).toordinal() - days
    found = moved(f"discovered={date.fromordinal(day)}", affected={"US-CA": 501, "US-NY": 5, "EU-DE": 5, "US-FL": 600})
    assert (not found) == (days == 0)
    assert all(shift.moved_hours is None or shift.moved_hours < 0 for shift in found.values())


def test_nothing_moves_against_itself():
    found = assessed(affected={"US-CA": 501, "EU-DE": 3})
    assert between(found, found, now=NOW) == ()


def test_the_verb_prints_words_and_json(tmp_path, capfd):
    file = tmp_path / "facts.yaml"
    file.write_text(json.dumps(breach(affected={"US-CA": 501})))
    assert run(["law", "assess", str(file), "--what-if", "discovered=2026-04-24", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["supposed"] == "discovered was 2026-04-24"
    assert {shift["duty"] for shift in told["shifts"]} >= {"US-CA/individuals", "US-CA/ag"}
    assert run(["law", "assess", str(file), "--what-if", "discovered=2026-04-24"]) == 0
    assert "-10.0 days" in capfd.readouterr().out
    assert run(["law", "assess", "--scenarios", str(file), "--what-if", "discovered=2026-04-24"]) == 2
