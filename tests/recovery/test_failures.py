"""Which controls failed, and what speaks for it."""

from dataclasses import replace
from datetime import UTC, datetime

from stanch.records import Attack, Cause, Chapter, Detection, Facts, Incident
from stanch.recovery import failures

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def guessed(level: str) -> Attack:
    return Attack(
        detections=(Detection("r", "Password guessing by ssh", level, ("credential-access",), ("T1110.001",), "auth.log", AT),),
        story=(Chapter(AT, "credential-access", "x"),),
        cause=Cause("credential_stuffing", {}, "x", 0.8),
    )


def test_what_logs_show_speaks_louder_than_the_cause_alone() -> None:
    told = {one.id: one for one in failures(guessed("high"), Facts())}
    assert (told["second_factor"].says, told["second_factor"].why) == (
        "A password alone was enough to sign in from outside.",
        "Password guessing by ssh",
    )
    assert told["second_factor"].controls[0] == "ATT&CK T1110.001"
    assert told["sign_in_throttling"].confidence == 0.9
    weaker = {one.id: one.confidence for one in failures(guessed("low"), Facts())}
    assert weaker["sign_in_throttling"] < told["sign_in_throttling"].confidence
    assert "storage_closed" not in told, "what would not have stopped it did not fail here"


def test_without_logs_the_stated_cause_speaks_and_without_a_cause_nothing_does() -> None:
    lost = failures(Attack(), Facts(incident=Incident(kind="lost_device")))
    assert [(one.id, one.why, one.confidence) for one in lost] == [("disks_encrypted", "", 0.5)]
    assert failures(Attack(), Facts()) == []


def test_a_rule_that_fired_outside_of_any_story_shows_no_failure() -> None:
    assert failures(replace(guessed("high"), story=(), cause=Cause()), Facts()) == []
