"""Addresses in Greek and Cyrillic letters, in small letters, and above a country's name are found whole."""

from __future__ import annotations

import pytest

from stanch.extent import addresses

WRITTEN = [
    ("Λεωφόρος Συγγρού 119, 117 45 Αθήνα", "Λεωφόρος Συγγρού 119 | Αθήνα |  | 117 45 | Greece"),
    ("Οδός Ερμού 12, Τ.Κ. 10563 Αθήνα, Ελλάδα", "Οδός Ερμού 12 | Αθήνα |  | 10563 | Ελλάδα"),
    ("Παπανδρέου 7, 1066 Λευκωσία", "Παπανδρέου 7 | Λευκωσία |  | 1066 | Cyprus"),
    ("Αριστοτέλους 5\n546 24 Θεσσαλονίκη", "Αριστοτέλους 5 | Θεσσαλονίκη |  | 546 24 | Greece"),
    (
        "ул. „Граф Игнатиев“ № 15, вх. Б, ет. 3, ап. 7, 1000 София",
        "ул. „Граф Игнатиев“ № 15, вх. Б, ет. 3, ап. 7 | София |  | 1000 | Bulgaria",
    ),
    ("бул. Витоша 89, София 1463", "бул. Витоша 89 | София |  | 1463 | Bulgaria"),
    ("01001, м. Київ, вул. Хрещатик, буд. 22, кв. 5", "вул. Хрещатик, буд. 22, кв. 5 | Київ |  | 01001 | Ukraine"),
    ("вул. Шевченка, 10, м. Львів, 79000, Україна", "вул. Шевченка, 10 | Львів |  | 79000 | Україна"),
    ("101000, г. Москва, ул. Мясницкая, д. 5, корп. 2, кв. 12", "ул. Мясницкая, д. 5, корп. 2, кв. 12 | Москва |  | 101000 | "),
    ("Невский проспект, 28, г. Санкт-Петербург, 191186, Россия", "Невский проспект, 28 | Санкт-Петербург |  | 191186 | Россия"),
    ("Улица Краља Милана 12, 11000 Београд", "Улица Краља Милана 12 | Београд |  | 11000 | Serbia"),
]


@pytest.mark.parametrize(("address", "normal"), WRITTEN)
def test_an_address_is_found_whole(address: str, normal: str) -> None:
    text = f"Ann Example\n{address}\n\n"
    assert [(span.text, span.normal) for span in addresses.find(text, ())] == [(address, normal)]


@pytest.mark.parametrize("street", ["Λεωφόρος Κηφισίας 44", "ул. Пушкина, д. 10, кв. 4", "вул. Лесі Українки 7"])
def test_a_street_is_told_by_its_word(street: str) -> None:
    assert [span.text for span in addresses.find(f"({street})", ())] == [street]


@pytest.mark.parametrize(
    "text",
    ["Το 2019 είχαμε 12 πελάτες.", "Κεφάλαιο 12, σελίδα 4", "В 2019 году было 12 клиентов.", "Глава 5, страница 12", "Рис. 3, табл. 7"],
)
def test_numbers_beside_words_are_no_addresses(text: str) -> None:
    assert addresses.find(text, ()) == []


SMALL = [
    ("hauptstraße 12, 10115 berlin", "hauptstraße 12 | berlin |  | 10115 | "),
    ("12 rue de la paix, 75002 paris", "12 rue de la paix | paris |  | 75002 | "),
    ("calle mayor 12, 28013 madrid", "calle mayor 12 | madrid |  | 28013 | "),
    ("14 baker street\nlondon nw1 6xe", "14 baker street | london |  | NW1 6XE | United Kingdom"),
]


@pytest.mark.parametrize(("address", "normal"), SMALL)
def test_an_address_is_found_in_small_letters(address: str, normal: str) -> None:
    text = f"hi, parcel goes to\n{address}\nthx"
    assert [(span.text, span.normal) for span in addresses.find(text, ())] == [(address, normal)]


@pytest.mark.parametrize("text", ["return 5 points, 12345 found", "pulled 12 files into way 5, 2019 london", "retry 3 of 10000 in berlin"])
def test_small_letters_beside_numbers_are_no_addresses(text: str) -> None:
    assert addresses.find(text, ()) == []


@pytest.mark.parametrize("address", ["Pilestredet 12\nOslo\nNorway", "5850 Jana Nerudy 894\nLimassol\nCyprus 3025"])
def test_the_country_below_a_town_ends_an_address(address: str) -> None:
    assert [span.text for span in addresses.find(f"Ann Example\nAcme\n{address}\nMobile: 555-0100", ())] == [address]


@pytest.mark.parametrize("text", ["Sales 2015\nTotal\nFrance\nGermany\n", "12 March 2024\nParis\nFrance\n"])
def test_a_country_below_numbers_ends_none(text: str) -> None:
    assert addresses.find(text, ()) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("The bus drops you off at 74678 Midtvollen 130 today", "74678 Midtvollen 130"),
        ("He lives on the north side of Joaquin Suarez 2906.", "Joaquin Suarez 2906"),
        ("The office is at 2202 Rissik St Apt. 050 Coalville South Africa", "2202 Rissik St Apt. 050 Coalville South Africa"),
        ("sent to 320 St Marys Rd Suite 658 Winnipeg Manitoba", "320 St Marys Rd Suite 658 Winnipeg Manitoba"),
        ("Ann Example\nSuite 541 6343 Skogstien 106\n", "Suite 541 6343 Skogstien 106"),
        ("it is Via Roma 5, Praha 6, Czech Republic", "Via Roma 5, Praha 6, Czech Republic"),
    ],
)
def test_an_address_is_told_by_what_leads_to_it(text: str, address: str) -> None:
    assert [span.text for span in addresses.find(text, ())] == [address]


def test_a_gate_and_a_page_are_no_addresses() -> None:
    assert addresses.find("Drop it off at Gate Nord 5. Pick me up at Terminal West 2.", ()) == []
