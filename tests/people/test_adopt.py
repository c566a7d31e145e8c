"""Whose the records are that name nobody."""

import numpy as np
import pyarrow as pa
import pytest

from stanch.people.adopt import SIGNED, WHY, adopt
from stanch.people.partial import PARTIAL
from stanch.vault.duck import duck

HOME = {"street": "1 Main St", "postcode": "78701"}


@pytest.fixture
def adopted(tmp_path):
    def found(*rows):
        partial = pa.Table.from_pylist([{name: row.get(name) for name in PARTIAL.names} for row in rows], PARTIAL)
        with duck(tmp_path, threads=1, memory="200MB") as connection:
            owner, why = adopt(partial, np.array([row["owner"] for row in rows], dtype=np.int64), connection)
        return owner.tolist(), why

    return found


def test_the_one_person_of_an_address_takes_in_what_names_nobody(adopted):
    rows = [
        {"owner": 5, "full_name": "Ana Ruiz", **HOME},
        {"owner": 7, "member": "customer_id:1", **HOME},
        {"owner": 7, "member": "customer_id:1", "street": "1 Main Street", "postcode": "78701"},
        {"owner": 9, "member": "customer_id:2", "street": "2 Main St", "postcode": "78701"},
    ]
    assert adopted(*rows) == ([5, 5, 5, 9], {5: (WHY,)})


@pytest.mark.parametrize(
    "rows",
    [
        [{"owner": 1, "full_name": "Ana Ruiz", **HOME}, {"owner": 2, "full_name": "Ben Okafor", **HOME}, {"owner": 3, **HOME}],
        [{"owner": 1, "full_name": "Ana Ruiz", **HOME}, {"owner": 3, "account": "payment_card:0a1b2c3d4e5f", **HOME}],
        [{"owner": 1, "full_name": "Ana Ruiz", **HOME}, {"owner": 3, **HOME}, {"owner": 3, "email": "ben@example.com"}],
        [{"owner": 1, "full_name": "Ana Ruiz", "street": "1 Main St"}, {"owner": 3, "street": "1 Main St"}],
        [{"owner": 1, **HOME}, {"owner": 3, **HOME}],
        [{"owner": 1, "full_name": "Ana Ruiz"}, {"owner": 3}],
    ],
)
def test_whoever_may_be_somebody_else_stays_apart(adopted, rows):
    assert adopted(*rows) == ([row["owner"] for row in rows], {})


MAIL = {"email": "chris@example.com"}


def test_a_given_name_below_a_message_is_the_mailboxs_person(adopted):
    rows = [
        {"owner": 3, "full_name": "Christopher Young", **MAIL},
        {"owner": 5, "full_name": "Christopher", "national": "us_ssn:0a1b", **MAIL},
        {"owner": 8, "full_name": "Dana", **MAIL},
    ]
    assert adopted(*rows) == ([3, 3, 8], {3: (SIGNED,)})


@pytest.mark.parametrize(
    "rows",
    [
        [
            {"owner": 1, "full_name": "Ann Lee", **MAIL},
            {"owner": 2, "full_name": "Ann Ray", **MAIL},
            {"owner": 3, "full_name": "Ann", **MAIL},
        ],
        [{"owner": 1, "full_name": "Ann Lee", "dob": "1980-01-02", **MAIL}, {"owner": 3, "full_name": "Ann", "dob": "1990-01-02", **MAIL}],
        [{"owner": 1, "full_name": "Ann Lee", "email": "a@example.com"}, {"owner": 3, "full_name": "Ann", **MAIL}],
    ],
)
def test_a_given_name_alone_that_may_be_anothers_stays_apart(adopted, rows):
    assert adopted(*rows) == ([row["owner"] for row in rows], {})
