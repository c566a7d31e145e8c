"""What addresses in a log carry in their query is said in plain letters, with its names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.descend import read_file
from stanch.reading.readers.queries import said_in
from stanch.records import Unit

LINE = '203.0.113.9 - - [04/Mar/2025:10:11:12 +0000] "GET /apply?step=2&firstName=Ann&lastName=O%27Hara&dob=02%2F03%2F1980&email=ann%40example.com HTTP/1.1" 200 5\n'
SAID = "step: 2\nfirstName: Ann\nlastName: O'Hara\ndob: 02/03/1980\nemail: ann@example.com\n"


def test_a_query_is_said_once_however_often_it_was_asked(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text(LINE * 3 + LINE.replace("Ann", "Ben"), encoding="utf-8")
    found = {one.locator: one.text for one in read_file(tmp_path / "access.log", "access.log", "e1") if isinstance(one, Unit)}
    assert found["access.log#queries"] == SAID + "\n" + SAID.replace("Ann", "Ben")


@pytest.mark.parametrize("text", ["GET /a?page=2&sort=name", "see https://example.com/?q=ann", "a = b ? c : d", "?firstName=&x=1"])
def test_what_tells_of_nobody_is_not_said(text: str) -> None:
    assert not [one for one in said_in(text) if "irst" in one or "page" in one]


def test_names_of_fields_within_others() -> None:
    assert list(said_in("/a?user%5Bfirst_name%5D=Ann+Lee&user[email]=ann%40example.com#x")) == [
        "user[first_name]: Ann Lee\nuser[email]: ann@example.com#x\n"
    ]


@given(st.text(st.sampled_from("?&=%40firstName email\n\"'"), max_size=200))
def test_any_text_ends(text: str) -> None:
    assert all(one.endswith("\n") for one in said_in(text))
