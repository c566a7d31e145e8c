"""Whose a column is, told by words that several headers of a table share, whatever the words are."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.said_alike import short_role

NAMES = ["Anna Example", "Peter Muster", "Maria Rossi", "John Miller", "Laura Smith", "Paul Weber"]
OTHERS = ["Susan Brown", "Karl Bauer", "Luca Bianchi", "Mark Jones", "Julia Davis", "Tom Wagner"]
SPOUSES = ["Paul Example", "Maria Muster", "Luca Rossi", "Susan Miller", "Mark Smith", "Julia Weber"]
DAYS = ["1980-01-02", "1971-03-04", "1965-05-06", "1990-07-08", "1985-09-10", "1977-11-12"]
MAIL = [f"{name.split()[0].lower()}@example.com" for name in NAMES]
FIRST, LAST = ([name.split()[at] for name in NAMES] for at in (0, 1))
STREETS = [f"{number} Elm Street" for number in range(10, 16)]


def whose(**columns: list[str]) -> dict[str, tuple[str, str]]:
    """For each column what it holds and of whom."""
    table = pa.table({name.replace("__", " "): pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.name: (one.detector.kind if one.detector else "", one.role) for one in decide(table)}


def of(told: dict[str, tuple[str, str]], role: str) -> set[str]:
    return {name for name, (kind, whose) in told.items() if kind and whose == role}


@pytest.mark.parametrize(
    "headers",
    [
        ("Name (Companion)", "Birth Date (Companion)", "Email (Companion)"),
        ("Nom Prénom accompagnant", "Naissance accompagnant", "E-mail accompagnant"),
        ("XYZ_FullName", "XYZ_BirthDate", "XYZ_Email"),
        ("parte_contraria.nome_completo", "parte_contraria.data_nasc", "parte_contraria.email"),
    ],
)
def test_columns_with_words_of_their_own_are_one_person(headers: tuple[str, str, str]) -> None:
    found = whose(Name=NAMES, DOB=DAYS[::-1], Email=MAIL, **dict(zip(headers, (OTHERS, DAYS, MAIL[::-1]), strict=True)))
    roles = {found[header][1] for header in headers}
    assert of(found, "") == {"Name", "DOB", "Email"}
    assert len(roles) == 1


def test_two_of_one_surname_are_two() -> None:
    found = whose(P_NomeECognome=NAMES, Email=MAIL, CONI_NomeECognome=SPOUSES)
    assert found["P_NomeECognome"][1] != found["CONI_NomeECognome"][1]


def test_who_stands_behind_a_number_is_another() -> None:
    found = whose(Last__Name=LAST, First__Name=FIRST, Last__Name__2=LAST, First__Name__2=[one.split()[0] for one in SPOUSES], DOB__2=DAYS)
    assert of(found, "spouse") == {"Last Name 2", "First Name 2", "DOB 2"}


def test_who_stands_behind_a_number_may_be_named_in_another_form() -> None:
    found = whose(
        Full__Name=NAMES, DOB=DAYS, First__Name__2=[one.split()[0] for one in OTHERS], Surname__2=[one.split()[1] for one in OTHERS]
    )
    assert of(found, "") == {"Full Name", "DOB"}
    assert of(found, "spouse") == {"First Name 2", "Surname 2"}


def test_a_user_who_is_called_otherwise_is_not_the_customer() -> None:
    found = whose(NM=NAMES, ADDR1=STREETS, USER_NAME_FULL=OTHERS, USER_EMAIL=MAIL)
    assert found["NM"] == ("name", "")
    assert found["ADDR1"] == ("street", "") or found["ADDR1"] == ("postal_address", "")


def test_the_row_is_whose_address_it_tells() -> None:
    found = whose(SPOU_Name=SPOUSES, SPOU_Birthdate=DAYS, TAX_Name=NAMES, TAX_Address=STREETS, TAX_City=["Reno"] * 6)
    assert of(found, "") == {"TAX_Name", "TAX_Address", "TAX_City"}
    assert found["SPOU_Birthdate"] == ("dob", "spouse")


def test_a_word_in_brackets_says_whose_not_what() -> None:
    found = whose(
        **{"Name (Tenant)": NAMES, "Address (Tenant)": STREETS, "City (Tenant)": ["Reno"] * 6, "Address (Branch)": ["1 Elm Street"] * 6}
    )
    assert found["Address (Tenant)"] == ("street", "")
    assert found["Address (Branch)"] == ("", "")


def test_a_list_of_children_is_the_childrens() -> None:
    found = whose(childName=NAMES, childDOB=DAYS, childAddress=STREETS, motherName=OTHERS, motherEmail=MAIL)
    assert of(found, "") == {"childName", "childDOB", "childAddress"}
    assert found["motherEmail"] == ("email", "guardian")


def test_whole_names_under_a_word_for_given_names() -> None:
    assert whose(Nombre=NAMES, Correo=MAIL)["Nombre"] == ("name", "")


@pytest.mark.parametrize(("lead", "role"), [("spou", "spouse"), ("geni", "guardian"), ("tax", ""), ("con", ""), ("chi", "dependent")])
def test_the_beginning_of_a_word_for_somebody(lead: str, role: str) -> None:
    assert short_role(lead) == role


def test_of_husband_and_wife_the_first_is_the_rows_own() -> None:
    columns = {"Husband": NAMES, "Husband DOB": DAYS, "Wife": SPOUSES, "Wife DOB": DAYS[::-1], "Home Address": STREETS, "Email": MAIL}
    found = whose(**{name.replace(" ", "__"): cells for name, cells in columns.items()})
    assert of(found, "") == {"Husband", "Husband DOB", "Home Address", "Email"}
    assert {role for name, (_, role) in found.items() if name.startswith("Wife")} == {"spouse/2"}
