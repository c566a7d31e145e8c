"""Access databases: values, deleted and moved rows, long fields, links, encoded pages, pages under a password, hostile pages."""

import base64
import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from tests.reading import access_maker as maker

from stanch.reading import read_file
from stanch.records import Unit, Unread, unpack_cells


def read(tmp_path, content, passwords=()):
    place = tmp_path / "people.mdb"
    place.write_bytes(content)
    return list(read_file(place, "people.mdb", "x", settings={"ocr": "never"}, passwords=passwords))


def table(found, part):
    return [
        row for one in found if isinstance(one, Unit) and one.locator == f"people.mdb#{part}" for row in unpack_cells(one.cells).to_pylist()
    ]


def test_values_are_shown_and_a_broken_row_costs_itself(tmp_path):
    rows = {row["Number"]: row for row in table(read(tmp_path, maker.people()), "People")}
    assert set(rows) == {"1", "2", "4", "5"}
    assert rows["1"] == {
        "Number": "1", "Name": "Ada Example", "Note": "SSN 900-00-0001", "Born": "1970-01-01 12:00:00", "Pay": "123.45", "Active": "True",
        "Rate": "-10.5", "Letter": None,
    }  # fmt: skip
    assert rows["2"]["Name"] == "Zoë Пример"
    assert rows["2"]["Note"] == "first " + maker.SECOND.decode()  # in a chain of places
    assert rows["2"]["Born"] == "1899-12-29 06:00:00"
    assert rows["4"]["Name"] == "Moved Person"  # its place holds but a pointer
    assert rows["5"]["Born"] == "12:00:00"


def test_deleted_rows_links_and_files_in_fields(tmp_path):
    found = read(tmp_path, maker.people())
    assert [row["Name"] for row in table(found, "People, deleted")] == ["Gone Person"]
    assert [row["Note"] for row in table(found, "People, deleted")] == ["short!"]
    links = [one for one in found if isinstance(one, Unit) and one.locator.endswith("#links")]
    assert links[0].text == "Far: ODBC;UID=sa;PWD=Invented1\n"
    name = table(found, "People")[-1]["Letter"].removeprefix("[file ").removesuffix("]")
    assert any(one.locator == f"people.mdb!/{name}" for one in found)
    told = [one for one in found if isinstance(one, Unread) and one.locator == "people.mdb#Torn"]
    assert told[0].reason == "damaged"
    assert "page 99" in told[0].detail


def test_an_encoded_database_needs_no_password(tmp_path):
    plain, encoded = read(tmp_path, maker.people()), read(tmp_path, maker.people(b"\x12\x34\x56\x78"))
    assert table(encoded, "People") == table(plain, "People") != []


def _under(password):
    """The same database, its pages encrypted as Access 2010 and later do it; the page's number stands in the first bytes of the block."""
    number, data_salt, salt, secret, turns = 0x01020304, b"d" * 16, b"p" * 16, bytes(range(32)), 1000
    hashed = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for turn in range(turns):
        hashed = hashlib.sha512(struct.pack("<I", turn) + hashed).digest()

    def sealed(block, content):
        key = hashlib.sha512(hashed + bytes.fromhex(block)).digest()[:32]
        return base64.b64encode(Cipher(algorithms.AES(key), modes.CBC(salt)).encryptor().update(content)).decode()

    probe = b"v" * 16
    xml = (
        f'<encryption><keyData cipherAlgorithm="AES" hashAlgorithm="SHA512" saltValue="{base64.b64encode(data_salt).decode()}"/>'
        f'<p:encryptedKey spinCount="{turns}" keyBits="256" hashAlgorithm="SHA512" saltValue="{base64.b64encode(salt).decode()}" '
        f'encryptedVerifierHashInput="{sealed("fea7d2763b4b9e79", probe)}" '
        f'encryptedVerifierHashValue="{sealed("d7aa0f6d3061344e", hashlib.sha512(probe).digest())}" '
        f'encryptedKeyValue="{sealed("146e0be7abacd0d6", secret)}"/></encryption>'
    ).encode()
    plain = maker.people()
    first = bytearray(maker.first_page(number.to_bytes(4, "little")))
    first[0x04:0x15] = b"Standard ACE DB\x00\x03"
    first[0x299 : 0x299 + 10 + len(xml)] = struct.pack("<HHHI", len(xml) + 8, 4, 4, 0x40) + xml
    pages = [bytes(first)]
    for place in range(1, len(plain) // maker.SIZE):
        start = hashlib.sha512(data_salt + (number ^ place).to_bytes(4, "little")).digest()[:16]
        page = plain[place * maker.SIZE : (place + 1) * maker.SIZE]
        pages.append(Cipher(algorithms.AES(secret), modes.CBC(start)).encryptor().update(page))
    return b"".join(pages)


def test_pages_under_a_password_open_with_it_alone(tmp_path):
    content = _under("Invented-1")
    found = read(tmp_path, content, passwords=("wrong", "Invented-1"))
    assert table(found, "People") == table(read(tmp_path, maker.people()), "People") != []
    told = read(tmp_path, content, passwords=("wrong",))
    assert [(one.reason, one.detail) for one in told] == [("encrypted", "an Access database under a password")]


@pytest.mark.parametrize("at", range(2))
def test_loops_in_pages_end(tmp_path, at):
    content = bytearray(maker.people())
    if at:  # a definition that goes on in itself
        struct.pack_into("<I", content, maker.DEFINITION * maker.SIZE + 4, maker.DEFINITION)
    else:  # a memo whose chain comes back
        place = content.index(struct.pack("<I", maker.LONG << 8 | 2) + maker.wide("first "))
        struct.pack_into("<I", content, place, maker.LONG << 8 | 1)
    assert {row["Name"] for row in table(read(tmp_path, bytes(content)), "People")} >= {"Ada Example", "Zoë Пример"}


def test_pages_that_are_cut_off_are_told(tmp_path):
    found = read(tmp_path, maker.people()[: 2 * maker.SIZE + 700])
    assert any(isinstance(one, Unread) and one.reason == "damaged" for one in found)
