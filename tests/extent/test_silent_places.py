"""Postcodes, towns and telephones under headers that say nothing."""

from __future__ import annotations

import pyarrow as pa
import pytest

from stanch.extent.columns import decide

NAMES = ["Anna Example", "Peter Muster", "Maria Rossi", "John Miller", "Laura Smith", "Paul Weber"]
MAIL = [f"{name.split()[0].lower()}@example.com" for name in NAMES]
TOWNS = ["Kassel", "Celle", "Ulm", "Kassel", "Trier", "Fulda"]
CODES = ["34117", "29221", "89073", "34119", "54290", "36037"]


def kinds(*columns: list[str]) -> list[str]:
    """What each column holds, beside names and mailboxes."""
    table = pa.table({f"Field{at}": pa.array(cells, pa.string()) for at, cells in enumerate((NAMES, MAIL, *columns), 1)})
    return [one.detector.kind if one.detector else "" for one in decide(table)][2:]


@pytest.mark.parametrize(
    "numbers",
    [[f"06 39 98 1{n} 0{n}" for n in range(6)], [f"0171 392008{n}" for n in range(6)], [f"+44 20 7946 095{n}" for n in range(6)]],
)
def test_telephones_as_each_country_writes_them(numbers: list[str]) -> None:
    assert kinds(numbers) == ["phone"]


def test_postcodes_by_their_form_or_beside_towns() -> None:
    assert kinds(CODES, TOWNS) == ["postcode", "city"]
    assert kinds([f"BS{n} 8BN" for n in range(1, 7)]) == ["postcode"]


def test_numbers_of_anything_are_neither() -> None:
    assert kinds(CODES) == [""]
    assert kinds(["12500", "98000", "45210", "33900", "71000", "20500"], ["open", "closed", "open", "open", "closed", "open"])[0] == ""
    assert kinds([f"900.12{n}.45{n}" for n in range(6)]) == [""]


def test_figures_found_by_their_shape_alone_are_asked_about() -> None:
    """What is .9 sure or more nobody is asked about."""
    guess, mail = [f"900-1{n}-345{n}" for n in range(6)], [f"m{n}@example.com" for n in range(6)]
    table = pa.table({"ref2": pa.array(guess, pa.string()), "u1": pa.array(mail, pa.string())})
    sure = {one.name: one.confidence for one in decide(table) if one.detector}
    assert sure["ref2"] < 0.9 <= sure["u1"]
