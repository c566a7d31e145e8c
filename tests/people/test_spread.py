"""Pairs compared in slices by the engine give the levels that one connection gives."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from stanch.engine import Bench, Limits
from stanch.errors import StanchError
from stanch.people import spread
from stanch.people.columns import roles
from stanch.people.link import link
from stanch.people.tabular import partial_records
from stanch.vault import random_keys
from stanch.vault.duck import duck

GIVEN = ("Ana", "Anna", "Robert", "Bob", "Maria", "Mary")
FAMILY = ("Ruiz", "Ruis", "Miller", "Muller", "Okafor")


@pytest.fixture
def bench(tmp_path):
    return Bench(work=tmp_path, keys=random_keys(), as_of=date(2026, 1, 1), workers=2, limits=Limits(seconds=60.0))


@pytest.fixture
def rows():
    many = [
        (f"{n}", GIVEN[n % 6], FAMILY[n % 5], f"19{60 + n % 7}-0{1 + n % 9}-11", f"900-1{n % 3}-{1000 + n % 20}", f"p{n % 11}@example.com")
        for n in range(240)
    ]
    names = ("id", "first_name", "last_name", "dob", "ssn", "email")
    return pa.table({name: pa.array(column) for name, column in zip(names, zip(*many, strict=True), strict=True)})


def linked(rows, bench, elsewhere=None):
    partial = partial_records(rows, roles(rows, None), latest=2026)
    with duck(bench.work) as connection:
        return link(partial, connection, elsewhere=elsewhere)


def test_slices_give_the_same_pairs_levels_and_weights(rows, bench, monkeypatch):
    here = linked(rows, bench)
    assert len(here.left) > 300
    monkeypatch.setattr(spread, "SLICE", len(here.left) // 4)  # at least four slices
    there = linked(rows, bench, elsewhere=replace(bench, workers=2))
    assert np.array_equal(here.left, there.left)
    assert np.array_equal(here.right, there.right)
    assert np.array_equal(here.weight, there.weight)
    assert all(np.array_equal(here.gammas[name], there.gammas[name]) for name in here.gammas)
    assert not [path for path in bench.work.rglob("*") if path.is_file()]  # sealed or not, nothing is left behind


def test_a_lost_slice_is_an_error_and_no_missing_pairs(rows, bench, monkeypatch):
    monkeypatch.setattr(spread, "SECONDS", 0.0)
    with pytest.raises(StanchError, match="could not be compared"):
        linked(rows, bench, elsewhere=bench)
