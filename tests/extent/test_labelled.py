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
