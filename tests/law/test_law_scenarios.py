"""The scenario suite: what the law requires on given facts, written from the laws and not from the program's answers."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stanch import datafile
from stanch.law import assess, statutes
from stanch.law.plain import duty_plain
from stanch.law.scenarios import read_scenarios
from stanch.records import Duty

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))
KEYS = {"id", "cite", "facts", "expect"}


@cache
def rows(file: Path) -> list[dict[str, Any]]:
    return datafile.plain(datafile.load_quickly(file))


def required_of(duties: list[Duty]) -> bool | str:
    """Owed where one of them is, else open where one is, else not owed."""
    kinds = [duty.required for duty in duties]
    return True if True in kinds else "conditional" if "conditional" in kinds else False


def has_terms(duty: Duty, expected: dict[str, Any]) -> bool:
    """Whether the duty's deadline and months are those expected, as far as they are given."""
    plain = duty_plain(duty)
    held = {**(plain["deadline"] or {"amount": None, "unit": None, "from": None}), "months": plain["months"]}
    return all(held[key] == value for key, value in expected.items() if key in ("amount", "unit", "from", "months"))


def disagreements(duties: tuple[Duty, ...], expected: list[dict[str, Any]]) -> list[str]:
    found = []
    for one in expected:
        here = [
            duty
            for duty in duties
            if (duty.jurisdiction, duty.recipient) == (one["jurisdiction"], one["recipient"]) and one.get("stage", duty.stage) == duty.stage
        ]
        required = required_of(here)
        if required != one["required"]:
            found.append(f"{one}: {required}; {[duty.reason for duty in here][:2]}")
        elif required is True and not any(has_terms(duty, one) for duty in here if duty.required is True):
            found.append(f"{one}: {[(duty.deadline, duty.months) for duty in here]}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_law_comes_out_as_written(file):
    written = {str(row["id"]): row for row in rows(file)}
    wrong = []
    for scenario in read_scenarios(file):
        assert scenario.facts is not None, (scenario.id, scenario.faults)
        assert not scenario.faults, (scenario.id, scenario.faults)
        row = written[scenario.id]
        wrong += [f"{scenario.id} ({row['cite']}): {what}" for what in disagreements(assess(scenario.facts).duties, row["expect"])]
    assert not wrong, "\n".join(wrong)


def test_each_scenario_has_a_name_of_its_own_and_a_citation():
    every = [row for file in FILES for row in rows(file)]
    assert [name for name, number in Counter(row["id"] for row in every).items() if number > 1] == []
    assert all(set(row) == KEYS and row["cite"].strip() and row["expect"] for row in every)


def test_the_suite_covers_every_law_at_least_three_times():
    every = [row for file in FILES for row in rows(file)]
    assert len(every) >= 400
    counted = Counter(code for row in every for code in {one["jurisdiction"] for one in row["expect"]})
    assert {statute.code: counted[statute.code] for statute in statutes.library() if counted[statute.code] < 3} == {}


def test_thresholds_are_tried_below_at_and_above():
    numbers: dict[tuple[str, str], set[int]] = {}
    for file in FILES:
        for row in rows(file):
            for one in row["expect"]:
                numbers.setdefault((one["jurisdiction"], one["recipient"]), set()).add(sum(row["facts"]["affected"].values()))
    states = [statute for statute in statutes.library() if statute.code.startswith("US-") and len(statute.code) == len("US-CA")]
    for statute in states:
        for rule in statute.versions[-1].law.rules:
            limit = rule.threshold
            if limit and limit.n > 1 and (statute.code, rule.recipient) in numbers and not rule.stage:
                assert {limit.n - 1, limit.n, limit.n + 1} <= numbers[statute.code, rule.recipient], (statute.code, rule.recipient)
