"""Decisions on who is who hold in every later run, also when evidence is added; the later one takes the place of the earlier."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from given_findings import AUSTIN, MIAMI, maker, row
from hypothesis import given
from hypothesis import strategies as st

from stanch.people.identity import kept
from stanch.people.link import Linked
from stanch.people.rulings import ruled
from stanch.records import Person, Ruling

ANA_A = row("a.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", postal_address=AUSTIN)
ANA_B = row("b.csv", 1, name="Ana Marsh", dob="1980-05-06", passport="910000001", postal_address=MIAMI)
ANA_C = row("c.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", dob="1980-05-06", postal_address=AUSTIN)
A, B, C = "a.csv|row/1", "b.csv|row/1", "c.csv|row/1"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def ruling(number, verdict, *groups, people=(), seen=()):
    return Ruling(f"r-{number}", verdict, tuple(map(tuple, groups)), people, seen, "seen on paper", "counsel", WHEN)


@pytest.fixture
def people(tmp_path):
    return maker(tmp_path)


def records(found):
    return sorted(one.records for one in found.people)


def test_one_person_by_decision_though_the_linkage_says_two(people):
    assert records(people(ANA_A, ANA_B)) == [(A,), (B,)]
    (one,) = people(ANA_A, ANA_B, rulings=(ruling(1, "one", [A], [B]),)).people
    assert (one.records, one.elements) == ((A, B), ("contact", "dob", "name", "passport", "ssn"))
    assert one.joined_by[-1] == "decided: one person (counsel, 2026-11-24: seen on paper)"


def test_apart_by_decision_though_the_linkage_says_one_and_no_pair_is_left_to_review(people):
    assert records(people(ANA_A, ANA_C)) == [(A, C)]
    found = people(ANA_A, ANA_C, rulings=(ruling(1, "apart", [A], [C]),))
    assert records(found) == [(A,), (C,)]
    assert found.doubtful == ()
    assert len({one.id for one in found.people}) == 2


def test_the_later_decision_takes_the_place_of_the_earlier(people):
    one, apart = ruling(1, "one", [A], [C]), ruling(2, "apart", [A], [C])
    assert records(people(ANA_A, ANA_C, rulings=(one, apart))) == [(A,), (C,)]
    assert records(people(ANA_A, ANA_C, rulings=(apart, one))) == [(A, C)]


def test_a_decision_holds_against_new_evidence_that_would_bridge(people):
    bridge = row(
        "d.csv", 1, name="Ana Marsh", former_name="Ruiz", us_ssn="900-11-2222", dob="1980-05-06", passport="910000001", postal_address=MIAMI
    )
    assert len(people(ANA_A, ANA_B, bridge).people) == 1
    found = people(ANA_A, ANA_B, bridge, rulings=(ruling(1, "apart", [A], [B]),))
    holders = [one for one in found.people if {A, B} & set(one.records)]
    assert len(holders) == 2
    assert sum("d.csv|row/1" in one.records for one in found.people) == 1


def test_nobody_is_set_aside_and_comes_back_when_other_data_join(people):
    seen = tuple(sorted({finding.kind for finding in ANA_A}))
    drop = ruling(1, "nobody", [A], people=("p-1",), seen=seen)
    found = people(ANA_A, rulings=(drop,))
    assert (found.people, [one.cause for one in found.asides]) == ((), ["decided"])
    assert "counsel, 2026-11-24: seen on paper" in found.asides[0].reason
    (back,) = people(ANA_A, ANA_C, rulings=(drop,)).people
    assert "dob has been found since" in back.returned
    (restored,) = people(ANA_A, rulings=(drop, ruling(2, "somebody", [A]))).people
    assert restored.returned == ""


def test_a_decision_on_records_that_are_gone_is_told(people):
    assert people(ANA_A, rulings=(ruling(7, "one", ["x|row/1"], ["y|row/1"]),)).linkage.lost == ("r-7",)


def test_ids_stay_when_an_exhibit_is_added_that_identifies_better_and_sorts_first(people):
    first = people(ANA_A, ANA_B, row("a.csv", 2, name="Ben Okafor", dob="1970-01-02", postal_address=MIAMI))
    before = {one.records[0]: one.id for one in first.people}
    again = people(
        row("0.csv", 1, name="Ben Okafor", dob="1970-01-02", us_ssn="900-33-4444", postal_address=MIAMI),
        *(ANA_A, ANA_B, row("a.csv", 2, name="Ben Okafor", dob="1970-01-02", postal_address=MIAMI)),
        row("0.csv", 2, name="Nina Cole", us_ssn="900-55-6666"),
        before=first.people,
    )
    after = {key: one.id for one in again.people for key in one.records}
    assert {key: after[key] for key in before} == before
    assert after["0.csv|row/1"] == before["a.csv|row/2"]
    assert after["0.csv|row/2"] not in before.values()
    # Without what was listed before, the better number would have made another id.
    fresh = people(
        row("0.csv", 1, name="Ben Okafor", dob="1970-01-02", us_ssn="900-33-4444", postal_address=MIAMI),
        row("a.csv", 2, name="Ben Okafor", dob="1970-01-02", postal_address=MIAMI),
    )
    assert fresh.people[0].id != before["a.csv|row/2"]


def test_of_two_who_become_one_the_id_stays_under_which_somebody_was_told(people):
    first = people(ANA_A, ANA_B)
    ids = {one.records[0]: one.id for one in first.people}
    for told in ids.values():
        (one,) = people(
            ANA_A, ANA_B, before=first.people, told=frozenset({told}), rulings=(ruling(1, "one", [A], [B], people=tuple(ids.values())),)
        ).people  # fmt: skip
        assert one.id == told
        assert one.former_ids == tuple(other for other in ids.values() if other != told)


def test_who_is_parted_again_has_the_old_ids_again(people):
    first = people(ANA_A, ANA_B)
    ids = {one.records[0]: one.id for one in first.people}
    one = ruling(1, "one", [A], [B])
    merged = people(ANA_A, ANA_B, before=first.people, rulings=(one,))
    parted = people(ANA_A, ANA_B, before=merged.people, rulings=(one, ruling(2, "apart", [A], [B])))
    assert {found.records[0]: found.id for found in parted.people} == ids


def test_who_is_parted_again_has_the_old_id_though_evidence_was_added_to_the_other(people):
    first = people(ANA_A, ANA_B)
    ids = {one.records[0]: one.id for one in first.people}
    more = row("d.csv", 1, name="Ana Marsh", dob="1980-05-06", passport="910000001", us_ssn="900-77-1111", postal_address=MIAMI)
    one = ruling(1, "one", [A], [B], people=(ids[A], ids[B]))
    merged = people(ANA_A, ANA_B, more, before=first.people, rulings=(one,))
    assert merged.people[0].former_ids == (ids[B],)
    parted = people(ANA_A, ANA_B, more, before=merged.people, rulings=())
    assert {found.records[0]: (found.id, found.former_ids) for found in parted.people} == {A: (ids[A], ()), B: (ids[B], ())}


def test_a_run_with_what_it_gave_before_gives_the_same(people):
    first = people(ANA_A, ANA_B, ANA_C)
    assert people(ANA_A, ANA_B, ANA_C, before=first.people) == first


SIZE = 7
GROUPS = st.lists(st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=3, unique=True), min_size=2, max_size=3)
RULINGS = st.lists(st.tuples(st.sampled_from(["one", "apart"]), GROUPS), max_size=5)


def linked(weights):
    pairs = [(a, b) for a in range(SIZE) for b in range(a + 1, SIZE)]
    left, right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return Linked(pa.table({}), np.arange(SIZE), np.zeros(SIZE, dtype=bool), left, right, np.array(weights), {}, ())


def test_the_latest_decision_parts_owners_that_an_earlier_one_keeps_apart():
    keys = pa.chunked_array([[f"k{at}" for at in range(SIZE)]])
    decided = [ruling(1, "apart", ["k1"], ["k4"]), ruling(2, "one", ["k0"], ["k3"])]
    found = ruled(keys, np.array([0, 0, 2, 3, 3, 5, 6], dtype=np.int64), decided, linked([0.0] * (SIZE * (SIZE - 1) // 2)))
    assert found.owner[0] == found.owner[3]
    assert found.owner[1] != found.owner[4]


@given(
    st.lists(st.integers(0, SIZE - 1), min_size=SIZE, max_size=SIZE),
    RULINGS,
    st.lists(st.floats(-10, 30), min_size=SIZE * (SIZE - 1) // 2, max_size=SIZE * (SIZE - 1) // 2),
)
def test_the_last_decision_always_holds_and_nobody_is_lost(owner, decisions, weights):
    keys = pa.chunked_array([[f"k{at}" for at in range(SIZE)]])
    made = [ruling(at, verdict, *[[f"k{key}" for key in group] for group in groups]) for at, (verdict, groups) in enumerate(decisions)]
    result = ruled(keys, np.array(owner, dtype=np.int64), made, linked(weights)).owner
    assert len(result) == SIZE
    if not decisions:
        assert result.tolist() == owner
        return
    verdict, groups = decisions[-1]
    if verdict == "one":
        assert len({int(result[key]) for group in groups for key in group}) == 1
    else:
        for at, group in enumerate(groups):
            for other in groups[at + 1 :]:
                assert all(result[a] != result[b] for a in group for b in other if a != b)


@given(st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE), st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE))
def test_no_two_owners_get_one_id_and_no_id_two_owners(earlier, now):
    keys = pa.chunked_array([[f"k{at}" for at in range(SIZE)]])
    before = [
        Person(id=f"p-{one}", name="", records=tuple(f"k{at}" for at in range(SIZE) if earlier[at] == one)) for one in sorted(set(earlier))
    ]
    found = kept(keys, np.array(now, dtype=np.int64), before)
    assert len(set(found.ids.values())) == len(found.ids)
    # Everybody listed before is found again: under the own id, or as a former one.
    held = set(found.ids.values()) | {old for listed in found.former.values() for old in listed}
    assert held == {one.id for one in before}
