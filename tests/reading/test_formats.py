"""Formats of records become tables or lines of label and value."""

import base64
import gzip
import hashlib
import io
import plistlib
import struct
import zipfile
import zlib

import openpyxl
import pytest
from tests.reading import samples

from stanch.reading import read_file
from stanch.reading.readers import packed_rtf
from stanch.records import Unit, Unread, unpack_cells


def read(tmp_path, name, content, **settings):
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(read_file(path, name, "x", settings={"ocr": "never", **settings}))


def tables(found):
    return {one.locator: unpack_cells(one.cells).to_pylist() for one in found if isinstance(one, Unit) and one.cells}


def words(found):
    return "\n".join(one.text for one in found if isinstance(one, Unit))


def test_contacts_are_rows(tmp_path):
    first, second = tables(read(tmp_path, "c.vcf", samples.VCARD))["c.vcf"]
    assert (first["Full name"], first["Phone"], first["E-mail"]) == ("Ada Example", "212-555-0101", "ada@example.com")
    assert first["Address"] == "1 Main St, Springfield, IL 62701, USA"
    assert first["Note"] == "line one\nline two, still"
    assert second["Full name"] == "Jörg Muster"


def test_a_calendar_is_its_lines_unfolded(tmp_path):
    text = words(read(tmp_path, "c.ics", samples.CALENDAR))
    assert "SUMMARY:Review with Ada" in text
    assert "ATTENDEE;CN=Ada Example:ada@example.com" in text
    assert "Room 5\nbring the long list" in text


def test_hl7_segments_are_tables_with_labels(tmp_path):
    found = tables(read(tmp_path, "m.hl7", samples.HL7))
    assert found["m.hl7#PID"][0]["Patient name"] == "Example, Ada B"
    assert (found["m.hl7#PID"][0]["SSN"], found["m.hl7#PID"][0]["Date of birth"]) == ("900-00-0001", "19700101")
    assert (found["m.hl7#PID"][1]["Message"], found["m.hl7#PID"][1]["Patient name"]) == ("2", "Muster, Jörg")
    assert found["m.hl7#OBX"][0]["Observation"] == "GLU Glucose"


def test_x12_parties_are_rows(tmp_path):
    insured, payer = tables(read(tmp_path, "c.837", samples.X12))["c.837#parties"]
    assert (insured["Party"], insured["Last name"], insured["First name"]) == ("Insured or subscriber", "EXAMPLE", "ADA")
    assert (insured["Member ID"], insured["SSN"], insured["Date of birth"]) == ("W123456789", "900000001", "1970-01-01")
    assert (insured["City"], insured["Diagnosis code"], payer["Name"]) == ("SPRINGFIELD", "E11.9", "ACME HEALTH")


def test_a_claim_is_its_patients_though_the_payer_stands_between(tmp_path):
    claim = b"CLM*A1*100~HI*ABK:E119*ABF:F329*BH:11:D8:20260101~"
    behind = samples.X12.replace(b"CLM*A1*100~HI*ABK:E119~", b"").replace(b"SE*", claim + b"SV1*HC:99213*85~SV1*HC:80053*9~SE*")
    insured, payer = tables(read(tmp_path, "c.837", behind))["c.837#parties"]
    assert (insured["Diagnosis code"], insured["Diagnosis code 2"], insured["Claim codes"]) == ("E11.9", "F32.9", "11")
    assert (insured["Procedure codes"], payer["Claim"], payer["Diagnosis code"]) == ("99213; 80053", None, None)


def test_what_an_enrolment_says_before_the_name_is_the_members(tmp_path):
    member = tables(read(tmp_path, "c.834", samples.ENROLMENT))["c.834#parties"][0]
    assert (member["Subscriber number"], member["Last name"]) == ("S777", "EXAMPLE")


def test_ach_entries_are_rows(tmp_path):
    (row,) = tables(read(tmp_path, "p.ach", samples.nacha()))["p.ach#entries"]
    assert (row["Routing number"], row["Account number"], row["Individual name"]) == ("091000019", "000111222333", "ADA EXAMPLE")
    assert (row["Amount"], row["Company"], row["Addenda"]) == ("123.45", "ACME CORP", "FOR JANUARY")


def test_bacs_payments_are_rows(tmp_path):
    (row,) = tables(read(tmp_path, "pay.bacs", samples.bacs()))["pay.bacs#entries"]
    assert (row["Account name"], row["Sort code"], row["Account number"]) == ("ADA EXAMPLE", "090127", "12345678")
    assert (row["Amount"], row["Payer"], row["Reference"]) == ("1500.00", "ACME LTD", "WAGES")


def test_canadian_deposits_are_rows(tmp_path):
    (row,) = tables(read(tmp_path, "eft.txt", samples.cpa005()))["eft.txt#entries"]
    assert (row["Name"], row["Institution transit account"], row["Reference"]) == ("ADA EXAMPLE", "010-12345-1234567", "REF77")
    assert (row["Amount"], row["Company"]) == ("2450.50", "ACME PAYROLL LTD")


def test_guests_reported_to_the_police_are_rows(tmp_path):
    first, second = tables(read(tmp_path, "schedine.txt", samples.alloggiati()))["schedine.txt#guests"]
    assert (first["Cognome"], first["Nome"], first["Data di nascita"], first["Carta d'identità"]) == (
        "DELL'ACQUA",
        "ADA",
        "07/02/1983",
        "CA12345AA",
    )
    assert (second["Cognome"], second["Passaporto"], second["Carta d'identità"]) == ("EXAMPLE", "N1234567", None)


@pytest.mark.parametrize("year", [2020, 2025])
def test_returns_of_other_income_are_rows_of_payees(tmp_path, year):
    person, firm = tables(read(tmp_path, "irstax.txt", samples.fire(year=year)))["irstax.txt#B"]
    assert (person["SSN"], person["Name"], person["Payer"]) == ("900000001", "EXAMPLE ADA", "ACME CORP")
    assert (person["Street address"], person["City"], person["State"], person["ZIP"]) == ("4 ELM ST", "SPRINGFIELD", "OH", "45501")
    assert (firm["EIN"], firm["SSN"]) == ("912345679", None)


def test_wage_reports_are_rows_of_employees(tmp_path):
    (row,) = tables(read(tmp_path, "w2.txt", samples.wages()))["w2.txt#RW"]
    assert (row["SSN"], row["First name"], row["Last name"]) == ("900000001", "ADA", "EXAMPLE")
    assert (row["Street address"], row["City"], row["State"], row["ZIP"]) == ("4 ELM ST", "SPRINGFIELD", "OH", "45501")
    assert (row["Employer"], row["Wages"]) == ("ACME CORP", "45123.00")


def test_ofx_and_qif(tmp_path):
    found = read(tmp_path, "s.ofx", samples.OFX)
    assert tables(found)["s.ofx#transactions"][0]["Memo"] == "rent & more"
    assert "Account number: 000111222333" in words(found)
    rows = tables(read(tmp_path, "s.qif", samples.QIF))["s.qif#Bank"]
    assert [row["Payee"] for row in rows] == ["Ada Example", "Jo"]
    assert rows[0]["Address"] == "1 Main St, Springfield"


def test_payment_messages_keep_their_labels(tmp_path):
    text = words(read(tmp_path, "p.xml", samples.ISO20022))
    assert "Dbtr Nm: Ada Example" in text
    assert "Id IBAN: GB82WEST12345698765432" in text


def test_fhir_is_a_table_a_resource(tmp_path):
    found = tables(read(tmp_path, "b.json", samples.FHIR))
    assert found["b.json#Patient"] == [{"id": "p1", "name.0.family": "Example", "name.0.given": "Ada", "birthDate": "1970-01-01"}]
    assert found["b.json#Observation"][0]["subject.reference"] == "Patient/p1"


def test_dicom_says_whose_picture_it_is(tmp_path):
    text = words(read(tmp_path, "i.dcm", samples.dicom()))
    assert "Patient's name: Example, Ada\nDate of birth: 19700101" in text


@pytest.mark.parametrize("version", [12, 14, 15, 16])
def test_pg_dumps_in_custom_format(tmp_path, version):
    rows = tables(read(tmp_path, "d.dump", samples.pg_custom(version)))["d.dump#public.people"]
    assert rows == [{"name": "Ada\tB", "ssn": "900-00-0001"}, {"name": "Jo", "ssn": None}]


def test_a_bacpac_by_its_model(tmp_path):
    rows = tables(read(tmp_path, "d.bacpac", samples.bacpac()))["d.bacpac#dbo.P"]
    assert rows == [{"Id": "5", "Name": "Ada", "Born": "1970-01-01"}, {"Id": "6", "Name": None, "Born": None}]


def test_mail_of_outlook_express_and_winmail(tmp_path):
    assert "first and second part" in words(read(tmp_path, "Inbox.dbx", samples.dbx()))
    found = {one.locator: one.text for one in read(tmp_path, "winmail.dat", samples.tnef()) if isinstance(one, Unit)}
    assert found["winmail.dat"].startswith("Pay list")
    assert found["winmail.dat!/pay.txt"] == "Ada 900-00-0001"


def test_yaml_lists_and_property_lists(tmp_path):
    found = read(tmp_path, "u.yaml", b"users:\n  - name: Ada  # the first\n    pin: 0042\n  - name: Jo\n    pin: 7\n")
    assert [row["name"] for row in tables(found)["u.yaml#users"]] == ["Ada", "Jo"]
    found = read(tmp_path, "w.plist", plistlib.dumps({"user": "Ada", "page": b"<html><body>Pay list of Ada</body></html>"}))
    assert "user: Ada" in words(found)
    assert "Pay list of Ada" in words(found)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "shift_jis", "cp1251", "iso2022_jp", "cp037"],
)
def test_text_in_any_encoding(tmp_path, encoding):
    said = {
        "shift_jis": "氏名: 山田太郎 住所: 東京都千代田区 電話番号の一覧です。", "iso2022_jp": "氏名: 山田太郎 住所: 東京都千代田区", "cp1251": "Фамилия: Иванова, адрес: улица Ленина, дом пять",
        "cp037": "NAME ADA EXAMPLE SSN 900-00-0001 AND MORE WORDS OF A MAINFRAME",
    }.get(encoding, "Name: Jörg Müller, Straße 5, geboren 1970. Straße Äpfel größer")  # fmt: skip
    assert said in words(read(tmp_path, "t.txt", said.encode(encoding) * 3))


def test_a_table_in_utf_16_without_a_mark_is_a_table(tmp_path):
    content = "Name,SSN,City\n" + "Ada,900-00-0001,Bonn\n" * 5
    assert tables(read(tmp_path, "t.csv", content.encode("utf-16-le")))["t.csv"][0] == {"Name": "Ada", "SSN": "900-00-0001", "City": "Bonn"}


def test_records_in_xml_are_rows(tmp_path):
    content = b'<r at="x"><person n="1"><name>Ada</name><a><city>Bonn</city></a></person><person n="2"><name>Jo</name></person><note>seen <b>by</b> us</note></r>'
    found = read(tmp_path, "r.xml", b'<?xml version="1.0"?>' + content)
    assert tables(found)["r.xml#person"] == [{"name": "Ada", "a.city": "Bonn", "n": "1"}, {"name": "Jo", "a.city": None, "n": "2"}]
    assert "seen\nby\nus" in words(found)


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf", b"\n<!-- of 2019 -->\n", b'<!DOCTYPE people SYSTEM "people.dtd">\n'])
def test_xml_that_does_not_say_so_is_read_as_such(tmp_path, lead):
    found = read(
        tmp_path, "r.bak", lead + b"<people><person n='1'><name>Ada</name></person><person n='2'><name>Jo</name></person></people>\n"
    )
    assert tables(found)["r.bak#person"] == [{"name": "Ada", "n": "1"}, {"name": "Jo", "n": "2"}]


@pytest.mark.parametrize(
    "content", [b'<event user="ann"/>\n<event user="ben"/>\n', b'<a b="1>\nAnn <<< Ben\n', b"<ann@example.com> wrote: no </a>\n"]
)
def test_what_only_begins_like_xml_is_read_whole(tmp_path, content):
    assert words(read(tmp_path, "frag.log", content)).split() == content.decode().split()


def test_programs_fonts_and_sound_are_set_aside_and_told(tmp_path):
    program = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\x00\x00" + bytes(200)
    for content, what in ((program, "a program"), (b"OTTO" + bytes(100), "a font"), (b"ID3\x04" + bytes(100), "sound")):
        (one,) = read(tmp_path, "f", content)
        assert isinstance(one, Unread)
        assert one.detail.startswith(f"set aside: {what}")
    assert "MZ is how it begins" in words(read(tmp_path, "f", b"MZ is how it begins, and the rest is plain text of some length"))


def test_packed_streams_without_an_archive(tmp_path):
    assert "packed words" in words(read(tmp_path, "a.zlib", zlib.compress(b"packed words")))
    assert "packed words" in words(read(tmp_path, "a.gz", gzip.compress(b"packed words")))


def test_names_in_an_archive_are_read(tmp_path):
    found = read(tmp_path, "a.zip", samples.zipped({"hr/Ada Example.txt": "x"}))
    assert [one.text for one in found if isinstance(one, Unit) and one.properties.get("listing")] == ["hr/Ada Example.txt\n"]


@pytest.mark.parametrize(("name", "make"), [("a.cab", samples.cab), ("a.iso", samples.iso)])
def test_cabinets_and_discs(tmp_path, name, make):
    found = read(tmp_path, name, make())
    assert "Ada Example 900-00-0001" in words(found)
    assert not [one for one in found if isinstance(one, Unread)]


def test_a_binary_workbook_by_its_records(tmp_path):
    rows = tables(read(tmp_path, "b.xlsb", samples.xlsb()))["b.xlsb#Pay"]
    assert rows[0] == {"Name": "Ada Example", "Number": "4711"}
    assert rows[3] == {"Name": "Jo", "Number": "0.25"}  # row 5 as a person counts them


def test_a_body_of_packed_rich_text():
    assert len(packed_rtf.BEGINNING) == 207
    literal = b"{\\rtf1 Ada Example}"
    stream = b"".join(b"\x00" + literal[at : at + 8] for at in range(0, len(literal), 8))
    head = len(stream).to_bytes(4, "little") + len(literal).to_bytes(4, "little") + b"LZFu" + bytes(4)
    assert packed_rtf.unpacked(head + stream) == literal
    assert packed_rtf.body(head + stream) == "Ada Example\n"
    again = b"\x02A" + (207 << 4 | 5).to_bytes(2, "big")  # a letter, then seven from where it stands
    head = bytes(4) + (8).to_bytes(4, "little") + b"LZFu" + bytes(4)
    assert packed_rtf.unpacked(head + again) == b"A" * 8


def test_the_packing_of_old_drawings():
    from stanch.reading.readers.visio import unpacked

    letters = b"\xff" + b"Ada Exam" + b"\x07" + b"ple" + bytes([0xEE, 0xF1])  # then four from the beginning: place 0 is written 4078
    assert unpacked(letters) == b"Ada ExampleAda "


def test_a_workbook_that_is_cut_off_is_one_damaged_file(tmp_path):
    path = tmp_path / "pay.xlsx"
    book = openpyxl.Workbook()
    for number in range(400):
        book.active.append([f"Ann Quarter {number}", f"900-12-{number:04d}"])
    book.save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    unread = [one for one in read_file(path, "share/pay.xlsx", "e1") if isinstance(one, Unread)]
    assert [(one.locator, one.reason) for one in unread] == [("share/pay.xlsx", "damaged")]


def test_bytes_of_chance_under_a_document_s_name_are_not_taken_for_read(tmp_path):
    path = tmp_path / "broken.docx"
    path.write_bytes(b"".join(hashlib.sha256(bytes([one])).digest() for one in range(94)))
    unread = [one for one in read_file(path, "share/broken.docx", "e1") if isinstance(one, Unread)]
    assert [(one.locator, one.reason) for one in unread] == [("share/broken.docx", "damaged")]


def test_a_message_that_was_encoded_as_a_whole_is_read(tmp_path):
    inner = b"From: ada@example.com\r\nSubject: Pay\r\n\r\nMy SSN is 900-00-0001.\r\n"
    outer = b"From: a@example.com\r\nTo: b@example.com\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: "
    packed = read(tmp_path, "a.eml", outer + b"base64\r\n\r\n" + base64.encodebytes(inner))
    assert "SSN is 900-00-0001" in words(packed)
    quoted = read(tmp_path, "b.eml", outer + b"quoted-printable\r\n\r\n" + inner.replace(b"SSN is", b"SSN=\r\n=20is"))
    assert "SSN is 900-00-0001" in words(quoted)
    bare = b"Content-Type: TEXT/PLAIN; name=note\nContent-Transfer-Encoding: BASE64\n\n" + base64.encodebytes(b"SSN 900-00-0002\n")
    assert "SSN 900-00-0002" in words(read(tmp_path, "c.msg", bare))


def test_a_document_sent_along_in_xml_is_opened_and_its_base64_is_no_text(tmp_path):
    sent = base64.encodebytes(rb"{\rtf1\ansi Dear Ada Example, your SSN 900-00-0001 was in the files that were taken last week.}").decode()
    invoice = f"<Invoice><No>7</No><Allegati><Nome>letter.rtf</Nome><Attachment>\n{sent}</Attachment></Allegati><Code>QUJDREVGR0hJSktM</Code></Invoice>"
    found = read(tmp_path, "i.xml", invoice.encode())
    told = {one.locator: one.text for one in found}
    assert "SSN 900-00-0001" in told["i.xml!/letter.rtf"]
    assert sent[:20] not in told["i.xml"]
    assert "QUJDREVGR0hJSktM" in told["i.xml"], "what is no file stays"


def test_a_table_of_dbase_without_a_code_page_keeps_its_letters(tmp_path):
    rows = ["Jörg Müller", "Zoë Gärtner", "Søren Ærø"]
    body = b"".join(b" " + one.encode("cp1252").ljust(20) for one in rows)
    head = struct.pack("<BBBBIHH", 3, 126, 1, 1, len(rows), 32 + 32 + 1, 21) + bytes(20)
    field = b"NAME".ljust(11, b"\x00") + b"C" + bytes(4) + bytes([20, 0]) + bytes(14)
    found = read(tmp_path, "people.dbf", head + field + b"\r" + body + b"\x1a")
    assert [row["NAME"] for row in unpack_cells(found[0].cells).to_pylist()] == rows


def test_names_in_an_archive_are_those_that_people_gave(tmp_path):
    for name, page in (("审计/集团员工名单.txt", "gbk"), ("отчет Иванов зарплата.txt", "cp866"), ("Müller Gehälter.txt", "cp437")):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            info = zipfile.ZipInfo("n" * len(name.encode(page)))
            archive.writestr(info, b"text of the file")
        raw = made.getvalue().replace(b"n" * len(name.encode(page)), name.encode(page))
        found = read(tmp_path, "a.zip", raw)
        assert found[0].locator == f"a.zip!/{name}"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + bytes(200), "a KeePass database"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA1uAKAIbqa2zAQ\n-----END PGP MESSAGE-----\n", "an OpenPGP message"),
        (b"\x85\x02\x0c\x03" + bytes(8) + b"\x01" + bytes(300), "an OpenPGP message"),
        (b"\x8c\x0d\x04\x09\x03\x08" + bytes(range(100, 180)), "an OpenPGP message"),
        (b"\xeb\x58\x90-FVE-FS-" + bytes(500), "a volume encrypted by BitLocker"),
        (b"$ANSIBLE_VAULT;1.1;AES256\n3431326534\n", "a vault of Ansible"),
    ],
)
def test_what_only_its_key_opens_is_told_as_such(tmp_path, head, told):
    found = read(tmp_path, "a.bin", head)
    assert [(one.reason, one.detail) for one in found] == [("encrypted", told)]


@pytest.mark.parametrize("code", ["utf-8", "cp1252"])
def test_letters_that_stand_unencoded_in_a_mails_header_are_kept(tmp_path, code):
    head = 'From: "J\u00f6hn D\u00f6e" <john@example.com>\nTo: M\u00e4ry Sm\u00efth <mary@example.net>\nSubject: S\u00e4ying =?utf-8?q?Gr=C3=BC=C3=9Fe?= zur\u00fcck\n'
    part = 'Content-Type: text/csv; name="M\u00fcller.csv"\nContent-Disposition: attachment; filename="M\u00fcller.csv"\n\nName,City\nAda,Bonn\nJo,Rome\n'
    whole = f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n{part}\n--b--\n'
    found = read(tmp_path, "m.eml", whole.encode(code))
    mail = next(one for one in found if one.locator == "m.eml")
    assert mail.text.startswith(
        'From: "J\u00f6hn D\u00f6e" <john@example.com>\nTo: M\u00e4ry Sm\u00efth <mary@example.net>\nSubject: S\u00e4ying Gr\u00fc\u00dfe zur\u00fcck\n'
    )
    assert mail.properties["mail.from"] == '"J\u00f6hn D\u00f6e" <john@example.com>'
    assert tables(found)["m.eml!/M\u00fcller.csv"][0] == {"Name": "Ada", "City": "Bonn"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= von =?iso-8859-1?Q?J=F6hn?=", "Gr\u00fc\u00dfe von J\u00f6hn"),
        (
            "Re: TEST\n =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=\n =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=",
            "Re: TEST \u30c6\u30b9\u30c8\u30c6\u30b9\u30c8",
        ),
        ("=?utf-8?b?!!!?= and =?nonsense", "=?nonsense"),
        ("=?a?b?" * 40_000, "=?a?b?"),
    ],
)
def test_coded_words_of_a_header(tmp_path, written, text):
    found = read(tmp_path, "m.eml", f"From: ann@example.com\nTo: ben@example.com\nSubject: {written}\n\nbody\n".encode())
    assert text in found[0].text
