"""Forms as other programs write them: labels with a space before their value, whose health is asked, witnesses, sheets with labels above."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.extent.test_labelled import told

from stanch.extent import next_of_kin, roles, spaced
from stanch.extent.asked_in_pairs import unnamed
from stanch.extent.continued import of_continued
from stanch.extent.scanning import records_of, scan_unit, text_spans
from stanch.extent.unfolded import of_objects
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

KEYS = Keys(bytes(32))
SPACED = "Name Holt   Vorname Dagobert\nGeburtsdatum 20.01.1978\nPLZ, Ort 86150 Augsburg\nTelefon 0151 67585393\n"


def found(table: pa.Table) -> list[tuple[str, str, str]]:
    """Kind, mask and record of a table's findings."""
    rows = scan_unit(Unit("x", "x.xlsx#A", "table", "", cells=pack_cells(table)), KEYS).to_pylist()
    return [(row["kind"], row["text"] or row["masked"], row["record"]) for row in rows]


def table(columns: dict[str, list[str | None]]) -> pa.Table:
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def test_a_space_before_a_value_is_a_tab() -> None:
    assert spaced.parted(SPACED) == SPACED.replace("Name Holt ", "Name\tHolt\t").replace("Vorname D", "Vorname\tD").replace(
        "datum 2", "datum\t2"
    ).replace("Ort 8", "Ort\t8").replace("Telefon 0", "Telefon\t0")
    assert len(spaced.parted(SPACED)) == len(SPACED)


def test_what_stands_behind_a_space_is_one_persons() -> None:
    person = told(SPACED)
    assert person["Holt"][0] == "family_name"
    assert person["Dagobert"][0] == "given_name"
    assert len({person[said][1] for said in ("Holt", "Dagobert", "20.01.1978", "Augsburg", "0151 67585393")} - {None}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "EMPLOYEE INJURY REPORT\nEmployee Benefits 2026\nMember Services 800-555-0100\n",
        "Name the 3 ships that sailed in 1492.\nAddress the matter by 4 May.\nPhone us at 212-555-0100 to hear more.\n",
    ],
)
def test_headings_and_sentences_are_left(text: str) -> None:
    assert spaced.parted(text) == text


@pytest.mark.parametrize(
    ("label", "relation", "asked"),
    [
        ("Emergency contact", "Relationship", "Medical alerts"),
        ("Persona de contacto", "Parentesco", "Antecedentes personales"),
        ("Contacto de emergência", "Parentesco", "Antecedentes pessoais"),
        ("Notfallkontakt", "Verhältnis", "Bekannte Vorerkrankungen"),
        ("Personne à prévenir", "Lien", "Antécédents médicaux"),
    ],
)
def test_health_is_of_whom_the_form_is_about(label: str, relation: str, asked: str) -> None:
    person = told(
        f"Name: Tabitha Northcutt\nDOB: 03/14/1971\n{label}: Eugene Northcutt\n{relation}: x\nTel.: 419-555-0134\n{asked}: asthma\n"
    )
    assert person["asthma"] == ("diagnosis", person["Tabitha Northcutt"][1])
    assert person["419-555-0134"][1] == person["Eugene Northcutt"][1] != person["Tabitha Northcutt"][1]


def test_an_answer_below_a_question_is_of_whom_the_form_is_about() -> None:
    text = "Name: Tabitha Northcutt\nDOB: 03/14/1971\nSSN: 900-12-3456\n\nEmergency contact: Eugene Northcutt\nPhone: 419-555-0134\n\nAre you being treated for any condition? If yes, what?\nYes - asthma\n"
    person = told(text)
    assert person["asthma"][1] == person["Tabitha Northcutt"][1] is not None


def test_a_surname_that_is_a_word() -> None:
    person = told("Patient's Legal Name (Last, First MI)\nWinters, Rodney E.\n\nDOB\n03/14/1971\n")
    assert person["Winters, Rodney E."][0] == "name"


def test_a_second_numbered_name_begins_anothers_part() -> None:
    person = told(
        "1. Vor- und Zuname\tZehra Fiebig\nGeburtsdatum\t11.08.1974\n2. Vor- und Zuname\tBurkhardt Textor\nGeburtsdatum\t05.06.1974\n"
    )
    assert person["11.08.1974"][1] == person["Zehra Fiebig"][1] != person["Burkhardt Textor"][1] == person["05.06.1974"][1]


def test_a_field_and_its_value_are_a_label_above_a_value() -> None:
    text = "Field: OLN / State\nValue: G3976482/CA\n\nField: Claimant\nValue: Ann Lee\n\nField: Claimant DOB\nValue: 06/11/1997\n"
    assert len(unnamed(text)) == len(text)
    assert told(text)["G3976482"][0] == "us_drivers_license"
    assert unnamed("Value: 3\nField: x\n") == "Value: 3\nField: x\n"


def test_figures_are_what_the_label_above_them_says() -> None:
    person = told("Name\tDOB\nRay, Tom A\t04/16/1962\nOLN\tSSN\n208960569/GA\t958-21-5255\n")
    assert person["208960569"][0] == "us_drivers_license"
    assert person["958-21-5255"][0] == "us_ssn"


def test_whoever_saw_it_is_told_of() -> None:
    text = "Injured employee: Ann Lee\nBorn: 03/14/1971\nSSN: 900-12-3456\nWitness: Jo Hay\nWitness phone: 419-555-0134\n"
    spans = text_spans(text, {})
    records = next_of_kin.told(text, spans, records_of(text, spans, {}))
    assert {span.text: record for span, record in zip(spans, records, strict=True)}["419-555-0134"].endswith("/witness")


@pytest.mark.parametrize("name", ["Stephen D", "Stephanie", "Foster", "Patel", "Stefan"])
def test_names_are_no_roles(name: str) -> None:
    assert not roles.ANY.search(name)


def test_labels_in_the_row_above_their_values() -> None:
    sheet = table(
        {
            "Surname": ["Employee form", "Hay", "S.I.N.", "995 586 039", "Home address", "1197 Portage Ave", "City", "Hamilton"],
            "column_2": [None] * 8,
            "column_4": [None, None, None, None, None, None, "Prov.", "ON"],
            "Given name(s)": [None, "Jo", "Birth date", "1971-05-03", None, None, "Postal code", "L8P 4R5"],
        }
    )
    told_of = found(sheet)
    assert {kind for kind, *_ in told_of} >= {"family_name", "given_name", "ca_sin", "dob", "city", "postcode"}
    assert len({record for *_, record in told_of}) == 1


def test_records_as_xml_in_cells() -> None:
    cell = "<Enroll><Member><FName>Ann</FName><LName>Lee</LName><BirthDt>1970-03-02</BirthDt></Member></Enroll>"
    laid = of_objects(table({"id": ["1"] * 3, "body": [cell] * 3}))
    assert laid is not None
    assert {"1970-03-02", "Ann", "Lee"} <= {value for value in laid.table.to_pylist()[0].values() if value}
    row, column, start = next(place for (row, _), place in laid.places.items() if row == 0)
    assert (row, column, cell[start : start + 3]) == (0, "body", "Ann")


@pytest.mark.parametrize(
    "cell", ["<!DOCTYPE a [<!ENTITY b 'c'>]><a><b>&b;</b></a>", "<a>", "<b>bold</b>", "<a" * 5000, "<a>" * 90 + "</a>" * 90]
)
def test_cells_that_are_no_records_are_left(cell: str) -> None:
    laid = of_objects(table({"id": ["1"] * 3, "body": [cell] * 3}))
    assert laid is None or "body" in laid.table.column_names


def test_five_lines_a_person() -> None:
    rows = [
        line
        for name, number in (("Ann Lee", 12), ("Tom Ray", 34), ("Jo Hay", 56), ("Eva Kay", 78))
        for line in (
            (name, f"{number} Oak St"),
            (None, "Akron, OH 44308"),
            (None, f"SSN 900-12-34{number}"),
            (None, f"DOB 03/02/19{number}"),
        )
    ]
    laid = of_continued(table({"Client": [name for name, _ in rows], "Details": [said for _, said in rows]}))
    assert laid is not None
    assert laid.table.num_rows == 4
    assert laid.table.column_names[1:3] == ["Address", "City State ZIP"]


LIST = (
    "Davis, Troy L.  08/05/1989  923-16-6098  309-555-0187\n"
    "Nguyen, Roberto J.  01/27/1979  994-42-9584  912-555-0173\n"
    "Lucas, Stacy T.  03/24/1991  947-12-3350  419-555-0113\n"
    "Stanley, Lisa E.  02/26/1964  920-19-3674  419-555-0174\n"
    "Harris, Andrew B.  03/04/1953  920-25-2505  509-555-0104\n"
)


def test_a_list_without_a_header_tells_births() -> None:
    people = told(LIST)
    assert people["Stanley, Lisa E."] == ("name", people["920-19-3674"][1])
    assert people["02/26/1964"] == ("dob", people["920-19-3674"][1])


@pytest.mark.parametrize(
    "text",
    [
        "Hired since\n" + LIST,
        LIST.replace("/19", "/20"),
        LIST.replace("/1964", "/1989").replace("/1953", "/1989").replace("/1979", "/1989"),
    ],
)
def test_days_of_other_lists_are_no_births(text: str) -> None:
    assert not any(kind == "dob" for kind, _ in told(text).values())
