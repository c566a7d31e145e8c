"""Files in cells: whatever format the table came in, they are read as what they are, and a note stays in its row."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import zipped

from stanch.reading import pieces
from stanch.reading.descend import read_file
from stanch.reading.readers import cell_files, dump_rows, dumps
from stanch.records import Unit, unpack_cells

SAID = "Ann Example, Social Security number 900-12-3456\n"
FILE = zipped({"letter.txt": SAID})
BASE64 = base64.b64encode(FILE).decode()
ESCAPES = {0: b"\\0", 10: b"\\n", 13: b"\\r", 26: b"\\Z", 34: b'\\"', 39: b"\\'", 92: b"\\\\"}
NOTE = r"{\rtf1\ansi {\fonttbl{\f0 Arial;}}\f0\fs20 Seen for \b HIV\b0  follow-up.\par Call back.\par}"


def escaped(content: bytes) -> bytes:
    """As MySQL's client library writes bytes between quotes."""
    return b"".join(ESCAPES.get(byte, bytes([byte])) for byte in content)


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "data": pa.array([FILE], pa.binary())}), sink)
    return sink.getvalue()


def avro() -> bytes:
    sink = io.BytesIO()
    schema = {"type": "record", "name": "r", "fields": [{"name": "id", "type": "string"}, {"name": "data", "type": "bytes"}]}
    fastavro.writer(sink, schema, [{"id": "1", "data": FILE}])
    return sink.getvalue()


def inserted(value: bytes) -> bytes:
    return b"-- a dump\nCREATE TABLE docs (\n  id int,\n  data longblob\n);\nINSERT INTO docs VALUES (1," + value + b");\n"


def read(folder: Path, name: str, content: bytes) -> list[Unit]:
    (folder / name).write_bytes(content)
    return [one for one in read_file(folder / name, name, "e1") if isinstance(one, Unit)]


def rows(units: list[Unit]) -> list[dict[str, str | None]]:
    return [row for one in units if one.cells for row in unpack_cells(one.cells).to_pylist()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.sql", inserted(b"0x" + FILE.hex().upper().encode())),
        ("x.sql", inserted(b"X'" + FILE.hex().encode() + b"'")),
        ("m.sql", inserted(b"_binary '" + escaped(FILE) + b"'")),
        ("old.sql", inserted(b"'" + escaped(FILE) + b"'")),
        ("pg.sql", b"COPY docs (id, data) FROM stdin;\n1\t\\\\x" + FILE.hex().encode() + b"\n\\.\n"),
        ("d.csv", f"id,data\n1,{BASE64}\n2,\n".encode()),
        ("wrapped.csv", ('id,data\n1,"' + "\n".join(BASE64[at : at + 76] for at in range(0, len(BASE64), 76)) + '"\n2,\n').encode()),
        ("address.csv", f'id,data\n1,"data:application/zip;name=a.zip;base64,{BASE64}"\n2,\n'.encode()),
        ("d.ndjson", f"{json.dumps({'id': 1, 'data': BASE64})}\n{json.dumps({'id': 2, 'data': ''})}\n".encode()),
        ("d.parquet", parquet()),
        ("d.avro", avro()),
    ],
)
def test_a_file_in_a_cell_is_read_as_what_it_is_and_its_name_stands_in_the_cell(tmp_path: Path, name: str, content: bytes) -> None:
    units = read(tmp_path, name, content)
    (cell,) = {row["data"] for row in rows(units) if row["data"]}
    called = cell.removeprefix("[file ").removesuffix("]")
    assert called == ("docs.data_1" if name.endswith(".sql") else "data_2" if name.endswith(".csv") else "data_1")
    assert [one.text for one in units if one.locator == f"{name}!/{called}!/letter.txt"] == [SAID]


def test_a_file_in_a_document_is_read_once_and_its_name_stands_there(tmp_path: Path) -> None:
    units = read(tmp_path, "d.json", json.dumps([{"id": 1, "file": BASE64}, {"id": 2, "file": ""}]).encode())
    assert [row["file"] for row in rows(units)] == ["[file value1_1]", None]
    assert [one.locator for one in units if one.text == SAID] == ["d.json!/value1_1!/letter.txt"]


def test_a_page_s_own_files_are_read(tmp_path: Path) -> None:
    page = f'<html><body><p>Hello</p><a href="data:application/zip;base64,{BASE64}">x</a></body></html>'
    assert [one.locator for one in read(tmp_path, "p.html", page.encode()) if one.text == SAID] == ["p.html!/inline_1!/letter.txt"]


@pytest.mark.parametrize("written", [NOTE, NOTE.encode().hex(), base64.b64encode(NOTE.encode()).decode()])
def test_a_note_in_rich_text_stays_in_its_row(tmp_path: Path, written: str) -> None:
    units = read(tmp_path, "n.csv", f'name,note\nHal Example,"{written}"\nIda Example,none\n'.encode())
    assert [row["note"] for row in rows(units)] == ["Seen for HIV follow-up.\nCall back.", "none"]
    assert len(units) == 1


def test_a_dump_with_a_scan_near_its_beginning_is_a_dump_and_its_names_are_read(tmp_path: Path) -> None:
    scan = b"%PDF-1.4 " + bytes(range(256)) * 4
    more = b"'),(2,'Zo\xc3\xab Example'),(3,'Ren\xe9 Example"
    said = b"/*!40101 SET NAMES utf8mb4 */;\n" + inserted(b"_binary '" + escaped(scan) + more + b"'")
    units = read(tmp_path, "d.sql", said)
    assert [row["data"] for row in rows(units)] == ["[file docs.data_1]", "Zoë Example", "René Example"]


@pytest.mark.parametrize(
    "cell",
    [
        "a3f5" * 32,  # a hash
        base64.b64encode(bytes(range(200))).decode(),
        "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0" * 3,
        "PK is short for public key, and this sentence is long enough to have room for a small file if it were one.",
    ],
)
def test_what_is_no_file_stays_as_it_is(tmp_path: Path, cell: str) -> None:
    units = read(tmp_path, "d.csv", f'id,data\n1,"{cell}"\n2,x\n'.encode())
    assert [row["data"] for row in rows(units)] == [cell, "x"]
    assert len(units) == 1


def test_rows_with_scans_come_in_pieces_that_fit_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pieces, dumps):
        monkeypatch.setattr(module, "CHARACTERS", 4 * len(BASE64))
    values = b"),\n(".join(b"%d,0x%s" % (number, FILE.hex().encode()) for number in range(1, 11))
    units = read(tmp_path, "d.sql", inserted(values[2:]))
    tables = [one for one in units if one.cells]
    assert len(tables) > 2
    assert [one.start for one in tables] == sorted({one.start for one in tables})
    assert [one.locator for one in units if one.text == SAID] == [f"d.sql!/docs.data_{number}!/letter.txt" for number in range(1, 11)]


@given(st.binary(min_size=cell_files.LEAST), st.sampled_from(("utf-8", "cp1252")))
def test_bytes_between_quotes_are_had_back_as_they_were(content: bytes, encoding: str) -> None:
    content = b"PK\x03\x04" + content
    text = escaped(content).decode(encoding, "surrogateescape")
    statement = f"(1,'{text}',2);"
    (row,) = dump_rows.rows_of(statement, dump_rows.Lines(iter(()), encoding), [])
    assert row[2] == "2"
    assert cell_files.content_of(row[1] or "") == content
