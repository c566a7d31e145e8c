"""What is asked once of cells that differ in their digits alone is what each of them would answer."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import cells, checks_at_once, normalise
from stanch.extent.patterns import book
from stanch.extent.shapes_of_cells import LEAST, is_blind, matches, one_shape
from stanch.extent.validators import validator

SHAPES = (
    *("000-00-0000", "000000000", "0000-00-00", "00000000", "(000) 000-0000", "+1 000 000 0000", "1-000-000-0000", "0000000000"),
    *("00000", "00000-0000", "C-00000000", "0", "A0A 0A0", "00/00/0000", "000.000.0000", "x", "00 May 0000", "--", "00000000000"),
)


@st.composite
def columns(draw: st.DrawFn) -> pa.Array:
    """Cells of one shape, as many as are looked at together."""
    shape = draw(st.sampled_from(SHAPES))
    lead = draw(st.sampled_from(("", "1", "9", "19", "2")))
    drawn = draw(st.lists(st.text("0123456789", min_size=shape.count("0"), max_size=shape.count("0")), min_size=1, max_size=6))
    told = []
    for digits in drawn:
        rest = iter((lead + digits)[: len(digits)])
        told.append("".join(next(rest) if sign == "0" else sign for sign in shape))
    return pa.array([*told, *told[:1] * LEAST], pa.string())


PATTERNS = sorted({one.column.cell for one in book().detectors if one.column.cell})


@settings(deadline=None, max_examples=100)
@given(columns())
def test_a_pattern_of_cells_of_one_shape(column: pa.Array) -> None:
    assert one_shape(column) is not None
    for pattern in (*PATTERNS, cells.NOTHING, checks_at_once.ISO_DAY, checks_at_once.SOME_DIGITS):
        whole = f"^(?:{pattern})$"
        assert matches(whole, column) == pc.match_substring_regex(column, whole), pattern


@pytest.mark.parametrize("name", sorted(checks_at_once.AT_ONCE))
@settings(deadline=None, max_examples=150)
@given(columns())
def test_a_check_of_cells_of_one_shape(name: str, column: pa.Array) -> None:
    assert checks_at_once.AT_ONCE[name](column).to_pylist() == [validator(name)(cell) for cell in column.to_pylist()]


@settings(deadline=None, max_examples=150)
@given(columns())
def test_telephone_numbers_of_one_shape(column: pa.Array) -> None:
    told = cells._phones(column)
    assert told.to_pylist() == [normalise.quick_phone(cell) for cell in column.to_pylist()]


@given(st.lists(st.sampled_from(("900-12-3456", "900123456", "9é0", "", None, "C-1")), min_size=1, max_size=4))
def test_cells_of_several_shapes_are_asked_one_by_one(some: list[str | None]) -> None:
    column = pa.array(some * LEAST, pa.string())
    assert matches("^[0-9-]+$", column) == pc.match_substring_regex(column, "^[0-9-]+$")
    if len(set(some)) > 1:
        assert one_shape(column) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\d{3}-\d{2}", True),
        ("[0-9A-F]{4,8}", True),
        ("[^0-9]x", True),
        (r"[\d-]+", True),
        ("0-9", False),
        ("[2-9][0-9]", False),
        ("[+-5]", False),
        ("9[0-9]{2}", False),
        (r"\x39", False),
        (r"[\x30-\x35]", False),
        (r"(?:19|20)[0-9]{2}", False),
    ],
)
def test_which_patterns_treat_all_digits_alike(pattern: str, expected: bool) -> None:
    assert is_blind(pattern) is expected
    if expected:
        for text in ("000-00", "0A0F", "ax", "0-", "00"):
            said = {bool(re.search(pattern, text.replace("0", digit))) for digit in "0123456789"}
            assert len(said) == 1
