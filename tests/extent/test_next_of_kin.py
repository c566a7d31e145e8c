"""Whom to call in an emergency, and a child's parents, as texts name them: told as such, not taken for who signs."""

import pytest

from stanch.extent.next_of_kin import told
from stanch.extent.scanning import records_of, text_spans


def roles(text: str) -> dict[str, str]:
    """By name, what somebody's record ends with."""
    spans = text_spans(text, {})
    records = told(text, spans, records_of(text, spans, {}))
    return {span.text: (one or "").rpartition("/")[2] for span, one in zip(spans, records, strict=True) if span.kind == "name"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Employee: Tracy Nixon\nDOB: 09/02/1992\nSSN: 987-13-9787\nIn an emergency call Ashley Frye at 806-555-0128.\n", "Ashley Frye"),
        ("Tracy Nixon (SSN 987-13-9787, born 09/02/1992) lists Ashley Frye as emergency contact, phone 806-555-0128.\n", "Ashley Frye"),
        ("Name: Tracy Nixon   DOB: 09/02/1992\nEmergency contact: Ashley Frye (mother) 806-555-0128\n", "Ashley Frye"),
        (
            "Name: Tracy Nixon\nDOB: 09/02/1992\n\nIN CASE OF EMERGENCY\nFriend or relative\nAshley Frye\nPhone\n806-555-0128\n",
            "Ashley Frye",
        ),
        (
            "Mitarbeiterin: Anke Voss\nGeburtsdatum: 02.09.1992\nIm Notfall verständigen: Uwe Lindemann, Tel. 0221 5550128\n",
            "Uwe Lindemann",
        ),
        ("Empleada: Lucía Soler\nFecha de nacimiento: 02/09/1992\nContacto de emergencia: Pablo Vidal, tel. 612 555 012\n", "Pablo Vidal"),
    ],
)
def test_who_is_called_in_an_emergency(text: str, name: str) -> None:
    assert roles(text)[name] == "emergency"


def test_a_childs_parents_are_named_as_such() -> None:
    found = roles("Student: Amy Frye\nBirthdate: 03/04/2016\nMother: Joan Frye   Cell: 806-555-0128\n")
    assert found["Joan Frye"] == "guardian"
    assert found["Amy Frye"] not in ("guardian", "emergency")


@pytest.mark.parametrize(
    "text",
    [
        "In case of emergency, dial 911. The office is open on weekdays.\n\n\nRegards,\nAnn Lee\nPhone: 212-555-0144\n",
        "Emergency contact: Ashley Frye, SSN 987-13-9787, 806-555-0128\n",  # of whom more is told is listed anyway
        "Ask Ann Lee, 212-555-0144, about the mother board.\n",
    ],
)
def test_others_are_left_as_they_are(text: str) -> None:
    assert not {"emergency", "guardian"} & set(roles(text).values())


def test_below_a_heading_of_several_each_is_one() -> None:
    found = roles(
        "Camper: Amy Frye   Birthdate: 03/04/2016\n\nParents/Guardians\nJoan Frye   Cell 806-555-0128\nMark Frye   Cell 806-555-0129\n\nDirector\nAnn Lee   806-555-0130\n"
    )
    assert (found["Joan Frye"], found["Mark Frye"], found["Ann Lee"]) == ("guardian", "guardian", found["Ann Lee"])
    assert found["Ann Lee"] != "guardian"


def test_labels_of_parents_names() -> None:
    found = roles("Child's name: Amy Frye\nDate of birth: 03/04/2016\nMother's full name\nJoan Frye\nMother's cell phone\n806-555-0128\n")
    assert found["Joan Frye"] == "guardian"
