"""Words for a person that a table writes whole once and short elsewhere; forms of address under a header of treatments."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.abbreviated import written_whole
from stanch.extent.columns import decide
from stanch.extent.headings import claims

NAMES = ["Keller, Anna", "Vogel, Peter", "Kern, Maria"]
OTHERS = ["Berger, Ines", "Lang, Udo", "Roth, Eva"]
DAYS = ["02.01.1941", "04.03.1971", "06.05.1965"]


def roles(**columns: list[str]) -> dict[str, tuple[str, str]]:
    """By header what its column holds and of whom."""
    table = pa.table({name.replace("__", " "): pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.name: (one.detector.kind if one.detector else "", one.role) for one in decide(table)}


def test_letters_stand_for_the_holder_with_their_number() -> None:
    told = roles(Kontoinhaber__1=NAMES, Geburtsdatum__KI__1=DAYS, Kontoinhaber__2=OTHERS, Geburtsdatum__KI__2=DAYS[::-1])
    assert told["Geburtsdatum KI 1"] == ("dob", "")
    assert told["Geburtsdatum KI 2"] == ("dob", "spouse")


@pytest.mark.parametrize("headers", [("Account holder", "DOB AH"), ("Kontoinhaber 1", "KI 1 Geburtsdatum")])
def test_initials_and_pieces_are_understood(headers: tuple[str, ...]) -> None:
    assert headers[1] in written_whole(headers)


@pytest.mark.parametrize(("whole", "short"), [("Guardian {}", "G{}"), ("Parent {} Name", "P{}"), ("Parent/Guardian {}", "PG{}")])
def test_letters_with_a_number_stand_for_the_parent_who_bears_it(whole: str, short: str) -> None:
    phones = [f"940-555-010{at}" for at in range(3)]
    told = roles(
        **{"Student Last": ["Keller", "Vogel", "Kern"], "Student First": ["Tim", "Tom", "Pam"]},
        **{whole.format(1): ["Anna Keller", "Peter Vogel", "Maria Kern"], f"{short.format(1)} Cell": phones},
        **{whole.format(2): ["Udo Keller", "Ines Vogel", "Eva Kern"], f"{short.format(2)} Cell": phones[::-1]},
    )
    assert told[f"{short.format(1)} Cell"] == ("phone", told[whole.format(1)][1])
    assert told[f"{short.format(2)} Cell"] == ("phone", told[whole.format(2)][1])
    assert told[whole.format(1)][1] != told[whole.format(2)][1]


@pytest.mark.parametrize("headers", [("Product", "DOB PR"), ("Kontoinhaber 1", "Geburtsdatum KI 2"), ("Kontoinhaber 1", "Phone 1")])
def test_what_nobody_in_the_table_is_called_stays(headers: tuple[str, ...]) -> None:
    assert not written_whole(headers)


@pytest.mark.parametrize(
    ("header", "role"), [("Dep 2 SSN", "dependent/2"), ("Bene1 DOB", "beneficiary"), ("Sp DOB", "spouse"), ("Dep Code", ""), ("Dep.", "")]
)
def test_whom_programs_write_short(header: str, role: str) -> None:
    assert claims(header)[2] == role


def test_a_form_of_address_is_no_treatment() -> None:
    people = {"Nombre": ["Ana Gil", "Luis Paz", "Eva Sol"], "Email": [f"{name}@example.com" for name in "abc"]}
    assert roles(**people, Tratamiento=["Sra.", "D.", "Dña."])["Tratamiento"] == ("", "")
    assert roles(**people, Tratamiento=["Quimioterapia", "Fisioterapia", "Diálisis"])["Tratamiento"][0] == "medical_treatment"
