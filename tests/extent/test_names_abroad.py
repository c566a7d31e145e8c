"""What other languages write with a capital, or right before a name, is no name."""

from __future__ import annotations

import pytest

from stanch.extent import names, names_abroad


@pytest.mark.parametrize("value", ["Nel", "Dass", "Uma", "Alemanha", "della Palestina", "von Rom", "van Cambodja"])
def test_small_words_and_places_are_nobody(value: str) -> None:
    assert names_abroad.is_none(value)


@pytest.mark.parametrize("value", ["de Vries", "von Trotha", "del Piero", "Ella", "Israel", "Das", "van Gogh"])
def test_families_with_a_particle_stay(value: str) -> None:
    assert not names_abroad.is_none(value)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Drehbuch von Annette Hess", "Annette Hess"),
        ("der Einfluss von Michael Jackson", "Michael Jackson"),
        ("Innenministerin Theresa May", "Theresa May"),
        ("Johann von Goethe", "Johann von Goethe"),
        ("Anna von Marie Klein", "Anna von Marie Klein"),
    ],
)
def test_a_name_begins_behind_what_is_somebodys_or_an_office(value: str, name: str) -> None:
    assert value[names_abroad.begin_of(value) :] == name


def test_found_without_its_office() -> None:
    text = "Das Drehbuch von Annette Hess verfilmte der Regisseur Thomas Müller in Berlin."
    assert {text[one.start : one.end] for one in names.find(text, [], {})} == {"Annette Hess", "Thomas Müller"}
