"""What was reached, on paper: four words, nobody left out, a suggestion that stays one."""

from datetime import UTC, date, datetime

import openpyxl
import pytest

from stanch.law.suggesting import suggested
from stanch.records import Attack, Exhibit, Facts, Incident, Person, Reach, Reached, Unread, Watched
from stanch.report import reached, sheets
from stanch.report.contents import Contents
from stanch.report.counsel.brief import Brief, brief
from stanch.report.summary import drawn

NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
REACH = Reach(
    reached=(Reached("share/a.docx", "acquired", "m365", "FileDownloaded", NOON, NOON, 2, ("m.json:7",)),),
    watched=(Watched("share", "m365", NOON, NOON),),
    elsewhere=("old/1.pdf",),
    elsewhere_count=1,
)


def exhibit(name, role="evidence"):
    return Exhibit(name, name, f"/{name}", role, "00", "00", 1, None, NOON, "")


def person(name, *sources):
    return Person(id=name, name=name, sources=sources)


@pytest.fixture
def contents():
    return Contents(
        now=NOON,
        facts=Facts(as_of=date(2026, 10, 8)),
        exhibits=(exhibit("share/a.docx"), exhibit("share/b.docx"), exhibit("base.sql"), exhibit("m.json", "log")),
        people=(person("Ann", "share/a.docx", "base.sql"), person("Ben", "share/b.docx"), person("Cid", "share/b.docx", "base.sql")),
        attack=Attack(reach=REACH),
        unread=(Unread("x", "share/a.docx", "encrypted", ""),),
    )


def test_files_and_people_are_counted_by_the_gravest_contact(contents):
    counts = reached.counts(REACH, contents.exhibits, contents.people)
    assert counts == [("acquired", 1, 1), ("accessed", 0, 0), ("not_known", 1, 1), ("not_reached", 1, 1)]
    assert reached.counts(Reach(), contents.exhibits, contents.people) == []


def test_the_summary_and_the_brief_say_it(contents):
    page = drawn(contents)
    assert "A copy left of 1 file, about 1 person." in page
    assert "Not known is not taken for not reached" in page
    assert "that the intruder reached and nobody could read" in page
    section = next(one for one in brief(Brief(contents, ())).sections if one.heading == "What was reached")
    assert ("a copy left", "1", "1") in [tuple(row) for row in section.rows]
    assert any("old/1.pdf" in point for point in section.items)


def test_the_workbook_names_each_place_with_its_lines(contents, tmp_path):
    sheets.people(contents, tmp_path / "people.xlsx")
    book = openpyxl.load_workbook(tmp_path / "people.xlsx")
    places = {row[0]: row for row in book["What was reached"].iter_rows(min_row=2, values_only=True)}
    assert places["share/a.docx"][1] == "a copy left"
    assert places["share/a.docx"][5] == "m.json:7"
    assert places["base.sql"][1] == "not known"
    assert "m.json" not in places
    head, *rows = book["People"].iter_rows(values_only=True)
    assert [row[head.index("reached")] for row in rows] == ["a copy left", "not reached", "not known"]


def test_logs_suggest_and_decide_nothing():
    found = suggested(Facts(), Attack(reach=REACH))
    assert [(one.key, one.value) for one in found] == [("incident.confidentiality", "acquired"), ("exfiltration", "true")]
    assert "until a person says so" in found[0].in_words()
    milder = suggested(Facts(incident=Incident(confidentiality="accessed"), exfiltration=False), Attack(reach=REACH))
    assert [one.stated for one in milder] == ["accessed", "false"]
    assert suggested(Facts(incident=Incident(confidentiality="acquired"), exfiltration=True), Attack(reach=REACH)) == []
    assert suggested(Facts(), Attack()) == []
