"""A drill is whole, the same for the same seed, and its truth is the evidence's."""

import csv
import hashlib
import json
import sqlite3
import time

import pytest

from stanch.drill import make
from stanch.errors import WrongCall


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    out = tmp_path_factory.mktemp("drill") / "a"
    make(out, people=60, seed=7)
    return out


def test_same_seed_same_bytes_at_another_time(drill, tmp_path):
    time.sleep(2.1)  # ZIP times have two seconds' grain
    make(tmp_path / "b", people=60, seed=7)
    assert digests(tmp_path / "b") == digests(drill)


def test_every_person_stands_somewhere(drill):
    people = rows(drill / "truth/people.jsonl")
    assert len(people) == 60
    assert all(person["sources"] and person["kinds"] for person in people)


def test_values_stand_where_truth_says(drill):
    elements = rows(drill / "truth/elements.jsonl")
    with (drill / "evidence/databases/portal_customers.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.reader(file))
    base = sqlite3.connect(drill / "evidence/databases/clinic_ie.sqlite")
    checked = 0
    for element in elements:
        locator, value = element["locator"], element["value"]
        if locator.endswith("portal_customers.csv"):
            assert records[element["row"] - 1][records[0].index(element["column"])] == value
        elif "clinic_ie.sqlite" in locator:
            found = base.execute(f"SELECT {element['column']} FROM patients WHERE rowid = ?", (element["row"],)).fetchone()  # noqa: S608
            assert found[0] == value
        elif locator.endswith(".txt"):
            assert value in (drill / locator).read_text(encoding="utf-8")
        else:
            continue
        checked += 1
    assert checked > 100


def test_steps_of_the_story_stand_in_the_logs(drill):
    story = json.loads((drill / "truth/story.json").read_text(encoding="utf-8"))
    assert story["actor_ips"][0] in "".join(path.read_text(encoding="utf-8") for path in (drill / "logs").iterdir())
    for step in story["steps"]:
        path = drill / step["file"]
        if path.suffix != ".json":
            assert path.read_text(encoding="utf-8").splitlines()[step["line"] - 1]
        else:
            record = json.loads(path.read_text(encoding="utf-8"))[step["line"] - 1]
            assert json.loads(record["AuditData"])["ClientIP"] == story["actor_ips"][0]


def test_seeds_tell_three_stories(tmp_path):
    from stanch.drill import story

    assert {story.write(tmp_path / str(seed), seed, events=20)["kind"] for seed in range(3)} == {
        "email_compromise",
        "intrusion",
        "sql_injection",
    }


def test_a_full_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(WrongCall, match="not empty"):
        make(tmp_path, people=5, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
