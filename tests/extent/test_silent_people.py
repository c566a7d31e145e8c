"""Tables whose headers say nothing name several people a row: each keeps what stands behind his name."""

from __future__ import annotations

import pyarrow as pa

from stanch.extent.columns import decide

NAMES = ["Anna Example", "Peter Muster", "Maria Rossi", "John Miller", "Laura Smith", "Paul Weber", "Clara Jones", "Hugo Brown"]
SPOUSES = ["Paul Example", "Maria Muster", "Luca Rossi", "Susan Miller", "Mark Smith", "Julia Weber", "Tom Jones", "Emma Brown"]
FRIENDS = ["Susan Baker", "Karl Bauer", "Luca Bianchi", "Mark Cooper", "Julia Davis", "Tom Wagner", "Nina Keller", "Otto Frank"]
DAYS = ["1941-01-02", "1971-03-04", "1965-05-06", "1990-07-08", "1985-09-10", "1977-11-12", "1952-02-03", "1999-04-05"]
PHONES = [f"303-555-01{number}" for number in range(10, 18)]
MAIL = [f"{name.split()[0].lower()}@example.com" for name in NAMES]
STREETS = [f"{number} Elm Street" for number in range(10, 18)]


def whose(*columns: list[str]) -> list[tuple[str, str]]:
    """For each column, in order, what it holds and of whom."""
    table = pa.table({f"Field{at}": pa.array(cells, pa.string()) for at, cells in enumerate(columns, 1)})
    return [(one.detector.kind if one.detector else "", one.role) for one in decide(table)]


def test_what_stands_behind_a_second_name_is_the_seconds() -> None:
    told = whose(NAMES, DAYS, STREETS, MAIL, SPOUSES, DAYS[::-1], PHONES)
    assert told == [("name", ""), ("dob", ""), ("street", ""), ("email", ""), ("name", "spouse"), ("dob", "spouse"), ("phone", "spouse")]


def test_an_address_behind_two_names_is_the_firsts() -> None:
    told = whose(NAMES, MAIL, FRIENDS, PHONES, STREETS)
    assert told == [("name", ""), ("email", ""), ("name", "other/30"), ("phone", "other/30"), ("street", "")]


def test_who_serves_takes_nothing() -> None:
    told = whose(NAMES, DAYS, [*["Carl Berger", "Ines Vogel"] * 3, "Udo Lang", "Udo Lang"], STREETS, PHONES)
    assert told[2:] == [("name", "other/40"), ("street", ""), ("phone", "")]
