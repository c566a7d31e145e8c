"""Compressed tables and compressed backups of SQL Server: the same rows as without compression."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlserver_maker import database, kept_once, packed, page, record, squeezed

from stanch.reading.descend import read_file
from stanch.reading.readers import sqlserver_values as values
from stanch.reading.readers.sqlserver_packed import packed_records, unpacked
from stanch.records import Unit, unpack_cells

NAMED = [("id", values.INT, 4, 1, 0), ("name", values.NVARCHAR | 100 << 8, -1, 2, 0), ("mail", values.VARCHAR | 100 << 8, -2, 3, 0)]
MAILS = ["ann@example.com", "ben@example.com", "cleo@example.com"]


def rows(folder: Path, content: bytes, called: str = "d.mdf") -> list[dict[str, str | None]]:
    (folder / called).write_bytes(content)
    units = [one for one in read_file(folder / called, called, "e1") if isinstance(one, Unit) and one.cells]
    return [row for one in units for row in unpack_cells(one.cells).to_pylist()]


def plain(number: int, called: str, mail: str) -> bytes:
    return record(struct.pack("<i", number), [called.encode("utf-16-le"), mail.encode()], count=3)


def test_rows_compressed_each_by_itself(tmp_path: Path) -> None:
    made = [packed([b"\x81", b"Ann", MAILS[0].encode()]), packed([b"\x80\xc8", "Žofie".encode("utf-16-le"), None]), packed([b"", b""])]
    found = rows(tmp_path, database(NAMED, made, compressed=1))
    assert [tuple(one.values()) for one in found] == [("1", "Ann", MAILS[0]), ("200", "Žofie", None), ("0", None, None)]


def test_rows_of_a_page_that_keeps_once_what_returns(tmp_path: Path) -> None:
    before = kept_once([None, b"Ann", b"ann@example.com"], [b"\3 Lee", b"\0ben@example.com"])
    made = [
        packed([b"\x81", "anchor", "anchor"]),
        packed([b"\x82", "symbol 0", "symbol 1"]),
        packed([b"\x83", b"\2\xf1", b"\4example.org"]),
    ]
    found = rows(tmp_path, database(NAMED, made, compressed=2, before=before))
    assert [tuple(one.values()) for one in found] == [("1", "Ann", MAILS[0]), ("2", "Ann Lee", MAILS[1]), ("3", "Anñ", "ann@example.org")]


def test_a_page_without_symbols(tmp_path: Path) -> None:
    made = [packed([b"\0\x81", "anchor", b"\0a@b.example"])]
    assert [tuple(one.values()) for one in rows(tmp_path, database(NAMED, made, compressed=2, before=kept_once([b"", b"Ann", b""])))] == [
        ("1", "Ann", "a@b.example")
    ]


def test_rows_that_were_deleted_are_told_apart(tmp_path: Path) -> None:
    content = database(NAMED, [packed([b"\x81", b"Ann", None]), packed([b"\x82", b"Ben", None], kind=3)], compressed=1)
    (tmp_path / "d.mdf").write_bytes(content)
    told = {one.locator: one.text for one in read_file(tmp_path / "d.mdf", "d.mdf", "e1") if isinstance(one, Unit)}
    assert list(told) == ["d.mdf#People", "d.mdf#People, deleted"]


def test_a_wide_row_and_a_value_that_is_kept_elsewhere(tmp_path: Path) -> None:
    columns = [(f"c{one}", values.VARCHAR | 100 << 8, -one, one, 0) for one in range(1, 61)]
    far = struct.pack("<BBHII", 4, 0, 1, 0, 0) + struct.pack("<IIHH", 6000, 8, 1, 0)
    given_ = [f"v{one}".encode() if one % 7 else b"a longer value %d" % one for one in range(1, 61)]
    held = struct.pack("<BBHqH", 8, 0, 14 + 3000, 1, 3) + b"long " * 600
    content = database(columns, [packed([*given_[:-1], far], far=[59])], [page(3, 8, [held], owner=40)], compressed=1)
    (found,) = rows(tmp_path, content)
    assert list(found.values())[:-1] == [one.decode() for one in given_[:-1]]
    assert found["c60"] == ("long " * 600)


def test_a_record_of_more_columns_than_a_byte_counts() -> None:
    given_ = [None if one % 5 == 0 else b"%d" % one for one in range(200)]
    held = page(1, 9, [packed(given_)])
    assert [list(one.values) for one in packed_records(held, [96])] == [given_]


@given(st.binary(max_size=300), st.lists(st.integers(96, 400), max_size=5))
def test_no_bytes_of_a_page_are_more_than_no_record(noise: bytes, begins: list[int]) -> None:
    assert len(list(packed_records((bytes(96) + noise).ljust(8192, b"\xff"), begins))) <= len(begins)


@pytest.mark.parametrize(
    ("kind", "raw", "size", "scale", "said"),
    [
        (values.TINYINT, "c8", 1, 0, "200"),
        (values.SMALLINT, "7f7e", 2, 0, "-130"),
        (values.INT, "ffffff", 4, 0, "8388607"),
        (values.BIGINT, "ffffffffffffffff", 8, 0, str(2**63 - 1)),
        (values.MONEY, "92d687", 8, 0, "123.4567"),
        (values.BIT, "01", 1, 0, "1"),
        (values.BIT, "", 1, 0, "0"),
        (values.DATETIME, "809fe7018ae173", 8, 0, "2012-01-29 23:57:42"),
        (values.DATETIME, "7e94012eb969", 8, 0, "1899-01-02 18:22:11"),
        (values.DATETIME, "", 8, 0, "1900-01-01"),
        (values.SMALLDATETIME, "9f05ffff", 4, 0, "2079-06-06 23:59"),
        (values.DATE, "75250b", 3, 0, "2001-01-01"),
        (values.DATETIME2, "e11a760075250b", 7, 3, "2001-01-01 02:09:00"),
        (values.REAL, "803f", 4, 0, "1"),
        (values.FLOAT, "f8bf", 8, 0, "-1.5"),
        (values.DECIMAL, "c4031590", 9, 0, "12345"),
        (values.NUMERIC, "41031590", 9, 3, "-12.345"),
        (values.DECIMAL, "", 9, 2, "0.00"),
        (values.NCHAR, "616263", 20, 0, "abc"),
        (values.NVARCHAR, "12d5c1b4", 20, 0, None),
        (values.ROWVERSION, "07e2", 8, 0, None),
        (values.INT, "ffffffffffff", 4, 0, None),
    ],
)
def test_values_say_what_they_say_uncompressed(kind: int, raw: str, size: int, scale: int, said: str | None) -> None:
    found = unpacked(kind, bytes.fromhex(raw), size, scale)
    assert found == said if said or kind != values.NVARCHAR else found is not None


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_exact_numbers_are_had_back(amount: object) -> None:
    digits = str(abs(amount).scaleb(4).to_integral_value())  # type: ignore[attr-defined]
    groups = [int(digits.zfill(-(-len(digits) // 3) * 3)[at : at + 3]) for at in range(0, -(-len(digits) // 3) * 3, 3)]
    bits = "".join(f"{one:010b}" for one in groups)
    bits = bits.ljust(-(-len(bits) // 8) * 8, "0")
    raw = bytes([(0x80 if amount >= 0 else 0) | 64 + len(digits) - 1 - 4]) + int(bits, 2).to_bytes(len(bits) // 8, "big")  # type: ignore[operator]
    assert unpacked(values.DECIMAL, raw.rstrip(b"\0") or raw[:1], 17, 4) in (str(amount), "-0.0000", "0.0000")


@pytest.mark.parametrize("version", [1, 2])
def test_a_compressed_backup_is_read_alike(tmp_path: Path, version: int) -> None:
    people = [(number, f"Person {number}", f"p{number}@example.com") for number in range(1, 60)]
    more = [page(1, 7 + at, [plain(*one) for one in people[2 * at : 2 * at + 2]], owner=39, index=256) for at in range(1, 30)]
    content = database(NAMED, [plain(*one) for one in people[:2]], more)
    found = rows(tmp_path, squeezed(content, version=version), "d.bak")
    assert [tuple(one.values()) for one in found] == [(str(number), *rest) for number, *rest in people]


def test_what_stands_between_parts_of_a_backup_is_passed_over(tmp_path: Path) -> None:
    content = database(NAMED, [plain(1, "Ann", MAILS[0])], [page(1, 8, [plain(2, "Ben", MAILS[1])], owner=39, index=256)])
    first, second = squeezed(content[: 8 * 8192]), squeezed(content[8 * 8192 :])
    assert [one["name"] for one in rows(tmp_path, first + bytes(5000) + second[16:], "d.bak")] == ["Ann", "Ben"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
def test_a_damaged_backup_ends_in_rows_or_in_one_reason(tmp_path: Path, at: int, noise: bytes) -> None:
    made = bytearray(squeezed(database(NAMED, [plain(1, "Ann", MAILS[0])])))
    made[at : at + len(noise)] = noise
    (tmp_path / "d.bak").write_bytes(made)
    assert [one.exhibit for one in read_file(tmp_path / "d.bak", "d.bak", "e1")]
