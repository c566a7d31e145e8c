"""The machine-readable zone of travel documents gives a name, a number and a day of birth, or nothing if a check digit is wrong."""

from __future__ import annotations

import pytest

from stanch.extent import mrz, people_in_text
from stanch.extent.scanning import text_spans

# The specimens of ICAO Doc 9303, parts 4, 5 and 6.
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
OLD_CARD = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"


@pytest.mark.parametrize(("zone", "number"), [(PASSPORT, "L898902C3"), (CARD, "D23145890"), (OLD_CARD, "D23145890")])
@pytest.mark.parametrize("around", ["{}", "Surname\nERIKSSON\n{}\n", "  {}  \r\n"])
def test_the_specimens_are_read(zone: str, number: str, around: str) -> None:
    text = around.format(zone)
    found = {span.kind: span for span in mrz.find(text)}
    assert found["name"].normal == "ANNA MARIA ERIKSSON"
    assert found["passport"].text == number
    assert found["dob"].normal == "1974-08-12"
    assert all(text[span.start : span.end] == span.text for span in found.values())


def test_a_wrong_check_digit_tells_nothing() -> None:
    assert mrz.find(PASSPORT.replace("7408122", "7408123")) == []


@pytest.mark.parametrize(
    "zone",
    [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<c<<<<c<<\n\nL898902C36UT07408122F1204159ZE184226B<<<<<10",
        "P<UTOERIKSSON<<ANNA<MA RIA<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159<<<<<<<<<<<<<0",
    ],
)
def test_a_zone_is_read_though_ocr_lost_some_of_its_fillers(zone: str) -> None:
    assert {span.kind: span.normal for span in mrz.find(zone)} == {
        "name": "ANNA MARIA ERIKSSON",
        "passport": "L898902C3",
        "dob": "1974-08-12",
    }
    assert mrz.find(zone.replace("1204159", "1204158")) == []


def test_a_passport_with_its_labels_above_the_values_is_one_persons() -> None:
    text = f"PASSPORT\nSurname\nERIKSSON\nGiven Names\nANNA MARIA\nDate of birth\n12 Aug 1974\nPlace of birth\nZENITH\n{PASSPORT}\n"
    spans = text_spans(text, {})
    records = set(people_in_text.group(text, spans, {}))
    assert {span.kind for span in spans} >= {"family_name", "given_name", "name", "dob", "passport"}
    assert len(records) == 1
    assert None not in records


def test_surname_and_given_names_on_lines_of_their_own_are_whom_the_zone_names() -> None:
    zone = "P<NLDVAN<DEN<HEUVEL<<WOUTER<JOHANNES<<<<<<<<\nNW30714893NLD8705194M3104057<<<<<<<<<<<<<<02"
    text = f"KONINKRIJK DER NEDERLANDEN   PASPOORT\nP   NLD   NW3071489\nVAN DEN HEUVEL\nWOUTER JOHANNES\n19 MAY 1987   M\n{zone}\n"
    spans = text_spans(text, {})
    assert len(set(people_in_text.group(text, spans, {})) - {None}) == 1
