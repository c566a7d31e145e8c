"""How many share a value, counted by sorting, is what counting one by one gives; a pair's weight is the sum of its evidence."""

from collections import defaultdict
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.engine import Bench
from stanch.people import rarity
from stanch.people.columns import roles
from stanch.people.link import link
from stanch.people.tabular import partial_records
from stanch.people.weighing import WORTH_KEEPING
from stanch.vault import random_keys
from stanch.vault.duck import duck

NAMES = st.sampled_from([None, "ana", "anna", "bo", "cid"])
ROWS = st.lists(st.tuples(NAMES, NAMES, st.sampled_from([None, "x@example.com", "y@example.com", "z@example.com"]), st.integers(1, 3)))


def initials(given_name, family):
    found = sorted(name[0] for name in (given_name, family) if name)
    return found[0] + found[-1] if found else None


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_who_shares_a_value_is_counted_as_by_hand(rows):
    with duckdb.connect() as connection:
        columns = dict(zip(("given", "family", "email", "copies"), zip(*rows, strict=True) if rows else ((),) * 4, strict=True))
        table = pa.table({name: pa.array(one, pa.int64() if name == "copies" else pa.string()) for name, one in columns.items()})
        connection.register("rows", table.append_column("uid", pa.array(range(len(rows)), pa.int64())))
        connection.execute("CREATE TABLE record AS SELECT * FROM rows")
        found = rarity.shared(connection, ["given", "email"])
    holders, count, copies = defaultdict(set), defaultdict(int), defaultdict(int)
    for given_name, family, email, many in rows:
        holders[email] |= {initials(given_name, family)} - {None}
        count[given_name] += 1
        copies[given_name] += many
    assert found["email"].people.tolist() == [len(holders[email]) if email else rarity.NOBODY for _, _, email, _ in rows]
    assert found["email"].base == len({email for _, _, email, _ in rows if email})
    assert found["given"].people.tolist() == [count[name] if name else rarity.NOBODY for name, *_ in rows]
    assert found["given"].rows.tolist() == [copies[name] if name else rarity.NOBODY for name, *_ in rows]
    assert (found["given"].base, found["given"].base_of_rows) == (len(rows), sum(many for *_, many in rows))


@pytest.mark.parametrize("explain", [False, True])
def test_a_pair_weighs_what_its_evidence_weighs_and_the_strongest_come_first(tmp_path, explain):
    given_names, families = ("Ana", "Anna", "Robert", "Bob"), ("Ruiz", "Ruis", "Miller")
    many = [(f"{n}", given_names[n % 4], families[n % 3], f"19{60 + n % 7}-0{1 + n % 9}-11", f"p{n % 11}@example.com") for n in range(120)]
    table = pa.table(
        {name: pa.array(one) for name, one in zip(("id", "first_name", "last_name", "dob", "email"), zip(*many, strict=True), strict=True)}
    )
    bench = Bench(work=tmp_path, keys=random_keys(), as_of=date(2026, 1, 1))
    with duck(bench.work) as connection:
        linked = link(partial_records(table, roles(table, None), latest=2026), connection, explain=explain)
    assert len(linked.left) > 50
    assert np.all(np.diff(linked.weight) <= 0)
    assert linked.weight.min() > WORTH_KEEPING
    assert bool(linked.rarities) == explain
    for pair in range(len(linked.left)) if explain else ():
        told = [
            linked.model.bits(at, int(linked.gammas[one.name][pair]), linked.rarity(one, pair))
            for at, one in enumerate(linked.comparisons)
            if linked.gammas[one.name][pair] >= 0
        ]
        assert linked.model.prior + sum(told) == pytest.approx(linked.weight[pair], abs=1e-5)
