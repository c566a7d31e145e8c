"""A table of partial records becomes clusters, whatever the table looks like."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.people.columns import roles
from stanch.people.days import year_of
from stanch.people.tablefile import read_table
from stanch.people.tabular import link_table, partial_records
from stanch.vault import random_keys


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(work=tmp_path_factory.mktemp("bench"), keys=random_keys(), as_of=date(2026, 1, 1), workers=1)


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


def clusters_of(bench, columns, *rows):
    return groups(link_table(table(columns, *rows), bench=bench))


def test_numbers_that_a_spreadsheet_made_floats(bench):
    found = clusters_of(
        bench,
        "id first_name last_name ssn phone zip dob",
        ("1", "Ana", "Ruiz", "900123456", "5125550101", "78701", "1980-03-07"),
        ("2", "Ana", "Ruiz", "9.00123456E+08", "5.125550101E+09", "78701.0", "29287.0"),
        ("3", "Ana", "Ruiz", "900123456.0", "5125550101.0", "7.8701E+04", "19800307.0"),
        ("4", "Ben", "Okafor", "9.00124E+08", None, None, "1975-01-02"),
        ("5", "Eva", "Lindqvist", "9.00124E+08", None, None, "1962-01-02"),  # figures were lost: what is left is no number
    )
    assert found == {frozenset("123"), frozenset("4"), frozenset("5")}


def test_a_taxpayer_number_says_nothing_of_a_social_security_number(bench):
    others = [(f"x{n}", f"Alva{n}", f"Holt{n}", f"{100 + n}-12-3456", f"{n} Elm St", "Austin", None) for n in range(20)]
    found = clusters_of(
        bench,
        "id first_name last_name ssn street city dob",
        ("1", "Nathan", "Bulsara", "916-63-9861", "7800 Main Street", "Austin", None),
        ("2", "Nathan", "Bulsara", "316-12-0832", "7800 Main Street", "Austin", "1983-04-08"),
        *others,
    )
    assert frozenset({"1", "2"}) in found


def test_a_number_used_by_another_of_the_house_joins_nobody(bench):
    found = clusters_of(
        bench,
        "id first_name middle_name last_name ssn street city dob",
        ("1", "James", "J", "Velez", "900-52-6772", "2447 Illinois St", "Austin", "1952-02-16"),
        ("2", "James", "J", "Velez", "900-52-6772", "2447 Illinois St", "Austin", None),
        ("3", "Janice", "E", "Velez", "900-52-6772", "2447 Illinois St", "Austin", None),
    )
    assert found == {frozenset("12"), frozenset("3")}


@pytest.mark.parametrize("filler", ["Child", "Baby Girl", "Resident", "REFUSED"])
def test_a_word_in_the_place_of_a_name_is_no_name(bench, filler):
    found = clusters_of(
        bench,
        "id first_name last_name ssn dob",
        ("1", "Caiden", "Bourassa", "900-22-7498", "2009-07-01"),
        ("2", filler, "Bourassa", "900-22-7498", "2009-07-01"),
    )
    assert len(found) == 1


def test_a_column_of_constants_joins_nobody(bench):
    rows = [
        (f"{n:03}", f"{chr(65 + n % 26)}lva{n}", f"{chr(65 + n // 3 % 26)}olt{n}", "5125550101", "a@example.com", "1 Main St")
        for n in range(200)
    ]
    assert len(clusters_of(bench, "id first_name last_name phone email street", *rows)) == 200


def test_all_null_columns_beside_good_ones_change_nothing(bench):
    rows = [("1", "Ana", "Ruiz", "900123456", None, None, None), ("2", "Ana", "Ruiz", "900123456", None, None, None)]
    assert len(clusters_of(bench, "id first_name last_name ssn email phone dob", *rows)) == 1


def test_many_records_of_one_name_with_something_each_do_not_explode(bench):
    # Each has a mailbox of its own, so none are alike; compared with one another they would be 200 million pairs.
    many = 20_000
    made = pa.table(
        {
            "id": [f"{n:06}" for n in range(many)],
            "name": ["John Smith"] * many,
            "email": [f"js{n}@example.com" for n in range(many)],
            "city": ["Austin"] * many,
        }
    )
    assert len(groups(link_table(made, bench=bench))) == many


def test_every_script_joins_its_own_and_no_other(bench):
    names = [
        "Иван Петров",
        "Νίκος Παπαδόπουλος",
        "محمد علي",
        "דוד כהן",
        "राम शर्मा",
        "สมชาย ใจดี",
        "김민수",
        "佐藤 花子",
        "王小明",
        "გიორგი მაისურაძე",
        "Արամ Խաչատրյան",
    ]
    rows = [(f"{n}{copy}", name, f"19{50 + n}-05-06", f"p{n}@example.com") for n, name in enumerate(names) for copy in "ab"]
    rows = [row if row[0].endswith("a") else (*row[:3], None) for row in rows]
    assert clusters_of(bench, "id full_name dob email", *rows) == {frozenset({f"{n}a", f"{n}b"}) for n in range(len(names))}


def test_an_encoding_that_breaks_halfway_spoils_no_line(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_bytes("id,name\n1,José Ruíz\n".encode() + "2,José Ruíz\n".encode("cp1252") + b"3,Ana\x81\x00 Ruiz\n" + "4,Иван\n".encode())
    assert read_table(file)["name"].to_pylist() == ["José Ruíz", "José Ruíz", "Ana\x81 Ruiz", "Иван"]


def test_a_line_with_too_many_fields_is_told_in_words(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("id,name\n1,Ana,Ruiz\n", encoding="utf-8")
    with pytest.raises(WrongCall, match="not a readable table"):
        read_table(file)


def test_a_day_of_birth_in_three_columns_and_a_place_in_one(bench):
    rows = table(
        "PATIENT_NAME DOB_MM DOB_DD DOB_YYYY Tel1 City/State/Zip",
        ("Meier, Carsten", "7", "22", "1949", "512-555-0101", "Austin, TX 78701"),
        ("Carsten Meier", "07", "22", "1949", "5125550101", "Austin TX 78701-1234"),
        ("Gerd Bauer", "13", "45", "1968", None, "nowhere"),
    )
    found = roles(rows)
    assert [found[name] for name in rows.column_names] == ["full_name", "birth_month", "birth_day", "birth_year", "phone", "city_state_zip"]
    read = partial_records(rows, found, latest=2026)
    assert read["dob"].to_pylist() == ["1949-07-22", "1949-07-22", None]
    assert read["postcode"].to_pylist() == ["78701", "78701-1234", None]
    assert read["region"].to_pylist() == ["TX", "TX", None]
    assert groups(link_table(rows, bench=bench)) == {frozenset({"1", "2"}), frozenset({"3"})}


def test_a_column_of_somebody_else_is_no_name_of_the_rows_own_person():
    found = roles(
        table("child_name guardian_name guardianPhone mother_dob arrival", ("A B", "C D", "512-555-0101", "1980-01-02", "2024-05-06"))
    )
    assert found == {
        "child_name": "full_name", "guardian_name": "ignore", "guardianPhone": "phone", "mother_dob": "ignore", "arrival": "ignore",
    }  # fmt: skip
    assert roles(table("partner_name city", ("Ann Lee", "Reno")))["partner_name"] == "full_name"  # nobody else is named


def test_a_year_of_birth_alone_is_no_date():
    found = roles(table("name birth_year Birthday", ("Ann Lee", "1949", "1949-07-22"), ("Bo Miller", "1968", "1968-01-02")))
    assert found == {"name": "full_name", "birth_year": "birth_year", "Birthday": "dob"}


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("1980", "1980"), ("1980.0", "1980"), ("03/1980", "1980"), ("1980-00-00", "1980"), ("xx/xx/1980", "1980"), ("1980-03", "1980"),
        ("1980-03-07", ""), ("19800307", ""), ("5125", ""),
    ],
)  # fmt: skip
def test_a_year_is_read_where_no_day_is_told(written, year):
    assert year_of(written) == year


YEARS = (
    ("1", "John", "Smith", "1949", "Austin", "512-555-0101"),
    ("2", "John", "Smith", "1950", "Austin", "512-555-0101"),
    ("3", "John", "Smith", "1981", "Austin", "512-555-0101"),
    ("4", "John", "Smith", "1949-07-22", "Austin", "512-555-0101"),
    ("5", "Ana", "Ruiz", "xx/xx/1980", "Reno", "775-555-0102"),
    ("6", "Ana", "Ruiz", "04/05/1980", "Reno", "775-555-0102"),
)


def test_a_year_of_birth_tells_father_from_son_and_says_a_little_for_one(bench):
    found = link_table(table("id first_name last_name dob city phone", *YEARS), bench=bench)
    assert groups(found) == {frozenset({"1", "2", "4"}), frozenset({"3"}), frozenset({"5", "6"})}


TWO_TONGUES = (
    ("1", "Juan", "Ruiz", "1977-03-03", None, None, "5 Oak Ave", "78702"),
    ("2", "John", "Ruiz", "1977-03-03", None, None, None, None),  # he
    ("3", "Guillermo", "Ortiz", None, "gortiz@example.com", None, None, None),
    ("4", "William", "Ortiz", None, "gortiz@example.com", "512-555-0103", None, None),  # he, by his mailbox
    ("5", "Ivan", "Petrov", None, None, "512-555-0104", "7 Elm St", "78702"),
    ("6", "John", "Petrov", None, None, "512-555-0104", "7 Elm St", "78702"),  # the son
    ("7", "Jean", "Roy", None, None, None, None, None),
    ("8", "John", "Roy", None, None, None, None, None),  # nobody knows
)


def test_one_name_in_two_languages_joins_only_with_what_is_a_persons_own(bench):
    found = groups(link_table(table("id first_name last_name dob email phone street zip", *TWO_TONGUES), bench=bench))
    assert found == {frozenset(one) for one in ({"1", "2"}, {"3", "4"}, {"5"}, {"6"}, {"7"}, {"8"})}


def test_numbered_headers_are_read_without_their_number():
    found = roles(table("fname_c1 lname_c1 by bm bd E-mail2 ssn4", ("A", "B", "1949", "7", "22", "a@example.com", "1234")))
    assert found == {
        "fname_c1": "first_name", "lname_c1": "last_name", "by": "birth_year", "bm": "birth_month", "bd": "birth_day",
        "E-mail2": "email", "ssn4": "ignore",
    }  # fmt: skip


def test_a_crowd_of_one_name_in_several_towns_stays_a_crowd(bench):
    rows = [(f"{n:05}", "Maria Garcia", ("Austin", "Waco", None)[n % 3]) for n in range(6000)]
    assert len(clusters_of(bench, "id full_name city", *rows)) == 6000
