"""Names, dates, columns and places as people write them."""

import pyarrow as pa
import pytest

from stanch.errors import BrokenDataFile
from stanch.people import days, names, residence
from stanch.people.columns import read_mapping, roles
from stanch.people.likeness import near_days
from stanch.records import PostalAddress
from stanch.vault.duck import duck, share_of_memory


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Dr. Robert J. Miller Jr.", ("robert", "j", "miller", "jr")),
        ("Miller, Robert James", ("robert", "james", "miller", "")),
        ("Vincent van der Berg", ("vincent", "", "van der berg", "")),
        ("Siobhán O’Neill", ("siobhan", "", "oneill", "")),
        ("Anna Smith-Jones", ("anna", "", "smith-jones", "")),
        ("Ольга Иванова", ("olga", "", "ivanova", "")),
        ("Prince", ("", "", "prince", "")),
        ("Qiang Ma", ("qiang", "", "ma", "")),
        ("Ann Lee Cole MA", ("ann", "lee", "cole", "")),
    ],
)
def test_parts_of_a_name(full, parts):
    found = names.parse(full)
    assert (found.given, found.middle, found.family, found.suffix) == parts


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [("bob", "robert", True), ("kate", "kathryn", True), ("j", "john", True), ("susan", "robert", False), ("tina", "tom", False)],
)
def test_given_names_that_may_be_one(left, right, same):
    assert names.alike(left, right) is same


@pytest.mark.parametrize(
    ("column", "value", "iso"),
    [
        (["13/02/1980"], "03/04/1980", "1980-04-03"),
        (["02/13/1980"], "03/04/1980", "1980-03-04"),
        ([], "19800403", "1980-04-03"),
        ([], "4 March 1980", "1980-03-04"),
        ([], "Mar 4, 1980", "1980-03-04"),
        ([], "29283", "1980-03-03"),
        ([], "1980-03-04 00:00:00", "1980-03-04"),
        ([], "3/4/81", "1981-03-04"),
        ([], "31/31/1980", None),
        ([], "soon", None),
    ],
)
def test_dates_in_all_orders(column, value, iso):
    assert days.reader(column)(value) == iso


@pytest.mark.parametrize(
    ("left", "right", "near"), [("1980-03-04", "1980-04-03", True), ("1980-03-04", "1980-03-14", True), ("1960-03-04", "1990-07-08", False)]
)
def test_one_day_written_twice(left, right, near):
    assert near_days(left, right) is near


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (PostalAddress("1 Main St", "Austin", "TX", "78701", ""), "US-TX"),
        (PostalAddress("1 Main St", "Austin", "", "78701", "USA"), "US-TX"),
        (PostalAddress("1 King St", "Toronto", "", "M5V 2T6", ""), "CA-ON"),
        (PostalAddress("1 High St", "Leeds", "", "LS1 4AP", ""), "UK"),
        (PostalAddress("5 Oak Ave", "Dublin", "", "D02 X285", ""), "EU-IE"),
        (PostalAddress("Gartenweg 9", "München", "", "80331", "Germany"), "EU-DE"),
        (PostalAddress("", "", "Puerto Rico", "", ""), "US-PR"),
    ],
)
def test_residence_of_an_address(address, code):
    found = residence.resolve(residence.Grounds((address,)))
    assert found.code == code
    assert found.reason
    assert 0.8 < found.confidence < 1


def test_weaker_grounds_say_so():
    assert residence.resolve(residence.Grounds(phones=("+12125550100",))) == (
        "US-NY",
        "area code of the telephone number only; no usable address",
        0.5,
    )
    assert residence.resolve(residence.Grounds(kinds=("uk_nino",)))[0] == "UK"
    assert residence.resolve(residence.Grounds())[0] is None
    assert residence.resolve(residence.Grounds())[2] == 0.0


def test_roles_come_from_header_and_content():
    table = pa.table(
        {
            "ref": ["x1", "x2"],
            "Surname": ["Ruiz", "Berg"],
            "D.O.B.": ["1/2/1980", "3/4/1990"],
            "c7": ["ana@example.com", "tom@example.com"],
            "colour": ["red", "blue"],
        }
    )
    assert roles(table) == {"ref": "ignore", "Surname": "last_name", "D.O.B.": "dob", "c7": "email", "colour": "ignore"}


def test_a_mapping_with_an_unknown_role_names_its_line(tmp_path):
    file = tmp_path / "map.yaml"
    file.write_text("a: full_name\nb: shoe_size\n", encoding="utf-8")
    with pytest.raises(BrokenDataFile, match="2:1: unknown role 'shoe_size'"):
        read_mapping(file)


def test_a_connection_holds_a_third_of_what_the_machine_or_container_has(tmp_path):
    bound = tmp_path / "memory.max"
    bound.write_text("9000000000\n")
    assert share_of_memory([bound]) in ("3000MB", share_of_memory([]))
    bound.write_text("1000000\n")
    assert share_of_memory([bound]) == "2000MB"
    bound.write_text("max\n")
    assert share_of_memory([bound, tmp_path / "none"]) == share_of_memory([])


def test_what_spills_to_disk_is_encrypted_and_gone_afterwards(tmp_path):
    with duck(tmp_path, memory="60MB") as connection:
        connection.execute("CREATE TABLE t AS SELECT i, 'PLANTED' || hash(i)::VARCHAR AS secret FROM range(2500000) r(i)")
        spilled = [file for file in tmp_path.rglob("*.tmp") if file.stat().st_size]
        assert spilled
        assert not any(b"PLANTED" in file.read_bytes() for file in spilled)
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("King, Joseph", "Joseph King"),
        ("KING, JOSEPH A. JR", "JOSEPH A. KING JR"),
        ("Ó Súilleabháin, Saoirse", "Saoirse Ó Súilleabháin"),
        ("King, Joseph, III", "Joseph King III"),
        ("Joseph King, Jr.", "Joseph King, Jr."),
        ("Joseph King, MD", "Joseph King, MD"),
        ("Joseph King", "Joseph King"),
        ("Mrs. Anna Hopkins", "Anna Hopkins"),
        ("Mr and Mrs Lee", "Mr and Mrs Lee"),
        ("Mrs Hopkins", "Mrs Hopkins"),
        ("Frau Ilse Weber", "Ilse Weber"),
        (",", ","),
    ],
)
def test_a_letter_writes_the_given_name_first(written, read):
    assert names.in_order(written) == read
