"""What a document keeps from sight is read, apart from the rest, and says that it was hidden."""

import io

import openpyxl
import pikepdf
import pytest
from docx import Document
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pptx import Presentation
from tests.reading.samples import zipped

from stanch.reading import read_file
from stanch.records import Unit

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def hidden(tmp_path, name, content):
    """Texts by (locator, what the property `hidden` says)."""
    path = tmp_path / "file"
    path.write_bytes(content)
    found = read_file(path, name, "x", settings={"ocr": "never"})
    return {(one.locator, one.properties.get("hidden", "")): one.text for one in found if isinstance(one, Unit)}


def saved(document):
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def test_a_word_document_by_kind_of_text(tmp_path):
    body = (
        f'<w:document {WORD}><w:body><w:p><w:r><w:t>seen </w:t></w:r><w:del w:author="Bo"><w:r><w:delText>struck out</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>white</w:t></w:r></w:p></w:body></w:document>"
    )
    notes = (
        f'<w:comments {WORD}><w:comment w:author="Bo Example" w:id="1"><w:p><w:r><w:t>ask Ada</w:t></w:r></w:p></w:comment></w:comments>'
    )
    head = f"<w:hdr {WORD}><w:p><w:r><w:t>letterhead</w:t></w:r></w:p></w:hdr>"
    found = hidden(tmp_path, "d.docx", zipped({"word/document.xml": body, "word/comments.xml": notes, "word/header1.xml": head}))
    assert found["d.docx", "white text"].split("\n") == ["seen white", "", "letterhead", ""]
    assert found["d.docx#deleted", "deleted"] == "struck out\n"
    assert found["d.docx#hidden", "hidden"] == "unseen\n"
    assert "Bo Example: ask Ada" in found["d.docx#comments", "comments"].replace("1 ", "")


def test_properties_of_a_document(tmp_path):
    document = Document()
    document.add_paragraph("text")
    document.core_properties.author, document.core_properties.title = "Ada Example", "Plan"
    text = hidden(tmp_path, "d.docx", saved(document))["d.docx#properties", "properties"]
    assert "author: Ada Example\n" in text
    assert "title: Plan\n" in text


def test_rows_columns_and_white_cells_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in (("Name", "Phone", "SSN"), ("Ada", "212-555-0101", "900-00-0001"), ("Jo", "212-555-0102", "900-00-0002")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active["C2"].font = Font(color="FFFFFFFF")
    book.active["A2"].comment = Comment("lives at 1 Main St", "Bo")
    found = hidden(tmp_path, "b.xlsx", saved(book))
    assert ("b.xlsx#Sheet", "rows 3; columns B; white text in C2") in found
    assert "lives at 1 Main St" in found["b.xlsx#comments", "comments"]


def test_slides_notes_and_hidden_slides(tmp_path):
    show = Presentation()
    for title in ("shown", "kept back"):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
    show.slides[0].notes_slide.notes_text_frame.text = "say who it is"
    show.slides[1]._element.set("show", "0")
    found = hidden(tmp_path, "s.pptx", saved(show))
    assert "shown" in found["s.pptx", ""]
    assert "kept back" not in found["s.pptx", ""]
    assert "kept back" in found["s.pptx#slide2", "slide"]
    assert "say who it is" in found["s.pptx#notes", "notes"]


def test_an_opendocument_text_by_kind_of_text(tmp_path):
    names = 'xmlns:o="urn:office" xmlns:text="urn:text" xmlns:dc="urn:dc"'
    content = (
        f"<o:document-content {names}><text:tracked-changes><text:p>struck out</text:p></text:tracked-changes><text:p>One <text:span>two</text:span> three"
        "<o:annotation><dc:creator>Bo</dc:creator><text:p>ask Ada</text:p></o:annotation><text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>a note</text:p></text:note-body></text:note> four</text:p></o:document-content>"
    )
    found = hidden(tmp_path, "t.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}))
    assert found["t.odt", ""] == "One two three four\n"
    assert found["t.odt#deleted", "deleted"] == "struck out\n"
    assert "ask Ada" in found["t.odt#comments", "comments"]
    assert found["t.odt#notes", "notes"] == "a note\n"


def test_rich_text_by_kind_of_text(tmp_path):
    content = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset128 MS Gothic;}{\f1 Arial;}}{\info{\author Ada}}\f1 Seen \u252?\'fc{\v unseen} {\deleted struck out}"
        rb"{\*\annotation ask Ada}\par\f0 \'8e\'52{\*\unknown gone}{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}\cell end}"
    )
    found = hidden(tmp_path, "t.rtf", content)
    assert found["t.rtf", ""] == "Seen \u00fc\u00fc \n\u5c71shown\tend\n"
    assert found["t.rtf#hidden", "hidden"] == "unseen\n"
    assert found["t.rtf#deleted", "deleted"] == "struck out\n"
    assert found["t.rtf#comments", "comments"] == "ask Ada\n"
    assert found["t.rtf#properties", "properties"] == "author: Ada\n"


def a_form():
    """A PDF with a field, a note, and a file attached to it."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    field = made.make_indirect(
        pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="SSN", V="900-00-0001", Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9])
    )
    note = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, T="Bo", Contents="ask Ada", Rect=[0, 0, 9, 9])
    )
    made.pages[0].Annots = pikepdf.Array([field, note])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    made.attachments["list.txt"] = b"Jo 900-00-0002"
    made.docinfo["/Author"] = "Ada Example"
    return made


def test_fields_notes_and_attachments_of_a_pdf(tmp_path):
    sink = io.BytesIO()
    a_form().save(sink)
    found = hidden(tmp_path, "f.pdf", sink.getvalue())
    assert "SSN: 900-00-0001" in found["f.pdf", ""]
    assert found["f.pdf#annotations", "annotations"] == "Bo: ask Ada\n"
    assert "Author: Ada Example" in found["f.pdf#properties", "properties"]
    assert found["f.pdf!/list.txt", ""] == "Jo 900-00-0002"


def test_what_a_camera_wrote_and_where_it_stood(tmp_path):
    from PIL import Image

    picture, sink = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = picture.getexif()
    exif[0x13B] = "Ada Example"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 30.0, 0.0), 3: "W", 4: (7.0, 15.0, 0.0)})
    picture.save(sink, "JPEG", exif=exif)
    text = hidden(tmp_path, "p.jpg", sink.getvalue())["p.jpg#properties", "properties"]
    assert "Artist: Ada Example" in text
    assert "GPS position: 50.500000, -7.250000" in text


@pytest.mark.parametrize("same", [True, False])
def test_the_other_body_of_a_mail(tmp_path, same):
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ada@example.com", "Pay"
    mail.set_content("Your pay list is here.")
    mail.add_alternative(f"<p>Your <b>pay</b> list is {'here' if same else 'with Bo Example'}.</p>", subtype="html")
    found = hidden(tmp_path, "m.eml", mail.as_bytes())
    assert "Your pay list is here." in found["m.eml", ""]
    assert (("m.eml#alternative", "alternative body") in found) is not same


def test_rows_deleted_from_a_database(tmp_path):
    import sqlite3

    base = sqlite3.connect(tmp_path / "made")
    base.execute("PRAGMA secure_delete = OFF")
    base.execute("CREATE TABLE old (note TEXT)")
    base.executemany("INSERT INTO old VALUES (?)", [(f"Ada Example was told on day {one} of her results" * 5,) for one in range(100)])
    base.commit()
    base.execute("DROP TABLE old")
    base.commit()
    base.close()
    found = hidden(tmp_path, "b.db", (tmp_path / "made").read_bytes())
    assert "Ada Example was told on day 5" in found["b.db#deleted", "deleted"]
