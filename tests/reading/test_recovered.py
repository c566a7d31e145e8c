"""Text out of formats that no library opens, and rows that were deleted."""

import base64
import io
import sqlite3
import struct
import uuid
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7

from stanch.reading import read_file
from stanch.reading.readers.visio import shape_texts
from stanch.reading.readers.works import _text
from stanch.records import Unit, Unread, unpack_cells

SECTION = uuid.UUID("7B5C52E4-D88C-4DA7-AEB1-5378D02996D3").bytes_le
STORED = uuid.UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    found = list(read_file(path, name, "e", settings={"ocr": "never"}))
    return {one.locator: one.text for one in found if not isinstance(one, Unread)}, {
        one.locator: one.reason for one in found if isinstance(one, Unread)
    }


def wide(text):
    raw = text.encode("utf-16-le") + b"\x00\x00"
    return struct.pack("<I", len(raw)) + raw


@pytest.mark.parametrize(
    "text", ["Maria Delgado, 987-65-4321", "Zoë Ödegård ☎ 555-0101", "中文标题", "Мария Иванова", "中村さくら", "MD 😀"]
)
def test_strings_of_a_onenote_section(tmp_path, text):
    noise = struct.pack("<10I", 4, 70, 1 << 19, 8, 12, 0x4E4D4321, 6, 0x7A6B9FA5, 10, 3)
    texts, unread = read(tmp_path, "s.one", SECTION + bytes(100) + noise + wide(text) + noise + wide("PageTitle") + bytes(40))
    assert texts["s.one"].split("\n") == [text, ""]
    assert not unread


def test_a_file_in_a_onenote_section(tmp_path):
    held = b"name,ssn\nMaria Delgado,987-65-4321\nJohn Smith,987-65-4322\n"
    stored = STORED + struct.pack("<QIQ", len(held), 0, 0) + held
    texts, _ = read(tmp_path, "s.one", SECTION + bytes(100) + wide("see the list") + stored + bytes(16))
    assert texts["s.one"] == "see the list\n"
    assert "s.one!/file_1" in texts


def test_lengths_that_lie_in_a_onenote_section(tmp_path):
    stored = STORED + struct.pack("<QIQ", 1 << 60, 0, 0) + b"x"
    texts, _ = read(tmp_path, "s.one", SECTION + b"\xff\xff\x0f\x00A\x00" * 500 + stored * 50 + wide("kept"))
    assert "kept" in texts["s.one"]


@pytest.fixture(scope="module")
def signer():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Signer")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    cert = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    return cert.not_valid_before(now).not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256()), key


def signed(signer, content, *options, form=serialization.Encoding.DER):
    return pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(*signer, hashes.SHA256()).sign(form, list(options))


MESSAGE = b"Maria Delgado, 987-65-4321\n" * 400


@pytest.mark.parametrize("form", ["der", "pem", "open"])
def test_what_was_signed_is_read(tmp_path, signer, form):
    content = signed(signer, MESSAGE, pkcs7.PKCS7Options.Binary)
    if form == "pem":
        content = signed(signer, MESSAGE, pkcs7.PKCS7Options.Binary, form=serialization.Encoding.PEM)
    if form == "open":  # lengths left open, the content in pieces, as streams are signed
        pieces = b"".join(b"\x04\x82" + struct.pack(">H", len(one)) + one for one in (MESSAGE[:5000], MESSAGE[5000:]))
        inner = bytes.fromhex("06092a864886f70d010701") + b"\xa0\x80\x24\x80" + pieces + b"\x00\x00\x00\x00"
        content = (
            b"\x30\x80"
            + bytes.fromhex("06092a864886f70d010702")
            + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80"
            + inner
            + b"\x00\x00" * 4
        )
    texts, unread = read(tmp_path, "invoice.xml.p7m", content)
    assert texts["invoice.xml.p7m!/invoice.xml"] == MESSAGE.decode()
    assert form == "open" or "Signer" in texts["invoice.xml.p7m#signers"]
    assert not unread


def test_a_signature_alone_tells_who_signed(tmp_path, signer):
    texts, unread = read(tmp_path, "smime.p7s", signed(signer, MESSAGE, pkcs7.PKCS7Options.DetachedSignature))
    assert texts["smime.p7s#signers"] == "Signer\n"
    assert not unread


def test_a_message_under_a_key_is_told_as_such(tmp_path, signer):
    built = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(MESSAGE)
        .add_recipient(signer[0])
        .encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    assert read(tmp_path, "smime.p7m", built)[1] == {"smime.p7m": "encrypted"}


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_broken_messages_are_told(tmp_path, signer, cut):
    texts, unread = read(tmp_path, "smime.p7m", signed(signer, MESSAGE, pkcs7.PKCS7Options.Binary)[: 30 + cut])
    assert texts or unread


@pytest.mark.parametrize(("rows", "gone"), [(40, 1), (40, 3), (3000, 1500)])
def test_rows_that_were_deleted_alone_are_found(tmp_path, rows, gone):
    base = sqlite3.connect(tmp_path / "a.db")
    base.execute("PRAGMA secure_delete = off")
    base.execute("CREATE TABLE people (name TEXT, ssn TEXT)")
    base.executemany("INSERT INTO people VALUES (?, ?)", [(f"Person {n:05} Example", f"987-65-{n:04}") for n in range(rows)])
    base.commit()
    base.execute("DELETE FROM people WHERE rowid % ? = 0", (rows // gone,))
    base.commit()
    base.close()
    path = tmp_path / "b.db"
    path.write_bytes((tmp_path / "a.db").read_bytes())
    made = [one for one in read_file(path, "b.db", "e") if isinstance(one, Unit) and one.locator == "b.db#deleted" and one.cells]
    cells = {tuple(row.values()) for one in made for row in unpack_cells(one.cells).to_pylist()}
    lost = [number - 1 for number in range(rows // gone, rows + 1, rows // gone)]
    found = sum((f"Person {number:05} Example", f"987-65-{number:04}") in cells for number in lost)
    assert found >= len(lost) * 0.9
    assert ("Person 00002 Example", "987-65-0002") not in cells  # it is still there


def test_text_of_shapes():
    def chunk(kind, content):
        return struct.pack("<IIIIHB", kind, 7, 0, len(content), 0, 0) + content

    stream = (
        chunk(0x0E, bytes(8) + "Ödegård\n".encode("utf-16-le") + b"\0\0")
        + chunk(0x0D, b"noise" * 4)
        + chunk(0x0E, bytes(8) + b"Plain caf\xe9\0")
    )
    assert list(shape_texts(stream)) == ["Ödegård", "Plain café"]
    assert list(shape_texts(struct.pack("<IIIIHB", 0x0E, 7, 0, 1 << 30, 0, 0) * 30)) == []


def test_text_of_a_works_document():
    text = "Dear Zoë,\rthank you.\r".encode("utf-16-le")
    head = b"CHNKWKS " + bytes(16)
    entry = struct.pack("<H4sHHH4sII", 24, b"TEXT", 0, 0, 0, b"TEXT", 0x200, len(text))
    assert list(_text((head + entry).ljust(0x200, b"\0") + text)) == ["Dear Zoë,\nthank you.\n"]
    assert list(_text(head + struct.pack("<H4sHHH4sII", 24, b"TEXT", 0, 0, 0, b"TEXT", 0x200, 1 << 31))) == []


def test_a_signed_message_as_pem_is_one(tmp_path, signer):
    content = base64.encodebytes(signed(signer, b"hello there\n", pkcs7.PKCS7Options.Binary))
    texts, _ = read(tmp_path, "x.p7m", b"-----BEGIN CMS-----\n" + content + b"-----END CMS-----\n")
    assert "hello there\n" in texts.values()


def test_an_archive_cut_inside_its_only_member_is_told(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "".join(f"<Override PartName='/word/part{at}.xml'/>" for at in range(400)))
    torn = tmp_path / "torn.docx"
    torn.write_bytes(packed.getvalue()[:300])
    assert [one.reason for one in read_file(torn, "torn.docx", "e1") if isinstance(one, Unread)] == ["damaged"]
