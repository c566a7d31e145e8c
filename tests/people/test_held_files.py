"""Files within what speaks of somebody: whose they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.people.given_findings import TOKEN, maker, row

from stanch.records import Finding, Person
from stanch.vault import mask
from stanch.vocabulary import elements


def said(locator: str, *, record: str | None = None, **values: str) -> list[Finding]:
    """What a text tells, fifty characters apart."""
    return [
        Finding(
            "e1", locator, kind, 50 * at, 50 * at + 9, None, None, mask(kind, value), TOKEN(kind, value), 0.9, "test", None, record, None,
            value if elements()[kind].contact else None,
        )
        for at, (kind, value) in enumerate(values.items())
    ]  # fmt: skip


def by_name(people: tuple[Person, ...]) -> dict[str, set[str]]:
    return {person.name: set(person.elements) for person in people}


MEMBERS = (
    row("m.csv", 2, name="Rosalind Achterberg", email="r@example.com"),
    row("m.csv", 3, name="Temperance Oyelaran", email="t@example.com"),
)


@pytest.mark.parametrize("within", ["m.csv!/scan_3", "m.csv!/scan_3!/image1.png", "m.csv!/scan_3!/letters.zip!/one.txt"])
def test_what_a_file_in_a_cell_tells_is_the_rows_person_s(tmp_path: Path, within: str) -> None:
    people = maker(tmp_path)(*MEMBERS, said(within, us_ssn="900-12-3456", diagnosis="asthma")).people
    assert by_name(people)["Temperance Oyelaran"] >= {"ssn", "medical"}
    assert "ssn" not in by_name(people)["Rosalind Achterberg"]
    assert len(people) == 2


def test_a_table_in_a_database_is_told_by_its_name(tmp_path: Path) -> None:
    people = maker(tmp_path)(
        row("m.db#people", 1, customer_id="7", name="Rosalind Achterberg", email="r@example.com"),
        row("m.db#papers", 1, customer_id="8"),
        row("m.db#people", 2, customer_id="8", name="Temperance Oyelaran", email="t@example.com"),
        said("m.db!/papers.scan_1", us_ssn="900-12-3456"),
    ).people
    assert len(people) == 2
    assert "ssn" in by_name(people)["Temperance Oyelaran"]


def test_a_file_that_names_somebody_else_is_not_the_rows_person_s(tmp_path: Path) -> None:
    people = maker(tmp_path)(*MEMBERS, said("m.csv!/scan_3", name="Maria Delgado", us_ssn="900-12-3456")).people
    assert {name for name, elements in by_name(people).items() if "ssn" in elements} == {"Maria Delgado"}


@pytest.mark.parametrize("name", ["Temperance Oyelaran", "Oyelaran, Temperance M.", "TEMPERANCE OYELARAN"])
def test_a_file_that_names_the_rows_person_is_his(tmp_path: Path, name: str) -> None:
    people = maker(tmp_path)(*MEMBERS, said("m.csv!/scan_3", name=name, us_ssn="900-12-3456")).people
    assert len(people) == 2
    assert next("ssn" in one.elements for one in people if one.email == "t@example.com")


def test_a_paper_s_own_address_is_not_the_rows_person_s(tmp_path: Path) -> None:
    found = said("m.csv!/scan_3", us_ssn="900-12-3456") + said("m.csv!/scan_3", phone="+1 512 555 0100", email="desk@clinic.example")
    (one,) = (person for person in maker(tmp_path)(*MEMBERS, found).people if person.name == "Temperance Oyelaran")
    assert "ssn" in one.elements
    assert (one.email, one.phone) == ("t@example.com", None)


def test_a_picture_in_a_form_is_of_whom_the_form_names(tmp_path: Path) -> None:
    picture = said("form.docx!/image1.png", us_ssn="900-12-3456")
    one = maker(tmp_path)(said("form.docx#table1", name="Rosalind Achterberg", email="r@example.com"), picture).people
    assert by_name(one) == {"Rosalind Achterberg": {"name", "email", "ssn"}}


def test_of_a_document_that_names_two_no_picture_is_anybody_s(tmp_path: Path) -> None:
    picture = said("form.docx!/image1.png", us_ssn="900-12-3456")
    two = said("form.docx", record="form/1", name="Rosalind Achterberg", dob="1971-03-04")
    two += said("form.docx", record="form/2", name="Temperance Oyelaran", dob="1981-03-04")
    people = maker(tmp_path)(two, picture).people
    assert {name for name, elements in by_name(people).items() if "ssn" in elements} == {""}


def test_what_lies_in_an_archive_together_need_not_belong_together(tmp_path: Path) -> None:
    people = maker(tmp_path)(
        said("a.zip", name="Rosalind Achterberg", us_ssn="900-12-3457"), said("a.zip!/scan_2.png", us_ssn="900-12-3456")
    ).people
    assert len(people) == 2


def test_a_number_at_the_end_of_a_name_that_is_no_row_ties_nothing(tmp_path: Path) -> None:
    people = maker(tmp_path)(*MEMBERS, said("m.csv!/scan_9", us_ssn="900-12-3456")).people
    assert {name for name, elements in by_name(people).items() if "ssn" in elements} == {""}


def mail(sender: str, *names: str) -> list[Finding]:
    found = said("a.eml", record="from", name="Rosalind Achterberg", email=sender) + said("a.eml", record="to/1", email="desk@firm.example")
    return found + [one for name in names for one in said("a.eml", name=name)]


@pytest.mark.parametrize(
    ("sender", "names", "whose"),
    [
        ("r@example.com", (), "Rosalind Achterberg"),
        ("r@firm.example", (), ""),  # a clerk sends to another what a customer brought
        ("r@example.com", ("Temperance Oyelaran",), ""),
    ],
)
def test_what_a_message_brings_is_its_sender_s_if_it_came_from_without_and_names_nobody_else(
    tmp_path: Path, sender: str, names: tuple[str, ...], whose: str
) -> None:
    people = maker(tmp_path)(mail(sender, *names), said("a.eml!/card.png", us_ssn="900-12-3456")).people
    assert {name for name, elements in by_name(people).items() if "ssn" in elements} == {whose}


def test_a_file_taken_from_a_live_database_is_its_row_s_person_s(tmp_path: Path) -> None:
    people = maker(tmp_path)(
        row("postgresql/shop/people", 17, name="Rosalind Achterberg", email="r@example.com"),
        said("postgresql/shop/people/scan/17", us_ssn="900-12-3456"),
    ).people
    assert by_name(people) == {"Rosalind Achterberg": {"name", "email", "ssn"}}


def path_says(locator: str, name: str) -> list[Finding]:
    return [replace(one, start=None, end=None) for one in said(locator, name=name)]


STATEMENT = "Achterberg, Rosalind/statement.csv"


def test_a_statement_in_somebody_s_folder_is_his(tmp_path: Path) -> None:
    rows = [row(STATEMENT, at, us_bank_account="1234567890", us_bank_routing="021000021") for at in (2, 3)]
    people = maker(tmp_path)(*rows, path_says(STATEMENT, "Rosalind Achterberg")).people
    assert by_name(people) == {"Rosalind Achterberg": {"name", "financial_account"}}


def test_a_list_of_many_in_somebody_s_folder_is_not_his(tmp_path: Path) -> None:
    rows = [row(STATEMENT, at, us_ssn=f"900-12-345{at}") for at in (2, 3)]
    people = maker(tmp_path)(*rows, path_says(STATEMENT, "Rosalind Achterberg")).people
    assert [(one.name, one.elements) for one in people] == [("", ("ssn",)), ("", ("ssn",))]


def test_a_form_that_names_another_than_its_folder_keeps_its_tables(tmp_path: Path) -> None:
    form = "Achterberg, Rosalind/form.docx"
    people = maker(tmp_path)(
        row(f"{form}#table1", 2, us_ssn="900-12-3456"), path_says(f"{form}#table1", "Rosalind Achterberg"), said(form, name="Maria Delgado")
    ).people
    assert "ssn" not in by_name(people).get("Rosalind Achterberg", set())


def test_a_picture_in_a_letter_in_a_cell_goes_where_the_letter_goes(tmp_path: Path) -> None:
    letter = said("m.csv!/letter_3", name="Oyelaran, Temperance", dob="1971-03-04")
    people = maker(tmp_path)(*MEMBERS, letter, said("m.csv!/letter_3!/image1.png", us_ssn="900-12-3456")).people
    assert len(people) == 2
    assert by_name(people)["Temperance Oyelaran"] == {"name", "email", "dob", "ssn"}
