"""Words that look like a name and are none where they stand."""

from __future__ import annotations

import pytest

from stanch.extent.names_mistaken import is_mistaken


@pytest.mark.parametrize(
    "text", ["Mark the file as read.", "Lee la lista de archivos.", "Anula el conjunto.", "Wähle. Marque la case de la page."]
)
def test_a_verb_that_begins_an_instruction_is_no_name(text: str) -> None:
    start = text.rfind(". ", 0, 12) + 2 if text.startswith("W") else 0
    assert is_mistaken(text, start, text.index(" ", start))


def test_a_party_of_a_licence_is_nobody() -> None:
    assert is_mistaken("by the Licensor under", 7, 15)


@pytest.mark.parametrize("text", ["Ana la llama cada lunes.", "Mark called the office.", "Grace was paid.", "Paul Lee the carpenter"])
def test_somebody_who_does_something_is_named(text: str) -> None:
    assert not is_mistaken(text, 0, len("Paul Lee") if text.startswith("Paul Lee") else text.index(" "))


def test_within_a_sentence_a_name_stays_one() -> None:
    text = "We asked Mark the other day."
    assert not is_mistaken(text, 9, 13)
