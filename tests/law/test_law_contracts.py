"""Promises of the business's own, judged beside the laws: the same grammar, their own cases, faults with their places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_cast import assessed, breach

from stanch.cli.main import run
from stanch.errors import BrokenDataFile, WrongCall
from stanch.law import assess, contracts, from_values
from stanch.law.contracts import parsed, read_contracts

TEXT = """
contracts:
  - party: Example Hospital Group
    kind: customer
    contract: Services Agreement of 1 March 2024
    read_on: 2026-11-20
    timezone: America/New_York
    rules:
      - id: notice
        cite: clause 14.2
        trigger: {defined: incident}
        of: personal_information
        deadline: [{amount: 48, unit: hours, from: awareness, cite: clause 14.2}]
      - id: report
        cite: clause 14.3
        stage: report
        trigger: {all: [{defined: incident}, {count: {op: ge, n: 500, counting: total}}]}
        deadline: [{amount: 10, unit: business_days, from: awareness}]
        since: 2026-01-01
    cases:
      - {name: any incident, facts: {as_of: 2026-06-15, incident: {confidentiality: acquired}}, expect: {notice: true, report: conditional}}
      - name: access ruled out
        facts: {as_of: 2026-06-15, incident: {confidentiality: unavailable}, exfiltration: false}
        expect: {notice: false}
  - party: Example Mutual Insurance
    kind: insurer
    contract: Cyber policy EX-0001
    rules:
      - {id: notice, cite: condition 4(a), trigger: {defined: incident}, deadline: [{amount: 72, unit: hours, from: discovery}]}
"""


def found(**changes):
    duties = assessed(contracts=TEXT, **changes).duties
    return {duty.id: duty for duty in duties if duty.jurisdiction.startswith(contracts.PREFIX)}


def test_a_contract_is_a_duty_with_its_party_its_clause_and_its_clock():
    duty = found()["CONTRACT-EXAMPLE-HOSPITAL-GROUP/notice"]
    assert (duty.recipient, duty.required, duty.name) == ("customer", True, "Example Hospital Group")
    assert duty.cite == "Services Agreement of 1 March 2024, clause 14.2"
    assert duty.deadline.due.isoformat() == "2026-05-06T00:00:00-04:00"
    insurer = found()["CONTRACT-EXAMPLE-MUTUAL-INSURANCE/notice"]
    assert (insurer.recipient, insurer.deadline.due.isoformat()[:10]) == ("insurer", "2026-05-07")
    assert "Example Mutual Insurance" in insurer.reason


def test_a_contract_holds_though_nobody_is_counted_yet():
    assert found(affected={}, data=[])["CONTRACT-EXAMPLE-MUTUAL-INSURANCE/notice"].required is True


@pytest.mark.parametrize(("people", "owed"), [(499, False), (500, True), (501, True)])
def test_a_number_in_a_contract(people, owed):
    assert found(affected={"US-OH": people})["CONTRACT-EXAMPLE-HOSPITAL-GROUP/report"].required is owed


def test_what_a_contract_promised_later_is_not_owed_before():
    early = {"occurred": "2025-04-20", "discovered": "2025-05-04", "determined": "2025-05-11"}
    assert "CONTRACT-EXAMPLE-HOSPITAL-GROUP/report" not in found(as_of="2025-06-15", incident=early)


def test_the_laws_answer_as_they_did_without_the_contracts():
    laws = [duty for duty in assessed(contracts=TEXT).duties if not duty.jurisdiction.startswith(contracts.PREFIX)]
    assert laws == list(assessed().duties)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: insurer", "kind: insuror", "nearest known word: insurer"),
        ("cite: condition 4(a), ", "", "cite"),
        ("clause 14.2, ", "", None),
        ("deadline: [{amount: 72", "deadlin: [{amount: 72", "nearest known key: deadline"),
        ("unit: hours, from: discovery", "unit: hour, from: discovery", "nearest known word: hours"),
        ("party: Example Mutual Insurance", "party: Example Hospital Group", "two contracts are called"),
        ("contracts:", "contract:", "`contracts` is needed"),
        ("trigger: {defined: incident}, deadline", "trigger: {defined: incidnt}, deadline", "incidnt"),
        ("  - party: Example Mutual Insurance\n", "  - 7\n  - party: Example Mutual Insurance\n", "a contract is a mapping"),
    ],
)
def test_a_fault_is_told_with_its_place(old, new, told):
    text = TEXT.replace(old, new)
    if told is None:
        assert parsed(text)
        return
    with pytest.raises(BrokenDataFile) as error:
        parsed(text, "promises.yaml")
    assert told in str(error.value)
    assert all(fault.file == "promises.yaml" for fault in error.value.faults)


def test_a_contract_whose_own_case_fails_is_refused(tmp_path):
    file = tmp_path / "promises.yaml"
    file.write_text(TEXT.replace("expect: {notice: false}", "expect: {notice: true}"))
    with pytest.raises(WrongCall) as error:
        read_contracts(file)
    assert "access ruled out" in str(error.value)
    file.write_text(TEXT)
    assert read_contracts(file) == TEXT


def test_files_that_are_none_are_told(tmp_path):
    for content in (
        b"\xff\xfe\x00",
        b"",
        b"[]",
        b"contracts: []",
        b"contracts: {a: 1}",
        b"a: [",
        b"contracts: [{party: {a: b}, kind: [], rules: 3}]",
    ):
        file = tmp_path / "x.yaml"
        file.write_bytes(content)
        with pytest.raises(WrongCall):
            read_contracts(file)
    file.write_bytes(b"#" * (contracts.LARGEST + 1))
    with pytest.raises(WrongCall):
        read_contracts(file)
    with pytest.raises(WrongCall):
        read_contracts(tmp_path / "missing.yaml")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    try:
        made = parsed(f"contracts:\n{text}", "x")
    except BrokenDataFile:
        return
    assert made


def test_the_verb_judges_contracts_beside_the_laws(tmp_path, capfd):
    import json

    (tmp_path / "promises.yaml").write_text(TEXT)
    (tmp_path / "facts.yaml").write_text(json.dumps(breach()))
    run(["law", "assess", str(tmp_path / "facts.yaml"), "--contracts", str(tmp_path / "promises.yaml"), "--json"])
    told = json.loads(capfd.readouterr().out)
    assert {"customer", "insurer"} <= {duty["recipient"] for duty in told["duties"]}
    assert run(["law", "assess", str(tmp_path / "facts.yaml"), "--contracts", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capfd.readouterr().err


def test_law_check_reads_a_file_of_contracts(tmp_path, capfd):
    import json

    (tmp_path / "promises.yaml").write_text(TEXT)
    assert run(["law", "check", str(tmp_path / "promises.yaml"), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert [(row["code"], row["cases"], row["failed"]) for row in told["rows"]] == [
        ("CONTRACT-EXAMPLE-HOSPITAL-GROUP", 2, []),
        ("CONTRACT-EXAMPLE-MUTUAL-INSURANCE", 0, []),
    ]
    (tmp_path / "promises.yaml").write_text(TEXT.replace("expect: {notice: false}", "expect: {notice: true}"))
    assert run(["law", "check", str(tmp_path / "promises.yaml")]) == 1


def test_a_contract_in_the_facts_that_does_not_read_is_a_wrong_call():
    with pytest.raises(BrokenDataFile):
        assess(from_values(breach(contracts="contracts: [")))


def test_the_example_in_the_documentation_reads_and_proves_itself():
    import re
    from pathlib import Path

    page = (Path(__file__).parent.parent.parent / "docs" / "rules.md").read_text("utf-8")
    (text,) = re.findall(r"```yaml\n(contracts:.*?)```", page, re.DOTALL)
    made = parsed(text)
    assert {one.code for one in made} == {"CONTRACT-EXAMPLE-HOSPITAL-GROUP", "CONTRACT-EXAMPLE-MUTUAL-INSURANCE"}
    assert list(contracts.failures(made)) == []
