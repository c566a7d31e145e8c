"""The reading grade tells plain from hard."""

import pytest

from stanch.notices.grade import _english, _spanish, ease, grade

PLAIN = ["The cat sat on the mat. It was a big cat. It did not want to go home."]
HARD = [
    (
        "Notwithstanding the foregoing, the aforementioned unauthorized acquisition of computerized information necessitated comprehensive "
        "remediation, the particulars of which remain under continuing investigation by independent cybersecurity professionals."
    ),
]


def test_a_child_s_sentence_and_a_lawyer_s():
    assert grade(PLAIN) < 2
    assert grade(HARD) > 18


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("cat", 1),
        ("information", 4),
        ("please", 1),
        ("people", 2),
        ("letter", 2),
        ("security", 4),
        ("breach", 1),
        ("changed", 1),
        ("services", 3),
        ("address", 2),
    ],
)
def test_english_syllables(word, syllables):
    assert _english(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"), [("casa", 2), ("crédito", 3), ("día", 2), ("cuenta", 2), ("que", 1), ("filtración", 3), ("leer", 2)]
)
def test_spanish_syllables(word, syllables):
    assert _spanish(word) == syllables


def test_spanish_ease_falls_with_long_words():
    assert ease(["El gato come pan. Es un gato bueno."]) > 90
    assert (
        ease(["La responsabilidad institucional correspondiente a determinadas administraciones internacionales permanece indeterminada."])
        < 30
    )


def test_addresses_numbers_and_gaps_are_no_words():
    assert grade(["Call us. www.monitor.example.com 1-800-555-0140 [to be completed: telephone number for questions]"]) == grade(
        ["Call us."]
    )
