"""Small files of many formats, made here with invented content."""

import io
import struct
import zipfile
import zlib


def zipped(members):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return sink.getvalue()


VCARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Example\r\nN:Example;Ada;;;\r\nitem1.TEL;TYPE=CELL,VOICE:212-555-0101\r\nEMAIL:ada@exam\r\n ple.com\r\n"
    b"ADR;TYPE=HOME:;;1 Main St;Springfield;IL;62701;USA\r\nNOTE:line one\\nline two\\, still\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =\r\nMuster\r\nEND:VCARD\r\n"
)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260102T090000Z\r\nSUMMARY:Review with Ada\r\nATTENDEE;CN=Ada Example:mailto:ada@example.com\r\n"
    b"DESCRIPTION:Room 5\\nbring the long\r\n  list\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
HL7 = (
    b"MSH|^~\\&|LAB|CLINIC|EHR|CLINIC|202601020900||ORU^R01|1|P|2.5\rPID|1||77^^^H^MR||Example^Ada^B||19700101|F|||1 Main St^^Town^NY^10001||212-555-0101"
    b"||||||900-00-0001\rOBX|1|ST|GLU^Glucose||5.4|mmol/L\rMSH|^~\\&|LAB|CLINIC|EHR|CLINIC|202601020901||ORU^R01|2|P|2.5\rPID|1||78||Muster^J\xc3\xb6rg\r"
)
X12 = (
    b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260102*0900*^*00501*000000001*0*T*:~GS*HC*S*R*20260102*0900*1*X*005010X222A1~"
    b"ST*837*0001~NM1*IL*1*EXAMPLE*ADA*B***MI*W123456789~N3*1 MAIN ST~N4*SPRINGFIELD*IL*62701~DMG*D8*19700101*F~REF*SY*900000001~CLM*A1*100~"
    b"HI*ABK:E119~NM1*PR*2*ACME HEALTH*****PI*99999~SE*9*0001~IEA*1*000000001~"
)
ENROLMENT = X12.replace(b"ST*837", b"ST*834").replace(b"NM1*IL*1", b"INS*Y*18*021~REF*0F*S777~NM1*IL*1")


def wages():
    """Submitter, employer and one employee of an EFW2 file."""
    employee = (
        "RW900000001"
        + "ADA".ljust(15)
        + " " * 15
        + "EXAMPLE".ljust(20)
        + " " * 26
        + "4 ELM ST".ljust(22)
        + "SPRINGFIELD".ljust(22)
        + "OH45501"
    )
    lines = ("RA912345678", "RE2025 912345678".ljust(39) + "ACME CORP", employee.ljust(187) + "00004512300", "RT0000001")
    return "\r\n".join(line.ljust(512) for line in lines).encode()


def fire(*, year=2025):
    """Transmitter, payer, a person and a firm paid, as Publication 1220 has them; two amounts more since 2021."""

    def payee(kind, number, name):
        amounts = "".join(f"{amount:012d}" for amount in (123400, *(0,) * (17 if year > 2020 else 15)))
        head = f"B{year} EXAM{kind}{number}".ljust(20) + "V-7".ljust(34) + amounts
        named = head.ljust(287 if year > 2020 else 247) + name.ljust(40)
        return named.ljust(367) + "4 ELM ST".ljust(80) + "SPRINGFIELD".ljust(40) + "OH45501".ljust(11) + " 00000003"

    payer = (f"A{year}".ljust(11) + "912345678").ljust(52) + "ACME CORP"
    lines = (
        f"T{year} 91234567812A34",
        payer,
        payee("2", "900000001", "EXAMPLE ADA"),
        payee("1", "912345679", "NORTHWIND LLC"),
        "F00000001",
    )
    return "\r\n".join(line.ljust(750) for line in lines).encode()


def bacs():
    entry = "090127" + "12345678" + "0" + "99" + "200000" + "55779911" + " " * 4 + "00000150000" + "ACME LTD".ljust(18) + "WAGES".ljust(18)
    contra = (
        "200000" + "55779911" + "0" + "17" + "200000" + "55779911" + " " * 4 + "00000150000" + "ACME LTD".ljust(18) + "CONTRA".ljust(18)
    )
    labels = ["VOL1123456".ljust(80), "HDR1A123456S  1123456".ljust(80), "UHL1 26001".ljust(80)]
    return "\r\n".join([*labels, entry + "ADA EXAMPLE".ljust(18), contra + "ACME LTD".ljust(18), "EOF1A123456".ljust(80)]).encode()


def cpa005():
    """A Canadian file of direct deposits (CPA 005): one entry of pay in a record."""
    entry = f"2000000245050026241001012345{'1234567':<12}{'0' * 25}{'ACMEPAY':<15}{'ADA EXAMPLE':<30}{'ACME PAYROLL LTD':<30}{'1':<10}{'REF77':<19}"
    head = "A000000001" + "9000000001" + "0001" + "026241" + "01020" + " " * 229
    return "\r\n".join([head, f"C000000002{'9000000001'}0001{entry:<240}"]).encode()


def alloggiati():
    """Two guests as an Italian hotel reports them, of 168 characters: with an identity card, and with a passport."""
    guests = (("DELL'ACQUA", "ADA", "2", "07/02/1983", "IDENT", "CA12345AA"), ("EXAMPLE", "BEN", "1", "11/05/1971", "PASOR", "N1234567"))
    lines = (
        f"1609/09/202602{last:<50}{first:<30}{sex}{born}{'403015146'}MI{'100000100' * 2}{paper}{number:<20}{'403015146'}"
        for last, first, sex, born, paper, number in guests
    )
    return "\r\n".join(lines).encode()


def nacha():
    lines = [
        "101 091000019 1234567892601020900A094101" + "BANK NAME".ljust(23) + "ACME PAYROLL".ljust(23) + " " * 8,
        "5200" + "ACME CORP".ljust(16) + " " * 20 + "1234567890" + "PPD" + "PAYROLL".ljust(10) + "260102260102   1091000010000001",
        "622091000019" + "000111222333".ljust(17) + "0000012345" + "EMP77".ljust(15) + "ADA EXAMPLE".ljust(22) + "  1" + "091000010000001",
        "705" + "FOR JANUARY".ljust(80) + "0001" + "0000001",
    ]
    return "\n".join(line.ljust(94) for line in lines).encode() + b"\n" + b"9" * 94


OFX = (
    b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKACCTFROM><BANKID>091000019<ACCTID>000111222333</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT"
    b"<DTPOSTED>20260102<TRNAMT>-5.00<NAME>ADA EXAMPLE<MEMO>rent &amp; more</STMTTRN></BANKTRANLIST></OFX>"
)
QIF = b"!Type:Bank\nD01/02/2026\nT-5.00\nPAda Example\nA1 Main St\nASpringfield\n^\nD01/03/2026\nT7.00\nPJo\n^\n"
ISO20022 = (
    b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn><PmtInf><Dbtr><Nm>Ada Example</Nm></Dbtr>'
    b"<DbtrAcct><Id><IBAN>GB82WEST12345698765432</IBAN></Id></DbtrAcct></PmtInf></CstmrCdtTrfInitn></Document>"
)
FHIR = (
    b'{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Example","given":["Ada"]}],'
    b'"birthDate":"1970-01-01"}},{"resource":{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/p1"}}}]}'
)


def dicom():
    def element(group, number, kind, value):
        value += b" " * (len(value) % 2)
        return struct.pack("<HH2sH", group, number, kind, len(value)) + value

    body = element(2, 16, b"UI", b"1.2.840.10008.1.2.1\x00") + element(8, 0x20, b"DA", b"20260102") + element(16, 16, b"PN", b"Example^Ada")
    pixels = struct.pack("<HH2sHI", 0x7FE0, 16, b"OW", 0, 4) + b"\x00" * 4
    return bytes(128) + b"DICM" + body + element(16, 0x30, b"DA", b"19700101") + pixels


def pg_number(value):
    return (b"\x01" if value < 0 else b"\x00") + struct.pack("<I", abs(value))


def pg_text(text):
    return pg_number(-1) if text is None else pg_number(len(text.encode())) + text.encode()


def pg_custom(version):
    """An archive as pg_dump -Fc writes it, with one table."""
    head = b"PGDMP" + bytes([1, version, 0, 4, 8, 1]) + (b"\x01" if version >= 15 else pg_number(6))
    head += b"".join(pg_number(one) for one in (0, 0, 9, 2, 0, 126, 0)) + pg_text("shop") + pg_text("16.1") + pg_text("16.1") + pg_number(1)
    entry = pg_number(7) + pg_number(1) + pg_text("1259") + pg_text("16385") + pg_text("people") + pg_text("TABLE DATA") + pg_number(3)
    entry += pg_text("") + pg_text("") + pg_text("COPY public.people (name, ssn) FROM stdin;\n") + pg_text("public") + pg_text("")
    entry += (pg_text("") if version >= 14 else b"") + (pg_number(0) if version >= 16 else b"") + pg_text("owner") + pg_text("false")
    entry += pg_text("215") + pg_text(None) + b"\x02" + bytes(8)
    packed = zlib.compress(b"Ada\\tB\t900-00-0001\nJo\t\\N\n\\.\n\n\n")
    return head + entry + b"\x01" + pg_number(7) + pg_number(len(packed)) + packed + pg_number(0) + b"\x04"


def bacpac():
    def column(name, kind, nullable):
        return (
            f'<Entry><Element Type="SqlSimpleColumn" Name="[dbo].[P].[{name}]"><Property Name="IsNullable" Value="{nullable}"/><Relationship Name="TypeSpecifier">'
            f'<Entry><Element Type="SqlTypeSpecifier"><Relationship Name="Type"><Entry><References Name="[{kind}]"/></Entry></Relationship></Element></Entry>'
            "</Relationship></Element></Entry>"
        )

    model = (
        '<DataSchemaModel xmlns="http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02"><Model><Element Type="SqlTable" Name="[dbo].[P]">'
        f'<Relationship Name="Columns">{column("Id", "int", "False")}{column("Name", "nvarchar", "True")}{column("Born", "date", "True")}'
        "</Relationship></Element></Model></DataSchemaModel>"
    )
    name = "Ada".encode("utf-16-le")
    day = (719162).to_bytes(3, "little")  # 1970-01-01, counted from 0001-01-01
    rows = struct.pack("<i", 5) + struct.pack("<H", len(name)) + name + b"\x03" + day + struct.pack("<i", 6) + b"\xff\xff" + b"\xff"
    return zipped({"model.xml": model, "Origin.xml": "<o/>", "Data/dbo.P/TableData-000-00000.BCP": rows})


def dbx():
    """A folder of Outlook Express with a message in two segments."""
    parts = [b"From: ada@example.com\r\nSubject: Pay\r\n\r\nfirst ", b"and second part\r\n"]
    places = [0x100, 0x400]
    content = bytearray(b"\xcf\xad\x12\xfe" + bytes(0x700))
    for place, part, after in zip(places, parts, [places[1], 0], strict=True):
        struct.pack_into("<IIII", content, place, place, 0x200, len(part), after)
        content[place + 16 : place + 16 + len(part)] = part
    return bytes(content)


def tnef():
    def attribute(level, name, value):
        return bytes([level]) + struct.pack("<HHI", name, 1, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    return (
        b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x8004, b"Pay list\x00") + attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x8010, b"pay.txt\x00") + attribute(2, 0x800F, b"Ada 900-00-0001")
    )  # fmt: skip


def cab():
    """A cabinet of one file that is not packed ([MS-CAB])."""
    name, content = b"pay.txt\x00", b"Ada Example 900-00-0001"
    files = struct.pack("<IIHHHH", len(content), 0, 0, 0x5A21, 0x4800, 0x20) + name
    folder_at, files_at = 36, 36 + 8
    block = struct.pack("<IHH", 0, len(content), len(content)) + content
    blocks_at = files_at + len(files)
    folder = struct.pack("<IHH", blocks_at, 1, 0)
    size = blocks_at + len(block)
    head = b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, size, 0, files_at, 0, 3, 1, 1, 1, 0, 1, 0)
    assert len(head) == folder_at
    return head + folder + files + block


def iso():
    """A disc image of one file (ECMA-119)."""

    def both(value, wide=4):
        return value.to_bytes(wide, "little") + value.to_bytes(wide, "big")

    def record(name, at, size, flags):
        body = b"\x00" + both(at) + both(size) + bytes([126, 1, 2, 9, 0, 0, 0, flags, 0, 0]) + both(1, 2) + bytes([len(name)]) + name
        body += b"\x00" * (len(body) % 2 == 0)
        return bytes([len(body) + 1]) + body

    content = b"Ada Example 900-00-0001"
    root = record(b"\x00", 18, 2048, 2)
    head = b"\x01CD001\x01\x00" + b" " * 64 + bytes(8) + both(20) + bytes(32) + both(1, 2) * 2 + both(2048, 2) + both(10) + bytes(16) + root
    listing = root + record(b"\x01", 18, 2048, 2) + record(b"PAY.TXT;1", 19, len(content), 0)
    sectors = [head.ljust(881, b" ") + b"\x01\x00", b"\xffCD001\x01", listing, content]
    return bytes(16 * 2048) + b"".join(one.ljust(2048, b"\x00") for one in sectors)


def xlsb():
    """A binary workbook of one sheet, without the relations that the usual reader wants."""

    def record(kind, body=b""):
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(body)]) + body

    def text(said):
        return struct.pack("<I", len(said)) + said.encode("utf-16-le")

    def cell(kind, column, body):
        return record(kind, struct.pack("<II", column, 0) + body)

    shared = b"".join(record(19, b"\x00" + text(said)) for said in ("Name", "Number", "Ada Example"))
    rows = [
        record(0, struct.pack("<I", 0) + bytes(13)), cell(7, 0, struct.pack("<I", 0)), cell(7, 1, struct.pack("<I", 1)),
        record(0, struct.pack("<I", 1) + bytes(13)), cell(7, 0, struct.pack("<I", 2)), cell(2, 1, struct.pack("<I", 4711 << 2 | 2)),
        record(0, struct.pack("<I", 4) + bytes(13)), cell(6, 0, text("Jo")), cell(5, 1, struct.pack("<d", 0.25)),
    ]  # fmt: skip
    book = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Pay"))
    return zipped({"xl/workbook.bin": book, "xl/sharedStrings.bin": shared, "xl/worksheets/sheet1.bin": b"".join(rows)})
