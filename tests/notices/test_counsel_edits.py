"""A text out as DOCX and back: what was changed is taken, tracked changes count as accepted, broken documents are refused."""

import contextlib
import io
import zipfile
from functools import cache

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.errors import StanchError, WrongCall
from stanch.notices import counsel
from stanch.notices.form import text_at, texts
from stanch.notices.press import printable
from stanch.notices.versions import adopt, faults, parts_of, standing, worded
from stanch.notices.wording import chosen
from stanch.records import Wording

LETTER = text_at("en/individual")
PLACE = "closing/0/text"


@cache
def sent_out(text=LETTER):
    """A text as it goes out for the first time: made once, which takes as long as a dozen tests."""
    return counsel.written(text, 0)


def edited(change, text=LETTER):
    document = docx.Document(io.BytesIO(sent_out(text)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cell(document, place):
    return next(row.cells[2] for row in document.tables[0].rows if row.cells[0].text == place)


@pytest.mark.parametrize("place", [place for place, text in texts().items() if text.kind != "form"])
def test_every_text_goes_out_and_comes_back_unchanged(place):
    text = text_at(place)
    name, version, parts = counsel.read(counsel.written(text, 3), "x.docx")
    assert version == 3
    assert name == place
    assert counsel.changed(text, parts) == {}


def test_what_was_changed_is_found_by_its_place():
    content = edited(lambda document: setattr(cell(document, PLACE), "text", "We are very sorry."))
    assert counsel.changed(LETTER, counsel.read(content, "x.docx")[2]) == {PLACE: "We are very sorry."}


def test_tracked_changes_count_as_accepted():
    def change(document):
        paragraph = cell(document, PLACE).paragraphs[0]
        deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
        run = paragraph.runs[0]._r
        paragraph._p.append(deleted)
        deleted.append(run)
        new, said = OxmlElement("w:r"), OxmlElement("w:t")
        said.text = "Forgive us."
        new.append(said)
        inserted.append(new)
        paragraph._p.append(inserted)
        assert run.find(qn("w:t")) is not None

    assert counsel.read(edited(change), "x.docx")[2][PLACE] == "Forgive us."


BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice>
<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def test_a_text_box_is_read_once_and_apart_from_the_words_beside_it():
    content = edited(lambda document: cell(document, PLACE).paragraphs[0]._p.append(parse_xml(BOX)))
    said = counsel.changed(LETTER, counsel.read(content, "x.docx")[2])[PLACE]
    assert said == parts_of(LETTER)[PLACE] + "\nIn a box."


def test_a_row_that_was_taken_out_is_told():
    def change(document):
        row = next(row for row in document.tables[0].rows if row.cells[0].text == PLACE)
        row._tr.getparent().remove(row._tr)

    with pytest.raises(StanchError, match="was removed"):
        counsel.changed(LETTER, counsel.read(edited(change), "x.docx")[2])


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "no DOCX"), (b"PK\x03\x04nonsense", "no DOCX"), (b"%PDF-1.7", "no DOCX")], ids=["empty", "cut", "pdf"]
)
def test_what_is_no_document_is_refused(content, told):
    with pytest.raises(WrongCall, match=told):
        counsel.read(content, "x.docx")


def test_a_document_of_another_hand_and_one_that_swells_are_refused():
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(WrongCall, match="no document of a text of letters"):
        counsel.read(out.getvalue(), "x.docx")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (counsel.LARGEST + 1))
    with pytest.raises(WrongCall, match="too large"):
        counsel.read(bomb.getvalue(), "x.docx")


def test_a_field_that_is_not_there_or_went_is_told():
    assert list(faults(LETTER, {PLACE: "Dear {nobody}"})) == [f"{PLACE}: there is no field {{nobody}}"]
    assert "was taken out" in next(iter(faults(LETTER, {"what_happened/2/text": "We found out."})))
    assert list(faults(LETTER, {"nowhere/0/text": "x"})) == ["nowhere/0/text: the text has no such paragraph"]


def test_a_worded_text_has_a_name_of_its_own_and_an_emptied_paragraph_is_left_out():
    text = worded(Wording("en/individual", 1, {"closing/0/text": ""}))
    assert text.place.startswith("en/individual@")
    assert text_at(text.place) is text
    assert "closing" in chosen(text, frozenset({"person"}), frozenset())
    with pytest.raises(StanchError, match="not in the case"):
        text_at("en/individual@0000000000")


def test_the_last_version_stands_and_none_is_stanchs_own():
    first, second = Wording("en/individual", 1, {PLACE: "A."}), Wording("en/individual", 2, {PLACE: "B."})
    adopt([first, second])
    try:
        assert parts_of(standing(LETTER))[PLACE] == "B."
    finally:
        adopt([])
    assert standing(LETTER) is LETTER


@settings(max_examples=12, deadline=None)
@given(words=st.text(min_size=1, max_size=60))
def test_whatever_counsel_writes_comes_back_as_it_can_be_printed(words):
    clean = printable("".join(char for char in words if char.isprintable() and char not in "\x0b\x0c"))
    content = edited(lambda document: setattr(cell(document, PLACE), "text", clean))
    assert counsel.read(content, "x.docx")[2][PLACE] == clean


@settings(deadline=None, max_examples=40)
@given(at=st.integers(0, 100_000), instead=st.binary(min_size=1, max_size=30))
def test_a_document_with_a_hole_in_it_is_read_or_refused(at, instead):
    raw = sent_out()
    at %= len(raw)
    with contextlib.suppress(StanchError):
        counsel.changed(LETTER, counsel.read(raw[:at] + instead + raw[at + len(instead) :], "x.docx")[2])


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"]
)
def test_a_document_whose_parts_are_other_than_they_should_be_is_refused(part, content):
    whole, out = zipfile.ZipFile(io.BytesIO(sent_out())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in whole.namelist():
            packed.writestr(name, content if name == part else whole.read(name))
    with pytest.raises(StanchError):
        counsel.changed(LETTER, counsel.read(out.getvalue(), "x.docx")[2])
