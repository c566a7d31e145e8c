"""Two people in one cell are two names; firms and particles are none."""

from __future__ import annotations

import pytest

from stanch.extent.couples import couple

TWO = {
    "Poole, Maria & Benjamin": ("Maria Poole", "Benjamin Poole"),
    "John and Mary Smith": ("John Smith", "Mary Smith"),
    "J & M Smith": ("J Smith", "M Smith"),
    "Mr & Mrs J Smith": ("J Smith", "Smith"),
    "Smith, John & Jones, Mary": ("John Smith", "Mary Jones"),
    "John Smith & Mary Jones": ("John Smith", "Mary Jones"),
    "Anna und Peter Schmidt": ("Anna Schmidt", "Peter Schmidt"),
    "M. et Mme Jean Dupont": ("Jean Dupont", "Dupont"),
    "Ana y Luis García": ("Ana García", "Luis García"),
    "Peter de Vries en Anna Jansen": ("Peter de Vries", "Anna Jansen"),
    "Brian Lopez, Paul Jennings": ("Brian Lopez", "Paul Jennings"),
    "Ana e Rui Costa": ("Ana Costa", "Rui Costa"),
    "Anna en Peter de Vries": ("Anna de Vries", "Peter de Vries"),
}
ONE = (
    "Ernst & Young LLP", "José Ortega y Gasset", "Marks & Spencer", "Johnson & Johnson", "Bed Bath & Beyond", "Tom & Jerry", "N/A",
    "Research and Development", "William & Mary College", "Maria Poole", "& Smith", "", "John & Mary Smith & Sons", "Smith & 3",
    "c/o Jane Miller, Executor", "Lopez Garcia, Ana Maria", "Smith, John A", "Thomas James, Mary Ann", "s/o Ravi Kumar", "Bill Poole a/k/a Will Poole",
    "José Silva e Costa", "Rui Sousa e Castro Lopes", "Nuno Pereira y Castro",
)  # fmt: skip


@pytest.mark.parametrize("cell", TWO)
def test_a_couple_is_two(cell: str) -> None:
    assert couple(cell) == TWO[cell]


@pytest.mark.parametrize("cell", ONE)
def test_one_person_and_a_firm_are_no_couple(cell: str) -> None:
    assert couple(cell) is None
