"""Which duties are owed to whom: by residence, by regime, by what was exposed."""

import pytest
from tests.notices.case import duty, person

from stanch.records import Concerns, concerns, is_exposed


@pytest.mark.parametrize(
    ("jurisdiction", "residence", "relation", "elements", "owed"),
    [
        ("US-CA", "US-CA", "customer", ("name", "ssn"), True),
        ("US-CA", "US-NV", "customer", ("name", "ssn"), False),
        ("US-CA", None, "customer", ("name", "ssn"), False),
        ("EU-GDPR", "EU-IE", "customer", ("email",), True),
        ("EU-GDPR", "UK", "customer", ("email",), False),
        ("UK", "UK", "customer", ("email",), True),
        ("US-HIPAA", "US-CA", "patient", ("name",), True),
        ("US-HIPAA", "EU-IE", "customer", ("medical", "name"), True),
        ("US-HIPAA", "US-CA", "employee", ("name", "ssn"), False),
        ("US-HIPAA", "US-OH", "policyholder", ("name", "ssn"), True),
        ("US-HIPAA", "US-OH", "insured", ("name", "ssn"), True),
        ("US-HIPAA", "US-ND", "customer", ("name", "ssn"), True),
        ("US-HIPAA", "US-ND", None, ("name", "ssn"), True),
        ("US-CA-HSC", "US-CA", None, ("name", "ssn"), False),
        ("US-FCC", "US-CA", "customer", ("cpni",), True),
        ("CA-PIPEDA", "CA-ON", "customer", ("email",), True),
        ("CA-PIPEDA", "US-CA", "customer", ("email",), False),
        ("CA-QC", "CA-ON", "customer", ("email",), False),
    ],
)
def test_a_law_is_owed_to_those_over_whom_it_rules(jurisdiction, residence, relation, elements, owed):
    assert concerns(duty(jurisdiction), person(residence=residence, relation=relation, elements=elements)) is owed


def test_a_name_beside_other_elements_makes_nobody_affected():
    named = duty("US-CA", elements=("email", "name", "ssn"))
    assert not concerns(named, person(elements=("email", "name")))
    assert concerns(named, person(elements=("ssn",)))
    assert concerns(duty("EU-GDPR", elements=("email", "name")), person(residence="EU-IE", elements=("email",)))


def test_a_law_for_the_residents_of_a_place_concerns_nobody_elsewhere_and_a_keeper_of_records_owes_patients_from_abroad():
    schools = duty("US-NY-ED", elements=("grades",), residents=("US-NY",))
    pupil = ("grades", "name")
    assert [concerns(schools, person(residence=place, relation="student", elements=pupil)) for place in ("US-NY", "US-CT")] == [True, False]
    keeper = duty("CA-ON-PHIPA", elements=("medical",))
    assert concerns(keeper, person(residence="US-NY", relation="patient", elements=("medical", "name")))


def test_that_somebody_is_a_patient_is_health_information_by_itself():
    owed = duty("US-HIPAA", elements=("contact", "name", "ssn"))
    assert concerns(owed, person(relation="patient", elements=("contact", "name")))
    assert not concerns(owed, person(relation="customer", elements=("contact", "name")))


def test_everybody_has_told_more_than_a_name():
    assert is_exposed(person(elements=("email", "name")))
    assert not is_exposed(person(elements=("name",)))


def test_what_is_not_required_or_meant_for_others_is_owed_to_nobody():
    duties = [duty("US-CA", required=False), duty("US-CA", "regulator:AG"), duty("US-CA", required="conditional")]
    assert [one.required for one in Concerns(duties).of(person())] == ["conditional"]
