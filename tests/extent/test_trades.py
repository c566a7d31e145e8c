"""Columns that trades call alike, or in ways of their own: veterinaries, clubs, banks abroad, ledgers, programs of churches."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.patterns import book
from stanch.extent.row_keys import entity_of

SURNAMES, GIVEN = ["Keller", "Wagner", "Schneider", "Bauer"], ["Anna", "Peter", "Maria", "Thomas"]
WHOLE = [f"{given} {name}" for given, name in zip(GIVEN, SURNAMES, strict=True)]
DAYS = ["02.01.2014", "04.03.2017", "06.05.2019", "01.02.2021"]
MAIL = [f"{name}@example.com" for name in "abcd"]
BORN = ["02.01.1941", "04.03.1971", "06.05.1965", "01.02.1988"]


def kinds(columns: dict[str, list[str]]) -> dict[str, str]:
    """By header what its column holds."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.name: one.detector.id if one.detector else "" for one in decide(table)}


@pytest.mark.parametrize(
    ("pet", "species", "born"), [("Mascota", "Especie", "F. Nac."), ("Animal", "Espèce", "Né le"), ("Tier", "Tierart", "geb.")]
)
def test_an_animals_day_of_birth_is_nobodys(pet: str, species: str, born: str) -> None:
    animal = {pet: ["Luna", "Rex", "Nala", "Coco"], species: ["x", "y", "x", "y"], born: DAYS}
    assert kinds({"Name": WHOLE, "Email": MAIL} | animal)[born] == ""
    assert kinds({"Name": WHOLE, born: BORN, "Email": MAIL} | animal | {born: BORN})[born] != ""


def test_a_race_is_also_said_of_people() -> None:
    told = kinds(
        {"Name": WHOLE, "Race": ["White", "Asian", "White", "Black"], "DOB": BORN, "Patient ID": ["A1001", "A1002", "A1003", "A1004"]}
    )
    assert told["DOB"] == "any/dob"


def test_a_members_number_is_an_insurers_where_one_is_spoken_of() -> None:
    numbers = ["20310", "20311", "20312", "20313"]
    assert kinds({"Nom et prénom": WHOLE, "N° adhérent": numbers, "Mail": MAIL})["N° adhérent"] == "any/customer_id"
    assert (
        kinds({"Nom et prénom": WHOLE, "N° adhérent": numbers, "Mutuelle": ["A", "B", "A", "B"]})["N° adhérent"]
        == "any/health_insurance_id"
    )


def test_an_account_beside_a_sort_code_is_british() -> None:
    told = kinds({"Name": WHOLE, "Sort Code": ["20-00-00"] * 4, "Account No": ["22391685", "54970674", "48136247", "55779911"]})
    assert told["Account No"] == "uk/bank_account"


def test_two_names_by_number_are_the_parts_of_one() -> None:
    told = kinds({"Name1": SURNAMES, "Name2": GIVEN, "Mail": MAIL})
    assert (told["Name1"], told["Name2"]) == ("any/family_name", "any/given_name")


def test_initials_stand_for_given_names_and_owners_surnames_for_family_names() -> None:
    told = kinds({"Naam": SURNAMES, "Voorl.": ["A.", "P.J.", "M.", "T.C."], "E-mail": MAIL})
    assert (told["Naam"], told["Voorl."]) == ("any/family_name", "any/given_name")
    assert kinds({"Nom propriétaire": SURNAMES, "Prénom": GIVEN, "Mail": MAIL})["Nom propriétaire"] == "any/family_name"


def test_flags_are_no_childrens_names() -> None:
    assert kinds({"First Name": GIVEN, "Last Name": SURNAMES, "Child": ["FALSE", "TRUE", "FALSE", "FALSE"]})["Child"] == ""


def test_a_line_at_the_end_of_a_path_is_a_street() -> None:
    home = {
        "contact.home.line1": [f"{at} Elm St" for at in range(4)],
        "contact.home.city": ["Gary"] * 4,
        "contact.home.postal": ["46402"] * 4,
    }
    assert kinds({"first": GIVEN, "last": SURNAMES} | home)["contact.home.line1"] == "any/street"


def test_keys_of_holders_and_owners_meet() -> None:
    assert entity_of("tomador_id", "polizas") == entity_of("id", "tomadores") != ""
    assert entity_of("owner_id", "opportunities") == ""


def test_shapes_of_cells_are_such_as_arrow_takes() -> None:
    """RE2 knows no repetition above 1,000: a column of access tokens could not be scanned."""
    numbers = [int(number) for one in book().detectors for number in re.findall(r"\{\d*,?(\d+)\}", one.column.cell)]
    assert max(numbers) <= 1000
