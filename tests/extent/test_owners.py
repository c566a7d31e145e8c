"""Whose each column is: what headers share, names of several people in a row, words written short."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from stanch.extent.headings import claims, spelt, words_of
from stanch.extent.owners import part_of
from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def whose(columns: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
    """For each column the kind that its first cell was found to be, and of whom: "" for the row's own person."""
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    unit = Unit("exhibit", "share/t.csv", "table", "text/csv", start=2, cells=pack_cells(table))
    rows: list[dict[str, Any]] = scan_unit(unit, Keys(bytes(32))).to_pylist()
    return {row["column"]: (row["kind"], row["record"].removeprefix("row/2").strip("/")) for row in rows if row["row"] == 2}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("BuyerLastName", "family_name"),
        ("PtHomePh", "phone"),
        ("addresses.0.line1", "street"),
        ("Last Name (Legal)", "family_name"),
        ("Nome Cognome", "name"),
        ("Ins. ID #", "health_insurance_id"),
        ("Admitting Diagnosis", "diagnosis"),
        ("field_last_name_value", "family_name"),
        ("city_village", "city"),
        ("EMPE_NM.gvn_nm", "given_name"),
        ("EMPE_ADDR.pstl_cd", "postcode"),
        ("DT_NASCITA", "dob"),
        ("Dt. Nascimento", "dob"),
        ("304-C4 DATE OF BIRTH", "dob"),
        ("Q3. Home address", "postal_address"),
        ("S.I.N.", "ca_sin"),
        ("contactfirstname", "given_name"),
        ("Nome da Mãe", "name"),
        ("Mbr St", "region"),
        ("Ime i prezime", "name"),
        ("Poštanski broj", "postcode"),
        ("Vardas", "given_name"),
        ("Dzimšanas datums", "dob"),
        ("Sünniaeg", "dob"),
        ("Priezvisko", "family_name"),
        ("Netfang", "email"),
        ("Χώρα", "country"),
        ("customer.homeAddress.street", "street"),
        ("employment.salary", "salary"),
    ],
)
def test_headers_written_short_are_read(header: str, kind: str) -> None:
    assert kind in {one.kind for one in claims(header)[0]} or kind in {one.kind for one in claims(part_of(header).rest)[0]}


FIRMS = ["employment.address.street", "lienholder.address.0.zip", "customer.employer.city", "arbeitgeber.adresse.plz", "bank.name"]


@pytest.mark.parametrize("header", ["Bank City", "Product Name", "ann@example.com", "Opening balance", "Start Date", *FIRMS])
def test_headers_of_things_are_not(header: str) -> None:
    assert not claims(header)[0]


def test_words_written_as_one_are_parted() -> None:
    assert spelt(["contactfirstname", "mailcity", "description"]) == ["contact", "firstname", "mail", "city", "description"]


@pytest.mark.parametrize(
    ("header", "lead"),
    [("CoBuyerLastName", "co buyer"), ("Driver 2 DOB", "driver 2"), ("Last name", ""), ("Co./Last Name", ""), ("User Name", "")],
)
def test_what_stands_in_front_says_whose(header: str, lead: str) -> None:
    assert part_of(header).lead == lead, words_of(header)


def test_a_group_with_a_name_of_its_own_is_another_person() -> None:
    found = whose(
        {
            "DealNo": ["17"],
            "BuyerLastName": ["Example"],
            "BuyerFirstName": ["Ann"],
            "BuyerZip": ["62704"],
            "BuyerSSN": ["900-12-3456"],
            "CoBuyerLastName": ["Muster"],
            "CoBuyerFirstName": ["Ben"],
            "CoBuyerSSN": ["900-12-3457"],
            "LienHolderName": ["First Example Bank"],
            "LienHolderCity": ["Reno"],
        }
    )
    assert {column: record for column, (_, record) in found.items()} == {
        **dict.fromkeys(("BuyerLastName", "BuyerFirstName", "BuyerZip", "BuyerSSN"), ""),
        **dict.fromkeys(("CoBuyerLastName", "CoBuyerFirstName", "CoBuyerSSN"), "spouse"),
    }


def test_what_headers_begin_with_in_common_is_one_person() -> None:
    found = whose(
        {
            "CnBio_First_Name": ["Ann"],
            "CnBio_Last_Name": ["Example"],
            "CnBio_Birth_date": ["03/14/1985"],
            "CnAdrPrf_Addrline1": ["12 Example Street"],
            "CnAdrPrf_City": ["Springfield"],
            "CnSpSpBio_First_Name": ["Ben"],
            "CnSpSpBio_Last_Name": ["Example"],
        }
    )
    assert found["CnAdrPrf_City"] == ("city", "")
    assert found["CnAdrPrf_Addrline1"] == ("street", "")
    assert found["CnSpSpBio_First_Name"] == ("given_name", "spouse")


def test_contacts_who_are_told_to_be_parents_are() -> None:
    found = whose(
        {
            "first_name": ["Kim"],
            "last_name": ["Example"],
            "birthdate": ["3/14/2021"],
            "contact_1_first_name": ["Ann"],
            "contact_1_last_name": ["Example"],
            "contact_1_phone": ["212-555-0101"],
            "contact_1_relationship": ["Mother"],
        }
    )
    assert found["contact_1_phone"] == ("phone", "guardian")
    assert found["birthdate"] == ("dob", "")


def test_of_two_columns_of_names_the_second_is_another_unless_it_repeats_the_first() -> None:
    beside = {"SSN": ["900-12-3456", "900-12-3457"]}
    others = whose({"Client": ["Ann Example", "Ben Muster"], "Opposing Party": ["Eve Beispiel", "Kim Esempio"], **beside})
    assert (others["Client"][1], others["Opposing Party"][1], others["SSN"][1]) == ("", "other/11", "")
    same = whose({"Customer": ["Example, Ann", "Muster, Ben"], "Full Name": ["Ann Example", "Ben Muster"], **beside})
    assert {record for _, record in same.values()} == {""}


def test_the_claimants_numbers_are_not_the_insureds() -> None:
    found = whose({"Insured Name": ["Ann Example"], "Claimant Name": ["Ben Muster"], "Claimant SSN": ["900-12-3456"]})
    assert found["Insured Name"][1] == "guarantor"
    assert found["Claimant Name"][1] == found["Claimant SSN"][1] == ""


def test_whoever_bears_the_rows_own_name_is_the_row_s_own() -> None:
    found = whose(
        {
            "Patient Name": ["Ann Example", "Ben Muster"],
            "DOB": ["03/14/1985", "04/15/1986"],
            "Guarantor Name": ["ANN EXAMPLE", "Eve Muster"],
            "Guarantor SSN": ["900-12-3456", "900-12-3457"],
        }
    )
    assert found["Guarantor SSN"] == ("us_ssn", "")


def test_a_child_before_the_payer_is_the_rows_own() -> None:
    found = whose(
        {
            "Child's Name": ["Example, Kim"],
            "DOB": ["03/14/2021"],
            "Primary Payer": ["Example, Ann"],
            "Payer City St Zip": ["Reno, NV 89501"],
        }
    )
    assert (found["Child's Name"][1], found["DOB"][1], found["Primary Payer"][1]) == ("", "", "guarantor")
    assert found["Payer City St Zip"][1] == "guarantor"


def test_a_column_of_names_counts_where_its_cells_are_names() -> None:
    names = ["Ann Miller", "Mary Jones", "John Smith", "Peter Brown", "Laura Davis"]
    assert whose({"Grievant": names, "Dept": ["A", "B", "A", "C", "B"]})["Grievant"] == ("name", "")
    assert not whose({"Name": ["Blue Widget", "Red Widget", "Big Bolt", "Old Nut", "New Nail"], "Price": ["1", "2", "3", "4", "5"]})


def test_a_bare_name_is_the_missing_part_of_the_same_person_only() -> None:
    found = whose({"NomSalarie": ["Muster"], "PrenomSalarie": ["Ann"], "DateNaissance": ["14031985"], "Event Name": ["Baseline"]})
    assert found == {"NomSalarie": ("family_name", ""), "PrenomSalarie": ("given_name", ""), "DateNaissance": ("dob", "")}
    found = whose(
        {"Vendeur 1 - Nom": ["Muster"], "Vendeur 1 - Prénom": ["Ann"], "Acquéreur 1 - Nom": ["Beispiel"], "Acquéreur 1 - Prénom": ["Eve"]}
        | {"Vendeur 1 - Né(e) le": ["14/03/1985"], "Acquéreur 1 - Né(e) le": ["15/04/1986"]}
    )
    assert found["Vendeur 1 - Nom"] == ("family_name", "")
    assert found["Acquéreur 1 - Nom"] == ("family_name", "other/1")


def test_names_under_unknown_words_are_people() -> None:
    names = ["Ann Miller", "Mary Jones", "John Smith"]
    found = whose(
        {"Shipper Name": names, "Shipper City": ["Reno"] * 3, "Shipper Zip": ["89501"] * 3}
        | {"Consignee Name": ["Peter Brown", "Laura Davis", "Paul White"], "Consignee City": ["Tulsa"] * 3, "Consignee Zip": ["74103"] * 3}
    )
    assert (found["Shipper Zip"], found["Consignee Zip"]) == (("postcode", ""), ("postcode", "other/1"))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("LName", "family_name"),
        ("PatFName", "given_name"),
        ("STREET LN 1", "street"),
        ("ADDR_LN1", "street"),
        ("2010BA_N301_SubscriberAddressLine", "street"),
        ("2010CA_NM104_PatientFirstName", "given_name"),
        ("PID_5_1_PatientLastName", "family_name"),
        ("phone_mobile", "phone"),
        ("Tél. port.", "phone"),
        ("F. Nacim.", "dob"),
        ("Gebdat", "dob"),
        ("Förnamn", "given_name"),
        ("Fødselsdato", "dob"),
        ("PSČ", "postcode"),
        ("GBDAT", "dob"),
        ("EFT_ABA", "us_bank_routing"),
    ],
)
def test_headers_of_further_programs_and_languages_are_read(header: str, kind: str) -> None:
    assert kind in {one.kind for one in claims(header)[0]} or kind in {one.kind for one in claims(part_of(header).rest)[0]}


def test_what_says_of_which_sort_a_value_is_holds_none() -> None:
    assert not claims("Address 1 - Label")[0]
    assert not claims("Phone Type")[0]


def test_the_state_of_a_licence_is_not_where_its_holder_lives() -> None:
    found = whose({"Driver 1 Name": ["Ann Example"], "Driver 1 DOB": ["03/04/1980"], "Driver 1 DL St": ["CO"], "Mail St": ["AZ"]})
    assert "Driver 1 DL St" not in found
    assert found["Mail St"] == ("region", "")


def test_a_firms_address_is_not_the_persons() -> None:
    found = whose({"Insured": ["Ann Example"], "DOB": ["03/04/1980"], "Lienholder Address": ["PO Box 9, Dover DE 19901"]})
    assert found.get("Lienholder Address", ("", "notes"))[1] == "notes"


def test_lines_of_a_street_belong_together() -> None:
    table = {"EMPLOYEE NAME": ["EXAMPLE, ANN"], "STREET LN 1": ["12 Oak St"], "STREET LN 2": ["Apt 2"], "ZIP": ["62704"]}
    made = pa.table({name: pa.array(cells, pa.string()) for name, cells in table.items()})
    rows = scan_unit(Unit("exhibit", "share/t.csv", "table", "text/csv", start=2, cells=pack_cells(made)), Keys(bytes(32))).to_pylist()
    assert [row["text"] for row in rows if row["kind"] == "street"] == ["12 Oak St Apt 2"]


def test_what_is_shipped_is_the_recipients_where_he_is_another() -> None:
    columns = {"buyer-name": ["Ann Example"], "buyer-email": ["a@example.com"], "recipient-name": ["Ben Muster"], "ship-city": ["Reno"]}
    assert whose(columns)["ship-city"] == ("city", "recipient")
    assert whose(columns | {"recipient-name": ["Ann Example"]})["ship-city"] == ("city", "")


def test_a_line_of_totals_is_nobody() -> None:
    found = whose({"Last Name": ["Kitchen Total"], "First Name": [""], "Net Pay": ["5,226.42"], "SSN": [""]})
    assert "Last Name" not in found


def test_a_town_of_birth_is_not_where_somebody_lives() -> None:
    assert (
        whose({"Familienname": ["Muster"], "Vorname": ["Ann"], "Geb.-Ort": ["Ulm"], "Wohnort": ["Kiel"]})["Geb.-Ort"][0] == "place_of_birth"
    )


def test_the_names_of_a_list_in_parts_without_headers_are_found() -> None:
    """A heading alone in its row, then people: whatever colour told the reader is lost."""
    people = ["Ann Miller", "Tom Baker", "Rosa Diaz", "Paul Hall", "Lucy Young", "Mark Green"]
    columns = {
        "Administration": [*people[:3], "Warehouse", *people[3:]],
        "column_2": ["900-12-3456", "900-12-3457", "900-12-3458", "", "900-12-3459", "900-12-3460", "900-12-3461"],
    }
    assert whose(columns)["Administration"] == ("name", "")


def test_a_column_of_couples_is_one_of_names() -> None:
    columns = {"Student": ["Example, Tim"], "DOB": ["03/04/2014"], "Parents": ["Keith & Lindsay Phillips"]}
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    rows = scan_unit(Unit("exhibit", "share/t.csv", "table", "text/csv", start=2, cells=pack_cells(table)), Keys(bytes(32))).to_pylist()
    assert {(row["text"], row["record"]) for row in rows if row["column"] == "Parents"} == {
        ("Keith Phillips", "row/2/guardian"),
        ("Lindsay Phillips", "row/2/guardian/2"),
    }


def test_how_an_unnamed_subscriber_is_insured_is_the_patients() -> None:
    found = whose({"Patient Name": ["Example, Ann"], "Patient DOB": ["03/04/1980"], "Primary Insurance Subscriber No": ["XEA90211"]})
    assert found["Primary Insurance Subscriber No"] == ("health_insurance_id", "")


def test_a_surname_with_an_initial_and_the_given_name_are_one_person() -> None:
    found = whose({"Naam": ["Jansen, J."], "Voornaam": ["Joost"], "BSN": ["111222333"]})
    assert (found["Naam"][1], found["Voornaam"][1]) == ("", "")


def test_a_family_its_head_and_the_spouse_have_one_surname() -> None:
    columns = {"Family": ["Example"], "Head": ["Ann"], "Spouse": ["Ben"], "Street": ["12 Oak St"], "Head Birthday": ["03/04/1980"]}
    found = whose(columns)
    assert (found["Family"][0], found["Head"]) == ("family_name", ("given_name", ""))


def test_members_of_one_household_in_a_row_live_together() -> None:
    """JSON's numbered members: the first is the row's own person, the others live with it."""
    found = whose(
        {
            "address.street": ["4 Elm St"], "address.city": ["Reno"], "members.0.firstName": ["Ann"], "members.0.lastName": ["Berg"],
            "members.0.dob": ["1970-02-03"], "members.1.firstName": ["Tim"], "members.1.lastName": ["Berg"], "members.1.dob": ["2001-05-06"],
        }
    )  # fmt: skip
    assert found["members.0.dob"] == ("dob", "")
    assert found["address.street"] == ("street", "")
    assert found["members.1.dob"] == ("dob", "dependent/2")


def test_a_payer_and_a_recipient_named_in_one_row() -> None:
    """`Bill To` and `Ship To`: before, whoever paid for another was nobody, and his mailbox was the other's."""
    columns = {
        "Bill To - Name": ["Ann Berg", "Tom Ray"], "Bill To - Email": ["a@example.com", "t@example.com"], "Ship To - Name": ["Eve Poe", "Tom Ray"],
        "Ship To - Address 1": ["4 Elm St", "9 Oak St"], "Ship To - City": ["Reno", "Elko"], "Ship To - Postal Code": ["89501", "89801"],
    }  # fmt: skip
    found = whose(columns)
    assert found["Bill To - Email"] == ("email", "")
    assert found["Ship To - City"] == ("city", "recipient")
    swapped = whose({name: cells[::-1] for name, cells in columns.items()})
    assert swapped["Ship To - City"] == ("city", "")


def test_a_mailbox_from_which_is_the_only_names() -> None:
    found = whose({"Name": ["Ann Berg"], "From Email": ["a@example.com"], "To Email": ["s@example.com"], "Zip": ["89501"]})
    assert (found["From Email"][1], found["To Email"][1]) == ("", "recipient")


def test_a_child_whose_payer_is_its_mother_and_who_may_fetch_it() -> None:
    found = whose(
        {
            "Child First Name": ["Tim"] * 5, "Child Last Name": ["Berg"] * 5, "Child DOB": ["2019-05-06"] * 5, "Primary Payer": ["Ann Berg"] * 5,
            "Payer 1 Relationship": ["Mother"] * 5, "Payer 1 Address": ["4 Elm St"] * 5, "Payer 1 City": ["Reno"] * 5,
            "Authorized Pickup 1": ["Eve Poe", "Ida Fox", "Amy Hart", "Thomas Wang", "Monica Perry"], "Authorized Pickup 1 Phone": ["775-555-0101"] * 5,
        }
    )  # fmt: skip
    assert found["Child DOB"] == ("dob", "")
    assert found["Primary Payer"] == ("name", "guardian")
    assert found["Authorized Pickup 1"][1] not in ("", "guardian")
