"""The bounds of the elusion test are exact: checked against counting, and against every possible sample."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent.sampling import by_lot, size_for, upper_bound


def chance(population: int, held: int, drawn: int, seen: int) -> float:
    ways = sum(math.comb(held, one) * math.comb(population - held, drawn - one) for one in range(min(seen, drawn) + 1))
    return ways / math.comb(population, drawn)


@given(st.integers(1, 60), st.data())
def test_the_bound_is_the_largest_number_that_is_not_too_unlikely(population, data):
    drawn = data.draw(st.integers(0, population))
    missed = data.draw(st.integers(0, drawn))
    bound = upper_bound(population, drawn, missed, 0.95)
    chances = {held: chance(population, held, drawn, missed) for held in range(missed, population - drawn + missed + 1)}
    # A chance of exactly one in twenty may fall to either side.
    assert chances[bound] > 0.05 - 1e-9 or bound == missed
    assert all(likely < 0.05 + 1e-9 for held, likely in chances.items() if held > bound)


@given(st.integers(1, 25), st.data())
def test_whatever_the_truth_the_bound_holds_as_often_as_it_says(population, data):
    held = data.draw(st.integers(0, population))
    drawn = data.draw(st.integers(0, population))
    holds = sum(
        math.comb(held, seen) * math.comb(population - held, drawn - seen) / math.comb(population, drawn)
        for seen in range(max(0, drawn - population + held), min(held, drawn) + 1)
        if upper_bound(population, drawn, seen, 0.9) >= held
    )
    assert holds >= 0.9 - 1e-9


@given(st.integers(0, 5000), st.sampled_from([0.005, 0.01, 0.05]))
def test_a_clean_sample_of_the_planned_size_proves_the_rate(population, rate):
    size = size_for(population, rate, 0.95)
    assert size <= population
    assert upper_bound(population, size, 0, 0.95) <= math.floor(rate * population)


@pytest.mark.parametrize("population", [2, 100, 1000, 10_000])
def test_no_smaller_sample_would_do(population):
    size, missed = size_for(population, 0.01, 0.95), population // 100 + 1
    assert chance(population, missed, size, 0) <= 0.05 < chance(population, missed, size - 1, 0)


def test_a_great_many_units_need_hardly_more_than_a_few_thousand_do():
    assert (size_for(0, 0.01, 0.95), size_for(1, 0.01, 0.95)) == (0, 1)
    assert size_for(20_000_000, 0.01, 0.95) == pytest.approx(299, abs=1)


def test_the_lot_is_the_same_in_any_order_and_another_with_another_seed():
    entries = [(str(number), number) for number in range(200)]
    assert by_lot(entries, 7, 20) == by_lot(reversed(entries), 7, 20)
    assert by_lot(entries, 7, 20) != by_lot(entries, 8, 20)
    assert len(by_lot(entries, 7, 500)) == 200
