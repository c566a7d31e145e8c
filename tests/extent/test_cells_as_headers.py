"""A cell that is asked about as a header may hold a letter, or a million letters in one word: it is looked at once, not at each beginning."""

from __future__ import annotations

from stanch.extent.head_first import MOST_WORDS, parted
from stanch.extent.headings import spelt
from stanch.extent.normalise import postcode
from stanch.extent.owners import part_of


def test_a_word_that_no_header_has_is_left_whole() -> None:
    assert spelt(["streetnumber"]) == ["street", "number"]
    assert spelt(["streetnumber" * 50]) == ["streetnumber" * 50]


def test_a_cell_of_many_words_is_no_header_of_anybody() -> None:
    assert parted(["nombre", "cliente"])
    assert parted(["nombre", *["cliente"] * MOST_WORDS]) is None
    assert not part_of("co buyer " * MOST_WORDS + "last name").lead


def test_letters_before_a_postcode_say_its_country_and_keep_their_hyphen() -> None:
    assert [postcode(one) for one in ("a-5020", "CH-8001", "SW1A 1AA", "K1A-0B1")] == ["A-5020", "CH-8001", "SW1A1AA", "K1A0B1"]
