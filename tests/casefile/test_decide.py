"""Deciding: with grounds, in the journal, all or nothing. And the clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from the_case import NOW

from stanch.casefile import Case, decide
from stanch.casefile.decisions import history, revision_of
from stanch.casefile.duties import clocks, duty_states, remaining
from stanch.errors import StanchError, WrongCall
from stanch.records import Action, Check, Deadline, Duty, Notice


def duty(name: str, *, hours: float | None = None, required: object = True, unit: str = "hours") -> Duty:
    due = None if hours is None else NOW + timedelta(hours=hours)
    deadline = Deadline(hours, unit, "discovery", due)
    return Duty(f"US-CA/{name}", "US-CA", "individuals", required, deadline, None, (), "", (), f"cite {name}", "because", name)  # type: ignore[arg-type]


DUTIES = [
    duty("later", hours=100.0),
    duty("none", required=False, hours=1),
    duty("soon", hours=2.0),
    duty("late", hours=-5.0),
    duty("maybe", hours=50.0, required="conditional"),
    duty("haste", unit="without_unreasonable_delay"),
    duty("now", unit="immediately"),
]


def statuses(case: Case) -> dict[str, str]:
    return {state.duty.rule: state.status for state in duty_states(case, now=NOW)}


def test_clocks_run_by_urgency_and_undated_ones_come_last(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    running = clocks(case, now=NOW)
    assert [clock.state.duty.rule for clock in running] == ["late", "soon", "maybe", "later", "now", "haste"]
    assert [clock.hours for clock in running][:2] == [-5, 2]
    form = running[1].contract_form()
    assert form["due"] == "2026-11-24T04:00:00+00:00"
    assert (form["jurisdiction"], form["recipient"], form["remaining_hours"], form["cite"]) == ("US-CA", "individuals", 2, "cite soon")


def test_status_follows_time_and_decision(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    assert statuses(case) == {
        "later": "open",
        "none": "not_required",
        "soon": "open",
        "late": "overdue",
        "maybe": "conditional",
        "haste": "open",
        "now": "open",
    }
    decide.sign_duty(case, "US-CA/late", verdict="fulfilled", by="counsel", grounds="letters went out on the 20th")
    decide.sign_duty(case, "US-CA/soon", verdict="declined", by="counsel", grounds="encrypted, key safe")
    decide.sign_duty(case, "US-CA/later", verdict="confirmed", by="counsel", grounds="it applies")
    assert {statuses(case)[name] for name in ("late", "soon", "later")} == {"fulfilled", "declined", "confirmed"}
    assert [clock.state.duty.rule for clock in clocks(case, now=NOW)] == ["maybe", "later", "now", "haste"]
    form = next(state for state in duty_states(case, now=NOW) if state.duty.rule == "late").contract_form()
    assert (form["status"], form["decided_by"], form["deadline"]["from"]) == ("fulfilled", "counsel", "discovery")
    decide.sign_duty(case, "US-CA/soon", verdict="open", by="counsel", grounds="the key was taken after all")
    assert statuses(case)["soon"] == "open"
    assert [one.verdict for one in history(case.alias, "Duty", "US-CA/soon")] == ["declined", "open"]


def test_a_duty_that_changed_after_it_was_signed_says_so(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    decide.sign_duty(case, "US-CA/soon", verdict="confirmed", by="counsel", grounds="it applies")
    case.store.put(Duty, [replace(DUTIES[2], people=500)])
    state = duty_states(case, now=NOW)[0]
    assert (state.status, state.has_changed) == ("confirmed", True)


def test_what_was_seen_is_what_is_decided_on(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    seen = revision_of(DUTIES[2])
    case.store.put(Duty, [replace(DUTIES[2], people=500)])
    with pytest.raises(StanchError, match="changed since"):
        decide.sign_duty(case, "US-CA/soon", verdict="confirmed", by="counsel", grounds="it applies", revision=seen)
    assert duty_states(case, now=NOW)[0].decision is None
    decide.sign_duty(case, "US-CA/soon", verdict="confirmed", by="c", grounds="g", revision=revision_of(replace(DUTIES[2], people=500)))


def test_each_decision_is_in_the_journal_with_its_grounds(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    decide.sign_duty(case, "US-CA/soon", verdict="declined", by="counsel", grounds="encrypted")
    last = case.journal.entries(newest_first=True, count=1)[0].contract_form()
    assert (last["action"], last["object"], last["actor"]) == ("sign duty", "US-CA/soon", "counsel")
    assert (last["details"]["verdict"], last["details"]["grounds"]) == ("declined", "encrypted")


def test_no_decision_without_grounds_or_on_what_is_not_there(case: Case) -> None:
    case.store.put(Duty, DUTIES)
    case.store.put(Action, [Action("a1", "t", "w", "o", None, "e", True)])
    entries = len(case.journal)
    with pytest.raises(WrongCall, match="grounds"):
        decide.sign_duty(case, "US-CA/soon", verdict="declined", by="x", grounds=" ")
    with pytest.raises(WrongCall, match="verdict"):
        decide.sign_duty(case, "US-CA/soon", verdict="maybe", by="x", grounds="y")
    with pytest.raises(WrongCall, match=r"no such duty: US-CA/sooon\nThe nearest one is US-CA/soon"):
        decide.sign_duty(case, "US-CA/sooon", verdict="declined", by="x", grounds="y")
    with pytest.raises(WrongCall, match="proof"):
        decide.close_action(case, "a1", by="x", proof="")
    assert len(case.journal) == entries


def test_an_incomplete_notice_stops_the_whole_approval(case: Case) -> None:
    good = Notice("n1", "letter", "individuals", "US-CA", (), "en", "t")
    lacking = replace(good, id="n2", missing=("org.phone",))
    broken = replace(good, id="n3", checks=(Check("US-CA/x", "what_happened", "must_contain", False, "", "Cal. Civ. Code 1798.82"),))
    case.store.put(Notice, [good, lacking, broken])
    for bad, told in (("n2", r"org\.phone"), ("n3", r"1798\.82")):
        with pytest.raises(StanchError, match=told):
            decide.approve_notices(case, ["n1", bad], by="counsel")
    assert {one.status for one in case.store.get(Notice)} == {"draft"}
    assert decide.approve_notices(case, ["n1", "n1"], by="counsel") == 1
    decide.hold_notice(case, "n1", by="counsel", grounds="the police ask for delay until the 30th")
    assert case.store.get(Notice)[0].status == "held"


def test_thousands_are_approved_in_one_entry(case: Case) -> None:
    case.store.put(Notice, [Notice(f"n{number}", "letter", "individuals", "US-CA", (), "en", "t") for number in range(3000)])
    entries = len(case.journal)
    assert decide.approve_notices(case, [f"n{number}" for number in range(3000)], by="counsel", grounds="sample read") == 3000
    assert len(case.journal) == entries + 1
    assert {one.status for one in case.store.get(Notice)} == {"approved"}


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.2, "less than an hour"),
        (1.0, "1 hour"),
        (26.5, "1 day 2 hours"),
        (48, "2 days"),
        (24 * 30 + 5, "30 days"),
        (-3, "overdue by 3 hours"),
        (None, ""),
    ],
)
def test_remaining_time_as_a_person_says_it(hours: float | None, said: str) -> None:
    assert remaining(hours) == said
