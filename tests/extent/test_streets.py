"""Addresses in several columns, and several parts of one in a column."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.normalise import address, day, day_before_month
from stanch.extent.scanning import scan_unit
from stanch.extent.streets import is_place, joined, lines_of_address, parts_of_place, unplaced
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def texts(**columns: str) -> dict[str, str]:
    """By kind the kept text of a row of these columns."""
    table = pa.table({name.replace("__", " "): pa.array([cell or None], pa.string()) for name, cell in columns.items()})
    unit = Unit("exhibit", "share/t.csv", "table", "text/csv", start=2, cells=pack_cells(table))
    rows: list[dict[str, Any]] = scan_unit(unit, Keys(bytes(32))).to_pylist()
    return {row["kind"]: row["text"] for row in rows if row["text"]}


@pytest.mark.parametrize(
    ("columns", "street"),
    [
        ({"Straße": "Musterweg", "Hausnummer": "4a"}, "Musterweg 4a"),
        ({"Endereço": "Rua das Flores", "Nº": "251", "Complemento": "Ap 3"}, "Rua das Flores 251 Ap 3"),
        ({"streetnumber": "12", "address": "Elm Street", "city": "Reno"}, "12 Elm Street"),
        ({"Address 1": "12 Elm Street", "Address 2": "Apt 4"}, "12 Elm Street Apt 4"),
        ({"N° voie": "28", "Nature et nom de la voie": "avenue Foch"}, "28 avenue Foch"),
        ({"Straat": "Kerkstraat", "Huisnr": "12", "Toevoeging": ""}, "Kerkstraat 12"),
    ],
)
def test_the_number_of_a_house_goes_with_its_street(columns: dict[str, str], street: str) -> None:
    assert texts(**columns, Email="ann@example.com", Postcode="10115")["street"] == street


def test_who_has_no_street_takes_nobody_elses() -> None:
    empty = pa.array(["", None, "Elm Street"], pa.string())
    assert joined([pa.array([None, None, "12"], pa.string()), empty]).to_pylist() == [None, None, "12 Elm Street"]


def test_second_surnames_go_with_the_first() -> None:
    found = texts(**{"Apellido 1º": "Campillo", "Apellido 2º": "Bejarano", "Nombre": "Cecilio", "Correo": "ann@example.com"})
    assert (found["family_name"], found["given_name"]) == ("Campillo Bejarano", "Cecilio")


@pytest.mark.parametrize("header", ["city state zip", "plz ort", "pt city st zip", "citystatezip", "cap comune"])
def test_headers_of_places(header: str) -> None:
    assert is_place(header)
    assert not is_place(f"bank {header}")


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Reno, NV 89501", ("Reno", "NV", "89501")),
        ("8004 Zürich", ("Zürich", None, "8004")),
        ("Dallas, TX", ("Dallas", "TX", None)),
        ("Dallas HQ", (None, None, None)),
    ],
)
def test_the_parts_of_a_place(cell: str, parts: tuple[str | None, ...]) -> None:
    told = parts_of_place(cell)
    assert tuple(told.get(kind) for kind in ("city", "region", "postcode")) == parts


def test_a_column_of_places_is_city_region_and_postcode() -> None:
    found = texts(**{"Name": "Ann Example", "SSN": "900-12-3456", "Adresse": "Musterweg 4", "City, State Zip": "Reno, NV 89501"})
    assert (found["street"], found["city"], found["region"], found["postcode"]) == ("Musterweg 4", "Reno", "NV", "89501")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("12 Elm Street$Reno, NV 89501", ["12 Elm Street", "Reno", "NV", "89501", ""]),
        (
            "Street Address: 12 Elm Street  City: Reno State / Province: NV Postal / Zip Code: 89501 Country: United States",
            ["12 Elm Street", "Reno", "NV", "89501", ""],
        ),
    ],
)
def test_addresses_as_forms_and_libraries_write_them(written: str, parts: list[str]) -> None:
    assert [part.strip() for part in address(written).split("|")] == parts


def test_days_without_signs_have_the_year_last() -> None:
    assert (day("08041952"), day("24121990"), day_before_month("08041952")) == ("1952-08-04", "1990-12-24", "1952-04-08")
    assert day("19520804") == "1952-08-04"


def test_lines_of_an_address_in_columns_are_parted() -> None:
    """QuickBooks and many others: the name, the street and the town in the order in which they are printed."""
    assert lines_of_address(["Ann Example", "12 Oak St", "Reno, NV 89501", None, None]) == {
        "street": "12 Oak St",
        "city": "Reno",
        "region": "NV",
        "postcode": "89501",
    }
    assert lines_of_address(["Flat 2", "4 High Street", None, "Leeds LS1 4AP"]) == {
        "street": "Flat 2, 4 High Street",
        "city": "Leeds",
        "postcode": "LS1 4AP",
    }
    assert lines_of_address(["12 Oak St", None]) is None
    assert lines_of_address(["89 Abbey Lawn", "Dublin 6", ""]) == {"street": "89 Abbey Lawn", "city": "Dublin 6"}
    assert lines_of_address(["Oak Farm", "County Road 41"]) is None
    assert unplaced(["Oak Farm", "County Road 41", None]) == {"street": "Oak Farm, County Road 41"}
    assert lines_of_address(["19 Mill Road", None, "Leeds"]) == {"street": "19 Mill Road", "city": "Leeds"}


def test_a_day_with_a_clock_behind_a_month_in_letters() -> None:
    assert day("09/Aug/73 12:00 AM") == "1973-08-09"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vinohradská 112, 130 00 Praha 3", "Vinohradská 112 | Praha 3 |  | 130 00 | "),
        ("The Old Rectory, Wroxham, Norfolk NR12 8AB", "The Old Rectory | Wroxham | Norfolk | NR12 8AB | "),
        ("3 Hay St, Perth, WA 6000", "3 Hay St | Perth | WA | 6000 | "),
        ("24, Triq ir-Repubblika, VLT 1117 Valletta", "24, Triq ir-Repubblika | Valletta |  | VLT 1117 | "),
        ("8 Main Street, Swords, Co Dublin", "8 Main Street | Swords | Co Dublin |  | Ireland"),
        ("4500 rue Saint-Denis, app. 3, Montréal, QC H2J 2L1", "4500 rue Saint-Denis, app. 3 | Montréal | QC | H2J 2L1 | "),
    ],
)
def test_a_whole_address_in_a_cell_is_parted_at_its_town(text: str, said: str) -> None:
    assert address(text) == said


def test_words_beside_postcodes_are_towns() -> None:
    columns = {
        "Navn": ["Ann Lee", "Ben Poe"],
        "Adresse": ["Algade 1", "Algade 2"],
        "Postnr": ["1620", "5000"],
        "By": ["København V", "Odense C"],
    }
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    assert decide(table)[3].detector.kind == "city"  # type: ignore[union-attr]


def test_a_header_for_towns_may_stand_over_postcode_and_town() -> None:
    told = texts(Name="Anna Keller", Email="a@example.com", Anschrift="Lindenweg 5", Ort="34117 Kassel")
    assert (told["street"], told["postcode"], told["city"]) == ("Lindenweg 5", "34117", "Kassel")


def test_a_number_right_behind_a_street_is_the_houses_in_a_table_of_patients_too() -> None:
    """It passed for the patient's number, and letters went to a street without one."""
    cells = {
        "Nome": ["Ana Silva", "Rui Dias"],
        "Logradouro": ["Rua Augusta", "Rua das Flores"],
        "Nº": ["70", "12"],
        "Email": ["a@example.com", "b@example.com"],
    }
    table = pa.table({name: pa.array(said, pa.string()) for name, said in cells.items()})
    assert decide(table, "pacientes")[2].detector is None


def test_towns_with_postcodes_behind_a_street_are_its_place_whatever_their_header() -> None:
    from stanch.extent.columns import decide

    people = {"Name": ["Ann Lee", "Bob Ray", "Cy Moe"], "SSN": ["900-12-0001", "900-12-0002", "900-12-0003"]}
    lives = {"Street": ["28 Elm St", "9 Oak Ave", "1 Main St"], "CSZ": ["Tulsa OK 74114", "Dayton OH 45409", "Macon, GA 31204"]}
    told = decide(pa.table({**people, **lives}))
    assert (told[3].use, told[3].detector and told[3].detector.kind) == ("place", "city")
    assert decide(pa.table({**people, **lives, "CSZ": ["A 74114 OK", "B", "Tulsa"]}))[3].use == ""
