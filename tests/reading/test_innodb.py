"""Table files of MySQL and MariaDB without a server: each row by its columns, long values, columns that came or went, deleted rows."""

from __future__ import annotations

import json
import struct
import tarfile
import zlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.descend import read_file
from stanch.reading.readers import mysql_definitions as kinds
from stanch.reading.readers.innodb_pages import Field, records
from stanch.reading.readers.mysql_definitions import Column, from_dictionary, from_frm
from stanch.reading.readers.mysql_values import fields, said
from stanch.records import Unit, Unread, unpack_cells


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables that a server of MariaDB wrote (`tables_of_mariadb.sql` beside this file)."""
    folder = tmp_path_factory.mktemp("shop")
    with tarfile.open(Path(__file__).with_name("tables_of_mariadb.tar.xz")) as packed:
        packed.extractall(folder, filter="data")
    return folder


def read(path: Path) -> list[Unit | Unread]:
    return list(read_file(path, path.name, "e1"))


def rows(path: Path) -> list[dict[str, str | None]]:
    return [row for one in read(path) if isinstance(one, Unit) and one.cells for row in unpack_cells(one.cells).to_pylist()]


def test_every_kind_of_column_is_read(shop: Path) -> None:
    ann, zofie = rows(shop / "customers.ibd")
    assert ann == {
        "id": "1", "name": "Ann Example", "email": "ann@example.com", "born": "1980-02-01", "paid": "1234.50", "balance": "-98765432.1234",
        "created": "2024-03-05 06:07:08", "seen": "2023-01-02 03:04:05", "at_time": "12:34:56", "ms": "2024-01-02 03:04:05", "active": "1",
        "sex": "f", "tags": "a,c", "code": "900-12-3456", "latin": "Zoë", "note": "short note", "scan": "ffd8ffe0001122", "score": "1.5",
        "rate": "-2.25", "big": "-9000000000", "small": "-5", "med": "70000", "y": "1999", "flags": "5", "ip": "7f000001",
    }  # fmt: skip
    assert (zofie["name"], zofie["born"], zofie["paid"], zofie["at_time"], zofie["sex"]) == (
        "Žofie Ĉapek",
        "1999-12-31",
        "-0.01",
        "-01:02:03",
        None,
    )
    assert zofie["note"] == "long note about Žofie. " * 2000
    assert zofie["scan"] == "[60,000 bytes]"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("nopk", [("Dora Example", "900-11-2222"), ("Emil Example", "900-33-4444"), (None, None)]),
        ("byname", [("Gus", "Example", "(212) 555-0101"), ("Ida", "Exempel", "(212) 555-0102")]),
        ("old", [("1", "Hugo Example")]),  # ROW_FORMAT=REDUNDANT
        ("prefix", [("Theodora Example-Longname", "900-12-3456")]),  # ordered by the first ten letters
        ("uniq", [("900-12-3456", "Zoë Example")]),
        ("cyr", [("1", "Мария Иванова")]),
        ("virt", [("1", "Ann", "Ann?", "Bee")]),  # a column that is worked out when asked for is not kept
        ("js", [("1", '{"name":"Uma Example","ssn":"900-55-6666"}', "123e4567-e89b-12d3-a456-426655440000", "::1")]),
        ("enum2", [("1", "ünï", "x,y z", "10:11:12", "2020-02-03 04:05:06", "2021-01-01 00:00:00")]),
        ("simpleadd", [("1", "Vic Example", "212-555-0100"), ("2", "Wim Example", "212-555-0101")]),  # a column came later
        ("inst", [(str(one), "1970-01-01" if one == 4 else None, mail) for one, mail in enumerate(["none@example.com"] * 2 + ["lea@example.com", "mia@example.com"], 1)]),
        ("part#P#p0", [("2", "Pol Example")]),
        ("odd@0020name@002d@0p", [("1", "Rosa Example", "y")]),
    ],
)  # fmt: skip
def test_rows_are_had_however_the_table_is_kept(shop: Path, table: str, expected: list[tuple[str | None, ...]]) -> None:
    assert [tuple(one.values()) for one in rows(shop / f"{table}.ibd")] == expected


def test_the_beginning_of_a_long_value_stays_with_its_row(shop: Path) -> None:
    (found,) = rows(shop / "cblob.ibd")
    assert found["note"] == "START " + "xyz Ümlaut " * 3000 + " END"


@pytest.mark.parametrize(("table", "why"), [("zip", "ROW_FORMAT=COMPRESSED"), ("cp", "compressed or encrypted")])
def test_what_is_not_read_says_why(shop: Path, table: str, why: str) -> None:
    assert any(why in one.detail for one in read(shop / f"{table}.ibd") if isinstance(one, Unread))


def test_without_its_definition_a_table_is_told(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "nopk.ibd").write_bytes((shop / "nopk.ibd").read_bytes())
    found = read(tmp_path / "nopk.ibd")
    assert any(".frm file, which does not lie beside it" in one.detail for one in found if isinstance(one, Unread))
    assert any("Dora Example" in one.text for one in found if isinstance(one, Unit))


def test_a_definition_says_its_columns(shop: Path) -> None:
    assert [one.text for one in read(shop / "odd@0020name@002d@0p.frm") if isinstance(one, Unit)] == ["id\nfull name\nk: x, y\n"]


# --- MySQL 8: the table's own pages say what columns it has


def index_page(number: int, kind: int, index: int, found: Sequence[tuple[bytes, bytes, int]]) -> bytes:
    """Records by what stands before and after where they begin, and the bits said of them; they follow one another."""
    page = bytearray(16384)
    struct.pack_into(">I", page, 4, number)
    struct.pack_into(">H", page, 24, kind)
    struct.pack_into(">H", page, 64, 0)
    struct.pack_into(">Q", page, 66, index)
    at, last = 120, 99
    for before, after, bits in found:
        at += len(before) + 5
        page[at - 5 - len(before) : at] = before + bytes([bits, 0, 0, 0, 0])
        page[at : at + len(after)] = after
        struct.pack_into(">h", page, last - 2, at - last)
        last, at = at, at + len(after)
    struct.pack_into(">h", page, last - 2, 112 - last)
    struct.pack_into(">HHH", page, 40, 0x8000, 0, 0)
    struct.pack_into(">H", page, 40, at)
    page[42] |= 0x80
    return bytes(page)


def told(name: str, kind: int, **more: object) -> dict[str, object]:
    return {
        "name": name,
        "type": kind,
        "is_nullable": False,
        "is_unsigned": False,
        "char_length": 0,
        "hidden": 1,
        "collation_id": 255,
        **more,
    }


def mysql8(rows_: Sequence[tuple[bytes, bytes, int]], columns: Sequence[dict[str, object]], more: Sequence[bytes] = ()) -> bytes:
    own = [told("DB_TRX_ID", 10, hidden=2), told("DB_ROLL_PTR", 9, hidden=2)]
    order = [0, len(columns), len(columns) + 1, *range(1, len(columns))]
    index = {"name": "PRIMARY", "type": 1, "elements": [{"column_opx": one, "length": 0xFFFFFFFF} for one in order]}
    text = json.dumps(
        {"dd_object_type": "Table", "dd_object": {"name": "people", "columns": [*columns, *own], "indexes": [index]}}
    ).encode()
    packed = zlib.compress(text)
    lengths = bytes([len(packed) & 0xFF, 0x80 | len(packed) >> 8])
    first = bytearray(16384)
    struct.pack_into(">H", first, 24, 8)
    struct.pack_into(">I", first, 34, 5)
    struct.pack_into(">I", first, 38, 5)
    struct.pack_into(">I", first, 54, 0x4021)
    listed = index_page(3, 17853, 2**64 - 1, [(lengths, bytes(12 + 13) + struct.pack(">II", len(text), len(packed)) + packed, 0)])
    return bytes(first) + bytes(2 * 16384) + listed + index_page(4, 17855, 77, rows_) + b"".join(more)


DOCUMENT = b"\0\1\0\x1a\0\x0b\0\3\0\x0c\x0e\0ssn\x0b900-12-3456"
COLUMNS = [told("id", 4), told("name", 16, char_length=400, is_nullable=True), told("doc", 31, is_nullable=True)]
ID = struct.pack(">I", 0x80000001) + bytes(13)


def written(folder: Path, made: bytes) -> list[dict[str, str | None]]:
    (folder / "people.ibd").write_bytes(made)
    return rows(folder / "people.ibd")


def test_mysql_8_tells_of_its_columns_itself(tmp_path: Path) -> None:
    found = written(tmp_path, mysql8([(b"\3\2", ID + b"Ann", 0), (bytes([len(DOCUMENT), 3, 0]), ID + b"Ben" + DOCUMENT, 0)], COLUMNS))
    assert found == [{"id": "1", "name": "Ann", "doc": None}, {"id": "1", "name": "Ben", "doc": '{"ssn": "900-12-3456"}'}]


def test_a_row_that_is_deleted_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "people.ibd").write_bytes(mysql8([(b"\3\2", ID + b"Ann", 0), (b"\3\2", ID + b"Ben", 0x20)], COLUMNS))
    assert [one.locator for one in read(tmp_path / "people.ibd")] == ["people.ibd", "people.ibd#deleted"]


def test_rows_of_before_a_column_came_have_what_it_says_by_itself(tmp_path: Path) -> None:
    later = told("town", 16, char_length=40, se_private_data="default=4c796f6e;table_id=9;version_added=1;")
    gone = told("!hidden!_dropped", 16, char_length=40, hidden=2, se_private_data="version_dropped=1;")
    made = mysql8(
        [(b"\2\3", ID + b"Annxx", 0), (b"\4\3\1", ID + b"BenBonn", 0x40)], [told("id", 4), told("name", 16, char_length=40), gone, later]
    )
    assert written(tmp_path, made) == [{"id": "1", "name": "Ann", "town": "Lyon"}, {"id": "1", "name": "Ben", "town": "Bonn"}]


def test_rows_that_say_how_many_values_they_have(tmp_path: Path) -> None:
    columns = [told("id", 4), told("name", 16, char_length=40), told("town", 16, char_length=40, se_private_data="default=4c796f6e;")]
    assert written(tmp_path, mysql8([(b"\3\4", ID + b"Ann", 0x80)], columns)) == [{"id": "1", "name": "Ann", "town": "Lyon"}]


def test_a_long_value_whose_first_page_lists_the_others(tmp_path: Path) -> None:
    first, second = bytearray(16384), bytearray(16384)
    struct.pack_into(">H", first, 24, 24)
    struct.pack_into(">I", first, 54, 1000)
    first[696:1696] = b"a" * 1000
    struct.pack_into(">IIHIH", first, 64, 2, 5, 96, 5, 156)
    struct.pack_into(">IH", first, 96 + 6, 5, 156)
    struct.pack_into(">IH", first, 96 + 48, 5, 1000)
    struct.pack_into(">IH", first, 156 + 6, 0xFFFFFFFF, 0)
    struct.pack_into(">IH", first, 156 + 48, 6, 500)
    struct.pack_into(">H", second, 24, 23)
    second[49:549] = b"b" * 500
    far = struct.pack(">IIIII", 5, 5, 1, 0, 1500)
    columns = [told("id", 4), told("note", 27, char_length=0)]
    made = mysql8([(b"\x14\xc0", ID + far, 0)], columns, [bytes(first), bytes(second)])
    assert written(tmp_path, made) == [{"id": "1", "note": "a" * 1000 + "b" * 500}]


def test_a_value_whose_page_is_not_there_is_what_the_row_has_of_it(tmp_path: Path) -> None:
    far = b"begun" + struct.pack(">IIIII", 5, 0xFFFF7FBB, 1, 0, 1500)
    made = mysql8([(bytes([len(far), 0xC0]), ID + far, 0)], [told("id", 4), told("note", 27)])
    assert written(tmp_path, made) == [{"id": "1", "note": "begun"}]


# --- what bytes say


@pytest.mark.parametrize(
    ("column", "raw", "expected"),
    [
        (Column("a", kinds.TINY, 0), "7f", "-1"),
        (Column("a", kinds.TINY, 0, is_unsigned=True), "ff", "255"),
        (Column("a", kinds.YEAR, 0), "7b", "2023"),
        (Column("a", kinds.DATETIME, 0), "8000" + f"{20240203040506:012x}", "2024-02-03 04:05:06"),
        (Column("a", kinds.TIMESTAMP, 0), f"{(1704074584 + 2**31):08x}", "2024-01-01 02:03:04"),
        (Column("a", kinds.TIME, 0), "81e240", "12:34:56"),
        (Column("a", kinds.TIME2, 0), "7ff000", "-01:00:00"),
        (Column("a", kinds.ENUM, 1, words=("f", "m")), "02", "m"),
        (Column("a", kinds.ENUM, 1, words=("f", "m")), "00", ""),
        (Column("a", kinds.ENUM, 1, words=("f", "m")), "09", None),
        (Column("a", kinds.NEWDATE, 0), "800000", None),
        (Column("a", kinds.DOUBLE, 0), "00", None),
        (Column("a", kinds.STRING, 8, charset="cp1252"), "5a6feb20", "Zoë"),
        (Column("a", kinds.JSON, 0), "", None),
        (Column("a", kinds.JSON, 0), "0c03416e6e", '"Ann"'),
        (Column("a", kinds.JSON, 0), "020200" + "1000" + "05f6ff" + "040100", "[-10, true]"),
        (Column("a", kinds.JSON, 0), "02ffff", None),
    ],
)
def test_values(column: Column, raw: str, expected: str | None) -> None:
    assert said(column, bytes.fromhex(raw)) == expected


@given(st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=6))
def test_exact_numbers_are_had_back(amount: Decimal) -> None:
    whole, part = divmod(int(abs(amount).scaleb(6)), 10**6)
    groups = [whole // 10**9, whole % 10**9, part]
    raw = groups[0].to_bytes(3, "big") + groups[1].to_bytes(4, "big") + groups[2].to_bytes(3, "big")
    raw = bytes([raw[0] ^ 0x80, *raw[1:]])
    raw = raw if amount >= 0 else bytes(one ^ 0xFF for one in raw)
    assert Decimal(said(Column("a", kinds.DECIMAL, 20, 6), raw) or "x") == amount


@given(st.binary(max_size=400), st.integers(0, 400))
def test_no_bytes_of_a_page_are_more_than_no_record(noise: bytes, at: int) -> None:
    page = bytearray(index_page(4, 17855, 1, [(b"\3\2", ID + b"Ann", 0)]))
    page[38 + at : 38 + at + len(noise)] = noise
    layout = [Field(0, 4, False, False), Field(-1, 13, False, False), Field(1, 0, True, True)]
    assert all(len(one.values) <= len(layout) for one in records(bytes(page), layout))


@given(st.binary(max_size=3000))
def test_no_bytes_are_more_than_no_definition(noise: bytes) -> None:
    with pytest.raises(ValueError, match="definition"):
        from_frm(b"\xfe\x01" + noise)
    with pytest.raises(ValueError, match="definition"):
        from_dictionary({"dd_object": {"columns": [{"name": noise.hex()}]}})


def test_a_kind_that_is_not_known_is_told() -> None:
    with pytest.raises(ValueError, match="not known"):
        fields(kinds.Definition((Column("a", kinds.NULL, 0),), ((0, 0),)))
