"""What is told from a column's bytes is what is told cell by cell."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stanch.extent import bytewise, cells
from stanch.vault import mask

NOTHINGS = (
    "n/a",
    "N/A",
    "NA",
    "none",
    "None ",
    "null",
    "nil",
    "unknown",
    "not available",
    "NaN",
    "#N/A",
    "tbd",
    "xxxx",
    "keine",
    "aucun",
    "geen",
)
OTHERS = ("Nora", "Nil Example", "Unger", "Xaver", "-", "--", ".", "?", "*", "_ _", " ", "", "a", "1", "é", "\u00a0", "\u212aeine", "nºne")
WORDS = st.sampled_from((*NOTHINGS, *OTHERS))
CELLS = st.lists(st.one_of(st.none(), WORDS, st.text(max_size=6)), min_size=1, max_size=8)


def column(given_cells: list[str | None], skipped: int) -> pa.Array:
    """The cells as a slice of a longer column: offsets do not begin at nothing."""
    return pa.array(["before "] * skipped + given_cells, pa.string()).slice(skipped)


@settings(max_examples=400)
@given(CELLS, st.integers(0, 2))
@example(["N/A"], 1)
def test_which_cells_hold_something(given_cells: list[str | None], skipped: int) -> None:
    whole = column(given_cells, skipped)
    trimmed = cells.trimmed(whole)
    texts = pc.utf8_trim_whitespace(whole)
    assert trimmed.to_pylist() == pc.if_else(pc.equal(pc.utf8_length(texts), 0), pa.scalar(None, pa.string()), texts).to_pylist()
    expected = pc.invert(pc.fill_null(pc.match_substring_regex(trimmed, cells.NOTHING), True)).to_pylist()
    assert cells.filled(trimmed).to_pylist() == expected


@given(CELLS, st.integers(0, 2))
def test_single_spaces(given_cells: list[str | None], skipped: int) -> None:
    whole = column([cell and cell.replace("_", " ") for cell in given_cells], skipped)
    if bytewise.are_spaced(whole):
        assert pc.replace_substring_regex(whole, r"\s+", " ").equals(whole)


@settings(max_examples=400)
@given(st.lists(st.text("ab@.\n é", min_size=1, max_size=9), min_size=1, max_size=5), st.integers(0, 2))
@example(["ann@example.com", "b@example.com"], 0)
def test_mailboxes_are_masked_alike(given_cells: list[str], skipped: int) -> None:
    quick = bytewise.mask_mailboxes(column(list(given_cells), skipped))
    if quick is not None:
        assert quick.to_pylist() == [mask("email", cell) for cell in given_cells]


def test_common_mailboxes_are_masked_quickly() -> None:
    assert bytewise.mask_mailboxes(pa.array(["ann@example.com", "x@b.example"])).to_pylist() == ["a***@example.com", "x***@b.example"]


SHAPED = st.sampled_from(("900-12-3456", "(201) 555-0112", "C-12", "CA", "--", "1980-02-29", "X", "12345"))


def of_one_shape(shape: str) -> st.SearchStrategy[list[str]]:
    """Cells that have letters and digits where this one has them."""
    cell = st.tuples(
        *(st.sampled_from("07") if one.isdigit() else st.sampled_from("aZ") if one.isalpha() else st.just(one) for one in shape)
    )
    return st.lists(cell.map("".join), min_size=1, max_size=6)


@settings(max_examples=300)
@given(SHAPED.flatmap(of_one_shape), st.lists(st.sampled_from(("", "1-2", "90-012-3456", "A1")), max_size=1), st.integers(0, 2))
@example(["900-12-3456", "90-012-3456"], [], 0)
@example([""], [""], 1)
def test_numbers_of_one_shape_are_taken_alike(given_cells: list[str], other: list[str], skipped: int) -> None:
    whole = column([*given_cells, *other], skipped)
    texts = whole.to_pylist()
    assert bytewise.mask_last(whole).to_pylist() == [mask("birth_certificate", cell) for cell in texts]
    assert bytewise.digits(whole).to_pylist() == ["".join(filter(str.isdigit, cell)) for cell in texts]
    assert bytewise.compact(whole).to_pylist() == ["".join(filter(str.isalnum, cell)).upper() for cell in texts]
