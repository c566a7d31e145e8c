"""Columns that things have as well as people."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.detector import detectors
from stanch.extent.headings import headings, words_of


def told(columns: dict[str, list[str]]) -> set[str]:
    return {column.name for column in decide(pa.table(columns)) if column.detector}


THINGS = {
    "Document no": "5100048{:03}",
    "Account no": "4000{:02}",
    "No pièce": "5100048{:03}",
    "Condition": "Repaired in {:02}",
    "Expiry": "{:02}/27",
    "Address": "0x400210{:02}",
    "Latitude": "48.12{:02}",
    "Nombre": "Tornillo M{}",
    "License number": "77120{:03}",
    "Device ID": "9774d56d68{:04}",
    "ICD code": "E{:02}.1",
    "Drug name": "Vorastin forte {}",
}


@pytest.mark.parametrize(("header", "cell"), THINGS.items())
def test_a_header_that_things_have_too_counts_beside_people_only(header: str, cell: str) -> None:
    cells, beside = [cell.format(number) for number in range(1, 10)], {"Item": ["Hose M8"] * 9, "Quantity": ["12"] * 9}
    assert told({header: cells, **beside}) == set()
    if header not in ("Nombre", "Address"):
        assert told({header: cells, "Email": ["ann@example.com"] * 9}) == {header, "Email"}
        assert told({f"Patient {header}": cells, **beside}) == {f"Patient {header}"}


def test_names_under_a_header_that_things_have_too_are_people() -> None:
    first, last = ["Ann", "Ben", "Olha", "Juan"], ["Miller", "Kowalski", "Kovalenko", "Ortega"]
    assert told({"First": first, "Last": last, "Amount": ["1.20"] * 4}) == {"First", "Last"}
    assert told({"Nombre": ["Ana López", "José Ruiz", "Eva Sanz", "Luis Gil"], "Documento": ["44188203"] * 4}) == {"Nombre", "Documento"}


def test_every_header_of_things_is_a_header() -> None:
    assert {words for one in detectors() for words in one.things if words_of(words) not in headings()} == set()


def test_what_a_form_asks_of_your_child_is_of_the_child_that_it_names() -> None:
    asked = "Does your child have any medical conditions?"
    named = {"Player's full name": ["Aiden Roe", "Zuri Poe"], "Date of birth": ["1/2/2014", "3/4/2013"], asked: ["Asthma", "Diabetes"]}
    roles = {one.name: one.role for one in decide(pa.table({**named, "Parent/Guardian full name": ["Nicole Roe", "Mark Poe"]}))}
    assert (roles[asked], roles["Parent/Guardian full name"]) == ("", "guardian")
    assert {one.name: one.role for one in decide(pa.table(named))}[asked] == "dependent"


def test_a_childs_name_stands_under_the_bare_beginning_of_its_other_headers() -> None:
    columns = {"TP Last": ["Lee", "Ray"], "TP First": ["Ann", "Bob"], "Dep1": ["Noelle", None], "Dep1 SSN": ["900-12-0001", None]}
    told = {one.name: one for one in decide(pa.table(columns))}
    assert told["Dep1"].detector is not None
    assert (told["Dep1"].detector.kind, told["Dep1"].role) == ("given_name", told["Dep1 SSN"].role)
