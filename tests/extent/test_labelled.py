"""Forms in running text tell what their labels say, as tables do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stanch.extent import labelled, people_in_text
from stanch.extent.scanning import text_spans


def told(text: str) -> dict[str, tuple[str, str | None]]:
    """What is found, by its text: the kind and the record."""
    spans = text_spans(text, {})
    records = people_in_text.group(text, spans, {})
    return {span.text: (span.kind, record) for span, record in zip(spans, records, strict=True)}


@pytest.mark.parametrize(
    "text",
    [
        "First name: Ruby\nLast name: Muñiz\nDate of birth: 20 Oct 1943\n",
        "Surname: Muñiz    Given name: Ruby\nDate of birth: 20 Oct 1943\n",
        "Surname: Muñiz Given name: Ruby\nDate of birth: 20 Oct 1943\n",
        "Nachname: Muñiz   Vorname: Ruby\ngeb. 20 Oct 1943\n",
        "Nom : Muñiz\nPrénom : Ruby\nNé le : 20 Oct 1943",
    ],
)
def test_parts_of_a_name_are_one_persons(text: str) -> None:
    found = told(text)
    assert found["Muñiz"][0] == "family_name"
    assert found["Ruby"][0] == "given_name"
    assert found["Muñiz"][1] == found["Ruby"][1] == found["20 Oct 1943"][1] is not None


def test_places_on_lines_of_their_own_and_on_one() -> None:
    apart = told("Name: Ann Doe\nStreet: 12 Oak St\nCity: Dallas\nState: TX\nZIP: 75201\nPhone: (804) 555-0103")
    assert {apart[text][0] for text in ("Dallas", "TX", "75201")} == {"city", "region", "postcode"}
    for text, parts in {
        "Name: Ann Doe\nEmail: ann@example.com\nCity, State, ZIP: Dallas, TX 75201": ("Dallas", "TX", "75201"),
        "Name: Anna Berg\nE-Mail: ann@example.com\nPLZ/Ort: 21335 Lüneburg": ("Lüneburg", "21335"),
        "Name: Ann Doe\nEmail: ann@example.com\nTown and postcode: Leeds LS1 4AP": ("Leeds", "LS1 4AP"),
    }.items():
        assert {told(text)[part][0] for part in parts} <= {"city", "region", "postcode"}


def test_a_city_under_its_label_is_no_name() -> None:
    found = told("Taxpayer: Matthew Gray SSN: 948-32-2449\nAddress: 13 Bank St\nCity, State, ZIP: Joplin, MO 64801\nPhone: (526) 555-0102")
    assert found["Joplin"] == ("city", found["Matthew Gray"][1])


def test_rows_below_a_line_of_headers_are_each_a_person() -> None:
    found = told(
        "Taxpayer: Stephen Poole SSN: 958-13-2969\nDate of birth: 06/28/1958\nDependents\nName SSN DOB Relationship\n"
        "Maria Poole 928-21-4152 02/14/2016 child\nSydney Poole 907-38-4482 12/05/2012 child\nAccount number: 1141255464"
    )
    for name, number, day in (("Maria Poole", "928-21-4152", "02/14/2016"), ("Sydney Poole", "907-38-4482", "12/05/2012")):
        assert found[name][1] == found[number][1] == found[day][1]
    assert len({found[name][1] for name in ("Stephen Poole", "Maria Poole", "Sydney Poole")}) == 3
    assert found["958-13-2969"][1] == found["06/28/1958"][1] == found["1141255464"][1] == found["Stephen Poole"][1]


def test_a_label_said_again_below_the_spouse_is_the_spouses() -> None:
    found = told(
        "Taxpayer: Stephen Poole SSN: 958-13-2969\nDate of birth: 06/28/1958\nSpouse: Jenna Poole SSN: 991-03-1525\n"
        "Date of birth: 07/07/1963\nPhone: (804) 555-0103"
    )
    assert found["07/07/1963"][1] == found["991-03-1525"][1] == found["Jenna Poole"][1]
    assert found["06/28/1958"][1] == found["(804) 555-0103"][1] == found["Stephen Poole"][1]


def test_a_label_is_no_part_of_the_name_before_it() -> None:
    assert "Michael Michael" in told("Taxpayer: Michael Michael SSN: 964-18-6037")


@pytest.mark.parametrize(
    "text",
    [
        "name: build\non: push\nstate: TX\nemail: ann@example.com\n",
        "Product: Blue Widget\nCity: Paris\nPolicy: strict\nPrice: 12.50\nCode: 12345\n",
        "Title: Report\nAuthor: none\nReligion: see appendix\nStatus: open\n",
    ],
)
def test_settings_and_goods_are_nobodys_form(text: str) -> None:
    assert {kind for kind, _ in told(text).values()} <= {"email", "region"}


def test_the_family_in_a_form_is_of_its_person() -> None:
    found = told(
        "Taxpayer: Stephen Poole SSN: 958-13-2969\nSpouse: Jenna Poole SSN: 991-03-1525\nAddress: 13 Bank St\n"
        "City, State, ZIP: Dallas, TX 75201\nPhone: (804) 555-0103\nDependents\nName SSN DOB\nMaria Poole 928-21-4152 02/14/2016\n"
    )
    form = found["Stephen Poole"][1]
    assert found["991-03-1525"][1] == f"{form}/spouse"
    assert found["928-21-4152"][1] == f"{form}/dependent/1"
    assert found["Dallas"][1] == form


def test_json_as_text_is_a_form() -> None:
    found = told('{\n "firstName": "Ruby",\n "lastName": "Muñiz",\n "email": "ruby@example.com",\n "city": "Dallas"\n}\n')
    assert [found[text][0] for text in ("Ruby", "Muñiz", "Dallas")] == ["given_name", "family_name", "city"]


def test_labels_above_columns_tell_whose_each_is() -> None:
    found = told(
        "PATIENT   ORDERING PROVIDER\nALLEN, EDWARD C   Robert Lee, MD\nDOB: 12/06/1980   NPI: 1234567893\nMRN: 5237190   Northside Practice\n"
        "Phone: (534) 555-0195\n"
    )
    assert found["ALLEN, EDWARD C"][1] == found["12/06/1980"][1] == found["5237190"][1] == found["(534) 555-0195"][1] is not None
    assert found["Robert Lee"][1] != found["ALLEN, EDWARD C"][1]


def test_a_wage_statement_keeps_the_employers_address_apart() -> None:
    found = told(
        "a Employee's social security number   OMB No. 1545-0008\n923-39-3482\n"
        "c Employer's name, address, and ZIP code   2 Federal income tax withheld\nACME INDUSTRIES INC   6,543.21\n100 MAIN ST\nTULSA OK 74103\n"
        "e Employee's first name and initial   Last name   Suff.\nDAVID K   FRENCH\n9026 EMILY RADIAL\nPORTLAND ME 04101\n"
    )
    assert found["DAVID K"] == ("given_name", found["FRENCH"][1])
    assert found["FRENCH"][0] == "family_name"
    mine = found["FRENCH"][1]
    assert found["923-39-3482"][1] == found["9026 EMILY RADIAL\nPORTLAND ME 04101"][1] == mine is not None
    assert found["100 MAIN ST\nTULSA OK 74103"][1] != mine
    assert "Suff" not in found


def test_who_treats_is_not_who_is_treated() -> None:
    found = told(
        "Patient: Andrew Marshall\nMRN: 8831717\nAttending: Colleen Chung, MD\n\n"
        "Disposition: Home to 12 Ryan St, Boise, ID 83702. Follow up with Dr. Chung in two weeks.\n"
    )
    assert found["12 Ryan St, Boise, ID 83702"][1] == found["Andrew Marshall"][1] == found["8831717"][1]
    assert found["Colleen Chung"][1] != found["Andrew Marshall"][1]


def test_what_is_printed_behind_a_value_is_no_part_of_it() -> None:
    found = told(
        "Name: Ruby Muñiz\nDate of birth: 09/04/1957\nCity: Albany   State: NY   Zip: 12207 How long? 4 yrs\nPhone: (772) 555-0101\n"
    )
    assert found["12207"][0] == "postcode"


def test_a_long_line_of_many_colons_is_not_walked_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[int] = []

    class Counting:
        def finditer(self, line: str) -> Iterator[re.Match[str]]:
            walked.append(len(line))
            return re.finditer(r"(?<!\S)\S", line)

    monkeypatch.setattr(labelled, "_BEGINS", Counting())
    line = "zqxk: 1 " * 3000 + "First name: Ruby Last name: Example"
    found = list(labelled._fields(line, 0, len(line)))
    assert [line[one.start : one.end] for one in found if one.label in ("First name", "Last name")] == ["Ruby", "Example"]
    assert max(walked) <= labelled.LONGEST_LABEL


def test_a_form_whose_labels_have_no_colon() -> None:
    found = told(
        "Title   Ms\nSurname   Coles\nFirst name(s)   Sophie\nDate of birth   17/12/1998\nCurrent address   98 Knowles Close\nCardiff\nPostcode   CF10 1EP\n"
    )
    assert (found["Coles"][0], found["Sophie"][0]) == ("family_name", "given_name")
    assert found["Coles"][1] == found["Sophie"][1] == found["17/12/1998"][1] is not None


def test_boxes_of_forms_are_numbered_and_their_labels_explained() -> None:
    found = told(
        "1 Name of entity/individual. An entry is required.\nWesley Ryan\n5 Address (number, street, and apt. or suite no.). See instructions.\n"
        "82 Richard Manor\n6 City, state, and ZIP code\nAlbany, NY 12207\nSocial security number\n911 - 11 - 1995\n"
    )
    assert found["82 Richard Manor"][0] == "postal_address"
    assert {found[part][0] for part in ("Albany", "NY", "12207")} == {"city", "region", "postcode"}
    assert found["911 - 11 - 1995"] == ("us_ssn", found["Wesley Ryan"][1])


def test_labels_that_stand_close_are_parted_by_their_words() -> None:
    found = told(
        "Last Name (Family Name)   First Name (Given Name)\nSexton   Travis\nDate of Birth (mm/dd/yyyy)   U.S. Social Security Number "
        "Employee's Email Address Employee's Telephone Number\n09/06/1981   948-37-1535   t@example.com   (229) 555-0110\n"
    )
    assert [found[part][0] for part in ("09/06/1981", "948-37-1535", "(229) 555-0110")] == ["dob", "us_ssn", "phone"]


def test_rows_go_on_below_labels_and_labels_are_no_row() -> None:
    found = told(
        "NAME   SEX   DATE OF BIRTH   DRIVER'S LICENSE NUMBER\nANA SMITH   F   03/20/1986   H123456789\nJOSE JOHNSON   M   01/25/1983   H987654321\n"
    )
    assert found["H987654321"][1] == found["01/25/1983"][1] == found["JOSE JOHNSON"][1] != found["ANA SMITH"][1]
    found = told(
        "Name (First, Middle, Last)   Social Security Number\nBrian Park   934-26-5768\nDate of Birth (mm/dd/yyyy)   Citizenship\n11/17/1993   U.S. Citizen\n"
    )
    assert found["11/17/1993"][0] == "dob"
    assert "Date of Birth" not in found


def test_labels_without_a_sign_before_their_values() -> None:
    found = told("Name: Brian Park   SSN: 934-26-5768\nStreet: 4417 Owens Well\nCity Albany State NY ZIP 12207 Country USA\n")
    assert [found[part][0] for part in ("Albany", "NY", "12207")] == ["city", "region", "postcode"]
    assert "Hall" not in told("Name: Brian Park   SSN: 934-26-5768\nCity Hall State Street 7 was closed\n")


def test_names_of_fields_tell_by_their_ends() -> None:
    found = told(
        "NamedInsured_FullName_A: Jesse Castro\nNamedInsured_BirthDate_A: 08/15/1999\nNamedInsured_MailingAddress_CityName_A: Reno\nProducer_CityName_A: Tulsa\n"
    )
    assert found["Reno"][0] == "city"
    assert "Tulsa" not in found


def test_an_address_above_others_in_a_form_is_the_forms_own_persons() -> None:
    found = told(
        "APPLICANT INFORMATION\nFull legal name: Dana Mills   SSN: 985-33-8042\nCO-APPLICANT\nFull legal name: Cynthia Lee   SSN: 981-26-8346\n"
        "RESIDENCE HISTORY\nCurrent address: 7494 Small Street   City: Dallas   State: TX   ZIP: 75201\nLandlord: Margaret Moore   Phone: (947) 555-0107\n"
    )
    assert found["75201"][1] == found["985-33-8042"][1] == found["Dana Mills"][1]
    assert found["981-26-8346"][1] == found["Cynthia Lee"][1] != found["Dana Mills"][1]
    assert found["(947) 555-0107"][1] == found["Margaret Moore"][1]


def test_the_full_stop_of_a_forms_lines_is_no_part_of_a_value() -> None:
    found = told("Nombre: Ruby.\nApellidos: Muñiz Gil .\nNHC: 3456543.\nProvincia: Madrid.\nCP: 28013.\n")
    assert {"Ruby", "Muñiz Gil", "Madrid", "28013"} <= found.keys()
    found = told("First name: Ruby\nMiddle name: A.\nLast name: Muñiz Jr.\nDate of birth: 10/20/1943\nStreet: 12 Oak St.\n")
    assert {"A.", "Muñiz Jr.", "12 Oak St."} <= found.keys()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ordering Physician: Kimberly Jones (NPI: 8913682968)\nContact: (212) 555-0132", "Kimberly Jones"),
        ("MRN: 5156419\n\nResults reviewed by Dr. Ashley Allen.\nFor questions, call (212) 555-0132.", "Ashley Allen"),
        ("Titolo di studio di Luca Moretti: laurea in giurisprudenza.", "Luca Moretti"),
    ],
)
def test_a_name_within_a_label_is_no_label(text: str, name: str) -> None:
    assert name in [span.text for span in text_spans(text, {})]
