"""The report in Word: from the organisation's template, and still there when that cannot be used."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document

from stanch.errors import WrongCall
from stanch.records import Action, Deadline, Duty, Facts, Incident, Organisation, Person
from stanch.report import Contents, word

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
HOSTILE = "<w:p>&\x1b{{ 7*7 }}{% for x in y %}"
DUTY = Duty("US-CA/ag", "US-CA", "regulator:AG", True, Deadline(72.0, "hours", "discovery", NOW + timedelta(hours=30)), None, (), "", (), "Civ. Code 1798.82(f)", "501", "ag")  # fmt: skip
CASE = Contents(
    now=NOW,
    facts=Facts(org=Organisation(name="Acme Dental & Sons"), incident=Incident(discovered=date(2026, 11, 23))),
    people=(Person("p1", "Ada Example", residence="US-CA"),),
    duties=(DUTY,),
    actions=(Action("a1", HOSTILE, "why", "IT lead", None, "a day", True, proof_needed="a setting"),),
)


def made_of(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_ours_holds_every_field_and_what_evidence_says_stays_text() -> None:
    content, fault = word.report(CASE)
    text = text_of(content)
    assert fault == ""
    for told in ("Acme Dental & Sons", "1 person is affected", "in 30 hours", "the Attorney General", "Civ. Code 1798.82(f)", "California"):
        assert told in text
    assert "<w:p>& {{ 7*7 }}{% for x in y %}" in text
    assert "{{ one" not in text


def test_the_organisation_s_template_is_filled_with_what_it_names() -> None:
    content, fault = word.report(CASE, made_of("To the board of {{ organisation }}", "{%p for clock in clocks %}", "{{ clock.whom }}: {{ clock.left }}", "{%p endfor %}"))  # fmt: skip
    assert fault == ""
    assert text_of(content) == "To the board of Acme Dental & Sons\nthe Attorney General: in 30 hours"


@pytest.mark.parametrize(
    "template",
    [
        b"",
        b"no document",
        made_of("{{ nobody_knows }}"),
        made_of("{% for one in clocks %}"),
        made_of("{{ organisation.__class__.__mro__[1].__subclasses__() }}"),
        made_of("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"),
        made_of("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
    ],
    ids=["empty", "text", "unknown field", "open loop", "reaching out", "counting on", "running a program"],
)
def test_a_template_that_cannot_be_used_costs_nothing_but_itself(template: bytes) -> None:
    content, fault = word.report(CASE, template)
    assert fault
    assert "could not be used" in text_of(content)
    assert "Acme Dental & Sons" in text_of(content)
    with pytest.raises(WrongCall):
        word.check(template)


def test_a_template_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (word.LARGEST_OPEN + 1))
    with pytest.raises(WrongCall, match="unpacks"):
        word.check(bomb.getvalue())


def test_a_template_that_would_never_tell_anything_of_the_case_is_not_kept() -> None:
    with pytest.raises(WrongCall, match=r"names no field of the case\nThese fields there are: actions"):
        word.check(made_of("Our letterhead, and nothing more"))
