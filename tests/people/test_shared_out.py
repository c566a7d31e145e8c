"""Joining shared out among workers gives what one process gives, and leaves nothing behind."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from tests.people.test_consolidate import AUSTIN, people, row  # noqa: F401 `people` is a fixture

from stanch.engine import Bench, Limits
from stanch.people import cluster as clustering
from stanch.people import shared_out
from stanch.people.columns import roles
from stanch.people.link import link
from stanch.people.tabular import partial_records
from stanch.vault import random_keys
from stanch.vault.duck import duck

GIVEN = ("Edgar", "Anna", "Bob", "Robert", "Maria", "Edgar A.")
FAMILY = ("Lindqvist", "Okafor", "Ruiz", "Miller", "Novak")


@pytest.fixture
def bench(tmp_path):
    return Bench(work=tmp_path, keys=random_keys(), as_of=date(2026, 1, 1), workers=2, limits=Limits(seconds=60.0))


@pytest.fixture
def linked(bench):
    many = [
        (
            f"{again}-{n}",
            f"{GIVEN[n % 6]} {FAMILY[n // 6 % 5]}",
            *BORN[n % 4],
            f"house{n // 12}@example.com" if (n + again) % 3 else None,
            f"{n // 12} Elm St",
        )
        for again in range(2)
        for n in range(240)
    ]
    names = ("id", "full_name", "dob", "ssn", "email", "street")
    rows = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, zip(*many, strict=True), strict=True)})
    with duck(bench.work) as connection:
        return link(partial_records(rows, roles(rows, None), latest=2026), connection)


BORN = (("1961-02-03", None), ("1990-10-11", "901-77-1934"), (None, None), ("1961-02-08", "900-14-2236"))


def same(one, other):
    assert np.array_equal(one.of, other.of)
    assert np.array_equal(one.joins, other.joins)
    assert (one.doubtful, one.excused, one.weakest) == (other.doubtful, other.excused, other.weakest)


@pytest.mark.parametrize("at_a_time", [10, 60])
def test_workers_join_as_one_process_does(linked, bench, monkeypatch, at_a_time):
    here = clustering.cluster(linked)
    assert 1 < len(np.unique(here.of)) < len(here.of)
    assert here.doubtful
    monkeypatch.setattr(clustering, "PAIRS_AT_A_TIME", at_a_time)
    same(clustering.cluster(linked), here)
    monkeypatch.setattr(shared_out, "WORTH_SHARING", 2)
    same(clustering.cluster(linked, bench), here)
    assert not [path for path in bench.work.rglob("*") if path.is_file()]


def test_what_a_worker_could_not_do_is_done_here(linked, bench, monkeypatch):
    here = clustering.cluster(linked)
    monkeypatch.setattr(clustering, "PAIRS_AT_A_TIME", 60)
    monkeypatch.setattr(shared_out, "WORTH_SHARING", 2)
    monkeypatch.setattr(shared_out, "SECONDS", 0.0)
    same(clustering.cluster(linked, bench), here)


def test_people_of_one_row_stay_two_in_a_worker_too(people, monkeypatch):  # noqa: F811
    monkeypatch.setattr(clustering, "PAIRS_AT_A_TIME", 1)
    monkeypatch.setattr(shared_out, "WORTH_SHARING", 1)
    mother = {"name": "Maria Lopez", "phone": "+15125550101", "postal_address": AUSTIN}
    found = people(row("a.csv", 2, **mother, dob="2014-03-04"), row("a.csv", 2, role="guardian", **mother))
    assert len(found.people) == 2
