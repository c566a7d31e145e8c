"""Children and people who have died: who counts, and what a duty says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from law_cast import assessed, breach, duty

from stanch.errors import BrokenDataFile
from stanch.law import apart, assess, from_values, merge_facts
from stanch.records import Concerns, DataSet, Person

SSN = {"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False, "key_compromised": False}
MAIL = {**SSN, "elements": ["name", "email"]}


def test_the_dead_do_not_count_where_the_law_protects_the_living():
    facts = {"affected": {"UK": 10}, "org": {"establishment": ["UK"]}, "harm": {"finding": "high_risk"}}
    living = duty(assessed(**facts, data=[MAIL]), "UK", "individuals")
    assert (living.required, living.deceased, living.living_only) == (True, 0, True)
    dead = duty(assessed(**facts, data=[{**MAIL, "deceased": True}]), "UK", "individuals")
    assert dead.required is False
    assert "living people" in dead.reason
    some = [{**MAIL, "affected": {"UK": 7}}, {**MAIL, "deceased": True, "affected": {"UK": 3}}]
    both = duty(assessed(**facts, data=some), "UK", "individuals")
    assert (both.required, both.people, both.deceased) == (True, 7, 3)
    assert "3 of the people have died; 3 of them do not count" in both.reason


def test_a_state_may_take_the_dead_in():
    facts = {"org": {"establishment": ["EU-DK", "EU-DE"]}, "harm": {"finding": "high_risk"}, "data": [{**MAIL, "deceased": True}]}
    assert duty(assessed(**facts, affected={"EU-DK": 2}), "EU-GDPR", "individuals").required is True
    assert duty(assessed(**facts, affected={"EU-DE": 2}), "EU-GDPR", "individuals").required is False
    mixed = duty(assessed(**facts, affected={"EU-DK": 2, "EU-DE": 2}), "EU-GDPR", "individuals")
    assert (mixed.required, apart.WHERE in mixed.questions) == ("conditional", True)


def test_a_silent_law_counts_them_and_says_so():
    found = duty(assessed(data=[{**SSN, "deceased": True}]), "US-CA", "individuals")
    assert (found.required, found.deceased, found.living_only) == (True, 1, False)
    assert "does not speak of the dead" in found.reason


def test_hipaa_names_the_next_of_kin_and_the_parent():
    patients = {**SSN, "person_category": "patient", "elements": ["medical"]}
    data = [
        {**patients, "affected": {"US-OH": 5}},
        {**patients, "deceased": True, "affected": {"US-OH": 2}},
        {**patients, "age": "under_13", "affected": {"US-OH": 3}},
    ]
    org = {"sector": "clinic", "regulated_as": ["hipaa_covered_entity"]}
    found = duty(assessed(org=org, data=data, affected={"US-OH": 10}), "US-HIPAA", "individuals")
    assert (found.people, found.deceased, found.children) == (10, 2, 3)
    assert "2 of the people have died: their letters go by first-class mail to the next of kin" in found.reason
    assert "3 of the people are children: their letters go to the parent or guardian" in found.reason


def test_a_childs_credit_file_may_be_frozen():
    child = duty(assessed(data=[{**SSN, "age": "under_13"}]), "US-CA", "individuals")
    assert "1681c-1(j)" in child.reason
    assert "1681c-1(j)" not in duty(assessed(data=[{**SSN, "age": "adult"}]), "US-CA", "individuals").reason


@pytest.mark.parametrize(
    ("age", "category", "under_14", "under_18"),
    [
        ("under_13", "customer", "yes", "yes"),
        ("aged_13", "customer", "yes", "yes"),
        ("aged_14_to_15", "child", "no", "yes"),
        ("aged_16_to_17", "customer", "no", "yes"),
        ("minor", "customer", "unknown", "yes"),
        ("adult", "customer", "no", "no"),
        (None, "child", "yes", "yes"),
        (None, "customer", "no", "no"),
        (None, None, "unknown", "unknown"),
    ],
)
def test_ages_answer_below_each_limit(age, category, under_14, under_18):
    group = DataSet(person_category=category, age=age)
    assert (apart.below(group, 14), apart.below(group, 18)) == (under_14, under_18)


def person(number: int, **more: object) -> Person:
    return replace(Person(id=f"p{number}", name="Ada Example", residence="US-CA", elements=("name", "ssn"), relation="customer"), **more)


def test_people_found_are_grouped_by_age_and_death():
    values = breach()
    del values["affected"], values["data"]
    people = [
        person(1),
        person(2, minor=True, dob=date(2013, 5, 4)),  # 13 on the day of discovery, 4 May 2026
        person(3, minor=True, dob=date(2013, 5, 5)),  # a day short of it
        person(4, minor=True),
        person(5, deceased=True),
    ]
    facts = merge_facts(from_values(values), None, people)
    assert {(group.age, group.deceased) for group in facts.data} == {
        (None, None),
        (None, True),
        ("aged_13", None),
        ("minor", None),
        ("under_13", None),
    }
    found = duty(assess(facts), "US-CA", "individuals")
    assert (found.people, found.children, found.deceased) == (5, 3, 1)


def test_letters_leave_out_the_dead_of_a_law_of_the_living():
    some = [MAIL, {**MAIL, "deceased": True}]
    duties = assessed(affected={"UK": 10}, org={"establishment": ["UK"]}, harm={"finding": "high_risk"}, data=some).duties
    concerns = Concerns(duties)
    living = person(1, residence="UK", elements=("email", "name"))
    assert [one.id for one in concerns.of(living)] == ["UK/individuals"]
    assert concerns.of(replace(living, deceased=True)) == ()


@pytest.mark.parametrize(
    ("data", "says"), [({"age": "baby"}, "unknown age 'baby'"), ({"age": "adult", "person_category": "child"}, "child")]
)
def test_what_cannot_be_is_told(data, says):
    with pytest.raises(BrokenDataFile) as caught:
        from_values(breach(data=[{**SSN, **data}]))
    assert says in str(caught.value)
