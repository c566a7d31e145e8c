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
