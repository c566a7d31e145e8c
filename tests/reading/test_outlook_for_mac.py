"""Archives of Outlook for Mac, and OpenDocument files in one piece: read as what they are, not as XML."""

from __future__ import annotations

from pathlib import Path

from samples import zipped

from stanch.reading.descend import read_file
from stanch.records import Unit, unpack_cells

ADDRESS = '<emailAddress OPFContactEmailAddressAddress="{0}" OPFContactEmailAddressName="{1}"/>'
MESSAGE = f"""<email>
<OPFMessageCopySenderAddress>{ADDRESS.format("sue@example.com", "Sue Clark")}</OPFMessageCopySenderAddress>
<OPFMessageCopyToAddresses>{ADDRESS.format("rob@example.com", "Rob Miller")}{ADDRESS.format("zoe@example.com", "")}</OPFMessageCopyToAddresses>
<OPFMessageCopySubject>Your number</OPFMessageCopySubject><OPFMessageCopySentTime>2026-02-02T10:00:00</OPFMessageCopySentTime>
<OPFMessageCopyHTMLBody>&lt;html&gt;&lt;body&gt;&lt;p&gt;Rob, your SSN is &lt;b&gt;900-12-3456&lt;/b&gt;.&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;</OPFMessageCopyHTMLBody>
<OPFMessageCopyBody>Rob, your SSN is 900-12-3456.</OPFMessageCopyBody>
<OPFMessageCopyAttachmentList><messageAttachment OPFAttachmentName="Form Miller.pdf"/></OPFMessageCopyAttachmentList>
</email>"""
CONTACTS = """<contacts elementCount="2"><contact><OPFContactCopyFirstName>Rob</OPFContactCopyFirstName><OPFContactCopyLastName>Miller</OPFContactCopyLastName>
<OPFContactCopyEmailAddressList><contactEmailAddress OPFContactEmailAddressAddress="rob@example.com"/></OPFContactCopyEmailAddressList></contact>
<contact><OPFContactCopyFirstName>Zoe</OPFContactCopyFirstName><OPFContactCopyLastName>Lee</OPFContactCopyLastName></contact></contacts>"""
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def read(folder: Path, name: str, content: bytes) -> list[Unit]:
    (folder / name).write_bytes(content)
    return [one for one in read_file(folder / name, name, "e1") if isinstance(one, Unit)]


def test_messages_are_mail_and_contacts_a_table(tmp_path: Path) -> None:
    mail = "Accounts/a/com.microsoft.__Messages/Inbox/message_1.xml"
    head = '<?xml version="1.0"?>'
    units = read(tmp_path, "a.olm", zipped({mail: f"{head}<emails>{MESSAGE}</emails>", "Accounts/a/Contacts.xml": head + CONTACTS}))
    (said,) = [one for one in units if one.locator == f"a.olm!/{mail}"]
    assert said.text == (
        "From: Sue Clark <sue@example.com>\nTo: Rob Miller <rob@example.com>; zoe@example.com\nDate: 2026-02-02T10:00:00\n"
        "Subject: Your number\n\nRob, your SSN is 900-12-3456.\n\nAttachment: Form Miller.pdf\n"
    )
    assert said.properties["mail.to"] == "Rob Miller <rob@example.com>; zoe@example.com"
    (table,) = [unpack_cells(one.cells).to_pylist() for one in units if one.cells]
    assert [(row["FirstName"], row["LastName"]) for row in table] == [("Rob", "Miller"), ("Zoe", "Lee")]
    assert "rob@example.com" in table[0].values()


def test_several_messages_in_one_document_are_told_apart(tmp_path: Path) -> None:
    units = read(tmp_path, "m.xml", f"<emails>{MESSAGE}{MESSAGE}</emails>".encode())
    assert [one.locator for one in units] == ["m.xml#1", "m.xml#2"]


def test_an_opendocument_file_in_one_piece_is_a_document(tmp_path: Path) -> None:
    space = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    lead = f'<?xml version="1.0"?><office:document {space} office:mimetype="application/vnd.oasis.opendocument.'
    letter = f'{lead}text"><office:body><office:text><text:p>Rob <text:span>Miller</text:span>, SSN 900-12-3456</text:p></office:text></office:body></office:document>'
    assert [one.text for one in read(tmp_path, "a.fodt", letter.encode())] == ["Rob Miller, SSN 900-12-3456\n"]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in (("Name", "SSN"), ("Rob Miller", "900-12-3456"))
    )
    sheet = f'{lead}spreadsheet"><office:body><office:spreadsheet><table:table table:name="Staff">{rows}</table:table></office:spreadsheet></office:body></office:document>'
    (table,) = [unpack_cells(one.cells).to_pylist() for one in read(tmp_path, "a.fods", sheet.encode()) if one.cells]
    assert table == [{"Name": "Rob Miller", "SSN": "900-12-3456"}]
