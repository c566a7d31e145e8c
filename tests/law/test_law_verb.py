"""`stanch law` as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from stanch.cli.main import run

FACTS = """\
as_of: 2099-01-01
org: {sector: retail, role: owner, establishment: [US]}
incident:
  {kind: intrusion, medium: electronic, confidentiality: acquired, occurred: 2098-12-01, discovered: 2098-12-30, determined: 2098-12-31}
data:
  - {person_category: customer, elements: [ssn], with_name: true, encrypted: false}
affected: {US-CA: 501}
harm: {finding: risk}
"""


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def test_assess_prints_json_on_standard_output_alone(facts, capfd):
    assert run(["law", "assess", str(facts), "--json"]) == 0
    out, _ = capfd.readouterr()
    duties = json.loads(out)["duties"]
    assert {(one["recipient"], one["required"]) for one in duties} >= {("individuals", True), ("regulator:AG", True), ("owner", False)}


def test_assess_for_people_names_duty_clock_and_section(facts, capfd):
    assert run(["law", "assess", str(facts), "--proof"]) == 0
    out, _ = capfd.readouterr()
    assert "regulator:AG" in out
    assert "unauthorised acquisition" in out


def test_an_overdue_duty_asks_for_attention(facts):
    facts.write_text(FACTS.replace("2098-12", "2025-12").replace("2099-01-01", "2026-01-05"))
    assert run(["law", "assess", str(facts), "--json"]) == 1


def test_wrong_facts_are_told_and_nothing_is_judged(facts, capfd):
    facts.write_text(FACTS.replace("ssn", "snn"))
    assert run(["law", "assess", str(facts), "--json"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"{facts}:6:44" in err
    assert "ssn" in err


def test_scenarios_are_judged_in_one_call(tmp_path, capfd):
    row = {"id": "one", "facts": {"as_of": "2026-06-01", "affected": {"US-CA": 3}}}
    path = tmp_path / "scenarios.json"
    path.write_text(json.dumps({"scenarios": [row, {"name": "two", "facts": {"as_of": "2026-06-01"}}]}))
    assert run(["law", "assess", "--scenarios", str(path), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [one["id"] for one in found] == ["one", "two"]
    assert {one["recipient"] for one in found[0]["duties"] if one["required"] is False} == {"regulator:AG"}
    assert {one["required"] for one in found[0]["duties"]} == {"conditional", False}
    assert found[1]["warnings"]


def test_an_impossible_scenario_is_named_and_the_others_are_judged(tmp_path, capfd):
    path = tmp_path / "scenarios.yaml"
    path.write_text("- {id: s7, facts: {affected: {US-CAL: 3}}}\n- {id: s8, facts: {affected: {US-CA: 3}, org: {sector: retial}}}\n")
    assert run(["law", "assess", "--scenarios", str(path), "--json"]) == 1
    seven, eight = json.loads(capfd.readouterr().out)
    assert seven["duties"] == []
    assert "US-CA" in seven["warnings"][0]
    assert eight["duties"]
    assert "nearest known word: retail" in eight["warnings"][0]


def test_list_and_show(capfd):
    assert run(["law", "list", "--json"]) == 0
    codes = {one["code"] for one in json.loads(capfd.readouterr().out)}
    assert {"US-CA", "US-NY", "US-HIPAA", "EU-GDPR", "UK"} <= codes
    assert run(["law", "show", "US-CA", "--as-of", "2025-06-01"]) == 0
    assert "without unreasonable delay from discovery" in capfd.readouterr().out
    assert run(["law", "show", "us-ca"]) == 0
    assert "30 days from discovery" in capfd.readouterr().out
    assert run(["law", "show", "US-CAA"]) == 2
    assert "US-CA" in capfd.readouterr().err


def test_check_reports_a_case_that_does_not_hold(tmp_path, capfd):
    from stanch.law import statutes

    text = (statutes.HERE / "us" / "oh.yaml").read_text()
    (tmp_path / "oh.yaml").write_text(text.replace("amount: 45", "amount: 46", 1))
    assert run(["law", "check", str(tmp_path)]) == 1
    assert "US-OH" in capfd.readouterr().err
    (tmp_path / "oh.yaml").write_text(text)
    assert run(["law", "check", str(tmp_path)]) == 0


def test_assessing_loads_none_of_the_heavy_libraries(facts):
    code = (
        "import sys; from stanch.cli.main import run; run(['law', 'assess', sys.argv[1], '--json']);"
        "print([name for name in ('django', 'splink', 'duckdb') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(facts)], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]")
