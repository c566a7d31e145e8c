"""Lines of forms: labels above, below or beside values, and rows of a table whose cells may be empty."""

import pytest

from stanch.extent import lines
from stanch.extent.lines import labelled_lines

UNDER = """Espinoza   Mateo   R   Teo
Last name   First name   M.I.   Preferred name
2981 D 1/2 Road   Grand Junction   CO   81504
Street address   City   State   ZIP
08/30/2012   M   (970) 555-0155   Bookcliff Middle
Birth date   Sex   Home phone   School
"""


def labels(text: str) -> dict[str, str | None]:
    return {said.strip(): head and head[0] for said, _, head in labelled_lines(text) if said.strip()}


def test_labels_that_stand_under_their_values_are_told_by_what_fits() -> None:
    found = labels(UNDER)
    assert (found["Espinoza"], found["Mateo"], found["CO"], found["08/30/2012"]) == ("Last name", "First name", "State", "Birth date")
    assert found["2981 D 1/2 Road"] == "Street address"


def test_labels_above_their_values_stay_so() -> None:
    found = labels("Nom de naissance\nLE GOFF\nDate de naissance\n09/03/1977\nCode postal   Ville\n29200   BREST\n")
    assert (found["LE GOFF"], found["09/03/1977"], found["29200"]) == ("Nom de naissance", "Date de naissance", "Code postal")


def test_below_labels_apart_by_tabs_a_cell_may_be_empty() -> None:
    found = labels("Name\tDate of birth\tPhone\tEmail\nAnn Lee\t\t414-555-0101\tann@example.com\n")
    assert (found["Ann Lee"], found["414-555-0101"], found["ann@example.com"]) == ("Name", "Phone", "Email")


@pytest.mark.parametrize("order", [["Last Name", "First Name", "MI"], ["First Name", "MI", "Last Name"]])
def test_the_letters_of_a_middle_name_are_a_label_too(order: list[str]) -> None:
    said = {"Last Name": "Haddad", "First Name": "Yasmin", "MI": "K"}
    text = "".join(f"{one:<25}" for one in order).rstrip() + "\n" + "".join(f"{said[one]:<25}" for one in order).rstrip() + "\n"
    found = labels(text)
    assert {found[value]: value for value in said.values()} == said


def test_a_label_of_nothing_but_whose_it_is_stops_nothing() -> None:
    text = "Name:    Landlord's    Phone\nAnn Lee    Bo Ray    555-0142\nLandlord's    Tenant's    Witness's\na    b    c"
    assert isinstance(list(labelled_lines(text)), list)
    assert lines._parted(("Landlord's", 4, 14)) == [("Landlord's", 4, 14)]
