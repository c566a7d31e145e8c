"""What verbs say of somebody who is named near by: every saying of the file with its own examples."""

from __future__ import annotations

import pytest

from stanch.extent import sayings

SAYINGS = list(sayings.read())


def _said(kind: str, text: str) -> list[str]:
    return [span.text for span in sayings.find(text, [(0, len(text))]) if span.kind == kind]


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: saying.kind)
def test_a_saying_finds_its_examples_and_leaves_others_alone(saying: sayings.Saying) -> None:
    assert [_said(saying.kind, one.text) for one in saying.must_match] == [[one.value] for one in saying.must_match]
    assert saying.must_not_match
    assert not [text for text in saying.must_not_match if _said(saying.kind, text)]
