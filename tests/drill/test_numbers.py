"""Invented numbers have the right form and belong to nobody."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.ca import sin
from stdnum.gb import nhs
from stdnum.ie import pps
from stdnum.us import rtn

from stanch.drill import numbers
from stanch.drill.dice import dice


@given(st.integers(0, 10**9))
def test_check_digits_hold(seed):
    rng = dice(seed)
    assert luhn.is_valid(numbers.card(rng))
    assert rtn.is_valid(numbers.routing(rng))
    assert all(iban.is_valid(make(rng)) for make in (numbers.irish_iban, numbers.german_iban, numbers.british_iban))
    assert nhs.is_valid(numbers.nhs(rng))
    assert pps.is_valid(numbers.pps(rng))
    assert sin.is_valid(numbers.sin(rng))


def test_ssns_are_never_issued_and_never_shared():
    made = [numbers.ssn(index) for index in range(20_000)]
    assert len(set(made)) == len(made)
    assert all(number[0] == "9" and 1 <= int(number[4:6]) <= 49 for number in made)
    assert all(int(numbers.itin(index)[4:6]) in numbers.ITIN_GROUPS for index in range(5_000))
