"""What stands where no reader of text looks: attributes, formulas, cells that hold files, parts beside the body, old code pages."""

import base64
import bz2
import codecs
import gzip
import io
import json
import sqlite3
import struct
import zipfile

import openpyxl
import pikepdf
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from stanch.reading import read_file
from stanch.reading.readers import image
from stanch.reading.readers.text import chunks, decode, encoding_of
from stanch.reading.readers.word_binary import parts, table_name
from stanch.records import Unit, Unread, unpack_cells

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(tmp_path, name, content, **settings):
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_file(path, name, "x", settings={"ocr": "never", **settings}))


def words(found):
    out = []
    for one in found:
        if isinstance(one, Unit):
            cells = unpack_cells(one.cells) if one.cells is not None else None
            out.append(one.text if cells is None else "\n".join(map(str, [cells.column_names, *cells.to_pylist()])))
    return "\n".join(out)


def zipped(members, comment=b""):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        packed.comment = comment
    return sink.getvalue()


def document(body):
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<w:p><w:ins w:id="1" w:author="Ana Quill"><w:r><w:t>x</w:t></w:r></w:ins></w:p>', "changed by: Ana Quill"),
        ('<w:p><w:r><wp:docPr xmlns:wp="w" id="9" descr="Ana &amp; Bo"/><w:t>x</w:t></w:r></w:p>', "description: Ana & Bo"),
        ('<w:p><w:fldSimple w:instr="HYPERLINK &quot;mailto:a@example.com&quot;"/><w:r><w:t>x</w:t></w:r></w:p>', "a@example.com"),
        (
            '<w:sdt><w:sdtPr><w:listItem w:displayText="Bo Tarn" w:value="1"/></w:sdtPr></w:sdt><w:p><w:r><w:t>x</w:t></w:r></w:p>',
            "choice: Bo Tarn",
        ),
    ],
)
def test_attributes_of_a_document_are_said(tmp_path, body, said):
    assert said in words(read(tmp_path, "d.docx", document(body)))


def test_what_older_programs_show_instead_is_said_where_it_differs(tmp_path):
    both = '<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:r><w:t>{}</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>{}</w:t></w:r></mc:Fallback></mc:AlternateContent>'
    assert words(read(tmp_path, "d.docx", document(f"<w:p>{both.format('same words', 'same words')}</w:p>"))).count("same words") == 1
    assert "other words" in words(read(tmp_path, "d.docx", document(f"<w:p>{both.format('same words', 'other words')}</w:p>")))


def test_choices_prompts_and_formulas_of_a_sheet_are_said(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active["A2"] = '=CONCATENATE("Ana Quill",B2)'
    choice = DataValidation(type="list", formula1='"Bo Tarn,Cy Venn"', prompt="ask Di Moss")
    book.active.add_data_validation(choice)
    choice.add("B2")
    sink = io.BytesIO()
    book.save(sink)
    said = words(read(tmp_path, "x.xlsx", sink.getvalue()))
    assert all(name in said for name in ("Ana Quill", "Bo Tarn,Cy Venn", "ask Di Moss"))


def test_a_file_in_a_cell_of_a_database_is_read_as_what_it_is(tmp_path):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE kept (id, scan BLOB)")
    base.execute("INSERT INTO kept VALUES (7, ?)", (document("<w:p><w:r><w:t>Ana Quill</w:t></w:r></w:p>"),))
    base.commit()
    found = read(tmp_path, "b.sqlite", base.serialize())
    assert "[file kept.scan_1]" in words(found)
    assert [one.locator for one in found if isinstance(one, Unit) and "Ana Quill" in one.text] == ["b.sqlite!/kept.scan_1"]


def test_base64_in_json_and_health_messages_is_read(tmp_path):
    packed = base64.b64encode(b"Patient Ana Quill was seen").decode()
    fhir = {"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": packed}}]}
    assert "Ana Quill" in words(read(tmp_path, "f.json", json.dumps(fhir)))
    assert "Ana Quill" in words(
        read(tmp_path, "m.hl7", f"MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5\rOBX|1|ED|x||^TEXT^^Base64^{packed}\r")
    )
    assert "Ana" not in words(
        read(tmp_path, "n.json", json.dumps({"note": {"text": packed}}))
    )  # nothing says that this is more than a code


def test_letters_behind_a_backslash_are_shown(tmp_path):
    assert "Zoë Ångström" in words(read(tmp_path, "j.json", json.dumps({"a": {"b": "Zoë Ångström"}})))


@pytest.mark.parametrize("packer", [gzip.compress, bz2.compress])
def test_a_stream_that_breaks_off_is_read_up_to_there(tmp_path, packer):
    text = "\n".join(f"row {number} of Ana Quill {number * 7919}" for number in range(60_000))
    found = read(tmp_path, "a.txt.gz", packer(text.encode())[:-40_000])
    assert "row 99 of Ana Quill" in words(found)
    assert [one.reason for one in found if isinstance(one, Unread)] == ["damaged"]


def test_an_archive_is_found_behind_a_program_and_its_comment_said(tmp_path):
    said = words(read(tmp_path, "setup.exe", b"MZ" + bytes(600) + zipped({"a.txt": "for Ana Quill"}, b"made by Bo Tarn")))
    assert "for Ana Quill" in said
    assert "made by Bo Tarn" in said


def test_files_packed_the_old_way_and_names_of_attachments(tmp_path):
    mail = "Subject: s\nFrom: a@example.com\n\nsee\nbegin 644 who.txt\n)06YA(%%U:6QL\n`\nend\n"
    found = read(tmp_path, "m.eml", mail)
    assert "Attachment: who.txt" in words(found)
    assert [one.text.strip() for one in found if isinstance(one, Unit) and one.locator.endswith("who.txt")] == ["Ana Quill"]


def test_an_export_of_a_directory_is_a_table(tmp_path):
    name = base64.b64encode("Žofie Nová".encode()).decode()
    said = words(
        read(tmp_path, "d.ldif", f"version: 1\n\ndn: cn=a,dc=example\ncn:: {name}\nmail: z@exam\n ple.com\nl: Brno\n\ndn: cn=b\ncn: Bo\n")
    )
    assert "Žofie Nová" in said
    assert "localityName" in said  # alone the letter says nothing
    assert "z@example.com" in said


def test_a_table_made_on_one_line_does_not_swallow_what_follows(tmp_path):
    dump = "CREATE TABLE p (id int, name varchar(9));\nINSERT INTO p VALUES (1,'Ana Quill'),(2,0x426f205461726e21),(3,_binary 'Cy Venn');\n"
    said = words(read(tmp_path, "d.sql", dump))
    assert "['id', 'name']" in said
    assert all(name in said for name in ("Ana Quill", "Bo Tarn!", "Cy Venn"))


def test_account_in_a_script_of_a_page(tmp_path):
    page = '<html><body>x<script>var t=1; window.me = {"userName": "Ana Quill", "colour": "blue"};</script><p data-customer-name="Bo Tarn">'
    said = words(read(tmp_path, "p.html", page))
    assert "userName: Ana Quill" in said
    assert "customer-name: Bo Tarn" in said
    assert "blue" not in said


def test_a_document_and_a_picture_within_a_dicom_file(tmp_path):
    def element(tag, kind, value):
        value += b" " * (len(value) % 2)
        head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + kind
        return head + (b"\0\0" + struct.pack("<I", len(value)) if kind in (b"OB", b"OW") else struct.pack("<H", len(value))) + value

    head = bytes(128) + b"DICM" + element(0x00020010, b"UI", b"1.2.840.10008.1.2.1") + element(0x00100010, b"PN", b"Quill^Ana")
    assert "note for Bo Tarn" in words(read(tmp_path, "a.dcm", head + element(0x00420011, b"OB", b"{\\rtf1 note for Bo Tarn}")))
    size = b"".join(element(tag, b"US", struct.pack("<H", number)) for tag, number in ((0x00280010, 4), (0x00280011, 6), (0x00280100, 8)))
    found = read(tmp_path, "b.dcm", head + size + element(0x7FE00010, b"OW", bytes(24)), ocr="auto")
    assert [one.locator for one in found if isinstance(one, Unit) and one.properties.get("ocr")] == ["b.dcm!/frame"]


def test_what_hangs_on_a_page_within_its_dictionaries(tmp_path):
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array(
            [pikepdf.Dictionary(FT=pikepdf.Name.Ch, T="who", V="Ana Quill", DV="Bo Tarn", Opt=pikepdf.Array(["Cy Venn"]))]
        ),
        XFA=made.make_stream(b"<data><n>Di Moss</n></data>"),
    )
    sink = io.BytesIO()
    made.save(sink)
    said = words(read(tmp_path, "f.pdf", sink.getvalue()))
    assert all(name in said for name in ("Ana Quill", "Bo Tarn", "Cy Venn", "Di Moss"))


def test_parts_beside_the_body_of_an_old_word_document():
    texts = ["body\r", "", "Head for Ana Quill\r", "", "\x05Ask Bo Tarn\r", "", "", ""]
    whole = "".join(texts)
    stream = bytearray(1024)
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", stream, 0x0A, 0x200)
    struct.pack_into("<8I", stream, 0x4C, *map(len, texts))
    owner = "Cy Venn"
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(whole)) + struct.pack("<HIH", 0, 0x40000000 | 2048, 0)
    owners = struct.pack("<H", len(owner)) + owner.encode("utf-16-le")
    struct.pack_into("<II", stream, 0x1A2, 0, len(clx))
    struct.pack_into("<II", stream, 0x1BA, len(clx), len(owners))
    content = bytes(stream) + whole.encode("cp1252")
    assert table_name(content) == "1Table"
    assert list(parts(content, clx + owners)) == [
        ("headers and footers", "Head for Ana Quill"),
        ("comments", "Ask Bo Tarn"),
        ("people", "written or changed by: Cy Venn"),
    ]
    assert table_name(content[:200]) == ""


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("cp1252", "Zoë Ångström naïve"), ("cp1252", "It’s “fine” – don’t worry, £100"), ("cp1252", "Þórður Guðmundsson býr á Íslandi"),
        ("cp1252", "JOSÉ NUÑEZ MUÑOZ"), ("iso8859_15", "Œuvre Šárka"), ("iso8859_2", "Zażółć gęślą Łódź"), ("cp1250", "Příliš žluťoučký kůň"),
        ("cp852", "Příliš žluťoučký kůň"), ("cp1251", "Ольга Иванова живёт в Москве"), ("koi8_r", "Ольга Иванова живёт в Москве"),
        ("cp866", "Ольга Иванова живёт в Москве"), ("cp1253", "Γιώργος Παπαδόπουλος μένει στην Αθήνα"), ("cp1254", "Gülşen Yıldırım Iğdır"),
        ("mac_roman", "Zoë Ångström naïve façade"), ("cp850", "Zoë Ångström naïve façade"), ("cp1255", "שרה כהן גרה בתל אביב"),
        ("utf-7", "Zoë Ångström"), ("euc_jp", "山田太郎は東京都に住んでいます"), ("big5", "王小明住在臺北市信義區"), ("gb18030", "王小明住在北京市朝阳区"),
    ],
)  # fmt: skip
def test_the_code_page_is_told_by_the_letters(page, text):
    content = (text + "\n").encode(page) * 4
    assert content.decode(encoding_of(content)) == (text + "\n") * 4


@pytest.mark.parametrize(
    ("lines", "other", "of_other"),
    [
        (["José Muñoz", "Müller & Söhne", "François Lefèvre – “n° 5”", "Ana Smith", "CAFÉ"], "cp1252", {3, 7, 11}),
        (["José Muñoz", "Müller & Söhne", "François Lefèvre – “n° 5”", "Ana Smith", "CAFÉ"], "cp1252", set(range(12))),
        (["Ольга Иванова", "Раиса Абрамова"], "cp1251", {2, 5}),
        (["Ana Smith"], "cp1252", set()),
    ],
)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_lines_of_two_encodings_are_each_read_by_their_own(lines, other, of_other, mark):
    """Also where the first of the other ones stands behind what the encoding is told by."""
    written = lines * 4
    content = mark + b"".join(f"{one}\n".encode(other if at in of_other else "utf-8") for at, one in enumerate(written))
    assert decode(content)[0] == "\n".join([*written, ""])
    late = mark + b"plain\n" * 12_000 + "Zoë\n".encode("cp1252")
    assert "".join(text for _, text in chunks(io.BytesIO(late)))[-4:] == "Zoë\n"


def test_a_table_goes_on_in_another_encoding(tmp_path):
    rows = [f"{at},José {at},Peña 4" for at in range(20_000)] + ["x,Zoë Ñu,Åland"]
    content = "\n".join(["id,name,street", *rows[:-1], ""]).encode() + rows[-1].encode("cp1252")
    last = unpack_cells(read(tmp_path, "people.csv", content)[-1].cells)
    assert list(last.slice(len(last) - 1).to_pylist()[0].values()) == ["x", "Zoë Ñu", "Åland"]


def test_a_page_that_lies_on_its_side_is_turned_until_it_reads(monkeypatch):
    def read_it(picture):
        return ("Ana Quill\n", 95.0) if picture.size == (30, 90) else ("|||_ iiny\n", 31.0)

    monkeypatch.setattr(image.shutil, "which", lambda _name: "/usr/bin/tesseract")
    monkeypatch.setattr(image, "_tesseract", read_it)
    assert image.recognise(Image.new("RGB", (90, 30), "white"), {}) == "Ana Quill\n"
    assert image.recognise(Image.new("RGB", (30, 90), "white"), {}) == "Ana Quill\n"


def test_an_object_in_a_script_of_a_page_is_a_file_of_its_own(tmp_path):
    page = (
        '<html><body>x<script type="application/json">{"patient": {"firstName": "Ana", "lastName": "Quill", "ssn": "900-21-0001"}}</script>'
    )
    said = words(read(tmp_path, "p.html", page + '<div data-note="e-mail bo@example.com">'))
    assert "['firstName', 'lastName', 'ssn']" in said
    assert "note: e-mail bo@example.com" in said
