"""Values of rules on hostile text: the same answer as Python gives, in time that grows with the length alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.cause.sigma.evaluate import compile_tree
from stanch.cause.sigma.linear import ANY, ONE, SHORT, like, searched

PARTS = st.lists(st.one_of(st.text("ab\n", min_size=1, max_size=3), st.sampled_from((ANY, ONE))), min_size=1, max_size=7)


@given(PARTS, st.text("ab\n", max_size=12))
def test_runs_of_any_signs_are_as_an_expression_has_them(parts, text):
    parts = [*parts, ANY]
    wide = "".join(re.escape(part) if isinstance(part, str) else {ANY: ".*", ONE: "."}[part] for part in parts)
    for asked in (parts, parts[::-1]):
        wide = "".join(re.escape(part) if isinstance(part, str) else {ANY: ".*", ONE: "."}[part] for part in asked)
        assert like(asked)(text) == (re.fullmatch(wide, text, re.DOTALL) is not None)


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "stands"),
    [
        (r"cmd(\.exe)?.*/c\s+echo", re.IGNORECASE, "CMD.EXE {pad} /c  echo", True),
        (r"cmd.*/c\s+echo", 0, "cmd\n{pad} /c echo", False),
        (r"^\d+$", 0, "{pad}7", False),
        (r"^x.*y$", re.DOTALL, "x{pad}\ny", True),
        (r"(?<!a)b+c", 0, "{pad}abc bc", True),  # looking around: in stretches that overlap
        (r"(?<!a)b+c", 0, "{pad}abc", False),
        (r"\bcafé\b", re.IGNORECASE, "{pad} CAFÉ!", True),
        (r"(\w+\s?)+$", 0, "{pad}!", False),
    ],
)
def test_long_text_is_told_as_short_text_is(pattern, flags, text, stands):
    for padding in ("p" * 10, "p " * SHORT):
        assert searched(pattern, flags)(text.format(pad=padding)) == stands


@pytest.mark.parametrize(
    "value",
    [
        ["re", "(a+)+b", 0],  # of thirty signs Python would never be done
        ["re", "(a|a)*(a|a)*b", 0],
        ["re", "a.*a.*a.*b", 0],
        ["text", [ANY, "a", ANY, "a", ANY, "a", ANY, "b", ANY], False],
    ],
)
def test_what_a_stranger_writes_into_a_log_stops_no_rule(value):
    tested = compile_tree(["is", "CommandLine", value])
    assert not tested({"CommandLine": "a" * 40})
    assert not tested({"CommandLine": "a" * 200_000})
    assert tested({"CommandLine": "a" * 200_000 + "b"})
