"""Facts completed from people and attack, never against what people said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from law_cast import breach, duty

from stanch.law import assess, from_values, merge_facts
from stanch.records import Attack, Cause, Facts, Person, Role, Window


def person(
    number: int, residence: str | None = "US-CA", elements: tuple[str, ...] = ("name", "ssn"), relation: str | None = "customer"
) -> Person:
    return Person(id=f"p{number}", name="Ada Example", residence=residence, elements=elements, relation=relation)


def told() -> Facts:
    values = breach()
    del values["affected"], values["data"], values["incident"]["occurred"], values["incident"]["kind"]
    return from_values(values)


def attack(first: datetime, last: datetime) -> Attack:
    return Attack(window=Window(first, last), cause=Cause(kind="sql_injection"))


def test_people_become_counts_by_residence_and_element_set():
    people = [person(1), person(2), person(3, "US-TX"), person(4, elements=("contact", "name"))]
    facts = merge_facts(told(), None, people)
    assert facts.affected == {"US-CA": 3, "US-TX": 1}
    by_elements = {group.elements: group.affected for group in facts.data}
    assert by_elements == {("name", "ssn"): {"US-CA": 2, "US-TX": 1}, ("contact", "name"): {"US-CA": 1}}
    assert duty(assess(facts), "US-CA", "individuals").people == 2


def test_more_people_than_were_found_count_wherever_data_were_found():
    """Who says that 600 Californians and 300 Texans are affected is not told that the law asks for more than the two who were found."""
    said = replace(told(), affected={"US-CA": 600, "US-TX": 300, "US-WA": 1})
    people = [person(1), person(2), person(3, "US-WA"), person(4, "US-WA", ("contact", "name"))]
    facts = merge_facts(said, None, people)
    found = assess(facts)
    assert duty(found, "US-CA", "regulator:AG").people == 600
    assert duty(found, "US-TX", "regulator:AG").required is True
    assert {group.elements: group.affected["US-WA"] for group in facts.data} == {("name", "ssn"): 1, ("contact", "name"): 1}


def test_people_without_a_residence_are_told_of():
    facts = merge_facts(told(), None, [person(1), person(2, None)])
    assert facts.affected == {"US-CA": 1}
    assert any("1 person" in warning and "residence" in warning for warning in assess(facts).warnings)


def test_what_people_said_stands():
    said = from_values(breach())
    facts = merge_facts(said, attack(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)), [person(1, "US-TX")])
    assert facts.affected == {"US-CA": 1}
    assert facts.incident.occurred == date(2026, 4, 20)
    assert facts.incident.kind == "intrusion"
    assert facts.data == said.data


def test_the_attack_fills_what_is_missing():
    facts = merge_facts(told(), attack(datetime(2026, 4, 1, 8, tzinfo=UTC), datetime(2026, 4, 9, 8, tzinfo=UTC)), [])
    assert (facts.incident.occurred, facts.incident.ended, facts.incident.kind) == (date(2026, 4, 1), date(2026, 4, 9), "sql_injection")


def test_the_order_of_people_changes_nothing():
    people = [person(n, ("US-CA", "US-TX")[n % 2], (("name", "ssn"), ("name",))[n % 3 == 0]) for n in range(50)]
    assert merge_facts(told(), None, people) == merge_facts(told(), None, people[::-1])


def test_many_people_are_counted_by_group():
    one = person(1)
    people = [one, replace(one, residence="US-TX"), replace(one, elements=("name",))] * 7_000
    facts = merge_facts(told(), None, people)
    assert sum(facts.affected.values()) == 21_000
    assert len(facts.data) == 2


def test_a_patient_who_is_on_the_staff_is_told_under_the_state_law_too():
    values = breach()
    del values["affected"], values["data"]
    values["org"] = {"sector": "clinic", "role": "owner", "establishment": ["US"], "regulated_as": ["hipaa_covered_entity"]}
    elements = ("medical", "name", "salary", "ssn")
    patient = replace(person(1, "US-WA", ("medical", "name", "ssn"), "patient"))
    both = replace(
        person(2, "US-WA", elements, "patient"),
        roles=(Role("patient", ("medical", "name", "ssn")), Role("employee", ("name", "salary", "ssn"))),
    )
    alone = assess(merge_facts(from_values(values), None, [patient]))
    assert duty(alone, "US-WA", "individuals").required is False
    staffed = assess(merge_facts(from_values(values), None, [patient, both]))
    assert duty(staffed, "US-WA", "individuals").required is True
    assert duty(staffed, "US-HIPAA", "individuals").people == 2


def test_a_place_that_nobody_counted_keeps_the_people_found_there():
    people = [person(1, "US-TX"), person(2, "CA-QC"), person(3, "US-NY")]
    facts = merge_facts(replace(told(), affected={"US-TX": 700, "US-NY": 0}), None, people)
    assert facts.affected == {"CA-QC": 1, "US-NY": 0, "US-TX": 700}, "a number for Texas says nothing of Quebec; a zero does of New York"
