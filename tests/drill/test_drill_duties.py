"""The duties that a drill expects, against what the law room says of the true people: two independent readings of the law."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stanch import law
from stanch.drill import make, score, truth
from stanch.engine.bench import silent
from stanch.records import Person, Role, contract_form

HEALTH = {"medical", "health_insurance"}
PAY = {"name", "ssn", "salary"}


def true_people(folder: Path) -> list[Person]:
    """The truth as people, with the relation that the evidence shows."""
    people = []
    for row in map(json.loads, (folder / "truth/people.jsonl").read_text(encoding="utf-8").splitlines()):
        is_patient = row["minor"] or HEALTH & set(row["elements"])
        relation = "employee" if "employee_id" in row["kinds"] else "patient" if is_patient else "customer"
        elements = tuple(row["elements"])
        is_paid_too = relation == "patient" and any("payroll" in source.lower() for source in row["sources"])
        roles = (Role("employee", tuple(sorted(PAY & set(elements)))), Role("patient", elements)) if is_paid_too else ()
        people.append(Person(row["id"], row["name"], residence=row["residence"], elements=elements, relation=relation, roles=roles))
    return people


@pytest.mark.parametrize(("people", "seed"), [(60, 3), (400, 4), (900, 5)])
def test_the_law_room_asks_what_the_drill_expects(tmp_path: Path, people: int, seed: int) -> None:
    make(tmp_path / "drill", people=people, seed=seed, progress=silent)
    folder = tmp_path / "drill"
    facts = law.merge_facts(law.read_facts(folder / "facts.yaml"), None, true_people(folder))
    expected = json.loads((folder / "truth/duties.json").read_text())
    assert score.score_duties(expected, [contract_form(duty) for duty in law.assess(facts).duties]) == []


def row(residence: str, *elements: str, kinds: tuple[str, ...] = (), sources: tuple[str, ...] = ()) -> dict[str, object]:
    return {"residence": residence, "elements": list(elements), "kinds": list(kinds), "sources": list(sources)}


def expected(*rows: tuple[dict[str, object], int]) -> dict[tuple[str, str], bool]:
    tally = truth.Tally()
    for one, times in rows:
        for _ in range(times):
            tally.add(one)
    return {(duty["jurisdiction"], duty["recipient"]): duty["required"] for duty in truth.duties(tally)}


def test_numbers_and_staff_decide() -> None:
    at = expected((row("US-TX", "ssn"), 250), (row("US-CA", "ssn"), 500), (row("US-NY", "ssn"), 1))
    assert at["US-TX", "regulator:AG"]
    assert not at["US-CA", "regulator:AG"]
    assert not at["US-NY", "individuals"], "patients are told under HIPAA"
    assert at["US-NY", "regulator:DOS"]
    more = expected((row("US-TX", "ssn"), 249), (row("US-CA", "ssn"), 501), (row("US-NY", "ssn", kinds=("employee_id",)), 1))
    assert not more["US-TX", "regulator:AG"]
    assert more["US-CA", "regulator:AG"]
    assert more["US-NY", "individuals"], "an employee is not"


def test_a_patient_on_a_payroll_is_told_by_the_state_too() -> None:
    told = expected((row("US-NY", "ssn", sources=("share/hr/old_payroll.xlsx#Bonus",)), 1))
    assert told["US-NY", "individuals"]
    assert told["US-HIPAA", "individuals"]
