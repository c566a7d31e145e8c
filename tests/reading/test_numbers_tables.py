"""Numbers documents: tables cell by cell, in the form of today and the one before 2017."""

import io
import struct
import zipfile

import pyarrow as pa
import pytest

from stanch.reading import read_file
from stanch.reading.readers.numbers import _decimal, fields
from stanch.records import Unread, unpack_cells


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return out + bytes((value,))


def message(*pairs):
    out = b""
    for key, value in pairs:
        out += varint(key << 3) + varint(value) if isinstance(value, int) else varint(key << 3 | 2) + varint(len(value)) + value
    return out


def archive(number, kind, content):
    head = message((1, number), (2, message((1, kind), (3, len(content)))))
    return varint(len(head)) + head + content


def packed(stream):
    chunk = varint(len(stream)) + pa.compress(stream, codec="snappy", asbytes=True)[len(varint(len(stream))) :]
    return b"\x00" + len(chunk).to_bytes(3, "little") + chunk


def new_cell(kind, flag, value):
    return struct.pack("<BBHII", 5, kind, 0, 0, flag) + value


def old_cell(kind, flag, value):
    return struct.pack("<BBBBII", 4, 0, kind, 0, flag, 0) + value


def row(number, cells, *, new, is_wide=False):
    content, places = b"", []
    for cell in cells:
        places.append(len(content) // (4 if is_wide else 1) if cell else 0xFFFF)
        content += cell
        content += bytes(-len(content) % 4)
    offsets = struct.pack(f"<{len(places)}H", *places)
    old = [(3, b""), (4, b"")] if new else [(3, content), (4, offsets)]
    fresh = [(6, content), (7, offsets), (8, int(is_wide))] if new else []
    return message((1, number), (2, len(cells)), *old, *fresh)


def document(rows, *, headers=1):
    strings = [
        message((1, key), (2, 1), (3, text.encode())) for key, text in enumerate(("Name", "SSN", "Zoë Ödegård", "987-65-4321", "Born"), 1)
    ]
    reference = lambda number: message((1, number))  # noqa: E731
    store = message((3, message((1, message((1, 0), (2, reference(20)))), (2, 256))), (4, reference(30)), (17, reference(40)))
    table = message((1, b"id"), (4, store), (6, 9), (7, 4), (8, b"People"), (9, headers))
    stream = archive(10, 6001, table) + archive(20, 6002, message(*((5, one) for one in rows)))
    stream += archive(30, 6005, message((1, 1), (2, 9), *((3, one) for one in strings)))
    stream += archive(40, 6005, message((1, 8), (3, message((1, 7), (9, reference(50)))))) + archive(50, 6218, message((1, reference(60))))
    stream += archive(60, 2001, message((3, b"in two styles"))) + archive(61, 2001, message((3, b"Call 555-0101")))
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("Index/Document.iwa", packed(stream[:40]) + packed(stream[40:]))
    return sink.getvalue()


def read(tmp_path, content, name="p.numbers"):
    (tmp_path / name).write_bytes(content)
    return list(read_file(tmp_path / name, name, "e", settings={"ocr": "never"}))


def text(key):
    return struct.pack("<I", key)


DAY = struct.pack("<d", -30 * 365.25 * 86400 - 43200.0)
NEW = [
    row(0, [new_cell(3, 8, text(1)), new_cell(3, 8, text(2)), b"", new_cell(3, 8, text(5))], new=True),
    row(3, [new_cell(3, 8, text(3)), new_cell(3, 8, text(4)), new_cell(2, 1, (125).to_bytes(14, "little") + struct.pack("<H", (0x1820 - 1) << 1)), new_cell(5, 4, DAY)], new=True),
    row(4, [new_cell(9, 16, text(7)), b"", new_cell(6, 2, struct.pack("<d", 1.0)), b""], new=True),
]  # fmt: skip
OLD = [
    row(0, [old_cell(3, 0x10, text(1)), old_cell(3, 0x10, text(2))], new=False),
    row(3, [old_cell(3, 0x1A, bytes(8) + text(3)), old_cell(2, 0x20, struct.pack("<d", 12.5))], new=False),
]


def test_cells_of_today(tmp_path):
    found = read(tmp_path, document(NEW))
    assert not [one for one in found if isinstance(one, Unread)]
    table = next(one for one in found if one.kind == "table")
    assert (table.locator, table.start) == ("p.numbers#People", 2)
    assert unpack_cells(table.cells).to_pylist()[2:] == [
        {"Name": "Zoë Ödegård", "SSN": "987-65-4321", "column_3": "12.5", "Born": "1971-01-01"},
        {"Name": "in two styles", "SSN": None, "column_3": "true", "Born": None},
    ]
    assert next(one.text for one in found if one.kind == "text") == "in two styles\nCall 555-0101\n"


def test_cells_of_before(tmp_path):
    table = next(one for one in read(tmp_path, document(OLD)) if one.kind == "table")
    assert unpack_cells(table.cells).to_pylist()[-1] == {"Name": "Zoë Ödegård", "SSN": "12.5"}


def test_wide_places(tmp_path):
    rows = [row(0, [new_cell(3, 8, text(3)), new_cell(3, 8, text(4))], new=True, is_wide=True)]
    table = next(one for one in read(tmp_path, document(rows, headers=0)) if one.kind == "table")
    assert unpack_cells(table.cells).to_pylist() == [{"column_1": "Zoë Ödegård", "column_2": "987-65-4321"}]


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (7, "7"), (-125, "-125"), (987654321, "987654321")])
def test_decimals(number, text):
    raw = abs(number).to_bytes(14, "little") + struct.pack("<H", 0x1820 << 1 | (0x8000 if number < 0 else 0))
    assert _decimal(raw) == text


@pytest.mark.parametrize("place", range(0, 600, 11))
def test_broken_documents_are_told(tmp_path, place):
    content = bytearray(document(NEW))
    content[place % len(content)] ^= 0xFF
    assert read(tmp_path, bytes(content))


def test_one_under_a_password_is_told_as_such(tmp_path):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("Index/Document.iwa", bytes(range(256)) * 20)
        package.writestr(".iwpv2", b"\x02\x00" + bytes(60))
    (found,) = read(tmp_path, sink.getvalue())
    assert (found.locator, found.reason) == ("p.numbers", "encrypted")


def test_broken_messages_end():
    for content in (b"\xff" * 50, b"\x0a\xff\xff\xff\xff\x0f", b"\x00" * 9, b"\x0b\x0c"):
        assert isinstance(fields(content), dict)
