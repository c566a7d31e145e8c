"""Databases of the Extensible Storage Engine: values by their kind, and what a directory holds of people."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyesedb
import pytest

from stanch.reading.descend import read_file
from stanch.reading.readers import ese
from stanch.records import Unit, Unread, unpack_cells

HEAD = b"\x01\x02\x03\x04\xef\xcd\xab\x89\x20\x06\0\0" + bytes(4096)


@dataclass(frozen=True, slots=True)
class Column:
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row as the library gives it: for each value its kind and its bytes; None is a row that cannot be told."""

    values: tuple[tuple[int, bytes | None], ...]

    def get_number_of_values(self) -> int:
        return len(self.values)

    def get_column_type(self, place: int) -> int:
        return self.values[place][0]

    def get_value_data(self, place: int) -> bytes | None:
        return self.values[place][1]

    def get_value_data_as_string(self, place: int) -> str | None:
        data = self.values[place][1]
        return data.decode("utf-16-le") if data else None

    def is_multi_value(self, _place: int) -> bool:
        return False

    def is_long_value(self, _place: int) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: list[Column]
    records: list[Record | None]

    def get_number_of_records(self) -> int:
        return len(self.records)

    def get_record(self, number: int) -> Record:
        found = self.records[number]
        if found is None:
            raise OSError("unable to retrieve record")
        return found


def read(folder: Path, monkeypatch: pytest.MonkeyPatch, *held: Table) -> list[Unit | Unread]:
    class Base:
        tables = held

        def open_file_object(self, _stream: Any) -> None:
            """Nothing: the tables are given."""

    monkeypatch.setattr(pyesedb, "file", Base)
    (folder / "ntds.dit").write_bytes(HEAD)
    return list(read_file(folder / "ntds.dit", "ntds.dit", "e"))


def said(text: str) -> tuple[int, bytes]:
    return ese.MORE_TEXT, text.encode("utf-16-le")


def row(*values: str | int | bytes | None) -> Record:
    kinds = {str: said, int: lambda one: (ese.LONG, struct.pack("<i", one)), bytes: lambda one: (ese.BINARY, one)}
    return Record(tuple((ese.BINARY, None) if one is None else kinds[type(one)](one) for one in values))


COLUMNS = [Column(name) for name in ("DNT_col", "ATTm3", "ATTm131085", "ATTm590045", "ATTm1376259", "ATTj590126", "ATTk589914")]


def test_a_directory_tells_its_people_by_the_names_of_their_attributes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(
        tmp_path,
        monkeypatch,
        Table("MSysObjects", [Column("x")], [row("engine")]),
        Table(
            "datatable",
            COLUMNS,
            [
                row(1, "Ann Lee", "Ann Lee", "alee", "ann@example.com", 0x30000000, bytes(range(40))),
                row(2, "DC01", "DC01", "DC01$", None, 0x30000001, bytes(range(40))),
                row(3, "Account-Expires", None, None, None, None, None),
                row(4, "Ben Roe", None, None, "ben@example.org", None, None),
            ],
        ),
    )
    rows = [one for unit in found if isinstance(unit, Unit) and unit.cells for one in unpack_cells(unit.cells).to_pylist()]
    assert [(one["cn"], one["username"], one["mail"]) for one in rows] == [
        ("Ann Lee", "alee", "ann@example.com"), (None, "DC01$", None), (None, None, None), ("Ben Roe", None, "ben@example.org"),
    ]  # fmt: skip
    assert rows[0]["password hash"] == bytes(range(40)).hex()


def test_rows_that_cannot_be_told_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(tmp_path, monkeypatch, Table("clients", [Column("UserName")], [row("alee"), None, row("broe")]))
    assert [one.detail for one in found if isinstance(one, Unread)] == ["1 rows of clients cannot be told"]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (ese.LONG, b"\xff\xff\xff\xff", "-1"),
        (ese.ULONG, b"\xff\xff\xff\xff", "4294967295"),
        (ese.BIT, b"\xff", "yes"),
        (ese.DOUBLE, struct.pack("<d", 12.5), "12.5"),
        (ese.DATE, struct.pack("<d", 36220.0), "1999-03-01T00:00:00"),
        (ese.DATE, struct.pack("<Q", 132_500_000_000_000_000), "2020-11-16T11:33:20"),
        (ese.BINARY, b"\xc0\xa8\x01\x0a" + bytes(12), "192.168.1.10"),
        (ese.BINARY, b"plain words\0", "plain words"),
        (ese.BINARY, b"\x01\x02", "0102"),
        (ese.TEXT, "Zoë".encode("utf-16-le"), "Zoë"),
        (ese.GUID, bytes(range(16)), "03020100-0504-0706-0809-0a0b0c0d0e0f"),
    ],
)
def test_values_are_told_by_their_kind(kind: int, data: bytes, expected: str) -> None:
    assert ese._one(data, kind) == expected


@pytest.mark.parametrize(
    ("data", "in_two", "expected"),
    [
        (b"\x06\0\x07\0\x08\0\0\x7f\xff", False, [b"\0", b"\x7f", b"\xff"]),
        (b"\x04\0\x08\x80abcd\1\0\0\0", False, [b"abcd"]),
        (b"\x02\0\0\xff\xff", True, [b"\0\0", b"\xff\xff"]),
        (b"", False, []),
        (b"", True, []),
        (b"\xff\x7f\1", False, [b""]),
    ],
)
def test_several_values_of_a_cell_are_told_apart(data: bytes, in_two: bool, expected: list[bytes]) -> None:
    assert list(ese._parted(data, in_two=in_two)) == expected


def test_what_is_cut_is_told_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.edb").write_bytes(HEAD)
    assert any(isinstance(one, Unread) for one in read_file(tmp_path / "a.edb", "a.edb", "e"))
