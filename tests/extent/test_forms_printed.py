"""Forms as offices print and fill them: whose each box is, in the text of a page or on a sheet."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from stanch.extent import people_in_text
from stanch.extent.scanning import scan_unit, text_spans
from stanch.records import Unit, pack_cells
from stanch.vault import Keys


def told(text: str) -> dict[str, list[tuple[str, str | None]]]:
    """What is found, by its text: the kind and the record of each place."""
    spans = text_spans(text, {})
    found: dict[str, list[tuple[str, str | None]]] = {}
    for span, record in zip(spans, people_in_text.group(text, spans, {}), strict=True):
        found.setdefault(span.text, []).append((span.kind, record))
    return found


def owner(found: dict[str, list[tuple[str, str | None]]], said: str) -> str | None:
    return found[said][-1][1]


def test_a_number_above_the_name_is_of_the_copy_that_it_opens() -> None:
    copy = "a Employee's social security number\n{}\ne Employee's first name and initial\n{}\nLast name\n{}\n{}\nf Employee's address\n"
    found = told(
        copy.format("912-37-4347", "LORETTA J", "HASKINS", "418 N SANTA FE AVE\nSALINA KS 67401")
        + copy.format("908-42-6835", "DEVON", "PRUITT", "1907 WHEATLAND DR\nABILENE KS 67410")
    )
    assert owner(found, "912-37-4347") == owner(found, "HASKINS") == owner(found, "418 N SANTA FE AVE\nSALINA KS 67401") is not None
    assert owner(found, "908-42-6835") == owner(found, "PRUITT") == owner(found, "1907 WHEATLAND DR\nABILENE KS 67410") is not None
    assert owner(found, "912-37-4347") != owner(found, "908-42-6835")


def test_boxes_of_two_people_in_one_form_are_told_by_whose_name_is_printed_on_them() -> None:
    found = told(
        "2. PATIENT'S NAME (Last Name, First Name, Middle\nInitial)\nLINDQVIST, MAJA, E\n3. PATIENT'S BIRTH DATE SEX\n07 21 2014   F X\n"
        "4. INSURED'S NAME (Last Name, First Name, Middle\nInitial)\nLINDQVIST, ANDERS, P\n5. PATIENT'S ADDRESS (No., Street)\n"
        "6120 CEDAR LAKE RD S\nZIP CODE\n55416\nZIP CODE\n55417\na. INSURED'S DATE OF BIRTH SEX\n02 11 1979   M X\n"
    )
    patient, insured = owner(found, "LINDQVIST, MAJA, E"), owner(found, "LINDQVIST, ANDERS, P")
    assert patient != insured
    assert owner(found, "07 21 2014") == owner(found, "6120 CEDAR LAKE RD S") == owner(found, "55416") == patient
    assert owner(found, "02 11 1979") == owner(found, "55417") == insured


def test_a_number_in_boxes_and_who_signs_for_the_firm() -> None:
    found = told(
        "Last Name (Family Name)\nOkonjo\nFirst Name (Given Name)\nBlessing\nU.S. Social Security Number\n9 0 8 1 3 1 8 6 2\n"
        "Date of Birth (mm/dd/yyyy)\n09/14/1988\nRepresentative\nKimberly Tran\n"
    )
    assert found["9 0 8 1 3 1 8 6 2"] == [("us_ssn", owner(found, "Okonjo"))]
    assert owner(found, "09/14/1988") == owner(found, "Blessing") != owner(found, "Kimberly Tran")


def test_the_payers_lines_are_not_the_recipients() -> None:
    found = told(
        "PAYER'S name, street address, city or town, state or province, ZIP or\nforeign postal code, and telephone no.\nHarbor Lantern LLC\n"
        "77 Wharf St Ste 4\nPortland, ME 04101\n207-555-0140\nRECIPIENT'S TIN\n929-19-7421\nRECIPIENT'S name\nRafael Quintanilla\n"
        "Street address (including apt. no.)\n330 Congress St Unit 12\nCity or town, state or province, and ZIP\nPortland, ME 04101\n"
    )
    assert owner(found, "929-19-7421") == owner(found, "330 Congress St Unit 12") == owner(found, "Rafael Quintanilla")
    assert owner(found, "77 Wharf St Ste 4\nPortland, ME 04101") != owner(found, "Rafael Quintanilla")


def test_a_spouses_boxes_are_the_spouses() -> None:
    found = told(
        "Your first name and middle initial\nWendell P\nLast name\nAshcombe\nYour social security number\n908-44-5504\n"
        "If joint return, spouse's first name and middle initial\nHarriet L\nLast name\nAshcomb\nSpouse's social security number\n957-16-9983\n"
        "Home address (number and street)\n611 Sycamore Grove Ln\nState\nKY\nZIP code\n42101\n"
    )
    assert owner(found, "908-44-5504") == owner(found, "Ashcombe") == owner(found, "611 Sycamore Grove Ln") == owner(found, "42101")
    assert owner(found, "957-16-9983") == owner(found, "Ashcomb") == owner(found, "Harriet L") != owner(found, "Ashcombe")


def test_below_a_code_for_a_province_the_next_label_is_no_value() -> None:
    found = told("COGNOME E NOME\nBEVILACQUA GINEVRA\nDATA NASCITA\n17/10/1991\nPROV.\nTO\nDATA ASSUNZIONE\n03/09/2018\n")
    assert owner(found, "17/10/1991") == owner(found, "BEVILACQUA GINEVRA")
    assert "DATA ASSUNZIONE" not in found


def test_a_letterhead_is_nobodys_home() -> None:
    found = told(
        "Sparda Beispiel eG · Postfach 1234 · 90402 Nürnberg\n\nHerrn\nMatthias Übelhör\nFärberstraße 14\n90402 Nürnberg\n\n"
        "zwischen der Muster GmbH, Hauptstraße 5, 80331 München\n"
    )
    assert owner(found, "Färberstraße 14\n90402 Nürnberg") == owner(found, "Matthias Übelhör")
    for firm in ("Postfach 1234 · 90402 Nürnberg", "Hauptstraße 5, 80331 München"):
        assert str(owner(found, firm)).startswith("apart/")


def test_two_names_over_an_address_live_there_both() -> None:
    found = told("GERALD W STROHMEYER AND\nPATRICIA STROHMEYER\n209 SPRUCE HOLLOW RD\nLITITZ PA 17543\n")
    home = owner(found, "209 SPRUCE HOLLOW RD\nLITITZ PA 17543")
    assert (owner(found, "GERALD W STROHMEYER") or home, owner(found, "PATRICIA STROHMEYER")) == (home, f"{home}/spouse")


def test_what_a_note_of_a_ticket_says_is_its_writers() -> None:
    found = told(
        "From: Support <support@example.com>\nTo: Wilma Ostrow <wilma@example.com>\nSubject: Ticket\n\n"
        "Wilma Ostrow, Apr 13, 2026, 5:21 PM EDT:\n\nI was born 7/19/1976 and the new address of mine is 640 Wickenden Street, Providence, RI 02903.\n"
    )
    assert owner(found, "7/19/1976") == owner(found, "wilma@example.com")


def test_who_was_born_somewhere_is_a_person_and_lives_where_the_town_stands_first() -> None:
    found = told(
        "concede alla Sig.ra Ferrante Ludovica, nata a Milano il 02/11/1996, residente in 40122 Bologna, Via del Pratello n. 54, di seguito\n"
    )
    assert owner(found, "40122 Bologna, Via del Pratello n. 54") == owner(found, "Ferrante Ludovica") == owner(found, "02/11/1996")


def scan(*rows: tuple[str | None, ...]) -> list[dict[str, Any]]:
    """The findings on a sheet of these rows, the first its header as it is read."""
    table = pa.table([pa.array(column, pa.string()) for column in zip(*rows[1:], strict=True)], names=[str(name) for name in rows[0]])
    found: list[dict[str, Any]] = scan_unit(
        Unit("x", "f.xlsx#1", "table", "xlsx", start=2, cells=pack_cells(table)), Keys(bytes(32))
    ).to_pylist()
    return found


def test_two_applicants_side_by_side_on_a_sheet_are_two_people_and_every_value_is_told_at_its_cell() -> None:
    found = scan(
        ("BORROWER Name", "BORROWER Priscilla Houten", "column_3", "CO-BORROWER Name", "CO-BORROWER Marcus Houten"),
        ("SSN", "902-43-2213", None, "SSN", "928-14-9103"),
        ("DOB", "06/03/1987", None, "DOB", "01/22/1985"),
        ("City, State, Zip", "Kalamazoo, MI 49008", None, "City, State, Zip", "Kalamazoo, MI 49008"),
        ("Monthly Income", "6200", None, "Monthly Income", "4100"),
    )
    by_column = {column: {one["record"] for one in found if one["column"] == column} for column in {one["column"] for one in found}}
    assert by_column.keys() == {"BORROWER Priscilla Houten", "CO-BORROWER Marcus Houten"}
    assert all(len(records) == 1 for records in by_column.values())
    assert len(set.union(*by_column.values())) == len(by_column)
    assert {(one["row"], one["kind"]) for one in found} >= {(1, "name"), (2, "us_ssn"), (3, "dob"), (4, "postcode")}
    assert next(one["start"] for one in found if one["kind"] == "name") == len("BORROWER ")


def test_a_childs_form_with_two_columns_of_labels_is_one_childs_and_the_parent_is_another() -> None:
    found = scan(
        ("Cognome dell'atleta", "Zamboni", "Nome dell'atleta", "Leonardo"),
        ("Nato a", "Trento", "il", "09/05/2012"),
        ("Codice fiscale", "ZMBLRD12E09L378D", "Sesso", "M"),
        ("Genitore (cognome e nome)", "Zamboni Elisabetta", "Codice fiscale genitore", "ZMBLBT82T41L378S"),
    )
    codes = [one["record"] for one in found if one["kind"] == "it_codice_fiscale"]
    born = next(one["record"] for one in found if one["kind"] == "dob")
    assert codes[0] == born != codes[1]


def test_cards_below_one_another_on_a_sheet_are_people_of_their_own() -> None:
    found = scan(
        ("Volunteer", "Imelda Rourke"),
        ("Address", "14 The Paddocks"),
        ("Postcode", "YO7 1AA"),
        ("DOB", "12/05/1958"),
        (None, None),
        ("Volunteer", "Tobias Hatton"),
        ("Address", "9 Kirkgate"),
        ("Postcode", "YO7 1PL"),
        ("DOB", "30/11/1990"),
    )
    assert (
        len({one["record"] for one in found if one["kind"] == "name"}) == len({one["record"] for one in found if one["kind"] == "dob"}) == 2
    )
