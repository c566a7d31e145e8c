"""The tagger in seven languages: what language stands around, names without accents in the lists, names in plain sentences."""

from __future__ import annotations

import numpy as np
import pytest

from stanch.extent import names_case, names_tagger
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_tokens import LANGUAGES, languages
from stanch.extent.scanning import text_spans

SENTENCES = [
    ("Der Schriftsteller Holger Brandstätter lebte lange in der Stadt und wurde nicht gefragt.", "Holger Brandstätter"),
    ("Según la carta, el presidente Anselmo Quiroga no ha pagado la factura de la empresa.", "Anselmo Quiroga"),
    ("Il romanzo di Ginevra Pellicciari fu tradotto dopo la guerra e non è più uscito.", "Ginevra Pellicciari"),
    ("O treinador Evandro Nogueira não foi para a reunião e a direção não gostou.", "Evandro Nogueira"),
    ("De film werd geregisseerd door Joost Veenendaal en het publiek was niet blij.", "Joost Veenendaal"),
    ("Le maire a rencontré Solène Kerguelen dans les bureaux de la société mardi.", "Solène Kerguelen"),
]


@pytest.mark.parametrize(("text", "name"), SENTENCES)
def test_a_name_in_a_plain_sentence_is_found_whole(text: str, name: str) -> None:
    assert [text[span.start : span.end] for span in text_spans(text, {}) if span.kind == "name"] == [name]


def test_the_language_around_is_that_of_most_small_words() -> None:
    told = languages()
    assert set(told.values()) == set(range(1, LANGUAGES))
    words = np.array([told["und"], 0, told["nicht"], 0, told["the"]], dtype=np.int32)
    assert names_tagger.language_around(words, np.arange(len(words))).tolist() == [told["und"]] * 5
    assert names_tagger.language_around(words[:2], np.arange(2)).tolist() == [0, 0], "one small word tells nothing"


def test_accents_that_lists_leave_out_are_no_hindrance_for_a_capitalised_word() -> None:
    assert look_up("Bénitéz").surname == look_up("Benitez").surname > 0
    assert look_up("bénitéz").surname == 0


def test_a_short_word_that_few_are_called_gets_no_capital() -> None:
    text = "import ensurepip and sys for the whole thing"
    assert "Sys" not in (names_case.restored(text, 0, len(text)) or "")
