"""One wrong entry does not make two people of one, and what two people of a house share does not make them one."""

import random

import pyarrow as pa
import pytest
from tests.people.test_rivals import one
from tests.people.test_table import bench, groups, table  # noqa: F401 `bench` is a fixture

from stanch.people.excuses import excuse
from stanch.people.tabular import link_table
from stanch.people.why import why

PLACE = "12 elm st 76701"
SAM = {"given": "samuel", "middle": "t", "family": "ortega", "street": PLACE}
ROLL = frozenset({3})


def on_roll(profile):
    profile.rolls = ROLL
    return profile


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        # A number that all but the given name agrees with; the letter is nobody's.
        (SAM | {"national": "ssn:1"}, SAM | {"given": "k", "national": "ssn:1"}, "given name is taken for a slip"),
        # Day, middle and family name, and a given name that is only badly spelt.
        (SAM | {"dob": "1970-01-02"}, SAM | {"given": "samuwl", "dob": "1970-01-02", "street": None}, ""),
        (SAM | {"dob": "1970-01-02"}, SAM | {"given": "zamoul", "dob": "1970-01-02", "street": None}, "given name is taken for a slip"),
        (SAM | {"dob": "1970-01-02"}, SAM | {"dob": "1998-01-02"}, "the year is taken for a slip"),
        (SAM | {"national": "ssn:900123456"}, SAM | {"national": "itin:900701234"}, ""),
        (SAM | {"dob": "1970-01-02"}, SAM | {"dob": "1970-01-02", "family": "wainwright", "street": None}, "family name has changed"),
    ],
)
def test_one_wrong_entry_is_excused_by_all_the_rest(left, right, words):
    found = excuse(one(**left), one(**right), [])
    assert words in found
    assert bool(words) == bool(found)


@pytest.mark.parametrize(
    ("left", "right", "third"),
    [
        # Somebody of the house bears the other name, so the number was borrowed.
        (SAM | {"national": "ssn:1"}, SAM | {"given": "karla", "national": "ssn:1"}, SAM | {"given": "karla", "dob": "1970-01-02"}),
        # The middle name is another too.
        (SAM | {"national": "ssn:1"}, SAM | {"given": "karla", "middle": "v", "national": "ssn:1"}, {}),
        # A twin is there.
        (SAM | {"dob": "1970-01-02"}, SAM | {"given": "zamoul", "dob": "1970-01-02"}, SAM | {"given": "ida", "dob": "1970-01-02"}),
        # Father and son: the whole name, the house, and two days of birth a generation apart.
        (SAM | {"dob": "1970-01-02"}, SAM | {"dob": "1998-05-06"}, {}),
        # Two numbers, and no more than name and house.
        (SAM | {"national": "ssn:900123456"}, SAM | {"national": "ssn:911987654"}, {}),
        # Another family name, and no middle name that would tell.
        (SAM | {"dob": "1970-01-02", "middle": None}, SAM | {"dob": "1970-01-02", "family": "wainwright"}, {}),
    ],
)
def test_what_may_be_true_is_not_excused(left, right, third):
    assert not excuse(one(**left), one(**right), [one(**third)] if third else [])


def test_a_list_of_everybody_tells_a_wrong_day_from_father_and_son():
    listed, other = on_roll(one(**SAM, dob="1970-01-02")), one(**SAM, dob="1998-05-06")
    assert "named once on a list of everybody" in excuse(listed, other, [])
    assert not excuse(listed, on_roll(other), []), "the list names both"


def test_a_day_that_is_the_neighbours_of_one_house_is_not_ones_own():
    wife = one(given="ida", family="ortega", street=PLACE, dob="1970-01-02")
    assert "another of the house" in excuse(one(**SAM, dob="1970-01-02"), one(**SAM, dob="1998-05-06"), [wife])


def _town():
    """A census with everybody's day and address, and wage and tax files with numbers: 600 people."""
    rng = random.Random(5)  # noqa: S311 invented people
    rows, given = [], ["Ada", "Ben", "Cora", "Dov", "Ezra", "Fay", "Gus", "Hal", "Ines", "Jude", "Kai", "Lea"]
    for number in range(600):
        name = (f"{rng.choice(given)}", chr(65 + number % 26), f"{chr(65 + number // 26)}orv{chr(97 + number % 26)}en")
        day, ssn = f"{1940 + number % 60}-{1 + number % 12:02}-{1 + number % 28:02}", f"9{number:03}{rng.randrange(100000):05}"
        street = f"{number + 1} Elm Street"
        rows += [(f"c{number}", *name, day, None, street), (f"s{number}", *name, day, ssn, None), (f"w{number}", *name, None, ssn, street)]
    return rows


def test_a_wrong_day_in_one_of_several_registers_is_found_and_explained(bench):  # noqa: F811
    rows = _town()
    at = next(number for number, row in enumerate(rows) if row[0] == "c300")
    rows[at] = (*rows[at][:4], "2009-12-31", *rows[at][5:])
    columns = "id first_name middle_name last_name dob ssn street"
    found = groups(link_table(table(columns, *rows), bench=bench))
    assert frozenset({"c300", "s300", "w300"}) in found
    assert len(found) == 600


def test_why_tells_what_was_taken_for_an_error(bench):  # noqa: F811
    names = {"given": "Samuel", "middle": "T", "family": "Ortega", "street": "12 Elm St", "postcode": "76701"}
    rows = [names | {"national": "ssn:900123456", "dob": "1970-01-02"}, names | {"national": "ssn:900123456", "given": "K"}]
    told = why(pa.Table.from_pylist(rows), bench=bench)
    assert told.one
    assert "the given name is taken for a slip" in " ".join(told.sentences())
