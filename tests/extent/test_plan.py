"""Searching a text in parts finds what a search of the whole text does."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import texts, windows
from stanch.extent.compiled import compile_database
from stanch.extent.footing import footing
from stanch.extent.patterns import book
from stanch.extent.spelling import WORDS
from stanch.extent.windows import around, digits_of, run, run_within

# Letters in which no word of context and no name stands, longer than what is searched as a whole.
FILLER = "zqxk wvuj " * 600 + "\n"


@pytest.mark.parametrize(
    ("shape", "width", "digits", "pieces"),
    [
        (r"\b\d{3}-\d{2}-\d{4}\b", 11, 9, (" ",)),
        (r"(?i)\bpassword (?:is|was) [^\s]{4}", 17, 0, ("password is ", "password was ")),
        (r"\b(?:ab|cd)?\d+\b", None, 1, ()),
        (r"(?:gold|goldfish) ?\d", 10, 1, ("gold",)),
        (r"\b(?:A\d{4}|\d{6})\b", 6, 4, ()),
        (r"x{2}[yz]\d?", 4, 0, ("xxy", "xxz")),
        (r"(?i)[a-z]{3}key", 6, 0, ("key",)),
        (r"(?:ab){0,3}c", 7, 0, ("c",)),
        (r"\b(?:pw)\b[^a-z]", 3, 0, (" pw ", " pw#", "#pw ", "#pw#")),
        (r"\d (?:anni|jahre)\b", 7, 1, (" anni ", " anni#", " jahre")),
    ],
)
def test_what_every_match_holds(shape: str, width: int | None, digits: int, pieces: tuple[str, ...]) -> None:
    found = footing(shape)
    assert (found.width, found.digits, found.pieces) == (width, digits, pieces)


@pytest.mark.parametrize(
    ("shape", "joints", "unbroken"),
    [
        (r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", 5, 17),
        (r"\bkey-[0-9a-f]{32}\b", 1, 36),
        (r"(?:ab|cde) ?[^\s]{4,9}", 0, 2),
        (r"[^:]{20}", 0, 0),
        (r"a\d{3}(?: \d{4}){2}", 0, 4),
    ],
)
def test_signs_and_stretches_of_every_match(shape: str, joints: int, unbroken: int) -> None:
    found = footing(shape)
    assert (found.joints, found.unbroken) == (joints, unbroken)


def test_no_shape_is_forgotten() -> None:
    plan, many = book().plan, len(book().shapes)
    told = [*plan.everywhere, *plan.told, *(shape for one in plan.counted for shape in one.shapes)]
    assert len(told) == len(set(told)), "each of those that stand for themselves once"
    assert {*told}.union(*plan.groups) == {*range(many)}
    assert len(plan.everywhere) < len(told) / 2, "most shapes are looked for somewhere only"


def test_a_match_holds_what_its_footing_says() -> None:
    checked = 0
    for shape in book().shapes:
        stand = footing(shape)
        for text in (f"\n{one}\n" for one in SENTENCES):
            for match in re.finditer(shape, text):
                checked += 1
                lowered = match[0].encode("latin-1").translate(WORDS).decode()
                assert len(match[0]) <= (stand.width or len(match[0]))
                assert sum(char.isdigit() for char in match[0]) >= stand.digits
                assert sum(char in ":-" for char in match[0]) >= stand.joints
                assert max(map(len, re.split(r"[\x00-\x20]", match[0]))) >= stand.unbroken
                before, behind = (
                    text[place : place + 1].encode("latin-1").translate(WORDS).decode() for place in (match.start() - 1, match.end())
                )
                assert not stand.pieces or any(piece in f"{before}{lowered}{behind}" for piece in stand.pieces)
    assert checked > 50


SENTENCES = (
    "SSN 900-12-3456, call (212) 555-0123 or +1 212 555 0123, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00.",
    "My son Tom, 9, and he is a Catholic; the password is hunter22! She was convicted of fraud, aged 44, from 203.0.113.7.",
    "Mother's maiden name: Example. Patient aged 62; takes metformin 500 mg. Digitally signed by: Ann. api_key = 'abcdefghijklmnop1234'",
    "#pw is hunter22!x, PSA 4.5 ng/ml, VIN 1HGCM82633A004352, RSSMRA85T10A562S, key-0123456789abcdef0123456789abcdef, edad: 44 anni",
    "Place of birth: Lyon; user name: ann.example; 12.345.678-5, 123.456.789-09, 00:1A:2B:3C:4D:5E, 2001:db8:0:0:0:0:0:1, ann@example.com",
)
ALPHABET = st.sampled_from([*"0123456789", *"0123456789", "-", " ", ".", "a", "A", "+", "(", "\n", "/", "=", "@", ":", "#"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.text(ALPHABET, max_size=40), st.sampled_from(SENTENCES), st.just("zqxk " * 30)), max_size=12))
def test_windows_find_what_the_whole_text_holds(pieces: list[str]) -> None:
    folded = " ".join(pieces).encode()
    lowered = b" " + folded.translate(WORDS) + b" "
    plan, databases = book().plan, book().databases
    digits = digits_of(folded)
    kept = windows.SHORT, windows.MOST
    windows.SHORT, windows.MOST = 0, 2.0
    try:
        for database, one in zip(databases.counted, plan.counted, strict=True):
            found = run_within(database, folded, around(one.signs, folded, digits, one.least, one.width))
            assert sorted(found.tolist()) == sorted(run(database, folded).tolist())
        assert databases.early is not None
        assert databases.told is not None
        raw = run(databases.early, lowered)
        raw = raw[raw[:, 0] >= len(book().spelling.owners)]
        reach = np.array(plan.reaches)[raw[:, 0] - len(book().spelling.owners)]
        found = run_within(databases.told, folded, (raw[:, 2] - reach - 2, raw[:, 2] + reach))
        assert sorted(found.tolist()) == sorted(run(databases.told, folded).tolist())
    finally:
        windows.SHORT, windows.MOST = kept


def test_hits_of_literals_in_windows_are_where_they_stand() -> None:
    database = compile_database([" gold", " silver"], [3, 5], literal=True)
    content = b" gold" + b"." * 9000 + b" silver gold" + b"." * 5000
    found = run_within(database, content, (np.array([8990, 0]), np.array([9020, 10])))
    assert sorted(found[:, [0, 2]].tolist()) == [[3, 5], [3, 9017], [5, 9012]]


@pytest.mark.parametrize("detector", [one.id for one in book().detectors])
def test_a_value_in_a_long_text_is_found_as_in_a_short_one(detector: str) -> None:
    from stanch.extent.detector import DETECTORS, load

    for example in load(DETECTORS / f"{detector}.yaml").must_match[:3]:
        short = f"\n{example.text}\n"
        if not example.text or not short.isascii():
            continue
        alone = [(one.kind, one.start, one.text, one.context) for one in texts.find(short)]
        among = [(one.kind, one.start - len(FILLER), one.text, one.context) for one in texts.find(FILLER + short + FILLER)]
        assert among == alone
