"""A table of partial records becomes clusters, whatever the table looks like."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.people.tabular import link_table, read_table
from stanch.vault import random_keys


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(work=tmp_path_factory.mktemp("bench"), keys=random_keys(), as_of=date(2026, 1, 1))


def table(columns, *rows):
    names = columns.split()
    return pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)})


def groups(result):
    found = {}
    for one, other in zip(result.clusters["record_id"].to_pylist(), result.clusters["cluster_id"].to_pylist(), strict=True):
        found.setdefault(other, set()).add(one)
    return {frozenset(members) for members in found.values()}


HEAD = "id first_name last_name dob ssn email phone street city zip"
FAMILY = (
    ("1", "Robert", "Miller", "1960-02-03", "900-12-3456", "rob@example.com", "512-555-0101", "1 Main Street", "Austin", "78701"),
    ("2", "Bob", "Miller", "02/03/1960", "900123456", None, "(512) 555-0101", None, None, None),
    ("3", "Robert", "Miller", "1990-07-08", "901-12-3456", None, "512-555-0101", "1 Main St", "Austin", "78701"),  # the son
    ("4", "Susan", "Miller", "1961-05-05", None, "rob@example.com", "512-555-0101", "1 Main St", "Austin", "78701"),  # his wife
    ("5", "Tina", "Miller", "1992-01-01", "902-12-3456", None, "512-555-0101", "1 Main St", "Austin", "78701"),
    ("6", "Tom", "Miller", "1992-01-01", "903-12-3456", None, "512-555-0101", "1 Main St", "Austin", "78701"),  # twins
)


def test_a_nickname_joins_and_a_household_stays_apart(bench):
    found = groups(link_table(table(HEAD, *FAMILY), bench=bench))
    assert found == {frozenset(one) for one in ({"1", "2"}, {"3"}, {"4"}, {"5"}, {"6"})}


def test_two_different_national_numbers_never_merge(bench):
    rows = table(
        "id first_name last_name ssn phone",
        ("1", "Ana", "Ruiz", "900-11-1111", "512-555-0102"),
        ("2", "Ana", "Ruiz", "907-22-3333", "512-555-0102"),
    )
    assert len(groups(link_table(rows, bench=bench))) == 2


def test_a_slip_in_the_number_and_day_month_swapped_still_join(bench):
    rows = table(
        HEAD,
        ("1", "Katherine", "O'Neill", "1980-03-04", "900-45-1234", "kate@example.org", None, "5 Oak Ave", "Reno", "89501"),
        ("2", "Kathryn", "ONeill", "1980-04-03", "900-45-7234", "kate@example.org", None, "5 Oak Avenue", "Reno", "89501"),
    )
    assert groups(link_table(rows, bench=bench)) == {frozenset({"1", "2"})}


def test_a_married_name_joins_by_number_and_birthday(bench):
    rows = table(
        "id first_name last_name dob ssn",
        ("a", "Mary", "Smith", "1970-01-02", "900-33-0001"),
        ("b", "Mary", "Kowalski", "1970-01-02", "900-33-0001"),
    )
    assert len(groups(link_table(rows, bench=bench))) == 1


def test_generational_suffixes_keep_apart(bench):
    rows = table(
        "id full_name phone street city state",
        ("a", "John Henry Adams Jr", "512-555-0103", "9 Elm St", "Waco", "TX"),
        ("b", "John Henry Adams Sr.", "512-555-0103", "9 Elm St", "Waco", "TX"),
    )
    assert len(groups(link_table(rows, bench=bench))) == 2


def test_a_switchboard_joins_nobody(bench):
    rows = [
        (str(n), f"{chr(65 + n % 26)}lva{n}", f"{chr(65 + n // 3)}olt{n}", "512-555-0100", "none@none.com", "1900-01-01") for n in range(60)
    ]
    assert len(groups(link_table(table("id first_name last_name phone email dob", *rows), bench=bench))) == 60


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("1", "Ana", "Ruiz", "1980-01-01")],
        [("1", None, None, None), ("2", None, None, None)],
        [(str(n), "Ann", "Lee", "1980-01-01") for n in range(40)],
    ],
    ids=["empty", "one record", "all null", "constant"],
)
def test_thin_input_gives_every_record_back(bench, rows):
    names = ["id", "first_name", "last_name", "dob"]
    made = pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)})
    result = link_table(made, mapping={"id": "record_id"}, bench=bench)
    assert result.clusters["record_id"].to_pylist() == [row[0] for row in rows]


def test_many_records_of_one_bare_name_are_not_one_person(bench):
    rows = pa.table({"id": [f"{n:06}" for n in range(20_000)], "name": ["John Smith"] * 20_000})
    assert len(groups(link_table(rows, bench=bench))) == 20_000


def test_names_of_all_scripts(bench):
    rows = table(
        "id full_name dob email",
        ("1", "Иван Петров", "1970-05-06", "ivan@example.com"),
        ("2", "Ivan Petrov", "1970-05-06", "ivan@example.com"),
        ("3", "王小明", "1980-05-06", "wang@example.com"),
        ("4", "محمد علي", "1981-05-06", "ali@example.com"),
        ("5", "José Núñez", "1982-05-06", "jose@example.com"),
        ("6", "JOSE NUNEZ", "1982-05-06", None),
    )
    assert groups(link_table(rows, bench=bench)) == {frozenset(one) for one in ({"1", "2"}, {"3"}, {"4"}, {"5", "6"})}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(FAMILY))))
def test_order_of_rows_changes_nothing(bench, order):
    def found(rows):
        clusters = link_table(table(HEAD, *rows), bench=bench).clusters
        return dict(zip(clusters["record_id"].to_pylist(), clusters["cluster_id"].to_pylist(), strict=True))

    assert found([FAMILY[at] for at in order]) == found(FAMILY)


def test_doubtful_pairs_come_with_their_evidence(bench):
    rows = table(
        "id first_name last_name phone email ssn",
        ("1", "Ana", "Ruiz", "512-555-0104", "ana@example.com", "900-11-1111"),
        ("2", "Ana", "Ruiz", "512-555-0104", "ana@example.com", "907-22-3333"),
    )
    result = link_table(rows, bench=bench)
    assert any("different national numbers" in evidence for evidence in result.doubtful["evidence"].to_pylist())


def test_a_table_without_persons_is_refused_in_words(bench):
    with pytest.raises(WrongCall, match="no column says anything of persons"):
        link_table(pa.table({"colour": ["red", "blue"], "weight": ["1", "2"]}), bench=bench)


def test_mapping_to_an_unknown_column_names_the_columns(bench):
    with pytest.raises(WrongCall, match="no column 'nme'"):
        link_table(table("id name", ("1", "Ana Ruiz")), mapping={"nme": "full_name"}, bench=bench)


@pytest.mark.parametrize(
    ("content", "separator"), [("id;first name;last name\n1;Ana;Ruíz\n", "utf-8"), ("id,first name,last name\n1,Ana,Ruíz\n", "cp1252")]
)
def test_delimiters_and_encodings(tmp_path: Path, content, separator):
    file = tmp_path / "people.csv"
    file.write_bytes(content.encode(separator))
    assert read_table(file)["last name"].to_pylist() == ["Ruíz"]


def test_an_empty_file_is_refused(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_bytes(b"")
    with pytest.raises(WrongCall, match="empty"):
        read_table(file)
