"""Rows of SQL dumps: what programs write as values, and what is hostile."""

from __future__ import annotations

import pytest

from stanch.reading.readers.dump_rows import Lines, rows_of
from stanch.reading.readers.dumps import _CREATE, _INSERT, _REFERENCES

BLANKS = " " * 100_000


def read(values: str) -> tuple[list[list[str | None]], str]:
    """The rows of an INSERT, and what was told as text."""
    rest: list[str] = []
    first, *others = values.splitlines(keepends=True)
    return list(rows_of(first, Lines(iter(others)), rest)), "".join(rest)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("b'1'", "1"),  # a bit, as phpMyAdmin writes it
        ("X'416e6e204578616d706c65'", "Ann Example"),
        ("DATE '1970-02-03'", "1970-02-03"),
        ("'Ann'::character varying(20)", "Ann"),
        ("_binary 'Ann'", "Ann"),
        ("N'O''Hara'", "O'Hara"),
        ('"O\'Hara, Ann"', "O'Hara, Ann"),
        ("CAST(N'1970-02-03' AS Date)", "1970-02-03"),
        ("ARRAY['a','b']", "ARRAY['a','b']"),
        ("coalesce(lower('A)'),'b')", "coalesce(lower('A)'),'b')"),
        ("NULL", None),
    ],
)
def test_a_value_is_what_the_program_meant_and_the_rows_behind_it_are_read(value: str, said: str | None) -> None:
    assert read(f"(1,{value},'x'),\n(2,'b','y');\n") == ([["1", said, "x"], ["2", "b", "y"]], "")


def test_a_row_that_cannot_be_read_is_told_and_loses_no_other() -> None:
    rows, rest = read("(1,'Ann'),(2,'Ben' 'x'),(3,'Carl');\n")
    assert rows == [["1", "Ann"], ["3", "Carl"]]
    assert "(2,'Ben' 'x')" in f"({rest}"


def test_statements_behind_an_unreadable_one_are_given_back() -> None:
    lines, rest = Lines(iter(["INSERT INTO a VALUES (2,'Ben');\n"])), list[str]()
    assert not list(rows_of("(1,'Ann' 'x');\n", lines, rest))
    assert list(lines) == ["INSERT INTO a VALUES (2,'Ben');\n"]
    assert rest == ["1,'Ann' 'x');\n"]


def test_a_second_statement_in_the_same_line_is_not_lost() -> None:
    lines = Lines(iter(()))
    assert list(rows_of("(1,'Ann');INSERT INTO a VALUES (2,'Ben');\n", lines, [])) == [["1", "Ann"]]
    assert list(lines) == ["INSERT INTO a VALUES (2,'Ben');\n"]


@pytest.mark.parametrize(
    "values", [f"(1,{BLANKS}x", f"(1,'Ann'{BLANKS}x", f"(1,a{BLANKS}", f"(1){BLANKS},{BLANKS}x", "(1,'" + "\n" * 200_000, "(" * 100_000]
)
def test_very_many_blanks_lines_or_brackets_are_looked_at_once(values: str) -> None:
    """Each of these took hours, by the square or the cube of its length; the whole suite would stand here."""
    assert len(read(values)[0]) < 2


def test_heads_of_statements_with_very_many_blanks_are_looked_at_once() -> None:
    for said in (f"INSERT{BLANKS}", f"INSERT INTO a{BLANKS}x", f"INSERT INTO a (b){BLANKS}x", f"INSERT INTO {'a.' * 50_000}"):
        assert not _INSERT.match(said)
    assert not _CREATE.match(f"CREATE TABLE IF NOT EXISTS{BLANKS}")
    assert not _REFERENCES.search(f"REFERENCES a ({BLANKS}")
