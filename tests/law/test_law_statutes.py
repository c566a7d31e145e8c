"""Every statute file on file: it loads, its cases hold, and no condition in it could be dropped unnoticed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from stanch.errors import BrokenDataFile
from stanch.law import mutation, proof, statutes
from stanch.law.check import check

FILES = statutes.files()
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]
read = cache(statutes.read)  # each file is looked at in several ways


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_break_of_a_law_is_noticed_by_one_of_its_cases(path):
    assert mutation.survivors(read(path)) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_clock_could_be_another_unnoticed(path):
    assert mutation.clock_survivors(read(path)) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_threshold_has_a_case_below_at_and_above(path):
    statute = read(path)
    law = statute.versions[-1].law
    numbers = {sum(facts["affected"].values()) for _, facts, _ in proof.expanded(law)}
    for version in statute.versions:
        for rule in version.law.rules:
            if rule.threshold is not None:
                n = rule.threshold.n
                assert {n - 1, n, n + 1} <= numbers, f"{rule.id}: {n}"


def test_the_library_reports_itself_clean():
    # The cases themselves are run one by one by the collector; here the report must agree on one file.
    report = check(statutes.HERE / "us" / "ca.yaml")
    assert report.is_clean
    assert report.rows[0].cases > 30


def test_a_law_without_its_first_day_says_from_which_day_its_changes_are_followed():
    laws = [one for one in statutes.library() if one.code != "PCI"]  # a contract: its parties know their version
    undated = [one for one in laws if one.versions[0].law.status == "enacted"]
    assert len(undated) > 50
    assert [one.code for one in undated if one.versions[0].law.followed_from is None] == []


BROKEN = """
code: US-XX
name: Nowhere
instrument: None § 1
residence: [US-CAL]
status: enacted
sources:
  - {id: law, kind: statute, url: "https://example.org", read_in: nowhere, read_on: 2026-11-24}
definitions:
  - {id: personal_information, cite: "§ 1", source: law, combinations: [{one_of: [snn]}]}
rules:
  - id: individuals
    recipient: individuls
    cite: "§ 2"
    source: lore
    trigger: {fact: rolle, one_of: [owner]}
    deadline: [{amount: 30, unit: day}]
    contents: [nature_of_breech]
"""


def test_a_broken_file_names_every_fault_with_its_line_and_the_nearest_word(tmp_path):
    path = tmp_path / "xx.yaml"
    path.write_text(BROKEN)
    with pytest.raises(BrokenDataFile) as told:
        statutes.read(path)
    lines = {fault.line: fault.what for fault in told.value.faults}
    assert "US-CA" in lines[5]
    assert "nearest known word: ssn" in lines[10]
    assert "individuals" in lines[13]
    assert "lore" in lines[15]
    assert "role" in lines[16]
    assert "days" in lines[17]
    assert "nature_of_breach" in lines[18]


def test_an_unknown_key_is_told_with_the_nearest_known_one(tmp_path):
    path = tmp_path / "xx.yaml"
    path.write_text(BROKEN.replace("recipient:", "recipent:"))
    with pytest.raises(BrokenDataFile) as told:
        statutes.read(path)
    assert [(fault.line, "recipient" in fault.what) for fault in told.value.faults] == [(13, True)]


def test_what_a_text_leaves_to_the_circumstances_needs_its_own_question(tmp_path):
    path = tmp_path / "xx.yaml"
    doubtful = BROKEN.replace("[{one_of: [snn]}]", "[{one_of: [ssn], doubtful: true}, {one_of: [card_number], doubtful: true}]")
    path.write_text(doubtful)
    with pytest.raises(BrokenDataFile) as told:
        statutes.read(path)
    assert [fault.what for fault in told.value.faults if fault.line == 10] == [
        "what is doubtful needs its question in `asks` (only numbers of accounts and cards have one of their own)"
    ]


def test_the_library_works_without_a_place_for_its_compiled_copy(monkeypatch):
    statutes.library.cache_clear()
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert [statute.code for statute in statutes.library(statutes.HERE / "uk")] == ["UK", "UK-NIS", "UK-PECR"]
    statutes.library.cache_clear()


@pytest.mark.parametrize("path", [FILES[0], statutes.HERE / "us" / "ny.yaml"], ids=["first", "us/ny"])
def test_the_quick_reading_gives_the_same_law(path):
    quick, whole = statutes.read_law(path), statutes.read(path)
    assert [version.begins for version in quick.versions] == [version.begins for version in whole.versions]
    for one, other in zip(quick.versions, whole.versions, strict=True):
        assert one.law == replace(other.law, cases=(), case_facts={})


def test_the_compiled_copy_gives_the_same_laws(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "statutes"
    folder.mkdir()
    (folder / "oh.yaml").write_text((statutes.HERE / "us" / "oh.yaml").read_text())
    statutes.library.cache_clear()
    fresh = statutes.library(folder)
    assert list(tmp_path.glob("stanch/law-*.msgpack"))
    statutes.library.cache_clear()
    assert statutes.library(folder) == fresh
    statutes.library.cache_clear()


def test_a_sum_for_the_whole_breach_stands_beside_one_for_each_person(tmp_path):
    text = (statutes.HERE / "us" / "nm.yaml").read_text()
    path = tmp_path / "nm.yaml"
    path.write_text(text.replace("    floor: 25000\n", "    floor: 250000\n"))
    with pytest.raises(BrokenDataFile, match=r"nm\.yaml:\d+:\d+: `floor` stands beside `high` for each person, and below `cap`"):
        statutes.read(path)
