"""Dumps of MongoDB: collections, archives, files kept in them, and what is cut or damaged."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bson
import pytest
from bson import Binary, Decimal128, Int64, ObjectId

from stanch.reading.descend import read_file
from stanch.records import Unit, Unread, unpack_cells

PERSON: dict[str, Any] = {
    "_id": ObjectId("59b99db4cfa9a34dcd7885b6"),
    "name": {"first": "Rosalind", "last": "Achterberg"},
    "born": datetime(1971, 3, 4, tzinfo=UTC),
    "ssn": "900-12-3456",
    "visits": Int64(12),
    "balance": Decimal128("12.50"),
    "session": Binary(bytes(range(16)), 4),
    "phones": [{"kind": "home", "number": "(260) 555-0142"}],
    "gone": None,
}
END = b"\xff\xff\xff\xff"


def read(tmp_path: Path, content: bytes, name: str = "customers.bson") -> list[Unit | Unread]:
    (tmp_path / name).write_bytes(content)
    return list(read_file(tmp_path / name, name, "e"))


def rows(found: list[Unit | Unread], part: str = "") -> list[dict[str, str]]:
    return [
        row for one in found if isinstance(one, Unit) and one.cells and part in one.locator for row in unpack_cells(one.cells).to_pylist()
    ]


def test_a_document_is_a_row(tmp_path: Path) -> None:
    found = rows(read(tmp_path, bson.encode(PERSON) * 3))
    assert len(found) == 3
    assert found[0] == {
        "_id": "59b99db4cfa9a34dcd7885b6", "name.first": "Rosalind", "name.last": "Achterberg", "born": "1971-03-04T00:00:00", "ssn": "900-12-3456",
        "visits": "12", "balance": "12.50", "session": "00010203-0405-0607-0809-0a0b0c0d0e0f", "phones.0.kind": "home", "phones.0.number": "(260) 555-0142",
    }  # fmt: skip


def test_an_archive_holds_its_collections_apart(tmp_path: Path) -> None:
    told = [
        bson.encode({"concurrent_collections": 4, "version": "0.1"}),
        *(bson.encode({"db": "shop", "collection": one}) for one in ("people", "orders")),
    ]
    blocks = [
        bson.encode({"db": "shop", "collection": "people", "EOF": False, "CRC": Int64(0)})
        + bson.encode({"name": "Ann Lee", "email": "ann@example.com"}),
        bson.encode({"db": "shop", "collection": "orders", "EOF": False, "CRC": Int64(0)}) + bson.encode({"number": 7}),
        bson.encode({"db": "shop", "collection": "people", "EOF": False, "CRC": Int64(0)})
        + bson.encode({"name": "Ben Lee", "email": "ben@example.com"}),
        bson.encode({"db": "shop", "collection": "people", "EOF": True, "CRC": Int64(0)}),
    ]
    found = read(tmp_path, b"\x6d\xe2\x99\x81" + b"".join(told) + END + b"".join(block + END for block in blocks), "dump.archive")
    assert [row["name"] for row in rows(found, "#shop.people")] == ["Ann Lee", "Ben Lee"]
    assert rows(found, "#shop.orders") == [{"number": "7"}]


def test_pieces_of_a_kept_file_are_read_as_the_file(tmp_path: Path) -> None:
    letter = ("Dear Ann Lee,\nyour number is 900-12-3456.\n" * 40).encode()
    key = ObjectId()
    pieces = [
        {"_id": ObjectId(), "files_id": key, "n": n, "data": letter[at : at + 700]} for n, at in enumerate(range(0, len(letter), 700))
    ]
    found = read(tmp_path, b"".join(map(bson.encode, pieces)), "fs.chunks.bson")
    assert [one.text for one in found if isinstance(one, Unit)] == [letter.decode()]


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_what_is_cut_is_read_so_far_and_told(tmp_path: Path, cut: int) -> None:
    found = read(tmp_path, (bson.encode(PERSON) * 3)[:-cut])
    assert len(rows(found)) == 2
    assert [one.reason for one in found if isinstance(one, Unread)] == ["damaged"]


def test_a_document_that_cannot_be_told_loses_none_behind_it(tmp_path: Path) -> None:
    body = b"\x02name\0" + struct.pack("<i", 900) + b"Rosalind Achterberg\0\0"
    broken = struct.pack("<i", len(body) + 4) + body
    found = read(tmp_path, bson.encode(PERSON) + broken + bson.encode(PERSON))
    assert len(rows(found)) == 2
    assert "Rosalind Achterberg" in "".join(one.text for one in found if isinstance(one, Unit) and not one.cells)
    assert [one.detail for one in found if isinstance(one, Unread)] == ["1 documents cannot be told"]


def test_documents_deep_in_one_another_end_no_worker(tmp_path: Path) -> None:
    deep: dict[str, Any] = {"ssn": "900-12-3456"}
    for _ in range(150):
        deep = {"a": deep}
    assert any(isinstance(one, Unit) for one in read(tmp_path, bson.encode(deep)))
