"""Lists of two to six rows, where nothing can be learnt from the data; and lists in which names repeat.

`small_lists.txt`: a name after `#`, a header, a row a line; behind the last `|` the person whose row it is.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.people.given_findings import maker, row

from stanch.engine import Bench
from stanch.people.tabular import link_table
from stanch.vault import random_keys

LISTS = Path(__file__).parent / "small_lists.txt"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(work=tmp_path_factory.mktemp("bench"), keys=random_keys(), as_of=date(2026, 1, 1), workers=1)


def lists() -> Iterator[tuple[str, list[dict[str, str]], list[str]]]:
    for block in LISTS.read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = block.split("\n")
        written, truth = zip(*(line.rsplit("|", 1) for line in lines), strict=True)
        yield name.lstrip("# "), list(csv.DictReader(written)), list(truth[1:])


def groups(labels: Sequence[str]) -> set[frozenset[int]]:
    return {frozenset(at for at, other in enumerate(labels) if other == one) for one in labels}


def found(rows: Sequence[dict[str, str]], bench: Bench) -> list[str]:
    table = pa.table({name: pa.array([one[name] or None for one in rows], pa.string()) for name in rows[0]})
    return list(link_table(table, bench=bench).clusters.column("cluster_id").to_pylist())


@pytest.mark.parametrize(("rows", "truth"), [pytest.param(rows, truth, id=name) for name, rows, truth in lists()])
def test_each_row_of_a_small_list_goes_to_its_person(rows: list[dict[str, str]], truth: list[str], bench: Bench) -> None:
    assert groups(found(rows, bench)) == groups(truth)


def test_two_namesakes_with_a_mailbox_each_are_two_people_among_findings_too(tmp_path: Path) -> None:
    mails = ("john.smith@example.com", "jsmith77@example.org")
    others = [row("list.csv", at, name=name, email=f"m{at}@example.com") for at, name in enumerate(("Mary Jones", "Peter Brown"), 3)]
    made = maker(tmp_path)(*(row("list.csv", at, name="John Smith", email=mail) for at, mail in enumerate(mails, 1)), *others)
    assert sorted(person.email or "" for person in made.people) == sorted([*mails, "m3@example.com", "m4@example.com"])
    assert any("kept apart: no more than a name in common" in pair.evidence for pair in made.doubtful)


GIVEN = ("Kenji", "Yuki", "Akiko", "Makoto", "Naoko", "Taro", "Megumi", "Hiroshi")
FAMILY = ("Tanaka", "Sato", "Suzuki", "Ito", "Yamamoto")


def right(rows: Sequence[dict[str, str]], bench: Bench) -> tuple[int, int]:
    """People who are exactly right, and all."""
    truth = [one["of"] for one in rows]
    made = groups(found([{key: value for key, value in one.items() if key != "of"} for one in rows], bench))
    return len(made & groups(truth)), len(set(truth))


def test_many_of_one_name_stay_apart_by_their_birthdays(bench: Bench) -> None:
    """Nobody shares a house here; what repeats is the name, and from that nothing may be learnt of days of birth."""
    draw = random.Random(3)  # noqa: S311 a list that is the same every time
    rows = []
    for at in range(250):
        born = f"{draw.randint(1940, 2004)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        name = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
        rows += [
            {"name": name, "date_of_birth": born if copy else "", "email": f"u{at}@example.com" if copy < 2 else "", "of": str(at)}
            for copy in range(3)
        ]
    good, many = right([one for one in rows if one["email"] or one["date_of_birth"]], bench)
    assert good >= 0.97 * many


def test_families_of_a_club_stay_apart_though_each_stands_in_the_list_for_years(bench: Bench) -> None:
    """One mailbox, telephone and street for the whole family: that some rows lack a birthday is no sign of errors."""
    draw = random.Random(5)  # noqa: S311 a list that is the same every time
    names = ("James", "Mary", "Robert", "Linda", "Thomas", "Susan", "Daniel", "Karen", "Brian", "Emily")
    rows = []
    for house in range(60):
        family = draw.choice(("Hill", "Young", "Miller", "Taylor", "White"))
        shared = {
            "email": f"family{house}@example.com",
            "phone": f"512-555-01{house:02}",
            "street": f"{house + 1} Oak St",
            "city": "Austin",
        }
        for at, given in enumerate(draw.sample(names, draw.randint(2, 5))):
            born = f"{draw.randint(1965, 1990) if at < 2 else draw.randint(2005, 2017)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            for season in range(draw.randint(1, 3)):
                day = born if season != 1 or draw.random() < 0.6 else ""
                rows.append({"name": f"{given} {family}", "dob": day, "season": str(2023 + season), **shared, "of": f"{house}/{given}"})
    good, many = right(rows, bench)
    assert good >= 0.97 * many


def neighbours(header: str) -> list[dict[str, str]]:
    """Forty customers of a street, one letter, one figure and a few doors apart from each other; each has a telephone of their own."""
    letter = "abcdefghijklmnopqrstuvwxyz"
    return [
        {
            header: f"Person{letter[at % 26]}a Example{letter[at * 7 % 26]}",
            "born": f"{1950 + at}-{at % 9 + 1:02}-{at % 9 + 10}",
            "street": f"{at + 1} High Street",
            "town": "Leeds",
            "post code": f"LS{at % 9 + 1} {at % 9}AB",
            "mobile": f"+44 7700 900{100 + at}",
        }
        for at in range(40)
    ]


@pytest.mark.parametrize("header", ["name", "remark"])  # of the latter nobody knows that it holds names
def test_people_of_whom_nothing_is_the_very_same_are_never_one_however_much_is_nearly_so(header: str, bench: Bench) -> None:
    table = pa.table({name: [one[name] for one in neighbours(header)] for name in neighbours(header)[0]})
    made = link_table(table, bench=bench)
    assert len(set(made.clusters.column("cluster_id").to_pylist())) == 40
    # Where a whole list is alike, likeness says so little that nobody need be asked about hundreds of pairs.
    assert len(made.doubtful) <= 5


def test_one_pair_of_likenesses_among_people_unlike_is_doubted_and_not_joined(bench: Bench) -> None:
    rows = [
        {"first_name": given, "last_name": family, "dob": born, "street": street, "zip": place, "phone": f"512-555-01{at:02}"}
        for at, (given, family, born, street, place) in enumerate(
            [
                ("Marta", "Lindqvist", "1961-02-03", "4 Elm St", "78701"),
                ("Martha", "Lindquist", "1961-02-08", "90 Birch Rd", "78701"),
                ("Peter", "Okafor", "1985-11-30", "12 Oak Ave", "78702"),
                ("Ines", "Ruiz", "1990-07-14", "7 Main St", "78703"),
                ("Tom", "Novak", "1974-09-21", "33 Hill Rd", "78704"),
            ]
        )
    ]
    table = pa.table({name: [one[name] for one in rows] for name in rows[0]})
    made = link_table(table, bench=bench)
    assert len(set(made.clusters.column("cluster_id").to_pylist())) == 5
    assert any("nothing is the very same" in evidence for evidence in made.doubtful.column("evidence").to_pylist())
