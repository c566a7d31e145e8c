"""Whom the envelope names."""

from tests.notices.case import person

from stanch.notices.facing import face
from stanch.notices.postal import LONGEST_LINE


def test_a_long_name_is_folded_and_not_cut():
    name = "María de los Ángeles Fernández de Córdoba y Álvarez de Toledo"
    lines = face(person(name=name), {}, "en", "US").address
    assert " ".join(lines[:2]) == name
    assert max(map(len, lines)) <= LONGEST_LINE


def test_a_name_without_a_blank_is_cut_and_says_so():
    assert face(person(name="A" * 80), {}, "en", "US").address[0] == "A" * (LONGEST_LINE - 1) + "…"
