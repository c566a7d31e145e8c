"""Sentences that remember what they were made of."""

import copy
import pickle
from datetime import date

from stanch.report.phrase import Phrase, together


def test_a_copy_remembers_its_pattern_even_where_the_text_holds_a_per_cent_sign() -> None:
    told = Phrase("%(share)s of %(day)s", share="5 %", day=date(2026, 9, 1))
    for one in (copy.deepcopy(told), pickle.loads(pickle.dumps(told))):  # noqa: S301 our own bytes
        assert (one, one.pattern, one.values) == (told, told.pattern, told.values)
    assert told == "5 % of 1 September 2026"


def test_texts_in_a_row_remember_each_part() -> None:
    first = Phrase("%(number)s left", number=1200)
    row = together((first, "by post", ""), ", ")
    assert row == "1,200 left, by post, "
    assert together(iter(())) == ""
    assert together([first]) is first
    inner = together([first, "by post"])
    assert isinstance(inner, Phrase)
    assert inner.values == {"one": first, "two": "by post"}
