"""Tables: header and content decide each column; cells are judged all at once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import cells
from stanch.extent.headings import claims, words_of
from stanch.extent.scanning import scan_unit
from stanch.records import FINDING_SCHEMA, Unit, pack_cells
from stanch.vault import Keys, mask
from stanch.vocabulary import elements

KEYS = Keys(bytes(32))


def scan(columns: dict[str, list[str | None]], start: int = 2, **properties: str) -> list[dict[str, Any]]:
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    unit = Unit("exhibit", "t.csv", "table", "text/csv", start=start, cells=pack_cells(table), properties=properties)
    found = scan_unit(unit, KEYS)
    assert found.schema == FINDING_SCHEMA
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def kinds(rows: list[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["column"], set()).add(row["kind"])
    return found


STAFF: dict[str, list[str | None]] = {
    "First Name": ["Ann", "Ben"],
    "LastName": ["Example", "Muster"],
    "SSN": ["900-12-3456", "900124567"],
    "birth_dt": ["1985-03-14", "7/4/1990"],
    "E-Mail": ["Ann@example.com", None],
    "Annual Salary": ["85000", "$62,500"],
}


def test_a_staff_list_in_full() -> None:
    rows = scan(STAFF)
    assert kinds(rows) == {
        "First Name": {"given_name"},
        "LastName": {"family_name"},
        "SSN": {"us_ssn"},
        "birth_dt": {"dob"},
        "E-Mail": {"email"},
        "Annual Salary": {"salary"},
    }
    assert {row["record"] for row in rows} == {"row/2", "row/3"}
    dobs = {row["row"]: row["text"] for row in rows if row["kind"] == "dob"}
    assert dobs == {2: "1985-03-14", 3: "1990-07-04"}
    assert [row["text"] for row in rows if row["kind"] == "email"] == ["ann@example.com"]
    assert all(row["text"] is None for row in rows if row["kind"] in ("us_ssn", "salary"))
    assert [row["masked"] for row in rows if row["kind"] == "us_ssn"] == ["***-**-3456", "*****4567"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["03/04/1980", "31/12/1975", "07/08/1990"], ["1980-04-03", "1975-12-31", "1990-08-07"]),  # the last of December settles the column
        (["03/04/1980", "12/31/1975", "07/08/1990"], ["1980-03-04", "1975-12-31", "1990-07-08"]),
        (["03/04/1980", "07/08/1990"], ["1980-03-04", "1990-07-08"]),  # nothing tells: as in the United States
        (["3-4-1980", "31-12-1975"], ["1980-04-03", "1975-12-31"]),
        (["昭和55年4月3日", "3.IV.1980", "13/4/2523"], ["1980-04-03", "1980-04-03", "1980-04-13"]),
        (["17 Nisan 5740", "14 فروردین 1359", "17 جمادى الأولى 1400"], ["1980-04-03", "1980-04-03", "1980-04-03"]),
    ],
)
def test_a_column_of_dates_is_read_in_the_order_that_it_shows(written: list[str | None], meant: list[str]) -> None:
    names: list[str | None] = ["Ann Example", "Ben Muster", "Cem Beispiel"]
    rows = scan({"name": names[: len(written)], "birth_date": written})
    assert [row["text"] for row in sorted(rows, key=lambda row: row["row"]) if row["kind"] == "dob"] == meant


def test_a_number_has_one_token_in_text_and_table() -> None:
    table = next(row["token"] for row in scan(STAFF) if row["kind"] == "us_ssn")
    text = scan_unit(Unit("x", "a", "text", "text/plain", text="SSN 900123456"), KEYS).to_pylist()[0]["token"]
    assert table == text


def test_order_numbers_are_not_social_security_numbers() -> None:
    numbers: list[str | None] = [str(100_000_000 + 7919 * number) for number in range(50)]
    for header in ("Order No", "invoice_number", "sku", "Quantity"):
        assert scan({header: numbers, "Price": ["1.50"] * 50}) == []


def test_a_second_person_in_the_row_has_a_record_of_their_own() -> None:
    rows = scan(
        {
            "Name": ["Ann Example"],
            "DOB": ["2015-03-14"],
            "Guardian Name": ["Ben Example"],
            "guardian_phone": ["212-555-0101"],
            "Spouse SSN": ["900-12-3456"],
        }
    )
    assert {(row["column"], row["record"]) for row in rows} == {
        ("Name", "row/2"),
        ("DOB", "row/2"),
        ("Guardian Name", "row/2/guardian"),
        ("guardian_phone", "row/2/guardian"),
        ("Spouse SSN", "row/2/spouse"),
    }


def test_a_table_without_header_by_its_content() -> None:
    rows = scan(
        {
            "900-12-3456": ["900-12-3457", "900-12-3458", "900-12-3459"],
            "ann@example.com": ["ben@example.com", "eve@example.org", "kim@example.net"],
        },
        start=2,
    )
    assert {(row["row"], row["kind"]) for row in rows} == {(number, kind) for number in (1, 2, 3, 4) for kind in ("us_ssn", "email")}


def test_a_form_of_labels_and_values() -> None:
    rows = scan(
        {"Field": ["Full Name:", "Date of Birth", "SSN", "Phone"], "Value": ["Ann Example", "03/14/1985", "900-12-3456", "(212) 555-0101"]}
    )
    assert {row["kind"] for row in rows} == {"name", "dob", "us_ssn", "phone"}
    assert {row["record"] for row in rows} == {"form/1"}
    assert {row["row"] for row in rows} == {2, 3, 4, 5}


def test_notes_are_read_as_text_with_offsets_in_the_cell() -> None:
    cell = "  Called about her card 4111 1111 1111 1111, now SSN 900-12-3456."
    rows = scan({"ID": ["1", "2", "3"], "Notes": [None, cell, "nothing here"]})
    found = {row["kind"]: cell[row["start"] : row["end"]] for row in rows}
    assert found["payment_card"] == "4111 1111 1111 1111"
    assert found["us_ssn"] == "900-12-3456"
    assert {row["row"] for row in rows} == {3}
    assert {row["column"] for row in rows} == {"Notes"}


def test_a_word_in_one_cell_does_not_explain_the_next() -> None:
    assert scan({"Remark": ["SSN", "900123456"], "x": ["a", "b"]}) == []


def test_the_dead_are_flagged_and_the_row_tells_its_age() -> None:
    rows = scan(
        {
            "Name": ["Ann Example", "Ben Muster"],
            "DOB": ["1940-01-02", "1950-02-03"],
            "Deceased": ["Y", "N"],
            "Last Updated": ["2026-01-05", "2025-02-06"],
        }
    )
    assert [row["row"] for row in rows if row["kind"] == "date_of_death"] == [2]
    assert {(row["row"], row["seen_on"]) for row in rows} == {(2, "2026-01-05"), (3, "2025-02-06")}


def test_names_in_a_list_of_goods_are_nobodys() -> None:
    assert scan({"Name": ["Blue Widget", "Red Widget"], "City": ["Springfield", "Rivertown"], "Price": ["1.50", "2.50"]}) == []


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("custFirst_Name", "given_name"),
        ("Primer Apellido", "family_name"),
        ("Straße", "street"),
        ("Kundennummer", "customer_id"),
        ("código postal", "postcode"),
        ("Data di nascita", "dob"),
        ("Numéro de téléphone", "phone"),
        ("Wachtwoord", "password"),
        ("patient_ssn", "us_ssn"),
        ("Emp DOB", "dob"),
        ("MobilePhone2", "phone"),
    ],
)
def test_headers_in_seven_languages_and_styles(header: str, kind: str) -> None:
    assert kind in {one.kind for one in claims(header)[0]}


def test_headers_become_words() -> None:
    assert words_of("custFirst_Name") == "cust first name"
    assert words_of("SSNLast4") == "ssn last4"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(elements())), st.lists(st.from_regex(r"[A-Za-z0-9@ .()'-]{1,24}", fullmatch=True), min_size=1, max_size=6))
def test_masks_of_a_column_are_those_of_the_vault(kind: str, values: list[str]) -> None:
    assert cells.masked(kind, pa.array(values, pa.string())).to_pylist() == [mask(kind, value) for value in values]


def test_hostile_tables_do_no_harm() -> None:
    odd: list[str | None] = ["\x00", "\ud83d", "a" * 100_000, "=cmd|'/C calc'!A0", None, ""]
    odd = [None if cell is None else cell.encode("utf-8", "replace").decode() for cell in odd]
    assert isinstance(scan({"SSN": odd, "": odd, "Name\nof person": odd}), list)
    assert scan({"SSN": []}) == []
    assert scan_unit(Unit("x", "t", "table", "text/csv", cells=None), KEYS).num_rows == 0


def test_an_address_in_one_cell_is_written_by_its_parts() -> None:
    rows = scan({"Email": ["ann@example.com"], "shipping address": ["2676 Main Rd, Unit B, Dayton, OH 45491"]})
    assert [row["text"] for row in rows if row["kind"] == "postal_address"] == ["2676 Main Rd, Unit B | Dayton | OH | 45491 | "]


def test_taxpayer_numbers_in_a_column_of_social_security_numbers() -> None:
    numbers = ["900-12-3456", "912-70-1234", "901-13-4567", "902-14-5678", "903-15-6789"]
    rows = scan({"Name": ["Ann Example", "Ben Muster", "Cy Young", "Dee Evans", "Eve Oh"], "SSN": numbers})
    kinds = {row["row"]: row["kind"] for row in rows if row["column"] == "SSN"}
    assert kinds == {2: "us_ssn", 3: "us_itin", 4: "us_ssn", 5: "us_ssn", 6: "us_ssn"}


def test_the_header_is_believed_where_the_form_of_taxpayer_numbers_is_no_exception() -> None:
    rows = scan({"Name": ["Ann Example", "Ben Muster"], "SSN": ["912-70-1234", "987-65-4321"]})
    assert [row["kind"] for row in rows if row["column"] == "SSN"] == ["us_ssn", "us_ssn"]


def test_each_guardian_is_a_person_of_his_own() -> None:
    heads = ("Parent/Guardian 1", "Guardian 1 Email", "Parent/Guardian 2", "Guardian 2 Email", "Mother Name", "Father Name")
    cells = ("Ana Garcia", "ana@example.com", "Tom Garcia", "tom@example.com", "Eva Ray", "Leo Ray")
    rows = scan({"First Name": ["Mia"], "Last Name": ["Garcia"], **{head: [cell] for head, cell in zip(heads, cells, strict=True)}})
    records = {row["column"]: row["record"] for row in rows}
    assert records["Parent/Guardian 1"] == records["Guardian 1 Email"] == "row/2/guardian"
    assert records["Parent/Guardian 2"] == records["Guardian 2 Email"] == "row/2/guardian/2"
    # Who is called otherwise is somebody else.
    assert len(set(records.values())) == len(("Mia", "Ana", "Tom", "Eva", "Leo"))


def test_several_in_one_relation_are_told_apart() -> None:
    rows = scan(
        {
            "Employee": ["Mia Garcia", "Bo Ray"],
            "Emergency Contact 1": ["Ana Garcia", "Cy Ray"],
            "Emergency Phone 1": ["614-555-0101", "614-555-0102"],
            "Emergency Contact 2": ["Tom Lund", "Di Ossia"],
            "Emergency Phone 2": ["614-555-0103", "614-555-0104"],
            "Next of Kin": ["Eva Moss", "Leo Hall"],
        }
    )
    records = {row["column"]: row["record"] for row in rows}
    assert records["Emergency Contact 1"] == records["Emergency Phone 1"] == "row/3/emergency"
    assert records["Emergency Contact 2"] == records["Emergency Phone 2"] == "row/3/emergency/2"
    assert records["Next of Kin"] == "row/3/emergency/3"


@pytest.mark.parametrize(
    ("header", "last", "told"), [("Field 3", "1990", True), ("Date", "1990", True), ("Hired", "1990", False), ("Date", "2019", False)]
)
def test_days_decades_apart_are_of_birth_where_the_header_says_nothing(header: str, last: str, told: bool) -> None:
    names = ["Ann Lee", "Ben Cole", "Cy Young", "Dora Hart", "Eva Moss"]
    days = [f"0{month}/12/{year}" for month, year in enumerate(("1951", "1964", "1972", "1983"), 1)] + [f"05/12/{last}"]
    if last == "2019":
        days = [f"0{month}/12/{year}" for month, year in enumerate(("2015", "2016", "2017", "2018", last), 1)]
    rows = scan({"Name": names, "Email": [f"{name[:3].lower()}@example.com" for name in names], header: days})
    assert ("dob" in kinds(rows).get(header, ())) is told


def test_whose_a_group_of_columns_is_may_stand_under_any_word() -> None:
    rows = scan(
        {
            "Client Name": ["Lee, Ann", "Oh, Ben", "Young, Cy"],
            "Client SSN": ["900-12-3456", "900-12-3457", "900-12-3458"],
            "Caregiver Assigned": ["Dora Hart", "Eva Moss", "Tom Lund"],
            "Caregiver SSN": ["900-12-3466", "900-12-3467", "900-12-3468"],
        }
    )
    records = {row["column"]: row["record"] for row in rows}
    assert records["Caregiver Assigned"] == records["Caregiver SSN"] != records["Client SSN"] == records["Client Name"]


def test_the_second_of_two_is_told_by_a_word_too() -> None:
    rows = scan(
        {
            "Alumno": ["Ana Ruiz", "Luis Gil"],
            "Nombre primer tutor": ["Eva", "Pablo"],
            "Primer apellido primer tutor": ["Moreno", "Gil"],
            "Nombre segundo tutor": ["Juan", "Rosa"],
            "Primer apellido segundo tutor": ["Ruiz", "Vega"],
            "Sorgeberechtigte/r 3 Tel.": ["0170 5550100", "0170 5550111"],
        }
    )
    records = {row["column"]: row["record"] for row in rows}
    assert records["Primer apellido primer tutor"] == "row/3/guardian"
    assert records["Nombre segundo tutor"] == records["Primer apellido segundo tutor"] == "row/3/guardian/2"
    assert records["Sorgeberechtigte/r 3 Tel."] == "row/3/guardian/3"


def test_a_surname_beside_the_whole_name_leaves_the_whole() -> None:
    people = {"Geslachtsnaam": ["Hoek", "Tas", "Bos", "Mol", "Kok"], "BSN": ["102291494"] * 5, "Tel. mobiel": ["06-12345678"] * 5}
    names = [
        f"{given} {surname}" for given, surname in zip(("Anna", "Peter", "Sofie", "Thomas", "Julia"), people["Geslachtsnaam"], strict=True)
    ]
    assert kinds(scan({"Aanspreek": names, **people}))["Aanspreek"] == {"name"}
    # Who serves them is none of them.
    served = kinds(scan({"Afgehandeld": ["Emma Visser", "Bram Smit", "Emma Visser", "Lotte Prins", "Bram Smit"], **people}))
    assert served["Geslachtsnaam"] == {"family_name"}


def test_what_a_header_says_may_stand_in_front_of_whose_it_is() -> None:
    rows = scan(
        {
            "NOM_LOCATAIRE": ["Durand", "Petit"],
            "PRENOM_LOCATAIRE": ["Anne", "Luc"],
            "TEL_ADH": ["0612345678", "0698765432"],
            "CP_ADH": ["75011", "69001"],
            "Nom propriétaire": ["Mercier", "Leroy"],
            "Adresse agence": ["1 rue de Lyon", "2 rue de Nice"],
        }
    )
    found = {row["column"]: row["kind"] for row in rows}
    assert found["NOM_LOCATAIRE"] == "family_name"
    assert (found["TEL_ADH"], found["CP_ADH"]) == ("phone", "postcode")
    assert found.keys().isdisjoint({"Nom propriétaire", "Adresse agence"})


def test_claim_numbers_are_no_social_security_numbers() -> None:
    rows = scan(
        {"claim_no": ["454883558", "188031875", "358089468"], "patient": ["Ann Lee", "Ben Oh", "Cy Young"], "dob": ["1980-02-03"] * 3}
    )
    assert "claim_no" not in kinds(rows)


def test_headers_of_two_languages_of_paths_and_with_remarks() -> None:
    for header, kind in {
        "Nom de l'assuré / Insured": "name", "Date de naissance / DOB": "dob", "NAS / SIN": "ca_sin", "DOB (dd/mm/yyyy)": "dob",
        "profile.lastName": "family_name", "addresses.0.zip": "postcode", "dateOfBirth.$date": "dob", "Default Address City": "city",
        "tenant phone": "phone", "Lead guest": "name", "Apellidos y nombre": "name", "holder": "name",
    }.items():  # fmt: skip
        assert kind in {one.kind for one in claims(header)[0]}, header
    for header in ("Order client", "customer group", "member type", "Patient status", "Vendor ID"):
        assert not claims(header)[0], header


def test_names_are_known_under_any_header_and_the_insured_is_the_rows_own() -> None:
    people = ["Ana Garcia", "Tom Ray", "Luisa Lee", "Mary Berg", "Peter Klein", "John Smith"]
    days = [f"1980-01-{day:02d}" for day in range(10, 16)]
    for header in ("Matter party", "Insured", "Versicherter"):
        found = scan({header: list(people), "DOB": list(days)})
        assert {row["record"] for row in found if row["kind"] == "name"} == {f"row/{at}" for at in range(2, 8)}, header
    assert "name" not in kinds(
        scan({"Course": ["Biology One", "Linear Algebra", "World History", "Art", "Music", "Latin"], "DOB": list(days)})
    )


def test_a_passport_under_a_header_of_documents() -> None:
    cells = {"Name": ["Ana Garcia", "Tom Ray"], "doc_type": ["PASSPORT", "PASSPORT"], "doc_no": ["E98987150", "F25896742"]}
    found = {row["kind"] for row in scan({**cells, "email": ["a@example.com", "b@example.com"]})}
    assert "passport" in found or "us_passport" in found


def test_a_couple_in_one_cell_is_two_people_of_the_row() -> None:
    found = scan({"Client": ["Smith, John & Mary", "Ray, Tom"], "SSN": ["900-12-3456", "901-12-3456"], "Spouse SSN": ["902-12-3456", None]})
    named = {(row["text"], row["record"]) for row in found if row["kind"] == "name"}
    assert {("John Smith", "row/2"), ("Mary Smith", "row/2/spouse")} <= named
    assert {row["record"] for row in found if row["kind"] == "us_ssn"} == {"row/2", "row/3", "row/2/spouse"}


def test_what_a_cell_of_text_says_of_somebody_is_his_and_not_the_rows() -> None:
    said = "Wife {name} called from (212) 555-0133, her SSN is 949-25-6259."
    rows = scan(
        {
            "Client": ["Thomas Hudson", "Andrew Kelly", "Walter Jones"],
            "Email": ["t@example.com", "a@example.com", "w@example.com"],
            "Notes": [said.format(name="Michelle Hudson"), "Andrew Kelly sent SSN 949-25-6251 by fax", "SSN 949-25-6252 on file"],
        }
    )
    record = {(row["row"], row["kind"], row["column"]): row["record"] for row in rows}
    assert record[2, "us_ssn", "Notes"] == record[2, "name", "Notes"] != record[2, "name", "Client"]
    assert record[3, "us_ssn", "Notes"] == record[3, "name", "Client"]
    assert record[4, "us_ssn", "Notes"] == record[4, "name", "Client"]


def test_messages_in_a_table_without_people_belong_to_those_they_speak_of() -> None:
    said = "Hi, can somebody look at {}? She called from {}, SSN {}."
    people = [("Michelle Hudson", "(212) 555-0133", "949-25-6259"), ("Linda Kelly", "(212) 555-0134", "949-25-6251")]
    rows = scan({"type": ["message"] * 2, "user": ["U00ABC", "U01ABC"], "text": [said.format(*one) for one in people]})
    for number in (2, 3):
        assert len({row["record"] for row in rows if row["row"] == number and row["kind"] in {"name", "us_ssn", "phone"}}) == 1


@pytest.mark.parametrize(
    ("header", "detector"),
    [
        ("What is your home address? (street, city, state, zip)", "any/postal_address"),
        ("Please list any medications or conditions", "any/medication"),
        ("Wie lautet Ihre E-Mail-Adresse?", "any/email"),
        ("¿Cuál es su número de teléfono?", "any/phone"),
        ("Patient's name", "any/name"),
        ("Employee’s first name and middle initial", "any/given_name"),
        ("Given Names", "any/given_name"),
    ],
)
def test_headers_that_ask_or_say_whose(header: str, detector: str) -> None:
    assert detector in [one.id for one in claims(header)[0]]


@pytest.mark.parametrize(("header", "kind"), [("routing", "us_bank_account"), ("BIC", "bank_account")])
def test_an_account_beside_a_banks_number_is_an_account(header: str, kind: str) -> None:
    bank = "021000021" if header == "routing" else "DEUTDEFF"
    rows = scan({header: [bank, bank], "Account": ["123456781", "223456781"]})
    assert kinds(rows)["Account"] == {kind}
    assert "Account" not in kinds(scan({"sku": ["A1", "A2"], "Account": ["123456781", "223456781"]}))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Card Address Zip", "postcode"),
        ("Card Address State", "region"),
        ("Primary Address: State / Territory Code", "region"),
        ("Primary Address: Address Line 1", "street"),
        ("Default Address City", "city"),
        ("POAddressLine1", "street"),
        ("POCity", "city"),
        ("POPostalCode", "postcode"),
    ],
)
def test_headers_of_programs_that_name_a_part_of_an_address(header: str, kind: str) -> None:
    assert kind in {one.kind for one in claims(header)[0]}


@pytest.mark.parametrize("header", ["Property Address City", "Email Address Status", "IP Address Zip", "Company Address Zip"])
def test_addresses_of_things_are_nobodys(header: str) -> None:
    assert not {"city", "postcode"} & {one.kind for one in claims(header)[0]}


def test_national_numbers_beside_the_kind_that_they_are_of() -> None:
    rows = scan(
        {
            "Worker": ["Ann Example", "Ben Muster"],
            "National ID": ["900-12-3456", "901-12-3456"],
            "National ID Type": ["Social Security Number (SSN)"] * 2,
        }
    )
    assert kinds(rows)["National ID"] == {"us_ssn"}


def test_a_family_in_one_row() -> None:
    rows = scan(
        {
            "Family Name": ["Pratt", "Ryan"], "Head First": ["Ann", "Tom"], "Spouse First": ["Ian", "Tanya"], "Child 1": ["Joe", None],
            "Child 1 DOB": ["2012-04-05", None], "Email": ["a@example.com", "b@example.com"],
        }
    )  # fmt: skip
    told = {(row["record"], row["kind"]): row["text"] for row in rows}
    assert told["row/2", "given_name"] == "Ann"
    assert told["row/2/spouse", "family_name"] == told["row/2/dependent/1", "family_name"] == "Pratt"
    assert told["row/2/dependent/1", "given_name"] == "Joe"
    assert ("row/2/dependent/1", "dob") in told
    assert not any(record.startswith("row/3/dependent") for record, _ in told)


def test_a_patient_of_a_vet_is_no_person() -> None:
    owner: dict[str, list[str | None]] = {"Client First": ["Ann"], "Client Last": ["Example"], "Phone": ["(212) 555-0123"]}
    pet: dict[str, list[str | None]] = {"Patient Name": ["Bella"], "Species": ["Canine"], "Patient DOB": ["2019-04-05"]}
    assert not {"Patient Name", "Patient DOB"} & kinds(scan({**owner, **pet})).keys()
    assert "Patient DOB" in kinds(scan({**owner, **{name: pet[name] for name in ("Patient Name", "Patient DOB")}}))


def test_joint_tenants_in_one_row_are_two_people() -> None:
    rows = scan({
        "Tenant 1": ["Aaron Green", "Ruth Gibson"], "DOB 1": ["13/04/1999", "07/03/1956"], "Tenant 2": ["Elaine Green", None],
        "DOB 2": ["14/05/1998", None], "Property Address": ["12 High Street, Leeds", "14 High Street, Leeds"],
    })  # fmt: skip
    record = {(row["row"], row["column"]): row["record"] for row in rows}
    assert record[2, "Tenant 2"] == record[2, "DOB 2"] == "row/2/spouse"
    assert record[2, "Tenant 1"] == record[2, "DOB 1"] == record[2, "Property Address"] == "row/2"


def test_a_second_surname_or_line_is_the_same_persons() -> None:
    rows = scan({
        "Nombre": ["Ana", "Luis"], "Apellido 1": ["Garcia", "Perez"], "Apellido 2": ["Lopez", "Ruiz"], "Email": ["a@example.com", "l@example.com"],
    })  # fmt: skip
    assert {row["record"] for row in rows if row["row"] == 2} == {"row/2"}


def test_a_number_of_a_relative_is_not_the_rows_own() -> None:
    """A note that names nobody: before, the spouse's number was told to the customer as his."""
    rows = scan(
        {
            "Client": ["Ann Lee", "Tom Ray"],
            "Email": ["a@example.com", "t@example.com"],
            "Notes": ["called, wife's SSN is 949-25-6251 now on file", "his SSN is 949-25-6252, checked by phone"],
        }
    )
    record = {(row["row"], row["kind"], row["column"]): row["record"] for row in rows}
    assert record[2, "us_ssn", "Notes"] != record[2, "email", "Email"]
    assert record[3, "us_ssn", "Notes"] == record[3, "email", "Email"]


def test_who_checked_a_number_is_not_whose_it_is() -> None:
    said = ["SSN 949-25-6251 verified by Eve Poe", "sent in W-9 for Eve Poe SSN 949-25-6252"]
    rows = scan({"Client": ["Ann Lee", "Tom Ray"], "Email": ["a@example.com", "t@example.com"], "Notes": said})
    record = {(row["row"], row["kind"], row["column"]): row["record"] for row in rows}
    assert record[2, "us_ssn", "Notes"] == record[2, "email", "Email"]
    assert record[3, "us_ssn", "Notes"] == record[3, "name", "Notes"]


def test_a_laboratorys_number_is_no_governments() -> None:
    rows = scan(
        {"Accession": ["EN440011A", "EN440012A", "EN440013A"], "Patient Name": ["LEE,ANN", "RAY,TOM", "POE,EVE"], "DOB": ["1970-02-03"] * 3}
    )
    assert {row["kind"] for row in rows} == {"name", "dob"}


def test_a_number_that_its_own_cell_calls_by_name_is_one_under_any_header() -> None:
    rows = scan({"Item": ["Pen", "Ink", "Patient name: Ada Example; SSN 900-21-0001"], "Price": ["1", "2", None]})
    assert "us_ssn" in {row["kind"] for row in rows}
