"""Known passwords open what is locked; what stays locked is told."""

import base64
import hashlib
import io
import os
import subprocess
import zlib

import msoffcrypto
import pikepdf
import py7zr
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from docx import Document
from lxml import etree
from tests.reading.samples import zipped

from stanch.errors import EvidenceError
from stanch.reading import read_file
from stanch.reading.readers.program import program_members, seven_zip
from stanch.reading.source import Source
from stanch.records import Unit, Unread

PASSWORDS = ("wrong", "Stanch-2026")


def office():
    plain, locked = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph("the secret text")
    document.save(plain)
    msoffcrypto.OfficeFile(plain).encrypt(PASSWORDS[1], locked)
    return locked.getvalue()


def pdf():
    made, sink = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.attachments["a.txt"] = b"the secret text"
    made.save(sink, encryption=pikepdf.Encryption(owner="o", user=PASSWORDS[1]))
    return sink.getvalue()


def seven():
    sink = io.BytesIO()
    with py7zr.SevenZipFile(sink, "w", password=PASSWORDS[1], header_encryption=True) as packed:
        packed.writestr("the secret text", "a.txt")
    return sink.getvalue()


@pytest.mark.parametrize(("cut", "reason"), [(0, "encrypted"), (40, "damaged")])
def test_a_list_of_members_under_a_password_is_told_so_whatever_the_program_says_of_it(tmp_path, monkeypatch, cut, reason):
    """Deciphered with a wrong password it may look like a damaged one."""
    monkeypatch.setattr("stanch.reading.readers.program._call", lambda *_: (b"", "ERROR: Headers Error", 2))
    whole = seven() if not cut else zipped_seven()[:-cut]
    with pytest.raises(EvidenceError) as told:
        list(program_members(Source("e1", "a.7z", None, whole)))
    assert told.value.reason == reason


def zipped_seven():
    sink = io.BytesIO()
    with py7zr.SevenZipFile(sink, "w") as packed:
        packed.writestr("a text", "a.txt")
    return sink.getvalue()


def zip_aes(tmp_path):
    (tmp_path / "a.txt").write_text("the secret text")
    program = seven_zip()
    subprocess.run(
        [program, "a", "-tzip", "-mem=AES256", f"-p{PASSWORDS[1]}", "a.zip", "a.txt"], cwd=tmp_path, check=True, capture_output=True
    )
    return (tmp_path / "a.zip").read_bytes()


def opendocument(padding=None):
    """As ODF 1.2 locks it: packed, then AES-256-CBC under PBKDF2 of the password's SHA-256."""
    salt, vector = os.urandom(16), os.urandom(16)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    clear = packer.compress(b'<o xmlns:text="urn:text"><text:p>the secret text</text:p></o>') + packer.flush()
    missing = 16 - len(clear) % 16
    clear += bytes(missing - 1) + bytes([missing if padding is None else padding])
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(PASSWORDS[1].encode()).digest(), salt, 1024, 32)
    locked = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor().update(clear)
    entry = (
        f'<m:file-entry m:full-path="content.xml"><m:encryption-data><m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        f'm:initialisation-vector="{base64.b64encode(vector).decode()}"/><m:key-derivation m:key-size="32" m:iteration-count="1024" '
        f'm:salt="{base64.b64encode(salt).decode()}"/><m:start-key-generation m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>'
        "</m:encryption-data></m:file-entry>"
    )
    manifest = f'<m:manifest xmlns:m="urn:manifest">{entry}</m:manifest>'
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": locked, "META-INF/manifest.xml": manifest})


def read(tmp_path, content, passwords):
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(read_file(path, "f", "x", settings={"ocr": "never"}, passwords=passwords))


def test_noise_that_looks_packed_is_no_opened_document(tmp_path):
    """What a wrong password gives now and then ends like packed text; the padding behind it does not tell its length."""
    found = read(tmp_path, opendocument(padding=99), PASSWORDS)
    assert [one.reason for one in found if isinstance(one, Unread)] == ["encrypted"]


@pytest.mark.parametrize("make", [office, pdf, seven, opendocument])
def test_a_known_password_opens_it(tmp_path, make):
    found = read(tmp_path, make(), PASSWORDS)
    assert "the secret text" in "\n".join(one.text for one in found if isinstance(one, Unit))
    assert not [one for one in found if isinstance(one, Unread)]


@pytest.mark.parametrize("make", [office, pdf, seven, opendocument])
@pytest.mark.parametrize("passwords", [(), PASSWORDS[:1]])
def test_without_it_the_file_is_told_as_encrypted(tmp_path, make, passwords):
    found = read(tmp_path, make(), passwords)
    assert [one.reason for one in found if isinstance(one, Unread)] == ["encrypted"]
    assert not [one for one in found if isinstance(one, Unit)]


def test_a_zip_under_aes(tmp_path):
    content = zip_aes(tmp_path)
    assert [one.text for one in read(tmp_path, content, PASSWORDS)] == ["the secret text", "a.txt\n"]
    assert [one.reason for one in read(tmp_path, content, ()) if isinstance(one, Unread)] == ["encrypted"]


def test_a_missing_program_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("stanch.reading.readers.program.seven_zip", lambda: None)
    (one,) = read(tmp_path, b"MSCF\x00\x00\x00\x00" + bytes(100), ())
    assert (one.reason, "7z" in one.detail) == ("unsupported", True)


def test_noise_that_begins_as_packed_text_does_is_no_right_password():
    from stanch.reading.readers import locked

    tree = etree.fromstring(
        '<m xmlns:m="m"><m:algorithm m:algorithm-name="aes256-cbc" m:initialisation-vector="AAAAAAAAAAAAAAAAAAAAAA=="/>'
        '<m:key-derivation m:salt="AAAA" m:iteration-count="1" m:key-size="32"/></m>'
    )
    packer = zlib.compressobj(wbits=-15)
    content = packer.compress(b"the secret text" * 9) + packer.flush()
    missing = 16 - len(content) % 16
    content += bytes(missing - 1) + bytes([missing])
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha1(b"right").digest(), base64.b64decode("AAAA"), 1, 32)  # noqa: S324 as the format asks
    sealed = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    assert locked._decrypted(sealed.update(content), tree, "right") == b"the secret text" * 9
    opened = [locked._decrypted(bytes(16) + number.to_bytes(16, "big"), tree, "wrong") for number in range(600)]
    assert opened == [None] * 600


def test_an_archive_of_many_members_under_aes_is_read_to_its_end(tmp_path):
    program = seven_zip()
    assert program
    (tmp_path / "in").mkdir()
    for number in range(60):
        (tmp_path / "in" / f"{number}.txt").write_text(f"the secret text of person {number}")
    subprocess.run(
        [program, "a", "-tzip", "-mem=AES256", f"-p{PASSWORDS[1]}", str(tmp_path / "a.zip"), str(tmp_path / "in")],
        check=True,
        capture_output=True,
    )
    found = list(read_file(tmp_path / "a.zip", "a.zip", "x", settings={"ocr": "never"}, passwords=PASSWORDS))
    assert sum(one.text.startswith("the secret text of person") for one in found if isinstance(one, Unit)) == 60
    assert not [one for one in found if isinstance(one, Unread)]
    told = list(read_file(tmp_path / "a.zip", "a.zip", "x", settings={"ocr": "never"}, passwords=("wrong",)))
    assert {one.reason for one in told if isinstance(one, Unread)} == {"encrypted"}
