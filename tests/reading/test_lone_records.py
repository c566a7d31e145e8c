"""JSON objects that are one person's though they stand in no list."""

from __future__ import annotations

from typing import Any

import pytest

from stanch.reading.readers.lone_records import is_a_persons
from stanch.reading.readers.objects import listed_in


@pytest.mark.parametrize(
    "record",
    [
        {"firstName": "Ada", "lastName": "Example", "ssn": "900-21-0001"},
        {"prenom": "Ada", "nom": "Example", "date_naissance": "1971-02-03"},
        {"name": "Ada Example", "email": "ada@example.com", "phone": "303-555-0101"},
        {"patient_name": "Ada Example", "dob": "1971-02-03", "address": {"city": "Reno"}},
        {"first": "Ada", "last": "Example", "ssn": "900-21-0001"},
        {
            "demographics": {"first": "Ada", "last": "Example", "birthDate": "1971-02-03"},
            "ids": {"ssn": "900-21-0001"},
            "contact": {"addr": {"city": "Reno"}},
        },
        {"name": {"first": "Ada", "last": "Example"}, "contact": {"email": "ada@example.com"}},
    ],
)
def test_a_person(record: dict[str, Any]) -> None:
    assert is_a_persons(record)


@pytest.mark.parametrize(
    "record",
    [
        {"name": "left-pad", "version": "1.0", "author": {"name": "Ada", "email": "ada@example.com"}},
        {"name": "Ada Example", "email": "ada@example.com"},
        {"firstName": {"label": "First name"}, "lastName": {"label": "Last name"}, "email": {"label": "E-mail"}},
        {"name": "", "email": "a@example.com", "phone": "1"},
        {"first": "page 1", "last": "page 9"},
        {
            "name": {"first": "Ada", "last": "Example"},
            "address": {"first": "12 Oak St", "city": "Reno"},
            "profile": {"first": "Bo", "last": "Uno"},
        },
        {"contact": {"given": "Ada", "family": "Example", "email": "a@example.com"}, "personal": {"given": "Bo", "family": "Uno"}},
        {"customer": {"first": "Ada", "last": "Example"}, "seller": {"first": "Bo", "last": "Uno", "email": "bo@example.com"}},
        {},
    ],
)
def test_none(record: dict[str, Any]) -> None:
    assert not is_a_persons(record)


def test_his_row_holds_what_lies_within_it_and_the_rest_stays() -> None:
    person = {"firstName": "Ada", "lastName": "Example", "address": {"city": "Reno"}, "phones": [{"number": "303-555-0101"}]}
    (found,), rest = listed_in({"status": "ok", "data": {"customer": person}})
    assert (found.path, rest) == ("data.customer", {"status": "ok"})
    assert found.records == [person]
