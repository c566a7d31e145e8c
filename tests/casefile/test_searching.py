"""Searching the list of people by an index of every three letters: the same answers as reading all, and no more reading than that."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import a_server
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from stanch import casefile
from stanch.casefile import browse, searching
from stanch.records import Person

NAMES = (
    "Åsa Lindström",
    "Bjørn 100% Real",
    "under_score",
    "王伟",
    "Ann O'Neil",
    "Straße Maß",
    "percent%percent",
    "Ann_a Lee",
    "anna lee",
    "Jo",
)
PASSPHRASE = "searching case"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def rows() -> list[Person]:
    made = [Person(f"p{at}", name, email=f"{at}@example.com", residence="US-TX" if at % 2 else "US-CA") for at, name in enumerate(NAMES)]
    return [*made, *(Person(f"q{at}", f"Everybody {at:05}", residence="US-NY") for at in range(200))]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[casefile.Case]:
    folder = tmp_path_factory.mktemp("searching") / "case"
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="it", now=NOW) as made:
        made.store.put(Person, rows())
        yield made


def names(case: casefile.Case, search: str, **more: str) -> list[str]:
    return [one.name for one in browse.people(case, search=search, **more).rows]


def test_words_are_found_wherever_they_stand_and_signs_are_themselves(case: casefile.Case) -> None:
    assert names(case, "LINDSTRÖM") == ["Åsa Lindström"]
    assert names(case, "100% real") == ["Bjørn 100% Real"]
    assert names(case, "nn_a") == ["Ann_a Lee"]
    assert names(case, "王伟") == ["王伟"]
    assert names(case, "o'ne") == ["Ann O'Neil"]
    assert names(case, "strasse") == ["Straße Maß"]
    assert names(case, 'x" OR haystack LIKE "%') == []
    assert sorted(names(case, "lee", residence="US-TX")) == ["Ann_a Lee"]


def test_one_or_two_letters_are_looked_for_where_words_begin(case: casefile.Case) -> None:
    assert names(case, "le") == ["Ann_a Lee", "anna lee"]
    assert names(case, "jo") == ["Jo"]
    assert names(case, "ån") == []
    assert names(case, "ås") == ["Åsa Lindström"]
    assert names(case, "伟") == ["王伟"], "where nothing parts words, anywhere"
    assert names(case, "le an") == ["Ann_a Lee", "anna lee"]
    assert names(case, "o' an") == ["Ann O'Neil"]
    assert names(case, "å") == ["Åsa Lindström"]
    assert names(case, "j") == ["Jo"]
    assert names(case, "%") == []
    assert names(case, "l a") == ["Ann_a Lee", "anna lee"]


@pytest.mark.parametrize("search", ["zq", "z", "zq an"])
def test_a_search_without_a_match_reads_nobody(case: casefile.Case, search: str) -> None:
    with CaptureQueriesContext(connections[case.alias]) as asked:
        assert names(case, search) == []
    plans = []
    with connections[case.alias].cursor() as cursor:
        for one in asked.captured_queries:
            if "haystack" in one["sql"]:
                cursor.execute("EXPLAIN QUERY PLAN " + one["sql"].replace("%", "%%"))
                plans += [row[-1] for row in cursor.fetchall()]
    assert not [plan for plan in plans if re.search(r"SCAN casefile_personrow\b", plan)], plans


@given(st.text(alphabet="aAnl_%eße王'1\" ", max_size=6))
def test_the_index_answers_as_reading_everybody_does(case: casefile.Case, asked: str) -> None:
    words = asked.casefold().split()
    haystacks = [(one.name, f"{one.id}\n{one.name}\n{one.email or ''}".casefold()) for one in rows()]
    wanted = sorted(name for name, text in haystacks if all(any(piece in text for piece in searching.pieces(word)) for word in words))
    sheet = browse.people(case, search=asked)
    assert sheet.total == len(wanted)
    assert sorted(one.name for one in sheet.rows) == wanted[: browse.SIZE] or len(wanted) > browse.SIZE


@pytest.mark.parametrize("most", [5, 5000])
def test_a_number_among_words_is_asked_first_and_all_words_hold(case: casefile.Case, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Whether few have the number or more than are gathered."""
    monkeypatch.setattr(searching, "MOST", most)
    assert names(case, "everybody 00017") == ["Everybody 00017"]
    assert names(case, "00017 body") == ["Everybody 00017"]
    assert names(case, "00017 nobody") == names(case, "everybody 99999") == []
    assert names(case, "00017 71000") == [], "the same pieces of three in another order are another number"
    assert names(case, "real 100%") == ["Bjørn 100% Real"]
    assert len(names(case, "every 0001")) == min(11, browse.SIZE)


def test_a_town_that_all_live_in_is_not_gathered_where_a_number_tells(case: casefile.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    gathered: list[object] = []
    monkeypatch.setattr(searching, "_indexed", lambda _alias, words: gathered.append(words) or [])
    assert names(case, "everybody 00017") == ["Everybody 00017"]
    assert not gathered


def test_what_matches_too_often_says_so_and_is_paged_to_a_bound(case: casefile.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST", 120)
    sheet = browse.people(case, search="everybody", number=99)
    assert (sheet.total, sheet.is_more, sheet.number, sheet.sheets) == (120, True, 3, 3)
    exact = browse.people(case, search="everybody 0001")
    assert (exact.total, exact.is_more) == (11, False)  # 00001, and 00010 to 00019


def test_whoever_is_gone_from_the_list_is_found_no_more(case: casefile.Case) -> None:
    case.store.put(Person, [Person("new", "Somebody Else")])
    try:
        assert names(case, "lindström") == []
        assert names(case, "somebody") == ["Somebody Else"]
        with connections[case.alias].cursor() as cursor:
            cursor.execute(f"INSERT INTO {searching.TABLE}({searching.TABLE}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    finally:
        case.store.put(Person, rows())


def test_a_search_of_three_letters_reads_the_index(case: casefile.Case) -> None:
    with connections[case.alias].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT rowid FROM {searching.TABLE} WHERE haystack LIKE '%abc%'")  # noqa: S608
        assert "VIRTUAL TABLE INDEX 0:L0" in json.dumps(cursor.fetchall())


def test_on_a_server_the_answers_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server.running() as server:
        monkeypatch.setenv("DATABASE_URL", server.url)
        with casefile.create(tmp_path / "case", passphrase=PASSPHRASE, org=None, by="it", now=NOW) as case:
            case.store.put(Person, rows())
            test_words_are_found_wherever_they_stand_and_signs_are_themselves(case)
            test_what_matches_too_often_says_so_and_is_paged_to_a_bound(case, monkeypatch)
            with connections[case.alias].cursor() as cursor:
                cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s AND schemaname = current_schema()", [searching.TABLE])
                assert "gin_trgm_ops" in str(cursor.fetchone())
