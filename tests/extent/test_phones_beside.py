"""Telephone numbers without a word: behind a name or an address in a list, below an address, behind `her number is`."""

import pytest

from stanch.extent.scanning import raw_spans


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("En cas d'urgence : Solange Legrand, 29 place des Halles, 64000 Pau, 06.39.98.46.39.", "06.39.98.46.39"),
        ("Maarten Linschoten\nPlein 1944 134\n8911 KR Leeuwarden\n06-89451765\n", "06-89451765"),
        ("A minha mulher Filomena Quaresma mudou-se e o seu número é 931 324 258.", "931 324 258"),
    ],
)
def test_it_is_found(text: str, number: str) -> None:
    assert number in {span.text for span in raw_spans(text, {}) if span.kind == "phone"}


@pytest.mark.parametrize(
    "text", ["Ana Gil, account number is 612 345 678.", "Ana Gil, 000 123 456 of 2020.", "the order number is 931 324 258"]
)
def test_other_numbers_are_none(text: str) -> None:
    assert not [span for span in raw_spans(text, {}) if span.kind == "phone" and span.context == "beside"]
