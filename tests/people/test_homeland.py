"""An address without a country lies where its signs say, and nowhere in particular where they say nothing."""

from __future__ import annotations

import pytest

from stanch.people import residence
from stanch.records import Organisation, PostalAddress


def lives(street: str, city: str, postcode: str, *homes: str, state: str = "", phones: tuple[str, ...] = ()) -> str | None:
    address = PostalAddress(street, city, state, postcode, "")
    return residence.resolve(residence.Grounds((address,), phones, (), homes)).code


@pytest.mark.parametrize(
    ("street", "city", "postcode", "homes", "code"),
    [
        ("Hauptstraße 37a", "Heidelberg", "69117", ("DE",), "EU-DE"),
        ("Urb. Jardines Fagot 52 Calle 5", "Ponce", "00716", ("US",), "US-PR"),
        ("Urb. Jardines Fagot 52 Calle 5", "", "00716", ("US",), "US-PR"),
        ("Am Anger 44", "Salzburg", "A-5020", ("DE",), "EU-AT"),
        ("Hauptstr. 37", "Heidelberg", "69117", ("US",), "EU-DE"),
        ("Hauptstr. 37", "Heidelberg", "69117", (), "EU-DE"),
        ("Am Waldrand 11a", "Grünwald", "82031", ("DE",), "EU-DE"),
        ("Lange Reihe 11", "Hamburg", "20099", (), "EU-DE"),
        ("", "Grünwald", "82031", ("DE",), "EU-DE"),
        ("", "Grünwald", "82031", ("DE", "FR"), None),
        ("12 rue de la Paix", "Paris", "75002", ("FR",), "EU-FR"),
        ("12 rue de la Paix", "Paris", "75002", (), "EU-FR"),
        ("3 avenue Foch", "Lyon", "69006", (), "EU-FR"),
        ("3 avenue Foch", "Lyon", "69006", ("US",), "EU-FR"),
        ("3 Foch Avenue", "Omaha", "68106", (), "US-NE"),
        ("Calle Mayor 5", "Madrid", "28013", ("ES",), "EU-ES"),
        ("Via Roma 12", "Milano", "20121", ("IT",), "EU-IT"),
        ("12 Main Street", "Clinton", "21335", ("DE",), "US-MD"),
        ("4021 Lovejoy St", "Boise", "83702", ("US",), "US-ID"),
        ("4021 Lovejoy", "Boise", "83702", (), "US-ID"),
        ("PO Box 12", "Boise", "83702", ("US",), "US-ID"),
        ("Rural Route 2 Box 5", "Boise", "83702", ("US",), "US-ID"),
        ("Kerkstraat 10", "Utrecht", "3511 AB", ("US",), "EU-NL"),
        ("ul. Długa 5", "Gdańsk", "80-831", ("US",), "EU-PL"),
        ("Bahnhofstrasse 3", "Zürich", "CH-8001", ("DE",), "CH"),
        ("Bahnhofstrasse 3", "Zürich", "8001", ("CH",), "CH"),
        ("Storgatan 5", "Lund", "222 22", ("US",), "EU-SE"),
        ("Lange Reihe 11", "Hamburg", "20099", ("US",), "EU-DE"),
        ("118 lot. des Ajoncs", "Saint-Paul-lès-Dax", "40990", (), "EU-FR"),
        ("Le Bourg", "Saint-Paul-les-Dax", "40990", ("US",), "EU-FR"),
        ("Le Bourg", "Villers-sur-Mer", "14640", (), "EU-FR"),
        ("", "Großröhrsdorf", "01900", ("US",), None),
        ("12 Elm", "San José", "95112", ("US",), "US-CA"),
        ("12 Elm", "Dix Hills", "11746", (), "US-NY"),
        ("159, rue du Rhône", "Genève", "1204", ("FR",), "CH"),
        ("36 chaussée de Wavre", "Bruxelles", "1050", ("FR",), "EU-BE"),
        ("Waldrand 11a", "Kleinkleckersdorf", "82031", ("US",), None),
        ("", "Paris", "75002", ("DE",), None),
    ],
)
def test_where_an_address_without_a_country_lies(street: str, city: str, postcode: str, homes: tuple[str, ...], code: str | None) -> None:
    assert lives(street, city, postcode, *homes) == code


def test_an_italian_province_is_no_american_state() -> None:
    assert lives("Via Tasso 8", "Milano", "20121", "IT", state="MI") == "EU-IT"
    assert lives("812 Oak Ave", "Lansing", "48906", "IT", state="MI") == "US-MI"


def test_the_persons_own_number_speaks() -> None:
    assert lives("Am Markt 5", "Graz", "8010", phones=("+43316555010",)) == "EU-AT"
    assert lives("Am Markt 5", "Irgendwo", "8010") is None


def test_the_reason_names_the_signs_and_the_address_gets_its_country() -> None:
    address = PostalAddress("Hauptstraße 37a", "Heidelberg", "", "69117", "")
    grounds = residence.Grounds((address,), homes=("DE",))
    assert residence.resolve(grounds).reason == (
        "no country in the address; supposed from the organisation's own country and how the street is written"
    )
    assert residence.complete(address, grounds) == PostalAddress("Hauptstraße 37a", "Heidelberg", "", "69117", "DE")


def test_homes_are_where_the_organisation_is_established_else_its_address() -> None:
    assert residence.homes(Organisation(establishment=("EU-DE", "UK", "CA-ON", "US"))) == ("DE", "GB", "CA", "US")
    assert residence.homes(Organisation(country="Germany")) == ("DE",)
    assert residence.homes(Organisation()) == ()


def test_a_brazilian_state_is_no_province_of_canada() -> None:
    assert lives("", "Recife", "50010-000", state="PE") == "BR"
    assert lives("", "Curitiba", "80010000", "BR", state="PR") == "BR"
    assert lives("12 Water St", "Charlottetown", "C1A 1A1", state="PE") == "CA-PE"


def test_an_organisation_in_two_countries_says_nothing_of_an_address_without_postcode() -> None:
    assert lives("General Delivery", "", "", "US", "IE") is None
    assert lives("General Delivery", "", "", "US", "IE", phones=("+35315550123",)) == "EU-IE"
    assert lives("General Delivery", "", "", "IE") == "EU-IE"


@pytest.mark.parametrize(
    ("street", "city", "postcode", "code"),
    [
        ("3 avenue Foch", "Lyon", "69006", "EU-FR"),
        ("109, avenue de la Libération", "Limoges", "87000", "EU-FR"),
        ("Calle Mayor, 63", "San Sebastián", "20004", "EU-ES"),
        ("C/ de la Paloma, 93", "Zamora", "49003", "EU-ES"),
        ("Calle Morelos 8", "Aguascalientes", "20000", "MX"),
    ],
)
def test_a_city_counts_where_its_postcodes_are(street: str, city: str, postcode: str, code: str) -> None:
    assert lives(street, city, postcode, "US") == code


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("Österreich", "EU-AT"),
        ("Allemagne", "EU-DE"),
        ("España", "EU-ES"),
        ("Česká republika", "EU-CZ"),
        ("Ελλάδα", "EU-GR"),
        ("България", "EU-BG"),
        ("Magyarország", "EU-HU"),
        ("AUT", "EU-AT"),
        ("Reino Unido", "UK"),
        ("Royaume-Uni", "UK"),
        ("Svizzera", "CH"),
        ("日本", "JP"),
        ("Viet Nam", "VN"),
        ("La Réunion", "EU-FR"),
        ("Puerto Rico", "US-PR"),
        ("GU", "US-GU"),
    ],
)
def test_a_country_is_known_by_its_names_in_any_language(country: str, code: str) -> None:
    address = PostalAddress("1 Long Lane", "X", "", "44000", country)
    assert residence.resolve(residence.Grounds((address,), homes=("US",))).code == code


def test_an_address_in_a_country_of_another_name_is_not_taken_for_an_american_one() -> None:
    address = PostalAddress("12 Main Street", "Alger", "", "16000", "Algérie")
    assert residence.resolve(residence.Grounds((address,), homes=("US",))).code is None


@pytest.mark.parametrize(
    ("kind", "code"), [("ro_cnp", "EU-RO"), ("ch_ahv", "CH"), ("jp_my_number", "JP"), ("rs_jmbg", None), ("us_ssn", None)]
)
def test_a_national_number_tells_the_country_that_gave_it(kind: str, code: str | None) -> None:
    assert residence.resolve(residence.Grounds(kinds=(kind,))).code == code


@pytest.mark.parametrize(
    ("street", "city", "postcode", "home", "code"),
    [
        ("24, Triq ir-Repubblika", "Valletta", "VLT 1117", "US", "EU-MT"),
        ("Laugavegur 22", "Reykjavík", "101", "IS", "EU-IS"),
        ("Laisvės al. 88", "Kaunas", "44250", "LT", "EU-LT"),
        ("Ledras 45", "Nicosia", "1011", "CY", "EU-CY"),
        ("Jalan Sudirman 5", "Jakarta", "10220", "ID", "ID"),
    ],
)
def test_a_postcode_of_the_organisations_own_country_lies_there(street: str, city: str, postcode: str, home: str, code: str) -> None:
    assert lives(street, city, postcode, home) == code
