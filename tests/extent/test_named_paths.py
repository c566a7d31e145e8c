"""Whom a path names, and when that counts."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from stanch.extent.named_paths import name_in
from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import random_keys

KEYS = random_keys()
CARD = "Copy of card\nSocial Security Number: 900-45-6712\n"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("HR/Achterberg, Rosalind/card.png", "Rosalind Achterberg"),
        ("hr/Rosalind Achterberg/2024/card.png", "Rosalind Achterberg"),
        ("Rosalind_Achterberg_SSN.txt", "Rosalind Achterberg"),
        ("john_smith_w2.txt", "John Smith"),
        ("AchterbergRosalind.pdf", "Rosalind Achterberg"),
        ("Delgado_Maria_2024-01-02.pdf", "Maria Delgado"),
        ("Personnel/O'Brien, Mary Ann/I-9.pdf", "Mary Ann O'Brien"),
        ("GARCIA LOPEZ, MARIA.pdf", "Maria Garcia Lopez"),
        ("De la Cruz, Juan/x.txt", "Juan De La Cruz"),
        ("clients/James T. Kirk/tax return 2023.pdf", "James T. Kirk"),
        ("Users/jdoe/Documents/Achterberg, Rosalind/card.png", "Rosalind Achterberg"),
        ("share.zip!/HR/Delgado, Maria/notes.txt", "Maria Delgado"),
    ],
)
def test_a_full_name_in_a_path_is_told(path: str, name: str) -> None:
    assert name_in(path) == name


@pytest.mark.parametrize(
    "path",
    [
        "docs/Virginia Tech/notes.txt", "share/Grace Period/policy.txt", "Mark Down/readme.md", "Jordan River/notes.txt", "Austin Office/x.txt",
        "San Jose/notes.txt", "Johnson & Johnson/notes.txt", "Maria Delgado and John Smith/lease.txt", "Martin Luther King High School/x.txt",
        "Crystal Reports/x.txt", "Christian Science/x.txt", "src/main/java/com/acme/Report.java", "tests/test_mark_twain.py", "kelly.txt",
        "home/john.smith/list.txt", "Maria Delgado/Documents/list.txt", "Users/Maria Delgado/Desktop/list.txt", "maria.delgado@example.com/list.txt", "form.docx!/image1.png",
        "Maria Delgado/form.docx!/image1.png", "Phase 2/Final Report.docx", "", "/",
    ],
)  # fmt: skip
def test_what_is_no_person_s_path_names_nobody(path: str) -> None:
    assert not name_in(path)


def names(locator: str, text: str) -> list[tuple[str, int | None]]:
    found = scan_unit(Unit("e1", locator, "text", "text/plain", 0, text), KEYS).to_pylist()
    return [(one["text"], one["start"]) for one in found if one["kind"] == "name"]


def test_a_text_that_names_nobody_is_its_folder_s_person_s_and_the_name_has_no_place_in_it() -> None:
    assert names("HR/Achterberg, Rosalind/card.txt", CARD) == [("Rosalind Achterberg", None)]


def test_a_text_that_names_somebody_or_tells_nothing_is_left_alone() -> None:
    assert names("HR/Achterberg, Rosalind/card.txt", "Name: Maria Delgado\n" + CARD) == [("Maria Delgado", 6)]
    assert names("HR/Achterberg, Rosalind/menu.txt", "Soup of the day\n") == []
    assert names("HR/Achterberg, Rosalind/hosts.txt", "call +1 512 555 0100 or write to desk@example.com\n") == []


def test_a_piece_further_on_in_a_long_text_says_nothing_of_its_path() -> None:
    found = scan_unit(Unit("e1", "HR/Achterberg, Rosalind/card.txt", "text", "text/plain", 5_000, CARD), KEYS).to_pylist()
    assert [one["kind"] for one in found] == ["us_ssn"]


def test_a_table_that_names_nobody_is_given_the_name_too() -> None:
    cells = pa.table({"date": ["2024-01-02"], "account_number": ["1234567890"], "routing_number": ["021000021"]})
    unit = Unit("e1", "Clients/Achterberg, Rosalind/statement.csv", "table", "text/csv", 2, "", pack_cells(cells))
    found = scan_unit(unit, KEYS).to_pylist()
    assert [(one["text"], one["row"], one["start"]) for one in found if one["kind"] == "name"] == [("Rosalind Achterberg", None, None)]
    named = pa.table({"name": ["Maria Delgado", "John Smith"], "account_number": ["1234567890", "1234567891"]})
    found = scan_unit(replace(unit, cells=pack_cells(named)), KEYS).to_pylist()
    assert all(one["row"] is not None for one in found)
