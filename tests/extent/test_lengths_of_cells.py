"""What is told of a cell by its length is what the pattern of its detector says."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from stanch.extent.cells import _fits

CELLS = pa.array([None, "", "a", "ab", "é", "éa", "\n\n", "x" * 255, "é" * 255, "x" * 256, "é" * 256, "𝒜b", "a\n" * 40, " "])


@pytest.mark.parametrize(
    "shape", [r"[\s\S]{2,255}", r"[\s\S]{2,}", r"[\s\S]{0,1}", r"[\s\S]{8,}", r"[\s\S]{2,120}", r"[A-Za-z][\s\S]{1,200}"]
)
def test_a_length_is_told_as_the_pattern_tells_it(shape):
    assert _fits(shape, CELLS).to_pylist() == pc.match_substring_regex(CELLS, f"^(?:{shape})$").to_pylist()
    assert _fits(shape, CELLS.cast(pa.large_string())).to_pylist() == _fits(shape, CELLS).to_pylist()
