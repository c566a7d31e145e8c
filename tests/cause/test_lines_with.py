"""Lines that hold a name: the same lines with the same numbers as reading them all, wherever the text is cut."""

from hypothesis import given
from hypothesis import strategies as st

from stanch.cause.records import lines, lines_with

TEXT = st.text(alphabet="ab1.\n\r", max_size=60)


@given(TEXT, st.lists(st.integers(1, 9), min_size=1, max_size=8), st.sets(st.sampled_from(["a", "b1", "1.", "ab", "."]), min_size=1))
def test_as_if_all_were_read(text, cuts, needles):
    pieces, at, turn = [], 0, 0
    while at < len(text):
        width = cuts[turn % len(cuts)]
        pieces.append(text[at : at + width])
        at, turn = at + width, turn + 1
    expected = [(number, line) for number, line in lines(pieces) if any(needle in line for needle in needles)]
    assert list(lines_with(pieces, needles)) == expected


def test_a_line_without_end_is_cut_alike():
    pieces = ["x\n", "203.0.113.9 " + "y" * 300_000, "z" * 300_000, "\nend 203.0.113.9\n"]
    told = list(lines_with(pieces, {"203.0.113.9"}))
    assert [(number, len(line)) for number, line in told] == [(2, 100_001), (3, 15)]
    assert told == [(number, line) for number, line in lines(pieces) if "203.0.113.9" in line]
