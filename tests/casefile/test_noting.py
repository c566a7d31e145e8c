"""The timeline that people keep, and cases brought from other tools."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from the_case import NOW

from stanch.casefile import Case, noting
from stanch.cause import foreign_cases
from stanch.errors import BrokenDataFile, WrongCall
from stanch.records import Attack, Chapter

IRIS = {
    "case": {"name": "#7 - Example Dental", "open_date": "2026-10-05", "description": "Share exposed"},
    "timeline": [
        {
            "event_title": "First login",
            "event_date": "2026-10-01T03:00:00.000000",
            "event_content": "from 198.51.100.7",
            "category": "Initial Access",
        },
        {"event_title": "", "event_date": "2026-10-01T03:00:00"},
        "nonsense",
    ],
    "iocs": [{"ioc_value": "198.51.100.7", "ioc_type": {"type_name": "ip-src"}, "ioc_description": "seen in the logs"}],
    "tasks": [{"task_title": "Image the server", "task_status": "Done", "task_open_date": "2026-10-05T09:00:00"}],
    "notes": [{"note_title": "Call with hoster", "note_content": "They keep logs for 7 days", "note_creationdate": "2026-10-05T10:00:00"}],
}
THEHIVE = {
    "title": "Phished mailbox",
    "startDate": 1791169200000,
    "description": "One mailbox",
    "observables": [{"dataType": "mail", "data": "lure@example.com", "message": "sender", "createdAt": 1791172800000}],
    "tasks": [{"title": "Reset password", "status": "Completed", "createdAt": 1791172800000}],
}
TIMESKETCH = "message,datetime,timestamp,timestamp_desc,tag\r\n'=2+5 in a name,2026-10-01T03:00:01+00:00,1790823601000000,File Created,\"['seen']\"\r\n,2026-10-01T03:00:02+00:00,1,x,\r\n"


def brought(tmp_path: Path, name: str, content: str) -> foreign_cases.Brought:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return foreign_cases.read(path)


def test_the_machines_files_and_remarks_of_iris_come_too_and_what_nobody_reads_is_counted(tmp_path: Path) -> None:
    machine = {"asset_name": "FILE01", "type": "Windows - Server", "asset_compromise_status": "Compromised", "asset_ip": "192.0.2.7"}
    more = {
        "assets": [{**machine, "asset_ioc": [], "date_added": "2026-10-05T09:30:00"}],
        "evidences": [{"filename": "disk.e01", "file_hash": "ab12", "file_size": 5, "date_added": "2026-10-05T11:00:00"}],
        "comments": [{"comment_text": "Hoster called back", "comment_by": "Ann", "comment_date": "2026-10-06T08:00:00"}],
        "playbooks": [{"name": "p"}, {"name": "q"}],
        "timeline": [{"event_title": "First login", "event_date": "2026-10-01T03:00:00", "assets": ["FILE01 (Windows - Server)"]}],
    }
    found = brought(tmp_path, "case.json", json.dumps({**IRIS, **more}))
    told = {one.text: one.detail for one in found.entries}
    assert told["FILE01"] == "Windows - Server · Compromised · 192.0.2.7"
    assert told["disk.e01"] == "ab12 · 5"
    assert told["Hoster called back"] == "Ann"
    assert told["First login"] == "FILE01 (Windows - Server)"
    assert found.left_out == {"playbooks: not read": 2}


def test_a_case_of_iris_comes_with_events_indicators_tasks_and_notes(tmp_path: Path) -> None:
    found = brought(tmp_path, "case.json", json.dumps({"status": "success", "data": IRIS}))
    assert found.tool == "DFIR-IRIS"
    assert [(one.kind, one.text) for one in found.entries] == [
        ("note", "#7 - Example Dental"),
        ("event", "First login"),
        ("indicator", "198.51.100.7"),
        ("task", "Image the server"),
        ("note", "Call with hoster"),
    ]
    assert found.entries[1].at == datetime(2026, 10, 1, 3, tzinfo=UTC)
    assert found.left_out == {"no text": 1, "no entry": 1}


def test_a_case_of_thehive_comes_with_its_moments_in_milliseconds(tmp_path: Path) -> None:
    found = brought(tmp_path, "case.json", json.dumps(THEHIVE))
    assert found.tool == "TheHive"
    assert [one.kind for one in found.entries] == ["note", "indicator", "task"]
    assert found.entries[0].at == datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
    assert "lure@example.com" in found.entries[1].text


@pytest.mark.parametrize("name", ["sketch.csv", "sketch.jsonl"])
def test_a_timeline_of_timesketch_comes_as_csv_and_as_lines(tmp_path: Path, name: str) -> None:
    lines = '{"message": "=2+5 in a name", "timestamp": 1790823601000000, "timestamp_desc": "File Created"}\n{"message": ""}\n'
    found = brought(tmp_path, name, TIMESKETCH if name.endswith("csv") else lines)
    assert found.tool == "Timesketch"
    assert [(one.text, one.at) for one in found.entries] == [("=2+5 in a name", datetime(2026, 10, 1, 3, 0, 1, tzinfo=UTC))]
    assert found.left_out == {"no text": 1}


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", '"x"', "[" * 100_000, "not json", '{"a": 1}'])
def test_what_is_no_export_is_told_so(tmp_path: Path, content: str) -> None:
    if content == "":
        assert brought(tmp_path, "x.jsonl", content).entries == []
        return
    with pytest.raises(BrokenDataFile):
        brought(tmp_path, "case.json", content)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["case", "timeline", "iocs", "tasks", "notes", "observables", "title", "event_title", "event_date", "startDate", "data"]
)


def test_cases_as_thehive_lists_them_and_no_other_list(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(
        json.dumps([{"title": "case#1", "startDate": 1531667370000, "description": "d"}, {"title": "case#2", "startDate": 0}, 7])
    )
    brought = foreign_cases.read(path)
    assert [(one.text, one.at) for one in brought.entries] == [("case#1", datetime(2018, 7, 15, 15, 9, 30, tzinfo=UTC)), ("case#2", None)]
    assert brought.left_out == {"no entry": 1}
    path.write_text(json.dumps([{"message": "log for action test", "date": 1531667370000}]))
    with pytest.raises(BrokenDataFile):
        foreign_cases.read(path)


@pytest.mark.parametrize("number", ["1658689261", "1658689261000", "1658689261000000"])
def test_timesketch_counts_in_seconds_or_parts_of_them(tmp_path: Path, number: str) -> None:
    path = tmp_path / "events.csv"
    for head in ("timestamp,message,timestamp_desc", "datetime,message,timestamp_desc"):
        path.write_text(f"{head}\n{number},it began,test\n")
        (entry,) = foreign_cases.read(path).entries
        assert entry.at == datetime(2022, 7, 24, 19, 1, 1, tzinfo=UTC)


@given(st.dictionaries(KEYS, ANY | st.lists(st.dictionaries(KEYS, ANY, max_size=5), max_size=4), max_size=6))
def test_no_shape_of_a_file_ends_in_a_fault(content: dict) -> None:  # type: ignore[type-arg]
    try:
        found = foreign_cases._of_json(content, Path("x"))
    except BrokenDataFile:
        return
    assert all(one.text and (one.at is None or one.at.tzinfo) for one in found.entries)


def test_the_same_file_twice_adds_nothing_and_an_entry_is_taken_back_with_grounds(case: Case, tmp_path: Path) -> None:
    found = brought(tmp_path, "case.json", json.dumps(IRIS))
    assert len(noting.bring(case, found.entries, by="Dana", origin="x")) == 5
    assert noting.bring(case, found.entries, by="Lee", origin="x") == []
    first = next(one for one in noting.timeline(case) if one.text == "First login")
    with pytest.raises(WrongCall, match="grounds"):
        noting.withdraw(case, first.id, by="Dana", grounds=" ")
    noting.withdraw(case, first.id, by="Dana", grounds="it was ours")
    assert first.id not in {one.id for one in noting.timeline(case)}
    with pytest.raises(WrongCall):
        noting.withdraw(case, first.id, by="Dana", grounds="again")
    assert [entry.action for entry in case.journal.entries() if "timeline" in entry.action] == ["note timeline", "withdraw from timeline"]


def test_what_the_logs_tell_and_what_people_noted_stand_in_one_order(case: Case) -> None:
    case.store.put(Attack, [Attack(story=(Chapter(NOW - timedelta(hours=2), "TA0001", "A login", ("auth.log:1",)),))])
    noting.note(case, "The server was switched off", at=NOW - timedelta(hours=1), source="the IT lead", by="Dana")
    noting.note(case, "=HYPERLINK(1)", at=None, source="", by="Dana")
    assert [one.text for one in noting.timeline(case)] == ["A login", "The server was switched off", "=HYPERLINK(1)"]
    assert '"\'=HYPERLINK(1)"' in noting.as_csv(noting.timeline(case))
    with pytest.raises(WrongCall, match="still to come"):
        noting.note(case, "x", at=NOW + timedelta(hours=1), source="", by="Dana")
    with pytest.raises(WrongCall, match="needs a text"):
        noting.note(case, " ", at=None, source="", by="Dana")
