"""Reading Facts: every fault at once, each with its place and the nearest right word."""

from __future__ import annotations

from datetime import date

import pytest

from stanch.errors import BrokenDataFile
from stanch.law import from_values, read_facts

GOOD = """\
as_of: 2026-11-24
org: {sector: retail, role: owner, establishment: [US]}
incident: {medium: electronic, confidentiality: acquired, discovered: 2026-10-01, determined: 2026-10-05}
data:
  - {person_category: customer, elements: [ssn], with_name: true, encrypted: false}
affected: {US-CA: 501}
"""


def test_facts_are_read(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(GOOD)
    facts = read_facts(path)
    assert facts.affected == {"US-CA": 501}
    assert facts.incident.determined == date(2026, 10, 5)
    assert facts.harm.finding == "not_assessed"
    assert facts.incident.actor is None


def test_json_is_read_too(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text('{"as_of": "2026-11-24", "affected": {"US-CA": 3}, "harm": null}')
    assert read_facts(path).as_of == date(2026, 11, 24)


BAD = """\
as_of: 2026-11-24
org: {sector: retial, role: ownr, regulated_as: [hippa_covered_entity]}
incident:
  medium: digital
  discovered: 2026-10-05
  determined: 2026-10-01
data:
  - {person_category: customer, elements: [snn, drivers_licence]}
affected:
  US-CAL: 3
"""


def test_all_faults_are_told_at_once_with_line_and_column(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(BAD)
    with pytest.raises(BrokenDataFile) as told:
        read_facts(path)
    found = {(fault.line, fault.column): fault.what for fault in told.value.faults}
    assert "nearest known word: retail" in found[2, 7]
    assert "nearest known word: owner" in found[2, 23]
    assert "hipaa_covered_entity" in found[2, 50]
    assert "electronic" in found[4, 3]
    assert "before discovered" in found[6, 3]
    assert "ssn" in found[8, 44]
    assert "drivers_license" in found[8, 49]
    assert "US-CA" in found[10, 3]


@pytest.mark.parametrize(
    ("line", "where", "hint"),
    [
        ("affcted: {US-CA: 1}", 1, "affected"),
        ("incident: {dicovered: 2026-01-01}", 1, "discovered"),
        ("affected: {US-CA: -1}", 1, "negative"),
        ("affected: {US-CA: 1.5}", 1, "fraction"),
        ("affected: {US-CA: many}", 1, "no number"),
        ("affected: {US-CA: .inf}", 1, "no number"),
        ("affected: [US-CA]", 1, "mapping"),
        ("data: {elements: [ssn]}", 1, "list"),
        ("incident: {discovered: 2026-13-01}", 1, "month"),
        ("incident: {occurred: 2026-01-02, ended: 2026-01-01}", 1, "before occurred"),
        ("affected: {US-CA: 3}\ndata: [{elements: [ssn], affected: {US-CA: 4}}]", 2, "3 affected in all"),
        ("harm_by_jurisdiction: {UK: hgih_risk}", 1, "high_risk"),
        ("org: {targets: [CH, RSS]}", 1, "RS"),
        ("org: {means: [ZAA]}", 1, "ZA"),
        ("data: [{elements: [name], with_name: false}]", 1, "with_name"),
    ],
)
def test_each_fault_names_its_place_and_the_right_word(tmp_path, line, where, hint):
    path = tmp_path / "facts.yaml"
    path.write_text(line + "\n")
    with pytest.raises(BrokenDataFile) as told:
        read_facts(path)
    assert told.value.faults[0].line == where
    assert hint in told.value.faults[0].what


def test_plain_values_are_told_by_path():
    with pytest.raises(BrokenDataFile) as told:
        from_values({"data": [{"elements": ["ssn", "sns"]}]})
    assert "data[0].elements[1]" in str(told.value)


def test_one_wrong_key_does_not_hide_wrong_words_places_dates_and_counts():
    values = {
        "as_off": "2026-11-24",
        "org": {"sector": "retial", "role": "ownr", "establishment": ["US-NW"]},
        "incident": {"discovered": "2026-11-23", "determined": "2026-11-20"},
        "data": [{"elements": ["snn"], "with_name": True, "encripted": False}],
        "affected": {"US-NJ": -1, "US-CA": 2.5, "Texas": 3},
        "without_residence": -3,
    }
    with pytest.raises(BrokenDataFile) as refused:
        from_values(values)
    told = str(refused.value)
    for word in (
        "as_of",
        "retail",
        "owner",
        "US-NW",
        "before discovered",
        "'snn'",
        "encrypted",
        "negative",
        "fraction",
        "US-TX",
        "-3 cannot be",
    ):
        assert word in told, word


def test_a_negative_turnover_is_refused_where_it_stands():
    with pytest.raises(BrokenDataFile, match=r"org\.turnover_aud"):
        from_values({"org": {"turnover_aud": -5}})
