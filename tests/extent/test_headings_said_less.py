"""Headers with less or more words than their list has: small words left out, words said twice, one for several."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.headings import claims
from stanch.extent.normalise import day


@pytest.mark.parametrize(
    ("header", "kind", "role"),
    [
        ("Main Phone #s", "phone", ""),
        ("E-mails", "email", ""),
        ("Guest Email(s)", "email", ""),
        ("Email Addresses", "email", ""),
        ("Home-Phone-Phone", "phone", ""),
        ("Nom naissance", "former_name", ""),
        ("Contacto de emergencia: teléfono", "phone", "emergency"),
        ("Emergency Contact Info Name", "name", "emergency"),
        ("meta:_billing_dob", "dob", ""),
    ],
)
def test_what_is_meant_is_told(header: str, kind: str, role: str) -> None:
    found, _, whose = claims(header)
    assert ({one.kind for one in found}, whose) == ({kind}, role)


@pytest.mark.parametrize("header", ["Telefon-Kategorie", "Products", "Accounts", "Notes", "Dates", "Cuenta contable", "Compte comptable"])
def test_other_words_say_nothing(header: str) -> None:
    assert not claims(header)[0]


def roles(**columns: list[str]) -> dict[str, tuple[str, str]]:
    table = pa.table({name.replace("__", " "): pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.name: (one.detector.id if one.detector else "", one.role) for one in decide(table)}


GIVEN = ["Anne", "Luc", "Marie", "Paul", "Julie", "Jean"]
MAIL = [f"{name.lower()}@example.com" for name in GIVEN]


def test_surnames_beside_given_names_under_a_header_that_says_nothing() -> None:
    found = roles(T_LIBELLE=["DUBOIS", "GARNIER", "MARTIN", "ROUSSEAU", "COLIN", "PETIT"], T_PRENOM=GIVEN, T_EMAIL=MAIL)
    assert found["T_LIBELLE"][0] == "any/family_name"


def test_a_title_or_a_town_beside_given_names_is_no_surname() -> None:
    found = roles(Code=["GOLD", "BRONZE", "SILVER", "STANDARD", "BASIC", "GOLD"], First__name=GIVEN, Email=MAIL)
    assert found["Code"][0] == ""


def test_a_firm_or_a_person_in_one_row_is_one() -> None:
    found = roles(
        Name__Unternehmen=["", "", "", "Muster Bau GmbH"],
        **{"Name (natürl. Person)": ["Keller", "Vogel", "Kern", ""], "Vorname (natürl. Person)": ["Anna", "Peter", "Maria", ""]},
        Strasse=["Weg 1", "Weg 2", "Weg 3", "Weg 4"],
        Ort=["Ulm", "Bonn", "Kiel", "Jena"],
    )
    assert found["Vorname (natürl. Person)"] == ("any/given_name", "")


def test_a_national_number_is_of_the_country_whose_check_it_passes() -> None:
    found = roles(
        Nombre__completo=["Ana Gil Paz", "Luis Paz Sol", "Eva Sol Gil"], **{"Nº de identificación": ["12345678Z", "87654321X", "00000023T"]}
    )
    assert found["Nº de identificación"][0] == "es/dni"


@pytest.mark.parametrize("said", ["3/5/1982 0:00", "03/05/1982 12:00:00 AM", "3/5/1982 00:00:00.000", "1982-03-05 00:00:00"])
def test_a_day_with_a_clock_behind_it(said: str) -> None:
    assert day(said) == "1982-03-05"


@pytest.mark.parametrize(
    ("header", "kind", "role"),
    [("Best phone number to reach you", "phone", ""), ("Social Security Number (for background check)", "us_ssn", "")],
)
def test_a_sentence_asks_for_what_is_within_it(header: str, kind: str, role: str) -> None:
    found, _, whose = claims(header)
    assert ({one.kind for one in found}, whose) == ({kind}, role)


@pytest.mark.parametrize("header", ["Phone number of your employer", "Did the school call", "How did you hear about us"])
def test_a_sentence_of_a_firm_asks_for_nobodys(header: str) -> None:
    assert not claims(header)[0]


def test_answers_called_by_a_sign_are_told_by_their_cells() -> None:
    signs = [f"answers.ref-f{at}" for at in range(1, 5)]
    cells = [GIVEN, ["Dubois", "Garnier", "Martin", "Rousseau", "Colin", "Petit"], MAIL, [f"19{at}1-02-03" for at in (4, 5, 6, 7, 8, 9)]]
    found = [one.detector.kind if one.detector else "" for one in decide(pa.table(dict(zip(signs, cells, strict=True))))]
    assert found == ["given_name", "family_name", "email", "dob"]


def test_a_tax_number_in_figures_of_an_ssn_is_one() -> None:
    found = roles(First__name=GIVEN, Email=MAIL, **{"Tax Number (SSN)": [f"92009788{at}" for at in range(6)]})
    assert found["Tax Number (SSN)"][0] == "us/ssn"
