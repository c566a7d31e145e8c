"""Lists of households, and who is related to the row's own person."""

from __future__ import annotations

from stanch.extent.households import said_of_each

HEADERS = ["Family Name", "Adult 1", "Adult 1 DOB", "Adult 2", "Adult 2 Cell", "Street", "Child 1", "Child 1 DOB"]
CELLS = {1: ["Ann", "Ben", "Carla"], 3: ["Peter", "Dora", "Emil"], 6: ["Fay", "Max", "Nora"]}


def test_each_member_of_a_household_is_said_by_name() -> None:
    assert said_of_each(HEADERS, lambda at: CELLS.get(at, [])) == [
        "Family Name",
        "first name",
        "dob",
        "spouse first name",
        "spouse cell",
        "Street",
        "child 1 first name",
        "child 1 dob",
    ]


def test_what_holds_no_given_names_stays() -> None:
    assert said_of_each(HEADERS, lambda _: ["yes", "no", "no"]) == HEADERS


def test_numbers_of_people_on_a_booking_stay() -> None:
    headers = ["Last Name", "First Name", "Adult 1", "Adult 1 DOB"]
    assert said_of_each(headers, lambda _: ["Ann", "Ben", "Carla"]) == headers


def test_who_is_related_is_not_the_rows_own_person() -> None:
    """The spouse's first name overwrote the customer's, who had no letter then."""
    headers = ["First Name", "Relationship 1 First Name", "Relationship 1 Phone 1", "Relationship 1 Type", "Relationship Manager"]
    assert said_of_each(headers, lambda _: []) == [
        "First Name",
        "next of kin 1 first name",
        "next of kin 1 phone 1",
        "Relationship 1 Type",
        "Relationship Manager",
    ]
