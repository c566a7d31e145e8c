"""What is told in fewer steps than by the plain way is the same: each is held against the plain way, on what nobody chose."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent import (
    addresses_told,
    asked_in_pairs,
    cut_short,
    grouping_clients,
    header_signs,
    labels,
    names,
    names_beside,
    names_code,
    names_lexicon,
    names_tagger,
    roles,
    scanning,
    task,
)
from stanch.extent.anchored import Remembered, without_start
from stanch.extent.asked import ASKED
from stanch.extent.windows import has_joints
from stanch.records import Unit
from stanch.vault import random_keys

PACKED = gzip.decompress((Path(names_lexicon.__file__).parent / "gazetteer/lexicon.gz").read_bytes())
WORDS, _, CODES = PACKED.partition(b"\0")
KNOWN = dict(zip(WORDS.decode().split("\n"), memoryview(CODES).cast("I"), strict=True))
EVERY = [*KNOWN]
SIGNS = st.text(alphabet="aAbBzZ019_/*:(). #-ßº°éЯ名'’\t\neEmMtToO", max_size=24)


def test_every_word_of_the_lexicon_is_found_in_its_block() -> None:
    lexicon = names_lexicon.Lexicon(PACKED)
    assert all(lexicon.code(word) == code for word, code in KNOWN.items())
    assert not any(lexicon.code(f"{one}\n{other}") for one, other in zip(EVERY[::997], EVERY[1::997], strict=False))
    assert lexicon.code("") == lexicon.code("\n") == lexicon.code("\ud800") == lexicon.code("\U0010ffff") == 0


@given(st.integers(0, len(EVERY) - 1), st.integers(0, 12), st.text(max_size=2))
def test_a_word_beside_those_of_the_lexicon_is_none_of_them(at: int, size: int, behind: str) -> None:
    word = EVERY[at][:size] + behind
    assert names_lexicon.lexicon().code(word) == KNOWN.get(word, 0)


@given(
    st.one_of(
        SIGNS, st.sampled_from(["1. What is your name?", "If joint, your spouse's name", "(a) First name", "Please enter your e-mail"])
    )
)
def test_what_only_a_beginning_matches_is_taken_off_there(said: str) -> None:
    for pattern in (ASKED, labels._ON_CONDITION, labels._NUMBERED):
        assert without_start(pattern, said) == pattern.sub("", said)


@given(SIGNS)
def test_a_space_stands_before_the_same_capitals(said: str) -> None:
    plain = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
    assert header_signs._CAMEL.sub(r" \g<0>", said) == plain.sub(" ", said)


@given(
    st.lists(st.one_of(SIGNS, st.sampled_from(["file.", "class", "Parser", "parser,", "a_b_c", "x::y", "f()", "::", "=="])), max_size=30)
)
def test_the_signs_of_programs_are_as_many_word_by_word(chunks: list[str]) -> None:
    text = " ".join(chunks)
    assert sum(map(names_code._signs.__getitem__, text.split())) == len(names_code._PROGRAM.findall(text))


@given(st.lists(st.integers(0, 8), max_size=200), st.data())
def test_the_language_around_a_word_is_that_of_most_small_words_there(spoken: list[int], data: st.DataObject) -> None:
    at = data.draw(st.lists(st.integers(0, max(0, len(spoken) - 1)), max_size=20)) if spoken else []
    told = names_tagger.language_around(np.array(spoken, dtype=np.int32), np.array(at, dtype=np.intp)).tolist()
    for place, one in zip(at, told, strict=True):
        near = spoken[max(0, place - names_tagger.AROUND) : place + names_tagger.AROUND]
        counts = [near.count(language) for language in range(1, 9)]
        assert one == (counts.index(max(counts)) + 1 if max(counts) >= names_tagger.ENOUGH else 0)


@given(st.text(alphabet=":- a", max_size=30), st.integers(0, 6), st.booleans())
def test_joints_are_counted_over_the_whole_text(said: str, least: int, far: bool) -> None:
    content = b"x" * (5_000 * far) + said.encode()
    assert has_joints(content, least) == (content.count(b":") + content.count(b"-") >= least)


@given(st.text(alphabet="aA é_1.", max_size=40), st.text(alphabet="aA é_1.", min_size=1, max_size=4))
def test_words_stand_where_a_pattern_finds_them(text: str, said: str) -> None:
    plain = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)")
    assert [*names._stands(text, said)] == [match.start() for match in plain.finditer(text)]


LETTER = "From: Ann Example\nMother: Eva Ray, (212) 555-0142\nSSN: 900-12-3456\n\nBen Example wrote.\n"


def test_a_copy_of_a_text_tells_what_the_text_told() -> None:
    scanning._told_again.cache_clear()
    plain = {name: f"{who} <x@example.com>" for name, who in (("mail.from", "Ann Example"), ("mail.to", "Ben Example"))}
    for properties in ({}, plain, {"mail.from": "Ben Example <ben@example.com>", "modified": "2026-01-01"}):
        first = scanning.told(LETTER, properties)
        assert scanning.told(LETTER, {**properties, "created": "2025-01-01"}) == first
        spans = scanning.text_spans(LETTER, properties)
        assert list(first[0]) == spans
    assert scanning._told_again.cache_info()[:2] == (3, 3)


SHAPES = [*dict.fromkeys(shape for one in roles.read() for shape in one.shapes())]
SAID = [*dict.fromkeys(word.rstrip("*") for one in roles.read() for words in one.words.values() for word in words)]


@given(st.lists(st.one_of(st.sampled_from(SAID), st.text("eéEÉsſSkKiıİ -'ßẞaàn", max_size=4)), max_size=6), st.booleans())
def test_words_put_together_match_as_one_after_the_other(pieces: list[str], shouted: bool) -> None:
    said = " ".join(pieces)
    said = said.upper() if shouted else said
    told = [[match.span() for match in pattern.finditer(said)] for pattern in PATTERNS]
    assert told[0] == told[1]


PATTERNS = [re.compile(rf"(?i)\b(?:{words})") for words in ("|".join(SHAPES), roles.together(SHAPES))]


@given(st.lists(st.text("abAB[]é", min_size=1, max_size=4).map(re.escape), min_size=1, max_size=12), st.text("abABéÉ", max_size=12))
def test_what_may_match_in_one_place_stays_in_its_order(shapes: list[str], said: str) -> None:
    told = [[match.span() for match in re.finditer(f"(?i:{words})", said)] for words in ("|".join(shapes), roles.together(shapes))]
    assert told[0] == told[1]


ASKED_AGAIN = Remembered(r"(?P<word>\w+):")


@given(st.text("ab: ", max_size=200), st.integers(0, 4), st.integers(0, 12))
def test_what_a_pattern_said_of_a_line_it_says_again(said: str, start: int, end: int) -> None:
    plain = re.compile(ASKED_AGAIN.pattern)
    for _ in "ab":
        for told, other in ((ASKED_AGAIN.search, plain.search), (ASKED_AGAIN.match, plain.match)):
            for places in ((), (start,), (start, end)):
                one, two = told(said, *places), other(said, *places)
                assert (one and (one.span(), one.groupdict())) == (two and (two.span(), two.groupdict()))


class Everything(frozenset[str]):
    """A set that refuses nothing."""

    def __contains__(self, _: object) -> bool:
        return True


HEADERS = sorted({word for letters in cut_short._index()[1].values() for said in letters for word in said.split()})
CUT = st.tuples(st.sampled_from(HEADERS), st.integers(2, 7)).map(lambda pair: pair[0][: pair[1]])


@given(st.lists(st.one_of(CUT, st.sampled_from(HEADERS), st.text("aelnorst", max_size=6)), max_size=4), st.data())
def test_a_header_cut_short_is_refused_only_where_none_can_be_meant(words: list[str], data: st.DataObject) -> None:
    stopped = set(data.draw(st.lists(st.sampled_from(words)))) if words else set[str]()
    told = cut_short._begun(words, stopped)
    refused, cut_short._cuts = cut_short._cuts, lambda _: Everything()  # type: ignore[assignment]
    try:
        assert cut_short._begun(words, stopped) == told
    finally:
        cut_short._cuts = refused


KINDS = {"a.txt": "SSN 900-12-3456", "Lee, Ann/card.txt": "Passport no. 900123456", "c.txt": "nothing", "d.txt": "ann@example.com"}


@pytest.mark.parametrize("only", [None, frozenset({"email", "us_ssn"})])
def test_the_findings_of_texts_in_one_table_are_those_of_each(only: frozenset[str] | None) -> None:
    keys = random_keys()
    units = [Unit("e", locator, "text", "text/plain", start=7, text=text) for locator, text in KINDS.items()]
    each = [scanning.findings_of(unit, keys, only) for unit in units]
    told = scanning.of_texts([scanning.columns_of(unit, keys) for unit in units], only)
    assert told.to_pylist() == pa.concat_tables(each).to_pylist()
    assert told.schema == each[0].schema
    assert scanning.of_texts([]).num_rows == scanning.of_texts([scanning.columns_of(units[2], keys)]).num_rows == 0


def test_what_is_no_value_of_a_column_takes_no_other_text_out() -> None:
    keys = random_keys()
    units = [Unit("e", f"{at}.txt", "text", "text/plain", text=f"SSN 900-12-345{at}") for at in range(3)]
    texts = [(unit, scanning.columns_of(unit, keys)) for unit in units]
    texts[1] = (units[1], {**texts[1][1], "masked": ["\ud800"]})
    told = [(name, row["locator"]) for name, table in task._of_texts(texts, None) for row in table.to_pylist()]
    assert told == [("findings", "0.txt"), ("unread", "1.txt"), ("findings", "2.txt")]


BESIDE = [
    "Ann Example",
    "Ann",
    "\n",
    "SSN: ",
    " is ",
    " of ",
    " for ",
    "de la Cruz",
    ". ",
    "'s ",
    "date of birth",
    "phone",
    ": ",
    '"',
    "x",
    " (",
    ", ",
]


@given(st.lists(st.sampled_from(BESIDE), max_size=9).map("".join))
def test_names_beside_a_number_stand_on_its_line(near: str) -> None:
    line = max(0, near.rfind("\n", 0, len(near) - 1))
    for pattern in (names_beside._WHOSE, names_beside._OWN):
        told, plain = pattern.search(near, line), pattern.search(near)
        assert (told and told.span()) == (plain and plain.span())


CLIENTS = [
    *("our client", "Unsere Mandantin", "notre client", "mi representada", "nostra assistita", "nossa constituinte", "onze cliënt"),
    *("nuestro mandante", "nosso cliente", "onze client", "clients", " "),
]


@given(st.lists(st.one_of(st.sampled_from(CLIENTS), st.text(max_size=4)), max_size=5).map(" ".join))
def test_who_has_a_client_has_one_of_its_words(said: str) -> None:
    assert any(word in said for word in grouping_clients._CLIENTS) or not grouping_clients.OURS.search(said)


PAIRED = [
    "Field: Name\nValue: Ann Example\n",
    "Frage = Geburtsdatum\nAntwort = 02/03/1970\n",
    "Value: x\n",
    "a: b",
    "=",
    "\n",
    " 12 street",
    " 9 road",
    "lane",
    " 3 lanes",
]


@given(st.lists(st.sampled_from(PAIRED), max_size=8).map("".join))
def test_what_lacks_the_signs_of_a_pattern_has_no_match(said: str) -> None:
    pairs = len(asked_in_pairs._PAIR.findall(said))
    assert pairs < asked_in_pairs.LEAST or said.count(":") + said.count("=") >= 2 * asked_in_pairs.LEAST
    assert any(f" {word}" in said for word in addresses_told._STREETS) or not addresses_told._SIGN.search(said)
