"""What is told at once of two texts is what would be found by going through them sign by sign."""

# ruff: noqa: S311 S608 texts drawn for a test, SQL of the package's own expressions

from __future__ import annotations

import random

import duckdb
import pyarrow as pa
import pytest

from stanch.people.comparisons import TONGUE, shared, slip_of_pen
from stanch.people.names import tongues
from stanch.people.partial import PARTIAL, SETS, comparable


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


def slipped(text: str, rng: random.Random) -> str:
    at, sign = rng.randrange(len(text) + 1), rng.choice("abé1")
    swapped = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return rng.choice([text[:at] + sign + text[at:], text[:at] + sign + text[at + 1 :], text[:at] + text[at + 1 :], swapped])


def test_a_slip_of_the_pen_is_one_sign_more_less_other_or_two_that_changed_places(connection):
    rng = random.Random(4)
    written = ["".join(rng.choices("abé1-@"[: rng.randint(2, 6)], k=rng.randint(1, 12))) for _ in range(2000)]
    once = [slipped(one, rng) or "a" for one in written]
    twice = [slipped(one, rng) or "a" for one in once]
    connection.register("written", pa.table({"x": written * 3, "y": written + once + twice}))
    told = f"SELECT x, y, {slip_of_pen('x', 'y')} AS told, damerau_levenshtein(x, y) <= 1 AS found FROM written"
    assert connection.execute(f"SELECT x, y FROM ({told}) WHERE told <> found").fetchall() == []
    few, many = connection.execute(f"SELECT count(*) FILTER (NOT told), count(*) FILTER (told) FROM ({told})").fetchall()[0]
    assert few > 500
    assert many > 2000


def test_sets_of_words_meet_where_a_word_is_in_both(connection):
    people = [
        ("Bob", "De la Cruz"),
        ("Robert", "Cruz"),
        ("Juan", "Smith-Jones"),
        ("John", "Jones"),
        ("Yulia", None),
        ("Iuliia", ""),
        ("", "Smith"),
    ]
    rows = [dict.fromkeys(PARTIAL.names) | {"given": given, "family": family} for given, family in people]
    connection.register("rows", comparable(pa.Table.from_pylist(rows, PARTIAL)))
    beside = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in SETS)
    for name in ("roots", "parts"):
        slow = f"list_has_any(string_split({name}_l, '|'), string_split({name}_r, '|'))"
        told = (
            f"SELECT coalesce({shared(name)}, false) AS told, coalesce({slow}, false) AS found FROM (SELECT {beside} FROM rows l, rows r)"
        )
        assert set(connection.execute(told).fetchall()) == {(True, True), (False, False)}, name


def test_the_language_of_a_given_name_is_told_of_the_whole_name_alone(connection):
    names = [*sorted(tongues()), "ju", "uan", "bob"]
    connection.register("names", pa.table({"given_l": names}))
    found = dict(connection.execute(f"SELECT given_l, {TONGUE.format('l')} FROM names").fetchall())
    assert found == {name: tongues().get(name, "") for name in names}
