"""Two people of one row: a child and the guardian, a customer and the spouse. Whatever they share, they stay two."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.test_consolidate import AUSTIN, people, row  # noqa: F401 `people` is a fixture

from stanch.extent.headings import OTHERS
from stanch.people.beside import OWN, beside
from stanch.people.cluster import cluster
from stanch.people.link import link
from stanch.people.partial import PARTIAL

MOTHER = {"name": "Maria Lopez", "phone": "+15125550101", "email": "lopez@example.com", "postal_address": AUSTIN}


def linked(rows, as_of=None):
    columns = {name: pa.array([one.get(name) for one in rows], pa.string()) for name in PARTIAL.names}
    with duckdb.connect() as connection:
        found = link(pa.table(columns, schema=PARTIAL), connection, as_of=as_of)
    return cluster(found).of[found.member_of]


def test_a_daughter_is_not_merged_with_the_mother_of_her_name(people):  # noqa: F811
    result = people(
        row("enrolment.csv", 2, name="Maria Lopez", dob="2014-03-04", phone="+15125550101", postal_address=AUSTIN),
        row("enrolment.csv", 2, role="guardian", **MOTHER),
        row("contacts.csv", 2, **MOTHER),
    )
    child = next(one for one in result.people if one.minor)
    grown = next(one for one in result.people if not one.minor)
    assert len(result.people) == 2
    assert child.guardian == grown.id
    assert (child.email, grown.email) == (None, "lopez@example.com")
    assert not result.doubtful


def test_guardian_and_child_of_the_very_same_content_stay_two(people):  # noqa: F811
    result = people(row("enrolment.csv", 2, **MOTHER), row("enrolment.csv", 2, role="guardian", **MOTHER))
    assert [one.name for one in result.people] == ["Maria Lopez", "Maria Lopez"]


def test_a_mother_of_two_is_one_mother(people):  # noqa: F811
    result = people(
        row("enrolment.csv", 2, name="Maria Lopez", dob="2014-03-04", postal_address=AUSTIN),
        row("enrolment.csv", 2, role="guardian", **MOTHER),
        row("enrolment.csv", 3, name="Jose Lopez", dob="2016-03-04", postal_address=AUSTIN),
        row("enrolment.csv", 3, role="guardian", **MOTHER),
    )
    assert len(result.people) == 3
    assert len({one.guardian for one in result.people if one.minor}) == 1


def test_who_pays_the_own_bill_is_one_person_and_no_child_does(people):  # noqa: F811
    own = {"name": "Maria Lopez", "dob": "1980-03-04", "phone": "+15125550101", "postal_address": AUSTIN}
    assert len(people(row("claims.csv", 2, **own), row("claims.csv", 2, role="guarantor", **MOTHER)).people) == 1
    child = own | {"dob": "2014-03-04"}
    assert len(people(row("claims.csv", 2, **child), row("claims.csv", 2, role="guarantor", **MOTHER)).people) == 2


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["a.csv|row/1", "a.csv|row/1/guardian/2"], [(0, 1)]),
        (["a.csv|rows/1/spouse", "a.csv|rows/1", "a.csv|rows/2"], [(1, 0)]),
        (["a.csv|row/1", "b.csv|row/1/guardian", "a.csv|row/2/guardian"], []),
        (["mail|from", "mail|from/sender", "x/guardian", "1"], []),
    ],
)
def test_only_the_row_itself_tells(keys, told):
    columns = {name: pa.array(keys if name == "key" else [None] * len(keys), pa.string()) for name in PARTIAL.names}
    assert list(zip(*(side.tolist() for side in beside(pa.table(columns, schema=PARTIAL))), strict=True)) == told


FIELDS = st.fixed_dictionaries(
    {
        "given": st.sampled_from(["maria", "mary", None]),
        "family": st.sampled_from(["lopez", None]),
        "dob": st.sampled_from(["1980-01-02", "2014-03-04", None]),
        "email": st.sampled_from(["lopez@example.com", None]),
        "phone": st.sampled_from(["5125550101", None]),
        "street": st.sampled_from(["1 Main St", None]),
        "national": st.sampled_from(["ssn:900112222", None]),
    }
)


@settings(deadline=None, max_examples=20)  # a joining of so few takes half a second
@given(st.lists(st.tuples(FIELDS, FIELDS), min_size=1, max_size=6), st.lists(FIELDS, max_size=6))
def test_whatever_is_shared_no_row_becomes_one_person(rows, others):
    keyed = []
    for number, (own, second) in enumerate(rows):
        keyed += [own | {"key": f"a.csv|row/{number}"}, second | {"key": f"a.csv|row/{number}/guardian"}]
    keyed += [one | {"key": f"b.csv|row/{number}"} for number, one in enumerate(others)]
    of = linked(keyed)
    assert np.all(of[: 2 * len(rows) : 2] != of[1 : 2 * len(rows) : 2])


def test_contents_of_one_hash_are_two_records(monkeypatch):
    from stanch.people import link as linking

    own = {"family": "lopez", "given": "maria", "dob": "1980-01-02", "national": "ssn:900112222", "email": "maria@example.com"}
    other = {"family": "lopez", "given": "heinz", "dob": "1951-10-22", "national": "ssn:900445566", "street": "9 Bay St"}
    rows = [own, other, own, other, {"family": "ruiz", "given": "ana", "dob": "1990-01-02"}]
    monkeypatch.setattr(linking, "HASHES", ("hash(family)", "hash(family)"))
    of = linked([one | {"key": f"a.csv|row/{number}"} for number, one in enumerate(rows)])
    assert (of[0], of[1]) == (of[2], of[3])
    assert len(set(of.tolist())) == 3


def test_each_role_that_tables_know_is_somebody_else_or_may_be_oneself():
    """A role that is new to tables must be told here: may one have it for oneself?"""
    assert set(OTHERS) - OWN == {"guardian", "spouse", "emergency", "beneficiary", "dependent", "witness"}
    assert set(OTHERS) >= OWN - {"subscriber"}  # a word of records, written as guarantor in headers


def test_a_doctor_in_a_patients_row_is_no_patient_and_an_agent_in_a_customers_is_staff(people):  # noqa: F811
    result = people(
        row("patients.csv", 2, name="Ann Lee", dob="1970-03-04", medical_record_number="MRN-7", postal_address=AUSTIN),
        row("patients.csv", 2, role="provider", name="Paul Heal", phone="+15125550111", us_ssn="900-12-3456"),
        row("customers.csv", 2, name="Tom Ray", dob="1980-03-04", postal_address=AUSTIN),
        row("customers.csv", 2, role="manager", name="Eve Sell", phone="+15125550112", us_ssn="901-12-3456"),
    )
    assert {one.name: one.relation for one in result.people} == {
        "Ann Lee": "patient", "Paul Heal": "contact", "Tom Ray": "customer", "Eve Sell": "employee",
    }  # fmt: skip
