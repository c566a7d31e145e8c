"""Tables in text: below lines that are none, between bars, one after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stanch.reading.descend import read_file
from stanch.records import Unit, unpack_cells

IIF = "!HDR\tPROD\tVER\r\nHDR\tQuickBooks\t1\r\n!CUST\tNAME\tBADDR1\r\nCUST\tExample, Ann\t12 Oak St\r\n!EMP\tNAME\tSSNO\r\nEMP\tBen Muster\t900-12-3456\r\n"
SAP = """02.11.2026          Dynamische Listenausgabe          1
--------------------------
| PERNR    | NACHN       |
--------------------------
| 00010010 | Mustermann  |
| 00010011 | Beispiel    |
--------------------------
"""
DATEV = "[Allgemein]\nZiel=LODAS\n\nPers.-Nr.;Nachname;Vorname;Ort\n1;Muster;Ann;Ulm\n2;Beispiel;Ben;Bonn\n3;Probe;Cem;Kiel\n"


def read(folder: Path, name: str, content: str) -> dict[str, Any]:
    """Tables (and the number of their first row) and texts by the part they are."""
    (path := folder / name).write_text(content, "utf-8")
    found: dict[str, Any] = {}
    for unit in read_file(path, name, "e1"):
        assert isinstance(unit, Unit)
        found[unit.locator.removeprefix(name) + ("" if unit.cells else "text")] = (
            (unit.start, unpack_cells(unit.cells).to_pylist()) if unit.cells else unit.text
        )
    return found


def test_each_list_of_quickbooks_is_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, "lists.IIF", IIF)
    assert found["#CUST"] == (1, [{"NAME": "Example, Ann", "BADDR1": "12 Oak St"}])
    assert found["#EMP"] == (1, [{"NAME": "Ben Muster", "SSNO": "900-12-3456"}])


def test_a_list_between_bars_is_a_table_and_its_title_text(tmp_path: Path) -> None:
    found = read(tmp_path, "PA0002.txt", SAP + SAP)
    assert found[""] == (
        5,
        [{"PERNR": "00010010", "NACHN": "Mustermann"}, {"PERNR": "00010011", "NACHN": "Beispiel"}] * 2,
    )
    assert "Dynamische Listenausgabe" in found["text"]


def test_a_row_between_rules_is_one_however_many_lines_it_takes(tmp_path: Path) -> None:
    rule = "+----------+------------------+\n"
    told = [
        ("Applicant", "Ann Example"),
        ("SSN", "900-12-3456"),
        ("Address", "12 Oak St"),
        ("", "Tulsa, OK 74101"),
        ("Phone", "918-555-0101"),
    ]
    content = (
        rule + "".join(("" if not left else rule) + f"| {left:<8} | {right:<16} |\n" for left, right in told).removeprefix(rule) + rule
    )
    ((_, rows),) = read(tmp_path, "form.txt", content).values()
    assert [tuple(one.values()) for one in rows] == [
        ("SSN", "900-12-3456"),
        ("Address", "12 Oak St\nTulsa, OK 74101"),
        ("Phone", "918-555-0101"),
    ]


def test_settings_above_a_table_do_not_hide_it(tmp_path: Path) -> None:
    found = read(tmp_path, "stammdaten.txt", DATEV)
    start, rows = found[""]
    assert (start, rows[0]) == (5, {"Pers.-Nr.": "1", "Nachname": "Muster", "Vorname": "Ann", "Ort": "Ulm"})
    assert "Ziel=LODAS" in found["text"]


@pytest.mark.parametrize(
    "content", ["Dear Ann,\n\nthe list, as you asked, is this:\n\nBen, Tom, Ada\n", "| a remark |\n\nand words below it\n"]
)
def test_running_text_is_none(tmp_path: Path, content: str) -> None:
    assert list(read(tmp_path, "note.txt", content)) == ["text"]


ALIGNED = """Member list                              2026-11-02

Client ID  Name             Born        E-mail
---------  ---------------  ----------  ---------------
     1001  Ann Example      1980-01-02  ann@example.com
     1002  Ben Muster                   ben@example.com
      103  Cem van der Berg 1975-03-04
"""


def test_a_list_whose_columns_spaces_set_apart_is_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, "members.txt", ALIGNED)
    first, rows = found[""]
    assert first == 5
    assert rows[1] == {"Client ID": "1002", "Name": "Ben Muster", "Born": None, "E-mail": "ben@example.com"}
    assert rows[2]["Name"] == "Cem van der Berg"
    assert "Member list" in found["text"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear member,\n\nyour name and your e-mail are\nno longer in our list.\nYours,\nthe club\n",
        "USER       PID  COMMAND     NAME\nroot         1  init        mail\nroot        22  kthreadd\nx  y  z  a\n",
        "name  phone  city  zip\nthe words of this line  stand anywhere\nand so do  these\nand these  too\n",
    ],
)
def test_what_is_not_set_apart_stays_text(tmp_path: Path, text: str) -> None:
    assert set(read(tmp_path, "note.txt", text)) == {"text"}


REGISTER = """\fRUN 03/31/24      EXAMPLE FABRICATING CORP                           PAGE    1
RPT PR4410        DUES CHECK-OFF REGISTER

CLOCK  SOC SEC NO  EMPLOYEE NAME        BIRTH   ADDRESS            DUES

10233  900112345   EXAMPLE ANN M        031264  12 OAK ST         40.00
10234  900112346   MUSTER BEN           112770  9 ELM ST          41.50
10239  900112347   VAN DER BERG CEM     070881  114 OAK ST        39.00

                   DEPT 041 TOTAL     3 MEMBERS                  120.50
\fRUN 03/31/24      EXAMPLE FABRICATING CORP                           PAGE    2
RPT PR4410        DUES CHECK-OFF REGISTER

CLOCK  SOC SEC NO  EMPLOYEE NAME        BIRTH   ADDRESS            DUES

10241  900112348   PROBE DEE            010159  7 FIR ST          12.00

                   GRAND TOTAL        4 MEMBERS
"""


def test_a_printed_list_is_one_table_over_its_pages_and_sums_are_no_rows(tmp_path: Path) -> None:
    found = read(tmp_path, "PR4410.txt", REGISTER)
    first, rows = found[""]
    named = [row["EMPLOYEE NAME"] for row in rows if row["EMPLOYEE NAME"]]
    assert named == ["EXAMPLE ANN M", "MUSTER BEN", "VAN DER BERG CEM", "PROBE DEE"]
    assert first == 6
    assert rows[-1]["SOC SEC NO"] == "900112348"
    assert len(rows) == 11  # lines that are no rows are empty ones, so that numbers stay true
    assert "GRAND TOTAL" in found["text"]


STACKED = """MUTUELLE                 LISTE DES ADHERENTS         PAGE 1

N.ADH   NOM PRENOM           DATE NAIS
        ADRESSE              CPOST VILLE
178208  EXEMPLE ANNE         01/10/1984
        8 RUE DU MOULIN      87000 LIMOGES
769450  PROBE BENOIT         19/08/1952
        51 RUE DES LILAS     21000 DIJON
817945  MUSTER CELINE        19/11/1985
        3 RUE DES LILAS      21000 DIJON
"""


def test_rows_of_two_lines_below_two_lines_of_headers(tmp_path: Path) -> None:
    first, rows = read(tmp_path, "ADH03.txt", STACKED)[""]
    assert first == 5
    assert [row for row in rows if row["NOM PRENOM"]][1] == {
        "N.ADH": "769450",
        "NOM PRENOM": "PROBE BENOIT",
        "DATE NAIS": "19/08/1952",
        "ADRESSE": "51 RUE DES LILAS",
        "CPOST VILLE": "21000 DIJON",
    }


PEOPLE = [
    ("900112345", "ANN", "M", "EXAMPLE", "12 OAK ST", "GARY", "IN46402", "19640312"),
    ("900124567", "BENJAMIN", "", "MUSTER", "9 ELM AVE", "ERIE", "PA16501", "19701127"),
    ("900137890", "CEM", "A", "VAN DER BERG", "1140 OAK ST", "TOLEDO", "OH43604", "19810708"),
    ("900141122", "DEBORAH", "J", "PROBE", "77 FIR LN", "DAYTON", "OH45402", "19590101"),
    ("900153344", "EVAN", "K", "SAMPLE", "3 ELM AVE", "GARY", "IN46402", "19930519"),
]


def flat() -> str:
    """New hires as a state takes them: a first line and a last of another kind."""
    lines = [
        f"DK{number}{given:<16}{middle:<16}{last:<30}{street:<40}{city:<25}{place}    {born}20240108"
        for number, given, middle, last, street, city, place, born in PEOPLE
    ]
    return "\r\n".join(["HD" + "EXAMPLE PACKAGING INC".ljust(45), *lines, "TR00000005", ""])


def test_records_without_a_header_have_fields_by_their_places(tmp_path: Path) -> None:
    found = read(tmp_path, "NEWHIRE.DAT", flat())
    first, rows = found[""]
    assert first == 2
    assert [row["pos 3-11"] for row in rows] == [one[0] for one in PEOPLE]
    assert {name for name in rows[0] if rows[0][name] == "19640312"} == {"pos 150-157"}
    assert set(rows[2].values()) >= {"CEM", "VAN DER BERG", "1140 OAK ST", "TOLEDO", "OH", "43604", "20240108"}
    assert "EXAMPLE PACKAGING" in found["text"]


@pytest.mark.parametrize(
    "content",
    [
        "".join(
            f"2026-11-0{n} 12:00:0{n} host{n} sshd[123{n}]: Accepted password for root from 192.0.2.{n} port 222{n}\n" for n in range(1, 9)
        ),
        "It was a bright cold day in April, and the clocks were striking thirteen as\nhe went up the stairs to the flat above, where nobody had lived for\n"
        * 5,
        "".join(f"    if value_{n} in names and value_{n} not in others:  found.append({n})\n" for n in range(9)),
    ],
)
def test_logs_prose_and_code_are_no_records(tmp_path: Path, content: str) -> None:
    assert set(read(tmp_path, "x.txt", content)) == {"text"}


def test_a_list_below_a_title_in_one_cell_keeps_its_headers(tmp_path: Path) -> None:
    rows = "Maklerbüro Muster - Bestandsliste\nVS-Nr.;VN Name;VN Vorname;VN Geb.\n" + "4711;Muster;Ann;01.02.1970\n" * 3
    assert read(tmp_path, "bestand.csv", rows)[""][1][-1]["VN Name"] == "Muster"


TWO_LINES = """ MEMBER   MEMBER               SOC SEC    BIRTH     ST  ZIP
 NUMBER   NAME                 NUMBER     DATE          CODE

 444660   EXAMPLE, ANN J       900112345  19811116  OH  45402
 719773   MUSTER, BEN D        900112346  19600806  IN  46402
 812345   PROBE, CEM           900112347  19710102  PA  16501
 TOTAL MEMBERS LISTED              3
"""


def test_headers_of_two_lines_are_read_together(tmp_path: Path) -> None:
    _, rows = read(tmp_path, "MBR0330.PRT", TWO_LINES)[""]
    assert rows[0] == {
        "MEMBER NUMBER": "444660",
        "MEMBER NAME": "EXAMPLE, ANN J",
        "SOC SEC NUMBER": "900112345",
        "BIRTH DATE": "19811116",
        "ST": "OH",
        "ZIP CODE": "45402",
    }
    assert len(rows) == 3


def test_the_letter_of_a_spanish_number_and_an_account_are_whole_in_a_record(tmp_path: Path) -> None:
    people = [
        ("12345678Z", "EJEMPLO ANA"),
        ("87654321X", "PRUEBA JUAN"),
        ("11111111H", "DE LA MUESTRA EVA"),
        ("22222222J", "MODELO LUIS"),
        ("33333333P", "CASO INES"),
    ]
    lines = [f"02{number}{name:<40}197{n}0{n + 1}15ES9121000418450200051332{n:010d}" for n, (number, name) in enumerate(people)]
    _, rows = read(tmp_path, "REMESA.DAT", "\n".join(lines) + "\n")[""]
    assert [row["pos 3-11"] for row in rows] == [number for number, _ in people]
    assert {"ES9121000418450200051332", "19700115", "EJEMPLO ANA"} <= set(rows[0].values())


def test_boxes_of_a_form_are_no_table(tmp_path: Path) -> None:
    rule = "+------------------------------+\n"
    boxes = ("Incident report",), ("Name", "DOB"), ("RAY, TOM", "04/16/1962"), ("OLN", "Sex", "SSN"), ("D1", "M", "900-12-3456"), ("Phone",)
    form = "".join(f"{rule}| {' | '.join(cells)} |\n" for cells in boxes) + rule
    said = read(tmp_path, "report.txt", form)
    assert said == {"text": "Incident report\nName\tDOB\nRAY, TOM\t04/16/1962\nOLN\tSex\tSSN\nD1\tM\t900-12-3456\nPhone\n"}
