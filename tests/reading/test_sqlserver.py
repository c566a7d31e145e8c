"""Data files and backups of SQL Server without a server: rows by their columns, long values, deleted rows, what cannot be read."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import zipped
from sqlserver_maker import GHOST, UNIT, database, name, page, record

from stanch.reading.descend import read_file
from stanch.reading.readers import sqlserver_values as values
from stanch.reading.readers.sqlserver_pages import record_at
from stanch.records import Unit, Unread, unpack_cells

# name, type (with length, digits or decimals), place in the record, bit of the empty from 1, bit in a byte
COLUMNS = [
    ("id", values.INT, 4, 1, 0),
    ("is_patient", values.BIT, 8, 2, 0),
    ("is_staff", values.BIT, 8, 3, 1),
    ("born", values.DATE, 9, 4, 0),
    ("paid", values.MONEY, 12, 5, 0),
    ("name", values.NVARCHAR | 100 << 8, -1, 6, 0),
    ("mail", values.VARCHAR | 100 << 8, -2, 7, 0),
    ("notes", values.NVARCHAR, -3, 8, 0),
    ("scan", values.VARBINARY, -4, 9, 0),
    ("added_later", values.NVARCHAR | 100 << 8, -5, 10, 0),
]
BORN = (dt.date(1980, 2, 1) - dt.date(1, 1, 1)).days.to_bytes(3, "little")
SAID = "Ann Example, Social Security number 900-12-3456\n"


def fixed(number: int, flags: int = 1) -> bytes:
    return struct.pack("<iB", number, flags) + BORN + struct.pack("<q", 12_3456)


def row(number: int, called: str, **more: int) -> bytes:
    return record(fixed(number), [name(called), f"{called}@example.com".encode("cp1252")], count=9, empty=[7, 8], **more)


def read(folder: Path, content: bytes, called: str = "d.mdf") -> list[Unit | Unread]:
    (folder / called).write_bytes(content)
    return list(read_file(folder / called, called, "e1"))


def rows(found: list[Unit | Unread], locator: str = "d.mdf#People") -> list[dict[str, str | None]]:
    return [
        row
        for one in found
        if isinstance(one, Unit) and one.cells and one.locator == locator
        for row in unpack_cells(one.cells).to_pylist()
    ]


def test_rows_are_read_by_the_columns_that_the_database_tells_of(tmp_path: Path) -> None:
    (ann, zoe) = rows(read(tmp_path, database(COLUMNS, [row(1, "Ann"), row(2, "Zoë")])))
    assert ann == {
        "id": "1", "is_patient": "1", "is_staff": "0", "born": "1980-02-01", "paid": "12.3456",
        "name": "Ann", "mail": "Ann@example.com", "notes": None, "scan": None, "added_later": None,
    }  # fmt: skip
    assert (zoe["name"], zoe["mail"]) == ("Zoë", "Zoë@example.com")


def test_a_row_that_was_deleted_and_is_still_there_is_told_apart(tmp_path: Path) -> None:
    found = read(tmp_path, database(COLUMNS, [row(1, "Ann"), row(2, "Bob", kind=GHOST)]))
    assert [one["name"] for one in rows(found)] == ["Ann"]
    assert [one["name"] for one in rows(found, "d.mdf#People, deleted")] == ["Bob"]


def test_rows_of_a_page_that_was_freed_are_deleted_ones(tmp_path: Path) -> None:
    old = page(1, 8, [row(2, "Bob")], owner=39, index=256)
    found = read(tmp_path, database(COLUMNS, [row(1, "Ann")], [old], freed=[8]))
    assert [one["name"] for one in rows(found)] == ["Ann"]
    assert [one["name"] for one in rows(found, "d.mdf#People, deleted")] == ["Bob"]


def test_of_a_page_that_a_backup_copied_twice_the_last_counts(tmp_path: Path) -> None:
    again = page(1, 7, [row(1, "Ann Lee")], owner=39, index=256)
    assert [one["name"] for one in rows(read(tmp_path, database(COLUMNS, [row(1, "Ann")], [again])))] == ["Ann Lee"]


def test_a_table_in_parts_is_one_table_wherever_each_part_keeps_its_columns(tmp_path: Path) -> None:
    second = [("name", values.NVARCHAR | 100 << 8, -1, 1, 0), ("id", values.INT, 4, 2, 0)]
    other = page(1, 8, [record(struct.pack("<i", 2), [name("Bob")], count=2)], owner=40, index=256)
    found = rows(read(tmp_path, database(COLUMNS, [row(1, "Ann")], [other], second=second)))
    assert [(one["id"], one["name"], one["mail"]) for one in found] == [("1", "Ann", "Ann@example.com"), ("2", "Bob", None)]


def long_row(pointer: bytes, scan: bytes) -> bytes:
    return record(fixed(1), [name("Ann"), b"a@example.com", pointer, scan], count=9, far=[2, 3])


def part(kind: int, content: bytes) -> bytes:
    """A part of a long value: 2 inner, 3 a piece of it, 5 its root."""
    return struct.pack("<BBH", 8, 0, 14 + len(content)) + bytes(8) + struct.pack("<H", kind) + content


def root(*links: tuple[int, int, int]) -> bytes:
    return bytes(12) + b"".join(struct.pack("<IIHH", size, number, 1, slot) for size, number, slot in links)


def test_long_values_and_the_files_in_them_are_read_from_their_own_pages(tmp_path: Path) -> None:
    letter = zipped({"letter.txt": SAID})
    halves = name("patient since 2019; "), name("allergic to penicillin")
    texts = page(3, 8, [part(3, halves[0]), part(3, letter)], owner=40)
    inner = struct.pack("<HHH", 10, 2, 0) + struct.pack("<qIHH", 40, 8, 1, 0) + struct.pack("<qIHH", 80, 10, 1, 0)
    tree = page(4, 9, [part(2, inner)], owner=40)
    rest = page(3, 10, [part(3, halves[1])], owner=40)
    made = database(COLUMNS, [long_row(root((84, 9, 0)), root((len(letter), 8, 1)))], [texts, tree, rest])
    found = read(tmp_path, made)
    assert [(one["notes"], one["scan"]) for one in rows(found)] == [("patient since 2019; allergic to penicillin", "[file People.scan_1]")]
    assert [one.text for one in found if isinstance(one, Unit) and one.locator == "d.mdf!/People.scan_1!/letter.txt"] == [SAID]


def test_a_value_whose_pages_point_at_themselves_ends(tmp_path: Path) -> None:
    loop = struct.pack("<HHH", 10, 2, 0) + struct.pack("<qIHH", 40, 8, 1, 0) * 2
    found = read(tmp_path, database(COLUMNS, [long_row(root((40, 8, 0)), b"")], [page(4, 8, [part(2, loop)], owner=40)]))
    assert [one["name"] for one in rows(found)] == ["Ann"]


@pytest.mark.parametrize("before", [b"TAPE\0\0\3\0".ljust(4096, b"\0"), b"TAPE\0\0\3\0".ljust(12_800, b"x")])
def test_a_backup_that_is_not_compressed_is_read_alike(tmp_path: Path, before: bytes) -> None:
    found = read(tmp_path, before + database(COLUMNS, [row(1, "Ann")]), "d.bak")
    assert [one["name"] for one in rows(found, "d.bak#People")] == ["Ann"]


def test_a_backup_that_begins_with_another_page(tmp_path: Path) -> None:
    made = database(COLUMNS, [row(1, "Ann")])
    found = read(tmp_path, b"TAPE\0\0\3\0".ljust(4096, b"\0") + made[2 * 8192 :] + made[: 2 * 8192], "d.bak")
    assert [one["name"] for one in rows(found, "d.bak#People")] == ["Ann"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MSSQLBAK".ljust(9000, b"z"), "a backup without pages"),
        (b"TAPE\0\0\3\0".ljust(40_000, b"z"), "a backup without pages of a database"),
        (page(15, 0) + page(11, 1) + page(1, 2, [b""]), "no catalogue: another file has it"),
        (page(15, 0) + page(11, 1) + page(1, 2, [b""], owner=3), "a differential backup needs the full one"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    assert any(said in one.detail for one in read(tmp_path, content, "d.bak") if isinstance(one, Unread))


def test_a_database_without_tables_is_no_fault(tmp_path: Path) -> None:
    made = database(COLUMNS, []).replace(b"U ", b"V ")
    assert [one.text for one in read(tmp_path, made) if isinstance(one, Unit)] == ["(a database without tables)\n"]


def test_a_table_kept_by_column_is_told_by_name(tmp_path: Path) -> None:
    (told,) = [one for one in read(tmp_path, database(COLUMNS, [row(1, "Ann")], compressed=3)) if isinstance(one, Unread)]
    assert (told.locator, told.reason, told.detail) == ("d.mdf#People", "unsupported", "a table kept by column (column store)")


@pytest.mark.parametrize(
    ("collation", "page"),
    [
        (0x3400D008, "cp1252"),
        (0x0000D015, "cp1251"),
        (0x6A00D008, "cp1251"),
        (0x0000D01A, "cp1254"),
        (0x0000D108, "utf-8"),
        (0x5200D008, "cp1250"),
        (0, "cp1252"),
    ],
)
def test_texts_are_read_by_the_code_page_of_their_column(tmp_path: Path, collation: int, page: str) -> None:
    said = {"cp1251": "Мария Иванова", "cp1254": "Ayşe Yıldız", "cp1250": "Zdeněk Dvořák"}.get(page, "José Núñez")
    columns = [("id", values.INT, 4, 1, 0), ("name", values.VARCHAR | 100 << 8, -1, 2, 0)]
    made = database(columns, [record(struct.pack("<i", 1), [said.encode(page)], count=2)], collation=collation)
    assert [one["name"] for one in rows(read(tmp_path, made))] == [said]


@given(st.binary(min_size=0, max_size=300), st.integers(0, 400))
def test_no_bytes_on_a_page_are_more_than_no_record(noise: bytes, begin: int) -> None:
    held = (bytes(96) + noise).ljust(8192, b"\xff")
    record_at(held, 96 + begin)  # raises nothing


@given(st.integers(2, 7000), st.binary(min_size=1, max_size=64))
def test_a_damaged_file_loses_no_more_than_what_is_damaged(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    made = bytearray(database(COLUMNS, [row(1, "Ann"), row(2, "Zoë")]))
    made[7 * 8192 + 96 + at : 7 * 8192 + 96 + at + len(noise)] = noise
    found = read(tmp_path_factory.mktemp("d"), bytes(made[: 8 * 8192]))
    assert found


@pytest.mark.parametrize(
    ("kind", "raw", "scale", "said"),
    [
        (values.DATETIME, struct.pack("<Ii", 300 * 3600, 42_761), 0, "2017-01-28 01:00:00"),
        (values.DATETIME, struct.pack("<Ii", 0, -1), 0, "1899-12-31"),
        (values.SMALLDATETIME, struct.pack("<HH", 90, 1), 0, "1900-01-02 01:30"),
        (values.DATETIME2, (36_000 * 10**7).to_bytes(5, "little") + BORN, 7, "1980-02-01 10:00:00"),
        (values.TIME, (36_061 * 100).to_bytes(3, "little"), 2, "10:01:01"),
        (values.OFFSET, (36_000 * 10**3).to_bytes(4, "little") + BORN + b"\x3c\0", 3, "1980-02-01 10:00:00"),
        (values.DECIMAL, b"\1" + (900123456).to_bytes(4, "little"), 2, "9001234.56"),
        (values.NUMERIC, b"\0" + (5).to_bytes(4, "little"), 0, "-5"),
        (values.BIGINT, struct.pack("<q", -900_123_456), 0, "-900123456"),
        (values.TINYINT, b"\xff", 0, "255"),
        (values.FLOAT, struct.pack("<d", 900123456.0), 0, "900123456"),
        (values.SMALLMONEY, struct.pack("<i", -12_500), 0, "-1.2500"),
        (values.GUID, bytes(range(16)), 0, "03020100-0504-0706-0809-0a0b0c0d0e0f"),
        (values.NCHAR, name("Ann  "), 0, "Ann"),
        (values.CHAR, "Zoë ".encode("cp1252"), 0, "Zoë"),
        (values.VARCHAR, "Zoë".encode(), 0, "Zoë"),
        (values.BINARY, b"\1\2\xff", 0, "0102ff"),
        (values.VARBINARY, b"a note", 0, "a note"),
        (values.ROWVERSION, bytes(8), 0, None),
        (values.DATETIME, b"\1", 0, None),
        (values.XML, b"\xdf\xff\x01\xb0\xf0\x04" + name("name") + b"\x11\x0b" + name("Ann Example"), 0, "name Ann Example"),
        (values.VARIANT, bytes.fromhex("38012a000000"), 0, "42"),
        (values.VARIANT, bytes.fromhex("6a010502") + b"\x01" + (12345).to_bytes(4, "little"), 0, "123.45"),
        (values.VARIANT, bytes.fromhex("e701") + bytes(6) + "Ann".encode("utf-16-le"), 0, "Ann"),
        (values.VARIANT, bytes.fromhex("a70164001 5d00000".replace(" ", "")) + "Мария".encode("cp1251"), 0, "Мария"),
        (values.VARIANT, bytes.fromhex("2801 53460b".replace(" ", "")), 0, "2024-01-15"),
        (values.VARIANT, b"b", 0, None),
        (values.VARIANT, b"", 0, None),
    ],
)
def test_values_say_what_their_type_means(kind: int, raw: bytes, scale: int, said: str | None) -> None:
    found = values.said(kind, raw, scale)
    assert found == said


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4, allow_nan=False))
def test_money_is_had_back_as_it_was(amount: Decimal) -> None:
    assert Decimal(values.said(values.MONEY, struct.pack("<q", int(amount.scaleb(4)))) or "x") == amount


def test_the_unit_of_the_made_table_is_named_as_pages_name_it() -> None:
    assert (UNIT >> 16 & 0xFFFFFFFF, UNIT >> 48) == (39, 256)
