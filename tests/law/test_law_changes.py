"""`stanch law diff`: what changed between two days, on changes that are known."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from stanch.cli.main import run
from stanch.law import statutes
from stanch.law.changes import between


def changes(code, first, last=None):
    last = last or first
    found = between(date.fromisoformat(first) - timedelta(days=1), date.fromisoformat(last), [statutes.find(code)])
    return {(one.rule, one.kind): one for one in found}


def test_california_sets_days_from_2026():
    found = changes("US-CA", "2026-01-01")
    assert set(found) == {("individuals", "deadline"), ("ag", "deadline")}
    individuals, ag = found["individuals", "deadline"], found["ag", "deadline"]
    assert individuals.before.startswith("without unreasonable delay from discovery")
    assert individuals.after.startswith("30 days from discovery")
    assert "SB 446" in individuals.cite
    assert (ag.before, ag.after) == ("without unreasonable delay from the notice to the people", "15 days from the notice to the people")
    assert individuals.on == date(2026, 1, 1)


def test_texas_halves_the_attorney_generals_days_in_2023():
    found = changes("US-TX", "2023-09-01")
    assert set(found) == {("ag", "deadline")}
    assert "was 60 days from determination" in found["ag", "deadline"].says
    assert "is 30 days from determination" in found["ag", "deadline"].says


def test_new_york_in_december_2024_and_march_2025():
    december = changes("US-NY", "2024-12-21")
    assert december["individuals", "deadline"].after.startswith("30 days from discovery")
    assert december["owner", "deadline"].after.endswith("at the latest 30 days from discovery")
    assert december["dfs", "duty_added"].recipient == "regulator:DFS"
    march = changes("US-NY", "2025-03-21")
    assert set(march) == {("", "definition")}
    assert "now takes in medical or health insurance" in march["", "definition"].says
    both = between(date(2024, 12, 20), date(2025, 3, 21), [statutes.find("US-NY")])
    assert [one.on for one in both] == [date(2024, 12, 21)] * 3 + [date(2025, 3, 21)]


def test_the_united_kingdoms_72_hours_in_2025():
    found = changes("UK-PECR", "2025-08-20")
    assert found["authority", "deadline"].says == "the deadline: was 24 hours from detection; is 72 hours from awareness"
    assert found["authority_second", "duty_removed"].after == ""


@pytest.mark.parametrize(("code", "first"), [("CL", "2026-12-01"), ("IN-DPDP", "2027-05-13")])
def test_a_law_comes_into_force(code, first):
    (one,) = changes(code, first).values()
    assert one.kind == "commenced"
    assert (one.before, one.after) == ("not_commenced", "enacted")
    assert "individuals" in one.says


def test_the_day_before_and_the_day_itself_hold_nothing():
    california = [statutes.find("US-CA")]
    assert between(date(2025, 6, 1), date(2025, 12, 31), california) == ()
    assert between(date(2026, 1, 1), date(2026, 1, 1), california) == ()


def test_what_is_not_yet_law_changes_nothing():
    law = statutes.find("US-CA")
    pending = statutes.Statute(law.path, tuple(_proposed(version) for version in law.versions))
    assert between(date(1900, 1, 1), date(2030, 1, 1), [pending]) == ()


def _proposed(version):
    from dataclasses import replace

    return replace(version, law=replace(version.law, status="proposed"))


def test_no_version_of_any_law_goes_unexplained():
    for statute in statutes.library():
        for old, new in zip(statute.versions, statute.versions[1:], strict=False):
            found = between(old.begins, new.begins, [statute])
            bound = "enacted" in (old.law.status, new.law.status)
            assert bool(found) == (bound and old.law != new.law), (statute.code, new.begins)
            assert all(one.cite and one.says and one.on == new.begins for one in found)


def test_the_verb_prints_words_and_json(capfd, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    assert run(["law", "diff", "2025-12-31", "2026-01-01", "--code", "us-ca"]) == 0
    assert "15 days from" in capfd.readouterr().out
    assert run(["law", "diff", "2025-12-31", "2026-01-01", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {"US-CA", "US-OK"} <= {one["jurisdiction"] for one in found["changes"]}
    assert run(["law", "diff", "2026-01-01", "2025-12-31"]) == 2
    assert run(["law", "diff", "2025-12-31", "2026-01-01", "--code", "US-CAA"]) == 2
    assert "US-CA" in capfd.readouterr().err
