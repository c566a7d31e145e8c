"""Counsel's pack on paper, and the answers that come back: from Word, CSV and YAML, whoever made the file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.errors import WrongCall
from stanch.records import Deadline, Duty, Facts, Incident, Kept, Liability, Organisation, Proof, Shift
from stanch.report import Contents
from stanch.report.counsel import Ask, Brief, FactLine, brief, hold_notice, read_answers, register_csv, set_aside, write_pack
from stanch.report.counsel.brief import MARK, amount
from stanch.report.counsel.preservation import applying, rules
from stanch.report.counsel.register import COLUMNS, keep_until, rows
from stanch.report.counsel.word import word

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVIL = '=cmd|"/c calc"!A1<script>alert(1)</script>\x1b[31m\u202e'
PROOF = Proof(
    "owed", "yes", (), "Code § 1",
    (Proof("role: owner", "yes", ("role: owner",), "Code § 1(a)"), Proof("all of these", "yes", (), "", (Proof("acquired", "no", ("x",)),))),
)  # fmt: skip


def duty(name: str, required: Any = True, days: int = 3) -> Duty:
    deadline = Deadline(30.0, "days", "discovery", NOW + timedelta(days=days))
    return Duty(
        f"US-CA/{name}", "US-CA", "individuals", required, deadline, None, (), "", (), f"Code § {name}", f"because {name}.", name,
        people=3, questions=("Was it taken?",) if required == "conditional" else (), proof=PROOF,
    )  # fmt: skip


def made(**changes: Any) -> Brief:
    duties = (duty("owed"), duty("late", days=-2), duty("open", "conditional"), duty("not", required=False))
    facts = Facts(org=Organisation(name=EVIL), incident=Incident(kind="intrusion"), affected={"US-CA": 3})
    contents = Contents(now=NOW, facts=facts, duties=duties)
    given_ = {
        "contents": contents,
        "considered": duties,
        "facts": (FactLine("incident.kind", EVIL, NOW, "the owner", "facts file", is_current=True),),
        "asks": (
            Ask("hold:notice", "Is the hold issued?", ("issued", "not needed")),
            Ask("US-CA/owed", "Does it stand?", ("confirmed", "declined"), "Code § owed", "abc123"),
            Ask("fact:law_enforcement_hold_until", "Until when?", ("a date such as 2026-09-01",)),
        ),
        "liabilities": (
            Liability(
                "US-CA", "Code", "consumer", "private_action", "damages", "Code § 9", "person", 100, 750, people=3, least=300, most=2250
            ),
            Liability("US-CA", "Code", "AG", "civil_penalty", EVIL, "Code § 10", verified=False, note="not read"),
        ),
        "kept": (Kept("EU-GDPR", "GDPR", "internal", "every breach", "GDPR Art. 33(5)"),),
        "supposed": "discovered was 2026-11-01",
        "shifts": (
            Shift("US-CA/owed", "US-CA", "individuals", "Code", True, True, "2026-11-27T12:00", "2026-11-20T12:00", -168.0, 96.0, False),
        ),
        **changes,
    }
    return Brief(**given_)


def text_of(pdf: Path) -> str:
    paper = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in paper)


def test_the_pack_is_five_files_for_their_owner_alone(tmp_path):
    files = write_pack(made(), tmp_path / "pack")
    assert sorted(file.name for file in files) == ["answers.csv", "brief.docx", "brief.pdf", "hold-notice.docx", "hold-notice.pdf"]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_a_sheet_that_holds_answers_is_kept_when_the_pack_is_written_anew(tmp_path):
    write_pack(made(), tmp_path)
    assert set_aside(tmp_path) == []  # nothing is filled in yet
    sheet = tmp_path / "answers.csv"
    filled = sheet.read_text("utf-8-sig").replace(",,,", ",issued,as agreed by telephone,", 1)
    for name in ("answers-answered-1.csv", "answers-answered-2.csv"):
        sheet.write_text(filled, "utf-8")
        write_pack(made(), tmp_path)
        assert (tmp_path / name).read_text("utf-8") == filled
        assert read_answers(sheet) == []
    (tmp_path / "brief.docx").write_bytes(b"saved by something else")
    assert [path.name for path in set_aside(tmp_path)] == ["brief-answered-1.docx"]


def test_each_page_is_marked_and_says_all_its_parts(tmp_path):
    write_pack(made(), tmp_path)
    pdf = pypdfium2.PdfDocument(tmp_path / "brief.pdf")
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 1
    assert all("PRIVILEGED AND CONFIDENTIAL" in page for page in pages)
    whole = " ".join(" ".join(pages).split())
    for heading in (
        "Facts, and when each became known", "Clocks, the most urgent first", "If discovery is held to have been earlier", "Duties owed",
        "Considered and not owed", "Open questions, by what turns on them", "Decisions asked for", "Litigation exposure", "Preservation",
        "Records that the law has the organisation keep",
    ):  # fmt: skip
        assert heading in whole, heading
    assert "300 to 2,250 USD (3 people)" in whole
    assert "4 days" in whole


def test_a_practice_case_says_so_on_every_page():
    it = made()
    practice = replace(it, contents=replace(it.contents, practice=True))
    assert "PRACTICE" in brief(practice).banner
    assert "PRACTICE" in hold_notice(practice).banner
    assert "PRACTICE" not in brief(it).banner


def test_the_same_pack_gives_the_same_pdf(tmp_path):
    write_pack(made(), tmp_path / "a")
    write_pack(made(), tmp_path / "b")
    assert (tmp_path / "a" / "brief.pdf").read_bytes() == (tmp_path / "b" / "brief.pdf").read_bytes()


def test_the_word_document_repeats_heads_and_marks_each_page(tmp_path):
    write_pack(made(), tmp_path)
    paper = docx.Document(tmp_path / "brief.docx")
    assert MARK in paper.sections[0].header.paragraphs[0].text
    assert paper.core_properties.language == "en-US"
    heads = [table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in paper.tables]
    assert all(heads)
    assert "\x1b" not in "\n".join(paragraph.text for paragraph in paper.paragraphs)


def test_the_hold_has_lines_to_acknowledge_it(tmp_path):
    write_pack(made(), tmp_path)
    table = docx.Document(tmp_path / "hold-notice.docx").tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["Name", "What I hold, and where", "Date", "Signature"]
    assert len(table.rows) > 5
    assert "Fed. R. Civ. P. 37(e)" in text_of(tmp_path / "hold-notice.pdf")


def test_amounts_in_words():
    one = Liability("US-UT", "", "AG", "civil_penalty", "", "", "person", None, 2500, 100_000, people=50, most=100_000)
    assert amount(one) == "up to 100,000 USD (50 people)"
    assert amount(replace(one, per="person_day", most=None)) == "up to 2,500 USD a person and day"
    assert amount(replace(one, least=75_000, most=None)) == "75,000 USD or more (50 people)"
    assert amount(replace(one, kind="no_private_action")) == "no claim under this law"
    assert amount(Liability("X", "", "", "civil_penalty", "", "")) == ""


def test_preservation_follows_the_laws():
    told = {one.id for one in applying(["US-CA"])}
    assert "reasonable_steps" in told
    assert "gdpr_documents" not in told
    assert {"gdpr_documents"} == {one.id for one in applying(["EU-GDPR"])}
    assert applying([]) == []
    assert all(one.cite and one.says.endswith(".") for one in rules())


# Answers

W_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def filled(folder: Path, answers: dict[str, tuple[str, str]]) -> Path:
    """The Word document with these answers written into its fields, as Word would."""
    write_pack(made(), folder)
    paper = docx.Document(folder / "brief.docx")
    table = next(table for table in paper.tables if table.rows[0].cells[0].text == "Ref")
    for row in list(table.rows)[1:]:
        cells = row._tr.xpath("./w:tc")
        ref = "".join(node.text for node in cells[0].iter(W_TEXT))
        for cell, text in zip(cells[3:5], answers.get(ref, ()), strict=False):
            next(iter(cell.iter(W_TEXT))).text = text
    paper.save(folder / "filled.docx")
    return folder / "filled.docx"


def test_answers_written_into_word_come_back(tmp_path):
    file = filled(tmp_path, {"US-CA/owed": ("confirmed", "looked at it"), "hold:notice": ("issued", "expected")})
    found = {one.ref: one for one in read_answers(file)}
    assert {ref: (one.answer, one.grounds) for ref, one in found.items()} == {
        "US-CA/owed": ("confirmed", "looked at it"),
        "hold:notice": ("issued", "expected"),
    }
    assert found["US-CA/owed"].seen == "abc123"
    assert found["US-CA/owed"].place.startswith("table ")


def test_an_untouched_document_has_no_answers(tmp_path):
    write_pack(made(), tmp_path)
    assert read_answers(tmp_path / "brief.docx") == []
    assert read_answers(tmp_path / "answers.csv") == []


@pytest.mark.parametrize("separator", [",", ";"])
def test_answers_come_back_from_csv(tmp_path, separator):
    file = tmp_path / "answers.csv"
    file.write_text(separator.join(("ref", "answer", "grounds")) + "\n" + separator.join(("US-CA/owed", "confirmed", "'=so")) + "\n")
    (one,) = read_answers(file)
    assert (one.place, one.ref, one.answer, one.grounds) == ("line 2", "US-CA/owed", "confirmed", "=so")


def test_a_name_copied_from_the_print_is_understood(tmp_path):
    (tmp_path / "a.csv").write_text("ref,answer,grounds\nfact:law_\u200benforcement,yes,\n")
    assert read_answers(tmp_path / "a.csv")[0].ref == "fact:law_enforcement"


def test_answers_come_back_from_yaml(tmp_path):
    file = tmp_path / "answers.yaml"
    file.write_text("answers:\n  - {ref: 'fact:material', answer: yes, grounds: ''}\n  - {ref: a, answer: 2026-09-01, grounds: b}\n")
    assert [(one.ref, one.answer, one.place) for one in read_answers(file)] == [
        ("fact:material", "yes", "line 2"),
        ("a", "2026-09-01", "line 3"),
    ]


def test_what_was_struck_out_with_changes_tracked_does_not_count(tmp_path):
    file = filled(tmp_path, {"US-CA/owed": ("confirmed", "looked at it")})
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    struck = '<w:del w:id="1" w:author="x"><w:r><w:delText>declined</w:delText></w:r></w:del>'
    parts["word/document.xml"] = body.replace("<w:t>confirmed</w:t></w:r>", f"<w:t>confirmed</w:t></w:r>{struck}", 1).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert {one.answer for one in read_answers(file)} == {"confirmed"}


def packed(body: bytes, *, name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, body)
    return stream.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
REACHING = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.docx", b""),
        ("text.docx", b"not a zip"),
        ("cut.docx", packed(b"<a/>")[:40]),
        ("other.docx", packed(b"<a/>", name="xl/workbook.xml")),
        ("broken.docx", packed(b"<w:document")),
        ("laughs.docx", packed(LAUGHS)),
        ("reaching.docx", packed(REACHING)),
        ("wide.docx", packed(REACHING.decode().encode("utf-16"))),
        ("no table.docx", packed(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>')),
        ("bomb.docx", packed(b"<a>" + b" " * 40_000_000 + b"</a>")),
        ("deep.docx", packed(b"<a>" * 5000 + b"</a>" * 5000)),
        ("bytes.csv", b"\xff\xfe\xfd"),
        ("heads.csv", b"a,b\n1,2\n"),
        ("null.csv", b'ref,answer,grounds\n\x00,\x00\n"unclosed'),
        ("list.yaml", b"- 1\n"),
        ("nothing.yaml", b""),
        ("control.yaml", b"answers: [\x08]"),
        ("keys.yaml", b"answers: [{ref: a, anwser: b}]"),
        ("long.yaml", b"answers: [{ref: a, answer: b, grounds: " + b"x" * 5000 + b"}]"),
        ("odd.txt", b"x"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_hostile_or_broken_file_is_refused_in_words(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WrongCall) as error:
        read_answers(tmp_path / name)
    assert name in str(error.value)
    assert "hostname" not in str(error.value)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    (tmp_path / "folder.docx").mkdir()
    for name in ("missing.docx", "folder.docx", "missing.csv"):
        with pytest.raises(WrongCall):
            read_answers(tmp_path / name)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["x.docx", "x.csv", "x.yaml"]))
def test_no_bytes_break_the_reading(tmp_path_factory, content, name):
    file = tmp_path_factory.mktemp("answers") / name
    file.write_bytes(packed(content) if name == "x.docx" and content[:1] < b"\x80" else content)
    try:
        found = read_answers(file)
    except WrongCall:
        return
    assert all(one.answer or one.grounds for one in found)


# The register


def test_the_register_guards_cells_and_dates_its_end():
    it = made()
    found = rows((*it.kept, Kept("US-FL", "Fla.", "no_harm_determination", "why", "Fla. Stat.", 5)), it.contents, {"US-FL": ("=me", "so")})
    text = register_csv(found)
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert "'=me" in text
    assert [row["keep_until"] for row in found] == ["", "2031-11-24"]
    assert keep_until(Kept("X", "", "internal", "", "", 1), datetime(2028, 2, 29, tzinfo=UTC).date()) == "2029-03-01"


def test_markup_in_names_is_set_as_text():
    assert b"<script>" not in zipfile.ZipFile(io.BytesIO(word(brief(made()), NOW))).read("word/document.xml")
