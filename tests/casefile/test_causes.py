"""How it happened, confirmed by people: what they said holds over later evidence, and it is told where it was said of something else."""

from dataclasses import replace

import pytest
from the_case import NOW

from stanch.casefile import Case, causes, report
from stanch.errors import WrongCall
from stanch.records import Attack, Cause, Chapter, Detection

GUESSED = Attack(
    detections=(Detection("r", "Password guessing by ssh", "high", ("credential-access",), ("T1110.001",), "auth.log", NOW),),
    story=(Chapter(NOW, "credential-access", "Passwords were tried."),),
    cause=Cause("credential_stuffing", {}, "Stolen passwords were tried.", 0.8),
    among=("Read as logs, though handed in as evidence: share/auth.log.",),
    remarks=("There are no web server lines between 9 March 2026, 06:00 and 15 March 2026, 06:00.",),
)


@pytest.fixture(scope="module")
def told(standing_case: Case) -> Case:
    standing_case.store.put(Attack, [GUESSED])
    return standing_case


def test_what_a_person_confirmed_holds_when_later_logs_say_otherwise(told: Case) -> None:
    first, *failed = causes.findings(told)
    assert (first.id, first.says, first.verdict) == ("cause", "Stolen passwords were tried.", "open")
    assert {one.id for one in failed} >= {"second_factor", "sign_in_throttling"}
    causes.judge(told, "cause", "confirmed", by="Ann", grounds="the owner of the account told us")
    causes.judge(told, "second_factor", "confirmed", by="Ann", grounds="looked up in the console")
    causes.judge(told, "sign_in_throttling", "refuted", by="Ben", grounds="it was on: five tries")
    with pytest.raises(WrongCall, match="grounds are missing"):
        causes.judge(told, "cause", "confirmed", by="Ann", grounds=" ")
    contents = report.outline(told, now=NOW)
    assert (
        "A password alone was enough to sign in from outside.",
        "confirmed by Ann on 2026-11-24: looked up in the console",
    ) in contents.failed
    told.store.put(Attack, [replace(GUESSED, detections=(), story=(), cause=Cause("intrusion", {}, "Somebody came in.", 0.5))])
    later = {one.id: one for one in causes.findings(told)}
    assert (later["cause"].verdict, later["cause"].has_changed) == ("confirmed", True)
    assert (later["second_factor"].verdict, later["second_factor"].has_changed, later["second_factor"].confidence) == (
        "confirmed",
        False,
        0.0,
    )
    assert "sign_in_throttling" not in later, "what was refuted and is not said any more is gone"
    told.store.put(Attack, [GUESSED])


def test_what_the_logs_do_not_cover_stands_in_the_report(told: Case) -> None:
    from stanch.report.known import unknown

    open_points = unknown(report.outline(told, now=NOW))
    assert open_points.index(GUESSED.among[0]) < open_points.index(GUESSED.remarks[0])
