"""Whoever declares, and passengers as reservation systems write them."""

from __future__ import annotations

import pytest

from stanch.extent import people_in_text
from stanch.extent.scanning import text_spans


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Il/La sottoscritto/a Berenice Alboni nato/a a Lucca il 08/02/1990, codice fiscale LBNBNC90B48E715X", "Berenice Alboni"),
        ("La sottoscritta Marta De Luca, nata a Roma il 3.4.1980, codice fiscale LBNBNC90B48E715X", "Marta De Luca"),
        ("Je soussignée Mme Claire Le Gall, née le 3 avril 1980 à Brest, tél. 06 12 34 56 78", "Claire Le Gall"),
        ("El abajo firmante Zoilo Urrutxi Lasa, con DNI 12345678Z y correo z@example.com", "Zoilo Urrutxi Lasa"),
        ("Eu, Vanderleia Prates, portadora... Eu, Vanderleia Prates, brasileira, e-mail v@example.com", "Vanderleia Prates"),
        ("I, Thandolwethu Nkabinde, of 12 Oak Street, declare. My email is t@example.com", "Thandolwethu Nkabinde"),
    ],
)
def test_who_declares(text: str, name: str) -> None:
    assert name in [one.text for one in text_spans(text, {}) if one.kind == "name"]


def test_no_name_in_what_only_begins_alike() -> None:
    for text in ("Nor do I, of course, of all people. Mail a@example.com", "I, Robot, the film. Mail a@example.com"):
        assert not [one.text for one in text_spans(text, {}) if one.kind == "name" and one.context == "declares"]


BOOKING = """RP/LONU12345/LONU12345            AA/SU  12NOV26/1015Z   X4Y8ZQ
  1.REYNOLDS/ANNETTE MRS   2.JONES/TOM MR
  4  BA 117 Y 20DEC 7 LHRJFK HK2  0825 1115
  7 SSR DOCS BA HK1 P/GBR/982639435/GBR/18APR63/F/12MAY31/REYNOLDS/ANNETTE/P1
  8 SSR DOCS BA HK1/P/GBR/423362514/GBR/04JUL12/M/12MAY31/JONES/TOM/P2
"""


def test_a_booking_with_its_travel_documents() -> None:
    spans = text_spans(BOOKING, {})
    records = people_in_text.group(BOOKING, spans, {})
    told = {
        (span.kind, span.normal): record for span, record in zip(spans, records, strict=True) if span.kind in ("name", "passport", "dob")
    }
    assert set(told) == {
        ("name", "Annette Reynolds"),
        ("name", "Tom Jones"),
        ("passport", "982639435"),
        ("passport", "423362514"),
        ("dob", "1963-04-18"),
        ("dob", "2012-07-04"),
    }
    assert told["name", "Tom Jones"] == told["passport", "423362514"] == told["dob", "2012-07-04"]
    assert told["name", "Annette Reynolds"] == told["passport", "982639435"]
    assert all(BOOKING[span.start : span.end] == span.text for span in spans)
