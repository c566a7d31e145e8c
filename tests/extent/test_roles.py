"""Who a label or a word before a name tells to be no affected person: every role of the file with its own examples."""

from __future__ import annotations

import pytest

from stanch.extent import roles
from stanch.extent.anchored import Later

ROLES = list(enumerate(roles.read()))


@pytest.mark.parametrize(("number", "role"), ROLES)
def test_examples_are_told_and_others_are_not(number: int, role: roles.Role) -> None:
    told = [any(Later(rf"(?i)\b(?:{shape})").search(said) for shape in role.shapes()) for said in role.examples]
    assert role.examples
    assert all(told), [said for said, one in zip(role.examples, told, strict=True) if not one]
    assert role.against
    assert not [said for said in role.against if roles.ANY.search(said)]
    assert role.sort in roles.SORTS


def test_a_word_is_told_with_and_without_its_accent() -> None:
    assert roles.ANY.search("Medecin traitant")
    assert roles.ANY.search("Médecin traitant")


@pytest.mark.parametrize(
    "said", ["vertreten durch Rechtsanwalt ", "représentée par Maître avocat ", "the family lawyer, Ms ", "por el abogado D. "]
)
def test_a_profession_stands_before_a_name(said: str) -> None:
    assert roles.BEFORE_A_NAME.search(said)


@pytest.mark.parametrize("said", ["wohnhaft bei Herrn ", "the patient, Ms ", "The lawyer said that ", "Sr. "])
def test_others_do_not(said: str) -> None:
    assert not roles.BEFORE_A_NAME.search(said)
