"""Conditions and medicines that a note names alone are found, and words of other trades are not taken for them."""

from __future__ import annotations

import pytest
from tests.extent.whose import whose

from stanch.extent import clinic_notes
from stanch.extent.scanning import text_spans

HEALTH = ("diagnosis", "medication")
NOTES = clinic_notes.read()


@pytest.mark.parametrize("example", NOTES.must_match, ids=lambda example: example.values[0])
def test_what_a_note_names_is_found(example: clinic_notes.Example) -> None:
    assert set(example.values) <= {span.text for span in text_spans(example.text, {}) if span.kind in HEALTH}


@pytest.mark.parametrize("text", NOTES.must_not_match)
def test_words_of_other_trades_and_what_is_denied_are_left_out(text: str) -> None:
    assert [span.text for span in text_spans(text, {}) if span.kind in HEALTH] == []


def test_a_condition_is_of_whom_the_note_is_about() -> None:
    assert whose("Patient: Ann Keller, DOB 04/12/1961\nPMH: HTN, T2DM\nMeds: lisinopril 20 mg qd\n")["T2DM"] == "Ann Keller"


def test_where_nobody_is_named_nothing_is_said_of_anybody() -> None:
    assert text_spans("PMH: HTN, T2DM, CKD stage 3\n", {}) == []


def test_each_abbreviation_stands_in_one_list_only() -> None:
    listed = [*NOTES.sure, *NOTES.doubtful]
    assert len(listed) == len(set(listed))
