"""The report: what is urgent first, what is not known said plainly, nothing in a name obeyed."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stanch import report
from stanch.records import (
    Action,
    Attack,
    Cause,
    Chapter,
    Deadline,
    DoubtfulPair,
    Duty,
    Exhibit,
    Exposure,
    Facts,
    Incident,
    Notice,
    Organisation,
    Person,
    Proof,
    Unread,
)
from stanch.report import Contents, KindCount, Place, after_action, sheets
from stanch.report.contents import Decided, Drafted, people_by_kind
from stanch.report.known import known, letters_in_numbers, unknown
from stanch.report.summary import drawn
from stanch.report.wording import headline, next_things, remaining

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVIL = '=cmd|"/c calc"!A1<script>alert(1)</script>\x1b[31m\u202e'


def duty(name: str, hours: float | None, *, required: object = True, verified: bool = True) -> Duty:
    due = NOW + timedelta(hours=hours) if hours is not None else None
    deadline = Deadline(72.0, "hours", "awareness", due)
    return Duty(
        f"US-CA/{name}", "US-CA", "individuals", required, deadline, None, ("mail",), "final", (), f"Code § {name}", "because", name,
        people=3, verified=verified, questions=("Was it taken?",) if required == "conditional" else (),
    )  # fmt: skip


def person(name: str = "Ann Example", **more: object) -> Person:
    exposure = Exposure("us_ssn", "ssn", "***-**-3456", 0.97, ("share/a.txt",))
    return Person("p-1", name, residence="US-CA", elements=("name", "ssn"), exposures=(exposure,), **more)  # type: ignore[arg-type]


@pytest.fixture
def contents() -> Contents:
    return Contents(
        now=NOW,
        facts=Facts(org=Organisation(name=f"Acme {EVIL}")),
        people=(person(), person(EVIL)),
        duties=(duty("late", -5), duty("soon", 20), duty("open", 300, required="conditional"), duty("no", None, required=False)),
        unread=(Unread("e", f"share/{EVIL}.zip", "encrypted", "a password is needed"),),
        kinds=(KindCount("us_ssn", 2, 1, (Place(f"share/{EVIL}", 2),)),),
        actions=(Action("mfa", "Ask for a second factor", "a password was enough", "IT lead", None, "small", would_have_stopped_it=True),),
        warnings=("On what day was the breach discovered?",),
    )


def test_nothing_in_a_name_is_obeyed(contents: Contents) -> None:
    page = drawn(contents)
    assert "<script>" not in page
    assert "default-src 'none'" in page
    assert "alert(1)" in page, "it is shown, as text"


def test_no_name_of_a_file_steers_the_screen(contents: Contents) -> None:
    turned = "\u202egnp.exe\x1b[2J"
    page = drawn(replace(contents, kinds=[KindCount("us_ssn", 1, 1, (Place(f"share/{turned}", 1),))]))
    assert turned not in page
    assert "share/\\x202egnp.exe\\x1b[2J" in page
    assert "<svg" in drawn(contents)


def test_every_citation_and_reason_is_on_the_page(contents: Contents) -> None:
    page = drawn(contents)
    for one in contents.duties:
        assert one.cite in page
    assert "hours overdue" in page
    assert "locked with a password" in page


def test_the_most_urgent_comes_first(contents: Contents) -> None:
    assert [one.rule for one in contents.clocks] == ["late", "soon", "open"]
    things = next_things(contents)
    assert len(things) == 5
    assert any("overdue" in thing.do for thing in things[:2])


def test_the_question_of_a_clock_that_soon_runs_out_is_asked_before_what_is_due_later(contents: Contents) -> None:
    asked = replace(duty("card", 11, required="conditional"), questions=("Does it take cards?", "Was anything seen?"))
    later = replace(duty("far", 200, required="conditional"), questions=("Was a ransom paid?",))
    known = replace(contents.facts, incident=Incident(discovered=date(2026, 11, 20)))
    quiet = replace(contents, facts=known, warnings=(), duties=(asked, later, duty("letters", 600)))
    first, second, *rest = [str(one.do) for one in next_things(quiet)]
    assert first == "Answer: Does it take cards?"
    assert "in 25 days" in second
    assert not any("Does it take cards?" in one for one in rest), "it is asked once"
    assert "in 11 hours" in next_things(quiet)[0].why
    due_before = replace(quiet, duties=(asked, duty("now", 5)))
    assert "in 5 hours" in next_things(due_before)[0].do, "what is owed sooner comes before it"


def test_what_most_letters_wait_for_is_named_first():
    drafted = Drafted(
        number=9, gaps=(("what you have done, and when; more", 9), ("(1) a number", 1), ("conditional: is a risk likely?", 9))
    )
    told = " ".join(one.do for one in next_things(Contents(now=NOW, facts=Facts(), people=(person(),), drafted=drafted)))
    assert "fill in: what you have done, and when; (1) a number." in told


def test_without_a_day_of_discovery_clocks_are_not_said_to_stand_still() -> None:
    unset = Contents(now=NOW, facts=Facts(), people=(person(),))
    assert "incident.discovered" in next_things(unset)[0].do
    assert "Clocks may be running" in drawn(unset)
    assert "No clock with a date runs" not in drawn(unset)
    told = replace(unset, facts=Facts(incident=Incident(discovered=date(2026, 10, 5))))
    assert "No clock with a date runs" in drawn(told)
    assert not any("incident.discovered" in thing.do for thing in next_things(told))


def test_evidence_that_is_gone_since_is_said() -> None:
    told = " ".join(unknown(Contents(now=NOW, facts=Facts(), gone=("share/a", "share/b", "share/c", "share/d"))))
    assert "4 files that were in custody" in told
    assert "share/c and 1 more" in told


def test_a_long_proof_is_cut_on_the_page(contents: Contents) -> None:
    proof = Proof("personal information", "yes", tuple(f"customer: kind {number}" for number in range(40)), "")
    page = drawn(replace(contents, duties=(replace(duty("late", 9), proof=proof),)))
    assert "customer: kind 11" in page
    assert "customer: kind 12" not in page
    assert "and 28 more such sets of data" in page


def test_what_is_not_known_is_said() -> None:
    bare = Contents(now=NOW, facts=Facts(), people=(Person("p-1", "Ann Example"),), duties=(duty("x", 9, verified=False),))
    told = " ".join(unknown(bare))
    assert "Where 1 person lives" in told
    assert "How to reach 1 person" in told
    assert "Code § x" in told, "a rule that was not checked against the law"
    assert "1 person affected." in known(bare)


def test_without_logs_no_logs_are_said_to_be_silent() -> None:
    assert "no logs were given" in " ".join(unknown(Contents(now=NOW, facts=Facts())))


def test_a_married_couple_is_no_question() -> None:
    couple = DoubtfulPair("p-1", "p-2", 0.6, ("different given names", "same family name", "same address"))
    namesakes = DoubtfulPair("p-1", "p-3", 0.6, ("same given name", "same family name"))
    told = [" ".join(unknown(Contents(now=NOW, facts=Facts(), doubtful=pairs))) for pairs in ((couple,), (couple, namesakes))]
    assert "one person or two" not in told[0]
    assert "Whether 1 pair of entries are one person or two" in told[1]


def test_nobody_found_is_not_told_as_nobody_affected() -> None:
    locked = Unread("e", "share/a.zip", "encrypted", "a password is needed")
    told = headline(Contents(now=NOW, facts=Facts(), unread=(locked,)))
    assert told == "Nobody was found yet in 0 exposed files; 1 file could not be read."


def test_logs_are_no_exposed_files() -> None:
    exhibits = tuple(
        Exhibit(f"e{at}", f"e{at}", f"/e{at}", role, "", "", 1, None, NOW, "x") for at, role in enumerate(("evidence", "evidence", "log"))
    )
    assert (
        headline(Contents(now=NOW, facts=Facts(), people=(person(),), exhibits=exhibits))
        == "1 person is affected, found in 2 exposed files."
    )


def test_who_gets_no_letter_is_said() -> None:
    letter = Notice("letter-p-1", "letter", "individuals", "US-CA", ("US-CA/a",), "en", "en/individual", person="p-1")
    other = replace(person("Bo Example"), id="p-2")
    told = known(Contents(now=NOW, facts=Facts(), people=(person(), other), notices=(letter,)))
    assert any("A letter is drafted for 1 person; for 1 other no law on file asks for one" in line for line in told)
    assert known(Contents(now=NOW, facts=Facts(), people=(person(),), notices=(letter,)))[-1] == "A letter is drafted for 1 person."


def test_parts_of_names_and_addresses_count_once() -> None:
    parts = tuple(Exposure(kind, "name", "", 0.9, ()) for kind in ("given_name", "family_name", "street", "city", "us_ssn"))
    rows = people_by_kind([Person("p-1", "Ann Example", exposures=parts)])
    assert sorted(kind for kind, _, _ in rows) == ["name", "postal_address", "us_ssn"]


def test_one_is_not_told_in_the_plural(contents: Contents) -> None:
    told = " ".join(thing.do + " " + thing.why for thing in next_things(contents)) + " ".join(unknown(contents))
    assert "1 locked file (listed in unread.xlsx)" in told
    assert not re.search(r"\b1 \w+ ?(?:files|pairs|duties|hours|drafts)\b", told), told
    assert "What is in 1 file (locked with a password)." in told
    assert remaining(NOW + timedelta(hours=1, minutes=9), NOW) == "in 1 hour"
    assert remaining(NOW + timedelta(minutes=9), NOW) == "in less than 1 hour"


def test_a_draft_is_promised_only_where_there_is_one(contents: Contents) -> None:
    assert not any("draft is ready" in thing.why for thing in next_things(contents))
    letter = Notice("letter-p-1", "letter", "individuals", "US-CA", ("US-CA/late",), "en", "en/individual", person="p-1")
    things = next_things(replace(contents, notices=(letter,)))
    assert [thing.do[:8] for thing in things if "draft is ready" in thing.why] == ["Tell the"]
    gone = replace(contents, notices=(replace(letter, status="approved"), replace(letter, id="letter-p-2")))
    (told,) = [thing.why for thing in next_things(gone) if "then sign it as fulfilled" in thing.why]
    assert "approved (1 of 2)" in told


def test_the_names_of_filings_are_words() -> None:
    filings = [
        Notice("a", "filing", "sample", "US-NY", (), "en", "en/individual"),
        Notice("b", "filing", "regulator:state_police", "US-NY", (), "en", "en/filing_ny"),
    ]
    told = dict(letters_in_numbers(Contents(now=NOW, facts=Facts(), notices=tuple(filings))))
    assert told == {"sample of the letter, to enclose with a filing": 1, "to the State Police": 1}


def test_all_files_are_written_for_the_owner_alone(contents: Contents, tmp_path: Path) -> None:
    written = report.write(contents, tmp_path / "report")
    assert all(path.stat().st_size and path.stat().st_mode & 0o077 == 0 for path in written)
    book = openpyxl.load_workbook(tmp_path / "report/people.xlsx")
    cells = [cell for row in book["People"].iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type in ("s", "inlineStr", "n") for cell in cells), "a name like a formula stays a name"
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert not any("\u202e" in str(cell.value) for cell in cells), "nothing turns a name round"
    events = Calendar.from_ical((tmp_path / "report/deadlines.ics").read_bytes()).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [one.deadline.due for one in contents.clocks if one.deadline]


def test_the_calendar_names_no_zone_that_it_does_not_describe(contents: Contents, tmp_path: Path) -> None:
    there = timezone(timedelta(hours=-5))
    zoned = tuple(
        replace(one, deadline=replace(one.deadline, due=one.deadline.due.astimezone(there)))
        for one in contents.clocks
        if one.deadline and one.deadline.due
    )
    report.calendar.deadlines(replace(contents, duties=zoned), tmp_path / "d.ics")
    text = (tmp_path / "d.ics").read_text()
    assert "TZID" not in text
    assert "DTSTART:20261124T070000Z" in text


def test_what_does_not_apply_is_never_overdue(contents: Contents, tmp_path: Path) -> None:
    sheets.duties(replace(contents, duties=(duty("late", -50, required=False),)), tmp_path / "duties.xlsx")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(tmp_path / "duties.xlsx")["Does not apply"].iter_rows(min_row=2) for cell in row
    ]
    assert "Code § late" in cells
    assert not any("overdue" in cell for cell in cells)


def test_the_cause_is_printed_in_words(contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Any] = []
    monkeypatch.setattr("stanch.report.paper.pressed", lambda paper, _now: printed.append(paper) or b"")
    veris = {"asset": {"assets": [{"variety": "S - Database"}, {"variety": "S - Web application"}]}}
    attack = Attack(cause=Cause(kind="sql_injection", statement="A fault.", veris=veris))
    facts = Facts(incident=Incident(discovered=date(2026, 10, 5)))
    after_action.privileged(replace(contents, attack=attack, facts=facts), tmp_path / "a.pdf")
    lines = [line for section in printed[0].sections for line in section.items]
    assert "VERIS asset: assets: variety: S - Database" in lines
    assert "It was discovered: 5 October 2026." in lines


def test_the_report_to_be_shown_names_nobody_and_nothing_open(contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Any] = []
    monkeypatch.setattr("stanch.report.paper.pressed", lambda paper, _now: printed.append(paper) or b"")
    story = tuple(
        Chapter(datetime(2026, 9, day, 3, tzinfo=UTC), tactic, "203.0.113.9 signed in as svc-backup on FILES1.", ("auth.log:17",))
        for day, tactic in ((3, "initial-access"), (4, "initial-access"), (5, "exfiltration"))
    )
    actions = tuple(
        Action(name, f"Measure {name}", "It failed.", "IT", None, "small", would_have_stopped_it=True, status=status)
        for name, status in (("one", "done"), ("two", "open"))
    )
    decided = (Decided(datetime(2026, 9, 6, tzinfo=UTC), "Counsel", "US-CA/ag: declined", "a secret ground"),)
    case = replace(contents, attack=Attack(story=story), actions=actions, decided=decided)
    after_action.privileged(case, tmp_path / "a.pdf")
    after_action.shareable(case, tmp_path / "b.pdf")
    whole, shown = (str([asdict(section) for section in paper.sections]) for paper in printed)
    assert "a secret ground" in whole
    assert "auth.log:17" in whole
    assert printed[0].banner.startswith("PRIVILEGED")
    assert "PRIVILEGED" not in printed[1].banner
    for told in ("203.0.113.9", "svc-backup", "FILES1", "auth.log", "a secret ground", "Measure two", "It failed", "Counsel"):
        assert told not in shown
    assert shown.count("Somebody without permission came in.") == 1
    assert "3 September 2026: Somebody without permission came in." in shown
    assert "Measure one." in shown


def test_small_numbers_of_people_are_not_told(contents: Contents) -> None:
    told = list(after_action._numbers(replace(contents, people=contents.people[:1])))
    assert any("fewer than ten" in line for line in told)
    assert not any(": 1." in line for line in told)


def test_people_of_no_known_residence_are_told_in_words(contents: Contents) -> None:
    told = list(after_action._numbers(replace(contents, people=(replace(contents.people[0], residence=None),))))
    assert "Residence not resolved: fewer than ten." in told


def test_workbooks_use_no_shared_temporary_folder(contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    sheets.people(contents, tmp_path / "people.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["people.xlsx"]


def test_a_fault_of_the_system_is_told_as_one(contents: Contents, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sheets.people(contents, tmp_path / "gone" / "people.xlsx")


def test_the_same_contents_give_the_same_paper(contents: Contents, tmp_path: Path) -> None:
    for name in ("one", "two"):
        report.write(contents, tmp_path / name)
    for file in ("summary.pdf", "after-action.pdf", "after-action-shareable.pdf", "summary.html", "deadlines.ics"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_empty_case_has_a_report(tmp_path: Path) -> None:
    assert report.write(Contents(now=NOW, facts=Facts()), tmp_path)


@given(st.integers(-10_000, 10_000))
def test_remaining_time_tells_before_from_after(hours: int) -> None:
    told = remaining(NOW + timedelta(hours=hours), NOW)
    assert told.endswith("overdue") == (hours < 0)
    assert re.search(r"\d", told)


def test_a_repair_that_is_done_is_no_next_thing_and_one_past_its_day_comes_first(contents: Contents) -> None:
    first = contents.actions[0]
    later = replace(
        first, id="check", title="Have every measure checked again", would_have_stopped_it=False, due=NOW.date() - timedelta(days=1)
    )
    quiet = Contents(now=NOW, facts=Facts(incident=Incident(discovered=date(2026, 10, 5))), actions=(replace(first, status="done"),))
    assert not any(thing.about == "actions" for thing in next_things(quiet))
    both = replace(quiet, actions=(first, later))
    assert [thing.do for thing in next_things(both) if thing.about == "actions"] == ["Have every measure checked again."]
