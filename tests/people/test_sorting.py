"""The swift ways of sorting give what the plain ones give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanch.people.sorting import by_hash, strongest_first

BEGINS = st.sampled_from([0, 1 << 20, 1 << 63, (1 << 64) - (1 << 20)])  # many begin alike, and differ in what their places push out
HASHES = st.lists(st.builds(int.__or__, BEGINS, st.integers(0, 7)) | st.integers(0, 2**64 - 1), max_size=200)
PAIRS = st.lists(st.tuples(st.sampled_from([-12.0, 0.0, 0.000001, 3.5, 80.25]), st.integers(0, 9), st.integers(0, 9)), max_size=100)


@given(HASHES)
def test_hashes_are_sorted_and_equal_ones_keep_their_places(numbers: list[int]) -> None:
    hashes = np.array(numbers, dtype=np.uint64)
    order, found = by_hash(hashes)
    assert order.tolist() == np.argsort(hashes, kind="stable").tolist()
    assert found.tolist() == sorted(numbers)


@given(PAIRS, st.sampled_from([1, 2**31, 2**40]))
def test_pairs_stand_by_weight_and_then_by_their_numbers_however_large(pairs: list[tuple[float, int, int]], large: int) -> None:
    weight = np.array([one for one, _, _ in pairs])
    left, right = (np.array([one[at] * large for one in pairs], dtype=np.int64) for at in (1, 2))
    assert strongest_first(weight, left, right).tolist() == np.lexsort((right, left, -weight)).tolist()
