"""A list in which everybody stands alone: what contradicts is an error of writing. A list of households: it is somebody else."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from stanch.engine import Bench
from stanch.people import days
from stanch.people.columns import roles
from stanch.people.likeness import share_a_line
from stanch.people.partial import PARTIAL, comparable
from stanch.people.tabular import link_table
from stanch.vault import random_keys

GIVEN = ("harvey", "oliver", "jessica", "noah", "amelia", "louis", "daisy", "freddie", "nancy", "violet")
FAMILY = ("robertson", "atkinson", "fletcher", "clarkson", "williams", "marshall", "thompson", "harrison", "bennett")


@pytest.fixture
def bench(tmp_path):
    return Bench(work=tmp_path, keys=random_keys(), as_of=date(2026, 1, 1), workers=1)


def people():
    """Ninety people, each with three lines: as they are, and twice written wrong in two places."""
    rows = []
    for number in range(90):
        given, family = GIVEN[number % 10], FAMILY[number // 10]
        day = date(1960, 1, 1) + timedelta(days=number * 131)
        mail = f"{given}.{family}{number}@example.com"
        rows.append((f"{number}-a", given, family, day.isoformat(), mail))
        rows.append((f"{number}-b", given[1] + given[0] + given[3:] + given[2], family, day.isoformat(), mail))
        rows.append((f"{number}-c", given, family[2:] + family[:2], (day + timedelta(days=1)).isoformat(), mail))
    return rows


def clusters(rows, bench, names=("id", "first_name", "last_name", "dob", "email")):
    table = pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)})
    found = link_table(table, bench=bench).clusters
    return dict(zip(found["record_id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True))


def test_errors_of_one_person_come_together_where_nobody_shares_a_house(bench):
    found = clusters(people(), bench)
    together = [len({found[f"{number}-{line}"] for line in "abc"}) == 1 for number in range(90)]
    assert sum(together) >= 85
    assert all(len({key.split("-")[0] for key in found if found[key] == one}) == 1 for one in set(found.values()))


def test_the_same_contradiction_is_somebody_else_where_houses_are_shared(bench):
    rows = people()
    for number in range(90):  # and a partner each, who shares mailbox and family name
        _, given, family, day, mail = rows[number * 3]
        other = (date.fromisoformat(day) + timedelta(days=800)).isoformat()
        rows.append((f"{number}x-a", GIVEN[(GIVEN.index(given) + 5) % 10], family, other, mail))
    found = clusters(rows, bench)
    assert not [number for number in range(90) if found[f"{number}x-a"] in {found[f"{number}-{line}"] for line in "abc"}]


def test_a_couple_among_people_who_stand_alone_stays_two(bench):
    rows = people()
    for number in range(3):  # too few to make it a list of households; of the partners no day of birth is known
        _, given, family, _, mail = rows[number * 3]
        rows.append((f"{number}x-a", GIVEN[(GIVEN.index(given) + 4) % 10], family, None, mail))
    found = clusters(rows, bench)
    assert not [number for number in range(3) if found[f"{number}x-a"] in {found[f"{number}-{line}"] for line in "abc"}]


STREETS = ("wattle grove", "ferny creek parade", "tide street", "old mill road", "lantern lane", "rookwood avenue", "quarry drive")
AT_HOME = ("id", "first_name", "last_name", "dob", "ssn", "street", "street2", "city", "postcode")


def at_home(number, line, **other):
    """A line of somebody who lives alone."""
    read = {
        "first_name": GIVEN[number % 10] + "anelou"[number // 10 % 6], "last_name": FAMILY[number % 9] + "ersmykl"[number // 9 % 7] + "aoeiuyr"[number // 63],
        "dob": (date(1960, 1, 1) + timedelta(days=number * 31)).isoformat(), "ssn": f"900{number * 7919 % 899 + 100}{number % 89 + 10}",
        "street": f"{number + 11} {STREETS[number % 7]}", "street2": f"{FAMILY[number % 9]}vale", "city": f"town {number % 5}{line}",
        "postcode": f"2{number % 5}00",
    }  # fmt: skip
    return tuple((read | {"id": f"{number}-{line}"} | other)[name] for name in AT_HOME)


def test_where_nobody_shares_a_house_an_address_is_nobody_elses(bench):
    alone = [at_home(number, line) for number in range(400) for line in "ab"]
    rows = [
        at_home(3, "c", last_name="Quimby", dob="1911-11-01", ssn="999880123"),  # another name, and badly typed
        at_home(17, "c", street="", dob="", ssn="999770123"),  # a line of the address is missing
    ]
    found = clusters([*alone, *rows], bench, AT_HOME)
    assert [found["3-c"], found["17-c"]] == [found["3-a"], found["17-a"]]
    # Where two of all addresses are those of two people, it says less.
    others = [at_home(number, "x", first_name="Gordon", dob="1931-01-02", ssn=f"99111{number:04}") for number in (40, 80)]
    found = clusters([*alone, *rows, *others], bench, AT_HOME)
    assert found["40-x"] != found["40-a"]
    assert found["3-c"] != found["3-a"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("23 bat h pace", "23 bath pl eventide home", True),
        ("37 elensra", "37 port jackson circuit elenera", True),
        ("10 wellslroad rosehill", "68 wells rd rosehill", True),
        ("12 oak st", "12 elm st", False),
        ("12 main st", "97 main st", False),
    ],
)
def test_a_line_of_an_address_may_be_missing(left, right, same):
    assert share_a_line(left, right) is share_a_line(right, left) is same


def test_one_word_in_both_fields_is_one_name():
    rows = [{"key": "1", "given": "William", "family": "William"}, {"key": "2", "given": "Smythe", "family": "smythe"}]
    read = comparable(pa.Table.from_pylist([dict.fromkeys(PARTIAL.names) | row for row in rows], PARTIAL)).to_pylist()
    assert [(row["given"], row["family"]) for row in read] == [("william", None), (None, "smythe")]


def test_a_title_and_the_number_of_a_peerage_are_no_names(bench):
    names = ("id", "first_name", "last_name", "dob")
    rows = [("1", "Sir", "Baronet", "1951-10-04"), ("2", "Sir", "Baronet", "1963-02-11"), ("3", "Sir 2nd", "Baronet", None)]
    assert len(set(clusters(rows, bench, names).values())) == 3


def test_a_header_of_both_names_holds_the_full_name():
    table = pa.table(
        {name: ["x y"] for name in ("first_and_surname", "first name and last name", "Surname, first name", "first_name", "surname")}
    )
    assert list(roles(table).values()) == ["full_name"] * 3 + ["first_name", "last_name"]


def test_days_of_former_times_are_read_where_the_column_is_of_them():
    former = days.reader(["1630-08-01", "1701-02-03", "1850-04-05"], latest=2026)
    assert [former(value) for value in ("1630-08-01", "1850-04-05")] == ["1630-08-01", "1850-04-05"]
    today = days.reader(["1963-08-01", "1971-02-03", "1985-04-05", "1990-01-02", "1601-01-01"], latest=2026)
    assert today("1601-01-01") is None  # a placeholder
    assert today("1963-08-01") == "1963-08-01"


def test_a_full_name_of_titles_and_places_gives_no_middle_name(bench):
    names = ("id", "full_name", "first_name", "surname", "dob")
    rows = [
        ("1", "thomas clifford, 1st baron clifford of chudleigh", "thomas", "chudleigh", "1630-08-01"),
        ("2", "thomas of chudleigh", "thomas", "chudleigh", "1630-08-01"),
        ("3", "john miller", "john", "miller", "1701-02-03"),
    ]
    found = clusters(rows, bench, names)
    assert found["1"] == found["2"] != found["3"]
