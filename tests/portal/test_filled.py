"""Sentences that a case keeps filled in are said in the language of the page."""

import re

import words_of_faults
import words_of_pages as words
import words_of_reasons
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.portal import filled

LINES = filled.PATTERNS.read_text(encoding="utf-8").splitlines()
VALUES = st.sampled_from(["203.0.113.9", "ann@example.com, bob and 3 more", "1,204", "CORP\\ann", "<b>{ip}</b>", "a (b) c", "%(x)s"])


def test_the_patterns_are_those_of_the_rules() -> None:
    assert words.patterns() == LINES, "run: python tests/portal/words_of_pages.py"


# How long a busy machine takes is no part of it.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LINES), st.lists(VALUES, min_size=6, max_size=6))
def test_a_filled_sentence_is_known_again_and_its_values_stay(pattern: str, values: list[str]) -> None:
    names = dict.fromkeys(filled.NAMED.findall(pattern))
    given_values = dict(zip(names, values, strict=False))
    text = filled.NAMED.sub(lambda one: given_values[one[1]], pattern)
    assert filled.said(text, lambda one: one) == text
    turned = filled.said(text, lambda one: "~" + one if "{" in one or one in LINES else one)
    assert turned == text or turned.startswith("~")


def test_each_sentence_is_taken_for_its_own() -> None:
    for pattern in LINES:
        text = filled.NAMED.sub("12", pattern)
        asked: list[str] = []
        filled.said(text, lambda one, asked=asked: asked.append(one) or one)  # type: ignore[misc]
        assert asked[-1] == pattern or re.sub(r"\{\w+\}", "", asked[-1]) == re.sub(r"\{\w+\}", "", pattern)


def test_what_had_nothing_to_name_is_known_too() -> None:
    pattern = next(one for one in LINES if one.endswith(" ({targets})."))
    text = filled.NAMED.sub("12", pattern.replace(" ({targets})", ""))
    assert filled.said(text, lambda one: f"~{one}" if "{" in one else one) == f"~{text}"


def test_what_was_done_once_is_known_too() -> None:
    counted = {"{users} removed traces on {targets} ({count} commands).": "{users}: {count} Befehle", "{ip} did it {count} times.": ""}
    assert next(iter(counted)) in LINES
    said = filled.said("ann removed traces on db1 (1 command).", lambda one: counted.get(one, one))
    assert said == "ann: 1 Befehle"
    once = next(one for one in LINES if " {count} times" in one and "{count} times)" not in one)
    text = filled.NAMED.sub("12", once.replace("{count} times", "once"))
    assert filled.said(text, lambda one: f"~{one}" if "{" in one else one).startswith("~")


def test_what_no_rule_wrote_stays() -> None:
    for text in ("The owner telephoned.", "", "x" * 5000, "{ip} {"):
        assert filled.said(text, lambda one: f"~{one}") == text


def test_a_row_of_words_of_ours_is_said_word_by_word_and_nothing_else_is() -> None:
    told = {"same given name": "mismo nombre", "same address": "misma dirección"}
    assert filled.said("same given name and same address", lambda one: told.get(one, one)) == "mismo nombre, misma dirección"
    assert filled.said("same given name and Ann", lambda one: told.get(one, one)) == "same given name and Ann"


def test_a_refusal_is_said_line_by_line_and_where_it_was_stays() -> None:
    said = {
        "no decision was chosen": "keine Entscheidung wurde gewählt",
        "{v1} is no day": "{v1} ist kein Tag",
        "Send it again.": "Noch einmal.",
    }
    told = [
        ("no decision was chosen\nSend it again.", "keine Entscheidung wurde gewählt\nNoch einmal."),
        ("'soon' is no day\nSend it again.", "'soon' ist kein Tag\nNoch einmal."),
        ("list.csv: no decision was chosen", "list.csv: keine Entscheidung wurde gewählt"),
        ("what nobody translated\n", "what nobody translated\n"),
        ("x" * 5000, "x" * 5000),
    ]
    for text, wanted in told:
        assert filled.refused(text, lambda one: said.get(one, one)) == wanted


def test_the_patterns_of_refusals_are_those_of_where_they_are_raised() -> None:
    assert [one for one in words_of_faults.faults() if "{" in one] == filled.FAULTS.read_text(encoding="utf-8").splitlines(), (
        "run: python tests/portal/words_of_pages.py"
    )


def test_a_reason_is_said_with_the_reasons_within_it() -> None:
    told = {
        "same address": "gleiche Anschrift",
        "strongly": "stark",
        "for one person": "für eine Person",
        "One person": "Eine Person",
        "{v1}: speaks {v2} {v3} ({v4} bits).": "{v1}: spricht {v2} {v3} ({v4} Bit).",
        "too little agrees": "zu wenig stimmt überein",
        "the first language of {v1}, where the person lives{v2}": "die erste Sprache von {v1}, wo die Person lebt{v2}",
    }
    for text, wanted in (
        ("Same address: speaks strongly for one person (6.1 bits).", "Gleiche Anschrift: spricht stark für eine Person (6.1 Bit)."),
        ("One person: too little agrees.", "Eine Person: zu wenig stimmt überein."),
        ("same address; too little agrees", "gleiche Anschrift, zu wenig stimmt überein"),
        ("the first language of Ohio, where the person lives", "die erste Sprache von Ohio, wo die Person lebt"),
        ("what nobody translated; <b>", "what nobody translated; <b>"),
        ("", ""),
    ):
        assert filled.explained(text, lambda one: told.get(one, one)) == wanted


def test_the_patterns_of_reasons_are_those_of_the_rooms() -> None:
    wanted = [one for one in words_of_reasons.reasons() if "{" in one]
    assert wanted == filled.REASONS.read_text(encoding="utf-8").splitlines(), "run: python tests/portal/words_of_pages.py"
