"""Sentences in which forms ask about health."""

from __future__ import annotations

import pytest

from stanch.extent.headings import claims


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Please list any medications you are currently taking", "medication"),
        ("Do you have a medical condition we should know about?", "diagnosis"),
        ("Please describe any medical conditions you have", "diagnosis"),
        ("¿Padece usted alguna enfermedad crónica?", "diagnosis"),
        ("Prenez-vous actuellement des médicaments ?", "medication"),
        ("Haben Sie Allergien, von denen wir wissen sollten?", "allergy"),
        ("Soffre di qualche malattia?", "diagnosis"),
        ("Heeft u een lichamelijke beperking?", "disability"),
        ("Você possui alguma alergia a remédios?", "allergy"),
    ],
)
def test_a_question_is_a_header_of_what_it_asks(question: str, kind: str) -> None:
    assert [one.kind for one in claims(question)[0]] == [kind]


@pytest.mark.parametrize(
    "question",
    [
        "Do you have medical insurance for this condition?",
        "Which product do you like best of all?",
        "Drug store near you in the city",
        "Diseases studied in this trial",
    ],
)
def test_other_questions_ask_nothing_of_health(question: str) -> None:
    assert not {one.kind for one in claims(question)[0]} & {"medication", "diagnosis", "allergy", "disability"}


def test_to_in_a_question_addresses_nobody() -> None:
    assert claims("Do you consider yourself to have a disability?")[2] == ""
