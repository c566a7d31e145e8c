"""Codes: loaded with every fault at once, given out once and never again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.errors import BrokenDataFile, WrongCall
from stanch.protection import Code, assign, load_codes

TODAY = date(2026, 11, 24)
HEAD = "engagement_number,code,enrol_by,help_line\n"


def code(name, enrol_by=date(2027, 3, 31)):
    return Code(name, "ENG-1", enrol_by, "+1 800 555 0100")


def test_a_good_list_loads():
    codes = load_codes("\ufeff" + HEAD + "ENG-1,AAA,2027-03-31,1-800-555-0100\nENG-1, BBB ,2027-03-31,1-800-555-0100\n", as_of=TODAY)
    assert [one.code for one in codes] == ["AAA", "BBB"]


def test_all_faults_are_told_with_their_line_and_without_the_code():
    text = HEAD + "ENG-1,AAA,2027-03-31,x\nENG-1,AAA,2027-03-31,x\nENG-1,,2027-03-31,x\nENG-1,SECRET,2026-01-01,x\nENG-1,DDD,soon,x\n"
    with pytest.raises(BrokenDataFile) as caught:
        load_codes(text, as_of=TODAY)
    told = str(caught.value)
    assert [fault.line for fault in caught.value.faults] == [3, 4, 5, 6]
    assert "stands in line 2" in told
    assert "past" in told
    assert "SECRET" not in told


@pytest.mark.parametrize("text", ["", "code\nAAA\n", HEAD])
def test_a_list_without_columns_or_codes_is_refused(text):
    with pytest.raises(BrokenDataFile):
        load_codes(text, as_of=TODAY)


def test_a_code_never_shows_in_a_log():
    assert "AAA" not in repr(code("AAA"))


def test_too_few_codes_are_told_before_anybody_gets_one():
    with pytest.raises(WrongCall, match="3 people need a code and 1 are left"):
        assign(["a", "b", "c"], [code("X")], {})


def test_the_longest_lasting_code_goes_first():
    assert assign(["a"], [code("soon", date(2026, 12, 1)), code("late")], {}) == {"a": "late"}


@given(st.lists(st.lists(st.integers(0, 12).map(str), max_size=6), max_size=5), st.sets(st.integers(0, 80), max_size=20))
def test_a_code_is_never_given_twice_however_often_it_is_assigned(rounds, spent):
    codes = [code(f"C{number}") for number in range(81)]
    gone = {f"C{number}" for number in spent}
    assigned: dict[str, str] = {}
    ever: dict[str, str] = {}
    for people in rounds:
        fresh = assign(people, codes, assigned, spent=gone)
        assert fresh == assign(people, list(reversed(codes)), assigned, spent=gone)  # deterministic
        assigned |= fresh
        for person, given_code in fresh.items():
            assert ever.setdefault(given_code, person) == person
            assert given_code not in gone
    assert len(set(assigned.values())) == len(assigned)
