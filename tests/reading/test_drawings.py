"""Drawings of Windows, pictures and art in office files before 2007, early sheets, bodies of Word before 97."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.errors import EvidenceError
from stanch.reading import read_file
from stanch.reading.readers.blips import art, pictures
from stanch.reading.readers.legacy import drawn, slide_words
from stanch.reading.readers.metafile import metafile
from stanch.reading.readers.word_binary import body
from stanch.reading.source import Source
from stanch.records import unpack_cells


def read(tmp_path, name, content):
    place = tmp_path / name
    place.write_bytes(content)
    return list(read_file(place, name, "x", settings={"ocr": "never"}))


def emf_record(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def emf_text(words, height, kind=84):
    raw = words.encode("utf-16-le" if kind == 84 else "cp1251")
    return emf_record(kind, bytes(24) + bytes(4) + struct.pack("<iiII", 5, height, len(words), 76) + bytes(76 - 52) + raw)


def emf(*records):
    return emf_record(1, bytes(32) + b" EMF" + bytes(60)) + b"".join(records) + emf_record(14, bytes(12))


def bitmap():
    return struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 24, 0, 16, 0, 0, 0, 0), bytes(16)


def wmf_record(kind, body):
    body += bytes(len(body) % 2)
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


def wmf(*records):
    return struct.pack("<HHHIHIH", 1, 9, 0x300, 100, 1, 100, 0) + b"".join(records) + struct.pack("<IH", 3, 0)


def test_words_of_a_drawing_are_lines_by_their_height(tmp_path):
    head, bits = bitmap()
    stretched = emf_record(81, bytes(40) + struct.pack("<4I", 80, len(head), 120, len(bits)) + bytes(16) + head + bits)
    font = emf_record(82, bytes(4) + bytes(23) + bytes([204]) + bytes(64))
    found = read(
        tmp_path,
        "a.emf",
        emf(emf_text("Ada Example", 10), emf_text("900-00-0001", 10), font, emf_text("Иван", 40, kind=83), stretched),
    )
    assert found[0].text == "Ada Example 900-00-0001\nИван\n"
    assert found[1].locator == "a.emf!/picture_1.bmp"
    assert found[1].detail == "a picture, and OCR is off"


def test_an_old_drawing_with_and_without_words(tmp_path):
    font = wmf_record(0x02FB, bytes(13) + bytes([238]) + bytes(20))
    placed = wmf_record(0x0A32, struct.pack("<hhHH", 7, 3, 8, 0) + "Łódź 123".encode("cp1250"))
    old = wmf_record(0x0521, struct.pack("<H", 3) + b"abc\x00" + struct.pack("<hh", 9, 0))
    assert read(tmp_path, "a.wmf", wmf(font, placed, old))[0].text == "Łódź 123\nabc\n"
    told = read(tmp_path, "b.wmf", b"\xd7\xcd\xc6\x9a" + bytes(18) + wmf(font))
    assert told[0].detail == "set aside: a drawing without words"


@given(st.binary(max_size=400), st.integers(0, 300))
def test_a_torn_drawing_ends(noise, cut):
    for whole in (emf(emf_text("Ada", 1)), wmf(wmf_record(0x0A32, struct.pack("<hhHH", 7, 3, 3, 0) + b"Ada"))):
        found = []
        with contextlib.suppress(EvidenceError):  # torn, without words, or with a picture that is too large: nothing else may come
            found = list(metafile(Source("x", "a", None, whole[:cut] + noise)))
        assert all(isinstance(one, Source) or one.text.strip() for one in found)


def blip(sign, kind, body):
    return struct.pack("<HHI", sign << 4, kind, len(body)) + body


def test_pictures_and_art_in_old_office_files():
    drawing = emf(emf_text("Ada Example", 1))
    packed = zlib.compress(drawing)
    held = struct.pack("<I", len(drawing)) + bytes(24) + struct.pack("<IBB", len(packed), 0, 0xFE) + packed
    png = b"\x89PNG\r\n\x1a\n" + bytes(60)
    stream = b"noise" + blip(0x3D4, 0xF01A, bytes(16) + held) + blip(0x6E1, 0xF01E, bytes(32) + b"\xff" + png) + b"\x1a\xf0"
    assert list(pictures(stream)) == [("picture_1.emf", drawing), ("picture_2.png", png)]
    half = len(stream) // 2
    records = struct.pack("<HH", 0xEB, half) + stream[:half] + struct.pack("<HH", 0x3C, len(stream) - half) + stream[half:]
    assert list(drawn(records)) == list(pictures(stream))
    words = "Call Ada\x00".encode("utf-16-le")
    shape = struct.pack("<HHI", 2 << 4 | 3, 0xF00B, 12 + len(words)) + struct.pack("<HIHI", 0x0181, 7, 0x80C0, len(words)) + words
    assert art(b"\x00\x00" + shape) == ["Call Ada"]
    torn = struct.pack("<HHI", 0, 4001, 1 << 30) + b"\x00" * 5 + struct.pack("<HHI", 0, 4008, 3) + b"Ada" + shape
    assert slide_words(torn)[0] == ["Ada", "Call Ada"]


@pytest.mark.parametrize("early", [2, 3, 4])
def test_sheets_of_the_first_versions_are_tables(tmp_path, early):
    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    def label(row, column, words):
        raw = words.encode("cp1252")
        if early == 2:
            return record(4, struct.pack("<HH3sB", row, column, b"", len(raw)) + raw)
        return record(0x204, struct.pack("<HHHH", row, column, 0, len(raw)) + raw)

    def real(row, column, value):
        return (
            record(3, struct.pack("<HH3sd", row, column, b"", value))
            if early == 2
            else record(0x203, struct.pack("<HHHd", row, column, 0, value))
        )

    kind, size = {2: (0x009, 4), 3: (0x209, 6), 4: (0x409, 6)}[early]
    formula = {2: 0x006, 3: 0x206, 4: 0x406}[early]
    told = bytes(6) + b"\xff\xff"
    result = record(formula, struct.pack("<HH", 2, 0) + (b"\0\0\0" if early == 2 else b"\0\0") + told + bytes(4))
    text = record(7, b"\x03Zo\xeb") if early == 2 else record(0x207, struct.pack("<H", 3) + b"Zo\xeb")
    whole = (
        record(kind, bytes(size))
        + label(0, 0, "Name")
        + label(0, 1, "Pay")
        + label(1, 0, "Ada")
        + real(1, 1, 12.5)
        + result
        + text
        + record(10, b"")
    )
    found = read(tmp_path, "a.xls", whole)
    assert unpack_cells(found[0].cells).to_pylist() == [{"Name": "Ada", "Pay": "12.5"}, {"Name": "Zoë", "Pay": None}]


def old_word(text, *, language=0x409, mac=False, pieces=()):
    stream = bytearray(0x300)
    struct.pack_into("<HHHH", stream, 0, 0xA5DC, 104, 0, language)
    struct.pack_into("<H", stream, 0x0A, 4 if pieces else 0)
    struct.pack_into("<H", stream, 0x14, 256 if mac else 0)
    struct.pack_into("<II", stream, 0x18, 0x300, 0x300 + len(text))
    table = b""
    if pieces:
        ends = [0]
        for _, length in pieces:
            ends.append(ends[-1] + length)
        plc = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, 0x300 + start, 0) for start, _ in pieces)
        table = b"\x02" + struct.pack("<I", len(plc)) + plc
        struct.pack_into("<II", stream, 0x160, 0x300 + len(text), len(table))
    return bytes(stream) + text + table


def test_word_before_97_in_the_letters_of_its_language():
    russian = "Уважаемый Иван Петрович, ваш номер паспорта записан.\rТелефон прежний."
    assert body(old_word(russian.encode("cp1251")), b"") == russian.replace("\r", "\n")
    french = "L’élève Zoé a été reçue."
    assert body(old_word(french.encode("mac_roman"), mac=True), b"") == french
    assert body(old_word("社員番号".encode("cp932"), language=0x411), b"") == "社員番号"
    hasty = b"second first "
    assert body(old_word(hasty, pieces=((7, 6), (0, 6))), b"") == "first second"
    locked = bytearray(old_word(b"never to be read"))
    locked[0x0B] = 1
    assert body(bytes(locked), b"") == ""
