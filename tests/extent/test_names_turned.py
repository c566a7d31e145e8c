"""Names without a comma whose surname is first: told by the header, or by the whole column; ties stay as they are."""

from __future__ import annotations

import pytest

from stanch.extent.couples import couple
from stanch.extent.names_turned import Order, order_of, turned, two_of

FIRST = ["DOE JANE Q", "KOWALSKI PETER", "HERNANDEZ MARIA L", "SMITH JOHN"]
LAST = ["JANE Q DOE", "PETER KOWALSKI", "MARIA L HERNANDEZ", "JOHN SMITH"]


def test_a_column_tells_its_order() -> None:
    assert order_of("NAME", FIRST) == Order()
    assert order_of("NAME", LAST) is None
    assert order_of("NAME", FIRST[:2]) is None  # too few
    assert order_of("NAME", [*FIRST, *LAST]) is None  # both
    assert order_of("NAME", ["JAMES THOMAS", "THOMAS JAMES", "SCOTT KELLY"]) is None  # ties
    assert order_of("NAME", ["ACME HOLDINGS LLC", "SMITH BROTHERS INC", "DOE PARTNERS"]) is None


@pytest.mark.parametrize(
    "header", ["EMPLOYEE (LAST FIRST MI)", "Apellidos y nombre", "Nachname Vorname", "Cognome e Nome", "Nom Prénom", "LNAME FNAME"]
)
def test_a_header_tells_the_order_of_ties(header: str) -> None:
    assert order_of(header, ["JAMES THOMAS", "SCOTT KELLY"]) is not None
    assert order_of(header, LAST) is None  # what all names say is believed


@pytest.mark.parametrize("header", ["First Name Last Name", "Nombre y apellidos", "Vorname Nachname", "Customer"])
def test_other_headers_tell_nothing(header: str) -> None:
    assert order_of(header, ["JAMES THOMAS", "SCOTT KELLY"]) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("DOE JANE Q", "DOE, JANE Q"),
        ("DOE JANE Q JR", "DOE, JANE Q JR"),
        ("DOE JR JANE Q", "DOE, JANE Q JR"),
        ("VAN DER BERG JAN", "VAN DER BERG, JAN"),
        ("MARTIN-LOPEZ ANA", "MARTIN-LOPEZ, ANA"),
        ("DE LA CRUZ MARIA", "DE LA CRUZ, MARIA"),
        ("O'NEILL PATRICK", "O'NEILL, PATRICK"),
        ("DR SMITH ROBERT", "SMITH, ROBERT"),
        ("SMITH ROBERT DR", "SMITH, ROBERT"),
        ("SMITH JAMES THOMAS", "SMITH, JAMES THOMAS"),
        ("MARTINEZ HERNANDEZ JOSE", "MARTINEZ HERNANDEZ, JOSE"),
        ("LE ANH", "LE, ANH"),
        ("DOE, JANE", "DOE, JANE"),
        ("DOE", "DOE"),
        ("ACME HOLDINGS LLC", "ACME HOLDINGS LLC"),
        ("JENNIFER SMITH", "JENNIFER SMITH"),
    ],
)
def test_a_name_is_turned(written: str, told: str) -> None:
    assert turned(written, Order()) == told


def test_two_surnames_are_one_name() -> None:
    order = order_of("ALUMNO", ["GARCIA LOPEZ ANA MARIA", "FERNANDEZ RUIZ JOSE LUIS", "MORENO GIL LUCIA", "NAVARRO SANZ MARTA"])
    assert order == Order(double=True)
    assert turned("MORENO GIL LUCIA", order) == "MORENO GIL, LUCIA"
    assert turned("PEREZ ANA MARIA", order) == "PEREZ, ANA MARIA"


def test_two_in_a_cell() -> None:
    assert two_of("DOE JOHN OR DOE MARY", None) == ("JOHN DOE", "MARY DOE")
    assert two_of("DOE JOHN & MARY", Order()) == ("JOHN DOE", "MARY DOE")
    assert two_of("JOHN DOE & MARY DOE JT TEN", None) == ("JOHN DOE", "MARY DOE")
    assert couple("JOHN OR MARY DOE JTWROS") == ("JOHN DOE", "MARY DOE")
    assert couple("WARREN E AND JOAN R GEORGE") == ("WARREN E GEORGE", "JOAN R GEORGE")
    assert couple("JAMES O THOMAS") is None
