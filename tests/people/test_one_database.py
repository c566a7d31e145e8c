"""What a database holds of one person in many tables is that person's; a couple in one row lives at one address."""

from __future__ import annotations

from pathlib import Path

from tests.people.given_findings import AUSTIN, maker, row


def test_rows_without_a_name_go_to_the_one_whose_key_they_bear(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("shop.db#customers", 1, customer_id="7", name="John Smith", email="a@example.com"),
        row("shop.db#customers", 2, customer_id="8", name="Mary Berg", email="b@example.com"),
        row("shop.db#addresses", 1, customer_id="8", postal_address=AUSTIN),
        row("shop.db#cards", 1, customer_id="7", payment_card="4111111111111111"),
    )
    found = {person.email: person for person in made.people}
    assert set(found) == {"a@example.com", "b@example.com"}
    assert found["b@example.com"].residence == "US-TX"
    assert "card_number" in found["a@example.com"].elements
    assert "card_number" not in found["b@example.com"].elements


def test_a_key_of_two_named_rows_tells_nothing(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("shop.db#a", 1, customer_id="7", name="Ann Lee", us_ssn="900-12-3456"),
        row("shop.db#a", 2, customer_id="7", name="Tom Ray", us_ssn="901-12-3456"),
        row("shop.db#cards", 1, customer_id="7", payment_card="4111111111111111"),
    )
    assert all("card_number" not in person.elements for person in made.people if person.name)


def test_a_couple_lives_together(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("clients.xlsx#Clients", 1, name="John Smith", us_ssn="900-12-3456", postal_address=AUSTIN),
        row("clients.xlsx#Clients", 1, "spouse", name="Mary Smith", us_ssn="901-12-3456"),
    )
    assert {person.name: person.residence for person in made.people} == {"John Smith": "US-TX", "Mary Smith": "US-TX"}


def test_two_numbers_of_one_organisation_and_nothing_but_a_name_in_common_are_two_people(tmp_path: Path) -> None:
    two = [
        row("shop.db#customers", at, customer_id=number, name="John Smith", email=mail)
        for at, number, mail in ((1, "7", "a@example.com"), (2, "8", "b@example.com"))
    ]
    assert len(maker(tmp_path)(*two).people) == 2
    (again := tmp_path / "again").mkdir()
    same = [
        row("shop.db#customers", at, customer_id=number, name="John Smith", email="a@example.com") for at, number in ((1, "7"), (2, "8"))
    ]
    assert len(maker(again)(*same).people) == 1


def test_the_row_of_a_family_is_its_members(tmp_path: Path) -> None:
    """A camp's list: the surname and the address of the family, parents and children in columns of their own."""
    made = maker(tmp_path)(
        row("camp.csv", 1, family_name="Berg", postal_address=AUSTIN),
        row("camp.csv", 1, "guardian", name="Ann Berg", email="a@example.com"),
        row("camp.csv", 1, "other/1", name="Tim Berg", dob="2014-05-06"),
    )
    assert {person.name: person.residence for person in made.people} == {"Ann Berg": "US-TX", "Tim Berg": "US-TX"}


def test_a_childs_parents_live_where_it_does_unless_told_otherwise(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("school.csv", 1, name="Tim Berg", dob="2014-05-06", postal_address=AUSTIN),
        row("school.csv", 1, "guardian", name="Ann Lee", phone="+13035550101"),
    )
    assert {person.name: person.residence for person in made.people} == {"Ann Lee": "US-TX", "Tim Berg": "US-TX"}


def test_a_name_whose_parts_stand_in_two_tables_is_one(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("site.sql#user__first", 1, customer_id="12", given_name="Ann"),
        row("site.sql#user__last", 1, customer_id="12", family_name="Berg"),
        row("site.sql#user__ssn", 1, customer_id="12", us_ssn="900-12-3456"),
        row("site.sql#user__first", 2, customer_id="13", given_name="Tom"),
        row("site.sql#user__last", 2, customer_id="13", family_name="Ray"),
    )
    assert {(person.name, "ssn" in person.elements) for person in made.people} == {("Ann Berg", True), ("Tom Ray", False)}


def test_a_child_of_whom_no_address_is_told_lives_with_its_parent(tmp_path: Path) -> None:
    made = maker(tmp_path)(
        row("care.csv", 1, name="Tim Berg", dob="2019-05-06"),
        row("care.csv", 1, "guardian", name="Ann Berg", postal_address=AUSTIN),
    )
    assert {person.name: person.residence for person in made.people} == {"Tim Berg": "US-TX", "Ann Berg": "US-TX"}
