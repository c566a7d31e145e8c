"""What is done for a whole column at once is what is done for each value."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stanch.extent import addresses, normalise
from stanch.extent.addresses_grammar import STREET_TYPES
from stanch.extent.checks_at_once import AT_ONCE, ISO_DAY
from stanch.extent.validators import validator

ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=126), min_size=1, max_size=14)
NUMBERS = st.text("0123456789-./ ", min_size=1, max_size=14)
DAYS = st.builds(
    "{}{}{}{}{}".format, st.integers(0, 2200), st.sampled_from("-/. "), st.integers(0, 13), st.sampled_from("-/. "), st.integers(0, 32)
)
ISO = st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(0, 2200), st.integers(0, 13), st.integers(0, 32))
WORDED = st.builds("{} {} {}".format, st.integers(0, 40), st.sampled_from(sorted(normalise.MONTH_OF)), st.integers(0, 2100))
ITIN = st.builds("9{:02d}-{:02d}-{:04d}".format, st.integers(0, 99), st.integers(40, 99), st.integers(0, 9999))
CELLS = st.one_of(
    ASCII, NUMBERS, DAYS, ISO, WORDED, ITIN, st.sampled_from(("aaaa", "A-a-a", "1111", "--", "19991231", "1-1", "MAY 1999 3"))
)
STREETS = st.lists(
    st.sampled_from(("Oak", "van", "The", "Main", "rue", "Apt", "B", "of", "N", "Box", "Ring", "Via", *STREET_TYPES.split("|")[:40])),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("name", sorted(AT_ONCE))
@settings(deadline=None, max_examples=200)
@given(st.lists(CELLS, min_size=1, max_size=8))
@example(["2000-02-29", "1900-02-29", "1895-01-01", "2035-12-31", "2036-01-01", "2001-02-30"])
def test_a_check_of_a_column_is_that_of_its_cells(name: str, cells: list[str]) -> None:
    check = validator(name)
    assert AT_ONCE[name](pa.array(cells, pa.string())).to_pylist() == [check(cell) for cell in cells]


@given(ISO)
def test_an_iso_day_is_its_own_normal_form(text: str) -> None:
    assert pa.compute.match_substring_regex(pa.array([text]), ISO_DAY).to_pylist() == [True]
    assert normalise.day(text) == text


def plainly(text: str) -> str:
    """The normal form of an address without remembering streets."""
    plain = normalise.spaced(text)
    if match := normalise.ONE_LINE.fullmatch(plain):
        return " | ".join(part or "" for part in match.groups())
    found = addresses.find(text.strip(), ())
    whole = len(found) == 1 and (found[0].end - found[0].start) * 4 >= len(text.strip()) * 3
    return found[0].normal if whole else plain


@settings(deadline=None, max_examples=400)
@given(
    st.integers(0, 999_999),
    STREETS,
    st.sampled_from((" ", "  ", ", ", "\n")),
    st.sampled_from(("", ", Springfield", ", Dublin", "\nParis, France")),
)
def test_a_street_is_read_alike_whatever_its_number(number: int, words: list[str], gap: str, tail: str) -> None:
    text = f"{number} {gap.join(words)}{tail}"
    assert normalise.address(text) == plainly(text)


@pytest.mark.parametrize("how", [normalise.address, plainly])
def test_a_street_line_keeps_its_number(how: Callable[[str], str]) -> None:
    assert how("2019 Oak Street") == "2019 Oak Street |  |  |  | "
