"""What is unusual is told with its reason; what is usual is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stanch import drill
from stanch.cause.baseline import Baseline
from stanch.cause.event import Event
from stanch.cause.timeline import of_texts

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def told(events: list[Event]) -> list[str]:
    usual = Baseline()
    for event in events:
        usual.note(event)
    return [f"{one.name}: {one.why}" for one in usual.findings()]


def sent(day: int, ip: str, count: int) -> Event:
    return Event(START + timedelta(days=day), "web", "f", day, {}, ip=ip, sent=count)


def test_far_more_bytes_than_on_other_days() -> None:
    quiet = [sent(day, "192.0.2.1", 1_000_000) for day in range(6)]
    assert told(quiet) == []
    found = told([*quiet, sent(7, "192.0.2.1", 900_000_000)])
    assert found == ["statistic_bytes_out: 192.0.2.1 drew 900.0 MB on 2026-03-08; on no other of 6 days more than 1.0 MB."]


def test_a_newcomer_is_compared_with_the_others() -> None:
    others = [sent(0, f"192.0.2.{at}", 2_000_000) for at in range(1, 20)]
    assert len(told([*others, sent(1, "198.51.100.7", 400_000_000)])) == 1
    assert told([*others[:3], sent(1, "198.51.100.7", 400_000_000)]) == []
    assert told([*others, sent(1, "198.51.100.7", 20_000_000)]) == []


def login(day: int, ip: str) -> Event:
    return Event(START + timedelta(days=day), "m365", "f", day, {"Operation": "UserLoggedIn"}, ip=ip, user="a@example.com", succeeded=True)


def test_a_network_is_new_after_a_settled_history_only() -> None:
    settled = [login(day, "192.0.2.5") for day in range(20)]
    assert told([*settled, login(21, "192.0.9.9")]) == []  # the same neighbourhood
    assert len(told([*settled, login(21, "198.51.100.9")])) == 1
    assert told([*settled[:5], login(21, "198.51.100.9")]) == []


@pytest.mark.parametrize(("session", "level"), [("i-0abc12345678", "high"), ("backup", "low")])
def test_what_a_machine_of_the_cloud_signs_in_with_is_grave_elsewhere(session: str, level: str) -> None:
    user = f"arn:aws:sts::000000000000:assumed-role/web-role/{session}"
    usual = Baseline()
    for day, ip in [*((day, "192.0.2.5") for day in range(20)), (21, "198.51.100.9")]:
        usual.note(Event(START + timedelta(days=day), "cloudtrail", "f", day, {}, ip=ip, user=user, succeeded=True))
    assert [(one.level, one.access) for one in usual.findings()] == [(level, level == "high")]


def started(image: str) -> Event:
    return Event(START, "windows", "f", 1, {"EventID": 1, "Image": image})


def test_a_program_that_ran_once_from_a_users_folder() -> None:
    usual = [started(rf"C:\Windows\System32\{at % 7}.exe") for at in range(2500)]
    assert told([*usual, started(r"C:\Windows\System32\once.exe")]) == []
    assert len(told([*usual, started(r"C:\Users\a\once.exe")])) == 1
    assert told([started(r"C:\Users\a\once.exe")]) == []


@pytest.mark.parametrize("seed", [40041, 40042, 40043])
def test_no_false_alarm_on_drill_logs(tmp_path: Path, seed: int) -> None:
    drill.make(tmp_path / "d", people=60, seed=seed)
    texts = [(file.name, file.read_text("utf-8")) for file in sorted((tmp_path / "d/logs").iterdir())]
    story = (tmp_path / "d/truth/story.json").read_text("utf-8")
    events = list(of_texts(texts, START.date().replace(year=2027)))
    assert len(events) > 1000
    assert [why for why in told(events) if not any(word.strip(";.,") in story for word in why.split())] == []
